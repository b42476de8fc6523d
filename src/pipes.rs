//! Asterisk's two pipes, as they are. std's own handles come with 9 KiB of buffers, locks, and a search for line ends in
//! every write; a command is one line and one write, and a reply fits a small buffer. They never close the descriptors.
#![allow(unsafe_code)] // descriptors by their numbers; see there

use std::fs::File;
use std::io::BufReader;
use std::mem::ManuallyDrop;
use std::os::fd::FromRawFd;

/// The environment block comes whole in most calls, and every reply does; what is longer takes another read.
const BUFFER: usize = 1024;

/// What Asterisk says, and where it listens. For a process that uses neither stdin nor stdout otherwise.
pub fn of_asterisk() -> (ManuallyDrop<BufReader<File>>, ManuallyDrop<File>) {
    // SAFETY: std has seen to it that both are open before `main`, nothing here closes them, and nobody else reads.
    let (input, output) = unsafe { (File::from_raw_fd(0), File::from_raw_fd(1)) };
    (ManuallyDrop::new(BufReader::with_capacity(BUFFER, input)), ManuallyDrop::new(output))
}
