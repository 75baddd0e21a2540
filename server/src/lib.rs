//! The program `propty`: its configuration, its commands, and the one place where adapters are put behind the
//! application's ports.

pub mod commands;
pub mod config;
