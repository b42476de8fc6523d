//! A path of members and indexes into a foreign service's JSON: `data.Наименование`, `value.0.Description`. Only its form
//! is known here, not what stands there.

/// The steps, first first; none = our own members are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path(Vec<String>);

impl Path {
    /// Reads a path; `None` for one with an empty step, and for one that is too long.
    pub fn read(value: &str) -> Option<Path> {
        if value.is_empty() {
            return Some(Path::default());
        }
        let steps: Vec<String> = value.split('.').map(String::from).collect();
        let fits =
            value.len() <= 255 && steps.len() <= 16 && steps.iter().all(|step| !step.trim().is_empty());
        fits.then_some(Path(steps))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The steps.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}
