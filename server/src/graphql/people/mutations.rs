//! Signing in and out, and choosing the language.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};

use super::super::context::{Here, SessionCookie};
use super::super::errors::{OrInner, UserError, bad_input, told};
use super::viewer::{Language, Viewer};
use crate::people::consume_sign_in_link::consume_sign_in_link;
use crate::people::request_sign_in_link::{Audience, request_sign_in_link};
use crate::people::set_language::set_language;
use crate::people::sign_in::sign_in;
use crate::people::{Caller, session};
use crate::refusal::Outcome;

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
#[graphql(remote = "Audience")]
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

/// Who is signed in now.
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// The person.
    viewer: Option<Viewer>,
    /// Why not.
    user_errors: Vec<UserError>,
}

/// The same whether the address is known or not.
#[derive(SimpleObject)]
pub struct SignInLinkRequestPayload {
    /// What is wrong with the address's form.
    user_errors: Vec<UserError>,
}

/// Nobody is signed in any more.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// Always empty.
    user_errors: Vec<UserError>,
}

/// The person as they are now.
#[derive(SimpleObject)]
pub struct ViewerLanguageSetPayload {
    /// The person.
    viewer: Option<Viewer>,
    /// Always empty.
    user_errors: Vec<UserError>,
}

/// Mutations of one's own session.
#[derive(Default)]
pub struct PeopleMutation;

/// Mutations of one's own session.
#[Object]
impl PeopleMutation {
    /// Signs in with address and password; sets the session cookie.
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> Result<SignInPayload> {
        signed_in(ctx, sign_in(ctx.app()?, &input.email, &input.password).await).await
    }

    /// Mails a link that works once, for 10 minutes. Answers the same whether the address is known or not.
    async fn sign_in_link_request(
        &self,
        ctx: &Context<'_>,
        input: SignInLinkRequestInput,
    ) -> Result<SignInLinkRequestPayload> {
        let outcome = request_sign_in_link(ctx.app()?, &input.email, input.audience.into()).await;
        Ok(SignInLinkRequestPayload { user_errors: told(ctx, outcome)?.err().unwrap_or_default() })
    }

    /// Signs in with an emailed link; sets the session cookie.
    async fn sign_in_link_consume(
        &self,
        ctx: &Context<'_>,
        input: SignInLinkConsumeInput,
    ) -> Result<SignInPayload> {
        signed_in(ctx, consume_sign_in_link(ctx.app()?, &input.token).await).await
    }

    /// Ends this session.
    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        if let Some(token) = &ctx.request()?.token {
            session::end(ctx.app()?, token).await.or_inner(ctx)?;
        }
        ctx.set_cookie(SessionCookie::Clear)?;
        Ok(SignOutPayload { user_errors: Vec::new() })
    }

    /// Chooses the language of the interface and of mail.
    async fn viewer_language_set(
        &self,
        ctx: &Context<'_>,
        language: Language,
    ) -> Result<ViewerLanguageSetPayload> {
        let outcome = set_language(ctx.app()?, ctx.caller()?, language.into()).await;
        Ok(match told(ctx, outcome)? {
            Ok(caller) => ViewerLanguageSetPayload { viewer: Some(Viewer(caller)), user_errors: Vec::new() },
            Err(user_errors) => ViewerLanguageSetPayload { viewer: None, user_errors },
        })
    }
}

/// A session that begins ends the one before it in this browser.
async fn signed_in(ctx: &Context<'_>, outcome: Outcome<(Caller, String)>) -> Result<SignInPayload> {
    Ok(match told(ctx, outcome)? {
        Ok((caller, token)) => {
            if let Some(before) = &ctx.request()?.token {
                session::end(ctx.app()?, before).await.or_inner(ctx)?;
            }
            // The rest of the document is answered to who has just signed in.
            if ctx.request()?.signed_in.set(caller.clone()).is_err() {
                return Err(bad_input("sign in once per request"));
            }
            ctx.set_cookie(SessionCookie::Set(token))?;
            SignInPayload { viewer: Some(Viewer(caller)), user_errors: Vec::new() }
        }
        Err(user_errors) => SignInPayload { viewer: None, user_errors },
    })
}
