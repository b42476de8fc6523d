//! `agi1c check` beside a running Asterisk: a breaker that a failure closed is opened again.

use std::process::Command;

use agi1c::kit::stand::{Stand, StandOptions};

on_both! {
    fn a_good_check_lets_calls_ask_again(pbx) {
        let stand = Stand::start(StandOptions::default()).expect("loopback");
        let family = format!("check-{}", pbx.number());
        let settings = pbx.path(&format!("{family}.conf"));
        std::fs::write(&settings, format!("[crm]\nurl = {}\n[cache]\nfamily = {family}\n", stand.url())).expect("settings");
        pbx.database_put(&family, "b/default", "4102444800 refused 0 00000000");
        let output = Command::new(env!("CARGO_BIN_EXE_agi1c"))
            .arg("check")
            .env("AGI1C_CONF", &settings)
            .env("AST_RUN_DIR", pbx.path("run"))
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("ask 1C again"), "{said}");
        assert!(pbx.database(&family).is_empty());
    }
}
