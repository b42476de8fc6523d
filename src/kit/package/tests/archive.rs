use super::*;

#[test]
fn the_order_of_files_does_not_matter() {
    let entry = |path: &str| Entry::file(path, path.as_bytes());
    let one = tar_gz("x", vec![entry("b"), entry("a")]).unwrap();
    let two = tar_gz("x", vec![entry("a"), entry("b")]).unwrap();
    assert_eq!(one, two);
    assert_eq!(one[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3], "no name, no time");
}
