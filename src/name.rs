//! A client's name on its way from 1C to a telephone, a CDR and, on some appliances, a root shell.

/// Which letters the PBX can carry (`name.charset`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// Any script, as UTF-8.
    Utf8,
    /// ASCII only: the name is transliterated.
    Latin,
}

/// Transliteration of Cyrillic (`name.translit`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Translit {
    /// ICAO Doc 9303.
    Icao,
    /// BGN/PCGN.
    Bgn,
}

/// What a name must not be able to do (`name.safe`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safe {
    /// Harmless unquoted in a shell's command line inside double quotes that the name's own quotes close.
    Shell,
    /// Harmless in dialplan expressions and SIP headers.
    Dialplan,
}
