//! Whether each property's money agrees, what does not, and the periods of its books that are closed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::use_organization;
use super::finding::finding;
use super::money_tabs;
use super::periods::periods;
use crate::api::Money;
use crate::api::admin::{CheckedProperty, Reconciliation, check_property, checked_properties};
use crate::components::{
    Action, Empty, ErrorSummary, Load, PageHeading, PageSkeleton, Problems, Tone, amount, badge, fetched,
};
use crate::i18n::{self, Text, text, use_language};

/// The page.
#[component]
pub fn ReconciliationPage() -> impl IntoView {
    let organization = use_organization();
    let resource = fetched(move || checked_properties(organization.id()));
    let content = move |properties: Vec<CheckedProperty>| {
        if properties.is_empty() {
            return view! {
                <div class="card"><Empty title=t!(admin_no_properties) text=t!(admin_no_properties_text)/></div>
            }
            .into_any();
        }
        properties
            .into_iter()
            .map(|property| view! { <PropertyCard property=property/> })
            .collect_view()
            .into_any()
    };
    view! {
        <PageHeading title=t!(books_reconciliation)/>
        {money_tabs()}
        <p class="lead">{t!(books_reconciliation_intro)}</p>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
}

#[component]
fn PropertyCard(property: CheckedProperty) -> impl IntoView {
    let heading = format!("books-{}", property.id.inner());
    let name = property.name.clone();
    let id = property.id.clone();
    // What is checked or closed changes the card in place, so that the focus stays where it is.
    let property = RwSignal::new(property);
    let (busy, problems) = (RwSignal::new(false), Problems::new());
    let look = Callback::new(move |()| {
        busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = check_property(id).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(checked) => {
                    problems.clear();
                    property.set(checked);
                }
                Err(error) => {
                    problems.show_error(error, |_| None);
                }
            }
        });
    });
    let found = move || match property.with(|property| property.reconciliation.clone()) {
        Some(checked) => view! {
            {checked_view(checked)}
            <div class="form-actions-start">
                <Action words=t!(books_check_again) on_press=look busy=busy/>
            </div>
        }
        .into_any(),
        None => view! {
            <p><strong>{t!(books_never_checked)}</strong> " " {t!(books_never_checked_text)}</p>
            <div class="form-actions-start"><Action words=t!(books_check) on_press=look busy=busy/></div>
        }
        .into_any(),
    };
    view! {
        <section class="card settings-card" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>{name}</h2>
            <ErrorSummary problems=problems/>
            <div class="stack" role="status">{found}</div>
            {periods(property)}
        </section>
    }
    .into_any()
}

fn checked_view(checked: Reconciliation) -> AnyView {
    let language = use_language();
    let differing = u64::try_from(checked.findings.len()).unwrap_or_default();
    let state = if checked.is_reconciled {
        badge(Tone::Ok, t!(books_agrees))
    } else {
        badge(Tone::Bad, text(move || locales::books_differs(language.get(), differing).into()))
    };
    let at = checked.checked_at.0.clone();
    let when: Text = text(move || {
        let language = language.get();
        locales::books_checked(language, &i18n::instant(language, &at)).into()
    });
    let findings = (!checked.findings.is_empty()).then(|| {
        let findings = checked.findings.iter().cloned().map(finding).collect_view();
        view! { <ul class="findings">{findings}</ul> }
    });
    let of_stripe = |money: &Option<Money>| match money {
        Some(money) => amount(money),
        None => t!(books_balance_none),
    };
    let sum = |label: Text, shown: Text| {
        view! { <div class="sum"><dt>{label}</dt><dd class="figures">{shown}</dd></div> }.into_any()
    };
    view! {
        <p>{state} " " <span class="muted small">{when}</span></p>
        <dl class="book-sums">
            {sum(t!(books_in_books), amount(&checked.ledger_balance))}
            {sum(t!(books_available), of_stripe(&checked.available))}
            {sum(t!(books_pending_balance), of_stripe(&checked.pending))}
            {sum(t!(books_under_way), amount(&checked.in_transit))}
        </dl>
        {findings}
    }
    .into_any()
}
