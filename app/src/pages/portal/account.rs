//! Who is signed in, their language and homes, how they get in, and signing out.

use leptos::prelude::*;

use crate::api::account::{Access as AccessNow, access};
use crate::api::session::{Residency, Viewer};
use crate::api::{ResidencyKind, error_text};
use crate::components::{
    Action, ActionLink, LanguageChoice, Load, PageHeading, PageSkeleton, Questions, card, fetched, paragraph,
    use_toasts,
};
use crate::i18n::{Language, use_language};
use crate::pages::access::{Shown, password, sessions};
use crate::session::{use_session, use_sign_out};

/// The account page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let session = use_session();
    // The person stays the same while only their language changes.
    let viewer = Memo::new(move |_| {
        session.viewer().map(|viewer| Viewer { language: crate::api::ApiLanguage::En, ..viewer })
    });
    let sign_out = use_sign_out();
    let sign_out = Callback::new(move |()| sign_out());
    view! {
        <PageHeading title=t!(portal_account_title)/>
        {move || match viewer.get() {
            Some(viewer) => you(&viewer),
            None => view! { <PageSkeleton/> }.into_any(),
        }}
        <section class="card stack">
            <h2>{t!(portal_autopay_title)}</h2>
            <p class="muted">{t!(portal_autopay_intro)}</p>
            <div><ActionLink words=t!(portal_autopay_manage) href="/portal/autopay"/></div>
        </section>
        <LanguageCard/>
        <Access/>
        <div><Action words=t!(common_sign_out) on_press=sign_out/></div>
    }
}

fn you(viewer: &Viewer) -> AnyView {
    let home = |residency: &Residency| {
        let kind = match residency.kind {
            ResidencyKind::Owner => t!(portal_account_owner),
            ResidencyKind::Tenant => t!(portal_account_tenant),
        };
        let property = &residency.unit.property;
        let place = format!("{}, {}", property.address, property.city);
        view! {
            <dt>{super::words::unit(&residency.unit.label)}</dt>
            <dd>
                {property.name.clone()}
                <div class="facts small"><span class="fact">{kind}</span><span class="fact">{place}</span></div>
            </dd>
        }
    };
    let homes = (!viewer.residencies.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{t!(portal_account_homes)}</h2>
                <dl class="pairs">{viewer.residencies.iter().map(home).collect_view()}</dl>
            </section>
        }
    });
    view! {
        <section class="card">
            <h2>{t!(portal_account_you)}</h2>
            <dl class="pairs">
                <dt>{t!(common_name)}</dt>
                <dd>{viewer.name.clone()}</dd>
                <dt>{t!(common_email)}</dt>
                <dd>{viewer.email.clone()}</dd>
            </dl>
            <p class="muted small">{t!(portal_account_change)}</p>
        </section>
        {homes}
    }
    .into_any()
}

#[component]
fn LanguageCard() -> impl IntoView {
    let session = use_session();
    let language = use_language();
    let toasts = use_toasts();
    let choose = Callback::new(move |chosen: Language| {
        session.set_language(chosen, move |saved| match saved {
            Ok(()) => toasts.show(locales::portal_account_language_saved(chosen)),
            Err(error) => toasts.show(error_text(language.get_untracked(), &error)),
        });
    });
    view! {
        <section class="card">
            <LanguageChoice hint=t!(portal_account_language_hint) choose=choose/>
        </section>
    }
}

/// Password, second factor and open sessions. The second factor is the team's, and is managed there.
#[component]
fn Access() -> impl IntoView {
    let questions = Questions::new();
    let resource = fetched(access);
    let content = move |access: AccessNow| {
        let factor = access.second_factor.enabled.then(|| {
            let body = view! {
                {paragraph(t!(account_factor_elsewhere))}
                <div><ActionLink words=t!(account_factor_manage) href="/admin/security"/></div>
            };
            card(t!(account_factor), body.into_any())
        });
        let shown = Shown::new(access, questions);
        view! {
            {password(shown)}
            {factor}
            {sessions(shown)}
        }
        .into_any()
    };
    view! {
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
        {questions.view()}
    }
}
