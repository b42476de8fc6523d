use super::*;

#[test]
fn the_targets_are_those_that_are_built() {
    let table = include_str!("../../../../cross/targets.tsv");
    let mut built: Vec<&str> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
        .collect();
    let mut packed: Vec<&str> = EDITIONS.iter().map(|edition| edition.triple).collect();
    built.sort_unstable();
    packed.sort_unstable();
    packed.dedup();
    assert_eq!(packed, built);
}

#[test]
fn each_target_has_a_program_for_https() {
    for edition in EDITIONS {
        let with_tls = |other: &Edition| other.triple == edition.triple && other.files.contains(&WITH_TLS);
        assert_eq!(EDITIONS.iter().filter(|other| with_tls(other)).count(), 1, "{}", edition.name);
    }
}
