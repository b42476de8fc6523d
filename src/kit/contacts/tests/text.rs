//! Encodings told apart, and files that are no text.

use super::*;

#[test]
fn the_encoding_is_found_and_named() {
    let lists = [
        "Телефон;Имя\n84952293042;ООО «Ромашка»\n",
        "84952293042;Иванов\n",
        "84952293042;ЗАВОД ИМЕНИ КИРОВА\n",
        "84952293042;ип щёголев юрий\n",
        "84952293042;Ю\n84952293043;Кот д'Ивуар — фирма\n",
        "PHONE;ФИО\n84952293042;ЩУКА Ярослав Эдуардович № 5\n",
    ];
    for text in lists {
        for (encoding, name) in ONE_BYTE {
            let (bytes, _, unmappable) = encoding.encode(text);
            // DOS and KOI8 have neither every dash nor every quotation mark.
            if !unmappable && text != lists[4] {
                let (decoded, taken) = decode(&bytes).unwrap_or_else(|(_, what)| panic!("{what}"));
                assert_eq!(decoded, text, "{name}");
                // Capitals have the same bytes in DOS's and in the Mac's.
                assert!(taken == name || !text.chars().any(|c| ('а'..='я').contains(&c)), "{taken} {text}");
            }
        }
        for (bytes, name) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            (text.encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-16LE"),
            (text.encode_utf16().flat_map(u16::to_be_bytes).collect(), "UTF-16BE"),
            (
                [&[0xff, 0xfe][..], &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()]
                    .concat(),
                "UTF-16LE",
            ),
        ] {
            assert_eq!(decode(&bytes), Ok((text.to_owned(), name)));
        }
    }
}

#[test]
fn what_is_no_csv_is_called_what_it_is() {
    for (bytes, what) in [
        (&b"PK\x03\x04....xl/workbook.xml"[..], "an Excel workbook (xlsx)"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument table (ods)"),
        (b"PK\x03\x04clients.csv", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook (xls)"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"\r\n<HTML><table>", "a page of HTML"),
        (b"<?xml version=\"1.0\"?><Workbook", "XML"),
        (b"MOXCEL\x00\x07", "a table document of 1C (mxl)"),
    ] {
        let (line, said) = decode(bytes).unwrap_err();
        assert_eq!((line, said), (0, format!("is {what}")));
    }
}

#[test]
fn broken_utf8_names_its_line() {
    for (bytes, line) in [
        (&b"84952293042;\xd0\x9e\xd0\x9e\xd0\x9e\xd0\x9e\n84952293043;\xd0\n"[..], 2),
        (b"\xef\xbb\xbfname\n\xff", 2),
    ] {
        let (at, said) = decode(bytes).unwrap_err();
        assert!(at == line && said.starts_with("broken UTF-8"), "{at} {said}");
    }
}
