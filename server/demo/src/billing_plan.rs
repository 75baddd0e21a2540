//! What is billed: the charges that come again and again, and the bills of their own kind with what became of
//! each, from the tables in `server/demo`.

use anyhow::Result;
use jiff::ToSpan;
use jiff::civil::Date;
use locales::Language;

use super::community::Community;
use super::csv_table::Table;
use application::invoices::create_invoice::NewInvoiceLine;

/// Days between publishing and the due date of a charge.
const DAYS_AHEAD: i32 = 20;

/// What all units of a kind are billed on due days.
#[derive(Debug)]
pub struct RecurringCharge {
    /// The property's name.
    pub property: String,
    /// `home`, `condo` or `parking`.
    pub unit_kind: &'static str,
    language: &'static str,
    title: String,
    /// Lines of each invoice.
    pub lines: Vec<NewInvoiceLine>,
    every_months: i32,
    instalments: usize,
    first_months_ago: i32,
    due_day: i8,
}

/// What becomes of a bill of its own kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OneOffResult {
    /// Withdrawn.
    Void,
    /// Paid by a cheque that the bank returned.
    ReversedCheque,
    /// Half of it paid by cheque.
    PartCheque,
    /// Half of it paid by card.
    PartCard,
    /// A transfer that failed.
    FailedTransfer,
    /// A transfer on its way.
    TransferUnderWay,
    /// The hosted page was left open until it expired.
    ExpiredAttempt,
    /// Paid by card.
    Card,
}

/// A bill for one unit.
#[derive(Debug)]
pub struct OneOffInvoice {
    /// Position in the households.
    pub household: usize,
    /// The property's name.
    pub property: String,
    /// Title.
    pub title: String,
    /// Its line.
    pub line: NewInvoiceLine,
    /// Days before today.
    pub published_days_ago: i32,
    /// Days from publishing to the due date.
    pub due_days_after: i32,
    /// What became of it.
    pub result: OneOffResult,
    /// Days from publishing to that.
    pub result_days_after: i32,
    /// Reason or note.
    pub note: Option<String>,
}

/// Reads the charges; lines with the same property, units and title make one invoice.
pub fn charges(community: &Community) -> Result<Vec<RecurringCharge>> {
    let columns = [
        "property",
        "unit_kind",
        "language",
        "title",
        "line",
        "account",
        "amount",
        "every_months",
        "instalments",
        "first_months_ago",
        "due_day",
    ];
    let table = Table::read("charges.csv", include_str!("../data/charges.csv"), &columns)?;
    let mut charges: Vec<RecurringCharge> = Vec::new();
    for row in table.rows {
        let property = row.lookup("property", &community.properties)?.name.clone();
        let unit_kind = row.word("unit_kind", &["home", "condo", "parking"])?;
        let title = row.text("title")?.to_owned();
        let line = NewInvoiceLine {
            description: row.text("line")?.to_owned(),
            account_code: row.text("account")?.to_owned(),
            amount: row.amount("amount")?,
            tax_code: None,
        };
        let same = charges.iter_mut().find(|charge| {
            charge.property == property && charge.unit_kind == unit_kind && charge.title == title
        });
        if let Some(charge) = same {
            charge.lines.push(line);
            continue;
        }
        let due_day: i8 = row.value("due_day")?;
        if !(1..=28).contains(&due_day) {
            return Err(row.cell_error("due_day", "must be from 1 to 28, which every month has"));
        }
        let every_months: i32 = row.value("every_months")?;
        if every_months < 1 {
            return Err(row.cell_error("every_months", "must be 1 or more"));
        }
        charges.push(RecurringCharge {
            property,
            unit_kind,
            language: row.word("language", &["en", "fr"])?,
            title,
            lines: vec![line],
            every_months,
            instalments: row.value("instalments")?,
            first_months_ago: row.value("first_months_ago")?,
            due_day,
        });
    }
    Ok(charges)
}

impl RecurringCharge {
    /// The due dates up to the first that isn't published by `today`, which is the last of them; a charge in
    /// instalments ends with its last.
    pub fn due_dates(&self, today: Date) -> Vec<Date> {
        let first = today.first_of_month().saturating_sub(self.first_months_ago.months());
        let mut dates = Vec::new();
        for step in 0_i32.. {
            let month = first.saturating_add(step.saturating_mul(self.every_months).months());
            let due = month.saturating_add(i32::from(self.due_day.saturating_sub(1)).days());
            if self.instalments > 0 && dates.len() >= self.instalments {
                break;
            }
            dates.push(due);
            if published_on(due) > today {
                break;
            }
        }
        dates
    }

    /// Whether a household leaves this bill unpaid: its newest ones, and of instalments the last where several
    /// bills are left.
    pub fn is_left_unpaid(&self, unpaid: usize, remaining: usize) -> bool {
        if self.instalments > 0 { unpaid > 2 && remaining == 0 } else { remaining < unpaid }
    }

    /// The title of an invoice: its month and number filled in. `index` counts from 0.
    pub fn title(&self, due: Date, index: usize) -> String {
        let number = index.saturating_add(1);
        self.title
            .replace("{month}", &month(self.language, due))
            .replace("{number}", &number.to_string())
            .replace("{count}", &self.instalments.to_string())
    }
}

/// The day on which what is due on a day is published.
pub fn published_on(due: Date) -> Date {
    due.saturating_sub(DAYS_AHEAD.days())
}

fn month(language: &str, day: Date) -> String {
    let language = Language::from_code(language).unwrap_or(Language::En);
    format!("{} {}", locales::month_name(language, day.month()), day.year())
}

/// Reads the bills of their own kind.
pub fn one_offs(community: &Community) -> Result<Vec<OneOffInvoice>> {
    let columns = [
        "property",
        "unit",
        "title",
        "line",
        "account",
        "amount",
        "published_days_ago",
        "due_days_after",
        "outcome",
        "outcome_days_after",
        "note",
    ];
    let table = Table::read("one_offs.csv", include_str!("../data/one_offs.csv"), &columns)?;
    let results = [
        ("void", OneOffResult::Void),
        ("reversed_cheque", OneOffResult::ReversedCheque),
        ("part_cheque", OneOffResult::PartCheque),
        ("part_card", OneOffResult::PartCard),
        ("failed_transfer", OneOffResult::FailedTransfer),
        ("transfer_under_way", OneOffResult::TransferUnderWay),
        ("expired_attempt", OneOffResult::ExpiredAttempt),
        ("card", OneOffResult::Card),
    ];
    let words = results.map(|(word, _)| word);
    let mut bills = Vec::new();
    for row in table.rows {
        let property = row.lookup("property", &community.properties)?;
        let label = row.text("unit")?;
        let here = community.households.iter();
        let household = here
            .enumerate()
            .find(|(_, home)| home.unit.property_id == property.id && home.unit.label == label);
        let (household, _) =
            household.ok_or_else(|| row.cell_error("unit", format!("there is no unit '{label}'")))?;
        let word = row.word("outcome", &words)?;
        let result = results.iter().find(|(known, _)| *known == word).map(|(_, result)| *result);
        bills.push(OneOffInvoice {
            household,
            property: property.name.clone(),
            title: row.text("title")?.to_owned(),
            line: NewInvoiceLine {
                description: row.text("line")?.to_owned(),
                account_code: row.text("account")?.to_owned(),
                amount: row.amount("amount")?,
                tax_code: None,
            },
            published_days_ago: row.value("published_days_ago")?,
            due_days_after: row.value("due_days_after")?,
            result: result.ok_or_else(|| row.cell_error("outcome", "is unknown"))?,
            result_days_after: row.value("outcome_days_after")?,
            note: row.optional("note").map(str::to_owned),
        });
    }
    Ok(bills)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn charge(every_months: i32, instalments: usize) -> RecurringCharge {
        RecurringCharge {
            property: "Sunny Hills HOA".into(),
            unit_kind: "home",
            language: "fr",
            title: "Frais, {month}, {number} de {count}".into(),
            lines: Vec::new(),
            every_months,
            instalments,
            first_months_ago: 3,
            due_day: 1,
        }
    }

    #[test]
    fn last_due_date_is_not_published_yet() {
        let dates = charge(1, 0).due_dates(date(2026, 11, 22));
        assert_eq!(dates.first(), Some(&date(2026, 8, 1)));
        // 1 December was published on 11 November; 1 January is not yet.
        assert_eq!(dates.last(), Some(&date(2027, 1, 1)));
        assert_eq!(dates.iter().filter(|due| published_on(**due) <= date(2026, 11, 22)).count(), 5);
    }

    #[test]
    fn instalments_end_after_their_count() {
        let plan = charge(1, 2);
        assert_eq!(plan.due_dates(date(2026, 11, 22)), [date(2026, 8, 1), date(2026, 9, 1)]);
        assert_eq!(plan.title(date(2026, 8, 1), 0), "Frais, août 2026, 1 de 2");
    }

    #[test]
    fn newest_invoices_are_left_unpaid() {
        assert!(charge(1, 0).is_left_unpaid(1, 0) && !charge(1, 0).is_left_unpaid(1, 1));
        assert!(!charge(1, 2).is_left_unpaid(2, 0) && charge(1, 2).is_left_unpaid(3, 0));
    }
}
