//! Reconciliation of a property: its ledger compared with Stripe, with its invoices and with itself.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use domain::id::{self, Uuid};
use domain::money;
use domain::roles::Permission;
use entity::reconciliation;

use super::super::community::Property;
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, UserErrorPayload, into_user_errors};
use super::super::invoices::Invoice;
use super::super::loaders::{InvoiceKey, PaymentKey, PayoutKey};
use super::super::payments::{Payment, Payout};
use super::super::scalars::{Date, DateTime, Money, decode_id};
use super::{WebhookEvent, webhook_event};
use application::bookkeeping::reconcile;
use application::bookkeeping::reconcile::{Finding, reconcile_as_caller};
use application::error::AppError;

/// What does not agree.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "reconcile::FindingKind")]
pub enum FindingKind {
    /// The books say another amount is at Stripe than Stripe does.
    BalanceMismatch,
    /// Stripe could not be asked.
    ProcessorUnreachable,
    /// The books disagree with themselves.
    LedgerInconsistent,
    /// An invoice's balance is another than its entries.
    InvoiceMismatch,
    /// A payment at Stripe does not match ours.
    PaymentMismatch,
    /// Stripe kept another fee than was booked.
    FeeMismatch,
    /// A transfer should have settled.
    SettlementOverdue,
    /// A payout's items don't add up to its amount.
    PayoutMismatch,
    /// A payout came back and none has arrived since.
    PayoutFailed,
    /// A webhook event is not applied yet.
    WebhookEventPending,
    /// A webhook event could not be applied.
    WebhookEventFailed,
}

/// What the last check of a property's money found.
pub struct Reconciliation {
    pub(in super::super) row: reconciliation::Model,
    pub(in super::super) currency: money::Currency,
}

impl Reconciliation {
    fn money(&self, minor: i64) -> Result<Money> {
        Ok(Money::stored(minor, self.currency))
    }
}

/// What the last check of a property's money found.
#[Object]
impl Reconciliation {
    /// When it was checked.
    async fn checked_at(&self) -> DateTime {
        DateTime::stored(self.row.checked_at)
    }
    /// Whether nothing was found.
    async fn is_reconciled(&self) -> bool {
        self.row.found == 0
    }
    /// What is at Stripe according to the ledger: the balance of the clearing account.
    async fn ledger_balance(&self) -> Result<Money> {
        self.money(self.row.clearing)
    }
    /// What Stripe says can be paid out; null where it was not asked or did not answer.
    async fn available(&self) -> Result<Option<Money>> {
        self.row.available.map(|minor| self.money(minor)).transpose()
    }
    /// What Stripe says can be paid out later.
    async fn pending(&self) -> Result<Option<Money>> {
        self.row.pending.map(|minor| self.money(minor)).transpose()
    }
    /// Payouts that were made and have not arrived.
    async fn in_transit(&self) -> Result<Money> {
        self.money(self.row.in_transit)
    }
    /// What does not agree, at most 20 of each kind.
    async fn findings(&self) -> Vec<ReconciliationFinding> {
        let of = |finding| ReconciliationFinding {
            finding,
            organization: self.row.organization_id,
            property: self.row.property_id,
            currency: self.currency,
        };
        reconcile::stored_findings(&self.row).into_iter().map(of).collect()
    }
}

/// One thing that does not agree.
pub struct ReconciliationFinding {
    finding: Finding,
    organization: Uuid,
    property: Uuid,
    currency: money::Currency,
}

impl ReconciliationFinding {
    fn allows(&self, ctx: &Context<'_>, permission: Permission) -> Result<bool> {
        Ok(ctx.caller()?.scope(permission).reaches(self.organization, self.property))
    }

    fn money(&self, minor: Option<i64>) -> Result<Option<Money>> {
        Ok(minor.map(|minor| Money::stored(minor, self.currency)))
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
        let about = self.finding.kind == reconcile::FindingKind::InvoiceMismatch;
        let Some(invoice) = self.finding.object.filter(|_| about) else { return Ok(None) };
        if !self.allows(ctx, Permission::SeeInvoices)? {
            return Ok(None);
        }
        let found = ctx.loaders()?.get(InvoiceKey { organization: self.organization, invoice }).await?;
        Ok(found.map(Invoice))
    }
    /// The payment it is about; null for keys that may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        use reconcile::FindingKind::{FeeMismatch, PaymentMismatch, SettlementOverdue};
        let about = matches!(self.finding.kind, PaymentMismatch | FeeMismatch | SettlementOverdue);
        let Some(payment) = self.finding.object.filter(|_| about) else { return Ok(None) };
        if !self.allows(ctx, Permission::SeeInvoices)? {
            return Ok(None);
        }
        let found = ctx.loaders()?.get(PaymentKey { organization: self.organization, payment }).await?;
        Ok(found.map(Payment))
    }
    /// The payout it is about.
    async fn payout(&self, ctx: &Context<'_>) -> Result<Option<Payout>> {
        use reconcile::FindingKind::{PayoutFailed, PayoutMismatch};
        let about = matches!(self.finding.kind, PayoutMismatch | PayoutFailed);
        let Some(payout) = self.finding.object.filter(|_| about) else { return Ok(None) };
        let found = ctx.loaders()?.get(PayoutKey { organization: self.organization, payout }).await?;
        Ok(found.map(Payout))
    }
    /// The event it is about; for organization managers.
    async fn webhook_event(&self, ctx: &Context<'_>) -> Result<Option<WebhookEvent>> {
        use reconcile::FindingKind::{WebhookEventFailed, WebhookEventPending};
        let about = matches!(self.finding.kind, WebhookEventFailed | WebhookEventPending);
        match self.finding.object.filter(|_| about) {
            Some(id) => webhook_event(ctx, id).await,
            None => Ok(None),
        }
    }
    /// The amount in our ledger or on our row.
    async fn expected(&self) -> Result<Option<Money>> {
        self.money(self.finding.ours)
    }
    /// The amount at Stripe, or in the ledger where an invoice is compared with it.
    async fn actual(&self) -> Result<Option<Money>> {
        self.money(self.finding.theirs)
    }
    /// A day it is about.
    async fn day(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        self.finding.day.as_deref().map(Date::stored).transpose().or_internal_error(ctx)
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
    user_errors: Vec<UserErrorPayload>,
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
        let outcome = match decode_id::<id::Property>(&property_id) {
            Some(key) => reconcile_as_caller(ctx.app()?, caller, key).await,
            None => Err(AppError::not_found("property")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(row) => ReconciliationCheckPayload { property: Some(Property(row)), user_errors: Vec::new() },
            Err(user_errors) => ReconciliationCheckPayload { property: None, user_errors },
        })
    }
}
