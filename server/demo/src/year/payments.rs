//! Payments: by hand, recorded by the manager, and online, started by the resident and ended at the processor.

use anyhow::{Context, Result};
use domain::fee;
use domain::id::{InvoiceId, PaymentId};
use domain::payment::PaymentMethod;
use domain::roles::Permission;
use jiff::SignedDuration;

use super::agenda::{AgendaEvent, PaymentChoice};
use super::{TRANSFER_DURATION, YearSimulation};
use crate::deterministic::pick_below;
use application::identity::{Caller, ClientInfo};
use application::payments::record_offline_payment::{RecordOfflinePayment, record_offline_payment};
use application::payments::record_payment::record_payment;
use application::payments::reverse_offline_payment::reverse_offline_payment;
use application::payments::start_checkout::{StartCheckout, start_checkout};
use store::Scope;

/// A page that was left has expired after this.
const CHECKOUT_EXPIRY: SignedDuration = SignedDuration::from_hours(24);
/// Days after which nobody is sent a receipt for a payment by hand any more.
const RECEIPT_DAYS: i64 = 5;

impl YearSimulation<'_> {
    pub(super) async fn pay(
        &mut self,
        invoice: InvoiceId,
        household: usize,
        how: PaymentChoice,
        amount: Option<String>,
    ) -> Result<()> {
        let online = self.household(household)?.payer.is_some() && self.app.now() > self.connected;
        match how {
            PaymentChoice::Hand(method) => {
                self.pay_by_hand(invoice, household, method, amount).await.map(drop)
            }
            _ if !online => {
                self.pay_by_hand(invoice, household, PaymentMethod::Cheque, amount).await.map(drop)
            }
            how => self.pay_online(invoice, household, how, amount).await,
        }
    }

    async fn pay_by_hand(
        &mut self,
        invoice: InvoiceId,
        household: usize,
        method: PaymentMethod,
        amount: Option<String>,
    ) -> Result<PaymentId> {
        let home = self.household(household)?;
        let scope = Scope::for_organization(home.unit.organization_id);
        let row =
            store::invoices::get(self.app.db.read(), &scope, invoice).await?.context("no such invoice")?;
        let number = pick_below(
            &[home.unit.label.as_str(), &row.invoice.due_on.to_string(), &row.invoice.title],
            4000,
        );
        let reference = match method {
            PaymentMethod::Cheque => Some(number.saturating_add(1100).to_string()),
            PaymentMethod::Other => {
                Some(format!("MO-{:06}", number.saturating_mul(37).saturating_add(104_211)))
            }
            _ => None,
        };
        let input = RecordOfflinePayment {
            invoice,
            method,
            amount: amount.unwrap_or_else(|| domain::money::format_decimal(row.invoice.balance)),
            received_on: self.app.today(&row.property.time_zone),
            reference,
            note: None,
            send_receipt: self.app.now() > self.now - SignedDuration::from_hours(24 * RECEIPT_DAYS),
        };
        let key = format!("by hand:{invoice}");
        let payment = record_offline_payment(self.app, &self.manager, &input, &key).await?;
        self.tally.by_hand = self.tally.by_hand.saturating_add(1);
        Ok(payment)
    }

    pub(super) async fn pay_reversed(
        &mut self,
        invoice: InvoiceId,
        household: usize,
        reason: String,
    ) -> Result<()> {
        let payment = self.pay_by_hand(invoice, household, PaymentMethod::Cheque, None).await?;
        let at = self.app.now() + SignedDuration::from_hours(24 * 5 + 3);
        self.agenda.add(at, AgendaEvent::Reverse { payment, reason });
        Ok(())
    }

    pub(super) async fn reverse(&mut self, payment: PaymentId, reason: &str) -> Result<()> {
        let key = format!("reverse:{payment}");
        reverse_offline_payment(self.app, &self.manager, payment, reason, &key).await?;
        Ok(())
    }

    async fn pay_online(
        &mut self,
        invoice: InvoiceId,
        household: usize,
        how: PaymentChoice,
        amount: Option<String>,
    ) -> Result<()> {
        let user = self.household(household)?.payer.clone().context("nobody can pay online")?;
        let caller = match self.callers.get(&user.id) {
            Some(caller) => caller.clone(),
            None => Caller::load(self.app, user.clone(), None, ClientInfo::default()).await?,
        };
        let method =
            if how == PaymentChoice::Card { fee::OnlineMethod::Card } else { fee::OnlineMethod::Bank };
        let input = StartCheckout { invoices: vec![invoice], method, amount };
        let key = format!("checkout:{invoice}:{}", self.app.now());
        let started = start_checkout(self.app, &caller, &input, &key).await?;
        let scope = caller.scope(Permission::Pay);
        self.callers.insert(user.id, caller);
        let row = store::payments::get(self.app.db.read(), &scope, started.payment).await?;
        let session = row.and_then(|row| row.payment.session_id).context("the attempt has no page")?;
        let stripe = &self.sandbox.stripe;
        let refresh_after = match how {
            PaymentChoice::Card => {
                stripe.pay_card(&session)?;
                None
            }
            PaymentChoice::Bank => {
                stripe.pay_bank(&session)?;
                Some(TRANSFER_DURATION)
            }
            PaymentChoice::FailingBank => {
                stripe.fail_bank(&session)?;
                Some(TRANSFER_DURATION)
            }
            PaymentChoice::LeavePage | PaymentChoice::Hand(_) => Some(CHECKOUT_EXPIRY),
        };
        record_payment(self.app, started.payment).await?;
        if let Some(after) = refresh_after {
            self.agenda.add(self.app.now() + after, AgendaEvent::RefreshPayment { payment: started.payment });
        }
        self.tally.online = self.tally.online.saturating_add(1);
        Ok(())
    }
}
