//! SOAP clients nobody here wrote, reading the stand-in's WSDL and asking it: zeep, PHP's SoapClient
//! and node's `soap`. They need python, php and node: `tests/run` has them.

use std::process::Command;

use agi1c::kit::stand::{Stand, StandOptions};
use agi1c::privacy::Secret;

use crate::installed::cache;

/// What every client prints: three answers of `identify`, one page of `contacts`.
const EXPECTED: &str = concat!(
    "ООО \"МИКО\" & сыновья|Щербаков Юрий\ndial: 101||",
    r#"{"contacts":[{"number":"+7 (495) 229-30-42","name":"ООО \"МИКО\" & сыновья"}],"next":"1","more":true}"#
);

fn asks(command: &mut Command) {
    let options = StandOptions {
        clients: crate::stand::clients(),
        user: "pbx".into(),
        password: Secret::new("тайна"),
        ..StandOptions::default()
    };
    let stand = Stand::start(options).unwrap();
    let output = command.env("WSDL", format!("{}?wsdl", stand.url())).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, EXPECTED, "{complained}");
    assert!(output.status.success(), "{complained}");
}

#[test]
#[ignore = "tests/run"]
fn zeep_loads_the_wsdl_and_gets_answers() {
    for port in ["Soap", "Soap12"] {
        asks(Command::new(cache().join("venv/bin/python")).env("PORT", port).args([
            "-c",
            r#"
import os, requests, zeep
session = requests.Session()
session.auth = ("pbx", "тайна".encode())
client = zeep.Client(os.environ["WSDL"], transport=zeep.Transport(session=session))
service = client.bind("MIKO_identify_number", "MIKO_identify_number" + os.environ["PORT"])
said = [service.identify(Number=number) or "" for number in ("84952293042", "+79211234567", "5")]
print("|".join(said + [service.contacts(Cursor="", Count=1)]), end="")
"#,
        ]));
    }
}

#[test]
#[ignore = "tests/run"]
fn php_loads_the_wsdl_and_gets_answers() {
    for version in ["1", "2"] {
        asks(Command::new("php").env("VERSION", version).args([
            "-d",
            "soap.wsdl_cache_enabled=0",
            "-r",
            r#"
$client = new SoapClient(getenv('WSDL'), ['login' => 'pbx', 'password' => 'тайна', 'soap_version' => (int)getenv('VERSION')]);
foreach (['84952293042', '+79211234567', '5'] as $number) {
    echo $client->identify(['Number' => $number])->return, '|';
}
echo $client->contacts(['Cursor' => '', 'Count' => 1])->return;
"#,
        ]));
    }
}

#[test]
#[ignore = "tests/run"]
fn node_soap_loads_the_wsdl_and_gets_answers() {
    asks(Command::new("node").env("NODE_PATH", cache().join("node/node_modules")).args([
        "-e",
        r#"
const soap = require('soap');
const auth = 'Basic ' + Buffer.from('pbx:тайна').toString('base64');
(async () => {
    const client = await soap.createClientAsync(process.env.WSDL, { wsdl_headers: { Authorization: auth } });
    client.addHttpHeader('Authorization', auth);
    const said = [];
    for (const Number of ['84952293042', '+79211234567', '5']) {
        const [answer] = await client.identifyAsync({ Number });
        said.push(typeof answer.return === 'string' ? answer.return : '');
    }
    const [page] = await client.contactsAsync({ Cursor: '', Count: 1 });
    process.stdout.write([...said, page.return].join('|'));
})().catch((error) => { console.error(error); process.exit(1); });
"#,
    ]));
}
