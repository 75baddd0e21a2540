//! Plays a history on one community: in order and told at once, or with events that are late, doubled, shuffled or
//! lost and a server that dies.

use std::pin::pin;
use std::task::Poll;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sandbox::{Delivery, DisputeStatus};
use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, PUBLISH, draft};
use support::{Client, Community, World};
use worker::WorkerSettings;
use worker::sweep;
use worker::work_once;

use super::acts::Act;
use crate::billing::OFFLINE;

const REFUND: &str = "mutation($id: ID!, $amount: Decimal, $key: String!) {
    paymentRefund(id: $id, input: { amount: $amount, reason: \"History\" }, idempotencyKey: $key) {
        payment { id } userErrors { code } } }";
const REVERSE: &str = "mutation($id: ID!, $key: String!) {
    paymentReverseOffline(id: $id, input: { reason: \"Bounced\" }, idempotencyKey: $key) {
        payment { id } userErrors { code } } }";
const REFUNDABLE: &str = "query($id: ID!) { payment(id: $id) { refundable { amount } } }";
/// An hour and a second: after it the sweep looks at everything.
const QUIET: i64 = 3_601;

/// An attempt as the history knows it.
struct Attempt {
    payment: String,
    session: String,
    intent: Option<String>,
}

/// A community with what has happened there.
pub struct Stage<'a> {
    pub world: &'a World,
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

impl<'a> Stage<'a> {
    /// A new community; with a seed its events go wrong.
    pub async fn set(world: &'a World, name: &str, chaos: Option<u64>) -> Stage<'a> {
        let community = world.connected(name, 2).await;
        let account = world.account(&community).await;
        Stage {
            world,
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
    pub async fn play(&mut self, acts: &[Act]) {
        for act in acts {
            self.act(act).await;
            self.between().await;
        }
        self.quiet().await;
    }

    /// Lets everything become known.
    async fn quiet(&self) {
        self.world.sandbox.stripe.set_delivery(Delivery::Normal);
        self.world.sandbox.stripe.release();
        // The second time finds what only became readable by the first.
        for _ in 0..2 {
            self.world.clock.advance(QUIET);
            self.world.sandbox.stripe.advance(0);
            self.world.work().await;
            sweep::run(&self.world.app).await;
            self.world.work().await;
        }
    }

    /// What goes on between two acts.
    async fn between(&mut self) {
        let world = self.world;
        let Some(chaos) = &mut self.chaos else { return world.work().await };
        let modes =
            [Delivery::Normal, Delivery::Hold, Delivery::Drop, Delivery::Duplicate, Delivery::Shuffle];
        world.sandbox.stripe.set_delivery(modes[chaos.random_range(0..modes.len())]);
        if chaos.random_bool(0.2) {
            world.sandbox.stripe.release();
        }
        if chaos.random_bool(0.5) {
            world.sandbox.stripe.deliver_pending().await;
        }
        match chaos.random_range(0..4) {
            0 => {}
            1 => killed(world, chaos.random_range(1..60)).await,
            2 => drop(work_once(&world.app, WorkerSettings::default()).await.unwrap()),
            _ => sweep::run(&world.app).await,
        }
    }

    async fn act(&mut self, act: &Act) {
        let stripe = self.world.sandbox.stripe.clone();
        match act {
            Act::Quiet => self.quiet().await,
            Act::Publish { unit, cents } => self.publish(*unit, *cents).await,
            Act::Start { invoice, card, percent } => {
                let Some(invoice) = self.invoices.get(*invoice).cloned() else { return };
                self.start(&[invoice], *card, *percent).await;
            }
            Act::StartBoth { card } => {
                let unit = self.invoices.first().map(|(unit, _)| *unit);
                let both: Vec<_> =
                    self.invoices.iter().filter(|(of, _)| Some(*of) == unit).cloned().collect();
                self.start(&both, *card, 100).await;
            }
            Act::Pay { payment } => self.pay(*payment),
            Act::Fail { payment } => {
                if let Some(attempt) = self.attempts.get(*payment) {
                    let declined = stripe.decline_card(&attempt.session).is_ok();
                    let _ = declined || stripe.fail_bank(&attempt.session).is_ok();
                }
            }
            Act::Settle { payment } => {
                if let Some(intent) = self.intent(*payment) {
                    let _ = stripe.settle_bank(&intent);
                }
            }
            Act::Cheque { invoice, percent } => self.cheque(*invoice, *percent).await,
            Act::Bounce { cheque } => {
                if let Some(id) = self.cheques.get(*cheque).cloned() {
                    let variables = json!({ "id": id, "key": self.key() });
                    self.ask(REVERSE, variables).await;
                }
            }
            Act::Refund { payment, percent } => self.refund(*payment, *percent).await,
            Act::RefundOutside { payment, percent } => {
                if let Some(intent) = self.intent(*payment) {
                    let amount = (*percent < 100).then_some(percent * 50);
                    self.refunds.extend(stripe.refund(&intent, amount).ok());
                }
            }
            Act::FailRefund { refund } => {
                if let Some(refund) = self.refunds.get(*refund) {
                    let _ = stripe.fail_refund(refund, "expired_or_canceled_card");
                }
            }
            Act::Dispute { payment, status } => {
                if let Some(intent) = self.intent(*payment) {
                    let made = match status {
                        DisputeStatus::Lost => stripe.dispute_as(&intent, "insufficient_funds", *status),
                        status => stripe.dispute_as(&intent, "fraudulent", *status),
                    };
                    self.disputes.extend(made.ok());
                }
            }
            Act::Move { dispute, status } => {
                if let Some(dispute) = self.disputes.get(*dispute) {
                    let _ = stripe.close_dispute(dispute, *status);
                }
            }
            Act::PayOut => {
                let _ = stripe.payouts_now(&self.account);
            }
            Act::FailPayout => {
                if let Some(payout) = self.payouts().last() {
                    let _ = stripe.fail_payout(payout, "account_closed");
                }
            }
            Act::Pass { days } => {
                self.world.clock.advance(days * 24 * 60 * 60);
                stripe.advance(0);
            }
        }
    }

    fn payouts(&self) -> Vec<String> {
        let events = self.world.sandbox.stripe.events().into_iter();
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
        let stripe = &self.world.sandbox.stripe;
        if let Some(attempt) = self.attempts.get_mut(payment) {
            let paid = stripe.pay_card(&attempt.session).or_else(|_| stripe.pay_bank(&attempt.session));
            if let Ok(intent) = paid {
                attempt.intent = Some(intent);
            }
        }
    }

    async fn manager(&self) -> Client {
        self.world.sign_in(&self.community.manager).await
    }

    /// What the team does; a refusal is fine.
    async fn ask(&self, query: &str, variables: Value) -> Value {
        self.manager().await.ask(query, variables).await
    }

    async fn publish(&mut self, unit: usize, cents: i64) {
        // Invoices of one instant have no order; these do.
        self.world.clock.advance(1);
        let key = self.key();
        let amount = decimal(cents);
        let mut input = draft(&self.community, unit, &amount, &key);
        // Later than any history goes.
        input["input"]["dueOn"] = json!("2028-01-01");
        let made = self.ask(CREATE, input).await;
        let id = made["invoiceCreate"]["invoices"][0]["id"].as_str().unwrap().to_owned();
        self.ask(PUBLISH, json!({ "id": id, "notify": true, "key": format!("{key} publish") })).await;
        self.invoices.push((unit, id));
    }

    async fn balance(&self, invoice: &str) -> i64 {
        let seen = self.world.invoice(&self.manager().await, invoice).await;
        cents(&seen["balance"]["amount"])
    }

    async fn start(&mut self, invoices: &[(usize, String)], card: bool, percent: i64) {
        let Some((unit, _)) = invoices.first() else { return };
        let resident = self.world.sign_in(self.community.resident(*unit)).await;
        let mut owed = 0;
        for (_, id) in invoices {
            owed += self.balance(id).await;
        }
        let amount = (percent < 100).then(|| decimal((owed * percent / 100).max(100)));
        let ids: Vec<&String> = invoices.iter().map(|(_, id)| id).collect();
        let method = if card { "CARD" } else { "BANK" };
        let variables = json!({ "ids": ids, "method": method, "amount": amount, "key": self.key() });
        let started = resident.ask(CHECKOUT, variables).await["checkoutStart"].clone();
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
        let made = self.ask(OFFLINE, variables).await;
        let payment = made["paymentRecordOffline"]["payment"]["id"].as_str();
        self.cheques.extend(payment.map(str::to_owned));
    }

    async fn refund(&mut self, payment: usize, percent: i64) {
        let Some(id) = self.attempts.get(payment).map(|attempt| attempt.payment.clone()) else { return };
        let left = cents(&self.ask(REFUNDABLE, json!({ "id": id })).await["payment"]["refundable"]["amount"]);
        let amount = (percent < 100).then(|| decimal((left * percent / 100).max(1)));
        let variables = json!({ "id": id, "amount": amount, "key": self.key() });
        self.ask(REFUND, variables).await;
        // Sent before anything else happens at the processor, as it is where everything is told at once.
        self.quiet().await;
    }
}

/// A server that dies after so many steps of its work.
async fn killed(world: &World, steps: u32) {
    let mut work = pin!(work_once(&world.app, WorkerSettings::default()));
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
