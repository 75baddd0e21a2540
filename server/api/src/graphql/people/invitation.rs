//! Invitations as the invited see them.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};

use super::super::context::ContextExt;
use super::super::errors::into_query_result;
use super::sign_in::{SignInPayload, signed_in};
use super::viewer::Language;
use application::identity::accept_invitation::{InvitationAcceptance, accept_invitation, preview};

/// What an invitation is to.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationKind {
    /// A team.
    Member,
    /// The residents' portal.
    Resident,
}

/// What an invitation leads to.
#[derive(SimpleObject)]
pub struct Invitation {
    /// Team or portal.
    kind: InvitationKind,
    /// Name of the organization.
    organization: String,
    /// Name of the property, for residents.
    property: Option<String>,
    /// The invited person's name.
    name: String,
    /// The address they will sign in with.
    email: String,
    /// Their language.
    language: Language,
    /// Whether the address has an account already, which the invitation then belongs to.
    has_account: bool,
}

/// How to accept.
#[derive(InputObject)]
pub struct InvitationAcceptInput {
    /// From the part of the address behind `#token=`.
    #[graphql(secret)]
    token: String,
    /// Full name; the invited one when left out. Ignored for who has an account.
    name: Option<String>,
    /// Language of the interface and of mail. Ignored for who has an account.
    language: Option<Language>,
    /// To sign in by password besides links. Ignored for who has an account.
    #[graphql(secret)]
    password: Option<String>,
}

/// Queries for the invited.
#[derive(Default)]
pub struct InvitationQuery;

/// Queries for the invited.
#[Object]
impl InvitationQuery {
    /// What an invitation's token leads to; null when it was used, replaced, withdrawn or is too old.
    async fn invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(secret)] token: String,
    ) -> Result<Option<Invitation>> {
        let found = preview(ctx.app()?, &token, ctx.client_info()?).await;
        let Some(found) = into_query_result(ctx, found)? else { return Ok(None) };
        let resident = found.invitation.resident_id.is_some();
        Ok(Some(Invitation {
            kind: if resident { InvitationKind::Resident } else { InvitationKind::Member },
            organization: found.organization.name,
            property: found.property,
            name: found.invitation.name,
            email: found.invitation.email,
            language: found.invitation.language.into(),
            has_account: found.has_account,
        }))
    }
}

/// Mutations of the invited.
#[derive(Default)]
pub struct InvitationMutation;

/// Mutations of the invited.
#[Object]
impl InvitationMutation {
    /// Accepts an invitation: sets up the account and signs in.
    async fn invitation_accept(
        &self,
        ctx: &Context<'_>,
        input: InvitationAcceptInput,
    ) -> Result<SignInPayload> {
        let acceptance = InvitationAcceptance {
            name: input.name.filter(|name| !name.trim().is_empty()),
            language: input.language.map(Into::into),
            password: input.password,
        };
        let outcome = accept_invitation(ctx.app()?, &input.token, &acceptance, ctx.client_info()?).await;
        signed_in(ctx, outcome).await
    }
}
