//! Where somebody is signed in.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use entity::session;

use crate::graphql::enums::schema_enum;
use crate::graphql::request::ContextExt;
use crate::graphql::scalars::{DateTime, encode_id};
use application::identity::client_info::device_name;

schema_enum!(SignInMethod = domain::session::SignInMethod);

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
    async fn method(&self) -> SignInMethod {
        self.0.method.into()
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
