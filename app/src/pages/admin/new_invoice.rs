//! Making drafts: what to bill, whom, by when; saved as drafts or published at once.

mod form;
mod lines;
mod publish;
mod units;

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::form::{Form, Words};
use self::publish::{Publishing, SaveAndPublish};
use super::controls::{DateField, TextArea};
use super::use_organization;
use crate::api::admin::{self, BillingProperty, BillingUnit, NewInvoice};
use crate::browser;
use crate::components::{
    Action, Choice, Empty, ErrorSummary, Field, Kind, Load, PageHeading, PageSkeleton, Select, fetched,
    use_toasts,
};
use crate::i18n::{self, plain, use_language};

/// The page.
#[component]
pub fn NewInvoicePage() -> impl IntoView {
    let organization = use_organization();
    let resource = fetched(move || admin::billing_properties(organization.id()));
    view! {
        <nav class="crumbs" aria-label=t!(admin_crumbs)>
            <a href="/admin/invoices">{t!(admin_nav_invoices)}</a>
            " / "
            {t!(admin_new_crumb)}
        </nav>
        <PageHeading title=t!(admin_invoice_create)/>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
}

fn content(properties: Vec<BillingProperty>) -> AnyView {
    let Some(first) = properties.first().map(|property| property.id.inner().to_owned()) else {
        return view! { <Empty title=t!(admin_no_properties) text=t!(admin_no_properties_text)/> }.into_any();
    };
    view! { <FormView properties=properties first=first/> }.into_any()
}

#[component]
fn FormView(properties: Vec<BillingProperty>, first: String) -> impl IntoView {
    let form = Form::new(properties.clone(), first);
    let language = use_language();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let words = Words::new();
    let publishing = RwSignal::new(None::<Publishing>);
    let units = fetched(move || admin::units_of(form.property.get()));
    let known = RwSignal::new(Vec::<BillingUnit>::new());
    Effect::new(move |_| {
        if let Some(units) = units.get() {
            known.set(units);
        }
    });
    // Units belong to a property; what was ticked in another one does not count.
    Effect::new(move |before: Option<String>| {
        let property = form.property.get();
        if before.is_some_and(|before| before != property) {
            form.units.set(Vec::new());
            known.set(Vec::new());
        }
        property
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(invoice) = form.read(words).filter(|_| !form.busy.get_untracked()) else { return };
        form.busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let Some(made) = make(form, invoice).await else { return };
            let language = language.get_untracked();
            toasts.show(locales::admin_drafts_saved(language, count(made.len())));
            navigate(&after(&made), NavigateOptions::default());
        });
    };
    let publish = Callback::new(move |()| {
        if let Some(invoice) = form.read(words) {
            publishing.set(Some(Publishing::Asking(invoice)));
        }
    });
    let property_choices: Vec<Choice> = properties
        .iter()
        .map(|property| Choice { value: property.id.inner().to_owned(), words: plain(property.name.clone()) })
        .collect();
    let several = property_choices.len() > 1;
    let problems = form.problems;
    let today = Signal::derive(move || form.chosen().map(|property| property.today.0).unwrap_or_default());
    view! {
        <form class="new-invoice" novalidate on:submit=save>
            <ErrorSummary problems=problems/>
            <section class="card" aria-labelledby="whom">
                <h2 id="whom">{t!(admin_new_whom)}</h2>
                {several.then(|| view! {
                    <Select
                        id="propertyId"
                        label=t!(common_property)
                        value=form.property
                        choices=Signal::stored(property_choices)
                        problems=problems
                    />
                })}
                <units::UnitsField form=form units=units known=known/>
            </section>
            <section class="card" aria-labelledby="what">
                <h2 id="what">{t!(admin_new_what)}</h2>
                <Field id="title" label=t!(admin_new_title) value=form.title problems=problems hint=t!(admin_new_title_hint)/>
                <TextArea id="description" label=t!(common_description) value=form.description problems=problems hint=t!(admin_new_description_hint) optional=true/>
                <div class="narrow">
                    <DateField id="dueOn" label=t!(admin_new_due) value=form.due_on problems=problems min=today/>
                </div>
            </section>
            <lines::LinesField form=form/>
            {move || form.foot(known).map(|words| view! { <p class="form-note" role="status">{words}</p> })}
            <div class="form-actions">
                <Action words=t!(admin_save_draft) busy=form.busy/>
                <Action words=t!(admin_save_publish) kind=Kind::Primary busy=form.busy on_press=publish/>
            </div>
        </form>
        <SaveAndPublish form=form known=known publishing=publishing/>
    }
}

/// Makes the drafts; `None` when it was refused, which the form then shows.
async fn make(form: Form, invoice: NewInvoice) -> Option<Vec<cynic::Id>> {
    let key = form.key.try_get_untracked()?;
    match admin::create(invoice, key).await {
        Ok((made, _)) => {
            form.key.try_set(browser::new_key());
            Some(made)
        }
        Err(error) => {
            if form.busy.try_set(false).is_none() {
                form.problems.show_error(error, |reason| form.field_id(reason.field.as_deref()?));
            }
            None
        }
    }
}

/// Where to look at what was made: the invoice, or the drafts when there are several.
fn after(made: &[cynic::Id]) -> String {
    match made {
        [one] => format!("/admin/invoices/{}", one.inner()),
        _ => "/admin/invoices?status=draft".to_owned(),
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// An amount of the property's currency, for the running total.
fn shown(language: i18n::Language, cents: i64, property: &BillingProperty) -> String {
    let amount = crate::api::Decimal(format!("{}.{:02}", cents / 100, cents % 100));
    i18n::money(language, &crate::api::Money { amount, currency: property.currency })
}
