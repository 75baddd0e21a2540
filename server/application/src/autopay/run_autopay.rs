//! Paying automatically: each open invoice is announced once, charged on its day, tried once more three days after a
//! refusal, and then left to the resident. What to do is decided and recorded under the autopay's lock; the
//! processor is asked after the commit with a key derived from the payment, so that sweeping twice charges once.

use std::collections::HashMap;

use domain::audit::Action;
use domain::failure::PaymentFailure;
use domain::id::{PaymentId, Uuid};
use domain::money::{Currency, Money};
use domain::payment::Status;
use entity::{autopay, autopay_run, invoice, payment, payment_allocation, property, resident};
use jiff::ToSpan;
use jiff::civil::Date;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::set_up_autopay::method_of;
use super::{end_autopay, record_autopay};
use crate::app::App;
use crate::audit;
use crate::audit::Actor;
use crate::error::{Failure, Outcome};
use crate::fees::quote;
use crate::notifications::queue;
use crate::notifications::queue::{About, Kind};
use crate::payments::{marks, record_payment};
use crate::ports::{NewCharge, OutsideError};
use store::words::Word;
use store::{Scope, StoreError, Txn, day};

/// A resident is told this many days before the charge, at least.
const NOTICE_DAYS: i64 = 3;
/// And when all is well, this many.
const EARLY_DAYS: i64 = 5;
/// A refused charge is tried again after this many days.
const RETRY_DAYS: i64 = 3;
/// Charges per invoice.
const MOST_TRIES: i64 = 2;
/// A key is good for a day at the processor; an older charge is looked for before it is asked for again.
const KEY_LASTS: i64 = 20 * 60 * 60 * 1000;

/// Does what is due for every autopay. A failure of one is logged and does not hold up the others.
pub async fn run_autopays(app: &App) -> Outcome<()> {
    for id in store::autopays::with_status(app.db.read(), "setting_up").await? {
        if let Err(error) = record_autopay::record_autopay(app, id).await {
            tracing::warn!(%error, autopay = %id, "the sweep could not read an autopay");
        }
    }
    for id in store::autopays::with_status(app.db.read(), "active").await? {
        if let Err(error) = run_autopay(app, id).await {
            tracing::warn!(%error, autopay = %id, "the sweep could not run an autopay");
        }
    }
    end_autopay::forget(app).await
}

/// Does what is due for one autopay.
pub async fn run_autopay(app: &App, id: Uuid) -> Outcome<()> {
    let to_send = decide(app, id).await?;
    for payment in to_send {
        send(app, payment).await?;
    }
    app.wake.notify_one();
    Ok(())
}

/// What one autopay is decided with.
struct Desk<'a> {
    app: &'a App,
    txn: &'a Txn,
    row: autopay::Model,
    property: property::Model,
    resident: resident::Model,
    today: Date,
}

async fn decide(app: &App, id: Uuid) -> Outcome<Vec<Uuid>> {
    let txn = app.db.begin().await?;
    let row = store::autopays::lock(&txn, id).await?;
    let Some(row) = row.filter(|row| row.status == "active") else { return Ok(Vec::new()) };
    let scope = Scope::whole(row.organization_id);
    let property = store::properties::property(&txn, &scope, row.property_id).await?;
    let property = property.ok_or_else(|| StoreError::Corrupt("an autopay without property".into()))?;
    let resident = store::properties::resident(&txn, &scope, row.resident_id).await?;
    let resident = resident.ok_or_else(|| StoreError::Corrupt("an autopay without resident".into()))?;
    let lives = store::people::residencies_of(&txn, &[row.resident_id]).await?;
    let account = store::payment_accounts::of_property(&txn, row.property_id).await?;
    let connected = account.as_ref().is_some_and(|found| {
        found.status != "disabled" && found.processor_account_id.as_ref() == Some(&row.account)
    });
    let ready = quote::unavailable(account.as_ref(), method_of(&row)).is_none();
    let today = app.today(&property.time_zone);
    let desk = Desk { app, txn: &txn, row, property, resident, today };
    let why = if !lives.iter().any(|lives| lives.property_id == desk.row.property_id) {
        Some("moved_out")
    } else if !connected {
        Some("disconnected")
    } else {
        None
    };
    let mut to_send = Vec::new();
    let why = match why {
        Some(why) => Some(why),
        None => desk.invoices(ready, &mut to_send).await?,
    };
    if let Some(why) = why {
        let row = desk.row.clone();
        end_autopay::end(app, &txn, row, why, &Actor::propty()).await?;
        to_send.clear();
    }
    txn.commit().await?;
    Ok(to_send)
}

impl Desk<'_> {
    /// Goes through the invoices; gives why autopay must end, if it must.
    async fn invoices(&self, ready: bool, to_send: &mut Vec<Uuid>) -> Outcome<Option<&'static str>> {
        let runs = store::autopays::runs(self.txn, self.row.id).await?;
        let open =
            store::autopays::open_invoices(self.txn, self.row.resident_id, self.row.property_id).await?;
        let payments: Vec<Uuid> = runs.iter().filter_map(|run| run.payment_id).collect();
        let scope = Scope::whole(self.row.organization_id);
        let payments: HashMap<Uuid, payment::Model> = store::payments::get_many(self.txn, &scope, &payments)
            .await?
            .into_iter()
            .map(|row| (row.payment.id, row.payment))
            .collect();
        let mut started = Vec::new();
        for run in &runs {
            let payment = run.payment_id.and_then(|id| payments.get(&id));
            let due = day(&run.charge_on)? <= self.today;
            let owed = open.iter().find(|invoice| invoice.id == run.invoice_id);
            match (run.state.as_str(), payment) {
                ("charging", Some(payment)) => match Status::from_word(&payment.status)? {
                    Status::Created => to_send.push(payment.id),
                    Status::Succeeded => self.move_run(run, "paid").await?,
                    Status::Failed | Status::Expired if run.tries >= MOST_TRIES => {
                        self.move_run(run, "over").await?;
                        return Ok(Some("declined"));
                    }
                    Status::Failed | Status::Expired => {
                        let charge_on = later(self.today, RETRY_DAYS).to_string();
                        let again = autopay_run::Model { charge_on, ..run.clone() };
                        self.move_run(&again, "noticed").await?;
                    }
                    _ => {}
                },
                ("paid", Some(payment)) if payment.returned > 0 || payment.disputed > 0 => {
                    return Ok(Some("returned"));
                }
                ("noticed", _) => match owed {
                    None => self.move_run(run, "over").await?,
                    Some(invoice) if due => {
                        if let Some(payment) = self.charge(run, invoice, ready, &mut started).await? {
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
        // The end of the trail's chain stays locked until the commit: last of all.
        for (id, subject, detail) in started {
            let what = (Action::PaymentStarted, id, &*subject);
            let actor = Actor::propty();
            audit::write(self.app, self.txn, &actor, self.row.organization_id, what, &detail).await?;
        }
        Ok(None)
    }

    async fn announce(&self, invoice: &invoice::Model) -> Outcome<()> {
        let wanted = later(day(&invoice.due_on)?, self.row.days_before.saturating_neg());
        if wanted > later(self.today, EARLY_DAYS) {
            return Ok(());
        }
        let charge_on = wanted.max(later(self.today, NOTICE_DAYS));
        let now = self.app.now_ms();
        let run = autopay_run::Model {
            id: self.app.new_id(),
            organization_id: self.row.organization_id,
            autopay_id: self.row.id,
            invoice_id: invoice.id,
            charge_on: charge_on.to_string(),
            tries: 0,
            state: "noticed".to_owned(),
            skipped_reason: None,
            payment_id: None,
            created_at: now,
            updated_at: now,
        };
        store::autopays::save_run(self.txn, run.clone(), true).await?;
        self.tell(Kind::AutopayNotice, &run).await
    }

    /// Records the charge that is due; none when the invoice is left out or has to wait.
    async fn charge(
        &self,
        run: &autopay_run::Model,
        invoice: &invoice::Model,
        ready: bool,
        started: &mut Vec<(Uuid, String, serde_json::Value)>,
    ) -> Outcome<Option<Uuid>> {
        let scope = Scope::whole(self.row.organization_id);
        let locked = store::invoices::lock(self.txn, &scope, invoice.id).await?;
        let Some(invoice) = locked.filter(|invoice| invoice.status == "open" && invoice.balance > 0) else {
            return Ok(None);
        };
        if !store::payments::holding(self.txn, &[invoice.id]).await?.is_empty() {
            return Ok(None);
        }
        let method = method_of(&self.row);
        let choices = quote::choices(&self.property)?;
        let price = quote::price(self.app, &self.property, choices, (method, invoice.balance), self.today)?;
        let skip = if !ready {
            Some("not_ready")
        } else if invoice.balance.saturating_add(price.fee) > self.row.cap {
            Some("above_cap")
        } else {
            None
        };
        if let Some(why) = skip {
            let run = autopay_run::Model { skipped_reason: Some(why.to_owned()), ..run.clone() };
            self.move_run(&run, "skipped").await?;
            self.tell(Kind::AutopaySkipped, &run).await?;
            return Ok(None);
        }
        let now = self.app.now_ms();
        let row = payment::Model {
            id: self.app.new_id(),
            organization_id: invoice.organization_id,
            property_id: invoice.property_id,
            unit_id: invoice.unit_id,
            resident_id: Some(self.row.resident_id),
            user_id: self.row.user_id,
            method: self.row.method.clone(),
            status: Status::Created.word().to_owned(),
            currency: invoice.currency.clone(),
            amount: invoice.balance,
            fee: price.fee,
            processor_fee_quoted: price.kept(),
            processor_fee: None,
            platform_fee: price.platform_fee,
            refunded: 0,
            disputed: 0,
            returned: 0,
            account: Some(self.row.account.clone()),
            asked: 0,
            session_id: None,
            checkout_url: None,
            intent_id: None,
            charge_id: None,
            parked: None,
            failure: None,
            expected_by: None,
            received_on: None,
            reference: None,
            note: None,
            reversal_reason: None,
            version: 1,
            created_at: now,
            updated_at: now,
            processing_at: None,
            succeeded_at: None,
        };
        let id = row.id;
        let share = payment_allocation::Model {
            payment_id: id,
            invoice_id: invoice.id,
            organization_id: invoice.organization_id,
            amount: invoice.balance,
            kept: 0,
            active: true,
        };
        store::payments::insert(self.txn, row, vec![share]).await?;
        let tries = run.tries.saturating_add(1);
        let run = autopay_run::Model { tries, payment_id: Some(id), ..run.clone() };
        self.move_run(&run, "charging").await?;
        let detail = json!({ "amount": invoice.balance, "fee": price.fee, "method": self.row.method, "autopay": true });
        started.push((id, invoice.title.clone(), detail));
        Ok(Some(id))
    }

    async fn move_run(&self, run: &autopay_run::Model, state: &str) -> Outcome<()> {
        let updated_at = self.app.now_ms();
        let run = autopay_run::Model { state: state.to_owned(), updated_at, ..run.clone() };
        store::autopays::save_run(self.txn, run, false).await?;
        Ok(())
    }

    async fn tell(&self, kind: Kind, run: &autopay_run::Model) -> Outcome<()> {
        let about = About { invoice: Some(run.invoice_id), returned: Some(run.id), ..About::default() };
        let what = (kind, &*run.id.to_string());
        queue::to_resident(self.app, self.txn, &self.property, &self.resident, what, about).await?;
        Ok(())
    }
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

/// Asks the processor for a charge that was recorded. One whose answer was lost is looked for first.
async fn send(app: &App, id: Uuid) -> Outcome<()> {
    let txn = app.db.begin().await?;
    let row = store::payments::lock(&txn, id).await?.ok_or_else(|| Failure::not_found("payment"))?;
    let run = store::autopays::run_of_payment(&txn, id).await?;
    let autopay = match &run {
        Some(run) => store::autopays::get(&txn, run.autopay_id).await?,
        None => None,
    };
    let shares = store::payments::shares(&txn, id).await?;
    txn.commit().await?;
    if Status::from_word(&row.status)? != Status::Created {
        return Ok(());
    }
    let Some(autopay) = autopay else { return Ok(()) };
    let (Some(customer), Some(method)) = (&autopay.customer_id, &autopay.payment_method_id) else {
        return Ok(());
    };
    let active = autopay.status == "active";
    let old = app.now_ms().saturating_sub(row.created_at) > KEY_LASTS;
    let public = PaymentId::from_uuid(id);
    if row.asked > 0 || old || !active {
        let mark = (marks::PAYMENT, &*public.to_string());
        if let Some(remote) = app.processor.find_charge(&autopay.account, customer, mark).await? {
            return record_payment::apply(app, id, &remote).await;
        }
    }
    if !active {
        return record_payment::refused(app, id, PaymentFailure::Stopped).await;
    }
    let invoices: Vec<Uuid> = shares.iter().map(|share| share.invoice_id).collect();
    let asked = app.processor.charge_saved(NewCharge {
        account: autopay.account.clone(),
        customer: customer.clone(),
        payment_method: method.clone(),
        mandate: autopay.mandate_id.clone(),
        method: method_of(&autopay),
        amount: Money::new(row.amount.saturating_add(row.fee), Currency::from_word(&row.currency)?),
        application_fee: row.platform_fee,
        metadata: marks::marks(&row, &invoices).into_iter().collect(),
        idempotency_key: match row.asked {
            0 => format!("autopay:{public}"),
            asked => format!("autopay:{public}:{asked}"),
        },
    });
    match asked.await {
        Ok(remote) => record_payment::apply(app, id, &remote).await,
        Err(OutsideError::Unavailable(why)) => {
            tracing::warn!(payment = %public, why, "an automatic payment was not heard of");
            let txn = app.db.begin().await?;
            if let Some(row) = store::payments::lock(&txn, id).await?.filter(|now| now.version == row.version)
            {
                let asked = row.asked.saturating_add(1);
                store::payments::save(&txn, row, Status::Created, app.now_ms(), |row| row.asked = Set(asked))
                    .await?;
            }
            txn.commit().await?;
            Ok(())
        }
        Err(error) => {
            tracing::warn!(payment = %public, %error, "the processor took no automatic payment");
            record_payment::refused(app, id, PaymentFailure::NotStarted).await
        }
    }
}

/// Charges that were recorded for autopays which have ended since: they are settled or given up.
pub(crate) async fn settle_left_over(app: &App, autopay: Uuid) -> Outcome<()> {
    for run in store::autopays::runs(app.db.read(), autopay).await? {
        if let Some(payment) = run.payment_id.filter(|_| run.state == "charging") {
            send(app, payment).await?;
        }
    }
    Ok(())
}
