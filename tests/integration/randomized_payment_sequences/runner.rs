//! Plays a history on one community: in order and told at once, or with events that are late, doubled, shuffled or
//! lost and a server that dies.

use std::pin::pin;
use std::task::Poll;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sandbox::{DeliveryMode, DisputeStatus};
use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, PUBLISH, draft};
use support::{Client, Community, TestApp};
use worker::WorkerSettings;
use worker::run_due_jobs;
use worker::sweep;

use super::operations::Operation;
use crate::invoices::OFFLINE;

const REFUND: &str = "mutation($id: ID!, $amount: Decimal, $key: String!) {
    paymentRefund(id: $id, input: { amount: $amount, reason: \"History\" }, idempotencyKey: $key) {
        payment { id } userErrors { code } } }";
const REVERSE: &str = "mutation($id: ID!, $key: String!) {
    paymentReverseOffline(id: $id, input: { reason: \"Bounced\" }, idempotencyKey: $key) {
        payment { id } userErrors { code } } }";
const REFUNDABLE: &str = "query($id: ID!) { payment(id: $id) { refundable { amount } } }";
/// An hour and a second: after it the sweep looks at everything.
const SWEEP_INTERVAL_SECONDS: i64 = 3_601;

/// An attempt as the history knows it.
struct Attempt {
    payment: String,
    session: String,
    intent: Option<String>,
}

/// A community with what has happened there.
pub struct SequenceRunner<'a> {
    pub test: &'a TestApp,
    pub community: Community,
    /// None where everything is told at once.
    chaos: Option<StdRng>,
    account: String,
    pub invoices: Vec<(usize, String)>,
    attempts: Vec<Attempt>,
    cheques: Vec<String>,
    refunds: Vec<String>,
    disputes: Vec<String>,
    keys: u32,
}

impl<'a> SequenceRunner<'a> {
    /// A new community; with a seed its events go wrong.
    pub async fn new(test: &'a TestApp, name: &str, chaos: Option<u64>) -> SequenceRunner<'a> {
        let community = test.connected_community(name, 2).await;
        let account = test.stripe_account(&community).await;
        SequenceRunner {
            test,
            community,
            chaos: chaos.map(StdRng::seed_from_u64),
            account,
            invoices: Vec::new(),
            attempts: Vec::new(),
            cheques: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            keys: 0,
        }
    }

    /// Plays a history to its end, and then until all is quiet.
    pub async fn run(&mut self, acts: &[Operation]) {
        for act in acts {
            self.perform(act).await;
            self.disturb().await;
        }
        self.synchronize().await;
    }

    /// Lets everything become known.
    async fn synchronize(&self) {
        self.test.sandbox.stripe.set_delivery_mode(DeliveryMode::Normal);
        self.test.sandbox.stripe.release();
        // The second time finds what only became readable by the first.
        for _ in 0..2 {
            self.test.clock.advance(SWEEP_INTERVAL_SECONDS);
            self.test.sandbox.stripe.advance(0);
            self.test.run_jobs().await;
            sweep::run(&self.test.app).await;
            self.test.run_jobs().await;
        }
    }

    /// What goes on between two acts.
    async fn disturb(&mut self) {
        let test = self.test;
        let Some(chaos) = &mut self.chaos else { return test.run_jobs().await };
        let modes = [
            DeliveryMode::Normal,
            DeliveryMode::Hold,
            DeliveryMode::Drop,
            DeliveryMode::Duplicate,
            DeliveryMode::Shuffle,
        ];
        test.sandbox.stripe.set_delivery_mode(modes[chaos.random_range(0..modes.len())]);
        if chaos.random_bool(0.2) {
            test.sandbox.stripe.release();
        }
        if chaos.random_bool(0.5) {
            test.sandbox.stripe.deliver_pending().await;
        }
        match chaos.random_range(0..4) {
            0 => {}
            1 => run_jobs_partially(test, chaos.random_range(1..60)).await,
            2 => drop(run_due_jobs(&test.app, WorkerSettings::default()).await.unwrap()),
            _ => sweep::run(&test.app).await,
        }
    }

    async fn perform(&mut self, act: &Operation) {
        let stripe = self.test.sandbox.stripe.clone();
        match act {
            Operation::Synchronize => self.synchronize().await,
            Operation::Publish { unit, cents } => self.publish(*unit, *cents).await,
            Operation::StartCheckout { invoice, card, percent } => {
                let Some(invoice) = self.invoices.get(*invoice).cloned() else { return };
                self.start(&[invoice], *card, *percent).await;
            }
            Operation::StartMultiInvoiceCheckout { card } => {
                let unit = self.invoices.first().map(|(unit, _)| *unit);
                let both: Vec<_> =
                    self.invoices.iter().filter(|(of, _)| Some(*of) == unit).cloned().collect();
                self.start(&both, *card, 100).await;
            }
            Operation::Pay { payment } => self.pay(*payment),
            Operation::Fail { payment } => {
                if let Some(attempt) = self.attempts.get(*payment) {
                    let declined = stripe.decline_card(&attempt.session).is_ok();
                    let _ = declined || stripe.fail_bank(&attempt.session).is_ok();
                }
            }
            Operation::Settle { payment } => {
                if let Some(intent) = self.intent(*payment) {
                    let _ = stripe.settle_bank(&intent);
                }
            }
            Operation::RecordCheque { invoice, percent } => self.cheque(*invoice, *percent).await,
            Operation::ReverseCheque { cheque } => {
                if let Some(id) = self.cheques.get(*cheque).cloned() {
                    let variables = json!({ "id": id, "key": self.key() });
                    self.execute_as_manager(REVERSE, variables).await;
                }
            }
            Operation::Refund { payment, percent } => self.refund(*payment, *percent).await,
            Operation::RefundInDashboard { payment, percent } => {
                if let Some(intent) = self.intent(*payment) {
                    let amount = (*percent < 100).then_some(percent * 50);
                    self.refunds.extend(stripe.refund(&intent, amount).ok());
                }
            }
            Operation::FailRefund { refund } => {
                if let Some(refund) = self.refunds.get(*refund) {
                    let _ = stripe.fail_refund(refund, "expired_or_canceled_card");
                }
            }
            Operation::OpenDispute { payment, status } => {
                if let Some(intent) = self.intent(*payment) {
                    let made = match status {
                        DisputeStatus::Lost => stripe.dispute_as(&intent, "insufficient_funds", *status),
                        status => stripe.dispute_as(&intent, "fraudulent", *status),
                    };
                    self.disputes.extend(made.ok());
                }
            }
            Operation::UpdateDispute { dispute, status } => {
                if let Some(dispute) = self.disputes.get(*dispute) {
                    let _ = stripe.set_dispute_status(dispute, *status);
                }
            }
            Operation::PayOut => {
                let _ = stripe.payouts_now(&self.account);
            }
            Operation::FailPayout => {
                if let Some(payout) = self.payouts().last() {
                    let _ = stripe.fail_payout(payout, "account_closed");
                }
            }
            Operation::AdvanceDays { days } => {
                self.test.clock.advance(days * 24 * 60 * 60);
                stripe.advance(0);
            }
        }
    }

    fn payouts(&self) -> Vec<String> {
        let events = self.test.sandbox.stripe.events().into_iter();
        let made = events.filter(|event| event.kind == "payout.created" && event.account == self.account);
        made.map(|event| {
            let body: Value = serde_json::from_str(&event.body).unwrap();
            body["data"]["object"]["id"].as_str().unwrap().to_owned()
        })
        .collect()
    }

    fn key(&mut self) -> String {
        self.keys += 1;
        format!("history {}", self.keys)
    }

    fn intent(&self, attempt: usize) -> Option<String> {
        self.attempts.get(attempt)?.intent.clone()
    }

    fn pay(&mut self, payment: usize) {
        let stripe = &self.test.sandbox.stripe;
        if let Some(attempt) = self.attempts.get_mut(payment) {
            let paid = stripe.pay_card(&attempt.session).or_else(|_| stripe.pay_bank(&attempt.session));
            if let Ok(intent) = paid {
                attempt.intent = Some(intent);
            }
        }
    }

    async fn manager(&self) -> Client {
        self.test.sign_in(&self.community.manager).await
    }

    /// What the team does; a refusal is fine.
    async fn execute_as_manager(&self, query: &str, variables: Value) -> Value {
        self.manager().await.execute(query, variables).await
    }

    async fn publish(&mut self, unit: usize, cents: i64) {
        // Invoices of one instant have no order; these do.
        self.test.clock.advance(1);
        let key = self.key();
        let amount = decimal(cents);
        let mut input = draft(&self.community, unit, &amount, &key);
        // Later than any history goes.
        input["input"]["dueOn"] = json!("2028-01-01");
        let made = self.execute_as_manager(CREATE, input).await;
        let id = made["invoiceCreate"]["invoices"][0]["id"].as_str().unwrap().to_owned();
        self.execute_as_manager(
            PUBLISH,
            json!({ "id": id, "notify": true, "key": format!("{key} publish") }),
        )
        .await;
        self.invoices.push((unit, id));
    }

    async fn balance(&self, invoice: &str) -> i64 {
        let seen = self.test.invoice(&self.manager().await, invoice).await;
        cents(&seen["balance"]["amount"])
    }

    async fn start(&mut self, invoices: &[(usize, String)], card: bool, percent: i64) {
        let Some((unit, _)) = invoices.first() else { return };
        let resident = self.test.sign_in(self.community.resident(*unit)).await;
        let mut owed = 0;
        for (_, id) in invoices {
            owed += self.balance(id).await;
        }
        let amount = (percent < 100).then(|| decimal((owed * percent / 100).max(100)));
        let ids: Vec<&String> = invoices.iter().map(|(_, id)| id).collect();
        let method = if card { "CARD" } else { "BANK" };
        let variables = json!({ "ids": ids, "method": method, "amount": amount, "key": self.key() });
        let started = resident.execute(CHECKOUT, variables).await["checkoutStart"].clone();
        if let Some(url) = started["redirectUrl"].as_str() {
            let session = url.rsplit('/').next().unwrap().to_owned();
            let payment = started["payment"]["id"].as_str().unwrap().to_owned();
            self.attempts.push(Attempt { payment, session, intent: None });
        }
    }

    async fn cheque(&mut self, invoice: usize, percent: i64) {
        let Some((_, id)) = self.invoices.get(invoice).cloned() else { return };
        let owed = self.balance(&id).await;
        let variables =
            json!({ "id": id, "amount": decimal((owed * percent / 100).max(1)), "key": self.key() });
        let made = self.execute_as_manager(OFFLINE, variables).await;
        let payment = made["paymentRecordOffline"]["payment"]["id"].as_str();
        self.cheques.extend(payment.map(str::to_owned));
    }

    async fn refund(&mut self, payment: usize, percent: i64) {
        let Some(id) = self.attempts.get(payment).map(|attempt| attempt.payment.clone()) else { return };
        let left = cents(
            &self.execute_as_manager(REFUNDABLE, json!({ "id": id })).await["payment"]["refundable"]["amount"],
        );
        let amount = (percent < 100).then(|| decimal((left * percent / 100).max(1)));
        let variables = json!({ "id": id, "amount": amount, "key": self.key() });
        self.execute_as_manager(REFUND, variables).await;
        // Sent before anything else happens at the processor, as it is where everything is told at once.
        self.synchronize().await;
    }
}

/// A server that dies after so many steps of its work.
async fn run_jobs_partially(test: &TestApp, steps: u32) {
    let mut work = pin!(run_due_jobs(&test.app, WorkerSettings::default()));
    let mut left = steps;
    std::future::poll_fn(move |context| {
        left -= 1;
        match work.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(()),
            Poll::Pending if left == 0 => Poll::Ready(()),
            Poll::Pending => Poll::Pending,
        }
    })
    .await;
}

fn decimal(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

pub fn cents(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}
