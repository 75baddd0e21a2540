//! Automatic payments: what pays in each home's community, its terms, and the way out; or setting it up.

use leptos::prelude::*;

use crate::api::autopay::{Autopay, AutopayStatus, Autopays, Place, autopays, end, set_up, update};
use crate::api::{Decimal, Money, OnlinePaymentMethod};
use crate::browser;
use crate::components::{
    Action, Banner, Field, Form, Kind, Load, PageHeading, PageSkeleton, Question, Questions, Sending, Tone,
    amount, card, fetched, paragraph, use_toasts,
};
use crate::i18n::{self, Text, text, use_language};
use crate::router::use_query_map;

/// The page.
#[component]
pub fn AutopayPage() -> impl IntoView {
    let query = use_query_map();
    let returned = Memo::new(move |_| query.with(|query| query.get("returned").is_some()));
    let resource = fetched(move || autopays(returned.get()));
    let again = Callback::new(move |()| resource.refetch());
    let questions = Questions::new();
    let content = move |own: Autopays| {
        let mut places: Vec<Place> = own.residencies.iter().map(|home| home.unit.property.clone()).collect();
        places.dedup();
        let waits = own.autopays.iter().any(|one| one.status == AutopayStatus::SettingUp);
        let waits = (waits && returned.get_untracked()).then(|| {
            view! { <Banner tone=Tone::Info><p>{t!(portal_autopay_waits)}</p></Banner> }
        });
        let most = own.invoices.nodes.iter().filter_map(|invoice| invoice.total.amount.cents()).max();
        let cards = places
            .into_iter()
            .map(|place| {
                let here = |one: &&Autopay| {
                    one.status == AutopayStatus::Active
                        && one.property.as_ref().is_some_and(|at| at.id == place.id)
                };
                match own.autopays.iter().find(here) {
                    Some(active) => state(active.clone(), &place, questions, again),
                    None => view! { <SetUp place=place most=most/> }.into_any(),
                }
            })
            .collect_view();
        view! { {waits} {cards} }.into_any()
    };
    view! {
        <p class="crumbs"><a href="/portal/account">{t!(portal_account_title)}</a></p>
        <PageHeading title=t!(portal_autopay_title)/>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
        {questions.view()}
    }
}

/// The terms as they are typed.
#[derive(Clone, Copy)]
struct Terms {
    cap: RwSignal<String>,
    days: RwSignal<String>,
}

impl Terms {
    fn new(cap: &str, days: i32) -> Self {
        let cap = i18n::typed_amount(use_language().get_untracked(), cap);
        Self { cap: RwSignal::new(cap), days: RwSignal::new(days.to_string()) }
    }

    fn fields(self, sending: Sending) -> AnyView {
        let problems = sending.problems;
        view! {
            <Field
                id="cap"
                label=t!(portal_autopay_cap)
                hint=t!(portal_autopay_cap_hint)
                value=self.cap
                problems=problems
                inputmode="decimal"
                autocomplete="off"
            />
            <Field
                id="daysBefore"
                label=t!(portal_autopay_days)
                hint=t!(portal_autopay_days_hint)
                value=self.days
                problems=problems
                inputmode="numeric"
                autocomplete="off"
            />
        }
        .into_any()
    }

    /// The terms, once both make sense.
    fn read(self, sending: Sending, (no_cap, no_days): (Text, Text)) -> Option<(String, i32)> {
        let cap = self.cap.with_untracked(|typed| i18n::read_amount(typed));
        let days = self.days.with_untracked(|typed| typed.trim().parse::<i32>().ok());
        let days = days.filter(|days| (0..=10).contains(days));
        let wrong =
            [cap.is_none().then_some(("cap", no_cap)), days.is_none().then_some(("daysBefore", no_days))];
        sending.check(&wrong).then_some(cap.zip(days)).flatten()
    }
}

fn cap_of(active: &Autopay, place: &Place) -> Money {
    Money { amount: active.cap.clone(), currency: place.currency }
}

fn state(active: Autopay, place: &Place, questions: Questions, again: Callback<()>) -> AnyView {
    let label = active.label.clone().unwrap_or_default();
    let (id, version, days) = (active.id.clone(), active.version, active.days_before);
    let cap = active.cap.0.clone();
    let changes = questions.asker(move |question| change(question, &id, (cap.clone(), days, version), again));
    let id = active.id.clone();
    let stops = questions.asker(move |question| stop(question, id.clone(), again));
    let when = match days {
        0 => t!(portal_autopay_on_due),
        1 => t!(portal_autopay_day_before),
        _ => {
            let days = days.to_string();
            let language = use_language();
            text(move || locales::portal_autopay_days_before(language.get(), &days).into())
        }
    };
    let body = view! {
        <dl class="pairs">
            <dt>{t!(portal_autopay_from)}</dt>
            <dd>{label}</dd>
            <dt>{t!(portal_autopay_when)}</dt>
            <dd>{when}</dd>
            <dt>{t!(portal_autopay_cap)}</dt>
            <dd>{amount(&cap_of(&active, place))}</dd>
        </dl>
        {paragraph(t!(portal_autopay_next))}
        <div class="page-actions">
            <Action words=t!(portal_autopay_change) on_press=changes/>
            <Action words=t!(portal_autopay_stop) kind=Kind::Danger on_press=stops/>
        </div>
    };
    card(i18n::plain(place.name.clone()), body.into_any())
}

fn change(
    question: Question,
    id: &cynic::Id,
    (cap, days, version): (String, i32, i32),
    again: Callback<()>,
) -> AnyView {
    let terms = Terms::new(&cap, days);
    let id = id.clone();
    let words = (t!(portal_autopay_cap_wrong), t!(portal_autopay_days_wrong));
    let (toasts, language) = (use_toasts(), use_language());
    let submit = Callback::new(move |()| {
        let Some((cap, days)) = terms.read(question.sending, words) else { return };
        let id = id.clone();
        question.send(Box::pin(async move {
            update(id, cap, days, version).await?;
            toasts.show(locales::portal_autopay_changed(language.get_untracked()));
            again.run(());
            Ok(())
        }));
    });
    let body = terms.fields(question.sending);
    question.view(t!(portal_autopay_change), body, t!(common_save), Kind::Primary, submit)
}

fn stop(question: Question, id: cynic::Id, again: Callback<()>) -> AnyView {
    let (toasts, language) = (use_toasts(), use_language());
    let submit = Callback::new(move |()| {
        let id = id.clone();
        question.send(Box::pin(async move {
            end(id).await?;
            toasts.show(locales::portal_autopay_stopped(language.get_untracked()));
            again.run(());
            Ok(())
        }));
    });
    let body = paragraph(t!(portal_autopay_stop_text)).into_any();
    question.view(t!(portal_autopay_stop_title), body, t!(portal_autopay_stop), Kind::Danger, submit)
}

/// A quarter above the largest invoice lately, in whole hundreds.
fn sensible(most: Option<i64>) -> String {
    let cents = most.unwrap_or(80_000).saturating_mul(5).saturating_div(4);
    Decimal::from_cents(cents.saturating_add(9_999).saturating_div(10_000).saturating_mul(10_000)).0
}

#[component]
fn SetUp(place: Place, most: Option<i64>) -> impl IntoView {
    let sending = Sending::new();
    let terms = Terms::new(&sensible(most), 0);
    let method = RwSignal::new(OnlinePaymentMethod::Bank);
    let words = (t!(portal_autopay_cap_wrong), t!(portal_autopay_days_wrong));
    let property = place.id.clone();
    let submit = Callback::new(move |()| {
        let Some(agreed) = terms.read(sending, words) else { return };
        let (property, method) = (property.clone(), method.get_untracked());
        sending.send(Box::pin(async move {
            let address = set_up(property, method, agreed, browser::new_key()).await?;
            browser::leave_for(&address);
            Ok(())
        }));
    });
    let choice = move |one: OnlinePaymentMethod, words: Text| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="method"
                    prop:checked=move || method.get() == one
                    on:change=move |_| method.set(one)
                />
                <span class="choice-name">{words}</span>
            </label>
        }
    };
    view! {
        <section class="card stack">
            <h2>{place.name}</h2>
            {paragraph(t!(portal_autopay_intro))}
            <Form sending=sending submit=submit>
                <fieldset class="fieldset">
                    <legend>{t!(portal_pay_how)}</legend>
                    <div class="choices">
                        {choice(OnlinePaymentMethod::Bank, t!(method_bank))}
                        {choice(OnlinePaymentMethod::Card, t!(method_card))}
                    </div>
                </fieldset>
                {terms.fields(sending)}
                <Action words=t!(portal_autopay_set_up) kind=Kind::Main busy=sending.busy/>
            </Form>
            {paragraph(t!(portal_autopay_next))}
        </section>
    }
}
