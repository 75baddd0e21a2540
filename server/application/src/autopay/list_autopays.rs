//! A resident's own automatic payments. The team never sees them.

use domain::id::{AutopayId, ResidentId};
use entity::autopay;

use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;

/// The automatic payments of every resident the caller is, the newest first.
pub async fn list_own_autopays(app: &App, caller: &Caller) -> AppResult<Vec<autopay::Model>> {
    let residents: Vec<ResidentId> = caller.residents.iter().map(|own| own.resident.id).collect();
    Ok(store::autopays::of_residents(app.db.read(), &residents).await?)
}

/// One of the caller's own automatic payments.
pub async fn own_autopay(app: &App, caller: &Caller, id: AutopayId) -> AppResult<Option<autopay::Model>> {
    let found = store::autopays::get(app.db.read(), id).await?;
    Ok(found.filter(|row| caller.residents.iter().any(|own| own.resident.id == row.resident_id)))
}
