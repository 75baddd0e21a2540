//! A year in the community's life, played through the use cases in the order of its days: bills go out, people
//! pay in every way there is, some late, some not at all, and deposits arrive.

mod agenda;
mod billing;
mod payments;

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use domain::id::{PropertyId, UserId};
use domain::instant::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use sandbox::Sandbox;

use self::agenda::{Agenda, AgendaEvent};
use super::billing_plan::{self, OneOffInvoice, RecurringCharge};
use super::community::{Community, Household};
use super::stepped_clock::SteppedClock;
use application::app::{App, date_in_zone};
use application::identity::{Caller, ClientInfo};
use application::payment_accounts::{connect_account, refresh_account};
use application::payments::record_payment;
use application::payouts::record_payout;
use worker::WorkerSettings;

/// How far back the year begins: twelve months of due dates, and the days before the first.
pub const LENGTH: SignedDuration = SignedDuration::from_hours(24 * 430);
/// How far back is enough for the story.
pub const BACKGROUND: SignedDuration = SignedDuration::from_hours(24 * 60);
/// Payments were connected this many days ago; before that everything was paid by hand.
const CONNECTED_DAYS_AGO: i64 = 80;
/// Mail older than this is not in the inbox any more.
const INBOX_DAYS: i64 = 13;
/// A bank transfer has ended after this many days.
const TRANSFER_DURATION: SignedDuration = SignedDuration::from_hours(24 * 6 + 2);

/// Everything the year is played with.
struct YearSimulation<'a> {
    app: &'a App,
    sandbox: &'a Sandbox,
    community: &'a Community,
    /// Who bills and records.
    manager: Caller,
    charges: Vec<RecurringCharge>,
    one_offs: Vec<OneOffInvoice>,
    agenda: Agenda,
    /// What was published before is left out.
    since: Instant,
    /// When the year ends.
    now: Instant,
    /// When payments were connected.
    connected: Instant,
    /// Residents who have paid online, by user.
    callers: HashMap<UserId, Caller>,
    /// The processor's events that were looked at.
    events_seen: usize,
    tally: Tally,
}

#[derive(Default)]
struct Tally {
    invoices: usize,
    by_hand: usize,
    online: usize,
    payouts: usize,
}

/// Plays the year up to `now`; says in one line what happened.
pub async fn play(
    app: &App,
    clock: &Arc<SteppedClock>,
    sandbox: &Sandbox,
    community: &Community,
    (since, now): (Instant, Instant),
) -> Result<String> {
    let mut year = YearSimulation {
        app,
        sandbox,
        community,
        manager: Caller::load(app, community.manager.clone(), None, ClientInfo::default()).await?,
        charges: billing_plan::charges(community)?,
        one_offs: billing_plan::one_offs(community)?,
        agenda: Agenda::default(),
        since,
        now,
        connected: now - SignedDuration::from_hours(24 * CONNECTED_DAYS_AGO),
        callers: HashMap::new(),
        events_seen: 0,
        tally: Tally::default(),
    };
    year.plan()?;
    while let Some((at, event)) = year.agenda.next_until(now) {
        clock.move_to(at.timestamp());
        let what = format!("{event:?}");
        year.perform(event).await.with_context(|| format!("on {at}: {what}"))?;
    }
    let Tally { invoices, by_hand, online, payouts } = year.tally;
    Ok(format!(
        "Time has passed: {invoices} invoices, {by_hand} payments by hand, {online} online, {payouts} deposits."
    ))
}

impl YearSimulation<'_> {
    /// Puts everything that does not follow from something else on the agenda.
    fn plan(&mut self) -> Result<()> {
        let mut properties: Vec<_> = self.community.properties.values().collect();
        properties.sort_by_key(|property| property.id);
        for property in properties {
            self.agenda.add(self.connected, AgendaEvent::Connect { property: property.id });
        }
        self.plan_charges()?;
        self.plan_one_offs()?;
        for day in 0..=CONNECTED_DAYS_AGO {
            let at = self.connected + SignedDuration::from_hours(24 * day + 7);
            self.agenda.add(at.min(self.now), AgendaEvent::RecordPayouts);
        }
        let forget = self.now - SignedDuration::from_hours(24 * INBOX_DAYS);
        self.agenda.add(forget, AgendaEvent::ClearInbox);
        Ok(())
    }

    async fn perform(&mut self, event: AgendaEvent) -> Result<()> {
        match event {
            AgendaEvent::Connect { property } => self.connect(property).await?,
            AgendaEvent::Bill { charge, index, due, remaining } => {
                self.bill(charge, index, due, remaining).await?
            }
            AgendaEvent::Draft { charge, index, due } => self.draft(charge, index, due).await?,
            AgendaEvent::OneOff { bill } => self.bill_one_off(bill).await?,
            AgendaEvent::Pay { invoice, household, how, amount } => {
                self.pay(invoice, household, how, amount).await?
            }
            AgendaEvent::PayReversed { invoice, household, reason } => {
                self.pay_reversed(invoice, household, reason).await?;
            }
            AgendaEvent::Reverse { payment, reason } => self.reverse(payment, &reason).await?,
            AgendaEvent::Void { invoice, reason } => self.void(invoice, reason).await?,
            AgendaEvent::RefreshPayment { payment } => {
                record_payment::record_payment(self.app, payment).await?
            }
            AgendaEvent::RecordPayouts => self.record_payouts().await?,
            AgendaEvent::ClearInbox => self.sandbox.inbox.clear(),
        }
        // Before payments were connected nothing was mailed.
        if self.app.now() >= self.connected {
            while worker::run_due_jobs(self.app, WorkerSettings::default()).await? > 0 {}
        }
        Ok(())
    }

    /// The property's account is opened, its forms are filled in, and its state is read.
    async fn connect(&mut self, property: PropertyId) -> Result<()> {
        connect_account::connect_account(self.app, &self.manager, property).await?;
        let account = store::payment_accounts::of_property(self.app.db.read(), property).await?;
        let account =
            account.and_then(|account| account.processor_account_id).context("no account was opened")?;
        self.sandbox.stripe.complete_onboarding(&account)?;
        refresh_account::refresh_account(self.app, &self.manager, property).await?;
        Ok(())
    }

    /// Reads the deposits that arrived since the last time; of the last days also those that are on their way.
    async fn record_payouts(&mut self) -> Result<()> {
        let recent = self.app.now() > self.now - SignedDuration::from_hours(72);
        let events = self.sandbox.stripe.events();
        for event in events.iter().skip(self.events_seen) {
            if event.kind != "payout.paid" && !(recent && event.kind == "payout.updated") {
                continue;
            }
            let body: serde_json::Value = serde_json::from_str(&event.body)?;
            let payout = body.pointer("/data/object/id").and_then(serde_json::Value::as_str);
            let payout = payout.context("a payout's event names no payout")?;
            record_payout::record_payout(self.app, &event.account, payout).await?;
            if event.kind == "payout.paid" {
                self.tally.payouts = self.tally.payouts.saturating_add(1);
            }
        }
        self.events_seen = events.len();
        Ok(())
    }

    fn household(&self, position: usize) -> Result<&Household> {
        self.community.households.get(position).context("no such household")
    }

    /// The day before today in a property, so that what is planned for a day has happened.
    fn yesterday(&self, time_zone: &str) -> Date {
        date_in_zone(self.now, time_zone).saturating_sub(1.day())
    }
}

/// An instant on a property's day.
fn instant(day: Date, time_zone: &str, hour: i8, minute: i8) -> Result<Instant> {
    let zone = TimeZone::get(time_zone)?;
    Ok(day.at(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0).to_zoned(zone)?.timestamp().into())
}
