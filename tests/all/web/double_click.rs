//! A double click: the program without a command, and without a browser.

use std::process::{Command, Stdio};

use super::{PATIENCE, Page};
use crate::real::asterisk::wait_for;

/// Without a command the browser is opened, with the address and its token.
#[test]
fn a_double_click_opens_the_page() {
    let folder = std::env::temp_dir().join(format!("agi1c-double-click-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let opened = folder.join("opened");
    let script = "#!/bin/sh\nprintf %s \"$*\" >\"$OPENED.new\" && mv \"$OPENED.new\" \"$OPENED\"\n";
    crate::executable::write(folder.join("xdg-open"), script);
    let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let page = Page::of(kit.env("PATH", path).env("OPENED", &opened));
    wait_for(PATIENCE, || opened.exists().then_some(()));
    let address = std::fs::read_to_string(&opened).expect("the browser was opened");
    assert_eq!(address, format!("http://{}/#{}", page.address, page.token));
    std::fs::remove_dir_all(&folder).expect("the folder");

    // A machine without a browser: the address is printed, and served all the same.
    let mut kit = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"));
    let page = Page::of(kit.env("PATH", "/nowhere").stderr(Stdio::null()));
    assert_eq!(page.post("/api/words", b"{}").status, 200);
}
