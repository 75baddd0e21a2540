//! New recovery codes, shown this once: to copy, to download, and to say that they are kept.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::second_factor::{Card, Step};
use crate::browser;
use crate::components::{Action, Banner, Kind, Tone, use_toasts};
use crate::i18n::use_language;
use crate::session::use_session;

pub(super) fn codes(card: Card, list: Vec<String>) -> AnyView {
    let (language, toasts) = (use_language(), use_toasts());
    let email = use_session().viewer().map(|viewer| viewer.email).unwrap_or_default();
    let text = list.join("\n");
    let file = {
        let text = text.clone();
        move || {
            let title = locales::account_codes_file(language.get(), &email);
            browser::text_file(&format!("{title}\n\n{text}\n"))
        }
    };
    let copy = Callback::new(move |()| {
        let text = text.clone();
        spawn_local(async move {
            let said = if browser::copy(&text).await {
                locales::account_codes_copied
            } else {
                locales::account_codes_not_copied
            };
            toasts.show(said(language.get_untracked()));
        });
    });
    let kept = Callback::new(move |()| card.step.set(Step::Rest));
    let item = |code: String| view! { <li><code>{code}</code></li> };
    view! {
        <h3>{t!(account_codes_title)}</h3>
        <Banner tone=Tone::Warn><p>{t!(account_codes_text)}</p></Banner>
        <ul class="codes">{list.into_iter().map(item).collect_view()}</ul>
        <div class="page-actions">
            <Action words=t!(account_codes_copy) on_press=copy/>
            <a class="button" download=t!(account_codes_file_name) href=file>{t!(account_codes_download)}</a>
        </div>
        <div><Action words=t!(account_codes_kept) kind=Kind::Primary on_press=kept/></div>
    }
    .into_any()
}
