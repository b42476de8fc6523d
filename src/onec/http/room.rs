//! ureq's buffers, sized for what 1C answers. Nothing here is sent or understood.

use ureq::unversioned::transport::Buffers;

/// Bytes of an answer's header, the status line included.
pub(super) const MAX_HEADER: usize = 16 * 1024;
/// Request line, Host, Connection, User-Agent, Content-Length and the names of the rest, generously.
const HEADER_ROOM: usize = 512;
/// One read's size at first; 1C's answers have 400–600 bytes, header included.
const FIRST_READ: usize = 1024;
/// Room for a header and what follows it; ureq refuses a header above [`MAX_HEADER`] before this is full.
const MAX_INPUT: usize = MAX_HEADER + FIRST_READ;

/// ureq's buffers: the output collects until `HttpTransport::flush`, the input grows only for a long header.
#[derive(Default)]
pub(super) struct Room {
    pub output: Vec<u8>,
    /// Bytes of `output` that wait to be sent.
    pub written: usize,
    pub input: Vec<u8>,
    pub filled: usize,
    consumed: usize,
    progress: bool,
}

impl Room {
    /// Room for a request of so many bytes of URL, credentials and body.
    pub fn new(request_size: usize) -> Room {
        Room { output: vec![0; request_size + HEADER_ROOM], ..Room::default() }
    }

    /// Puts fewer bytes in the place of some of the input.
    pub fn replace(&mut self, at: usize, length: usize, with: &[u8]) {
        let from = self.consumed + at;
        let (end, rest) = (from + length, from + with.len());
        if let Some(place) = self.input.get_mut(from..rest) {
            place.copy_from_slice(with);
            self.input.copy_within(end..self.filled, rest);
            self.filled -= end - rest;
        }
    }
}

impl Buffers for Room {
    fn output(&mut self) -> &mut [u8] {
        self.output.get_mut(self.written..).unwrap_or_default()
    }

    fn tmp_and_output(&mut self) -> (&mut [u8], &mut [u8]) {
        // ureq reads a body of known length straight into the output; the scratch space is for chunks.
        (&mut [], self.output.get_mut(self.written..).unwrap_or_default())
    }

    fn input(&self) -> &[u8] {
        self.input.get(self.consumed..self.filled).unwrap_or_default()
    }

    fn input_append_buf(&mut self) -> &mut [u8] {
        if self.consumed > 0 {
            self.input.copy_within(self.consumed..self.filled, 0);
            self.filled -= self.consumed;
            self.consumed = 0;
        }
        if self.filled == self.input.len() {
            let mut larger = vec![0; (self.input.len() * 2).clamp(FIRST_READ, MAX_INPUT)];
            if let Some(start) = larger.get_mut(..self.filled) {
                start.copy_from_slice(self.input.get(..self.filled).unwrap_or_default());
            }
            self.input = larger;
        }
        self.input.get_mut(self.filled..).unwrap_or_default()
    }

    fn input_appended(&mut self, amount: usize) {
        self.filled = self.input.len().min(self.filled + amount);
    }

    fn input_consume(&mut self, amount: usize) {
        self.progress = amount > 0;
        self.consumed = self.filled.min(self.consumed + amount);
    }

    fn can_use_input(&self) -> bool {
        self.progress && self.consumed < self.filled
    }
}
