//! Signing in and out, and opening an organization.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};

use super::super::community::Country;
use super::super::context::{ContextExt, SessionCookie};
use super::super::errors::{ResultExt, UserErrorPayload, bad_input, into_user_errors};
use super::viewer::{Language, Viewer};
use application::error::AppResult;
use application::identity::consume_sign_in_link::consume_sign_in_link;
use application::identity::request_sign_in_link::request_sign_in_link;
use application::identity::sign_in::sign_in;
use application::identity::sign_up::{NewOrganization, confirm_sign_up, request_sign_up};
use application::identity::verify_second_factor::verify_second_factor;
use application::identity::{SignedIn, session};

/// Address and password.
#[derive(InputObject)]
pub struct SignInInput {
    /// Address.
    email: String,
    /// Password.
    #[graphql(secret)]
    password: String,
}

/// Where a sign-in link leads.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::community::Audience")]
pub enum SignInAudience {
    /// The admin's interface.
    Admin,
    /// The residents' portal.
    Portal,
}

/// Who wants a link.
#[derive(InputObject)]
pub struct SignInLinkRequestInput {
    /// Address.
    email: String,
    /// Where it leads.
    audience: SignInAudience,
}

/// The token of a link.
#[derive(InputObject)]
pub struct SignInLinkConsumeInput {
    /// From the part of the address behind `#token=`.
    #[graphql(secret)]
    token: String,
}

/// A code.
#[derive(InputObject)]
pub struct SecondFactorCodeInput {
    /// Six digits from the authenticator app, or a recovery code.
    #[graphql(secret)]
    pub(super) code: String,
}

/// A new organization and its first manager.
#[derive(InputObject)]
pub struct OrganizationSignUpRequestInput {
    /// As residents see it.
    organization_name: String,
    /// Where it is.
    country: Country,
    /// The manager's full name.
    name: String,
    /// The manager's address.
    email: String,
    /// The manager's language.
    language: Language,
}

/// The token of a sign-up link.
#[derive(InputObject)]
pub struct OrganizationSignUpConfirmInput {
    /// From the part of the address behind `#token=`.
    #[graphql(secret)]
    token: String,
}

/// Who is signed in now.
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// The person.
    viewer: Option<Viewer>,
    /// The first step is done, and a code of the second factor is wanted: call `secondFactorVerify`.
    second_factor_required: bool,
    /// Why not.
    user_errors: Vec<UserErrorPayload>,
}

/// The same whether the address is known or not.
#[derive(SimpleObject)]
pub struct SignInLinkRequestPayload {
    /// What is wrong with the address's form.
    user_errors: Vec<UserErrorPayload>,
}

/// The same whether the address is known or not.
#[derive(SimpleObject)]
pub struct OrganizationSignUpRequestPayload {
    /// What is wrong with the input.
    user_errors: Vec<UserErrorPayload>,
}

/// Nobody is signed in any more.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// Always empty.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations that begin and end a session.
#[derive(Default)]
pub struct SignInMutation;

/// Mutations that begin and end a session.
#[Object]
impl SignInMutation {
    /// Signs in with address and password; sets the session cookie.
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> Result<SignInPayload> {
        let outcome = sign_in(ctx.app()?, &input.email, &input.password, ctx.client_info()?).await;
        signed_in(ctx, outcome).await
    }

    /// Mails a link that works once, for 10 minutes. Answers the same whether the address is known or not.
    async fn sign_in_link_request(
        &self,
        ctx: &Context<'_>,
        input: SignInLinkRequestInput,
    ) -> Result<SignInLinkRequestPayload> {
        let audience = input.audience.into();
        let outcome = request_sign_in_link(ctx.app()?, &input.email, audience, ctx.client_info()?).await;
        Ok(SignInLinkRequestPayload {
            user_errors: into_user_errors(ctx, outcome)?.err().unwrap_or_default(),
        })
    }

    /// Signs in with an emailed link; sets the session cookie.
    async fn sign_in_link_consume(
        &self,
        ctx: &Context<'_>,
        input: SignInLinkConsumeInput,
    ) -> Result<SignInPayload> {
        signed_in(ctx, consume_sign_in_link(ctx.app()?, &input.token, ctx.client_info()?).await).await
    }

    /// Second step of a sign-in: a code from the authenticator app, or a recovery code.
    async fn second_factor_verify(
        &self,
        ctx: &Context<'_>,
        input: SecondFactorCodeInput,
    ) -> Result<SignInPayload> {
        let token = ctx.request()?.token.as_deref();
        signed_in(ctx, verify_second_factor(ctx.app()?, token, &input.code, ctx.client_info()?).await).await
    }

    /// Mails a link that opens a new organization. Answers the same whether the address is known or not.
    async fn organization_sign_up_request(
        &self,
        ctx: &Context<'_>,
        input: OrganizationSignUpRequestInput,
    ) -> Result<OrganizationSignUpRequestPayload> {
        let new = NewOrganization {
            organization_name: input.organization_name,
            country: input.country.into(),
            name: input.name,
            email: input.email,
            language: input.language.into(),
        };
        let outcome = request_sign_up(ctx.app()?, &new, ctx.client_info()?).await;
        Ok(OrganizationSignUpRequestPayload {
            user_errors: into_user_errors(ctx, outcome)?.err().unwrap_or_default(),
        })
    }

    /// Opens the organization of an emailed link and signs in as its manager.
    async fn organization_sign_up_confirm(
        &self,
        ctx: &Context<'_>,
        input: OrganizationSignUpConfirmInput,
    ) -> Result<SignInPayload> {
        signed_in(ctx, confirm_sign_up(ctx.app()?, &input.token, ctx.client_info()?).await).await
    }

    /// Ends this session.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        if let Some(token) = &ctx.request()?.token {
            session::end(ctx.app()?, token, ctx.client_info()?).await.or_internal_error(ctx)?;
        }
        ctx.set_cookie(SessionCookie::Clear)?;
        Ok(SignOutPayload { user_errors: Vec::new() })
    }
}

/// A session that begins ends the one before it in this browser.
pub(super) async fn signed_in(ctx: &Context<'_>, outcome: AppResult<SignedIn>) -> Result<SignInPayload> {
    let signed = match into_user_errors(ctx, outcome)? {
        Ok(signed) => signed,
        Err(user_errors) => {
            return Ok(SignInPayload { viewer: None, second_factor_required: false, user_errors });
        }
    };
    if let Some(before) = &ctx.request()?.token {
        session::end(ctx.app()?, before, ctx.client_info()?).await.or_internal_error(ctx)?;
    }
    // The rest of the document is answered to who has just signed in.
    if !ctx.request()?.set_signed_in_caller(signed.caller.clone()) {
        return Err(bad_input("sign in once per request"));
    }
    ctx.set_cookie(SessionCookie::Set(signed.token))?;
    Ok(SignInPayload {
        second_factor_required: signed.caller.is_none(),
        viewer: signed.caller.map(Viewer),
        user_errors: Vec::new(),
    })
}
