use super::*;

const WRITTEN: [(&str, &[u8]); 5] =
    [("", b""), ("Zg==", b"f"), ("Zm8=", b"fo"), ("Zm9v", b"foo"), ("+/8=", &[0xFB, 0xFF])];

#[test]
fn base64_ends_with_its_padding() {
    for (text, bytes) in WRITTEN {
        let mut written = String::new();
        encode(bytes, &mut written);
        assert_eq!(written, text);
    }
}

#[cfg(feature = "tls")]
#[test]
fn base64_is_read_as_it_is_written() {
    for (text, bytes) in WRITTEN.into_iter().chain([("Zm9v\r\nYmFy\n", &b"foobar"[..])]) {
        assert_eq!(decode(text).as_deref(), Some(bytes), "{text:?}");
    }
    for text in ["Z", "Zm9vY", "Zm=v", "Zm9v-", "Zm_v", "ы"] {
        assert_eq!(decode(text), None, "{text:?}");
    }
}
