//! Choosing who bears the processing fees of a property.

use domain::fee::Mode;
use domain::id::Uuid;
use domain::roles::Permission;
use serde_json::json;

use super::trail;
use crate::app::App;
use crate::people::Caller;
use crate::refusal::{Failure, Outcome};
use crate::store;
use crate::store::words::Word;

/// Saves the fee mode; attempts under way keep the fee they were quoted.
pub async fn set_fee_mode(app: &App, caller: &Caller, property: Uuid, mode: Mode) -> Outcome<Uuid> {
    let scope = caller.scope(Permission::ConnectPayments);
    let txn = app.db.begin().await?;
    let row = store::properties::property(&txn, &scope, property).await?;
    let row = row.ok_or_else(|| Failure::not_found("property"))?;
    let detail = json!({ "before": row.fee_mode, "after": mode.word() });
    let what = ("property.fee_mode_set", row.id);
    trail::write(app, &txn, caller.actor(), row.organization_id, what, &detail).await?;
    store::properties::set_fee_mode(&txn, row, mode.word()).await?;
    txn.commit().await?;
    Ok(property)
}
