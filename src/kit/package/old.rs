//! Settings out of what people have: an earlier text of ours, the PHP script of 2013 in the shapes it has been given
//! since, an `agi1c.conf`. It guesses nothing: what only PHP could work out is named.

use std::fs;

use super::authority;
use super::fill::{self, Fill, Filled, MARKER};
use super::php::{self, PhpValue};
use crate::kit::contacts::{ContactsError, text};
use crate::kit::news;
use crate::privacy::Secret;

/// In how many lines at its top a text of ours says its version.
const HEAD: usize = 5;

/// What the address, the user and the password are called, ours and that of 2013 first.
const URL: &[&str] = &["url", "wsdl", "address", "url_1c", "soap_url", "wsdl_url"];
const SERVER: &[&str] = &["server", "host", "server_1c", "ip", "ip_1c", "host_1c"];
const USER: &[&str] = &["user_1c", "login_1c", "login", "user", "username", "usr", "user1c", "login1c"];
const PASSWORD: &[&str] =
    &["pass_1c", "password_1c", "password", "pass", "pwd", "passwd", "psw", "pass1c", "password1c"];

impl Fill {
    /// The version of agi1c that made the text the settings come from; none where something else made it.
    pub fn version(&self) -> Option<String> {
        let text = fs::read(self.from.as_ref()?).ok()?;
        let top: Vec<u8> =
            text.split_inclusive(|byte| *byte == b'\n').take(HEAD).flatten().copied().collect();
        news::version(&top)
    }

    /// Reads the named files and puts the options over what they say; `before` is what there was without.
    ///
    /// # Errors
    /// One sentence: the file that cannot be used, or the setting the program would refuse.
    pub fn read(&self, before: Filled) -> Result<Filled, String> {
        let mut filled = match &self.from {
            Some(path) => {
                let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
                let (text, _) = text::decode(&bytes).map_err(|(line, what)| {
                    ContactsError { source: path.display().to_string(), line, what }.to_string()
                })?;
                settings(&text, self).map_err(|what| format!("{}: {what}", path.display()))?
            }
            None => before,
        };
        if let Some(url) = &self.url {
            filled.url = without_wsdl(url.trim()).to_owned();
        }
        if let Some(user) = &self.user {
            filled.user = user.clone();
        }
        if let Some(path) = &self.password_file {
            let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
            filled.password = Secret::new(text.lines().next().unwrap_or(""));
        }
        if let Some(path) = &self.ca {
            filled.trust(&authority::line(path)?);
        }
        filled.check()?;
        Ok(filled)
    }
}

/// The settings of an old text; what `given` names on the command line need not be found in it.
///
/// # Errors
/// What is missing, or what only PHP can work out, and what to do.
pub fn settings(text: &str, given: &Fill) -> Result<Filled, String> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err("is empty: expected an earlier text, the PHP script of 2013 or an agi1c.conf".into());
    }
    if !is_php(text) {
        return fill::conf(text).map_err(|what| {
            format!("is no PHP (it begins neither with <?php nor with $name =), and as an agi1c.conf: {what}")
        });
    }
    // In a text of ours what stands below the marker is the program.
    let top = text.split_once(MARKER).map_or(text, |(top, _)| top);
    let script = Script(php::assignments(top));
    let url = match given.url {
        Some(_) => String::new(),
        None => script.address()?,
    };
    let user = script.login(USER, "user", "--user", given.user.is_some())?;
    let password = script.login(PASSWORD, "password", "--password-file", given.password_file.is_some())?;
    let more = script.text("settings", "package --from with an agi1c.conf")?.unwrap_or_default();
    Ok(Filled { url, user, password: Secret::new(&password), more: more.replace('\r', "").trim().to_owned() })
}

/// PHP by its first line, also where that was lost in copying: then it begins with a variable or a comment of PHP's.
fn is_php(text: &str) -> bool {
    let start = text.trim_start();
    let assigns = |line: &str| {
        line.strip_prefix('$')
            .and_then(|rest| rest.split_once('='))
            .is_some_and(|(name, _)| name.trim_end().chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
    };
    start.starts_with("<?") || start.starts_with("#!") || text.lines().map(str::trim_start).any(assigns)
}

/// The variables of a script, in the order they were given their values.
struct Script(Vec<(String, PhpValue)>);

impl Script {
    /// The last value of a variable: as in PHP it is the one that counts.
    fn last(&self, name: &str) -> Option<&PhpValue> {
        self.0.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The text of a variable.
    fn text(&self, name: &str, instead: &str) -> Result<Option<String>, String> {
        match self.last(name) {
            None => Ok(None),
            Some(PhpValue::Text(text)) => Ok(Some(text.clone())),
            Some(PhpValue::Expression(written)) => Err(format!(
                "${name} is put together by PHP ({written}): write what comes of it between single quotes, or give \
                 {instead}"
            )),
        }
    }

    /// The first of these names that there is.
    fn first(&self, names: &[&'static str]) -> Option<&'static str> {
        names.iter().copied().find(|name| self.last(name).is_some())
    }

    fn address(&self) -> Result<String, String> {
        const INSTEAD: &str = "--url";
        if let Some(name) = self.first(URL)
            && let Some(url) = self.text(name, INSTEAD)?
            && (name == URL[0] || url.contains("://"))
        {
            return Ok(without_wsdl(url.trim()).to_owned());
        }
        let missing = || {
            Err("expected $url, or $server and $path: nothing of this is a text of agi1c; give --url"
                .to_owned())
        };
        let Some(server) = self.first(SERVER) else { return missing() };
        let server = self.text(server, INSTEAD)?.unwrap_or_default();
        let path = self.text("path", INSTEAD)?.unwrap_or_default();
        let port = self.text("port", INSTEAD)?.unwrap_or_default();
        let (scheme, host) = server.trim().split_once("://").unwrap_or(("http", server.trim()));
        let (host, before) = host.split_once('/').unwrap_or((host, ""));
        let path = match (before.trim_end_matches('/'), path.trim().trim_start_matches('/')) {
            ("", "") => return missing(),
            ("", path) | (path, "") => path.to_owned(),
            (before, path) => format!("{before}/{path}"),
        };
        let path = without_wsdl(&path);
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        if !scheme.eq_ignore_ascii_case("http") || port == "443" || host.ends_with(":443") {
            return Err(format!(
                "the script asks 1C over TLS (port 443, https or ssl): give --url https://{host}/{path}, and take a \
                 program with TLS"
            ));
        }
        Ok(match port.as_str() {
            "" | "80" => format!("http://{host}/{path}"),
            _ if has_port => format!("http://{host}/{path}"),
            port => format!("http://{host}:{port}/{path}"),
        })
    }

    /// User or password: by its usual names, and where it has another one that is said.
    fn login(&self, names: &[&'static str], what: &str, option: &str, given: bool) -> Result<String, String> {
        if given {
            return Ok(String::new());
        }
        if let Some(name) = self.first(names) {
            let first = self.text(name, option)?.unwrap_or_default();
            // One name's value is what counts only where no other name says another: a script may log in elsewhere too.
            let other = names
                .iter()
                .copied()
                .filter(|other| *other != name && name != names[0])
                .find(|other| matches!(self.last(other), Some(PhpValue::Text(text)) if *text != first));
            return match other {
                None => Ok(first),
                Some(other) => {
                    Err(format!("${name} and ${other} are there: which is 1C's {what}? Give {option}"))
                }
            };
        }
        let stems: &[&str] = if names == USER { &["user", "login", "usr"] } else { &["pass", "pwd", "psw"] };
        let alike = self.0.iter().map(|(name, _)| name).find(|name| {
            let name = name.to_ascii_lowercase();
            stems.iter().any(|stem| name.contains(stem))
        });
        match alike {
            None => Ok(String::new()),
            Some(name) => Err(format!("expected 1C's {what} in ${}, found ${name}: give {option}", names[0])),
        }
    }
}

/// The description's address is the service's and `?wsdl`.
pub fn without_wsdl(url: &str) -> &str {
    match url.len().checked_sub("?wsdl".len()).and_then(|at| url.split_at_checked(at)) {
        Some((before, end)) if end.eq_ignore_ascii_case("?wsdl") => before,
        _ => url,
    }
}

#[cfg(test)]
#[path = "tests/old.rs"]
mod tests;
