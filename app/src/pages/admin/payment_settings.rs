//! How each property takes payments: its account with Stripe and the one next step, and who pays what it costs. One
//! card a property, each saved by itself.

mod account;
mod fees;
mod requirements;

use crate::router::use_query_map;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::use_organization;
use crate::api::admin::{self, PropertySettings};
use crate::api::{ApiError, error_text};
use crate::components::{Banner, Empty, Load, PageHeading, PageSkeleton, Tone, fetched};
use crate::i18n::{self, text, use_language};

/// Someone has come back from Stripe's forms.
#[derive(Clone, PartialEq)]
enum Back {
    /// From a link that no longer works, for the property with this id.
    Expired,
    /// Stripe is being asked what it makes of the forms.
    Asking,
    /// What it answered.
    Answered(Box<PropertySettings>),
    Failed(ApiError),
}

/// The page.
#[component]
pub fn PaymentSettingsPage() -> impl IntoView {
    let organization = use_organization();
    let language = use_language();
    let query = use_query_map().get_untracked();
    let back = RwSignal::new(None::<Back>);
    let changed = RwSignal::new(0_u32);
    if let Some(property) = query.get("property") {
        if query.get("returned").is_some() {
            back.set(Some(Back::Asking));
            spawn_local(async move {
                let answer = match admin::refresh_account(property).await {
                    Ok(property) => Back::Answered(Box::new(property)),
                    Err(error) => Back::Failed(error),
                };
                let _ = back.try_set(Some(answer));
                let _ = changed.try_update(|count| *count = count.wrapping_add(1));
            });
        } else if query.get("expired").is_some() {
            back.set(Some(Back::Expired));
        }
    }
    let news = move || {
        let news = match back.get()? {
            Back::Expired => {
                view! { <Banner tone=Tone::Warn><p>{t!(admin_connect_expired)}</p></Banner> }.into_any()
            }
            Back::Asking => {
                view! { <Banner tone=Tone::Info><p>{t!(admin_connect_asking)}</p></Banner> }.into_any()
            }
            Back::Answered(property) => {
                let status = property.payment_account.status;
                let name = property.name.clone();
                let words = text(move || {
                    let language = language.get();
                    let state = account::state_words(status)(language);
                    locales::admin_connect_answered(language, &name, state).into()
                });
                let explained = account::explained(status);
                view! {
                    <Banner tone=account::tone(status)><p><strong>{words}</strong> " " {explained}</p></Banner>
                }
                .into_any()
            }
            Back::Failed(error) => {
                let words = text(move || error_text(language.get(), &error).into());
                view! { <Banner tone=Tone::Bad><p>{words}</p></Banner> }.into_any()
            }
        };
        Some(news)
    };
    let resource = fetched(move || {
        changed.track();
        admin::payment_settings(organization.id())
    });
    let manager = Memo::new(move |_| organization.is_manager());
    let content = move |properties: Vec<PropertySettings>| {
        if properties.is_empty() {
            return view! {
                <div class="card"><Empty title=t!(admin_no_properties) text=t!(admin_no_properties_text)/></div>
            }
            .into_any();
        }
        let card = |property| view! { <PropertyCard property=property manager=manager.get_untracked()/> };
        properties.into_iter().map(card).collect_view().into_any()
    };
    view! {
        <PageHeading title=t!(admin_nav_payment_settings)/>
        {move || (!manager.get()).then(|| view! {
            <Banner tone=Tone::Info><p>{t!(admin_settings_read_only)}</p></Banner>
        })}
        {news}
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
}

/// One property's card.
#[component]
fn PropertyCard(property: PropertySettings, manager: bool) -> impl IntoView {
    let id = property.id.clone();
    let heading = format!("property-{}", id.inner());
    let (name, city) = (property.name.clone(), property.city.clone());
    let payouts = format!("/admin/payments/deposits?property={}", id.inner());
    // What is saved changes the card in place, so that the focus stays where it is.
    let property = RwSignal::new(property);
    view! {
        <section class="card settings-card" aria-labelledby=heading.clone()>
            <div class="section-heading">
                <h2 id=heading.clone()>{name}</h2>
                <p class="muted">{i18n::plain(city)}</p>
            </div>
            <account::Account property=property manager=manager/>
            <fees::Fees property=property manager=manager/>
            <p><a href=payouts>{t!(books_deposits_see)}</a></p>
        </section>
    }
    .into_any()
}
