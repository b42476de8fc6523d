//! The integrator's program, `agi1c-kit`: what is wanted on a desk and never on the appliance.
//! Heavier crates are welcome here; nothing in the appliance program may use this module.

pub mod call_log;
pub mod contacts;
pub mod demo;
pub mod language;
pub mod markdown;
pub mod merge;
pub mod news;
pub mod package;
pub mod pages;
pub mod ping;
pub mod reasons;
pub mod recipe;
pub mod sample;
pub mod serve;
pub mod stand;
pub mod web;
