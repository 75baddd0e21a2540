//! How the person who is signed in gets in: by password or not, with a second factor or not, and where
//! they are signed in. Every change answers with how it is now.

use cynic::{MutationBuilder, QueryBuilder};

use super::{ApiError, DateTime, UserError, accepted, run, schema};

/// How someone gets in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Viewer")]
pub struct Access {
    pub has_password: bool,
    pub second_factor: SecondFactor,
    /// The latest used first.
    pub sessions: Vec<OpenSession>,
}

/// Codes from an authenticator app.
#[derive(cynic::QueryFragment, Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    pub enabled: bool,
    /// Whether an organization asks for it.
    pub required: bool,
    pub recovery_codes_left: i32,
}

/// A browser someone is signed in with.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Session")]
pub struct OpenSession {
    pub id: cynic::Id,
    pub is_current: bool,
    pub method: SignInMethod,
    /// Empty when unknown.
    pub device: String,
    pub network: String,
    pub created_at: DateTime,
    pub last_seen_at: DateTime,
}

/// How a session began.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInMethod {
    Password,
    Link,
    Invitation,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct AccessQuery {
    viewer: Option<Access>,
}

/// How the person gets in.
///
/// # Errors
/// See [`ApiError`].
pub async fn access() -> Result<Access, ApiError> {
    run(AccessQuery::build(())).await?.viewer.ok_or(ApiError::SignedOut)
}

#[derive(cynic::QueryVariables)]
struct PasswordVariables {
    current: Option<String>,
    new: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PasswordVariables")]
struct PasswordSet {
    #[arguments(input: { currentPassword: $current, newPassword: $new })]
    password_set: PasswordSetPayload,
}

#[derive(cynic::QueryFragment)]
struct PasswordSetPayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

/// Sets the password. The current one may be left out soon after signing in by link.
///
/// # Errors
/// Refused with `PASSWORD_WRONG`, `RECENT_SIGN_IN_REQUIRED`, or for what the new one is like.
pub async fn set_password(current: Option<String>, new: String) -> Result<Access, ApiError> {
    let payload = run(PasswordSet::build(PasswordVariables { current, new })).await?.password_set;
    accepted(payload.viewer, payload.user_errors)
}

#[derive(cynic::QueryVariables)]
struct PasswordRemoveVariables {
    current: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PasswordRemoveVariables")]
struct PasswordRemove {
    #[arguments(input: { currentPassword: $current })]
    password_remove: PasswordRemovePayload,
}

#[derive(cynic::QueryFragment)]
struct PasswordRemovePayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

/// Goes back to signing in by emailed link.
///
/// # Errors
/// Refused with `PASSWORD_WRONG`.
pub async fn remove_password(current: String) -> Result<Access, ApiError> {
    let answer = run(PasswordRemove::build(PasswordRemoveVariables { current })).await?;
    let payload = answer.password_remove;
    accepted(payload.viewer, payload.user_errors)
}

#[derive(cynic::QueryVariables)]
struct SessionVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SessionVariables")]
struct SessionEnd {
    #[arguments(id: $id)]
    session_end: SessionEndPayload,
}

#[derive(cynic::QueryFragment)]
struct SessionEndPayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

/// Signs out somewhere else.
///
/// # Errors
/// Refused with `NOT_FOUND` when it has ended already.
pub async fn end_session(id: cynic::Id) -> Result<Access, ApiError> {
    let payload = run(SessionEnd::build(SessionVariables { id })).await?.session_end;
    accepted(payload.viewer, payload.user_errors)
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct SessionEndOthers {
    session_end_others: SessionEndOthersPayload,
}

#[derive(cynic::QueryFragment)]
struct SessionEndOthersPayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

/// Signs out everywhere but here.
///
/// # Errors
/// See [`ApiError`].
pub async fn end_other_sessions() -> Result<Access, ApiError> {
    let payload = run(SessionEndOthers::build(())).await?.session_end_others;
    accepted(payload.viewer, payload.user_errors)
}
