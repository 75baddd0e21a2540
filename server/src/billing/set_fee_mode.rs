//! Choosing who bears the processing fees of a property.

use domain::audit::Action;
use domain::fee::Mode;
use domain::id::Uuid;
use domain::roles::Permission;
use serde_json::json;

use crate::app::App;
use crate::people::Caller;
use crate::refusal::{Failure, Outcome};
use crate::store;
use crate::store::words::Word;
use crate::trail;

/// Saves the fee mode; attempts under way keep the fee they were quoted.
pub async fn set_fee_mode(app: &App, caller: &Caller, property: Uuid, mode: Mode) -> Outcome<Uuid> {
    let scope = caller.scope(Permission::ConnectPayments);
    let txn = app.db.begin().await?;
    let row = store::properties::property(&txn, &scope, property).await?;
    let row = row.ok_or_else(|| Failure::not_found("property"))?;
    let detail = json!({ "feeMode": { "before": row.fee_mode, "after": mode.word() } });
    let row = store::properties::set_fee_mode(&txn, row, mode.word()).await?;
    let what = (Action::FeeModeChanged, row.id, row.name.as_str());
    trail::write(app, &txn, &caller.actor(), row.organization_id, what, &detail).await?;
    txn.commit().await?;
    Ok(property)
}
