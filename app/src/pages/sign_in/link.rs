//! Where a mailed link leads: a button that uses it. The button, not the page, uses the link up, since
//! mail scanners open pages.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::session::{Step, consume_link};
use crate::api::{ApiError, ErrorCode, error_text};
use crate::browser;
use crate::components::{Action, ActionLink, Banner, Kind, PageHeading, Tone};
use crate::i18n::{Text, text, use_language};
use crate::session::{use_enter, use_session};

/// The token of the link one came by; empty when there is none. It is in the fragment, which browsers send
/// to no one, and is taken out of the address at once.
pub fn take_token() -> String {
    let token = browser::fragment().strip_prefix("token=").unwrap_or_default().to_owned();
    browser::clear_fragment();
    token
}

/// Whether what a mailed link carries can't be used (any more), as opposed to not just now.
fn is_spent(error: &ApiError) -> bool {
    let waits = |code| code == ErrorCode::TooManyRequests;
    matches!(error, ApiError::Refused(reasons) if !reasons.iter().any(|reason| waits(reason.code)))
}

/// What a link's page says and does.
pub struct Link {
    pub title: Text,
    pub intro: Text,
    /// The button that uses the link.
    pub go: Text,
    pub step: fn(String) -> Step,
    /// Where to get another link, and the words for it.
    pub again: String,
    pub again_words: Text,
}

/// The page of a link that signs in.
#[component]
pub fn SignInLink() -> impl IntoView {
    link_page(Link {
        title: t!(portal_link_title),
        intro: t!(portal_link_intro),
        go: t!(portal_link_continue),
        step: consume_link,
        again: format!("{}/sign-in", use_session().base()),
        again_words: t!(portal_link_again),
    })
}

/// The page of a link.
pub fn link_page(link: Link) -> AnyView {
    let Link { title, intro, go, step, again, again_words } = link;
    let enter = use_enter();
    let language = use_language();
    let token = take_token();
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(token.is_empty().then(|| t!(portal_link_missing)));
    // A link that was refused is of no more use; one that did not get through can be tried again.
    let spent = RwSignal::new(token.is_empty());
    let press = Callback::new(move |()| {
        busy.set(true);
        let step = step(token.clone());
        let enter = enter.clone();
        spawn_local(async move {
            match step.await {
                Ok(signed_in) => enter(signed_in),
                Err(error) => {
                    let _ = busy.try_set(false);
                    let _ = spent.try_set(is_spent(&error));
                    let words = text(move || error_text(language.get(), &error).into());
                    let _ = problem.try_set(Some(words));
                }
            }
        });
    });
    view! {
        <div class="card sign-in">
            <PageHeading title=title/>
            {move || problem.get().map(|words| view! { <Banner tone=Tone::Bad alert=true><p>{words}</p></Banner> })}
            {move || {
                if spent.get() {
                    view! { <ActionLink words=again_words href=again.clone() kind=Kind::Main/> }.into_any()
                } else {
                    view! {
                        <p class="lead">{intro}</p>
                        <Action words=go kind=Kind::Main busy=busy on_press=press/>
                    }
                        .into_any()
                }
            }}
        </div>
    }
    .into_any()
}
