//! What a spreadsheet gets.

use super::*;

#[test]
fn nothing_in_the_csv_is_a_formula() {
    for (cell, written) in [
        ("ООО \"Ромашка\"", "\"ООО \"\"Ромашка\"\"\""),
        ("=1+1", "\"'=1+1\""),
        ("+74952293042", "\"'+74952293042\""),
        ("-1", "\"'-1\""),
        ("@SUM(A1)", "\"'@SUM(A1)\""),
        ("  =cmd|' /C calc'!A0", "\"'  =cmd|' /C calc'!A0\""),
        ("\t=1", "\"'\t=1\""),
        ("84952293042", "\"84952293042\""),
        ("a;b", "\"a;b\""),
        ("", "\"\""),
    ] {
        assert_eq!(quoted(cell), written, "{cell}");
    }
    assert_eq!(csv(&["1", "=2"]), "\"1\";\"'=2\"\r\n");
}
