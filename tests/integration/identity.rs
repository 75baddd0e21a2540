//! The lives of accounts: opening an organization, residents from invitation to moving out, teams, passwords, the
//! second factor, sessions and keys for programs.

mod api_keys;
mod multiple_roles;
mod organization_sign_up;
mod passwords;
mod residents;
mod second_factor;
mod sessions;
mod team;
