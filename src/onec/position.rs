//! Where a text stops being JSON. The parser says only that it does; an administrator wants to know where. Not used for
//! anything that is valid.

/// The byte from which on the text is no JSON (RFC 8259); its length where it only breaks off.
pub fn of_error(text: &str) -> usize {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    let _ = scan.document();
    scan.at.min(text.len())
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    /// The next byte; 0 at the end, which nobody waits for.
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or_default()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
    }

    /// The next byte, if it is this one.
    fn take(&mut self, wanted: u8) -> Option<()> {
        self.blanks();
        (self.peek() == wanted).then(|| self.at += 1)
    }

    fn document(&mut self) -> Option<()> {
        // What has to be closed, innermost last; a comma or an end follows each value.
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                bracket @ (b'{' | b'[') => {
                    self.at += 1;
                    let closes = if bracket == b'{' { b'}' } else { b']' };
                    if self.take(closes).is_none() {
                        open.push(closes);
                        if closes == b'}' {
                            self.member()?;
                        }
                        continue;
                    }
                }
                b'"' => self.string()?,
                _ => self.word()?,
            }
            loop {
                let Some(closes) = open.last().copied() else {
                    self.blanks();
                    return Some(());
                };
                if self.take(closes).is_some() {
                    open.pop();
                    continue;
                }
                self.take(b',')?;
                if closes == b'}' {
                    self.member()?;
                }
                break;
            }
        }
    }

    fn member(&mut self) -> Option<()> {
        self.blanks();
        self.string()?;
        self.take(b':')
    }

    fn string(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            match self.bytes.get(self.at)? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'\\' => {
                    let escape = self.bytes.get(self.at + 1)?;
                    if !b"\"\\/bfnrtu".contains(escape) {
                        return None;
                    }
                    self.at += 2;
                }
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
    }

    /// A number, or one of the three words.
    fn word(&mut self) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        let length =
            rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
        let word = std::str::from_utf8(rest.get(..length)?).ok()?;
        let fits = matches!(word, "true" | "false" | "null") || is_number(word);
        let cut =
            length == rest.len() && ["true", "false", "null"].iter().any(|whole| whole.starts_with(word));
        if fits || cut {
            self.at += length;
        }
        fits.then_some(())
    }
}

/// `-12.5e+3`, by the digits alone: how large it is does not matter, and std's reading of it is 12 kB of tables.
fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = word.split_once(['e', 'E']).unwrap_or((word, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}

#[cfg(test)]
#[path = "tests/position.rs"]
mod tests;
