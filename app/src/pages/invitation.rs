//! Accepting an invitation, to a team or to the portal: who invites to what, and the account that is made.
//!
//! Opening the page uses nothing up; the button does.

use leptos::prelude::*;

use super::access::{password_check, password_of};
use super::sign_in::take_token;
use crate::api::invitation::{Invitation, NewAccount, accept, invitation};
use crate::api::{ApiError, ErrorCode};
use crate::components::{
    Action, ActionLink, Banner, Field, Form, Kind, LanguageChoice, Load, PageHeading, PageSkeleton, Sending,
    Tone, fetched,
};
use crate::i18n::{Language, Text, text, use_language};
use crate::session::{use_enter, use_session};

/// The words in which invitations to a team and to the portal differ.
#[derive(Clone, Copy)]
pub struct Words {
    /// For the organization and the property, which is the organization's name again where there is none.
    pub title: fn(Language, &str, &str) -> String,
    pub intro: fn(Language, &str, &str) -> String,
    /// Whom to ask for another invitation.
    pub ask: Text,
}

/// The page.
pub fn invitation_page(words: Words) -> AnyView {
    let token = take_token();
    if token.is_empty() {
        return useless(t!(portal_link_missing), words.ask);
    }
    let language = use_language();
    let sent = token.clone();
    let resource = fetched(move || invitation(sent.clone()));
    // Raised when accepting has found out that the invitation can't be used.
    let spent = RwSignal::new(false);
    let content = move |found: Option<Invitation>| {
        let Some(found) = found else { return useless(t!(error_invitation_invalid), words.ask) };
        // The page speaks the language of the invitation; whoever prefers the other one can switch.
        language.set(found.language.into());
        let token = token.clone();
        let form = move || {
            if spent.get() {
                useless(t!(error_invitation_invalid), words.ask)
            } else {
                form(found.clone(), words, token.clone(), spent)
            }
        };
        form.into_any()
    };
    view! { <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/> }.into_any()
}

/// An invitation that can't be used, and what to do.
fn useless(why: Text, ask: Text) -> AnyView {
    let sign_in = format!("{}/sign-in", use_session().base());
    view! {
        <div class="card sign-in">
            <PageHeading title=t!(account_invitation_useless)/>
            <Banner tone=Tone::Bad alert=true><p>{why}</p></Banner>
            <p>{ask}</p>
            <p>{t!(account_invitation_accepted)}</p>
            <ActionLink words=t!(common_sign_in) href=sign_in kind=Kind::Main/>
        </div>
    }
    .into_any()
}

fn form(found: Invitation, words: Words, token: String, spent: RwSignal<bool>) -> AnyView {
    let language = use_language();
    let enter = use_enter();
    let sending = Sending::new();
    let Invitation { organization, property, name, email, has_account, .. } = found;
    let property = property.unwrap_or_else(|| organization.clone());
    let about = |words: fn(Language, &str, &str) -> String| {
        let (organization, property) = (organization.clone(), property.clone());
        text(move || words(language.get(), &organization, &property).into())
    };
    let (title, intro) = (about(words.title), about(words.intro));
    let (name, password) = (RwSignal::new(name), RwSignal::new(String::new()));
    let no_name = t!(account_no_name);
    let check = password_check();
    let submit = Callback::new(move |()| {
        let name = name.get_untracked().trim().to_owned();
        let password = Some(password.get_untracked()).filter(|password| !password.is_empty());
        let missing = name.is_empty().then_some(("name", no_name));
        let weak = password.as_deref().and_then(&check).map(|words| ("password", words));
        if !has_account && !sending.check(&[missing, weak]) {
            return;
        }
        let language = language.get_untracked().into();
        let account = (!has_account).then_some(NewAccount { name, language, password });
        let (token, enter) = (token.clone(), enter.clone());
        sending.send(Box::pin(async move {
            let accepted = accept(token, account).await;
            if matches!(&accepted, Err(error) if is_spent(error)) {
                let _ = spent.try_set(true);
            }
            enter(accepted?);
            Ok(())
        }));
    });
    let account = (!has_account).then(|| fields(sending, name, password, &email));
    let note =
        if has_account { t!(account_invitation_known, &email) } else { t!(account_invitation_email, &email) };
    view! {
        <div class="card sign-in">
            <PageHeading title=title/>
            <p class="lead">{intro}</p>
            <p>{note}</p>
            <Form sending=sending submit=submit>
                {account}
                <Action words=t!(account_invitation_accept) kind=Kind::Main busy=sending.busy/>
            </Form>
        </div>
    }
    .into_any()
}

/// Whether the invitation itself was refused.
fn is_spent(error: &ApiError) -> bool {
    matches!(error, ApiError::Refused(reasons)
        if reasons.iter().any(|reason| reason.code == ErrorCode::InvitationInvalid))
}

/// What a new account is set up with.
fn fields(sending: Sending, name: RwSignal<String>, password: RwSignal<String>, email: &str) -> AnyView {
    let language = use_language();
    // Only this page: somebody else may be signed in with this browser.
    let choose = Callback::new(move |chosen| language.set(chosen));
    let problems = sending.problems;
    view! {
        {password_of(email.to_owned())}
        <Field id="name" label=t!(account_your_name) value=name problems=problems autocomplete="name"/>
        <LanguageChoice hint=t!(portal_account_language_hint) choose=choose/>
        <Field
            id="password"
            label=t!(common_password)
            hint=t!(account_invitation_password_hint)
            value=password
            problems=problems
            kind="password"
            autocomplete="new-password"
            optional=true
        />
    }
    .into_any()
}
