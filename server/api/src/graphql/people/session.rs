//! Where somebody is signed in.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id;
use entity::session;

use crate::graphql::request::ContextExt;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{DateTime, encode_id};
use application::identity::client_info::device_name;
use store::words::Word;

/// How a session began.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::session::SignInMethod")]
pub enum SignInMethod {
    /// Address and password.
    Password,
    /// An emailed link.
    Link,
    /// Accepting an invitation, or signing an organization up.
    Invitation,
}

/// A browser somebody is signed in with.
pub struct Session(pub session::Model);

/// A browser somebody is signed in with.
#[Object]
impl Session {
    /// `ses_…`
    async fn id(&self) -> ID {
        encode_id::<id::Session>(self.0.id)
    }
    /// Whether it is the one that asks.
    async fn is_current(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.session.as_ref().is_some_and(|current| current.id == self.0.id))
    }
    /// How it began.
    async fn method(&self, ctx: &Context<'_>) -> Result<SignInMethod> {
        Ok(domain::session::SignInMethod::from_word(&self.0.method).or_internal_error(ctx)?.into())
    }
    /// Browser and system, such as `Firefox · Windows`; empty when unknown.
    async fn device(&self) -> String {
        device_name(&self.0.user_agent)
    }
    /// The address it was last used from.
    async fn network(&self) -> &str {
        &self.0.network
    }
    /// When it began.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
    /// When it was last used, to the minute.
    async fn last_seen_at(&self) -> DateTime {
        DateTime::stored(self.0.last_seen_at)
    }
}
