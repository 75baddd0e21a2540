//! A property's account with Stripe: its state in words, what is still asked for, and the one next step.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::requirements;
use crate::api::admin::{
    PaymentAccount, PaymentAccountDashboard, PaymentAccountStatus, PropertySettings, connect, open_dashboard,
    refresh_account,
};
use crate::api::{ApiError, error_text};
use crate::browser;
use crate::components::{Action, Kind, Tone, badge, moment_in_text, use_toasts};
use crate::i18n::{Language, Text, text, use_language};

/// The state as a word or two.
pub(super) fn state_words(status: PaymentAccountStatus) -> fn(Language) -> &'static str {
    match status {
        PaymentAccountStatus::NotConnected => locales::admin_account_not_connected,
        PaymentAccountStatus::OnboardingStarted => locales::admin_account_onboarding,
        PaymentAccountStatus::PendingVerification => locales::admin_account_pending,
        PaymentAccountStatus::Active => locales::admin_account_active,
        PaymentAccountStatus::Restricted => locales::admin_account_restricted,
        PaymentAccountStatus::Disabled => locales::admin_account_disabled,
    }
}

/// What the state means and what to do.
pub(super) fn explained(status: PaymentAccountStatus) -> Text {
    match status {
        PaymentAccountStatus::NotConnected => t!(admin_account_not_connected_text),
        PaymentAccountStatus::OnboardingStarted => t!(admin_account_onboarding_text),
        PaymentAccountStatus::PendingVerification => t!(admin_account_pending_text),
        PaymentAccountStatus::Active => t!(admin_account_active_text),
        PaymentAccountStatus::Restricted => t!(admin_account_restricted_text),
        PaymentAccountStatus::Disabled => t!(admin_account_disabled_text),
    }
}

/// How the state feels.
pub(super) fn tone(status: PaymentAccountStatus) -> Tone {
    match status {
        PaymentAccountStatus::NotConnected => Tone::Quiet,
        PaymentAccountStatus::OnboardingStarted => Tone::Warn,
        PaymentAccountStatus::PendingVerification => Tone::Info,
        PaymentAccountStatus::Active => Tone::Ok,
        PaymentAccountStatus::Restricted | PaymentAccountStatus::Disabled => Tone::Bad,
    }
}

/// The account.
#[component]
pub(super) fn Account(property: RwSignal<PropertySettings>, manager: bool) -> impl IntoView {
    let language = use_language();
    let account = Memo::new(move |_| property.with(|property| property.payment_account.clone()));
    let shown = move || {
        let account = account.get();
        let status = account.status;
        let state: Text = text(move || state_words(status)(language.get()).into());
        let due = (!account.requirements_due.is_empty()).then(|| asked_for(&account));
        let ready = |ready: bool| {
            if ready {
                badge(Tone::Ok, t!(admin_method_ready))
            } else {
                badge(Tone::Quiet, t!(admin_method_not_ready))
            }
        };
        let methods = (status != PaymentAccountStatus::NotConnected).then(|| {
            view! {
                <dl class="methods">
                    <div><dt>{t!(method_bank)}</dt><dd>{ready(account.bank_ready)}</dd></div>
                    <div><dt>{t!(method_card)}</dt><dd>{ready(account.card_ready)}</dd></div>
                </dl>
            }
        });
        let step = manager.then(|| next_step(property, status, account.dashboard));
        // Charges go on until Stripe stops them.
        let pays = status == PaymentAccountStatus::Restricted && (account.card_ready || account.bank_ready);
        let explained = if pays { t!(account_restricted_pays) } else { explained(status) };
        let why = (status == PaymentAccountStatus::Disabled)
            .then(|| view! { <p class="muted">{t!(account_disabled_why)}</p> });
        view! {
            <div class="account-state">{badge(tone(status), state)} <p>{explained}</p> {why}</div>
            {due}
            {methods}
            {step}
        }
    };
    view! { <div class="stack">{shown}</div> }.into_any()
}

/// What Stripe asks for, and until when.
fn asked_for(account: &PaymentAccount) -> AnyView {
    let language = use_language();
    let fields = account.requirements_due.clone();
    let listed = move || {
        let one = |words: String| view! { <li>{words}</li> };
        requirements::list(language.get(), &fields).into_iter().map(one).collect_view()
    };
    let deadline = account.requirements_deadline.as_ref().map(|at| {
        let day = moment_in_text(&at.0);
        let words = text(move || locales::account_deadline(language.get(), &day.get()).into());
        view! { <p><strong>{words}</strong></p> }
    });
    view! {
        <div>
            <p><strong>{t!(admin_account_due)}</strong></p>
            <ul class="requirements">{listed}</ul>
        </div>
        {deadline}
    }
    .into_any()
}

/// The one thing to do next.
fn next_step(
    property: RwSignal<PropertySettings>,
    status: PaymentAccountStatus,
    dashboard: PaymentAccountDashboard,
) -> AnyView {
    let words = match status {
        PaymentAccountStatus::NotConnected => t!(admin_connect),
        PaymentAccountStatus::OnboardingStarted => t!(admin_connect_continue),
        PaymentAccountStatus::Restricted => t!(account_next_restricted),
        PaymentAccountStatus::Disabled => t!(account_next_disabled),
        PaymentAccountStatus::PendingVerification => {
            return view! { <div class="form-actions-start"><Refresh property=property/></div> }.into_any();
        }
        PaymentAccountStatus::Active => {
            if dashboard == PaymentAccountDashboard::None {
                return ().into_any();
            }
            return view! { <div class="form-actions-start"><Dashboard property=property/></div> }.into_any();
        }
    };
    view! { <div class="form-actions-start"><Connect property=property words=words/></div> }.into_any()
}

/// Goes to Stripe's forms.
#[component]
fn Connect(property: RwSignal<PropertySettings>, words: Text) -> impl IntoView {
    let link = move || {
        let id = property.with_untracked(|property| property.id.clone());
        let link: Link = Box::pin(async move { connect(id, browser::new_key()).await });
        link
    };
    leaving(words, Kind::Primary, link)
}

/// Goes to the account's dashboard.
#[component]
fn Dashboard(property: RwSignal<PropertySettings>) -> impl IntoView {
    let link = move || {
        let id = property.with_untracked(|property| property.id.clone());
        let link: Link = Box::pin(async move { open_dashboard(id).await });
        link
    };
    leaving(t!(admin_open_dashboard), Kind::Secondary, link)
}

type Link = Pin<Box<dyn Future<Output = Result<String, ApiError>>>>;

/// A button that leaves for an address. A link works once, so each press asks for one of its own.
fn leaving(words: Text, kind: Kind, link: impl Fn() -> Link + Send + Sync + 'static) -> AnyView {
    let language = use_language();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        let link = link();
        spawn_local(async move {
            match link.await {
                Ok(address) => browser::leave_for(&address),
                Err(error) => {
                    let _ = busy.try_set(false);
                    toasts.show(error_text(language.get_untracked(), &error));
                }
            }
        });
    });
    view! { <Action words=words kind=kind busy=busy on_press=press/> }.into_any()
}

/// Asks Stripe again.
#[component]
fn Refresh(property: RwSignal<PropertySettings>) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        let id = property.with_untracked(|property| property.id.clone());
        spawn_local(async move {
            let answer = refresh_account(id.into_inner()).await;
            let language = language.get_untracked();
            let _ = busy.try_set(false);
            match answer {
                Ok(now) => {
                    toasts.show(state_words(now.payment_account.status)(language));
                    let _ = property.try_set(now);
                }
                Err(error) => toasts.show(error_text(language, &error)),
            }
        });
    });
    view! { <Action words=t!(admin_check_again) busy=busy on_press=press/> }.into_any()
}
