//! Reconciliation of a property: its ledger compared with Stripe, with its invoices and with itself.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id::{self, Uuid};
use domain::money;
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
use application::bookkeeping::reconcile;
use application::bookkeeping::reconcile::{Finding, FindingSubject, reconcile_as_caller};
use application::error::AppError;
use application::webhooks::list_webhook_events::webhook_event;

schema_enum!(FindingKind = reconcile::FindingKind);

/// What the last check of a property's money found.
pub struct Reconciliation {
    pub(in crate::graphql) row: reconciliation::Model,
    pub(in crate::graphql) currency: money::Currency,
}

impl Reconciliation {
    fn money(&self, minor: i64) -> Money {
        Money::stored(minor, self.currency)
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
    async fn ledger_balance(&self) -> Money {
        self.money(self.row.clearing)
    }
    /// What Stripe says can be paid out; null where it was not asked or did not answer.
    async fn available(&self) -> Option<Money> {
        self.row.available.map(|minor| self.money(minor))
    }
    /// What Stripe says can be paid out later.
    async fn pending(&self) -> Option<Money> {
        self.row.pending.map(|minor| self.money(minor))
    }
    /// Payouts that were made and have not arrived.
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
    fn subject(&self, ctx: &Context<'_>) -> Result<FindingSubject> {
        Ok(self.finding.subject(ctx.caller()?, self.organization, self.property))
    }

    fn money(&self, minor: Option<i64>) -> Option<Money> {
        minor.map(|minor| Money::stored(minor, self.currency))
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
        let FindingSubject::Invoice(invoice) = self.subject(ctx)? else { return Ok(None) };
        let found = ctx.load(InvoiceKey { organization: self.organization, invoice }).await?;
        Ok(found.map(Invoice))
    }
    /// The payment it is about; null for keys that may not see payments.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Option<Payment>> {
        let FindingSubject::Payment(payment) = self.subject(ctx)? else { return Ok(None) };
        let found = ctx.load(PaymentKey { organization: self.organization, payment }).await?;
        Ok(found.map(Payment))
    }
    /// The payout it is about.
    async fn payout(&self, ctx: &Context<'_>) -> Result<Option<Payout>> {
        let FindingSubject::Payout(payout) = self.subject(ctx)? else { return Ok(None) };
        let found = ctx.load(PayoutKey { organization: self.organization, payout }).await?;
        Ok(found.map(Payout))
    }
    /// The event it is about; for organization managers.
    async fn webhook_event(&self, ctx: &Context<'_>) -> Result<Option<WebhookEvent>> {
        let FindingSubject::WebhookEvent(event) = self.subject(ctx)? else { return Ok(None) };
        let found = webhook_event(ctx.app()?, ctx.caller()?, event).await.or_internal_error(ctx)?;
        Ok(found.map(WebhookEvent))
    }
    /// The amount in our ledger or on our row.
    async fn expected(&self) -> Option<Money> {
        self.money(self.finding.ours)
    }
    /// The amount at Stripe, or in the ledger where an invoice is compared with it.
    async fn actual(&self) -> Option<Money> {
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
