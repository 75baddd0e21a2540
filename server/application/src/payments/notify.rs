//! Mail about a payment and what went back of it: to who pays, and to the team of the property.

use entity::payment;

use crate::app::App;
use crate::error::AppResult;
use crate::notifications::queue;
use crate::notifications::queue::{EmailKind, EmailReferences};
use store::{Scope, Txn};

/// Queues mail to the payer, once per kind and what it is about.
pub(crate) async fn notify_payer(
    app: &App,
    txn: &Txn,
    row: &payment::Model,
    kind: EmailKind,
    about: EmailReferences,
) -> AppResult<()> {
    let scope = Scope::for_organization(row.organization_id);
    let property = store::properties::property(txn, &scope, row.property_id).await?;
    let resident = match row.resident_id {
        Some(id) => store::properties::resident(txn, &scope, id).await?,
        None => None,
    };
    if let (Some(property), Some(resident)) = (property, resident) {
        let key = about.returned.unwrap_or(row.id).to_string();
        queue::queue_resident_email(app, txn, &property, &resident, (kind, &key), about).await?;
    }
    Ok(())
}

/// Queues mail to everyone who looks after the payment's property, once per kind and what it is about.
pub(crate) async fn notify_team(
    app: &App,
    txn: &Txn,
    row: &payment::Model,
    kind: EmailKind,
    about: EmailReferences,
) -> AppResult<()> {
    let key = about.returned.unwrap_or(row.id).to_string();
    queue::queue_team_email(app, txn, row.organization_id, row.property_id, (kind, &key), about).await?;
    Ok(())
}
