//! An office for one test: an Asterisk of its own, the program as `AGI(agi1c)`, a recipe of package/recipes taken
//! from its file as it stands, and around it what the recipe takes for granted. Judges nothing.

use std::fs;
use std::path::PathBuf;

use agi1c::kit::stand::Stand;

use super::call::Call;
use super::program::built;
use super::{Asterisk, Edition};
use crate::executable;

/// The addresses the recipes name, in the order of the stand-ins that take their place.
const ADDRESSES: [&str; 2] = ["192.168.1.10", "192.168.1.20"];

/// Where an Askozia's application has its program.
const ASKOZIA_PROGRAM: &str = "DIALPLAN-APPLICATION-agi1c.php";

/// The office.
pub struct Office {
    /// Its PBX.
    pub pbx: Asterisk,
}

impl Office {
    /// Opens one.
    pub fn open(edition: Edition) -> Office {
        let office = Office { pbx: Asterisk::start(edition) };
        for name in ["agi1c", ASKOZIA_PROGRAM] {
            executable::copy(built(edition), office.pbx.path("agi-bin").join(name));
        }
        office
    }

    /// Loads a recipe, its settings with these 1C bases in place of its addresses.
    pub fn follow(&self, recipe: &str, bases: &[&Stand]) {
        let text = recipe_text(recipe);
        self.settings(&settings_of(&text), bases);
        let text = if self.pbx.edition == Edition::Bullseye { text } else { with_pjsip(&text) };
        self.pbx.dialplan("recipe", &text);
    }

    /// The same for a plaintext application of an Askozia, as its web UI turns it into a context; `settings` is the
    /// recipe whose settings go with it.
    pub fn follow_on_askozia(&self, application: &str, settings: &str, bases: &[&Stand]) {
        self.settings(&settings_of(&recipe_text(settings)), bases);
        let mut context = String::from("[DIALPLAN-APPLICATION-recipe]\n");
        for pattern in ["_[0-9a-zA-Z*#]!", "s"] {
            for line in recipe_text(application).lines() {
                context += &format!("exten => {pattern},{line}\n");
            }
        }
        self.pbx.dialplan("recipe", &context);
    }

    fn settings(&self, settings: &str, bases: &[&Stand]) {
        let mut text = settings.to_owned();
        for (address, base) in ADDRESSES.iter().zip(bases) {
            text = text.replace(address, &base.address().to_string());
        }
        fs::write(self.pbx.path("agi-bin/agi1c.conf"), text).expect("the settings");
    }

    /// What is around: (context, extension, steps). `note WORD` is found in `Ended::notes`.
    pub fn around(&self, places: &[(&str, &str, &[&str])]) {
        let mut text = String::new();
        for (context, extension, steps) in places {
            text +=
                &format!("[{context}]{}\n", if text.contains(&format!("[{context}]")) { "(+)" } else { "" });
            for (nth, step) in steps.iter().enumerate() {
                let step = match step.strip_prefix("note ") {
                    Some(word) => format!("Set(FILE(/mnt/out/${{CALL}},,,al,u)=note={word})"),
                    None => (*step).to_owned(),
                };
                text += &format!("exten => {extension},{},{step}\n", if nth == 0 { "1" } else { "n" });
            }
        }
        self.pbx.dialplan("office", &text);
    }

    /// A call from this number to this one, in the recipe's own context.
    pub fn call(&self, from: &str, to: &str) -> Call<'_> {
        self.call_into("from-provider", from, to)
    }

    /// The same, in another context.
    pub fn call_into(&self, context: &str, from: &str, to: &str) -> Call<'_> {
        let call = self.pbx.call(from).named("As it came");
        // The harness has an `s` of its own in the call's context.
        let call = if to == "s" { call } else { call.to(to) };
        let note = format!("Set(__CALL={})", call.id);
        call.before(&note).route(&[&format!("Goto({context},{to},1)")])
    }
}

/// A file of package/recipes; `0.1.0/NAME`: as 0.1.0 shipped it.
pub fn recipe_text(name: &str) -> String {
    let (folder, name) = match name.strip_prefix("0.1.0/") {
        Some(name) => ("tests/fixtures/0.1.0/dialplan", name),
        None => ("package/recipes", name),
    };
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The settings in a recipe's comment.
pub fn settings_of(recipe: &str) -> String {
    let from = recipe.lines().skip_while(|line| *line != "; agi1c.conf:").skip(1);
    let lines: Vec<&str> = from.map_while(|line| line.strip_prefix(";    ")).collect();
    assert!(!lines.is_empty(), "a recipe names its settings: {recipe}");
    lines.join("\n") + "\n"
}

/// As the comment in the recipe says: the line for chan_pjsip in place of the one for chan_sip.
fn with_pjsip(recipe: &str) -> String {
    let lines = recipe.lines().filter(|line| !line.contains("Dial(SIP/"));
    lines.map(|line| line.strip_prefix(';').filter(|rest| rest.contains("Dial(PJSIP/")).unwrap_or(line)).fold(
        String::new(),
        |mut all, line| {
            all += line;
            all.push('\n');
            all
        },
    )
}
