//! Opening an account for an organization: a form, a link by mail, and the button behind that link.

use leptos::prelude::*;

use crate::api::admin::sign_up::{NewOrganization, SignUpCountry, confirm, request};
use crate::browser;
use crate::components::Action;
use crate::components::{Field, Form, Kind, PageHeading, Sending};
use crate::i18n::{Language, Text, text, use_language};
use crate::pages::sign_in::{Link, check_mail, email_check, link_page};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    organization: RwSignal<String>,
    country: RwSignal<SignUpCountry>,
    name: RwSignal<String>,
    email: RwSignal<String>,
}

/// The form, and what follows it.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let language = use_language();
    let typed = Typed {
        organization: RwSignal::new(String::new()),
        country: RwSignal::new(likely_country(language.get_untracked())),
        name: RwSignal::new(String::new()),
        email: RwSignal::new(String::new()),
    };
    let sent = RwSignal::new(false);
    let sending = Sending::new();
    let (no_organization, no_name) = (t!(account_sign_up_no_organization), t!(account_no_name));
    let check = email_check();
    let submit = Callback::new(move |()| {
        let written = |typed: RwSignal<String>| typed.get_untracked().trim().to_owned();
        let new = NewOrganization {
            organization_name: written(typed.organization),
            country: typed.country.get_untracked(),
            name: written(typed.name),
            email: written(typed.email),
            language: language.get_untracked().into(),
        };
        let found = [
            new.organization_name.is_empty().then_some(("organizationName", no_organization)),
            new.name.is_empty().then_some(("name", no_name)),
            check(&new.email).map(|words| ("email", words)),
        ];
        if sending.check(&found) {
            sending.send(Box::pin(async move {
                request(new).await?;
                sent.set(true);
                Ok(())
            }));
        }
    });
    let sent_text =
        text(move || locales::account_sign_up_sent(language.get(), typed.email.get().trim()).into());
    move || {
        if sent.get() {
            check_mail(sent_text, t!(account_sign_up_back), sent)
        } else {
            form(typed, sending, submit)
        }
    }
}

/// The country the browser's language names, or the one where most people speak it.
fn likely_country(language: Language) -> SignUpCountry {
    let named = browser::preferred_language().unwrap_or_default().to_ascii_uppercase();
    if named.ends_with("-CA") || (language == Language::Fr && !named.ends_with("-US")) {
        SignUpCountry::Canada
    } else {
        SignUpCountry::UnitedStates
    }
}

fn form(typed: Typed, sending: Sending, submit: Callback<()>) -> AnyView {
    let problems = sending.problems;
    view! {
        <div class="card sign-in">
            <PageHeading title=t!(account_sign_up_title)/>
            <p class="lead">{t!(account_sign_up_intro)}</p>
            <Form sending=sending submit=submit>
                <Field
                    id="organizationName"
                    label=t!(account_sign_up_organization)
                    hint=t!(account_sign_up_organization_hint)
                    value=typed.organization
                    problems=problems
                    autocomplete="organization"
                />
                <fieldset class="fieldset">
                    <legend>{t!(account_country)}</legend>
                    <div class="choices choices-row">
                        {country(typed, SignUpCountry::UnitedStates, t!(account_country_us))}
                        {country(typed, SignUpCountry::Canada, t!(account_country_ca))}
                    </div>
                </fieldset>
                <Field
                    id="name"
                    label=t!(account_your_name)
                    value=typed.name
                    problems=problems
                    autocomplete="name"
                />
                <Field
                    id="email"
                    label=t!(account_sign_up_email)
                    hint=t!(account_sign_up_email_hint)
                    value=typed.email
                    problems=problems
                    kind="email"
                    autocomplete="email"
                />
                <Action words=t!(account_sign_up_send) kind=Kind::Main busy=sending.busy/>
            </Form>
            {sign_in_instead()}
        </div>
    }
    .into_any()
}

fn country(typed: Typed, country: SignUpCountry, words: Text) -> AnyView {
    view! {
        <label class="choice">
            <input
                type="radio"
                name="country"
                prop:checked=move || typed.country.get() == country
                on:change=move |_| typed.country.set(country)
            />
            <span class="choice-name">{words}</span>
        </label>
    }
    .into_any()
}

fn sign_in_instead() -> AnyView {
    view! { <p>{t!(account_sign_up_have)} " " <a href="/admin/sign-in">{t!(common_sign_in)}</a></p> }
        .into_any()
}

/// Where the mailed link leads.
#[component]
pub fn SignUpConfirmPage() -> impl IntoView {
    let page = link_page(Link {
        title: t!(account_confirm_title),
        intro: t!(account_confirm_intro),
        go: t!(account_confirm_go),
        step: confirm,
        again: "/admin/sign-up".to_owned(),
        again_words: t!(account_confirm_again),
    });
    view! {
        {page}
        <div class="below-card">{sign_in_instead()}</div>
    }
}
