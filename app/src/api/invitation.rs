//! What an invitation leads to, and accepting it.

use super::operation::{Prepare, operation};

use super::session::{SignInPayload, Step, step};
use super::{ApiError, ApiLanguage, run, schema, send};

/// An invitation to a team or to the portal.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Invitation {
    pub organization: String,
    /// For residents.
    pub property: Option<String>,
    pub name: String,
    pub email: String,
    pub language: ApiLanguage,
    /// Whether it adds to an account that is there already.
    pub has_account: bool,
}

#[derive(cynic::QueryVariables)]
struct InvitationVariables {
    token: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "InvitationVariables")]
struct InvitationQuery {
    #[arguments(token: $token)]
    invitation: Option<Invitation>,
}

operation!(Query invitation_of_token: InvitationQuery, InvitationVariables);

/// What the token of an invitation leads to; `None` when it can't be used (any more). Uses nothing up.
///
/// # Errors
/// See [`ApiError`].
pub async fn invitation(token: String) -> Result<Option<Invitation>, ApiError> {
    Ok(run(InvitationQuery::build(InvitationVariables { token })).await?.invitation)
}

/// What a new account is set up with.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAccount {
    pub name: String,
    pub language: ApiLanguage,
    pub password: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct AcceptVariables {
    token: String,
    name: Option<String>,
    language: Option<ApiLanguage>,
    password: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AcceptVariables")]
struct Accept {
    #[arguments(input: { token: $token, name: $name, language: $language, password: $password })]
    #[expect(dead_code, reason = "read by its payload")]
    invitation_accept: SignInPayload,
}

operation!(Mutation invitation_accept: Accept, AcceptVariables);

/// Accepts an invitation, for a new account with how it is to be, and signs in. Refused with
/// `INVITATION_INVALID` or a field's error.
pub fn accept(token: String, account: Option<NewAccount>) -> Step {
    let (name, language, password) = match account {
        Some(account) => (Some(account.name), Some(account.language), account.password),
        None => (None, None, None),
    };
    step(send(Accept::build(AcceptVariables { token, name, language, password })))
}
