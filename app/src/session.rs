//! Who is signed in on this page, and the language that goes with it.

use crate::router::NavigateOptions;
use crate::router::{use_location, use_navigate};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::session::{SignedIn, Viewer};
use crate::api::{self, ApiError};
use crate::browser;
use crate::components::use_toasts;
use crate::i18n::{self, Language};

const RETURN_TO: &str = "propty.return";

/// What is known about who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// The server has not answered yet.
    Unknown,
    Nobody,
    SignedIn(Viewer),
    /// The server could not be asked.
    Failed(ApiError),
}

/// The session of this page.
#[derive(Clone, Copy)]
pub struct Session {
    state: RwSignal<State>,
    language: RwSignal<Language>,
    /// The entry point's own path: `/admin` or `/portal`.
    base: &'static str,
}

/// The session of this page, as [`Session::provide`] made it.
///
/// # Panics
/// Outside of an entry point, which always provides it.
#[allow(clippy::expect_used, reason = "every entry point provides the session before anything else")]
pub fn use_session() -> Session {
    use_context::<Session>().expect("the entry point provides the session")
}

impl Session {
    /// Starts the session of an entry point and asks the server who is signed in.
    pub fn provide(base: &'static str) -> Self {
        let session = Self { state: RwSignal::new(State::Unknown), language: i18n::provide_language(), base };
        provide_context(session);
        session.ask();
        session
    }

    /// What is known now.
    pub fn state(self) -> State {
        self.state.get()
    }

    /// The person who is signed in.
    pub fn viewer(self) -> Option<Viewer> {
        self.state.with(|state| match state {
            State::SignedIn(viewer) => Some(viewer.clone()),
            _ => None,
        })
    }

    /// The entry point's own path.
    pub fn base(self) -> &'static str {
        self.base
    }

    /// Asks the server who is signed in.
    pub fn ask(self) {
        spawn_local(async move {
            match api::session::viewer().await {
                Ok(Some(viewer)) => self.enter(viewer),
                Ok(None) | Err(ApiError::SignedOut) => self.state.set(State::Nobody),
                Err(error) => self.state.set(State::Failed(error)),
            }
        });
    }

    /// Takes over the person who has just signed in, and their language.
    pub fn enter(self, viewer: Viewer) {
        let language = viewer.language.into();
        self.language.set(language);
        i18n::remember_language(language);
        self.state.set(State::SignedIn(viewer));
    }

    /// Forgets who was signed in.
    pub fn leave(self) {
        // Told only when it is news: whoever follows the state may be the one who calls.
        if self.state.with_untracked(|state| *state != State::Nobody) {
            self.state.set(State::Nobody);
        }
    }

    /// Switches the page's language and saves it: with the person when someone is signed in, on this
    /// browser in any case. `done` is told how the saving went.
    pub fn set_language(self, language: Language, done: impl FnOnce(Result<(), ApiError>) + 'static) {
        self.language.set(language);
        i18n::remember_language(language);
        if self.state.with_untracked(|state| !matches!(state, State::SignedIn(_))) {
            return done(Ok(()));
        }
        self.state.update(|state| {
            if let State::SignedIn(viewer) = state {
                viewer.language = language.into();
            }
        });
        spawn_local(async move { done(api::session::set_language(language.into()).await) });
    }

    /// Where to go after signing in: the page that wanted it, once, or the first page.
    pub fn take_return(self) -> String {
        let wanted = browser::recall(RETURN_TO);
        browser::forget(RETURN_TO);
        wanted.filter(|path| self.owns(path)).unwrap_or_else(|| self.base.to_owned())
    }

    /// Whether the path is one of this entry point's pages beyond signing in; never another site's.
    fn owns(self, path: &str) -> bool {
        let rest = path.strip_prefix(self.base).unwrap_or("-");
        (rest.is_empty() || rest.starts_with(['/', '?'])) && !rest.starts_with("/sign-in")
    }
}

/// What goes on from a step of signing in: into the pages, or to the page that asks for a code.
pub fn use_enter() -> impl Fn(SignedIn) + Clone + Send + Sync + 'static {
    let session = use_session();
    let navigate = use_navigate();
    move |signed_in| {
        let to = match signed_in {
            SignedIn::Entered(viewer) => {
                session.enter(*viewer);
                session.take_return()
            }
            SignedIn::CodeWanted => format!("{}/sign-in/code", session.base()),
        };
        navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
    }
}

/// What leads to the sign-in page from a page that needs someone signed in, and back there afterwards.
pub fn use_sign_in() -> impl Fn() + Clone {
    let session = use_session();
    let navigate = use_navigate();
    let location = use_location();
    move || {
        let path = location.pathname.get_untracked();
        let search = location.search.get_untracked();
        let separator = if search.is_empty() { "" } else { "?" };
        let here = format!("{path}{separator}{search}");
        session.leave();
        if !session.owns(&here) {
            return;
        }
        browser::remember(RETURN_TO, &here);
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(&format!("{}/sign-in", session.base()), options);
    }
}

/// What ends the session and leads to the sign-in page. When the server could not be told, a toast says
/// so and the session stays.
pub fn use_sign_out() -> impl Fn() + Clone {
    let session = use_session();
    let navigate = use_navigate();
    let toasts = use_toasts();
    move || {
        let navigate = navigate.clone();
        spawn_local(async move {
            match api::session::sign_out().await {
                Ok(()) | Err(ApiError::SignedOut) => {
                    browser::forget(RETURN_TO);
                    navigate(&format!("{}/sign-in", session.base()), NavigateOptions::default());
                    session.leave();
                }
                Err(error) => toasts.show(api::error_text(session.language.get_untracked(), &error)),
            }
        });
    }
}
