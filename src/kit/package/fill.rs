//! The settings that go into a package: from the command line, from an earlier package, from the 2013
//! script or from an `agi1c.conf`. Checks them by the program's own rules; writes no file.

use std::path::PathBuf;

use clap::Args;

use crate::config::{self, Scheme};
use crate::privacy::Secret;

/// The line below which nothing is edited in a pasted text.
pub const MARKER: &str = "// ===== agi1c: ниже ничего не менять / nothing to edit below =====";

/// Where settings come from
#[derive(Args, Clone, Default)]
pub struct Fill {
    /// Take the settings over from this earlier text, from the PHP script of 2013, or from an agi1c.conf
    #[arg(long, value_name = "OLD.txt")]
    pub from: Option<PathBuf>,
    /// Address of 1C's web service: http://host/base/ws/1C_MIKO_identify_number.1cws
    #[arg(long)]
    pub url: Option<String>,
    /// 1C's user
    #[arg(long)]
    pub user: Option<String>,
    /// Read the user's password from this file's first line
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Trust this CA's certificate for https: it goes into the settings, in place of what crm.tls was
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
}

/// The settings of a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// `crm.url`
    pub url: String,
    /// `crm.user`
    pub user: String,
    /// `crm.password`
    pub password: Secret,
    /// More lines in the manner of `agi1c.conf`; those before a `[section]` belong to `[crm]`.
    pub more: String,
}

impl Filled {
    /// A value as it stands in settings, whatever is in it.
    pub fn quoted(value: &str) -> String {
        let line: String = value.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
        format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
    }

    /// The settings' text as the program reads it; the pasted PHP makes the same one of its variables.
    pub fn text(&self) -> String {
        format!(
            "[crm]\nurl = {}\nuser = {}\npassword = {}\n{}\n",
            Filled::quoted(self.url.trim()),
            Filled::quoted(&self.user),
            Filled::quoted(self.password.expose()),
            self.more.replace('\r', "").trim()
        )
    }

    /// The sample `agi1c.conf` with these settings in it.
    pub fn sample(&self) -> String {
        let own = self.text();
        let value = |line: &str| own.lines().find(|own| own.starts_with(line)).unwrap_or_default().to_owned();
        let mut sample = String::new();
        for line in include_str!("../../../package/agi1c.conf").lines() {
            match line {
                "url =" if !self.url.is_empty() => sample += &value("url = "),
                "user =" if !self.user.is_empty() => sample += &value("user = "),
                "password =" if !self.password.is_empty() => sample += &value("password = "),
                line => sample += line,
            }
            sample.push('\n');
        }
        if !self.more.trim().is_empty() {
            sample += &format!("\n[crm]\n{}\n", self.more.replace('\r', "").trim());
        }
        sample
    }

    /// Puts this line in the place of `crm.tls`.
    pub fn trust(&mut self, line: &str) {
        let mut section = String::from("crm");
        let mut more = vec![line];
        for old in self.more.lines() {
            section = heading(old).unwrap_or(section);
            if section != "crm" || key(old) != "tls" {
                more.push(old);
            }
        }
        self.more = more.join("\n").trim_end().to_owned();
    }

    /// Whether any base of theirs is asked by https. Settings that nobody would take ask none.
    pub fn https(&self) -> bool {
        let read = config::parse(self.text().as_bytes(), "the settings given", &[]);
        read.is_ok_and(|read| read.profiles.iter().any(|profile| profile.url.url().scheme() == Scheme::Https))
    }

    /// Whether the program would take them; the error is its own sentence.
    pub fn check(&self) -> Result<(), String> {
        let text = self.text();
        if text.len() > config::tail::MAX_TEXT {
            return Err(format!(
                "expected settings of at most {} bytes, got {}: leave out comments and defaults",
                config::tail::MAX_TEXT,
                text.len()
            ));
        }
        let read = config::parse(text.as_bytes(), "the settings given", &[]);
        read.map(drop).map_err(|error| error.to_string())
    }
}

/// The section that a line begins.
pub fn heading(line: &str) -> Option<String> {
    let name = line.trim().strip_prefix('[')?;
    Some(name.split(']').next().unwrap_or_default().trim().to_owned())
}

/// What a line sets.
pub fn key(line: &str) -> &str {
    line.split('=').next().unwrap_or_default().trim()
}

/// The settings of an `agi1c.conf`: `[crm]`'s three go where packages have them, everything else stays lines.
///
/// # Errors
/// What the program would refuse in it.
pub fn conf(text: &str) -> Result<Filled, String> {
    let text = text.trim_start_matches('\u{feff}').replace('\r', "");
    config::parse(text.as_bytes(), "line by line", &[]).map_err(|error| error.to_string())?;
    let crm = |key| config::value_of(text.as_bytes(), key).map_err(|error| error.to_string());
    let (url, user, password) = (crm("url")?, crm("user")?, Secret::new(crm("password")?));
    let mut section = String::new();
    let mut more = Vec::new();
    for line in text.lines() {
        let bare = line.trim();
        if bare.starts_with(';') || bare.is_empty() {
            continue;
        }
        section = heading(bare).unwrap_or(section);
        let key = key(bare);
        // What comes first is in [crm] anyway, so that its heading is not handed on again and again.
        let heading = more.is_empty() && bare == "[crm]";
        if !heading && (section != "crm" || !matches!(key, "url" | "user" | "password")) {
            more.push(line);
        }
    }
    Ok(Filled { url, user, password, more: more.join("\n") })
}

#[cfg(test)]
#[path = "tests/fill.rs"]
mod tests;
