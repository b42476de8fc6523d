use super::*;

#[test]
fn a_secret_is_not_printed() {
    assert_eq!(format!("{:?}", Secret::new("пароль")), "***");
}

#[test]
fn four_digits_at_most() {
    for (number, shown) in [("74952293042", "3042"), ("101", "101"), ("", ""), ("ёжик5", "жик5")] {
        assert_eq!(last_four(number), shown);
    }
}
