use super::*;

fn ask(body: &[u8]) -> String {
    match calls(&Desk::default(), body) {
        Ok(Content::Json(object)) => object,
        other => panic!("{other:?}"),
    }
}

const LISTING: &str = "/agi1c/last/1 : 2026-07-25T09:15:00Z 3042 found answer 31 ms\r\n\
                       /agi1c/last/2 : 2026-07-25T09:16:00Z 0001 failed no-licence 28 ms\r\n\
                       /agi1c/last/3 : 2026-07-25T09:17:00Z - skipped anonymous 0 ms\r\n\
                       /agi1c/last/next : 4\r\n/agi1c/test : ok: <script>alert(1)</script>\r\n";

#[test]
fn a_listing_becomes_calls_and_totals() {
    let told = ask(LISTING.as_bytes());
    let first = r#"{"calls":[{"date":"2026-07-25T09:17:00Z","digits":"","status":"skipped","reason":"anonymous","ms":0},"#;
    assert!(told.starts_with(first), "{told}");
    let licence = r#""reason":"no-licence","count":1,"slowest":28,"to_do":[[["p","free a licence, or add one"]],[["p","освободите лицензию или добавьте"]]]"#;
    assert!(told.contains(licence), "{told}");
    assert!(
        told.contains(r#""asked":2,"named":1,"unreadable":0,"test":"ok: <script>alert(1)</script>""#),
        "{told}"
    );
}

#[test]
fn a_file_of_windows_is_read_in_its_encoding() {
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(LISTING.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(ask(&utf16), ask(LISTING.as_bytes()));
}

#[test]
fn anything_else_is_an_empty_report() {
    let nothing = r#"{"calls":[],"totals":[],"asked":0,"named":0,"unreadable":0,"test":null,"version":null}"#;
    let binary: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for body in [&b""[..], b"<script>alert(1)</script>", b"PK\x03\x04", &binary, "Имена".as_bytes()] {
        assert_eq!(ask(body), nothing);
    }
}
