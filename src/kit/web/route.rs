//! What the page may ask, and what a section says to it: one JSON object, a file to take away, or lines of JSON as they
//! come to pass. How it goes over the wire is `serve`'s business.

use axum::body::Bytes;
use tokio::sync::mpsc::Sender;

use super::desk::Desk;
use crate::onec::writer::ObjectWriter;

/// One question the page may ask, always by POST.
pub struct Route {
    /// Its path: `/api/…`.
    pub path: &'static str,
    /// Bytes that may come with it.
    pub most: usize,
    /// What answers it. It may block: it runs on a thread of its own.
    pub responder: Responder,
}

/// What answers a question; the error is a JSON object that says why not, as [`refusal`] makes it.
#[derive(Clone, Copy)]
pub enum Responder {
    /// At once.
    Once(fn(&Desk, &[u8]) -> Result<Content, String>),
    /// Line by line; an error is the last of them.
    Lines(fn(&[u8], &Lines) -> Result<(), String>),
}

/// What a form may have, bytes.
pub const FORM: usize = 64 * 1024;
/// What a list of numbers, a paste of AstDB or a 1C history may have.
pub const LIST: usize = 1024 * 1024;
/// What a CSV of clients may have.
pub const CSV: usize = 8 * 1024 * 1024;

/// An answer at once.
#[derive(Debug)]
pub enum Content {
    /// A JSON object.
    Json(String),
    /// A file.
    File {
        /// Its name: letters, digits, `.`, `-`, `_`.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// What is wrong, as the page reads it.
pub fn refusal(sentence: &str) -> String {
    let object = ObjectWriter::default().text("status", "failed").text("sentence", sentence);
    object.maybe("sentence_ru", super::russian::of(sentence).as_deref()).end()
}

/// Where an answer's lines go.
#[derive(Clone)]
pub struct Lines(Sender<Bytes>);

impl Lines {
    /// Into this.
    pub fn new(to: Sender<Bytes>) -> Lines {
        Lines(to)
    }

    /// Sends a JSON object. `false` = nobody reads any more: whoever asks on for nothing should stop.
    pub fn say(&self, mut line: String) -> bool {
        line.push('\n');
        self.0.blocking_send(line.into()).is_ok()
    }
}
