//! JSON that is written: to 1C, and for other programs (`--json`). miniserde's own writer would bring the printing of
//! floating point into the program: 4 KB. It knows no member's meaning.

/// An object, member by member.
#[derive(Default)]
pub struct ObjectWriter(String);

impl ObjectWriter {
    /// A member whose value is JSON already.
    pub fn raw(mut self, name: &str, value: &str) -> Self {
        self.name(name);
        self.0.push_str(value);
        self
    }

    /// A text.
    pub fn text(mut self, name: &str, value: &str) -> Self {
        self.name(name);
        escape(value, &mut self.0);
        self
    }

    /// A text, or null.
    pub fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self.raw(name, "null"),
        }
    }

    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        escape(name, &mut self.0);
        self.0.push(':');
    }

    /// The whole object, which has a member.
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// A list of what is JSON already.
pub fn list(values: impl IntoIterator<Item = String>) -> String {
    let mut list = String::from("[");
    for value in values {
        if list.len() > 1 {
            list.push(',');
        }
        list.push_str(&value);
    }
    list.push(']');
    list
}

/// A text as JSON.
pub fn string(text: &str) -> String {
    let mut json = String::new();
    escape(text, &mut json);
    json
}

/// Appends text as a JSON string.
pub fn escape(text: &str, to: &mut String) {
    to.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => to.extend(['\\', character]),
            '\n' => to.push_str("\\n"),
            control if control < ' ' => {
                let digit = |of: u32| char::from_digit(of & 15, 16).unwrap_or('0');
                to.extend(['\\', 'u', '0', '0', digit(u32::from(control) >> 4), digit(u32::from(control))]);
            }
            other => to.push(other),
        }
    }
    to.push('"');
}

#[cfg(test)]
#[path = "tests/writer.rs"]
mod tests;
