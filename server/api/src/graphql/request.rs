//! One request: who makes it, what it may spend, and what its resolvers ask of the transport; and the typed access
//! resolvers have to it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

use async_graphql::{Context, Result};

use super::errors::unauthenticated;
use crate::rate_limit::CostBudget;
use application::app::App;
use application::identity::{Caller, ClientInfo};

/// A change of the session cookie that a mutation asks the transport for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionCookie {
    /// Set it to this token.
    Set(String),
    /// Remove it.
    Clear,
}

/// One request; by default one by nobody, from this machine.
#[derive(Default)]
pub struct RequestContext {
    /// Who is signed in.
    pub caller: Option<Caller>,
    /// Who has signed in by this very request, and asks the rest of it; none while a code is wanted.
    pub(super) signed_in: OnceLock<Option<Caller>>,
    /// Where it comes from.
    pub client_info: ClientInfo,
    /// The session's token, to sign out.
    pub token: Option<String>,
    /// Request id: told to the caller with internal errors, and logged with them.
    pub id: String,
    /// The budget the document's cost is charged to; none where nothing is limited.
    pub cost_budget: Option<CostBudget>,
    /// Seconds after which the caller may try again; the answer then has a `Retry-After`.
    pub retry_after: Mutex<Option<u64>>,
    /// What the transport must do to the cookie.
    pub cookie: Mutex<Option<SessionCookie>>,
    /// Whether the document was found good and its execution began.
    executed: AtomicBool,
}

impl RequestContext {
    /// Asks the caller to wait so many seconds before trying again.
    pub fn set_retry_after(&self, seconds: u64) {
        if let Ok(mut slot) = self.retry_after.lock() {
            *slot = Some(seconds);
        }
    }

    /// The rest of the document is asked by who has just signed in; false when somebody has before.
    pub(super) fn set_signed_in_caller(&self, caller: Option<Caller>) -> bool {
        self.signed_in.set(caller).is_ok()
    }

    /// Notes that the execution begins.
    pub(super) fn mark_executed(&self) {
        self.executed.store(true, Ordering::Release);
    }

    /// Whether the document was executed; what was refused before has no data, not even null.
    pub fn was_executed(&self) -> bool {
        self.executed.load(Ordering::Acquire)
    }
}

/// Typed access to what the context holds.
pub(super) trait ContextExt<'a> {
    fn app(&self) -> Result<&'a App>;
    fn request(&self) -> Result<&'a RequestContext>;
    fn caller(&self) -> Result<&'a Caller>;
    fn client_info(&self) -> Result<&'a ClientInfo>;
    fn set_retry_after(&self, seconds: i64);
    fn set_cookie(&self, cookie: SessionCookie) -> Result<()>;
}

impl<'a> ContextExt<'a> for Context<'a> {
    fn app(&self) -> Result<&'a App> {
        self.data::<App>()
    }

    fn request(&self) -> Result<&'a RequestContext> {
        self.data::<std::sync::Arc<RequestContext>>().map(AsRef::as_ref)
    }

    fn caller(&self) -> Result<&'a Caller> {
        let request = self.request()?;
        let caller = match request.signed_in.get() {
            Some(signed_in) => signed_in.as_ref(),
            None => request.caller.as_ref(),
        };
        caller.ok_or_else(unauthenticated)
    }

    fn client_info(&self) -> Result<&'a ClientInfo> {
        Ok(&self.request()?.client_info)
    }

    fn set_retry_after(&self, seconds: i64) {
        if let (Ok(request), Ok(seconds)) = (self.request(), u64::try_from(seconds)) {
            request.set_retry_after(seconds);
        }
    }

    fn set_cookie(&self, cookie: SessionCookie) -> Result<()> {
        if let Ok(mut slot) = self.request()?.cookie.lock() {
            *slot = Some(cookie);
        }
        Ok(())
    }
}
