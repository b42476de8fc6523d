//! The one integration binary: a module per topic. What needs programs installed is
//! `#[ignore = "tests/run"]`; `tests/run` installs them and runs everything.

mod agi;
mod answers;
mod bases;
mod calls;
mod check;
mod command_line;
mod commands;
#[cfg(target_os = "linux")]
mod config_sources;
mod demo;
mod dump_1c;
mod executable;
mod fakes;
mod faults;
mod habits;
mod hosts;
mod http_service;
#[cfg(all(feature = "tls", target_os = "linux"))]
mod https;
mod installed;
mod layers;
mod links;
#[cfg(unix)]
mod load_1c;
mod merge;
mod onec_http;
#[cfg(unix)]
mod onec_modules;
mod onec_wire;
mod oracle_numbers;
mod oracle_translit;
mod other_programs;
mod package_1c;
#[cfg(target_os = "linux")]
mod packages;
#[cfg(target_os = "linux")]
mod pages;
mod pages_1c;
mod ping;
#[cfg(target_os = "linux")]
mod real;
mod recipes;
mod selftest;
#[cfg(all(feature = "server", target_os = "linux"))]
mod server;
mod shell_names;
mod stand;
mod stand_cli;
mod stand_clients;
mod sync;
mod sync_cursor;
mod upgrade;
mod versions;
mod web;
#[cfg(target_os = "linux")]
mod web_browser;
#[cfg(all(feature = "tls", target_os = "linux"))]
mod web_https;
