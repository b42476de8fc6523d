//! The whole way: the built program in a played call asks the extension's own modules (package/1c, run by tests/bsl
//! over a base in memory), by SOAP and by the HTTP service; the phone book is filled from them and follows what people
//! change in 1C. Nothing here repeats what 1C answers: it is the modules that say it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::fakes::asterisk::{Asterisk, Call, Version};
use crate::installed::cache;

/// Python with the modules behind it; ended when dropped.
struct OneC {
    child: Child,
    port: u16,
}

impl OneC {
    fn start() -> OneC {
        let mut child = Command::new(cache().join("venv/bin/python"))
            .arg("-B")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bsl/serve.py"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("python");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its stdout")).read_line(&mut line).expect("its port");
        OneC { port: line.trim().parse().expect("its port"), child }
    }

    /// What people do in 1C.
    fn control(&self, what: &str) {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).expect("1C");
        let request = format!("GET /control/{what} HTTP/1.1\r\nHost: 1c\r\nConnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).expect("the request");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).expect("the answer");
        assert!(answer.starts_with("HTTP/1.0 200"), "{what}: {answer}");
    }

    fn soap(&self) -> String {
        format!("[crm]\nurl = http://127.0.0.1:{}/base/ws/1C_MIKO_identify_number.1cws\n", self.port)
    }

    fn json(&self) -> String {
        let path = "base/hs/agi1c/identify?number={number}&did={did}&callid={uniqueid}";
        format!("[crm]\nprotocol = json\nurl = http://127.0.0.1:{}/{path}\n", self.port)
    }
}

impl Drop for OneC {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn call(number: &str, settings: &str) -> Call {
    let settings = format!(
        "{settings}answer_timeout = 20000\n[call]\ndeadline = 30000\n[commands]\nallow = name dial\n"
    );
    Asterisk::new(Version::V22).call(number).settings(&settings).patience(Duration::from_secs(60)).run()
}

#[test]
#[ignore = "tests/run"]
fn a_call_asks_the_extensions_own_modules() {
    let onec = OneC::start();
    for settings in
        [onec.soap(), onec.soap() + "operation = call\nextra = did:DID uniqueid:CallID\n", onec.json()]
    {
        for (number, name, rung) in [
            ("74952293042", "ООО Ромашка", "Local/101@internal/n,15,g"),
            ("89261112233", "ООО Ромашка (+1)", "Local/101@internal/n,15,g"),
            ("+79211234567", "Щербаков Юрий (ООО Ромашка)", "Local/101@internal/n,15,g"),
            ("380441234567", "Лютик & Ко опт", ""),
            ("84951000349", "", ""),
            ("84951000149", "Клиент 149", ""),
        ] {
            let call = call(number, &settings);
            let expected = if name.is_empty() { ("unknown", "nobody") } else { ("found", "answer") };
            assert_eq!(call.outcome(), expected, "{number} {settings}{}", call.conversation());
            if !name.is_empty() {
                assert!(call.conversation().contains(name), "{name}: {}", call.conversation());
            }
            let dialled: Vec<String> =
                call.commands("EXEC Dial").iter().map(|arguments| arguments[2].clone()).collect();
            let wanted: Vec<&str> = [rung].into_iter().filter(|word| !word.is_empty()).collect();
            assert_eq!(dialled, wanted, "{number}");
        }
    }
    onec.control("extension?of=%D0%90%D0%BD%D0%BD%D0%B0&is=117");
    let moved = call("74952293042", &onec.soap());
    assert_eq!(moved.commands("EXEC Dial")[0][2], "Local/117@internal/n,15,g");
}

#[test]
#[ignore = "tests/run"]
fn the_phone_book_is_filled_by_the_extensions_own_modules_and_follows_them() {
    let onec = OneC::start();
    let pbx = Asterisk::new(Version::V22);
    let settings = onec.soap() + "answer_timeout = 20000\n";
    let sync =
        || pbx.call("100").argument("do=sync").settings(&settings).patience(Duration::from_secs(120)).run();
    let first = sync();
    assert_eq!(first.outcome(), ("synced", "complete"), "{}", first.conversation());
    let names = |pbx: &Asterisk| pbx.db_show().lines().filter(|line| line.starts_with("/cidname/")).count();
    assert_eq!(names(&pbx), 254);
    assert_eq!(pbx.db("cidname", "74951000149").as_deref(), Some("Клиент 149"));
    assert_eq!(pbx.db("cidname", "380441234567").as_deref(), Some("Лютик & Ко опт"));
    onec.control("rename?from=%D0%9A%D0%BB%D0%B8%D0%B5%D0%BD%D1%82+149&to=%D0%9D%D0%BE%D0%B2%D1%8B%D0%B9");
    onec.control("remove?name=%D0%9A%D0%BB%D0%B8%D0%B5%D0%BD%D1%82+7");
    assert_eq!(sync().outcome(), ("synced", "complete"));
    assert_eq!(pbx.db("cidname", "74951000149").as_deref(), Some("Новый"));
    assert_eq!((pbx.db("cidname", "74951000007"), names(&pbx)), (None, 253));
}
