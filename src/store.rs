//! The little memory a call has: families, keys, values. On the appliance it is Asterisk's AstDB
//! (`agi::astdb`); on a command line there is none, and [`InMemory`] stands in for the length of the run.

use std::collections::BTreeMap;

/// The longest value stored, in bytes: AstDB itself cuts at 255 on old Asterisk.
pub const MAX_VALUE: usize = 255;

/// Why the store could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The other side is gone: the call has ended.
    Gone,
    /// It answered, and refused.
    Refused(String),
}

/// Somewhere to keep short texts between calls.
pub trait Store {
    /// The value under `family/key`, if there is one.
    fn get(&mut self, family: &str, key: &str) -> Result<Option<String>, StoreError>;
    /// Stores a value of at most [`MAX_VALUE`] bytes.
    fn put(&mut self, family: &str, key: &str, value: &str) -> Result<(), StoreError>;
    /// Removes a value; removing what is not there is no error.
    fn del(&mut self, family: &str, key: &str) -> Result<(), StoreError>;
}

/// A store that refuses fails no call: its sentence goes to `warnings`, and there is no value. One that is gone is
/// the end of the call, and the only error left.
pub fn tolerate<T>(
    result: Result<T, StoreError>,
    warnings: &mut Vec<String>,
) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Refused(what)) => {
            warnings.push(what);
            Ok(None)
        }
        Err(StoreError::Gone) => Err(StoreError::Gone),
    }
}

/// A store that lives as long as the program.
#[derive(Debug, Default)]
pub struct InMemory(BTreeMap<(String, String), String>);

impl Store for InMemory {
    fn get(&mut self, family: &str, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self.0.get(&(family.into(), key.into())).cloned())
    }

    fn put(&mut self, family: &str, key: &str, value: &str) -> Result<(), StoreError> {
        self.0.insert((family.into(), key.into()), value.into());
        Ok(())
    }

    fn del(&mut self, family: &str, key: &str) -> Result<(), StoreError> {
        self.0.remove(&(family.into(), key.into()));
        Ok(())
    }
}
