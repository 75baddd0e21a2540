//! Turning the second factor on and off, and replacing its recovery codes. A code is asked for each time, so that
//! somebody at an unlocked screen can't.

use domain::audit::Action;
use entity::{recovery_code, user};
use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::json;

use super::verify_second_factor::use_code;
use super::{Caller, access_trail, attempts, second_factor};
use crate::app::App;
use crate::error::{ErrorCode, Failure, Outcome};
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

fn enabled() -> Failure {
    Failure::refuse(ErrorCode::SecondFactorEnabled, "the second factor is on; turn it off first")
}

fn not_enabled() -> Failure {
    Failure::refuse(ErrorCode::SecondFactorNotEnabled, "the second factor is not on")
}

fn wrong() -> Failure {
    Failure::refuse_field(ErrorCode::CodeInvalid, "code", "the code is wrong, was used or is too old")
}

/// Makes a new secret; it counts once a code of it is given.
pub async fn start(app: &App, caller: &Caller) -> Outcome<Enrollment> {
    let id = caller.person()?.id;
    let txn = app.db.begin().await?;
    // Locked, so that a factor that is being turned on by another request is not forgotten.
    let user = store::people::lock_user(&txn, id).await?.ok_or(Failure::Unauthenticated)?;
    if user.second_factor_enabled_at.is_some() {
        return Err(enabled());
    }
    let salt = second_factor::salt(app);
    let totp = second_factor::totp(app, &salt, &user.email)?;
    let uri = totp.get_url();
    let code = QrCode::encode_text(&uri, QrCodeEcc::Medium)
        .map_err(|_| Failure::Inner("the address is too long for a QR code".into()))?;
    let row = |y| (0..code.size()).map(|x| code.get_module(x, y)).collect();
    let modules = (0..code.size()).map(row).collect();
    store::second_factors::begin(&txn, user.id, &salt).await?;
    txn.commit().await?;
    Ok(Enrollment { secret: second_factor::typed(&totp), uri, modules })
}

/// Turns it on with the first code; gives the caller as they are now and the recovery codes.
pub async fn enable(app: &App, caller: &Caller, code: &str) -> Outcome<(Caller, Vec<String>)> {
    let id = caller.person()?.id;
    attempts::allow(app, attempts::CODES_BY_ACCOUNT, &id.to_string()).await?;
    let txn = app.db.begin().await?;
    let user = store::people::lock_user(&txn, id).await?.ok_or(Failure::Unauthenticated)?;
    if user.second_factor_enabled_at.is_some() {
        return Err(enabled());
    }
    let salt = user.second_factor_salt.as_deref().ok_or_else(not_enabled)?;
    let totp = second_factor::totp(app, salt, &user.email)?;
    let step = second_factor::step_of(app, &totp, code).ok_or_else(wrong)?;
    store::second_factors::enable(&txn, &user, app.now_ms(), step).await?;
    let codes = replace_codes(app, &txn, &user).await?;
    // Sessions that began without it end.
    let this = caller.session.as_ref().map(|session| session.id);
    store::sessions::end_others(&txn, user.id, this).await?;
    let visitor = Some(&caller.visitor);
    access_trail::write(app, &txn, &user, visitor, Action::SecondFactorEnabled, &json!({})).await?;
    txn.commit().await?;
    attempts::forget(app, attempts::CODES_BY_ACCOUNT, &id.to_string()).await?;
    Ok((caller.again(app).await?, codes))
}

/// Turns it off with a code, unless an organization asks for it.
pub async fn disable(app: &App, caller: &Caller, code: &str) -> Outcome<Caller> {
    if caller.memberships.iter().any(|membership| membership.organization.second_factor_required) {
        let why = "an organization you belong to asks every member for a second factor";
        return Err(Failure::refuse(ErrorCode::SecondFactorNeeded, why));
    }
    let (txn, user) = proved(app, caller, code).await?;
    store::second_factors::disable(&txn, user.id).await?;
    let visitor = Some(&caller.visitor);
    access_trail::write(app, &txn, &user, visitor, Action::SecondFactorDisabled, &json!({})).await?;
    txn.commit().await?;
    caller.again(app).await
}

/// New recovery codes for a code; the old ones are forgotten.
pub async fn replace_recovery_codes(
    app: &App,
    caller: &Caller,
    code: &str,
) -> Outcome<(Caller, Vec<String>)> {
    let (txn, user) = proved(app, caller, code).await?;
    let codes = replace_codes(app, &txn, &user).await?;
    let visitor = Some(&caller.visitor);
    access_trail::write(app, &txn, &user, visitor, Action::RecoveryCodesReplaced, &json!({})).await?;
    txn.commit().await?;
    Ok((caller.again(app).await?, codes))
}

/// A transaction in which the caller has just given a right code.
async fn proved(app: &App, caller: &Caller, code: &str) -> Outcome<(Txn, user::Model)> {
    let id = caller.person()?.id;
    attempts::allow(app, attempts::CODES_BY_ACCOUNT, &id.to_string()).await?;
    let txn = app.db.begin().await?;
    let user = store::people::lock_user(&txn, id).await?.ok_or(Failure::Unauthenticated)?;
    if user.second_factor_enabled_at.is_none() {
        return Err(not_enabled());
    }
    if !use_code(app, &txn, &user, code).await? {
        return Err(wrong());
    }
    Ok((txn, user))
}

async fn replace_codes(app: &App, txn: &Txn, user: &user::Model) -> Outcome<Vec<String>> {
    let codes = second_factor::recovery_codes(app);
    let mut rows = Vec::with_capacity(codes.len());
    for code in &codes {
        let code_hash = second_factor::recovery_hash(app, code)?
            .ok_or_else(|| Failure::Inner("a new recovery code is none".into()))?;
        rows.push(recovery_code::Model { id: app.new_id(), user_id: user.id, code_hash, used_at: None });
    }
    store::second_factors::replace_codes(txn, user.id, rows).await?;
    Ok(codes)
}
