//! Whether a property's money agrees, and what does not.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use domain::id::{self, Uuid};
use domain::roles::Permission;
use entity::reconciliation;

use super::super::community::Property;
use super::super::context::Here;
use super::super::errors::{OrInner, UserError, told};
use super::super::invoices::Invoice;
use super::super::loaders::{InvoiceOf, PaymentOf, PayoutOf};
use super::super::payments::{Payment, Payout};
use super::super::scalars::{Date, DateTime, Money, key};
use super::{WebhookEvent, event};
use application::bookkeeping::reconcile;
use application::bookkeeping::reconcile::{Finding, reconcile_for};
use application::error::Failure;

/// What does not agree.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "reconcile::FindingKind")]
pub enum FindingKind {
    /// The books say another amount is at Stripe than Stripe does.
    BalanceDiffers,
    /// Stripe could not be asked.
    ProcessorUnreachable,
    /// The books disagree with themselves.
    BooksBroken,
    /// An invoice's balance is another than its entries.
    InvoiceDiffers,
    /// A payment is another at Stripe than here.
    PaymentParked,
    /// Stripe kept another fee than was booked.
    FeeDiffers,
    /// A transfer should have settled.
    PaymentLate,
    /// A deposit's parts don't add up to its amount.
    DepositDiffers,
    /// A deposit came back and none has arrived since.
    DepositFailed,
    /// An event waits.
    EventWaiting,
    /// An event was given up.
    EventGivenUp,
}

/// What the last check of a property's money found.
pub struct Reconciliation {
    pub(in super::super) row: reconciliation::Model,
    pub(in super::super) currency: String,
}

impl Reconciliation {
    fn money(&self, ctx: &Context<'_>, minor: i64) -> Result<Money> {
        Money::stored(minor, &self.currency).or_inner(ctx)
    }
}

/// What the last check of a property's money found.
#[Object]
impl Reconciliation {
    /// When it was checked.
    async fn checked_at(&self) -> DateTime {
        DateTime::stored(self.row.checked_at)
    }
    /// Whether everything agrees.
    async fn agrees(&self) -> bool {
        self.row.found == 0
    }
    /// What the books say is at Stripe.
    async fn clearing(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(ctx, self.row.clearing)
    }
    /// What Stripe says can be paid out; null where it was not asked or did not answer.
    async fn available(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        self.row.available.map(|minor| self.money(ctx, minor)).transpose()
    }
    /// What Stripe says can be paid out later.
    async fn pending(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        self.row.pending.map(|minor| self.money(ctx, minor)).transpose()
    }
    /// Deposits that were made and have not arrived.
    async fn under_way(&self, ctx: &Context<'_>) -> Result<Money> {
        self.money(ctx, self.row.under_way)
    }
    /// What does not agree, at most 20 of each kind.
    async fn findings(&self) -> Vec<ReconciliationFinding> {
        let of = |finding| ReconciliationFinding {
            finding,
            organization: self.row.organization_id,
            property: self.row.property_id,
            currency: self.currency.clone(),
        };
        reconcile::findings(&self.row).into_iter().map(of).collect()
    }
}

/// One thing that does not agree.
pub struct ReconciliationFinding {
    finding: Finding,
    organization: Uuid,
    property: Uuid,
    currency: String,
}

impl ReconciliationFinding {
    fn allows(&self, ctx: &Context<'_>, permission: Permission) -> Result<bool> {
        Ok(ctx.caller()?.scope(permission).reaches(self.organization, self.property))
    }

    fn money(&self, ctx: &Context<'_>, minor: Option<i64>) -> Result<Option<Money>> {
        minor.map(|minor| Money::stored(minor, &self.currency).or_inner(ctx)).transpose()
    }
}

/// One thing that does not agree.
#[Object]
impl ReconciliationFinding {
    /// What.
    async fn kind(&self) -> FindingKind {
        self.finding.kind.into()
    }
    /// The invoice it is about; null for keys that may not see invoices.
    async fn invoice(&self, ctx: &Context<'_>) -> Result<Option<Invoice>> {
        let about = self.finding.kind == reconcile::FindingKind::InvoiceDiffers;
        let Some(invoice) = self.finding.object.filter(|_| about) else { return Ok(None) };
        if !self.allows(ctx, Permission::SeeInvoices)? {
            return Ok(None);
        }
        let found = ctx.loaders()?.get(InvoiceOf { organization: self.organization, invoice }).await?;
        Ok(found.map(Invoice))
    }
    /// The payment it is about; null for keys that may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        use reconcile::FindingKind::{FeeDiffers, PaymentLate, PaymentParked};
        let about = matches!(self.finding.kind, PaymentParked | FeeDiffers | PaymentLate);
        let Some(payment) = self.finding.object.filter(|_| about) else { return Ok(None) };
        if !self.allows(ctx, Permission::SeeInvoices)? {
            return Ok(None);
        }
        let found = ctx.loaders()?.get(PaymentOf { organization: self.organization, payment }).await?;
        Ok(found.map(Payment))
    }
    /// The deposit it is about.
    async fn payout(&self, ctx: &Context<'_>) -> Result<Option<Payout>> {
        use reconcile::FindingKind::{DepositDiffers, DepositFailed};
        let about = matches!(self.finding.kind, DepositDiffers | DepositFailed);
        let Some(payout) = self.finding.object.filter(|_| about) else { return Ok(None) };
        let found = ctx.loaders()?.get(PayoutOf { organization: self.organization, payout }).await?;
        Ok(found.map(Payout))
    }
    /// The event it is about; for organization managers.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<WebhookEvent>> {
        use reconcile::FindingKind::{EventGivenUp, EventWaiting};
        let about = matches!(self.finding.kind, EventGivenUp | EventWaiting);
        match self.finding.object.filter(|_| about) {
            Some(id) => event(ctx, id).await,
            None => Ok(None),
        }
    }
    /// What our books or rows say.
    async fn ours(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        self.money(ctx, self.finding.ours)
    }
    /// What it is at Stripe, or in the books where they are compared with an invoice.
    async fn theirs(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        self.money(ctx, self.finding.theirs)
    }
    /// A day it is about.
    async fn day(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        self.finding.day.as_deref().map(Date::stored).transpose().or_inner(ctx)
    }
    /// More, in English.
    async fn detail(&self) -> Option<&str> {
        self.finding.detail.as_deref()
    }
}

/// What was checked.
#[derive(SimpleObject)]
pub struct ReconciliationCheckPayload {
    /// The property with what was found.
    property: Option<Property>,
    /// Why it was not.
    user_errors: Vec<UserError>,
}

/// Mutations of checks.
#[derive(Default)]
pub struct ReconciliationMutation;

/// Mutations of checks.
#[Object]
impl ReconciliationMutation {
    /// Checks a property's money now: compares the books with Stripe's balance and with themselves.
    #[graphql(complexity = "200 + child_complexity")]
    async fn reconciliation_check(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
    ) -> Result<ReconciliationCheckPayload> {
        let caller = ctx.caller()?;
        let outcome = match key::<id::Property>(&property_id) {
            Some(key) => reconcile_for(ctx.app()?, caller, key).await,
            None => Err(Failure::not_found("property")),
        };
        Ok(match told(ctx, outcome)? {
            Ok(row) => ReconciliationCheckPayload { property: Some(Property(row)), user_errors: Vec::new() },
            Err(user_errors) => ReconciliationCheckPayload { property: None, user_errors },
        })
    }
}
