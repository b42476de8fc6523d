//! AstDB, Asterisk's own database, as the program's [`Store`]. It is asked through AGI, also on a hung-up channel.

use super::{AgiCommand, AgiError, Session};
use crate::store::{MAX_VALUE, Store, StoreError};

/// AstDB, reached through a session that goes on being used for other commands.
pub struct AstDb<'s, 'a>(pub &'s mut Session<'a>);

impl From<AgiError> for StoreError {
    fn from(error: AgiError) -> Self {
        match error {
            AgiError::Gone => StoreError::Gone,
            other => StoreError::Refused(other.to_string()),
        }
    }
}

/// The way back: who lets a refusal through has nothing left to say in this session.
impl From<StoreError> for AgiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Gone => AgiError::Gone,
            StoreError::Refused(what) => AgiError::Garbage(what),
        }
    }
}

impl Store for AstDb<'_, '_> {
    fn get(&mut self, family: &str, key: &str) -> Result<Option<String>, StoreError> {
        let command = AgiCommand::new("DATABASE GET").text(family).text(key);
        Ok(self.0.send(command)?.value())
    }

    fn put(&mut self, family: &str, key: &str, value: &str) -> Result<(), StoreError> {
        let value = value.get(..value.floor_char_boundary(MAX_VALUE)).unwrap_or_default();
        let command = AgiCommand::new("DATABASE PUT").text(family).text(key).text(value);
        if self.0.send(command)?.result == 1 {
            Ok(())
        } else {
            Err(StoreError::Refused("AstDB did not store the value: is its file writable?".into()))
        }
    }

    fn del(&mut self, family: &str, key: &str) -> Result<(), StoreError> {
        // Result 0: there was nothing to remove.
        let command = AgiCommand::new("DATABASE DEL").text(family).text(key);
        self.0.send(command).map(drop).map_err(StoreError::from)
    }
}
