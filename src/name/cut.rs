//! Cutting a name to a length: at a character, never between a letter and the marks that belong to it.
//! Knows nothing of where the limits come from.

/// The longest beginning of `text` within both limits, without a blank at its end.
pub fn cut(text: &str, max_bytes: usize, max_chars: usize) -> &str {
    // There are never more characters than bytes.
    if text.len() <= max_bytes.min(max_chars) {
        return text.trim_end();
    }
    let mut end = 0;
    let mut chars = 0;
    for (at, c) in text.char_indices() {
        if at > max_bytes || chars > max_chars {
            break;
        }
        if !joins(c) {
            end = at;
        }
        chars += 1;
    }
    if text.len() <= max_bytes && chars <= max_chars {
        end = text.len();
    }
    text.get(..end).unwrap_or("").trim_end()
}

/// Whether the character is shown together with the one before it: combining marks of the scripts a
/// client's name may have, variation selectors, skin tones.
pub fn joins(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{64B}'..='\u{65F}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
#[path = "tests/cut.rs"]
mod tests;
