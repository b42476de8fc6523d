//! The release's day, and certificates as people read them.

use super::*;

#[test]
fn the_first_day_in_a_heading_is_the_release() {
    const DAY: i64 = 86_400_000;
    for (changelog, days) in [
        ("# Changelog\n\n## 0.3.0 – unreleased\n\n## 0.2.0 – 2026-11-28\n\n## 0.1.0 – 2026-06-01\n", 20_785),
        ("# Changelog\n\nOn 2030-01-01 nothing.\n\n## 0.1.0 – 2000-02-29\n", 11_016),
        ("\n## 1.0.0 - 2024-03-01\n", 19_783),
        ("\n## 1.0.0 - 2100-12-31\n", 47_846),
        ("# Changelog\n\n## 0.1.0 – unreleased\n", 0),
        ("", 0),
    ] {
        assert_eq!(released(changelog.as_bytes()), days * DAY, "{changelog}");
    }
}

#[test]
fn this_release_has_a_day() {
    const { assert!(RELEASED_MS > 1_767_225_600_000, "CHANGELOG.md has no release of 2026 or later with its day") };
    assert!(now_ms() >= RELEASED_MS);
}
