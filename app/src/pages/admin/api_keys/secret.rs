//! A new key's secret, shown this once, with how to send it.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

use crate::components::{Action, ActionLink, Kind, use_toasts};
use crate::i18n::use_language;

/// Asks who the key is: the smallest request that shows it works.
fn example(secret: &str) -> String {
    let origin = window().location().origin().unwrap_or_default();
    format!(
        "curl {origin}/graphql \\\n  -H 'Authorization: Bearer {secret}' \\\n  \
         -H 'Content-Type: application/json' \\\n  -d '{{\"query\":\"{{ currentApiKey {{ name scopes }} }}\"}}'"
    )
}

/// The panel.
#[component]
pub(super) fn Secret(name: String, secret: String) -> impl IntoView {
    let example = example(&secret);
    let node = NodeRef::<leptos::html::H2>::new();
    // The form that had the focus is gone.
    Effect::new(move |_| {
        if let Some(heading) = node.get() {
            crate::browser::focus_soon(heading.into());
        }
    });
    view! {
        <section class="card secret" aria-labelledby="secret-title">
            <h2 id="secret-title" tabindex="-1" node_ref=node>{t!(team_secret_title, &name)}</h2>
            <p><strong>{t!(team_secret_once)}</strong>" "{t!(team_secret_text)}</p>
            <p class="code secret-value" translate="no">{secret.clone()}</p>
            <div class="form-actions-start"><Copy words=t!(team_copy_key) text=secret kind=Kind::Primary/></div>
            <h3 id="secret-example">{t!(team_secret_example)}</h3>
            <pre class="code" aria-labelledby="secret-example" translate="no">{example.clone()}</pre>
            <div class="form-actions-start">
                <Copy words=t!(team_copy_example) text=example kind=Kind::Secondary/>
                <ActionLink words=t!(team_secret_done) href="/admin/settings/api-keys"/>
            </div>
        </section>
    }
}

/// Copies a text. Where the browser does not let it, the toast says to do it by hand.
#[component]
fn Copy(words: crate::i18n::Text, text: String, kind: Kind) -> impl IntoView {
    let (language, toasts) = (use_language(), use_toasts());
    let press = Callback::new(move |()| {
        let text = text.clone();
        spawn_local(async move {
            let copied = copy(&text).await;
            let words = if copied { locales::team_copied } else { locales::team_not_copied };
            toasts.show(words(language.get_untracked()));
        });
    });
    view! { <Action words=words kind=kind on_press=press/> }
}

/// Whether the browser took the text. Outside of secure pages there is no clipboard at all.
async fn copy(text: &str) -> bool {
    let wanted = || -> Result<Promise, JsValue> {
        let navigator = window().navigator();
        let clipboard = Reflect::get(&navigator, &JsValue::from_str("clipboard"))?;
        let write: Function = Reflect::get(&clipboard, &JsValue::from_str("writeText"))?.dyn_into()?;
        write.call1(&clipboard, &JsValue::from_str(text))?.dyn_into()
    };
    match wanted() {
        Ok(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}
