//! The module for MikoPBX: one ZIP that its web interface takes, with a program for each of its processors. What the
//! files do is theirs; the rules of the ZIP are MikoPBX's.

use super::archive::{self, Entry};
use super::editions::{EDITIONS, Edition, MIKOPBX};
use super::programs::Program;

/// A file of package/mikopbx/module, under the same path in the ZIP.
macro_rules! files {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../../package/mikopbx/module/", $path)))),*]
    };
}

/// All of them; a test holds the list and the folder together.
pub const FILES: &[(&str, &str)] = files! {
    "App/Controllers/ModuleAgi1cController.php"
    "App/Module.php"
    "App/Views/ModuleAgi1c/index.volt"
    "Lib/Agi1cConf.php"
    "Lib/Agi1cMain.php"
    "Lib/Asterisk.php"
    "Lib/CallLog.php"
    "Lib/Command.php"
    "Lib/Dialplan.php"
    "Lib/FieldError.php"
    "Lib/Fields.php"
    "Lib/OfficePeople.php"
    "Lib/Page.php"
    "Lib/Program.php"
    "Lib/SettingsFile.php"
    "Lib/SettingsReader.php"
    "Lib/SettingsText.php"
    "Lib/Warm.php"
    "Messages/en.php"
    "Messages/ru.php"
    "Models/Settings.php"
    "Setup/PbxExtensionSetup.php"
    "db/.gitkeep"
    "module.json"
    "public/assets/img/logo.svg"
    "public/assets/js/module-agi1c-index.js"
};

/// The ZIP's name.
pub fn name() -> String {
    format!("agi1c-{}-mikopbx.zip", env!("CARGO_PKG_VERSION"))
}

/// The editions that MikoPBX runs on.
pub fn editions() -> impl Iterator<Item = &'static Edition> {
    EDITIONS.iter().filter(|edition| edition.pasted_on == MIKOPBX)
}

/// The ZIP, with the program of each of these editions.
///
/// # Errors
/// One sentence: an archive that cannot be made.
pub fn module(programs: &[(&Edition, Program)]) -> Result<Vec<u8>, String> {
    let mut entries: Vec<Entry> = FILES
        .iter()
        .map(|(path, text)| Entry::file(path, text.replace("{{VERSION}}", env!("CARGO_PKG_VERSION"))))
        .collect();
    for (edition, program) in programs {
        entries.push(Entry::program(&format!("bin/agi1c-{}", edition.machines), program.bytes.as_slice()));
    }
    // The same text for all of them.
    entries.extend(programs.iter().find_map(|(_, program)| program.licences()));
    archive::zip(entries).map_err(|error| format!("{}: {error}", name()))
}
