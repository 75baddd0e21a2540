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

use super::{Action, Banner, Tone};
use crate::api::{ApiError, error_text};
use crate::i18n::{text, use_language};
use crate::session::use_sign_in;

type Untyped = Result<Arc<dyn Any + Send + Sync>, ApiError>;
type Show = Arc<dyn Fn(&(dyn Any + Send + Sync)) -> AnyView + Send + Sync>;

/// Data of a page, fetched anew when a signal its fetching reads changes.
pub struct Fetched<Data> {
    resource: LocalResource<Untyped>,
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
        self.resource.refetch();
    }

    /// The data, once it is there; reads reactively.
    pub fn get(self) -> Option<Data> {
        self.resource.with(|answer| match answer {
            Some(Ok(data)) => data.downcast_ref::<Data>().cloned(),
            _ => None,
        })
    }
}

/// Fetches a page's data; signals read before the first `await` have it fetched again when they change.
pub fn fetched<Data, Call>(fetch: impl Fn() -> Call + 'static) -> Fetched<Data>
where
    Data: Send + Sync + 'static,
    Call: Future<Output = Result<Data, ApiError>> + 'static,
{
    let fetch = Box::new(move || {
        let call = fetch();
        let untyped = async move {
            let data: Arc<dyn Any + Send + Sync> = Arc::new(call.await?);
            Ok(data)
        };
        Box::pin(untyped) as Pin<Box<dyn Future<Output = Untyped>>>
    });
    Fetched { resource: resource(fetch), data: PhantomData }
}

fn resource(fetch: Box<dyn Fn() -> Pin<Box<dyn Future<Output = Untyped>>>>) -> LocalResource<Untyped> {
    LocalResource::new(fetch)
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
    load(resource.resource, waiting, show)
}

fn load(resource: LocalResource<Untyped>, waiting: ViewFn, show: Show) -> AnyView {
    let sign_in = use_sign_in();
    Effect::new(move |_| {
        let signed_out = resource.with(|answer| matches!(answer, Some(Err(ApiError::SignedOut))));
        if signed_out {
            sign_in();
        }
    });
    let content = move || {
        let show = Arc::clone(&show);
        Suspend::new(async move {
            match resource.await {
                Ok(data) => show(data.as_ref()),
                Err(ApiError::SignedOut) => ().into_any(),
                Err(error) => failed(error, Callback::new(move |()| resource.refetch())),
            }
        })
    };
    view! { <Transition fallback=move || waiting.run()>{content}</Transition> }.into_any()
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
