//! Signing in and out, and opening an organization.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use super::viewer::{Language, Viewer};
use crate::graphql::community::Country;
use crate::graphql::enums::schema_enum;
use crate::graphql::errors::{UserErrorPayload, bad_input};
use crate::graphql::request::{ContextExt, SessionCookie};
use crate::graphql::results::{ResultExt, into_user_errors};
use application::error::AppResult;
use application::identity::consume_sign_in_link::consume_sign_in_link;
use application::identity::request_sign_in_link::request_sign_in_link;
use application::identity::sign_in::sign_in;
use application::identity::sign_up::{NewOrganization, confirm_sign_up, request_sign_up};
use application::identity::verify_second_factor::verify_second_factor;
use application::identity::{SignedIn, session};

/// Email address and password.
#[derive(InputObject)]
pub struct SignInInput {
    /// Email address; case is ignored.
    email: String,
    /// Password of the account.
    #[graphql(secret)]
    password: String,
}

schema_enum!(SignInAudience = domain::community::Audience);

/// Where to send a sign-in link, and what it opens.
#[derive(InputObject)]
pub struct SignInLinkRequestInput {
    /// Email address of the account.
    email: String,
    /// The interface the link opens.
    audience: SignInAudience,
}

/// The token of a sign-in link.
#[derive(InputObject)]
pub struct SignInLinkConsumeInput {
    /// The token in the emailed link, after `#token=`.
    #[graphql(secret)]
    token: String,
}

/// A code of the second factor.
#[derive(InputObject)]
pub struct SecondFactorCodeInput {
    /// Six digits from the authenticator app, or a recovery code; each works once.
    #[graphql(secret)]
    pub(super) code: String,
}

/// A new organization and its first organization manager.
#[derive(InputObject)]
pub struct OrganizationSignUpRequestInput {
    /// Name of the organization, 1 to 100 characters in one line.
    organization_name: String,
    /// Country of the organization.
    country: Country,
    /// Full name of the manager, 1 to 100 characters in one line.
    name: String,
    /// Email address of the manager.
    email: String,
    /// Language of the manager.
    language: Language,
}

/// The token of a sign-up link.
#[derive(InputObject)]
pub struct OrganizationSignUpConfirmInput {
    /// The token in the emailed link, after `#token=`.
    #[graphql(secret)]
    token: String,
}

/// Result of a step of signing in. A successful step sets the session cookie.
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// The signed-in person; null when the call failed, or a code of the second factor is needed first.
    viewer: Option<Viewer>,
    /// Whether a code of the second factor is needed: call `secondFactorVerify` within ten minutes.
    second_factor_required: bool,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `signInLinkRequest`; the same whether the address has an account or not.
#[derive(SimpleObject)]
pub struct SignInLinkRequestPayload {
    /// What is wrong with the address, or `TOO_MANY_REQUESTS`; empty otherwise.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `organizationSignUpRequest`; the same whether the address has an account or not.
#[derive(SimpleObject)]
pub struct OrganizationSignUpRequestPayload {
    /// What is wrong with the input, or `TOO_MANY_REQUESTS`; empty otherwise.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `signOut`.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// Always empty: signing out does not fail.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations that begin and end sessions.
#[derive(Default)]
pub struct SignInMutation;

/// Mutations that begin and end sessions.
#[Object]
impl SignInMutation {
    /// Signs in with email address and password, and sets the session cookie. No sign-in is needed.
    ///
    /// User errors: `INVALID_CREDENTIALS`, `TOO_MANY_REQUESTS` after 10 attempts for an address in 15
    /// minutes.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Email address and password.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let outcome = sign_in(ctx.app()?, &input.email, &input.password, ctx.client_info()?).await;
        signed_in(ctx, outcome).await
    }

    /// Emails a link that signs in once, within ten minutes. The answer and its timing are the same whether
    /// the address has an account or not. No sign-in is needed.
    ///
    /// User errors: `INVALID_EMAIL`, `TOO_MANY_REQUESTS` after 6 links to an address in an hour.
    async fn sign_in_link_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to send the link, and what it opens.")] input: SignInLinkRequestInput,
    ) -> Result<SignInLinkRequestPayload> {
        let audience = input.audience.into();
        let outcome = request_sign_in_link(ctx.app()?, &input.email, audience, ctx.client_info()?).await;
        Ok(SignInLinkRequestPayload {
            user_errors: into_user_errors(ctx, outcome)?.err().unwrap_or_default(),
        })
    }

    /// Signs in with the token of an emailed link, and sets the session cookie. No sign-in is needed.
    ///
    /// User errors: `LINK_INVALID`, `TOO_MANY_REQUESTS`.
    async fn sign_in_link_consume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token of the link.")] input: SignInLinkConsumeInput,
    ) -> Result<SignInPayload> {
        signed_in(ctx, consume_sign_in_link(ctx.app()?, &input.token, ctx.client_info()?).await).await
    }

    /// Completes a sign-in whose payload had `secondFactorRequired`, and sets a new session cookie. Without
    /// such a sign-in it fails with the top-level error code `UNAUTHENTICATED`.
    ///
    /// User errors: `CODE_INVALID`, `TOO_MANY_REQUESTS`.
    async fn second_factor_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A code from the authenticator app, or a recovery code.")]
        input: SecondFactorCodeInput,
    ) -> Result<SignInPayload> {
        let token = ctx.request()?.token.as_deref();
        signed_in(ctx, verify_second_factor(ctx.app()?, token, &input.code, ctx.client_info()?).await).await
    }

    /// Emails a link that creates a new organization, valid once and for 24 hours. The answer and its timing
    /// are the same whether the address has an account or not. No sign-in is needed.
    ///
    /// User errors: `REQUIRED`, `TOO_LONG`, `INVALID_VALUE`, `INVALID_EMAIL`, `TOO_MANY_REQUESTS`.
    async fn organization_sign_up_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization and its first organization manager.")]
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

    /// Creates the organization of an emailed sign-up link, and signs in as its organization manager. No
    /// sign-in is needed.
    ///
    /// User errors: `LINK_INVALID`, `TOO_MANY_REQUESTS`.
    async fn organization_sign_up_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token of the link.")] input: OrganizationSignUpConfirmInput,
    ) -> Result<SignInPayload> {
        signed_in(ctx, confirm_sign_up(ctx.app()?, &input.token, ctx.client_info()?).await).await
    }

    /// Ends the current session and removes the session cookie. Does nothing when nobody is signed in.
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
