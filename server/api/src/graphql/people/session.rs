//! Where somebody is signed in.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use entity::session;

use crate::graphql::enums::schema_enum;
use crate::graphql::request::ContextExt;
use crate::graphql::scalars::{DateTime, encode_id};
use application::identity::client_info::device_name;

schema_enum!(SignInMethod = domain::session::SignInMethod);

/// A browser in which the person is signed in. It ends after 12 hours without a request, and after 14 days at
/// the latest.
pub struct Session(pub session::Model);

/// A browser in which the person is signed in. It ends after 12 hours without a request, and after 14 days at
/// the latest.
#[Object]
impl Session {
    /// Unique id, starting with `ses_`.
    async fn id(&self) -> ID {
        encode_id::<id::Session>(self.0.id)
    }
    /// Whether the request is made with this session.
    async fn is_current(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.session.as_ref().is_some_and(|current| current.id == self.0.id))
    }
    /// How the session began.
    async fn method(&self) -> SignInMethod {
        self.0.method.into()
    }
    /// Browser and operating system, such as `Firefox · Windows`; empty when unknown.
    async fn device(&self) -> String {
        device_name(&self.0.user_agent)
    }
    /// The network it was last used from: an IPv4 address, or the first 64 bits of an IPv6 address.
    async fn network(&self) -> &str {
        &self.0.network
    }
    /// When the session began.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
    /// When it was last used, to the minute.
    async fn last_seen_at(&self) -> DateTime {
        DateTime::stored(self.0.last_seen_at)
    }
}
