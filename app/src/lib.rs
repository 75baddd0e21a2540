//! The client: what the two entry points, the team's administration and the residents' portal, are made of.
//!
//! `api` speaks to the server, `i18n` knows the language and what Intl makes of money and dates,
//! `components` are the pieces pages are built from, `session` says who is signed in.

#[macro_use]
pub mod i18n;
pub mod api;
pub mod browser;
pub mod components;
pub mod effect;
pub mod pages;
pub mod router;
pub mod session;
