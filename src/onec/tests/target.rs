use super::*;
use crate::privacy::Secret;

#[test]
fn basic_in_utf8() {
    for (user, password, value) in [
        ("Администратор", "п", "Basic 0JDQtNC80LjQvdC40YHRgtGA0LDRgtC+0YA60L8="),
        ("a", "", "Basic YTo="),
        ("ab", "", "Basic YWI6"),
        ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
    ] {
        let login = Login::Basic { user: user.into(), password: Secret::new(password) };
        assert_eq!(authorization(&login).as_deref(), Some(value));
    }
    assert_eq!(authorization(&Login::Nobody), None);
    assert_eq!(authorization(&Login::Token(Secret::new("eyJ.a~"))).as_deref(), Some("Bearer eyJ.a~"));
}
