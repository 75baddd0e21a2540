//! The second factor of the person who is signed in: setting it up, new recovery codes, turning it off.

use cynic::MutationBuilder;

use crate::api::account::{Access, Change, change};
use crate::api::{ApiError, UserError, accepted, run, schema, send};

/// A secret for an authenticator app.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "SecondFactorEnrollment")]
pub struct Enrollment {
    /// Base32, to type by hand.
    pub secret: String,
    /// `otpauth://…`
    pub uri: String,
    pub qr_code: QrCode,
}

/// A QR code: the dark modules as an SVG path, in units of a module.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct QrCode {
    /// Modules on a side, without the quiet zone.
    pub size: i32,
    pub path: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct Start {
    second_factor_enroll: SecondFactorEnrollPayload,
}

#[derive(cynic::QueryFragment)]
struct SecondFactorEnrollPayload {
    enrollment: Option<Enrollment>,
    user_errors: Vec<UserError>,
}

/// Gives a new secret; nothing changes until [`enable`].
///
/// # Errors
/// Refused with `SECOND_FACTOR_ENABLED` when there is one already.
pub async fn start() -> Result<Enrollment, ApiError> {
    let payload = run(Start::build(())).await?.second_factor_enroll;
    accepted(payload.enrollment, payload.user_errors)
}

#[derive(cynic::QueryVariables)]
struct CodeVariables {
    code: String,
}

#[derive(cynic::QueryFragment)]
struct SecondFactorCodesPayload {
    recovery_codes: Vec<String>,
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

impl SecondFactorCodesPayload {
    fn read(self) -> Result<Enabled, ApiError> {
        let Self { recovery_codes, viewer, user_errors } = self;
        accepted(viewer, user_errors).map(|access| Enabled { recovery_codes, access })
    }
}

/// A second factor that is on, with recovery codes the server tells only this once.
#[derive(Clone, Debug, PartialEq)]
pub struct Enabled {
    pub recovery_codes: Vec<String>,
    pub access: Access,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CodeVariables")]
struct Enable {
    #[arguments(input: { code: $code })]
    second_factor_enable: SecondFactorCodesPayload,
}

/// Turns the second factor on, with the app's first code.
///
/// # Errors
/// Refused with `CODE_INVALID` or `TOO_MANY_REQUESTS`.
pub async fn enable(code: String) -> Result<Enabled, ApiError> {
    run(Enable::build(CodeVariables { code })).await?.second_factor_enable.read()
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CodeVariables")]
struct Replace {
    #[arguments(input: { code: $code })]
    second_factor_recovery_codes_replace: SecondFactorCodesPayload,
}

/// Gives new recovery codes in place of the old ones.
///
/// # Errors
/// See [`enable`].
pub async fn replace_recovery_codes(code: String) -> Result<Enabled, ApiError> {
    run(Replace::build(CodeVariables { code })).await?.second_factor_recovery_codes_replace.read()
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CodeVariables")]
struct Disable {
    #[arguments(input: { code: $code })]
    #[expect(dead_code, reason = "read by its payload")]
    second_factor_disable: SecondFactorDisablePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "read as the payload of every change")]
struct SecondFactorDisablePayload {
    viewer: Option<Access>,
    user_errors: Vec<UserError>,
}

/// Turns the second factor off. Refused as [`enable`] is.
pub fn disable(code: String) -> Change {
    change(send(Disable::build(CodeVariables { code })))
}
