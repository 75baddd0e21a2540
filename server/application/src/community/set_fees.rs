//! Choosing who bears the processing fees of a property, for each method. Passing card fees on needs somebody
//! who says that they checked the rules for it; who and when is kept for as long as it is passed on.

use domain::audit::AuditAction;
use domain::fee::{FeeMode, FeePolicy, FeePolicyError};
use domain::id::PropertyId;
use domain::roles::Permission;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::fees::quote;
use crate::identity::Caller;

/// What is chosen.
#[derive(Debug, Clone, Copy)]
pub struct SetFees {
    /// Who bears the fees of bank transfers.
    pub bank: FeeMode,
    /// Who bears the fees of cards.
    pub card: FeeMode,
    /// The new cap of card surcharges in basis points; as it is when left out.
    pub card_cap_bp: Option<i64>,
    /// The caller says that they checked the rules for card surcharges.
    pub acknowledged: bool,
    /// The settings the caller looked at.
    pub expected_version: Option<i64>,
}

impl From<FeePolicyError> for AppError {
    fn from(error: FeePolicyError) -> Self {
        let (code, field) = match error {
            FeePolicyError::CapOutOfRange => (ErrorCode::InvalidValue, "cardCapBasisPoints"),
            FeePolicyError::CardForbidden => (ErrorCode::CardFeesForbidden, "card"),
        };
        AppError::field_error(code, field, error.to_string())
    }
}

/// Saves the choices; payments under way keep the fee they were quoted.
pub async fn set_fees(
    app: &App,
    caller: &Caller,
    property: PropertyId,
    new: SetFees,
) -> AppResult<PropertyId> {
    let scope = caller.scope(Permission::ConnectPayments);
    let mut work = app.begin().await?;
    let row = store::properties::lock_property(work.txn(), &scope, property).await?;
    let row = row.ok_or_else(|| AppError::not_found("property"))?;
    if new.expected_version.is_some_and(|version| version != row.version) {
        return Err(AppError::user_error(
            ErrorCode::VersionConflict,
            format!("the settings have changed since you read them; they are at version {}", row.version),
        ));
    }
    let before = FeePolicy { bank: row.bank_fee_mode, card: row.card_fee_mode, card_cap_bp: row.card_cap_bp };
    let after =
        FeePolicy { bank: new.bank, card: new.card, card_cap_bp: new.card_cap_bp.unwrap_or(row.card_cap_bp) };
    let after = after.check(quote::region(&row)?)?;
    let known = row.card_acknowledged_at.is_some();
    if after.card == FeeMode::Pass && !known && !new.acknowledged {
        return Err(AppError::field_error(
            ErrorCode::AcknowledgementRequired,
            "cardAcknowledged",
            "card surcharges are regulated: confirm that you checked the rules that apply to the property",
        ));
    }
    let acknowledges = after.card == FeeMode::Pass && !known;
    if after == before && !acknowledges {
        return Ok(property);
    }
    let changed =
        |before: &str, after: &str| (before != after).then(|| json!({ "before": before, "after": after }));
    let percent = |bp: i64| format!("{}.{:02} %", bp.div_euclid(100), bp.rem_euclid(100));
    let detail = json!({
        "bankFees": changed(before.bank.code(), after.bank.code()),
        "cardFees": changed(before.card.code(), after.card.code()),
        "cardCap": changed(&percent(before.card_cap_bp), &percent(after.card_cap_bp)),
        "cardAcknowledged": acknowledges.then_some(true),
    });
    let row = store::properties::save_property(work.txn(), row, |row| {
        row.bank_fee_mode = Set(after.bank);
        row.card_fee_mode = Set(after.card);
        row.card_cap_bp = Set(after.card_cap_bp);
        if acknowledges {
            row.card_acknowledged_by = Set(Some(caller.user.id));
            row.card_acknowledged_name = Set(Some(caller.user.name.clone()));
            row.card_acknowledged_at = Set(Some(app.now()));
        } else if after.card == FeeMode::Absorb {
            row.card_acknowledged_by = Set(None);
            row.card_acknowledged_name = Set(None);
            row.card_acknowledged_at = Set(None);
        }
    })
    .await?;
    let what = AuditedAction::new(AuditAction::FeesChanged, row.id, row.name.as_str());
    work.audit(&caller.actor(), row.organization_id, what, &detail);
    work.commit().await?;
    Ok(property)
}
