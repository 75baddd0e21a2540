//! Invitations as the invited see them.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::sign_in::{SignInPayload, signed_in};
use super::viewer::Language;
use crate::graphql::enums::schema_enum;
use crate::graphql::request::ContextExt;
use crate::graphql::results::into_query_result;
use application::identity::accept_invitation::{InvitationAcceptance, accept_invitation, preview};

schema_enum!(InvitationKind = domain::community::InvitationKind);

/// An invitation, as the invited person sees it before accepting.
#[derive(SimpleObject)]
pub struct Invitation {
    /// What the invitation leads to.
    kind: InvitationKind,
    /// Name of the inviting organization.
    organization: String,
    /// Name of the property, for residents; null for members.
    property: Option<String>,
    /// Name of the invited person.
    name: String,
    /// Email address the person will sign in with.
    email: String,
    /// Language the invitation was sent in.
    language: Language,
    /// Whether the address already has an account; accepting then adds to it.
    has_account: bool,
}

/// How to accept an invitation.
#[derive(InputObject)]
pub struct InvitationAcceptInput {
    /// The token in the emailed link, after `#token=`.
    #[graphql(secret)]
    token: String,
    /// Full name, at most 100 characters; the name on the invitation when left out. Ignored when the address
    /// has an account.
    name: Option<String>,
    /// Language of the interface and of emails; that of the invitation when left out. Ignored when the
    /// address has an account.
    language: Option<Language>,
    /// Password of 8 to 128 characters, to sign in without an emailed link. Ignored when the address has an
    /// account.
    #[graphql(secret)]
    password: Option<String>,
}

/// Queries of invitations.
#[derive(Default)]
pub struct InvitationQuery;

/// Queries of invitations.
#[Object]
impl InvitationQuery {
    /// The invitation of an emailed link; null when it was used, replaced or revoked, or has expired. No
    /// sign-in is needed; limited to 120 calls in 15 minutes from one network.
    async fn invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(secret, desc = "The token in the emailed link, after `#token=`.")] token: String,
    ) -> Result<Option<Invitation>> {
        let found = preview(ctx.app()?, &token, ctx.client_info()?).await;
        let Some(found) = into_query_result(ctx, found)? else { return Ok(None) };
        Ok(Some(Invitation {
            kind: found.invitation.kind.into(),
            organization: found.organization.name,
            property: found.property,
            name: found.invitation.name,
            email: found.invitation.email,
            language: found.invitation.language.into(),
            has_account: found.has_account,
        }))
    }
}

/// Mutations of invitations.
#[derive(Default)]
pub struct InvitationMutation;

/// Mutations of invitations.
#[Object]
impl InvitationMutation {
    /// Accepts an invitation: creates the account if the address has none, and signs in. No sign-in is
    /// needed.
    ///
    /// User errors: `INVITATION_INVALID`, `REQUIRED`, `TOO_LONG`, `INVALID_VALUE`, `PASSWORD_TOO_SHORT`,
    /// `PASSWORD_TOO_LONG`, `PASSWORD_COMMON`, `TOO_MANY_REQUESTS`.
    async fn invitation_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token, and how to set up a new account.")] input: InvitationAcceptInput,
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
