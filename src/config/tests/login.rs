use super::*;

#[test]
fn what_must_not_be_repeated_is_the_login_as_it_is_sent_and_the_password() {
    let basic = |password: &str| Login::Basic { user: "Ivan".into(), password: Secret::new(password) };
    assert_eq!(basic("Pa55").secrets(), ["SXZhbjpQYTU1", "Pa55"]);
    assert_eq!(basic("Pa5").secrets(), ["SXZhbjpQYTU="], "three characters are a part of ordinary words");
    assert_eq!(Login::Token(Secret::new("eyJ.a~")).secrets(), ["eyJ.a~", "eyJ.a~"]);
    assert_eq!(Login::Nobody.secrets(), [""; 0]);
}

#[test]
fn basic_in_utf8() {
    for (user, password, value) in [
        ("Администратор", "п", "Basic 0JDQtNC80LjQvdC40YHRgtGA0LDRgtC+0YA60L8="),
        ("a", "", "Basic YTo="),
        ("ab", "", "Basic YWI6"),
        ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
    ] {
        let login = Login::Basic { user: user.into(), password: Secret::new(password) };
        assert_eq!(login.authorization().as_deref(), Some(value));
    }
    assert_eq!(Login::Nobody.authorization(), None);
    let token = Login::Token(Secret::new("eyJ.a~"));
    assert_eq!(token.authorization().as_deref(), Some("Bearer eyJ.a~"));
}
