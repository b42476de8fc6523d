//! The settings, read once into types that cannot be wrong. `source` finds the text, `grammar` reads its lines, `table`
//! knows the keys, `assemble` puts them together; `settings`, `profile` and `url` are what comes out. Nothing here
//! looks at a call.

mod assemble;
pub mod base64;
mod choose;
mod error;
mod grammar;
mod keys;
mod login;
mod path;
pub mod pattern;
mod profile;
mod server;
mod settings;
mod source;
mod table;
pub mod tail;
#[cfg(feature = "tls")]
mod trust;
pub mod url;
mod values;

pub use assemble::{parse, value_of};
pub use error::ConfigError;
pub use login::{Login, basic};
pub use path::Path;
pub use profile::{DEFAULT_PROFILE, Profile, Protocol, Terms};
pub use server::{NameStore, Network, ServerSettings};
pub use settings::{
    Cache, Call, Commands, Direction, NameSettings, NumberSettings, Restricted, Settings, Sync,
};
pub use source::{load, load_from};
#[cfg(feature = "tls")]
pub use trust::{Authority, Trust};
pub use url::{Scheme, Template, Url};
pub use values::XmlName;
