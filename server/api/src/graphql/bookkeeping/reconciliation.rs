//! Reconciliation of a property: its ledger compared with Stripe, with its invoices and with itself.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id::{self, OrganizationId, PropertyId};
use domain::money;
use domain::reconciliation::Finding;
use entity::reconciliation;

use super::WebhookEvent;
use crate::graphql::community::Property;
use crate::graphql::enums::schema_enum;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::invoices::Invoice;
use crate::graphql::loaders::{InvoiceKey, LoadExt, PaymentKey, PayoutKey};
use crate::graphql::payments::{Payment, Payout};
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_user_errors};
use crate::graphql::scalars::{Date, DateTime, Money, decode_id};
use application::bookkeeping::reconcile::{FindingSubject, reconcile_as_caller};
use application::error::AppError;
use application::webhooks::list_webhook_events::webhook_event;

schema_enum!(FindingKind = domain::reconciliation::FindingKind);

/// Result of the last reconciliation of a property: its ledger compared with the payment processor's balance,
/// with its invoices and with itself.
pub struct Reconciliation {
    pub(in crate::graphql) row: reconciliation::Model,
    pub(in crate::graphql) currency: money::Currency,
}

impl Reconciliation {
    fn money(&self, minor: i64) -> Money {
        Money::stored(minor, self.currency)
    }
}

/// Result of the last reconciliation of a property: its ledger compared with the payment processor's balance,
/// with its invoices and with itself.
#[Object]
impl Reconciliation {
    /// When the property was last reconciled.
    async fn checked_at(&self) -> DateTime {
        DateTime::stored(self.row.checked_at)
    }
    /// Whether everything agreed: `findings` is empty.
    async fn is_reconciled(&self) -> bool {
        self.row.found == 0
    }
    /// Balance of the processor clearing account (1200) in the ledger: what should be at the payment
    /// processor or on its way to the bank.
    async fn ledger_balance(&self) -> Money {
        self.money(self.row.clearing)
    }
    /// Balance that the payment processor can pay out now; null when the property has no payment account or
    /// the processor did not answer.
    async fn available(&self) -> Option<Money> {
        self.row.available.map(|minor| self.money(minor))
    }
    /// Balance that the payment processor can pay out later; null when `available` is.
    async fn pending(&self) -> Option<Money> {
        self.row.pending.map(|minor| self.money(minor))
    }
    /// Sum of the payouts that were created and have not arrived.
    async fn in_transit(&self) -> Money {
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
        self.row.findings.iter().cloned().map(of).collect()
    }
}

/// One thing that a reconciliation found not to agree.
pub struct ReconciliationFinding {
    finding: Finding,
    organization: OrganizationId,
    property: PropertyId,
    currency: money::Currency,
}

impl ReconciliationFinding {
    fn subject(&self, ctx: &Context<'_>) -> Result<FindingSubject> {
        Ok(FindingSubject::of(&self.finding, ctx.caller()?, self.organization, self.property))
    }

    fn money(&self, minor: Option<i64>) -> Option<Money> {
        minor.map(|minor| Money::stored(minor, self.currency))
    }
}

/// One thing that a reconciliation found not to agree.
#[Object]
impl ReconciliationFinding {
    /// What does not agree; it decides which of the other fields are set.
    async fn kind(&self) -> FindingKind {
        self.finding.kind.into()
    }
    /// The invoice concerned, for `INVOICE_MISMATCH`; null for callers who may not see invoices.
    async fn invoice(&self, ctx: &Context<'_>) -> Result<Option<Invoice>> {
        let FindingSubject::Invoice(invoice) = self.subject(ctx)? else { return Ok(None) };
        let found = ctx.load(InvoiceKey { organization: self.organization, invoice }).await?;
        Ok(found.map(Invoice))
    }
    /// The payment concerned, for `PAYMENT_MISMATCH`, `FEE_MISMATCH` and `SETTLEMENT_OVERDUE`; null for
    /// callers who may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let FindingSubject::Payment(payment) = self.subject(ctx)? else { return Ok(None) };
        let found = ctx.load(PaymentKey { organization: self.organization, payment }).await?;
        Ok(found.map(Payment))
    }
    /// The payout concerned, for `PAYOUT_MISMATCH` and `PAYOUT_FAILED`.
    async fn payout(&self, ctx: &Context<'_>) -> Result<Option<Payout>> {
        let FindingSubject::Payout(payout) = self.subject(ctx)? else { return Ok(None) };
        let found = ctx.load(PayoutKey { organization: self.organization, payout }).await?;
        Ok(found.map(Payout))
    }
    /// The webhook event concerned, for `WEBHOOK_EVENT_PENDING` and `WEBHOOK_EVENT_FAILED`; null for all but
    /// organization managers.
    async fn webhook_event(&self, ctx: &Context<'_>) -> Result<Option<WebhookEvent>> {
        let FindingSubject::WebhookEvent(event) = self.subject(ctx)? else { return Ok(None) };
        let found = webhook_event(ctx.app()?, ctx.caller()?, event).await.or_internal_error(ctx)?;
        Ok(found.map(WebhookEvent))
    }
    /// The amount in the ledger or on the invoice, payment or payout; null when the finding is about no
    /// amount.
    async fn expected(&self) -> Option<Money> {
        self.money(self.finding.ours)
    }
    /// The amount at the payment processor; for `INVOICE_MISMATCH` the amount in the ledger. Null when the
    /// finding is about no amount.
    async fn actual(&self) -> Option<Money> {
        self.money(self.finding.theirs)
    }
    /// The day by which a bank transfer should have settled, or on which a failed payout should have arrived;
    /// null otherwise.
    async fn day(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        self.finding.day.as_deref().map(Date::stored).transpose().or_internal_error(ctx)
    }
    /// Further explanation for people, in English; null when there is none.
    async fn detail(&self) -> Option<&str> {
        self.finding.detail.as_deref()
    }
}

/// Result of `reconciliationCheck`.
#[derive(SimpleObject)]
pub struct ReconciliationCheckPayload {
    /// The property with the new `reconciliation`; null when the call failed.
    property: Option<Property>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of reconciliations.
#[derive(Default)]
pub struct ReconciliationMutation;

/// Mutations of reconciliations.
#[Object]
impl ReconciliationMutation {
    /// Reconciles a property now, which asks the payment processor for its balance. A processor that does not
    /// answer is a finding, not an error. For organization and property managers, and API keys with
    /// `LEDGER_READ` and `PROPERTIES_READ`.
    ///
    /// User errors: `NOT_FOUND`.
    #[graphql(complexity = "200 + child_complexity")]
    async fn reconciliation_check(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
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
