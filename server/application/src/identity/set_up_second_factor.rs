//! Turning the second factor on and off, and replacing its recovery codes. A code is asked for each time, so that
//! somebody at an unlocked screen can't.

use domain::audit::AuditAction;
use entity::{recovery_code, user};
use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::json;

use super::verify_second_factor::use_code;
use super::{Caller, access_audit, attempts, second_factor};
use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::unit_of_work::UnitOfWork;
use store::Txn;

/// A secret for an authenticator app.
#[derive(Clone)]
pub struct Enrollment {
    /// To type: base32.
    pub secret: String,
    /// `otpauth://…`
    pub uri: String,
    /// The same to scan: rows of modules, dark is true.
    pub modules: Vec<Vec<bool>>,
}

fn already_enabled() -> AppError {
    AppError::user_error(ErrorCode::SecondFactorEnabled, "the second factor is on; turn it off first")
}

fn not_enabled() -> AppError {
    AppError::user_error(ErrorCode::SecondFactorNotEnabled, "the second factor is not on")
}

fn invalid_code() -> AppError {
    AppError::field_error(ErrorCode::CodeInvalid, "code", "the code is wrong, was used or is too old")
}

/// Makes a new secret; it counts once a code of it is given.
pub async fn start(app: &App, caller: &Caller) -> AppResult<Enrollment> {
    let id = caller.require_person()?.id;
    let work = app.begin().await?;
    // Locked, so that a factor that is being turned on by another request is not forgotten.
    let user = store::people::lock_user(work.txn(), id).await?.ok_or(AppError::Unauthenticated)?;
    if user.second_factor_enabled_at.is_some() {
        return Err(already_enabled());
    }
    let salt = second_factor::salt(app);
    let totp = second_factor::totp(app, &salt, &user.email)?;
    let uri = totp.get_url();
    let code = QrCode::encode_text(&uri, QrCodeEcc::Medium)
        .map_err(|_| AppError::Internal("the address is too long for a QR code".into()))?;
    let row = |y| (0..code.size()).map(|x| code.get_module(x, y)).collect();
    let modules = (0..code.size()).map(row).collect();
    store::second_factors::begin(work.txn(), user.id, &salt).await?;
    work.commit().await?;
    Ok(Enrollment { secret: second_factor::base32_secret(&totp), uri, modules })
}

/// Turns it on with the first code; gives the caller as they are now and the recovery codes.
pub async fn enable(app: &App, caller: &Caller, code: &str) -> AppResult<(Caller, Vec<String>)> {
    let id = caller.require_person()?.id;
    attempts::allow(app, attempts::CODES_BY_ACCOUNT, &id.to_string()).await?;
    let mut work = app.begin().await?;
    let user = store::people::lock_user(work.txn(), id).await?.ok_or(AppError::Unauthenticated)?;
    if user.second_factor_enabled_at.is_some() {
        return Err(already_enabled());
    }
    let salt = user.second_factor_salt.as_deref().ok_or_else(not_enabled)?;
    let totp = second_factor::totp(app, salt, &user.email)?;
    let step = second_factor::matching_step(app, &totp, code).ok_or_else(invalid_code)?;
    store::second_factors::enable(work.txn(), &user, app.now(), step).await?;
    let codes = replace_codes(app, work.txn(), &user).await?;
    // Sessions that began without it end.
    let this = caller.session.as_ref().map(|session| session.id);
    store::sessions::end_others(work.txn(), user.id, this).await?;
    let client_info = Some(&caller.client_info);
    access_audit::record(&mut work, &user, client_info, AuditAction::SecondFactorEnabled, &json!({})).await?;
    work.commit().await?;
    attempts::reset(app, attempts::CODES_BY_ACCOUNT, &id.to_string()).await?;
    Ok((caller.reload(app).await?, codes))
}

/// Turns it off with a code, unless an organization asks for it.
pub async fn disable(app: &App, caller: &Caller, code: &str) -> AppResult<Caller> {
    if caller.is_second_factor_required() {
        let why = "an organization you belong to asks every member for a second factor";
        return Err(AppError::user_error(ErrorCode::SecondFactorRequired, why));
    }
    let (mut work, user) = verify_code(app, caller, code).await?;
    store::second_factors::disable(work.txn(), user.id).await?;
    let client_info = Some(&caller.client_info);
    access_audit::record(&mut work, &user, client_info, AuditAction::SecondFactorDisabled, &json!({}))
        .await?;
    work.commit().await?;
    caller.reload(app).await
}

/// New recovery codes for a code; the old ones are forgotten.
pub async fn replace_recovery_codes(
    app: &App,
    caller: &Caller,
    code: &str,
) -> AppResult<(Caller, Vec<String>)> {
    let (mut work, user) = verify_code(app, caller, code).await?;
    let codes = replace_codes(app, work.txn(), &user).await?;
    let client_info = Some(&caller.client_info);
    access_audit::record(&mut work, &user, client_info, AuditAction::RecoveryCodesReplaced, &json!({}))
        .await?;
    work.commit().await?;
    Ok((caller.reload(app).await?, codes))
}

/// How many of a person's recovery codes were not used yet.
pub async fn recovery_codes_left(app: &App, caller: &Caller) -> AppResult<u64> {
    Ok(store::second_factors::codes_left(app.db.read(), caller.user.id).await?)
}

/// A transaction in which the caller has just given a right code.
async fn verify_code<'a>(
    app: &'a App,
    caller: &Caller,
    code: &str,
) -> AppResult<(UnitOfWork<'a>, user::Model)> {
    let id = caller.require_person()?.id;
    attempts::allow(app, attempts::CODES_BY_ACCOUNT, &id.to_string()).await?;
    let work = app.begin().await?;
    let user = store::people::lock_user(work.txn(), id).await?.ok_or(AppError::Unauthenticated)?;
    if user.second_factor_enabled_at.is_none() {
        return Err(not_enabled());
    }
    if !use_code(app, work.txn(), &user, code).await? {
        return Err(invalid_code());
    }
    Ok((work, user))
}

async fn replace_codes(app: &App, txn: &Txn, user: &user::Model) -> AppResult<Vec<String>> {
    let codes = second_factor::recovery_codes(app);
    let mut rows = Vec::with_capacity(codes.len());
    for code in &codes {
        let code_hash = second_factor::recovery_hash(app, code)?
            .ok_or_else(|| AppError::Internal("a new recovery code is none".into()))?;
        rows.push(recovery_code::Model { id: app.new_id(), user_id: user.id, code_hash, used_at: None });
    }
    store::second_factors::replace_codes(txn, user.id, rows).await?;
    Ok(codes)
}
