//! The two languages that pages are written in.

use crate::words::words;

words! {
    /// A page's language; its word is the one browsers and `lang=` have for it.
    Language {
        /// По-русски.
        Russian = "ru",
        /// In English.
        English = "en",
    }
}

impl Language {
    /// Of a text that is there in both.
    pub fn pick<T>(self, russian: T, english: T) -> T {
        match self {
            Language::Russian => russian,
            Language::English => english,
        }
    }
}
