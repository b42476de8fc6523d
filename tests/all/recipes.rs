//! The recipes of package/recipes as texts: their settings are settings, their Askozia forms pass the web UI. That they
//! work is shown by `real::recipes`.

use std::fs;
use std::path::PathBuf;

use agi1c::config;

fn files(ending: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("package/recipes");
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the recipes")
        .flatten()
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, _)| name.ends_with(ending))
        .map(|(name, path)| (name, fs::read_to_string(path).expect("UTF-8")))
        .collect();
    files.sort();
    files
}

#[test]
fn their_settings_can_be_used() {
    let mut count = 0;
    for (name, text) in files(".conf") {
        let lines = text.lines().skip_while(|line| *line != "; agi1c.conf:").skip(1);
        let settings: Vec<&str> = lines.map_while(|line| line.strip_prefix(";    ")).collect();
        if settings.is_empty() {
            assert!(name.starts_with("outgoing-names."), "{name} names no settings");
            continue;
        }
        count += 1;
        let settings = config::parse(settings.join("\n").as_bytes(), &name, &[]);
        let settings = settings.unwrap_or_else(|error| panic!("{error}"));
        assert!(settings.profile(None, "").is_ok(), "{name}");
    }
    assert_eq!(count, 7);
}

/// As the appliance's web UI checks a plaintext application, line by line.
#[test]
fn askozia_s_web_ui_takes_them() {
    let files = files(".askozia.txt");
    assert_eq!(files.len(), 5);
    for (name, text) in files {
        let mut first = true;
        for line in text.lines() {
            let (priority, application) = line.split_once(',').expect("priority,App(...)");
            let number = priority.split('(').next().unwrap_or_default();
            assert_eq!(number, if first { "1" } else { "n" }, "{name}: {line}");
            let label = priority[number.len()..].strip_prefix('(').map(|rest| rest.strip_suffix(')'));
            assert!(label.is_none_or(|label| label.is_some_and(|label| !label.is_empty())), "{name}: {line}");
            let application_name = application.split('(').next().unwrap_or_default();
            assert!(application_name.chars().all(|c| c.is_ascii_alphanumeric()), "{name}: {line}");
            assert!(application.contains('(') && application.ends_with(')'), "{name}: {line}");
            assert!(!line.contains(';') && !line.chars().any(char::is_control), "{name}: {line}");
            let depth = line.chars().fold(0, |depth, c| depth + i32::from(c == '(') - i32::from(c == ')'));
            assert_eq!(depth, 0, "{name}: {line}");
            first = false;
        }
        // Without it the pattern matches `h` too, and a hung-up call would be asked about again.
        assert_eq!(text.lines().next(), Some("1,ExecIf($[\"${EXTEN}\" = \"h\"]?Hangup())"), "{name}");
    }
}

/// A caller's number may hold a comma, and what follows it would be an argument of its own.
#[test]
fn a_number_is_an_argument_only_behind_a_pattern_of_digits_or_filtered() {
    let safe = |line: &str| {
        let pattern =
            line.split("exten => ").nth(1).and_then(|rest| rest.split(',').next()).unwrap_or_default();
        let digits =
            |pattern: &str| !pattern.is_empty() && pattern.chars().all(|c| "0123456789XZN".contains(c));
        let argument = line.split("AGI(").nth(1).unwrap_or_default();
        !argument.contains("${")
            || argument.contains("${FILTER(0-9+,")
            || digits(pattern.trim_start_matches('_'))
    };
    for (line, expected) in [
        ("exten => _8XXX,1,AGI(agi1c,number=${EXTEN})", true),
        ("exten => _X.,1,AGI(agi1c,number=${FILTER(0-9+,${EXTEN})})", true),
        (" same => n,AGI(agi1c,do=name)", true),
        ("exten => _X.,1,AGI(agi1c,number=${EXTEN})", false),
        ("exten => _8XX!,1,AGI(agi1c,number=${EXTEN})", false),
        (" same => n,AGI(agi1c,${CALLERID(num)})", false),
    ] {
        assert_eq!(safe(line), expected, "{line}");
    }
    let list = std::process::Command::new("git")
        .args(["ls-files", "package", "README*.md"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("git");
    let mut count = 0;
    for file in String::from_utf8_lossy(&list.stdout).lines() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
        for line in fs::read_to_string(path).unwrap_or_default().lines().filter(|line| line.contains("AGI("))
        {
            count += 1;
            // The outgoing route of a MikoPBX has its ${number} through FILTER before it comes to a module's lines.
            assert!(safe(line) || file.ends_with("mikopbx/module/Lib/Dialplan.php"), "{file}: {line}");
        }
    }
    assert!(count > 20, "{count} lines with AGI(");
}

/// Both languages name every file, and no file that is not there.
#[test]
fn both_readmes_know_them() {
    for readme in ["README.md", "README.ru.md"] {
        let (_, text) = files(readme).pop().expect(readme);
        for ending in [".conf", ".askozia.txt"] {
            for (name, _) in files(ending) {
                assert!(text.contains(&format!("({name})")), "{readme} does not name {name}");
            }
        }
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("package/recipes").join(link);
            assert!(link.starts_with('#') || link.contains("../") || path.exists(), "{readme}: {link}");
        }
    }
}
