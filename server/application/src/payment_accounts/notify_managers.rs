//! Mail about a property's payment account.

use domain::roles::Role;
use entity::property;

use crate::app::App;
use crate::notifications::queue;
use crate::notifications::queue::{EmailKind, EmailReferences};
use store::{StoreResult, Txn};

/// Queues mail to those who can do something about it: the organization managers.
pub(super) async fn notify_managers(app: &App, txn: &Txn, property: &property::Model) -> StoreResult<()> {
    // Each change is told: the row is locked, so nobody else tells the same one.
    let key = app.new_id().to_string();
    let team = store::people::property_team(txn, property.organization_id, property.id).await?;
    for (_, user) in team.iter().filter(|(member, _)| member.role == Role::OrganizationManager) {
        queue::queue_member_email(
            app,
            txn,
            property,
            user,
            (EmailKind::AccountAttention, &key),
            EmailReferences::default(),
        )
        .await?;
    }
    Ok(())
}
