use super::*;

#[test]
fn the_order_of_files_does_not_matter() {
    let entry = |path: &str| Entry::file(path, path.as_bytes());
    let one = tar_gz("x", vec![entry("b"), entry("a")]).unwrap();
    let two = tar_gz("x", vec![entry("a"), entry("b")]).unwrap();
    assert_eq!(one, two);
    assert_eq!(one[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3], "no name, no time");
}

#[test]
fn a_zip_of_any_order_is_the_same_and_has_fats_first_day() {
    let entry = |path: &str| Entry::file(path, path.as_bytes());
    let one = zip(vec![entry("b/c"), entry("a")]).unwrap();
    assert_eq!(one, zip(vec![entry("a"), entry("b/c")]).unwrap());
    assert_eq!(one[..4], *b"PK\x03\x04");
    // 00:00:00, 1980-01-01, as FAT writes them.
    assert_eq!(one[10..14], [0, 0, 0x21, 0]);
}
