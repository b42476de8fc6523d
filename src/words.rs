//! Enums of words that administrators and 1C write: each word stands in the source once, and lists of what is
//! allowed, help and error texts come from there.

/// Makes an enum with `ALL`, `WORDS`, `word` and `from_word`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $(#[$first_doc:meta])* $first:ident = $first_word:literal,
        $($(#[$each_doc:meta])* $each:ident = $word:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $(#[$first_doc])*
            $first,
            $($(#[$each_doc])* $each,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$name::$first, $($name::$each,)*];
            /// Their words, divided by blanks.
            pub const WORDS: &str = concat!($first_word $(, " ", $word)*);

            /// The word people write.
            pub const fn word(self) -> &'static str {
                match self {
                    $name::$first => $first_word,
                    $($name::$each => $word,)*
                }
            }

            /// What a word means.
            pub fn from_word(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|each| each.word() == word)
            }
        }
    };
}
pub(crate) use words;
