//! One's own account: language, password, second factor and sessions.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;

use super::sign_in::SecondFactorCodeInput;
use super::viewer::{Language, Viewer};
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::request::ContextExt;
use crate::graphql::results::into_user_errors;
use crate::graphql::scalars::decode_id_or_nil;
use application::error::AppResult;
use application::identity::Caller;
use application::identity::end_session::{end_other_sessions, end_session};
use application::identity::set_language::set_language;
use application::identity::set_password::{remove_password, set_password};
use application::identity::set_up_second_factor;
use application::identity::set_up_second_factor::Enrollment;

/// A new password.
#[derive(InputObject)]
pub struct PasswordSetInput {
    /// The current password. May be left out when the account has none, or after a sign-in by emailed link
    /// within the last 15 minutes.
    #[graphql(secret)]
    current_password: Option<String>,
    /// The new password, 8 to 128 characters and not easy to guess.
    #[graphql(secret)]
    new_password: String,
}

/// Proof for removing the password.
#[derive(InputObject)]
pub struct PasswordRemoveInput {
    /// The current password of the account.
    #[graphql(secret)]
    current_password: String,
}

/// A QR code to draw.
#[derive(SimpleObject)]
pub struct QrCode {
    /// Modules on each side, without the quiet zone of four modules around the code.
    size: i32,
    /// The dark modules as SVG path data, one unit for each module.
    path: String,
}

/// A secret for an authenticator app (TOTP, RFC 6238).
#[derive(SimpleObject)]
pub struct SecondFactorEnrollment {
    /// The secret in base32, to type by hand.
    secret: String,
    /// The same as `otpauth://` URI.
    uri: String,
    /// The URI as QR code, to scan.
    qr_code: QrCode,
}

impl From<Enrollment> for SecondFactorEnrollment {
    fn from(made: Enrollment) -> Self {
        let size = i32::try_from(made.modules.len()).unwrap_or_default();
        let mut path = String::new();
        for (y, row) in made.modules.iter().enumerate() {
            let mut x = 0_usize;
            // A run of dark modules is one rectangle.
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    path.push_str(&format!("M{x} {y}h{0}v1h-{0}z", run.len()));
                }
                x = x.saturating_add(run.len());
            }
        }
        SecondFactorEnrollment { secret: made.secret, uri: made.uri, qr_code: QrCode { size, path } }
    }
}

/// Result of `secondFactorEnroll`.
#[derive(SimpleObject)]
pub struct SecondFactorEnrollPayload {
    /// The secret, not in force yet; null when the call failed.
    enrollment: Option<SecondFactorEnrollment>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `secondFactorEnable` and `secondFactorRecoveryCodesReplace`.
#[derive(SimpleObject)]
pub struct SecondFactorCodesPayload {
    /// Ten new recovery codes. Each works once in place of a code from the app; they are shown only here.
    /// Empty when the call failed.
    recovery_codes: Vec<String>,
    /// The signed-in person after the change; null when the call failed.
    viewer: Option<Viewer>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

impl SecondFactorCodesPayload {
    fn of(ctx: &Context<'_>, outcome: AppResult<(Caller, Vec<String>)>) -> Result<Self> {
        Ok(match into_user_errors(ctx, outcome)? {
            Ok((caller, recovery_codes)) => {
                Self { recovery_codes, viewer: Some(Viewer(caller)), user_errors: Vec::new() }
            }
            Err(user_errors) => Self { recovery_codes: Vec::new(), viewer: None, user_errors },
        })
    }
}

macro_rules! viewer_payload {
    ($($name:ident, $mutation:literal;)*) => {$(
        #[doc = concat!("Result of `", $mutation, "`.")]
        #[derive(SimpleObject)]
        pub struct $name {
            /// The signed-in person after the change; null when the call failed.
            viewer: Option<Viewer>,
            /// Why the call changed nothing; empty when it succeeded.
            user_errors: Vec<UserErrorPayload>,
        }

        impl $name {
            fn of(ctx: &Context<'_>, outcome: AppResult<Caller>) -> Result<Self> {
                Ok(match into_user_errors(ctx, outcome)? {
                    Ok(caller) => Self { viewer: Some(Viewer(caller)), user_errors: Vec::new() },
                    Err(user_errors) => Self { viewer: None, user_errors },
                })
            }
        }
    )*};
}

viewer_payload! {
    ViewerLanguageSetPayload, "viewerLanguageSet";
    PasswordSetPayload, "passwordSet";
    PasswordRemovePayload, "passwordRemove";
    SecondFactorDisablePayload, "secondFactorDisable";
    SessionEndPayload, "sessionEnd";
    SessionEndOthersPayload, "sessionEndOthers";
}

/// Mutations of one's own account.
#[derive(Default)]
pub struct SecurityMutation;

/// Mutations of one's own account.
#[Object]
impl SecurityMutation {
    /// Sets the language of the interface and of emails. For signed-in people; API keys get `NOT_ALLOWED`.
    async fn viewer_language_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to use from now on.")] language: Language,
    ) -> Result<ViewerLanguageSetPayload> {
        let outcome = set_language(ctx.app()?, ctx.caller()?, language.into()).await;
        ViewerLanguageSetPayload::of(ctx, outcome)
    }

    /// Sets or changes the password and ends all other sessions. For signed-in people; API keys get
    /// `NOT_ALLOWED`.
    ///
    /// User errors: `PASSWORD_WRONG`, `RECENT_SIGN_IN_REQUIRED`, `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_LONG`,
    /// `PASSWORD_COMMON`, `TOO_MANY_REQUESTS`, `NOT_ALLOWED`.
    async fn password_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new password, with the current one.")] input: PasswordSetInput,
    ) -> Result<PasswordSetPayload> {
        let current = input.current_password.as_deref();
        let outcome = set_password(ctx.app()?, ctx.caller()?, current, &input.new_password).await;
        PasswordSetPayload::of(ctx, outcome)
    }

    /// Removes the password, so that only emailed links sign in, and ends all other sessions. For signed-in
    /// people; API keys get `NOT_ALLOWED`.
    ///
    /// User errors: `PASSWORD_WRONG`, `TOO_MANY_REQUESTS`, `NOT_ALLOWED`.
    async fn password_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The current password, as proof.")] input: PasswordRemoveInput,
    ) -> Result<PasswordRemovePayload> {
        let outcome = remove_password(ctx.app()?, ctx.caller()?, &input.current_password).await;
        PasswordRemovePayload::of(ctx, outcome)
    }

    /// Creates a new secret for an authenticator app; it is in force after `secondFactorEnable`. For
    /// signed-in people; API keys get `NOT_ALLOWED`.
    ///
    /// User errors: `SECOND_FACTOR_ENABLED`, `NOT_ALLOWED`.
    async fn second_factor_enroll(&self, ctx: &Context<'_>) -> Result<SecondFactorEnrollPayload> {
        let outcome = set_up_second_factor::start(ctx.app()?, ctx.caller()?).await;
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(made) => SecondFactorEnrollPayload { enrollment: Some(made.into()), user_errors: Vec::new() },
            Err(user_errors) => SecondFactorEnrollPayload { enrollment: None, user_errors },
        })
    }

    /// Enables the second factor with the first code of the app, returns recovery codes and ends all other
    /// sessions. For signed-in people; API keys get `NOT_ALLOWED`.
    ///
    /// User errors: `CODE_INVALID`, `SECOND_FACTOR_ENABLED`, `SECOND_FACTOR_NOT_ENABLED` before
    /// `secondFactorEnroll`, `TOO_MANY_REQUESTS`, `NOT_ALLOWED`.
    async fn second_factor_enable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A code from the authenticator app.")] input: SecondFactorCodeInput,
    ) -> Result<SecondFactorCodesPayload> {
        let outcome = set_up_second_factor::enable(ctx.app()?, ctx.caller()?, &input.code).await;
        SecondFactorCodesPayload::of(ctx, outcome)
    }

    /// Disables the second factor. For signed-in people; API keys get `NOT_ALLOWED`.
    ///
    /// User errors: `CODE_INVALID`, `SECOND_FACTOR_NOT_ENABLED`, `SECOND_FACTOR_REQUIRED` when an
    /// organization requires one, `TOO_MANY_REQUESTS`, `NOT_ALLOWED`.
    async fn second_factor_disable(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A code from the authenticator app, or a recovery code.")]
        input: SecondFactorCodeInput,
    ) -> Result<SecondFactorDisablePayload> {
        let outcome = set_up_second_factor::disable(ctx.app()?, ctx.caller()?, &input.code).await;
        SecondFactorDisablePayload::of(ctx, outcome)
    }

    /// Returns new recovery codes; the old ones stop working. For signed-in people; API keys get
    /// `NOT_ALLOWED`.
    ///
    /// User errors: `CODE_INVALID`, `SECOND_FACTOR_NOT_ENABLED`, `TOO_MANY_REQUESTS`, `NOT_ALLOWED`.
    async fn second_factor_recovery_codes_replace(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A code from the authenticator app, or a recovery code.")]
        input: SecondFactorCodeInput,
    ) -> Result<SecondFactorCodesPayload> {
        let code = &input.code;
        let outcome = set_up_second_factor::replace_recovery_codes(ctx.app()?, ctx.caller()?, code).await;
        SecondFactorCodesPayload::of(ctx, outcome)
    }

    /// Ends one of the caller's sessions. For signed-in people; API keys get `NOT_ALLOWED`.
    ///
    /// User errors: `NOT_FOUND`, `NOT_ALLOWED`.
    async fn session_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the session, starting with `ses_`.")] id: ID,
    ) -> Result<SessionEndPayload> {
        let caller = ctx.caller()?;
        // An id of another kind becomes the nil key, which no session has.
        let outcome = end_session(ctx.app()?, caller, decode_id_or_nil::<id::Session>(&id)).await;
        SessionEndPayload::of(ctx, outcome.map(|()| caller.clone()))
    }

    /// Ends all of the caller's sessions but the current one. For signed-in people; API keys get
    /// `NOT_ALLOWED`.
    ///
    /// User errors: `NOT_ALLOWED`.
    async fn session_end_others(&self, ctx: &Context<'_>) -> Result<SessionEndOthersPayload> {
        let caller = ctx.caller()?;
        let outcome = end_other_sessions(ctx.app()?, caller).await;
        SessionEndOthersPayload::of(ctx, outcome.map(|()| caller.clone()))
    }
}
