//! How the person who is signed in gets in: by password or not, with a second factor or not, and where
//! they are signed in. Every change answers with how it is now.

use std::future::Future;
use std::pin::Pin;

use super::operation::{Prepare, operation};

use super::transport::Exchange;
use super::{ApiError, DateTime, UserError, accepted, read_payload, run, schema, send};

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

operation!(Query viewer_access: AccessQuery, ());

/// How the person gets in.
///
/// # Errors
/// See [`ApiError`].
pub async fn access() -> Result<Access, ApiError> {
    run(AccessQuery::build(())).await?.viewer.ok_or(ApiError::SignedOut)
}

/// A change on its way, which answers with how it is then.
pub type Change = Pin<Box<dyn Future<Output = Result<Access, ApiError>>>>;

/// Reads how it is after a change, or why it was refused.
pub(super) fn change(sent: Exchange) -> Change {
    Box::pin(async move {
        let payload: PasswordSetPayload = read_payload(&sent.await?)?;
        accepted(payload.viewer, payload.user_errors)
    })
}

/// What a change answers with. All of them select the same, and all are read as this one.
#[derive(cynic::QueryFragment)]
struct PasswordSetPayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
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
    #[expect(dead_code, reason = "read by its payload")]
    password_set: PasswordSetPayload,
}

operation!(Mutation password_set: PasswordSet, PasswordVariables);

/// Sets the password. The current one may be left out soon after signing in by link. Refused with
/// `PASSWORD_WRONG`, `RECENT_SIGN_IN_REQUIRED`, or for what the new one is like.
pub fn set_password(current: Option<String>, new: String) -> Change {
    change(send(PasswordSet::build(PasswordVariables { current, new })))
}

#[derive(cynic::QueryVariables)]
struct PasswordRemoveVariables {
    current: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PasswordRemoveVariables")]
struct PasswordRemove {
    #[arguments(input: { currentPassword: $current })]
    #[expect(dead_code, reason = "read by its payload")]
    password_remove: PasswordRemovePayload,
}

operation!(Mutation password_remove: PasswordRemove, PasswordRemoveVariables);

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "read as the payload of the others")]
struct PasswordRemovePayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

/// Goes back to signing in by emailed link. Refused with `PASSWORD_WRONG`.
pub fn remove_password(current: String) -> Change {
    change(send(PasswordRemove::build(PasswordRemoveVariables { current })))
}

#[derive(cynic::QueryVariables)]
struct SessionVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SessionVariables")]
struct SessionEnd {
    #[arguments(id: $id)]
    #[expect(dead_code, reason = "read by its payload")]
    session_end: SessionEndPayload,
}

operation!(Mutation session_end: SessionEnd, SessionVariables);

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "read as the payload of the others")]
struct SessionEndPayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

/// Signs out somewhere else. Refused with `NOT_FOUND` when that session has ended already.
pub fn end_session(id: cynic::Id) -> Change {
    change(send(SessionEnd::build(SessionVariables { id })))
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct SessionEndOthers {
    #[expect(dead_code, reason = "read by its payload")]
    session_end_others: SessionEndOthersPayload,
}

operation!(Mutation session_end_others: SessionEndOthers, ());

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "read as the payload of the others")]
struct SessionEndOthersPayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

/// Signs out everywhere but here.
pub fn end_other_sessions() -> Change {
    change(send(SessionEndOthers::build(())))
}
