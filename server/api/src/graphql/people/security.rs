//! One's own account: language, password, second factor and sessions.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;

use super::sign_in::SecondFactorCodeInput;
use super::viewer::{Language, Viewer};
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::request::ContextExt;
use crate::graphql::results::into_user_errors;
use crate::graphql::scalars::decode_id;
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
    /// The one before. Left out by who has none, or has signed in by an emailed link in the last 15 minutes.
    #[graphql(secret)]
    current_password: Option<String>,
    /// 8 to 128 characters, not a common one.
    #[graphql(secret)]
    new_password: String,
}

/// The password to forget.
#[derive(InputObject)]
pub struct PasswordRemoveInput {
    /// The current password.
    #[graphql(secret)]
    current_password: String,
}

/// A QR code to draw.
#[derive(SimpleObject)]
pub struct QrCode {
    /// Modules on a side, without the quiet zone of four around it.
    size: i32,
    /// The dark modules as an SVG path in units of a module.
    path: String,
}

/// A secret for an authenticator app.
#[derive(SimpleObject)]
pub struct SecondFactorEnrollment {
    /// To type by hand, base32.
    secret: String,
    /// `otpauth://…`
    uri: String,
    /// The same to scan.
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

/// What the app needs.
#[derive(SimpleObject)]
pub struct SecondFactorEnrollPayload {
    /// The secret.
    enrollment: Option<SecondFactorEnrollment>,
    /// Why not.
    user_errors: Vec<UserErrorPayload>,
}

/// New recovery codes.
#[derive(SimpleObject)]
pub struct SecondFactorCodesPayload {
    /// Each works once; shown this once.
    recovery_codes: Vec<String>,
    /// The person as they are now.
    viewer: Option<Viewer>,
    /// Why nothing was done.
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
    ($($name:ident),*) => {$(
        /// The person as they are now.
        #[derive(SimpleObject)]
        pub struct $name {
            /// The person.
            viewer: Option<Viewer>,
            /// Why nothing was done.
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

viewer_payload!(
    ViewerLanguageSetPayload,
    PasswordSetPayload,
    PasswordRemovePayload,
    SecondFactorDisablePayload,
    SessionEndPayload,
    SessionEndOthersPayload
);

/// Mutations of one's own account.
#[derive(Default)]
pub struct SecurityMutation;

/// Mutations of one's own account.
#[Object]
impl SecurityMutation {
    /// Chooses the language of the interface and of mail.
    async fn viewer_language_set(
        &self,
        ctx: &Context<'_>,
        language: Language,
    ) -> Result<ViewerLanguageSetPayload> {
        let outcome = set_language(ctx.app()?, ctx.caller()?, language.into()).await;
        ViewerLanguageSetPayload::of(ctx, outcome)
    }

    /// Sets a password; signs out everywhere else.
    async fn password_set(&self, ctx: &Context<'_>, input: PasswordSetInput) -> Result<PasswordSetPayload> {
        let current = input.current_password.as_deref();
        let outcome = set_password(ctx.app()?, ctx.caller()?, current, &input.new_password).await;
        PasswordSetPayload::of(ctx, outcome)
    }

    /// Goes back to signing in by emailed link; signs out everywhere else.
    async fn password_remove(
        &self,
        ctx: &Context<'_>,
        input: PasswordRemoveInput,
    ) -> Result<PasswordRemovePayload> {
        let outcome = remove_password(ctx.app()?, ctx.caller()?, &input.current_password).await;
        PasswordRemovePayload::of(ctx, outcome)
    }

    /// Gives a new secret for an authenticator app; nothing changes until `secondFactorEnable`.
    async fn second_factor_enroll(&self, ctx: &Context<'_>) -> Result<SecondFactorEnrollPayload> {
        let outcome = set_up_second_factor::start(ctx.app()?, ctx.caller()?).await;
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(made) => SecondFactorEnrollPayload { enrollment: Some(made.into()), user_errors: Vec::new() },
            Err(user_errors) => SecondFactorEnrollPayload { enrollment: None, user_errors },
        })
    }

    /// Turns the second factor on, with the first code; gives the recovery codes, this once. Signs out everywhere
    /// else.
    async fn second_factor_enable(
        &self,
        ctx: &Context<'_>,
        input: SecondFactorCodeInput,
    ) -> Result<SecondFactorCodesPayload> {
        let outcome = set_up_second_factor::enable(ctx.app()?, ctx.caller()?, &input.code).await;
        SecondFactorCodesPayload::of(ctx, outcome)
    }

    /// Turns the second factor off, with a code.
    async fn second_factor_disable(
        &self,
        ctx: &Context<'_>,
        input: SecondFactorCodeInput,
    ) -> Result<SecondFactorDisablePayload> {
        let outcome = set_up_second_factor::disable(ctx.app()?, ctx.caller()?, &input.code).await;
        SecondFactorDisablePayload::of(ctx, outcome)
    }

    /// Gives new recovery codes and forgets the old ones, with a code.
    async fn second_factor_recovery_codes_replace(
        &self,
        ctx: &Context<'_>,
        input: SecondFactorCodeInput,
    ) -> Result<SecondFactorCodesPayload> {
        let code = &input.code;
        let outcome = set_up_second_factor::replace_recovery_codes(ctx.app()?, ctx.caller()?, code).await;
        SecondFactorCodesPayload::of(ctx, outcome)
    }

    /// Signs out somewhere else.
    async fn session_end(&self, ctx: &Context<'_>, id: ID) -> Result<SessionEndPayload> {
        let caller = ctx.caller()?;
        // An id of another kind becomes the nil key, which no session has.
        let outcome =
            end_session(ctx.app()?, caller, decode_id::<id::Session>(&id).unwrap_or_default()).await;
        SessionEndPayload::of(ctx, outcome.map(|()| caller.clone()))
    }

    /// Signs out everywhere but here.
    async fn session_end_others(&self, ctx: &Context<'_>) -> Result<SessionEndOthersPayload> {
        let caller = ctx.caller()?;
        let outcome = end_other_sessions(ctx.app()?, caller).await;
        SessionEndOthersPayload::of(ctx, outcome.map(|()| caller.clone()))
    }
}
