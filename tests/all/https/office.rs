//! A company with a CA of its own, and the servers it may run 1C behind: OpenSSL's and Debian's nginx. Certificates are
//! made by openssl, so nothing of ours says what is a good one.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::faults::webservers::{WebServer, temporary};
use crate::real::asterisk::wait_for;
use crate::real::servers::free_tcp_port;
use crate::real::tied::Tied;

pub const NUMBER: &str = "74952293042";
pub const CLIENT: &str = "ООО Лютик";
pub const RSA: &str = "-newkey rsa:2048";
pub const EC: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256";
/// The names of a server that is reached as this machine is.
pub const NAMES: &str = "DNS:localhost,IP:127.0.0.1";

/// A folder with a CA (`ca`) and the certificates it has signed.
pub struct Office(pub PathBuf);

impl Drop for Office {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs openssl there.
pub fn openssl(folder: &Path, words: &str) -> Vec<u8> {
    let output =
        Command::new("openssl").args(words.split(' ')).current_dir(folder).output().expect("openssl");
    assert!(output.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// What `openssl ca` wants to be told, which alone can make certificates of other days.
const AUTHORITY: &str = "[ca]\ndefault_ca = office\n[office]\ndatabase = index.txt\nnew_certs_dir = .\nrand_serial = yes\n\
                         default_md = sha256\nunique_subject = no\npolicy = any\n[any]\ncommonName = supplied\n";

impl Office {
    pub fn new(name: &str) -> Office {
        let folder = std::env::temp_dir().join(format!("agi1c-https-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("ca.cnf"), AUTHORITY).expect("a file");
        fs::write(folder.join("index.txt"), "").expect("a file");
        let body = format!("{{\"name\":\"{CLIENT}\"}}");
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        fs::write(folder.join(format!("x?n={NUMBER}")), answer).expect("an answer");
        let office = Office(folder);
        office.itself("ca", RSA, "Office", "");
        office
    }

    /// A certificate that signed itself; it is a CA too, as openssl makes them.
    pub fn itself(&self, name: &str, key: &str, subject: &str, names: &str) {
        let names = if names.is_empty() { String::new() } else { format!(" -addext subjectAltName={names}") };
        let make = format!("req -x509 {key} -nodes -keyout {name}.key -out {name}.pem -days 30");
        openssl(&self.0, &format!("{make} -subj /CN={subject}{names}"));
    }

    /// A certificate of `localhost` for these names, signed by the CA, that holds today.
    pub fn certificate(&self, name: &str, key: &str, names: &str) {
        self.dated(name, key, names, "-days 30");
    }

    /// The same with days of its own: `-startdate 20200101000000Z -enddate 20200201000000Z`.
    pub fn dated(&self, name: &str, key: &str, names: &str, days: &str) {
        let folder = &self.0;
        openssl(folder, &format!("req {key} -nodes -keyout {name}.key -out {name}.csr -subj /CN=localhost"));
        let mut sign = format!("ca -config ca.cnf -batch -notext -cert ca.pem -keyfile ca.key {days}");
        sign.push_str(&format!(" -in {name}.csr -out {name}.pem"));
        if !names.is_empty() {
            fs::write(folder.join("names"), format!("subjectAltName={names}")).expect("a file");
            sign.push_str(" -extfile names");
        }
        openssl(folder, &sign);
    }

    /// `ca:` and the path of a certificate in PEM.
    pub fn path(&self, name: &str) -> String {
        format!("ca:{}", self.0.join(format!("{name}.pem")).display())
    }

    /// `ca:` and the certificate itself, as the page says to make it.
    pub fn inline(&self, name: &str) -> String {
        let output = Command::new("sh")
            .args(["-c", &format!("openssl x509 -in {name}.pem -outform der | base64 -w0")])
            .current_dir(&self.0)
            .output()
            .expect("sh");
        format!("ca:{}", String::from_utf8(output.stdout).expect("base64"))
    }

    /// `pin:` and the fingerprint of a certificate.
    pub fn pin(&self, name: &str) -> String {
        let said = openssl(&self.0, &format!("x509 -in {name}.pem -noout -fingerprint -sha256"));
        let said = String::from_utf8(said).expect("text");
        format!("pin:{}", said.trim().rsplit('=').next().unwrap_or_default().replace(':', ""))
    }

    /// OpenSSL's own server with a certificate of these. It serves one connection after the other.
    pub fn openssl(&self, name: &str, options: &str) -> Server {
        let port = free_tcp_port();
        let (certificate, key) = (format!("{name}.pem"), format!("{name}.key"));
        let accept = port.to_string();
        let mut words = vec!["s_server", "-HTTP", "-quiet", "-accept", &accept];
        words.extend(["-cert", &certificate, "-key", &key]);
        words.extend(options.split(' ').filter(|word| !word.is_empty()));
        let words: Vec<_> = words.iter().map(std::ffi::OsStr::new).collect();
        let script = format!("cd {}; openssl \"$@\" >/dev/null 2>&1 &", self.0.display());
        let process = Tied::spawn(&script, "", &words, Stdio::null());
        let answers = wait_for(Duration::from_secs(30), || TcpStream::connect(("127.0.0.1", port)).ok());
        assert!(answers.is_some(), "openssl s_server {options} does not listen");
        Server { port, _process: Process::OpenSsl(process) }
    }

    /// nginx with a certificate of these and these lines for its `server`. What it served stands in `log`.
    pub fn nginx(&self, name: &str, lines: &str) -> Server {
        self.nginx_at(free_tcp_port(), name, lines)
    }

    /// The same at a port that was used before.
    pub fn nginx_at(&self, port: u16, name: &str, lines: &str) -> Server {
        let office = self.0.display();
        let server = WebServer::at(port, &["usr/sbin/nginx", "-c"], |port, folder| {
            let (temporary, folder) = (temporary(folder), folder.display());
            format!(
                "daemon off;\npid {folder}/pid;\nerror_log /dev/null;\nevents {{}}\nhttp {{\n{temporary}\
                 log_format tls '$ssl_protocol $ssl_session_reused';\naccess_log {folder}/log tls;\n\
                 server {{\nlisten 127.0.0.1:{port} ssl;\n{lines}\n\
                 ssl_certificate {office}/{name}.pem;\nssl_certificate_key {office}/{name}.key;\n\
                 location = /x {{ return 200 '{{\"name\":\"{CLIENT}\"}}'; }}\n}}\n}}\n"
            )
        });
        Server { port, _process: Process::Nginx(server) }
    }
}

/// A running server; it ends with this value.
pub struct Server {
    pub port: u16,
    _process: Process,
}

enum Process {
    OpenSsl(#[expect(dead_code, reason = "held")] Tied),
    Nginx(WebServer),
}

impl Server {
    /// How nginx served each request so far: `TLSv1.2 .`, or `TLSv1.2 r` for a session that went on.
    pub fn log(&self) -> Vec<String> {
        let Process::Nginx(server) = &self._process else { panic!("only nginx keeps a log") };
        let log = fs::read_to_string(server.folder.join("log")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    /// The log once it has so many lines.
    #[track_caller]
    pub fn served(&self, count: usize) -> Vec<String> {
        let log = wait_for(Duration::from_secs(30), || Some(self.log()).filter(|log| log.len() >= count));
        log.unwrap_or_else(|| panic!("nginx served {:?}, not {count}", self.log()))
    }
}

/// Milliseconds for a server on a busy machine.
pub const PATIENCE: u64 = 15_000;

/// Settings for a server at this port.
pub fn settings(host: &str, port: u16, trust: &str) -> String {
    format!(
        "[crm]\nprotocol = json\nurl = https://{host}:{port}/x?n={{number}}\ntls = {trust}\n\
         connect_timeout = {PATIENCE}\nanswer_timeout = {PATIENCE}\n[call]\ndeadline = {}\n",
        PATIENCE + 2000
    )
}
