//! Email about a payment and what went back of it: to who pays, and to the team of the property.

use entity::{payment, property};

use crate::error::AppResult;
use crate::notifications::queue::{Envelope, queue_email, queue_team_email};
use crate::notifications::template::EmailTemplate;
use crate::unit_of_work::UnitOfWork;
use store::Scope;

/// Queues an email to the payer, once per kind and what it is about. The property is the payment's.
pub(crate) async fn notify_payer<T: EmailTemplate>(
    work: &mut UnitOfWork<'_>,
    property: &property::Model,
    payment: &payment::Model,
    related: T::Related,
) -> AppResult<()> {
    let Some(id) = payment.resident_id else { return Ok(()) };
    let scope = Scope::for_organization(payment.organization_id);
    let resident = store::properties::resident(work.txn(), &scope, id).await?;
    if let Some(envelope) = resident.as_ref().and_then(|to| Envelope::to_resident(property, to)) {
        queue_email::<T>(work, envelope, related)?;
    }
    Ok(())
}

/// Queues an email to everyone who looks after the property, once per kind and what it is about.
pub(crate) async fn notify_team<T: EmailTemplate>(
    work: &mut UnitOfWork<'_>,
    property: &property::Model,
    related: T::Related,
) -> AppResult<()> {
    Ok(queue_team_email::<T>(work, property, related).await?)
}
