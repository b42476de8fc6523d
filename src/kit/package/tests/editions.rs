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
    assert_eq!(packed, built);
}
