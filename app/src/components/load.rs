//! Data that comes from the server: a skeleton on the first load, the old content while newer is on its
//! way, and in place of content that did not come, the reason and a way to try again.
//!
//! What was fetched is kept without its type, and gets it back where it is shown: so all of this is
//! compiled once, not once for each kind of data.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Action, Banner, Tone};
use crate::api::{ApiError, error_text};
use crate::i18n::{text, use_language};
use crate::session::use_sign_in;

type Untyped = Result<Arc<dyn Any + Send + Sync>, ApiError>;
type Call = Pin<Box<dyn Future<Output = Untyped>>>;
type Show = Arc<dyn Fn(&(dyn Any + Send + Sync)) -> AnyView + Send + Sync>;

/// Data of a page, fetched anew when a signal its fetching reads changes.
pub struct Fetched<Data> {
    answer: RwSignal<Option<Untyped>>,
    /// Raised to have the data fetched again.
    again: RwSignal<u32>,
    data: PhantomData<fn() -> Data>,
}

impl<Data> Clone for Fetched<Data> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Data> Copy for Fetched<Data> {}

impl<Data: Clone + Send + Sync + 'static> Fetched<Data> {
    /// Fetches the data again.
    pub fn refetch(self) {
        self.again.update(|again| *again = again.wrapping_add(1));
    }

    /// The data, once it is there; reads reactively.
    pub fn get(self) -> Option<Data> {
        self.answer.with(|answer| match answer {
            Some(Ok(data)) => data.downcast_ref::<Data>().cloned(),
            _ => None,
        })
    }
}

/// Fetches a page's data; signals read before the first `await` have it fetched again when they change.
pub fn fetched<Data, Fetch>(fetch: impl Fn() -> Fetch + 'static) -> Fetched<Data>
where
    Data: Send + Sync + 'static,
    Fetch: Future<Output = Result<Data, ApiError>> + 'static,
{
    let (answer, again) = start(Box::new(move || {
        let call = fetch();
        Box::pin(async move {
            let data: Arc<dyn Any + Send + Sync> = Arc::new(call.await?);
            Ok(data)
        })
    }));
    Fetched { answer, again, data: PhantomData }
}

fn start(fetch: Box<dyn Fn() -> Call>) -> (RwSignal<Option<Untyped>>, RwSignal<u32>) {
    let answer = RwSignal::new(None);
    let again = RwSignal::new(0);
    // Counts the calls: an answer that a later call has overtaken is not wanted any more.
    let calls = StoredValue::new(0_u32);
    crate::effect::follow(move || {
        again.track();
        let call = fetch();
        calls.update_value(|calls| *calls = calls.wrapping_add(1));
        let mine = calls.get_value();
        spawn_local(async move {
            let came = call.await;
            // The page may be gone by now, and its signals with it.
            if calls.try_get_value() == Some(mine) {
                answer.try_set(Some(came));
            }
        });
    });
    (answer, again)
}

/// Shows what was fetched. Whoever is not signed in (any more) is led to the sign-in page.
#[component]
pub fn Load<Data, View>(
    resource: Fetched<Data>,
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
    let show: Show = Arc::new(move |data| match data.downcast_ref::<Data>() {
        Some(data) => view(data.clone()),
        None => ().into_any(),
    });
    load(resource.answer, resource.again, waiting, show)
}

fn load(answer: RwSignal<Option<Untyped>>, again: RwSignal<u32>, waiting: ViewFn, show: Show) -> AnyView {
    let sign_in = use_sign_in();
    crate::effect::follow(move || {
        if answer.with(|answer| matches!(answer, Some(Err(ApiError::SignedOut)))) {
            sign_in();
        }
    });
    let retry = Callback::new(move |()| again.update(|again| *again = again.wrapping_add(1)));
    let content = move || match answer.get() {
        None => waiting.run(),
        // What the page reads while it is made must not make it anew.
        Some(Ok(data)) => untrack(|| show(data.as_ref())),
        Some(Err(ApiError::SignedOut)) => ().into_any(),
        Some(Err(error)) => failed(error, retry),
    };
    content.into_any()
}

/// Why something did not load, with a button to try again.
pub fn failed(error: ApiError, again: Callback<()>) -> AnyView {
    let language = use_language();
    let words = text(move || error_text(language.get(), &error).into());
    view! {
        <Banner tone=Tone::Bad alert=true>
            <p>
                <strong>{t!(error_title)}</strong>
            </p>
            <p>{words}</p>
            <Action words=t!(common_try_again) on_press=again/>
        </Banner>
    }
    .into_any()
}
