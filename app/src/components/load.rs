//! Data that comes from the server: a skeleton on the first load, the old content while newer is on its
//! way, and in place of content that did not come, the reason and a way to try again.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Action, Banner, Tone};
use crate::api::{ApiError, error_text};
use crate::i18n::{text, use_language};
use crate::session::use_sign_in;

/// Shows what a resource brings. Whoever is not signed in (any more) is led to the sign-in page.
#[component]
pub fn Load<Data, View>(
    resource: LocalResource<Result<Data, ApiError>>,
    /// What to show before the first answer.
    #[prop(into)]
    waiting: ViewFn,
    /// What to show for the data.
    view: View,
) -> impl IntoView
where
    Data: Clone + Send + Sync + 'static,
    View: Fn(Data) -> AnyView + Send + Sync + 'static,
{
    let view = Arc::new(view);
    let sign_in = use_sign_in();
    Effect::new(move |_| {
        let signed_out = resource.with(|answer| matches!(answer, Some(Err(ApiError::SignedOut))));
        if signed_out {
            sign_in();
        }
    });
    let show = move || {
        let view = Arc::clone(&view);
        Suspend::new(async move {
            match resource.await {
                Ok(data) => view(data),
                Err(ApiError::SignedOut) => ().into_any(),
                Err(error) => failed(error, Callback::new(move |()| resource.refetch())),
            }
        })
    };
    view! { <Transition fallback=move || waiting.run()>{show}</Transition> }.into_any()
}

/// Why something did not load, with a button to try again.
pub fn failed(error: ApiError, again: Callback<()>) -> AnyView {
    let language = use_language();
    let words = text(move || error_text(language.get(), &error).into());
    view! {
        <Banner tone=Tone::Bad alert=true>
            <p><strong>{t!(error_title)}</strong></p>
            <p>{words}</p>
            <Action words=t!(common_try_again) on_press=again/>
        </Banner>
    }
    .into_any()
}
