//! Genuine pages: Debian's Apache and nginx refuse, fail and reach nobody behind them, in front of whole calls.

use std::ffi::OsStr;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use super::{AT_ONCE, fails, settings};
use crate::fakes::hostile::{Hostile, Step};
use crate::installed::cache;
use crate::real::asterisk::wait_for;
use crate::real::servers::free_tcp_port;
use crate::real::tied::Tied;

/// nginx's lines for what it puts into its own folders unless it is told of others.
pub fn temporary(folder: &Path) -> String {
    let what = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    what.iter().map(|what| format!("{what}_temp_path {}/{what};\n", folder.display())).collect()
}

/// A web server with this configuration, in a folder of its own that goes with it.
pub struct WebServer {
    port: u16,
    pub folder: PathBuf,
    _process: Tied,
}

impl WebServer {
    /// `configuration` is given the port and the folder; `program` is started with the file's name at the end.
    fn start(program: &[&str], configuration: impl Fn(u16, &Path) -> String) -> WebServer {
        WebServer::at(free_tcp_port(), program, configuration)
    }

    /// The same on a certain port.
    pub fn at(port: u16, program: &[&str], configuration: impl Fn(u16, &Path) -> String) -> WebServer {
        let folder = std::env::temp_dir().join(format!("agi1c-web-{}-{port}", std::process::id()));
        fs::create_dir_all(folder.join("documents/broken")).unwrap();
        fs::write(folder.join("documents/page.html"), "<!DOCTYPE html><title>Вход</title>").unwrap();
        fs::write(folder.join("documents/broken/.htaccess"), "Nonsense\n").unwrap();
        let file = folder.join("server.conf");
        fs::write(&file, configuration(port, &folder)).unwrap();
        let installed = cache().join("webservers");
        let libraries = "usr/lib/x86_64-linux-gnu:lib/x86_64-linux-gnu".split(':');
        let libraries: Vec<String> =
            libraries.map(|path| installed.join(path).to_string_lossy().into_owned()).collect();
        let mut words = vec![format!("LD_LIBRARY_PATH={}", libraries.join(":"))];
        words.push(installed.join(program[0]).to_string_lossy().into_owned());
        words.extend(program[1..].iter().map(|word| word.to_string()));
        words.push(file.to_string_lossy().into_owned());
        let words: Vec<&OsStr> = words.iter().map(OsStr::new).collect();
        let process = Tied::spawn("env \"$@\" &", "", &words, Stdio::null());
        let answers = wait_for(Duration::from_secs(30), || TcpStream::connect(("127.0.0.1", port)).ok());
        assert!(answers.is_some(), "{program:?} does not listen: tests/run installs it");
        WebServer { port, folder, _process: process }
    }

    #[track_caller]
    fn fails(&self, who: &str, path: &str, reason: &str) {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        fails(&format!("{who}: {path}"), reason, AT_ONCE, &settings(&url));
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
#[ignore = "tests/run"]
fn pages_of_apache() {
    let cut = Hostile::start(&[Step::Request]);
    let nobody = free_tcp_port();
    let server = WebServer::start(&["usr/sbin/apache2", "-DFOREGROUND", "-f"], |port, folder| {
        let modules =
            ["mpm_event", "authz_core", "authn_core", "authn_file", "authz_user", "auth_basic", "alias"];
        let modules: String = modules
            .iter()
            .chain(&["proxy", "proxy_http"])
            .map(|name| format!("LoadModule {name}_module usr/lib/apache2/modules/mod_{name}.so\n"))
            .collect();
        let (root, folder) = (cache().join("webservers"), folder.display());
        format!(
            "ServerRoot \"{}\"\n{modules}ServerName 1c.local\nListen 127.0.0.1:{port}\nUser www-data\nGroup www-data\n\
             PidFile {folder}/pid\nDefaultRuntimeDir {folder}\nErrorLog {folder}/errors\nDocumentRoot {folder}/documents\n\
             <Directory {folder}/documents>\nAllowOverride All\nRequire all granted\n</Directory>\n\
             <Location /login>\nAuthType Basic\nAuthName Restricted\nAuthUserFile /dev/null\nRequire valid-user\n</Location>\n\
             <Location /forbidden>\nRequire all denied\n</Location>\n\
             ProxyPass /nobody http://127.0.0.1:{nobody}/\nProxyPass /cut http://{}/\n\
             Redirect 301 /moved https://1c.local/\nRedirect 410 /gone\n",
            root.display(),
            cut.address
        )
    });
    for (path, reason) in [
        ("/login", "login"),
        ("/forbidden", "forbidden"),
        ("/nothing/ws/x.1cws", "not-published"),
        ("/gone", "not-published"),
        ("/broken/x", "unavailable"),
        ("/cut/x", "unavailable"),
        ("/nobody/x", "unavailable"),
        ("/moved", "http"),
        ("/page.html", "not-1c"),
    ] {
        server.fails("Apache", path, reason);
    }
}

#[test]
#[ignore = "tests/run"]
fn pages_of_nginx() {
    let cut = Hostile::start(&[Step::Request]);
    let nobody = free_tcp_port();
    let server = WebServer::start(&["usr/sbin/nginx", "-c"], |port, folder| {
        let codes = [400, 402, 403, 406, 429, 500, 503, 504];
        let pages: String =
            codes.iter().map(|code| format!("location = /{code} {{ return {code}; }}\n")).collect();
        let (temporary, folder) = (temporary(folder), folder.display());
        format!(
            "daemon off;\npid {folder}/pid;\nerror_log /dev/null;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}\
             server {{\nlisten 127.0.0.1:{port};\nroot {folder}/documents;\n{pages}\
             location /login {{ auth_basic Restricted; auth_basic_user_file /dev/null; }}\n\
             location /nobody {{ proxy_pass http://127.0.0.1:{nobody}; }}\n\
             location /cut {{ proxy_pass http://{}; }}\n\
             location /moved {{ return 302 /login?back=1; }}\n}}\n}}\n",
            cut.address
        )
    });
    for (path, reason) in [
        ("/login", "login"),
        ("/400", "http"),
        ("/402", "no-licence"),
        ("/403", "forbidden"),
        ("/nothing/ws/x.1cws", "not-published"),
        ("/page.html", "not-published"),
        ("/406", "http"),
        ("/429", "http"),
        ("/500", "unavailable"),
        ("/nobody", "unavailable"),
        ("/cut", "unavailable"),
        ("/503", "unavailable"),
        ("/504", "unavailable"),
        ("/moved", "http"),
    ] {
        server.fails("nginx", path, reason);
    }
}
