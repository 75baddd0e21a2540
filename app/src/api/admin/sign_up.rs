//! Opening a new organization: asking for the link, and using it.

use cynic::MutationBuilder;

use crate::api::session::{SignInPayload, Step, step};
use crate::api::{ApiError, ApiLanguage, UserError, accepted, run, schema, send};

/// A country Propty works in.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Country")]
pub enum SignUpCountry {
    #[cynic(rename = "US")]
    UnitedStates,
    #[cynic(rename = "CA")]
    Canada,
}

/// A new organization and its first manager.
#[derive(cynic::InputObject, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "OrganizationSignUpRequestInput")]
pub struct NewOrganization {
    pub organization_name: String,
    pub country: SignUpCountry,
    pub name: String,
    pub email: String,
    pub language: ApiLanguage,
}

#[derive(cynic::QueryVariables)]
struct RequestVariables {
    input: NewOrganization,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RequestVariables")]
struct Request {
    #[arguments(input: $input)]
    organization_sign_up_request: OrganizationSignUpRequestPayload,
}

#[derive(cynic::QueryFragment)]
struct OrganizationSignUpRequestPayload {
    user_errors: Vec<UserError>,
}

/// Asks for the link that opens the organization. The answer does not tell whether the address is known.
///
/// # Errors
/// Refused for a field, or with `TOO_MANY_REQUESTS`.
pub async fn request(input: NewOrganization) -> Result<(), ApiError> {
    let answer = run(Request::build(RequestVariables { input })).await?;
    accepted(Some(()), answer.organization_sign_up_request.user_errors)
}

#[derive(cynic::QueryVariables)]
struct ConfirmVariables {
    token: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmVariables")]
struct Confirm {
    #[arguments(input: { token: $token })]
    #[expect(dead_code, reason = "read by its payload")]
    organization_sign_up_confirm: SignInPayload,
}

/// Opens the organization of the link with this token and signs in as its manager. Refused with
/// `LINK_INVALID` when the link has expired or was used.
pub fn confirm(token: String) -> Step {
    step(send(Confirm::build(ConfirmVariables { token })))
}
