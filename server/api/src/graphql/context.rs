//! What resolvers find in their context: the application, the request and who makes it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

use async_graphql::{Context, Result};

use super::errors::unauthenticated;
use super::limits::Purse;
use super::loaders::Loaders;
use application::app::App;
use application::identity::{Caller, Visitor};

/// A change of the session cookie that a mutation asks the transport for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionCookie {
    /// Set it to this token.
    Set(String),
    /// Remove it.
    Clear,
}

/// One request.
pub struct Request {
    /// Who is signed in.
    pub caller: Option<Caller>,
    /// Who has signed in by this very request, and asks the rest of it; none while a code is wanted.
    pub(super) signed_in: OnceLock<Option<Caller>>,
    /// Where it comes from.
    pub visitor: Visitor,
    /// The session's token, to sign out.
    pub token: Option<String>,
    /// Told to the caller with inner errors, and logged with them.
    pub id: String,
    /// What the document's cost is paid from; none where nothing is counted.
    pub purse: Option<Purse>,
    /// Seconds after which the caller may try again; the answer then has a `Retry-After`.
    pub retry_after: Mutex<Option<u64>>,
    /// What the transport must do to the cookie.
    pub cookie: Mutex<Option<SessionCookie>>,
    /// Whether the document was found good and its execution began.
    begun: AtomicBool,
    /// Batching look-ups of this request.
    pub(super) loaders: Loaders,
}

impl Request {
    /// A request to an application, by nobody from this machine until its fields say otherwise.
    pub fn new(app: &App) -> Request {
        Request {
            caller: None,
            signed_in: OnceLock::new(),
            token: None,
            visitor: Visitor::default(),
            id: String::new(),
            purse: None,
            retry_after: Mutex::new(None),
            cookie: Mutex::new(None),
            begun: AtomicBool::new(false),
            loaders: Loaders::new(app),
        }
    }

    /// Asks the caller to wait so many seconds before trying again.
    pub fn wait(&self, seconds: u64) {
        if let Ok(mut slot) = self.retry_after.lock() {
            *slot = Some(seconds);
        }
    }

    /// The rest of the document is asked by who has just signed in; false when somebody has before.
    pub(super) fn become_caller(&self, caller: Option<Caller>) -> bool {
        self.signed_in.set(caller).is_ok()
    }

    /// Notes that the execution begins.
    pub(super) fn begin(&self) {
        self.begun.store(true, Ordering::Release);
    }

    /// Whether the document was executed; what was refused before has no data, not even null.
    pub fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Acquire)
    }

    /// Runs a document's execution together with the look-ups it asks for; without it they never begin.
    pub async fn run<T>(&self, execution: impl Future<Output = T>) -> T {
        self.loaders.beside(execution).await
    }
}

/// Short ways to what is in the context.
pub(super) trait Here<'a> {
    fn app(&self) -> Result<&'a App>;
    fn request(&self) -> Result<&'a Request>;
    fn caller(&self) -> Result<&'a Caller>;
    fn visitor(&self) -> Result<&'a Visitor>;
    fn retry_after(&self, seconds: i64);
    fn loaders(&self) -> Result<&'a Loaders>;
    fn set_cookie(&self, cookie: SessionCookie) -> Result<()>;
}

impl<'a> Here<'a> for Context<'a> {
    fn app(&self) -> Result<&'a App> {
        self.data::<App>()
    }

    fn request(&self) -> Result<&'a Request> {
        self.data::<std::sync::Arc<Request>>().map(AsRef::as_ref)
    }

    fn caller(&self) -> Result<&'a Caller> {
        let request = self.request()?;
        let caller = match request.signed_in.get() {
            Some(signed_in) => signed_in.as_ref(),
            None => request.caller.as_ref(),
        };
        caller.ok_or_else(unauthenticated)
    }

    fn visitor(&self) -> Result<&'a Visitor> {
        Ok(&self.request()?.visitor)
    }

    fn retry_after(&self, seconds: i64) {
        if let (Ok(request), Ok(seconds)) = (self.request(), u64::try_from(seconds)) {
            request.wait(seconds);
        }
    }

    fn loaders(&self) -> Result<&'a Loaders> {
        Ok(&self.request()?.loaders)
    }

    fn set_cookie(&self, cookie: SessionCookie) -> Result<()> {
        if let Ok(mut slot) = self.request()?.cookie.lock() {
            *slot = Some(cookie);
        }
        Ok(())
    }
}
