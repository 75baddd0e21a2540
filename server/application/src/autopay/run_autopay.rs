//! Paying automatically: each open invoice is announced once, charged on its day, tried once more three days after a
//! refusal, and then left to the resident. What to do is decided and recorded under the autopay's lock; the
//! processor is asked after the commit with a key derived from the payment, so that sweeping twice charges once.

use domain::autopay::AutopayEndReason;
use domain::autopay::AutopaySkipReason;
use domain::autopay::AutopayStatus;
use domain::autopay::{AutopayRunEvent, AutopayRunState};
use domain::invoice::InvoiceStatus;
use domain::payment_account::PaymentAccountStatus;
use std::collections::HashMap;

use domain::audit::AuditAction;
use domain::id::{AutopayId, AutopayRunId, PaymentId};
use domain::payment::PaymentStatus;
use entity::payment::NewPayment;
use entity::{autopay, autopay_run, invoice, payment, payment_allocation, property, resident};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

use super::detach_payment_methods::detach_payment_methods;
use super::send_charge::send_charge;
use super::{end_autopay, record_autopay};
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult};
use crate::fees::quote;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::template::EmailTemplate;
use crate::notifications::templates::autopay_skipped::AutopaySkipped;
use crate::notifications::templates::autopay_upcoming::AutopayUpcoming;
use crate::unit_of_work::UnitOfWork;
use store::{Scope, StoreError};

/// A resident is told this many days before the charge, at least.
const NOTICE_DAYS: i64 = 3;
/// And when all is well, this many.
const PREFERRED_NOTICE_DAYS: i64 = 5;
/// A refused charge is tried again after this many days.
const RETRY_DAYS: i64 = 3;
/// Charges per invoice.
const MAX_CHARGES_PER_INVOICE: i64 = 2;

/// Does what is due for every autopay. A failure of one is logged and does not hold up the others.
pub async fn run_autopays(app: &App) -> AppResult<()> {
    for id in store::autopays::ids_with_status(app.db.read(), AutopayStatus::SettingUp).await? {
        if let Err(error) = record_autopay::record_autopay(app, id).await {
            tracing::warn!(%error, autopay = %id, "the sweep could not read an autopay");
        }
    }
    for id in store::autopays::ids_with_status(app.db.read(), AutopayStatus::Active).await? {
        if let Err(error) = run_autopay(app, id).await {
            tracing::warn!(%error, autopay = %id, "the sweep could not run an autopay");
        }
    }
    detach_payment_methods(app).await
}

/// Does what is due for one autopay.
pub async fn run_autopay(app: &App, id: AutopayId) -> AppResult<()> {
    let to_send = plan_charges(app, id).await?;
    for payment in to_send {
        send_charge(app, payment).await?;
    }
    Ok(())
}

/// What the decisions about one autopay are made from.
struct AutopayContext<'a, 'w> {
    work: &'a mut UnitOfWork<'w>,
    row: autopay::Model,
    property: property::Model,
    resident: resident::Model,
    today: Date,
}

async fn plan_charges(app: &App, id: AutopayId) -> AppResult<Vec<PaymentId>> {
    let mut work = app.begin().await?;
    let row = store::autopays::lock(work.txn(), id).await?;
    let Some(row) = row.filter(|row| row.status == AutopayStatus::Active) else { return Ok(Vec::new()) };
    let scope = Scope::for_organization(row.organization_id);
    let property = store::properties::property(work.txn(), &scope, row.property_id).await?;
    let property = property.ok_or_else(|| StoreError::Corrupt("an autopay without property".into()))?;
    let resident = store::properties::resident(work.txn(), &scope, row.resident_id).await?;
    let resident = resident.ok_or_else(|| StoreError::Corrupt("an autopay without resident".into()))?;
    let lives = store::people::residencies_of(work.txn(), &[row.resident_id]).await?;
    let account = store::payment_accounts::of_property(work.txn(), row.property_id).await?;
    let connected = account.as_ref().is_some_and(|found| {
        found.status != PaymentAccountStatus::Disabled
            && found.processor_account_id.as_ref() == Some(&row.account)
    });
    let ready = quote::unavailable_reason(account.as_ref(), row.method).is_none();
    let today = app.today(&property.time_zone);
    let mut context = AutopayContext { work: &mut work, row, property, resident, today };
    let why = if !lives.iter().any(|lives| lives.property_id == context.row.property_id) {
        Some(AutopayEndReason::MovedOut)
    } else if !connected {
        Some(AutopayEndReason::Disconnected)
    } else {
        None
    };
    let mut to_send = Vec::new();
    let why = match why {
        Some(why) => Some(why),
        None => context.plan_invoices(ready, &mut to_send).await?,
    };
    if let Some(why) = why {
        let row = context.row.clone();
        end_autopay::end(&mut work, row, why, &Actor::propty()).await?;
        to_send.clear();
    }
    work.commit().await?;
    Ok(to_send)
}

impl AutopayContext<'_, '_> {
    /// Goes through the invoices; gives why autopay must end, if it must.
    async fn plan_invoices(
        &mut self,
        ready: bool,
        to_send: &mut Vec<PaymentId>,
    ) -> AppResult<Option<AutopayEndReason>> {
        let runs = store::autopays::runs(self.work.txn(), self.row.id).await?;
        let open =
            store::autopays::open_invoices(self.work.txn(), self.row.resident_id, self.row.property_id)
                .await?;
        let payments: Vec<PaymentId> = runs.iter().filter_map(|run| run.payment_id).collect();
        let scope = Scope::for_organization(self.row.organization_id);
        let payments: HashMap<PaymentId, payment::Model> =
            store::payments::get_many(self.work.txn(), &scope, &payments)
                .await?
                .into_iter()
                .map(|row| (row.payment.id, row.payment))
                .collect();
        for run in &runs {
            let payment = run.payment_id.and_then(|id| payments.get(&id));
            let due = run.charge_on.0 <= self.today;
            let owed = open.iter().find(|invoice| invoice.id == run.invoice_id);
            match (run.state, payment) {
                (AutopayRunState::Charging, Some(payment)) => match payment.status {
                    PaymentStatus::Created => to_send.push(payment.id),
                    PaymentStatus::Succeeded => self.advance(run, AutopayRunEvent::PaymentSucceeded).await?,
                    PaymentStatus::Failed | PaymentStatus::Expired
                        if run.attempts >= MAX_CHARGES_PER_INVOICE =>
                    {
                        self.advance(run, AutopayRunEvent::Declined).await?;
                        return Ok(Some(AutopayEndReason::Declined));
                    }
                    PaymentStatus::Failed | PaymentStatus::Expired => {
                        let charge_on = add_days(self.today, RETRY_DAYS).into();
                        let again = autopay_run::Model { charge_on, ..run.clone() };
                        self.advance(&again, AutopayRunEvent::PaymentFailed).await?;
                    }
                    _ => {}
                },
                (AutopayRunState::Paid, Some(payment)) if payment.returned > 0 || payment.disputed > 0 => {
                    return Ok(Some(AutopayEndReason::Returned));
                }
                (AutopayRunState::Noticed, _) => match owed {
                    None => self.advance(run, AutopayRunEvent::Settled).await?,
                    Some(invoice) if due => {
                        if let Some(payment) = self.insert_charge(run, invoice, ready).await? {
                            to_send.push(payment);
                        }
                    }
                    Some(_) => {}
                },
                _ => {}
            }
        }
        for invoice in &open {
            if !runs.iter().any(|run| run.invoice_id == invoice.id) {
                self.announce(invoice).await?;
            }
        }
        Ok(None)
    }

    async fn announce(&mut self, invoice: &invoice::Model) -> AppResult<()> {
        let wanted = add_days(invoice.due_on.0, self.row.days_before.saturating_neg());
        if wanted > add_days(self.today, PREFERRED_NOTICE_DAYS) {
            return Ok(());
        }
        let charge_on = wanted.max(add_days(self.today, NOTICE_DAYS));
        let now = self.work.app().now();
        let run = autopay_run::Model {
            id: self.work.app().new_id(),
            organization_id: self.row.organization_id,
            autopay_id: self.row.id,
            invoice_id: invoice.id,
            charge_on: charge_on.into(),
            attempts: 0,
            state: AutopayRunState::Noticed,
            skipped_reason: None,
            payment_id: None,
            created_at: now,
            updated_at: now,
        };
        store::autopays::save_run(self.work.txn(), run.clone(), true).await?;
        self.notify::<AutopayUpcoming>(&run)
    }

    /// Records the charge that is due; none when the invoice is left out or has to wait.
    async fn insert_charge(
        &mut self,
        run: &autopay_run::Model,
        invoice: &invoice::Model,
        ready: bool,
    ) -> AppResult<Option<PaymentId>> {
        let scope = Scope::for_organization(self.row.organization_id);
        let locked = store::invoices::lock(self.work.txn(), &scope, invoice.id).await?;
        let Some(invoice) =
            locked.filter(|invoice| invoice.status == InvoiceStatus::Open && invoice.balance > 0)
        else {
            return Ok(None);
        };
        if !store::payments::active_for_invoices(self.work.txn(), &[invoice.id]).await?.is_empty() {
            return Ok(None);
        }
        let method = self.row.method;
        let policy = quote::fee_policy(&self.property)?;
        let price =
            quote::price(self.work.app(), &self.property, policy, (method, invoice.balance), self.today)?;
        let skip = if !ready {
            Some(AutopaySkipReason::NotReady)
        } else if invoice.balance.saturating_add(price.fee) > self.row.cap {
            Some(AutopaySkipReason::AboveCap)
        } else {
            None
        };
        if let Some(why) = skip {
            let run = autopay_run::Model { skipped_reason: Some(why), ..run.clone() };
            self.advance(&run, AutopayRunEvent::Skipped).await?;
            self.notify::<AutopaySkipped>(&run)?;
            return Ok(None);
        }
        let row = payment::Model::new(NewPayment {
            id: self.work.app().new_id(),
            organization_id: invoice.organization_id,
            property_id: invoice.property_id,
            unit_id: invoice.unit_id,
            resident_id: Some(self.row.resident_id),
            user_id: self.row.user_id,
            method: self.row.method.into(),
            currency: invoice.currency,
            amount: invoice.balance,
            fee: price.fee,
            processor_fee_quoted: price.total_fees(),
            platform_fee: price.platform_fee,
            account: Some(self.row.account.clone()),
            created_at: self.work.app().now(),
        });
        let id = row.id;
        let allocation = payment_allocation::Model {
            payment_id: id,
            invoice_id: invoice.id,
            organization_id: invoice.organization_id,
            amount: invoice.balance,
            retained_amount: 0,
            active: true,
        };
        store::payments::insert(self.work.txn(), row, vec![allocation]).await?;
        let attempts = run.attempts.saturating_add(1);
        let run = autopay_run::Model { attempts, payment_id: Some(id), ..run.clone() };
        self.advance(&run, AutopayRunEvent::ChargeStarted).await?;
        let detail = json!({ "amount": invoice.balance, "fee": price.fee, "method": self.row.method, "autopay": true });
        let what = AuditedAction::new(AuditAction::PaymentStarted, id, invoice.title.as_str());
        self.work.audit(&Actor::propty(), self.row.organization_id, what, &detail);
        Ok(Some(id))
    }

    async fn advance(&self, run: &autopay_run::Model, event: AutopayRunEvent) -> AppResult<()> {
        let state = run.state.transition(event);
        let state =
            state.ok_or_else(|| AppError::Internal(format!("{event:?} of a run that is {}", run.state)))?;
        let updated_at = self.work.app().now();
        let run = autopay_run::Model { state, updated_at, ..run.clone() };
        store::autopays::save_run(self.work.txn(), run, false).await?;
        Ok(())
    }

    fn notify<T: EmailTemplate<Related = AutopayRunId>>(
        &mut self,
        run: &autopay_run::Model,
    ) -> AppResult<()> {
        if let Some(envelope) = Envelope::to_resident(&self.property, &self.resident) {
            queue_email::<T>(self.work, envelope, run.id)?;
        }
        Ok(())
    }
}

fn add_days(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}
