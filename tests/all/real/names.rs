//! The 1C server's name, asked of real name servers by the static program: dnsmasq as a small router has it. Each test
//! has a machine of its own: network, /etc/resolv.conf and /etc/hosts.

use std::process::Command;

use super::Edition;
use super::program::built;

/// `check` for `http://HOST/…` where these servers, this resolv.conf and this hosts file are; what it says.
fn check(host: &str, servers: &[&str], resolv_conf: &str, hosts: &str) -> String {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("agi1c-names-{}-{count}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a file");
    write("resolv.conf", resolv_conf);
    write("hosts", hosts);
    write("agi1c.conf", &format!("[crm]\nurl = http://{host}/base/ws/x.1cws\nprotocol = json\n"));
    let mut script = String::from(
        "set -eu\nmount --bind resolv.conf /etc/resolv.conf\nmount --bind hosts /etc/hosts\nip link set lo up\n",
    );
    for (at, options) in servers.iter().enumerate() {
        script.push_str(&format!(
            "dnsmasq --no-daemon --conf-file=/dev/null --no-resolv --no-hosts --bind-interfaces --no-ping \
             --listen-address=127.0.0.{} --pid-file= {options} >dnsmasq-{at} 2>&1 &\n",
            at + 1
        ));
    }
    script.push_str(
        "sleep 1\n\"$PROGRAM\" check 74952293042 2>&1 || true\nkill $(jobs -p) 2>/dev/null || true\n",
    );
    let output = Command::new("unshare")
        .args(["-mn", "bash", "-c", &script])
        .current_dir(&folder)
        .env("PROGRAM", built(Edition::Sid))
        .env("AGI1C_CONF", folder.join("agi1c.conf"))
        .output()
        .expect("unshare");
    std::fs::remove_dir_all(&folder).expect("the folder");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The name was found. Nobody listens where it leads.
fn assert_found(what: &str, said: &str) {
    let address = said.lines().find(|line| line.starts_with("address"));
    assert!(address.is_some_and(|line| line.contains(" ok ")), "{what}: {said}");
    assert!(said.contains("refuses the connection"), "{what}: {said}");
}

const OFFICE: &str = "--host-record=1c.office.example,127.0.0.9";
const LOCAL_HOSTS: &str = "127.0.0.1 localhost\n";

#[test]
#[ignore = "tests/run"]
fn a_router_that_refuses_the_question_for_ipv6() {
    let said = check("1c.office.example", &[OFFICE], "nameserver 127.0.0.1\n", LOCAL_HOSTS);
    assert_found("REFUSED to AAAA", &said);
}

#[test]
#[ignore = "tests/run"]
fn a_search_list_and_a_dotted_short_name() {
    let resolv = "nameserver 127.0.0.1\nsearch bad.example office.example example\n";
    for host in ["1c", "1c.office", "1C.Office.Example."] {
        assert_found(host, &check(host, &[OFFICE], resolv, LOCAL_HOSTS));
    }
}

#[test]
#[ignore = "tests/run"]
fn the_second_server_knows_the_offices_names() {
    let resolv = "nameserver 127.0.0.1\nnameserver 127.0.0.2\n";
    for stranger in ["--local=/example/", "--address=/elsewhere/127.0.0.8"] {
        assert_found(stranger, &check("1c.office.example", &[stranger, OFFICE], resolv, LOCAL_HOSTS));
    }
}

#[test]
#[ignore = "tests/run"]
fn ipv6_only_and_a_hosts_file_in_capitals() {
    let six = "--host-record=1c.office.example,::1 --local=/example/";
    let said = check("1c.office.example", &[six], "nameserver 127.0.0.1\n", LOCAL_HOSTS);
    assert_found("AAAA only", &said);
    assert_found("hosts", &check("1c-server", &[], "", "127.0.0.1 localhost\n127.0.0.9 1C-SERVER\n"));
}

#[test]
#[ignore = "tests/run"]
fn a_name_nobody_knows_is_said_with_the_server_and_the_question() {
    let said = check("2c.office.example", &["--local=/example/"], "nameserver 127.0.0.1\n", LOCAL_HOSTS);
    assert!(said.contains("the name server 127.0.0.1 knows no address of 2c.office.example"), "{said}");
    let said = check("2c.example", &[OFFICE], "nameserver 127.0.0.1\n", LOCAL_HOSTS);
    assert!(said.contains("answered REFUSED to the question A 2c.example"), "{said}");
    let said = check("1c", &[], "nameserver 127.0.0.1\n", LOCAL_HOSTS);
    assert!(said.contains("the name server 127.0.0.1 is not there"), "{said}");
}
