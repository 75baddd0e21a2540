//! The lives of accounts: opening an organization, residents from invitation to moving out, teams, passwords, the
//! second factor, sessions and keys for programs.

mod factor;
mod keys;
mod opening;
mod passwords;
mod residents;
mod sessions;
mod several;
mod team;
