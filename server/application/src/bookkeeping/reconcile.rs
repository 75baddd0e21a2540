//! Whether a property's money agrees: the books with the processor's own balance, the books with themselves and
//! with the invoices, payouts with their parts, and whether anything waits that should not. What was found is
//! kept, so that looking at it asks nobody anything.

use domain::id::{Id, InvoiceId, OrganizationId, PaymentId, PayoutId, PropertyId, WebhookEventId};
use domain::ledger::CLEARING;
use domain::reconciliation::{Finding, FindingKind, Findings};
use domain::roles::Permission;
use entity::{payment_account, property, reconciliation};
use jiff::SignedDuration;

use super::verify_ledger::{LedgerVerification, verify_property};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::identity::Caller;
use crate::identity::access::sees_payers;
use crate::ports::ExternalError;
use crate::ports::processor::RemoteBalance;

/// Findings kept of each kind.
const MAX_FINDINGS: u64 = 20;
/// A webhook event that waits longer than this is reported.
const WEBHOOK_GRACE: SignedDuration = SignedDuration::from_mins(10);

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingSubject {
    /// The property as a whole.
    Property,
    /// An invoice.
    Invoice(InvoiceId),
    /// A payment.
    Payment(PaymentId),
    /// A payout.
    Payout(PayoutId),
    /// A webhook event.
    WebhookEvent(WebhookEventId),
}

impl FindingSubject {
    /// What a finding is about, as far as the caller may see it: invoices and payments are for who may see who pays.
    pub fn of(
        finding: &Finding,
        caller: &Caller,
        organization: OrganizationId,
        property: PropertyId,
    ) -> FindingSubject {
        let Some(object) = finding.object else { return FindingSubject::Property };
        let sees_payers = sees_payers(caller, organization, property);
        match finding.kind {
            FindingKind::InvoiceMismatch if sees_payers => FindingSubject::Invoice(Id::from_uuid(object)),
            FindingKind::PaymentMismatch | FindingKind::FeeMismatch | FindingKind::SettlementOverdue
                if sees_payers =>
            {
                FindingSubject::Payment(Id::from_uuid(object))
            }
            FindingKind::PayoutMismatch | FindingKind::PayoutFailed => {
                FindingSubject::Payout(Id::from_uuid(object))
            }
            FindingKind::WebhookEventFailed | FindingKind::WebhookEventPending => {
                FindingSubject::WebhookEvent(Id::from_uuid(object))
            }
            _ => FindingSubject::Property,
        }
    }
}

/// Checks a property for a caller.
pub async fn reconcile_as_caller(
    app: &App,
    caller: &Caller,
    property: PropertyId,
) -> AppResult<property::Model> {
    let scope = caller.scope(Permission::SeeLedger);
    // The property is given back with what was found.
    let seen = caller.scope(Permission::SeeProperty);
    let row = store::properties::property(app.db.read(), &scope, property).await?;
    let row = row.filter(|row| seen.reaches(row.organization_id, row.id));
    let row = row.ok_or_else(|| AppError::not_found("property"))?;
    reconcile_property(app, &row).await?;
    Ok(row)
}

/// Checks a property for Propty itself.
pub async fn reconcile(app: &App, property: PropertyId) -> AppResult<()> {
    let rows = store::properties::properties_by_id(app.db.read(), &[property]).await?;
    let row = rows.get(&property).ok_or_else(|| AppError::not_found("property"))?;
    reconcile_property(app, row).await
}

async fn reconcile_property(app: &App, property: &property::Model) -> AppResult<()> {
    let connection = app.db.read();
    let account = store::payment_accounts::of_property(connection, property.id).await?;
    let account = account.filter(|account| account.processor_account_id.is_some());
    let mut findings = Vec::new();
    // Asked before the books are read: what is posted meanwhile was there by then.
    let balance = match &account {
        Some(account) => fetch_balance(app, property, account, &mut findings).await?,
        None => None,
    };
    let clearing = store::ledger::balances(connection, property.id).await?;
    let clearing = clearing.get(CLEARING).copied().unwrap_or_default();
    let moving = store::reconciliations::payouts_in_transit(connection, property.id).await?;
    let in_transit = moving.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
    if let Some(balance) = balance {
        let theirs = balance.available.saturating_add(balance.pending).saturating_add(in_transit);
        if theirs != clearing {
            findings.push(Finding::with_amounts(FindingKind::BalanceMismatch, None, clearing, theirs));
        }
    }
    check_ledger(app, property, &mut findings).await?;
    check_payments(app, property, &mut findings).await?;
    check_payouts(app, property, &mut findings).await?;
    if let Some(account) = &account {
        check_webhook_events(app, account, &mut findings).await?;
    }
    let row = reconciliation::Model {
        property_id: property.id,
        organization_id: property.organization_id,
        checked_at: app.now(),
        clearing,
        available: balance.map(|balance| balance.available),
        pending: balance.map(|balance| balance.pending),
        in_transit,
        found: i64::try_from(findings.len()).unwrap_or(i64::MAX),
        findings: Findings(findings),
    };
    let work = app.begin().await?;
    store::reconciliations::save(work.txn(), row).await?;
    work.commit().await?;
    Ok(())
}

async fn fetch_balance(
    app: &App,
    property: &property::Model,
    account: &payment_account::Model,
    findings: &mut Vec<Finding>,
) -> AppResult<Option<RemoteBalance>> {
    let id = account.processor_account_id.as_deref().unwrap_or_default();
    match app.processor.retrieve_balance(id, property.currency).await {
        Ok(balance) => Ok(Some(balance)),
        Err(error) => {
            let (ExternalError::Unavailable(why)
            | ExternalError::Refused(why)
            | ExternalError::NotFound(why)) = error;
            let finding = Finding::new(FindingKind::ProcessorUnreachable, None);
            findings.push(Finding { detail: Some(why), ..finding });
            Ok(None)
        }
    }
}

async fn check_ledger(app: &App, property: &property::Model, findings: &mut Vec<Finding>) -> AppResult<()> {
    let mut proof = LedgerVerification::default();
    verify_property(app, property, &mut proof).await?;
    let most = usize::try_from(MAX_FINDINGS).unwrap_or(usize::MAX);
    findings.extend(proof.problems.into_iter().take(most).map(|problem| {
        // The property's own id stands before the words.
        let words = problem.split_once(": ").map_or(problem.as_str(), |(_, words)| words).to_owned();
        Finding { detail: Some(words), ..Finding::new(FindingKind::LedgerInconsistent, None) }
    }));
    let wrong = store::ledger::invoice_mismatches(app.db.read(), property.id).await?;
    findings.extend(wrong.into_iter().take(most).map(|row| {
        Finding::with_amounts(FindingKind::InvoiceMismatch, Some(row.id.uuid()), row.balance, row.posted)
    }));
    Ok(())
}

async fn check_payments(app: &App, property: &property::Model, findings: &mut Vec<Finding>) -> AppResult<()> {
    let connection = app.db.read();
    for row in store::reconciliations::mismatched_payments(connection, property.id, MAX_FINDINGS).await? {
        let finding = Finding::new(FindingKind::PaymentMismatch, Some(row.id.uuid()));
        findings.push(Finding { detail: row.mismatch.map(|mismatch| mismatch.to_string()), ..finding });
    }
    for row in store::reconciliations::fee_differences(connection, property.id, MAX_FINDINGS).await? {
        findings.push(Finding::with_amounts(FindingKind::FeeMismatch, Some(row.id), row.ours, row.theirs));
    }
    let today = app.today(&property.time_zone).to_string();
    for row in
        store::reconciliations::overdue_transfers(connection, property.id, &today, MAX_FINDINGS).await?
    {
        let finding = Finding::new(FindingKind::SettlementOverdue, Some(row.id.uuid()));
        findings.push(Finding { day: row.expected_by.map(|day| day.to_string()), ..finding });
    }
    Ok(())
}

async fn check_payouts(app: &App, property: &property::Model, findings: &mut Vec<Finding>) -> AppResult<()> {
    let connection = app.db.read();
    for row in store::reconciliations::unexplained_payouts(connection, property.id, MAX_FINDINGS).await? {
        findings.push(Finding::with_amounts(FindingKind::PayoutMismatch, Some(row.id), row.ours, row.theirs));
    }
    for row in store::reconciliations::failed_payouts(connection, property.id, MAX_FINDINGS).await? {
        let finding = Finding::new(FindingKind::PayoutFailed, Some(row.id.uuid()));
        findings.push(Finding { day: Some(row.arrives_on.to_string()), ours: Some(row.amount), ..finding });
    }
    Ok(())
}

async fn check_webhook_events(
    app: &App,
    account: &payment_account::Model,
    findings: &mut Vec<Finding>,
) -> AppResult<()> {
    let id = account.processor_account_id.as_deref().unwrap_or_default();
    let before = app.now() - WEBHOOK_GRACE;
    for row in store::webhook_events::stuck(app.db.read(), id, before, MAX_FINDINGS).await? {
        let kind = match row.given_up_at {
            Some(_) => FindingKind::WebhookEventFailed,
            None => FindingKind::WebhookEventPending,
        };
        let finding = Finding::new(kind, Some(row.id.uuid()));
        findings.push(Finding { detail: Some(row.kind), ..finding });
    }
    Ok(())
}
