//! The macro that runs one test function on both Asterisks. It does nothing else.

/// Makes of each function a module of its name with two tests, `bullseye` and `sid`, each given the shared
/// Asterisk of that edition. Attributes and doc comments go to the function.
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($pbx:ident) $body:block)+) => {$(
        $(#[$meta])*
        fn $name($pbx: &'static $crate::real::Asterisk) $body

        mod $name {
            use $crate::real::{Asterisk, Edition};

            #[test]
            #[ignore = "tests/run"]
            fn bullseye() {
                super::$name(Asterisk::shared(Edition::Bullseye));
            }

            #[test]
            #[ignore = "tests/run"]
            fn sid() {
                super::$name(Asterisk::shared(Edition::Sid));
            }
        }
    )+};
}
