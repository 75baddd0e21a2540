//! The address of an emailed link. Its token is made here, at the last moment, so that none waits in the database;
//! it stands behind the hash, so that it never reaches a server's log or a referrer.

use domain::id::Id;

use super::context::EmailContext;
use crate::link_token::{self, LinkPurpose};

/// The page at a path, with the token of a link.
pub(crate) fn link_url<K>(context: &EmailContext<'_>, path: &str, purpose: LinkPurpose, id: Id<K>) -> String {
    let token = link_token::create(&context.app.secret_key, purpose, id);
    context.url(format_args!("{path}#token={token}"))
}

/// How long a link works, as templates say it.
pub(crate) fn lifetime(units: i64) -> u64 {
    u64::try_from(units).unwrap_or_default()
}
