//! One version everywhere: the changelog's topmost heading, the manifest, what fuzzes it, the extension for 1C. Under
//! `unreleased` all of them say `-dev`.

/// What the first heading stands for.
fn of_heading(changelog: &str) -> Option<String> {
    let heading = changelog.lines().find_map(|line| line.strip_prefix("## "))?;
    let (version, day) = heading.split_once(" – ")?;
    Some(if day == "unreleased" { format!("{version}-dev") } else { version.into() })
}

#[test]
fn changelog_and_manifest_agree() {
    for (changelog, version) in [
        ("# Changelog\n\n## 1.2.3 – unreleased\n\n## 1.2.2 – 2020-01-01\n", Some("1.2.3-dev")),
        ("## 1.2.2 – 2020-01-01\n", Some("1.2.2")),
        ("## Unreleased\n", None),
    ] {
        assert_eq!(of_heading(changelog).as_deref(), version);
    }
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(of_heading(include_str!("../../CHANGELOG.md")).as_deref(), Some(version));
    let locked = format!("name = \"agi1c\"\nversion = \"{version}\"\n");
    assert!(include_str!("../../fuzz/Cargo.lock").contains(&locked), "fuzz/Cargo.lock is of another version");
    let extension = include_str!("../../package/1c/extension/Configuration.xml");
    assert!(
        extension.contains(&format!("<Version>{version}</Version>")),
        "the extension is of another version"
    );
}
