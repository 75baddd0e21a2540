//! Email about a property's payment account.

use domain::roles::Role;
use entity::property;

use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::account_attention::AccountAttention;
use crate::unit_of_work::UnitOfWork;
use store::StoreResult;

/// Queues an email to those who can do something about it: the organization managers.
pub(super) async fn notify_managers(
    work: &mut UnitOfWork<'_>,
    property: &property::Model,
) -> StoreResult<()> {
    let app = work.app();
    // Each change is told: the row is locked, so nobody else tells the same one.
    let change = app.new_uuid();
    let team = store::people::property_team(work.txn(), property.organization_id, property.id).await?;
    for (_, user) in team.iter().filter(|(member, _)| member.role == Role::OrganizationManager) {
        let envelope = Envelope::to_member(property, user).repeated(change);
        queue_email::<AccountAttention>(work, envelope, property.id)?;
    }
    Ok(())
}
