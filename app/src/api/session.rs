//! Who is signed in, and signing in and out.

use std::future::Future;
use std::pin::Pin;

use super::operation::{Prepare, operation};

use super::transport::Exchange;
use super::{
    ApiError, ApiLanguage, ResidencyKind, Role, SignInAudience, UserError, accepted, read_payload, run,
    schema, send,
};

/// The person who is signed in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Viewer {
    pub id: cynic::Id,
    pub name: String,
    pub email: String,
    pub language: ApiLanguage,
    pub memberships: Vec<Membership>,
    pub residencies: Vec<Residency>,
}

/// A person's place on a team.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Membership {
    pub id: cynic::Id,
    pub role: Role,
    pub organization: Organization,
    pub properties: Vec<MemberProperty>,
    /// The organization shows nothing until this person has a second factor.
    pub second_factor_missing: bool,
}

/// An organization, by name.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Organization {
    pub id: cynic::Id,
    pub name: String,
}

/// A property a member works on.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct MemberProperty {
    pub id: cynic::Id,
    pub name: String,
}

/// A unit someone lives in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Residency {
    pub id: cynic::Id,
    pub kind: ResidencyKind,
    pub unit: ResidencyUnit,
}

/// Where a residency is.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Unit")]
pub struct ResidencyUnit {
    pub label: String,
    pub property: UnitProperty,
}

/// The property of a unit, by name.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct UnitProperty {
    pub name: String,
    pub address: String,
    pub city: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct ViewerQuery {
    viewer: Option<Viewer>,
}

operation!(Query own_session: ViewerQuery, ());

/// Who is signed in; `None` when nobody is.
///
/// # Errors
/// See [`ApiError`].
pub async fn viewer() -> Result<Option<Viewer>, ApiError> {
    Ok(run(ViewerQuery::build(())).await?.viewer)
}

#[derive(cynic::QueryVariables)]
struct SignInVariables {
    email: String,
    password: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SignInVariables")]
struct SignIn {
    #[arguments(input: { email: $email, password: $password })]
    #[expect(dead_code, reason = "read by its payload")]
    sign_in: SignInPayload,
}

operation!(Mutation sign_in_by_password: SignIn, SignInVariables);

/// How far a sign-in has come.
#[derive(Clone, Debug, PartialEq)]
pub enum SignedIn {
    /// All the way.
    Entered(Box<Viewer>),
    /// A code of the second factor is wanted: [`verify_code`] is next.
    CodeWanted,
}

#[derive(cynic::QueryFragment)]
pub(super) struct SignInPayload {
    viewer: Option<Viewer>,
    user_errors: Vec<UserError>,
    second_factor_required: bool,
}

/// A step of signing in on its way.
pub type Step = Pin<Box<dyn Future<Output = Result<SignedIn, ApiError>>>>;

/// Reads how far a step came, or why it did not. Every mutation that signs in has the same payload.
pub(super) fn step(sent: Exchange) -> Step {
    Box::pin(async move {
        let payload: SignInPayload = read_payload(&sent.await?)?;
        if payload.second_factor_required && payload.user_errors.is_empty() {
            return Ok(SignedIn::CodeWanted);
        }
        accepted(payload.viewer, payload.user_errors).map(|viewer| SignedIn::Entered(Box::new(viewer)))
    })
}

/// Signs in by password. Refused with `INVALID_CREDENTIALS`, `TOO_MANY_REQUESTS` or a field's error.
pub fn sign_in(email: String, password: String) -> Step {
    step(send(SignIn::build(SignInVariables { email, password })))
}

#[derive(cynic::QueryVariables)]
struct CodeVariables {
    code: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CodeVariables")]
struct Verify {
    #[arguments(input: { code: $code })]
    #[expect(dead_code, reason = "read by its payload")]
    second_factor_verify: SignInPayload,
}

operation!(Mutation second_factor_verify: Verify, CodeVariables);

/// The second step: a code from the authenticator app, or a recovery code. Refused with `CODE_INVALID` or
/// `TOO_MANY_REQUESTS`; [`ApiError::SignedOut`] without a first step.
pub fn verify_code(code: String) -> Step {
    step(send(Verify::build(CodeVariables { code })))
}

#[derive(cynic::QueryVariables)]
struct LinkRequestVariables {
    email: String,
    audience: SignInAudience,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "LinkRequestVariables")]
struct LinkRequest {
    #[arguments(input: { email: $email, audience: $audience })]
    sign_in_link_request: SignInLinkRequestPayload,
}

operation!(Mutation link_request: LinkRequest, LinkRequestVariables);

#[derive(cynic::QueryFragment)]
struct SignInLinkRequestPayload {
    user_errors: Vec<UserError>,
}

/// Asks for a sign-in link by mail. The answer does not tell whether the address is known.
///
/// # Errors
/// Refused when the address is none, or asked for too often.
pub async fn request_link(email: String, audience: SignInAudience) -> Result<(), ApiError> {
    let answer = run(LinkRequest::build(LinkRequestVariables { email, audience })).await?;
    accepted(Some(()), answer.sign_in_link_request.user_errors)
}

#[derive(cynic::QueryVariables)]
struct LinkConsumeVariables {
    token: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "LinkConsumeVariables")]
struct LinkConsume {
    #[arguments(input: { token: $token })]
    #[expect(dead_code, reason = "read by its payload")]
    sign_in_link_consume: SignInPayload,
}

operation!(Mutation link_consume: LinkConsume, LinkConsumeVariables);

/// Signs in with the token of a mailed link. Refused with `LINK_INVALID` when it has expired or was used.
pub fn consume_link(token: String) -> Step {
    step(send(LinkConsume::build(LinkConsumeVariables { token })))
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct SignOut {
    sign_out: SignOutPayload,
}

operation!(Mutation end_own_session: SignOut, ());

#[derive(cynic::QueryFragment)]
struct SignOutPayload {
    user_errors: Vec<UserError>,
}

/// Ends the session.
///
/// # Errors
/// See [`ApiError`].
pub async fn sign_out() -> Result<(), ApiError> {
    let answer = run(SignOut::build(())).await?;
    accepted(Some(()), answer.sign_out.user_errors)
}

#[derive(cynic::QueryVariables)]
struct LanguageSetVariables {
    language: ApiLanguage,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "LanguageSetVariables")]
struct LanguageSet {
    #[arguments(language: $language)]
    viewer_language_set: ViewerLanguageSetPayload,
}

operation!(Mutation language_set: LanguageSet, LanguageSetVariables);

#[derive(cynic::QueryFragment)]
struct ViewerLanguageSetPayload {
    user_errors: Vec<UserError>,
}

/// Saves the language of the person who is signed in, for the site and for mail.
///
/// # Errors
/// See [`ApiError`].
pub async fn set_language(language: ApiLanguage) -> Result<(), ApiError> {
    let answer = run(LanguageSet::build(LanguageSetVariables { language })).await?;
    accepted(Some(()), answer.viewer_language_set.user_errors)
}
