//! Bills: the charges of every month, drafts for the next, and bills of their own kind.

use anyhow::{Context, Result};
use domain::id::InvoiceId;
use domain::instant::Instant;
use domain::money::{format_decimal, parse_decimal};
use domain::payment::PaymentMethod;
use entity::property;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};

use super::agenda::{AgendaEvent, PaymentChoice};
use super::{YearSimulation, instant};
use crate::billing_plan::{OneOffResult, RecurringCharge, published_on};
use crate::community::Household;
use crate::deterministic::pick_below;
use application::invoices::create_invoice::{NewInvoice, create_invoice};
use application::invoices::publish_invoice::{PublishInvoice, publish_invoice};
use application::invoices::void_invoice::{VoidInvoice, void_invoice};

/// Drafts that wait for "Publish all".
const DRAFTS: usize = 12;
/// Residents are told of what was published in the last days.
const NOTIFY_DAYS: i64 = 31;

impl YearSimulation<'_> {
    fn property(&self, name: &str) -> Result<&property::Model> {
        self.community.properties.get(name).with_context(|| format!("no property is called {name}"))
    }

    fn charge(&self, position: usize) -> Result<&RecurringCharge> {
        self.charges.get(position).context("no such charge")
    }

    pub(super) fn plan_charges(&mut self) -> Result<()> {
        let mut drafted = false;
        let mut planned = Vec::new();
        for (charge, plan) in self.charges.iter().enumerate() {
            let zone = &self.property(&plan.property)?.time_zone;
            let yesterday = self.yesterday(zone);
            let dates = plan.due_dates(yesterday);
            let published = dates.iter().filter(|due| published_on(**due) <= yesterday).count();
            for (index, due) in dates.into_iter().enumerate() {
                if index < published {
                    let remaining = published.saturating_sub(index).saturating_sub(1);
                    let at = instant(published_on(due), zone, 9, 15)?;
                    planned.push((at, AgendaEvent::Bill { charge, index, due, remaining }));
                } else if !drafted {
                    drafted = true;
                    let at = self.now - SignedDuration::from_mins(95);
                    planned.push((at, AgendaEvent::Draft { charge, index, due }));
                }
            }
        }
        let since = self.since;
        planned.into_iter().filter(|(at, _)| *at >= since).for_each(|(at, event)| self.agenda.add(at, event));
        Ok(())
    }

    pub(super) fn plan_one_offs(&mut self) -> Result<()> {
        let mut planned = Vec::new();
        for (bill, plan) in self.one_offs.iter().enumerate() {
            let zone = &self.property(&plan.property)?.time_zone;
            let day = self.yesterday(zone).saturating_sub(plan.published_days_ago.saturating_sub(1).days());
            planned.push((instant(day, zone, 11, 40)?, AgendaEvent::OneOff { bill }));
        }
        let since = self.since;
        planned.into_iter().filter(|(at, _)| *at >= since).for_each(|(at, event)| self.agenda.add(at, event));
        Ok(())
    }

    /// Positions of the households a charge bills.
    fn billed(&self, charge: &RecurringCharge) -> Result<Vec<usize>> {
        let property = self.property(&charge.property)?.id;
        let homes = self.community.households.iter().enumerate();
        let billed =
            homes.filter(|(_, home)| home.unit.property_id == property && home.kind == charge.unit_kind);
        Ok(billed.map(|(position, _)| position).collect())
    }

    async fn create(&mut self, input: NewInvoice) -> Result<Vec<InvoiceId>> {
        let key = format!("create:{}", self.app.new_uuid());
        Ok(create_invoice(self.app, &self.manager, &input, &key).await?.invoices)
    }

    fn invoices_of(
        &self,
        charge: &RecurringCharge,
        households: &[usize],
        index: usize,
        due_on: Date,
    ) -> Result<NewInvoice> {
        let units = households.iter().map(|position| Ok(self.household(*position)?.unit.id));
        Ok(NewInvoice {
            property: self.property(&charge.property)?.id,
            units: Some(units.collect::<Result<_>>()?),
            title: charge.title(due_on, index),
            description: None,
            due_on,
            lines: charge.lines.clone(),
        })
    }

    async fn publish(&mut self, invoice: InvoiceId) -> Result<()> {
        let notify = self.app.now() > self.now - SignedDuration::from_hours(24 * NOTIFY_DAYS);
        let input = PublishInvoice { invoice, notify, expected_version: None };
        publish_invoice(self.app, &self.manager, input, &format!("publish:{invoice}")).await?;
        self.tally.invoices = self.tally.invoices.saturating_add(1);
        Ok(())
    }

    pub(super) async fn bill(
        &mut self,
        charge: usize,
        index: usize,
        due: Date,
        remaining: usize,
    ) -> Result<()> {
        let plan = self.charge(charge)?;
        let households = self.billed(plan)?;
        let zone = self.property(&plan.property)?.time_zone.clone();
        let invoices = self.create(self.invoices_of(plan, &households, index, due)?).await?;
        for (invoice, household) in invoices.into_iter().zip(households) {
            self.publish(invoice).await?;
            let home = self.household(household)?;
            if home.pays == "nothing" || self.charge(charge)?.is_left_unpaid(home.unpaid, remaining) {
                continue;
            }
            let (at, how) = payment_plan(home, due, &zone)?;
            self.agenda.add(at, AgendaEvent::Pay { invoice, household, how, amount: None });
        }
        Ok(())
    }

    pub(super) async fn draft(&mut self, charge: usize, index: usize, due: Date) -> Result<()> {
        let plan = self.charge(charge)?;
        let mut households = self.billed(plan)?;
        households.truncate(DRAFTS);
        self.create(self.invoices_of(plan, &households, index, due)?).await?;
        Ok(())
    }

    pub(super) async fn bill_one_off(&mut self, bill: usize) -> Result<()> {
        let plan = self.one_offs.get(bill).context("no such bill")?;
        let (household, result, note) = (plan.household, plan.result, plan.note.clone().unwrap_or_default());
        let after = SignedDuration::from_hours(24).saturating_mul(plan.result_days_after);
        let property = self.property(&plan.property)?;
        let half = parse_decimal(&plan.line.amount)?.div_euclid(2);
        let input = NewInvoice {
            property: property.id,
            units: Some(vec![self.household(household)?.unit.id]),
            title: plan.title.clone(),
            description: None,
            due_on: self.app.today(&property.time_zone).saturating_add(plan.due_days_after.days()),
            lines: vec![plan.line.clone()],
        };
        let invoice = *self.create(input).await?.first().context("no invoice was made")?;
        self.publish(invoice).await?;
        let pay = |how, amount| AgendaEvent::Pay { invoice, household, how, amount };
        let event = match result {
            OneOffResult::Void => AgendaEvent::Void { invoice, reason: note },
            OneOffResult::ReversedCheque => AgendaEvent::PayReversed { invoice, household, reason: note },
            OneOffResult::PartCheque => {
                pay(PaymentChoice::Hand(PaymentMethod::Cheque), Some(format_decimal(half)))
            }
            OneOffResult::PartCard => pay(PaymentChoice::Card, Some(format_decimal(half))),
            OneOffResult::FailedTransfer => pay(PaymentChoice::FailingBank, None),
            OneOffResult::TransferUnderWay => pay(PaymentChoice::Bank, None),
            OneOffResult::ExpiredAttempt => pay(PaymentChoice::LeavePage, None),
            OneOffResult::Card => pay(PaymentChoice::Card, None),
        };
        self.agenda.add(self.app.now() + after, event);
        Ok(())
    }

    pub(super) async fn void(&mut self, invoice: InvoiceId, reason: String) -> Result<()> {
        let input = VoidInvoice { invoice, reason, expected_version: None };
        void_invoice(self.app, &self.manager, &input, &format!("void:{invoice}")).await?;
        Ok(())
    }
}

/// When and how a household pays what is due on a day: before it, but cheques come late now and then.
fn payment_plan(home: &Household, due: Date, zone: &str) -> Result<(Instant, PaymentChoice)> {
    let due_on = due.to_string();
    let chance = |what: &str, below: u64| {
        let chosen =
            pick_below(&[home.unit.label.as_str(), home.kind.as_str(), due_on.as_str(), what], below);
        i8::try_from(chosen).unwrap_or_default()
    };
    let (how, before) = match home.pays {
        "card" => (PaymentChoice::Card, chance("day", 14).saturating_add(1)),
        "bank" => (PaymentChoice::Bank, chance("day", 10).saturating_add(4)),
        "cash" => (PaymentChoice::Hand(PaymentMethod::Cash), chance("day", 6)),
        "other" => (PaymentChoice::Hand(PaymentMethod::Other), chance("day", 4).saturating_add(2)),
        _ => (PaymentChoice::Hand(PaymentMethod::Cheque), chance("day", 11).saturating_sub(2)),
    };
    let day = due.saturating_sub(i32::from(before).days());
    let at = instant(day, zone, chance("hour", 11).saturating_add(8), chance("minute", 60))?;
    Ok((at, how))
}
