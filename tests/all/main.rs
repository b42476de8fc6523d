//! The one integration binary: a module per topic. What needs programs installed is
//! `#[ignore = "tests/run"]`; `tests/run` installs them and runs everything.

mod agi;
mod answers;
#[cfg(feature = "kit")]
mod bases;
#[cfg(feature = "kit")]
mod calls;
#[cfg(feature = "kit")]
mod check;
mod command_line;
#[cfg(feature = "kit")]
mod commands;
#[cfg(target_os = "linux")]
mod config_sources;
#[cfg(feature = "kit")]
mod demo;
mod dump_1c;
mod executable;
mod fakes;
mod faults;
#[cfg(feature = "kit")]
mod habits;
mod hosts;
#[cfg(feature = "kit")]
mod http_service;
#[cfg(all(feature = "tls", target_os = "linux"))]
mod https;
mod installed;
mod layers;
mod links;
#[cfg(unix)]
mod load_1c;
#[cfg(feature = "kit")]
mod merge;
mod onec_http;
#[cfg(unix)]
mod onec_modules;
mod onec_wire;
mod oracle_numbers;
mod oracle_translit;
#[cfg(feature = "kit")]
mod other_programs;
mod package_1c;
#[cfg(all(feature = "kit", target_os = "linux"))]
mod packages;
#[cfg(all(feature = "kit", target_os = "linux"))]
mod pages;
#[cfg(feature = "kit")]
mod pages_1c;
#[cfg(feature = "kit")]
mod ping;
#[cfg(target_os = "linux")]
mod real;
mod recipes;
#[cfg(feature = "kit")]
mod selftest;
#[cfg(all(feature = "server", feature = "kit", target_os = "linux"))]
mod server;
mod shell_names;
#[cfg(feature = "kit")]
mod stand;
#[cfg(feature = "kit")]
mod stand_cli;
#[cfg(feature = "kit")]
mod stand_clients;
#[cfg(feature = "kit")]
mod sync;
mod sync_cursor;
mod upgrade;
mod versions;
#[cfg(feature = "kit")]
mod web;
#[cfg(all(feature = "kit", target_os = "linux"))]
mod web_browser;
#[cfg(all(feature = "kit", feature = "tls", target_os = "linux"))]
mod web_https;
