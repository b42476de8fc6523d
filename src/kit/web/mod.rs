//! `agi1c-kit web`, and what a double click starts: a page in the browser in place of a command line. It shows what
//! `check`, `lookup`, `package` and `merge` do, and stores nothing: what is typed stays in the page, and comes along with
//! each question.
//!
//! A question's way: [`serve`] takes the connection with its limits, [`guard`] lets only our own page through, and one
//! of the four sections answers it: `one_c`, `caller`, `pbx`, `calls`. The files of the page itself are in
//! `page/`, a section each.

mod browser;
mod caller;
mod calls;
mod desk;
mod form;
pub mod guard;
mod one_c;
mod page;
mod pbx;
mod route;
mod russian;
pub mod serve;

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use clap::Args;

use self::desk::Desk;
use self::guard::Guard;
use self::route::Route;

/// Open the page in the browser: check 1C, see who is calling, make the package for your PBX
#[derive(Args)]
#[command(after_help = "\
Without a command, as after a double click, the program does this too. The page is for this machine's user alone: it is \
reached on the loopback address only, and by the address that is printed.")]
pub struct Web {
    /// Address and port to listen on; port 0 takes any free one
    #[arg(long, default_value_t = ANYWHERE, value_parser = own_address)]
    listen: SocketAddr,
    /// Only print the address
    #[arg(long)]
    no_browser: bool,
}

const ANYWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

impl Default for Web {
    /// What a double click means.
    fn default() -> Self {
        Web { listen: ANYWHERE, no_browser: false }
    }
}

impl Web {
    /// Serves the page until the program is ended.
    ///
    /// # Errors
    /// One sentence: the address that cannot be listened on, or a system that gives no random bytes.
    pub fn run(self) -> Result<(), String> {
        let cannot = |error: io::Error| format!("cannot listen on {}: {error}", self.listen);
        let listener = TcpListener::bind(self.listen).map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        let guard = Guard::new(address)?;
        let url = guard.url(address);
        // A reader that has gone away is no reason not to serve.
        let _ = write!(io::stdout(), "{}", greeting(&url)).and_then(|()| io::stdout().flush());
        if !self.no_browser && !browser::open(&url) {
            let _ = writeln!(io::stderr(), "No browser could be started: open the address yourself.");
        }
        serve::run(listener, guard, Arc::new(Desk::default()), &SECTIONS).map_err(cannot)
    }
}

/// What each section answers.
const SECTIONS: [&[Route]; 5] = [page::ROUTES, one_c::ROUTES, caller::ROUTES, pbx::ROUTES, calls::ROUTES];

/// Whoever double-clicked sees a window with this and nothing else.
fn greeting(url: &str) -> String {
    format!(
        "agi1c {}\n\nThe page is open in your browser. Its address, for this machine only:\n\n  {url}\n\n\
         Close this window (Ctrl-C) when you are done.\nКогда закончите, закройте это окно.\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// `--listen`: this machine and no other.
fn own_address(text: &str) -> Result<SocketAddr, String> {
    let named = text.strip_prefix("localhost:").map(|port| ["127.0.0.1:", port].concat());
    let address: SocketAddr = named
        .as_deref()
        .unwrap_or(text)
        .parse()
        .map_err(|_| String::from("expected ADDRESS:PORT, as in 127.0.0.1:0"))?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(String::from(
        "the page takes 1C's password and makes programs for a PBX, so only this machine may reach it: expected \
         127.0.0.1:PORT or [::1]:PORT. From another machine: ssh -L 8800:127.0.0.1:8800 HERE",
    ))
}

#[cfg(test)]
#[path = "tests/mod.rs"]
mod tests;
