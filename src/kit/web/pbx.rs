//! Step 3: the package for this user's PBX, the same bytes as `agi1c-kit package` and `merge` make of these settings, and
//! what to do with it there. How a package is made and what a recipe says is theirs.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use miniserde::Deserialize;

use super::desk::Desk;
use super::form::{self, OneCForm};
use super::page;
use super::route::{Content, FORM, Responder, Route, refusal};
use crate::kit::language::Language;
use crate::kit::merge::{self, Merged};
use crate::kit::package::editions::{self, Edition, Way};
use crate::kit::package::fill::{self, Filled};
use crate::kit::package::programs::Programs;
use crate::kit::package::{self, Made, mikopbx};
use crate::kit::recipe::{self, Platform, Values};
use crate::onec::writer::{ObjectWriter, list, string};

/// What this section answers.
pub const ROUTES: &[Route] = &[
    Route { path: "/api/recipe", most: FORM, responder: Responder::Once(recipe) },
    Route { path: "/api/package", most: FORM, responder: Responder::Once(package) },
    Route { path: "/api/merge", most: FORM + CONFIG, responder: Responder::Once(changes) },
    Route { path: "/api/merged", most: FORM + CONFIG, responder: Responder::Once(merged) },
];

/// FastAGI's port.
const FASTAGI: u16 = 4573;

/// What an appliance's `config.xml` may have, bytes.
const CONFIG: usize = 2 * 1024 * 1024;

/// Where the programs are that this one does not carry.
const DIST: &str = "dist";

/// What a restored configuration is called, here and in the recipe.
const NEW: &str = "config-new.xml";

/// A server's settings.
const CONF: &str = "agi1c.conf";

#[derive(Deserialize)]
struct Input {
    one_c: OneCForm,
    /// A word of [`Platform`].
    pbx: String,
    /// The processor's short name; empty = the first there is a package for.
    edition: String,
    number: String,
    id: String,
    goes_on: String,
    /// The server's own address, and the Asterisks'; either may be empty.
    server: String,
    asterisks: String,
}

impl Input {
    fn pbx(&self) -> Result<Platform, String> {
        Platform::from_word(&self.pbx).ok_or_else(|| refusal(UNKNOWN))
    }

    /// None for the module, which has all its programs in it.
    fn edition(&self, pbx: Platform, https: bool) -> Result<Option<&'static Edition>, String> {
        let all = pbx.editions();
        let named = all
            .iter()
            .find(|edition| edition.name == self.edition)
            .or(all.first().filter(|_| self.edition.is_empty()));
        if named.is_none() && !all.is_empty() {
            return Err(refusal(UNKNOWN));
        }
        Ok(named.and_then(|edition| editions::speaking(edition.name, https)))
    }

    /// The settings for a package.
    fn filled(&self) -> Result<Filled, String> {
        let filled = self.one_c.filled();
        let wrong = match filled.check() {
            Ok(()) if !filled.url.trim().is_empty() => return Ok(filled),
            Ok(()) => "no address of 1C yet: fill in step 1".into(),
            Err(what) => what,
        };
        // The form says it with the field's name, where it sees it too.
        Err(self.one_c.settings().err().unwrap_or_else(|| refusal(&wrong)))
    }
}

const UNKNOWN: &str = "there is no package for this PBX and processor: load the page anew";

/// `{"file":…,"editions":[["i586","i586 i686 x86_64"],…],"recipes":[English, Russian],"fields":[…]}`.
fn recipe(_: &Desk, body: &[u8]) -> Result<Content, String> {
    Ok(Content::Json(told(&form::read(body)?)?))
}

fn told(input: &Input) -> Result<String, String> {
    let pbx = input.pbx()?;
    let file = file_name(pbx, input.edition(pbx, input.one_c.filled().https())?);
    let values = Values {
        file: file.clone(),
        number: input.number.clone(),
        id: input.id.clone(),
        goes_on: input.goes_on.clone(),
        server: input.server.clone(),
    };
    let recipes =
        [Language::English, Language::Russian].map(|language| recipe::recipe(pbx, language, &values).json());
    let editions =
        pbx.editions().into_iter().map(|edition| list([edition.name, edition.machines].map(string)));
    Ok(ObjectWriter::default()
        .text("file", &file)
        .raw("editions", &list(editions))
        .raw("recipes", &list(recipes))
        .raw("fields", &if pbx == Platform::MikoPbx { fields(&input.one_c) } else { "[]".into() })
        .end())
}

/// What is typed into the module's own page: the field's name there in both languages, and the value. The password is
/// not among them: it goes back to no page.
fn fields(one_c: &OneCForm) -> String {
    let mut rows = Vec::new();
    for (name, value) in
        [("url", &one_c.url), ("user", &one_c.user), ("tls", &one_c.tls), ("more", &one_c.more)]
    {
        if !value.trim().is_empty() {
            let [english, russian] = page::word(name);
            rows.push(list([english, russian, value.trim()].map(string)));
        }
    }
    list(rows)
}

fn file_name(pbx: Platform, edition: Option<&Edition>) -> String {
    match (pbx, edition) {
        (Platform::Restore, _) => NEW.into(),
        (Platform::Server, _) => CONF.into(),
        (Platform::Paste, Some(edition)) => {
            package::pasted_name(edition, edition.pasted_on.unwrap_or_default())
        }
        (Platform::Storage, Some(edition)) => package::archived_name(edition, Way::Storage),
        (Platform::FreePbx | Platform::Asterisk, Some(edition)) => {
            package::archived_name(edition, Way::Asterisk)
        }
        (Platform::MikoPbx, _) | (_, None) => mikopbx::name(),
    }
}

/// The package's file.
fn package(_: &Desk, body: &[u8]) -> Result<Content, String> {
    let (name, bytes) = made(&form::read(body)?, Path::new(DIST))?;
    Ok(Content::File { name, bytes })
}

fn made(input: &Input, dist: &Path) -> Result<Made, String> {
    let pbx = input.pbx()?;
    let refused = |what: String| refusal(&what);
    if pbx == Platform::Server {
        return Ok((CONF.into(), server(input)?.sample().into_bytes()));
    }
    let programs = Programs::find(dist).map_err(refused)?;
    let https = input.one_c.filled().https();
    let Some(edition) = input.edition(pbx, https)? else {
        let programs = mikopbx::editions().map(|edition| Ok((edition, programs.program(edition, https)?)));
        let programs = programs.collect::<Result<Vec<_>, String>>().map_err(refused)?;
        return Ok((mikopbx::name(), mikopbx::module(&programs).map_err(refused)?));
    };
    let filled = input.filled()?;
    let program = programs.program(edition, https).map_err(refused)?;
    match pbx {
        Platform::Paste => {
            Ok(package::pasted(edition, edition.pasted_on.unwrap_or_default(), &program, &filled))
        }
        Platform::Storage => package::archived(edition, Way::Storage, &program, &filled).map_err(refused),
        Platform::FreePbx | Platform::Asterisk => {
            package::archived(edition, Way::Asterisk, &program, &filled).map_err(refused)
        }
        Platform::Restore | Platform::MikoPbx | Platform::Server => Err(refusal(UNKNOWN)),
    }
}

/// A server's settings: the same, and where it listens and to whom. Its program comes in a package of the release.
fn server(input: &Input) -> Result<Filled, String> {
    let mut filled = input.filled()?;
    let mut lines = String::new();
    if let Some(address) = Some(input.server.trim()).filter(|address| !address.is_empty()) {
        let address: IpAddr =
            address.parse().map_err(|_| refusal(&format!("expected an IP address, got {address}")))?;
        lines += &format!("listen = {}\n", SocketAddr::new(address, FASTAGI));
    }
    let allow: Vec<&str> = input.asterisks.split_whitespace().collect();
    if !allow.is_empty() {
        lines += &format!("allow = {}\n", Filled::quoted(&allow.join(" ")));
    }
    if !lines.is_empty() {
        filled.more = format!("{}\n[server]\n{lines}", filled.more.trim_end()).trim_start().to_owned();
        filled.check().map_err(|what| refusal(&what))?;
    }
    Ok(filled)
}

/// What would change in the configuration that came:
/// `{"edition":…,"before":bytes,"after":bytes,"replaced":…,"number":…,"old_number":…,"settings":[[key, old, new],…]}`.
fn changes(_: &Desk, body: &[u8]) -> Result<Content, String> {
    let (before, edition, merged) = merge_of(body, Path::new(DIST))?;
    Ok(Content::Json(described(before, edition, &merged)))
}

fn described(before: usize, edition: &Edition, merged: &Merged) -> String {
    ObjectWriter::default()
        .text("edition", edition.name)
        .raw("before", &before.to_string())
        .raw("after", &merged.config.len().to_string())
        .raw("replaced", if merged.replaced { "true" } else { "false" })
        .text("number", &merged.extension.0)
        .maybe("old_number", merged.extension.1.as_deref())
        .raw("settings", &differences(merged))
        .end()
}

/// The new configuration.
fn merged(_: &Desk, body: &[u8]) -> Result<Content, String> {
    let (_, _, merged) = merge_of(body, Path::new(DIST))?;
    Ok(Content::File { name: NEW.into(), bytes: merged.config.into_bytes() })
}

fn merge_of(body: &[u8], dist: &Path) -> Result<(usize, &'static Edition, Merged), String> {
    let (input, file): (Input, &[u8]) = form::read_with_file(body)?;
    let refused = |what: String| refusal(&what);
    let old = merge::config_of(file.to_vec()).map_err(refused)?;
    let filled = input.filled()?;
    let named = Some(&*input.edition).filter(|name| !name.is_empty()).or_else(|| merge::kind(&old));
    let offered = Platform::Restore.editions();
    let named = offered.iter().find(|edition| named == Some(edition.name));
    let https = filled.https();
    let edition = named.and_then(|edition| editions::speaking(edition.name, https));
    let edition = edition.ok_or_else(|| refusal("no program is in there yet: choose the processor"))?;
    let program =
        Programs::find(dist).and_then(|programs| programs.program(edition, https)).map_err(refused)?;
    let number = Some(input.number.trim()).filter(|number| !number.is_empty());
    let merged = merge::merge(&old, &program.bytes, &|before| kept(before, &filled, &input.one_c), number)
        .map_err(refused)?;
    if merged.config.len() > merge::ROOM {
        return Err(refusal(&format!(
            "{} bytes would be made of {}, and the appliance's /cf has room for {}: take the pasted text or a storage disk instead",
            merged.config.len(),
            old.len(),
            merge::ROOM
        )));
    }
    Ok((old.len(), edition, merged))
}

/// The form's settings. Where it has no lines of its own, those that were there before stay, but for what it has a field
/// for.
fn kept(before: Filled, new: &Filled, form: &OneCForm) -> Result<Filled, String> {
    let mut more = new.more.trim_end().to_owned();
    if form.more.trim().is_empty() {
        let mut section = String::from("crm");
        for line in before.more.lines() {
            section = fill::heading(line).unwrap_or(section);
            if section != "crm" || !["protocol", "token", "tls"].contains(&fill::key(line)) {
                more.push('\n');
                more.push_str(line);
            }
        }
    }
    let filled = Filled { more: more.trim_start().to_owned(), ..new.clone() };
    filled.check()?;
    Ok(filled)
}

/// The settings that change, as `[["crm.url", old, new],…]`; an empty text is none. Secrets are stars.
fn differences(merged: &Merged) -> String {
    let (new, old) = &merged.settings;
    let (new, old) = (settings(new), old.as_ref().map(settings).unwrap_or_default());
    let value = |of: &[(String, String)], key: &str| {
        of.iter().find(|(each, _)| each == key).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut rows = Vec::new();
    let gone = old.iter().filter(|(key, _)| new.iter().all(|(each, _)| each != key));
    for (key, _) in new.iter().chain(gone) {
        let (before, after) = (value(&old, key), value(&new, key));
        if before != after {
            let secret = key.ends_with(".password") || key.ends_with(".token");
            let shown = |value: &str| {
                if secret && !value.is_empty() { "********".to_owned() } else { value.to_owned() }
            };
            rows.push(list([key.as_str(), &shown(&before), &shown(&after)].map(string)));
        }
    }
    list(rows)
}

/// Every line of settings, by section and key.
fn settings(filled: &Filled) -> Vec<(String, String)> {
    let text = filled.text();
    let mut section = String::new();
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with(';')) {
        if let Some(name) = fill::heading(line) {
            section = name;
        } else if let Some((key, value)) = line.split_once('=') {
            let value = value.trim();
            let bare = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
            found.push((format!("{section}.{}", key.trim()), bare.to_owned()));
        }
    }
    found.retain(|(_, value)| !value.is_empty());
    found
}

#[cfg(test)]
#[path = "tests/pbx.rs"]
mod tests;
