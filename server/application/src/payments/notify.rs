//! Email about a payment and what went back of it: to who pays, and to the team of the property.

use entity::payment;

use crate::error::AppResult;
use crate::notifications::queue::{Envelope, queue_email, queue_team_email};
use crate::notifications::template::EmailTemplate;
use crate::unit_of_work::UnitOfWork;
use store::Scope;

/// Queues an email to the payer, once per kind and what it is about.
pub(crate) async fn notify_payer<T: EmailTemplate>(
    work: &mut UnitOfWork<'_>,
    row: &payment::Model,
    related: T::Related,
) -> AppResult<()> {
    let _app = work.app();
    let scope = Scope::for_organization(row.organization_id);
    let property = store::properties::property(work.txn(), &scope, row.property_id).await?;
    let resident = match row.resident_id {
        Some(id) => store::properties::resident(work.txn(), &scope, id).await?,
        None => None,
    };
    if let (Some(property), Some(resident)) = (property, resident)
        && let Some(envelope) = Envelope::to_resident(&property, &resident)
    {
        queue_email::<T>(work, envelope, related)?;
    }
    Ok(())
}

/// Queues an email to everyone who looks after the payment's property, once per kind and what it is about.
pub(crate) async fn notify_team<T: EmailTemplate>(
    work: &mut UnitOfWork<'_>,
    row: &payment::Model,
    related: T::Related,
) -> AppResult<()> {
    let _app = work.app();
    queue_team_email::<T>(work, row.organization_id, row.property_id, related).await?;
    Ok(())
}
