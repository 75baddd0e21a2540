//! What is typed into the form, and reading it.

use leptos::prelude::*;

use super::{count, shown};
use crate::api::Decimal;
use crate::api::admin::{BillingProperty, BillingUnit, NewInvoice, NewLine};
use crate::browser;
use crate::components::{Problem, Problems};
use crate::i18n::{Text, read_amount, text, use_language};

/// The form as it stands.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) properties: StoredValue<Vec<BillingProperty>>,
    pub(super) property: RwSignal<String>,
    pub(super) all_units: RwSignal<bool>,
    /// Ids of the units that are ticked, in that order.
    pub(super) units: RwSignal<Vec<String>>,
    pub(super) title: RwSignal<String>,
    pub(super) description: RwSignal<String>,
    pub(super) due_on: RwSignal<String>,
    pub(super) lines: RwSignal<Vec<Line>>,
    pub(super) problems: Problems,
    pub(super) busy: RwSignal<bool>,
    /// The idempotency key of what the form makes; a new one once it is made.
    pub(super) key: RwSignal<String>,
}

/// A line as it is typed. The number tells lines apart while they come and go.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) description: RwSignal<String>,
    pub(super) account: RwSignal<String>,
    pub(super) amount: RwSignal<String>,
}

impl Line {
    pub(super) fn new(number: u32, account: String) -> Self {
        Self {
            number,
            description: RwSignal::new(String::new()),
            account: RwSignal::new(account),
            amount: RwSignal::new(String::new()),
        }
    }

    /// The id of one of its fields.
    pub(super) fn id(self, field: &str) -> String {
        format!("line-{}-{field}", self.number)
    }

    /// Hundredths, once an amount is typed.
    pub(super) fn cents(self) -> Option<i64> {
        Decimal(read_amount(&self.amount.get())?).cents()
    }
}

/// What is said about mistakes.
#[derive(Clone, Copy)]
pub(super) struct Words {
    title: Text,
    line: Text,
    amount: Text,
    date: Text,
    past: Text,
    units: Text,
    no_lines: Text,
}

impl Words {
    pub(super) fn new() -> Self {
        Self {
            title: t!(admin_new_title_required),
            line: t!(admin_line_required),
            amount: t!(error_invalid_amount),
            date: t!(error_invalid_date),
            past: t!(error_due_date_past),
            units: t!(admin_new_units_required),
            no_lines: t!(error_no_lines),
        }
    }
}

impl Form {
    pub(super) fn new(properties: Vec<BillingProperty>, first: String) -> Self {
        let account = properties.first().map(first_account).unwrap_or_default();
        Self {
            properties: StoredValue::new(properties),
            property: RwSignal::new(first),
            all_units: RwSignal::new(false),
            units: RwSignal::new(Vec::new()),
            title: RwSignal::new(String::new()),
            description: RwSignal::new(String::new()),
            due_on: RwSignal::new(String::new()),
            lines: RwSignal::new(vec![Line::new(0, account)]),
            problems: Problems::new(),
            busy: RwSignal::new(false),
            key: RwSignal::new(browser::new_key()),
        }
    }

    /// The property that is chosen.
    pub(super) fn chosen(self) -> Option<BillingProperty> {
        let id = self.property.get();
        self.properties.with_value(|all| all.iter().find(|property| property.id.inner() == id).cloned())
    }

    /// Adds an empty line.
    pub(super) fn add_line(self) {
        let account = untrack(|| self.chosen()).as_ref().map(first_account).unwrap_or_default();
        self.lines.update(|lines| {
            let number = lines.iter().map(|line| line.number).max().map_or(0, |last| last.wrapping_add(1));
            lines.push(Line::new(number, account));
        });
    }

    /// Takes a line out.
    pub(super) fn remove_line(self, number: u32) {
        self.lines.update(|lines| lines.retain(|line| line.number != number));
    }

    /// Hundredths of all lines that have an amount.
    pub(super) fn total(self) -> i64 {
        self.lines.get().into_iter().filter_map(Line::cents).fold(0, i64::saturating_add)
    }

    /// What would be made, or `None` after showing what is wrong.
    pub(super) fn read(self, words: Words) -> Option<NewInvoice> {
        untrack(|| self.read_now(words))
    }

    fn read_now(self, words: Words) -> Option<NewInvoice> {
        let mut problems = Vec::new();
        let mut wrong = |field: String, words| problems.push(Problem { field: Some(field), words });
        let units = (!self.all_units.get()).then(|| self.units.get());
        if units.as_ref().is_some_and(Vec::is_empty) {
            wrong("units".to_owned(), words.units);
        }
        let title = self.title.get().trim().to_owned();
        if title.is_empty() {
            wrong("title".to_owned(), words.title);
        }
        let due_on = self.due_on.get();
        let today = self.chosen().map(|property| property.today.0).unwrap_or_default();
        if due_on.is_empty() {
            wrong("dueOn".to_owned(), words.date);
        } else if due_on < today {
            wrong("dueOn".to_owned(), words.past);
        }
        let mut lines = Vec::new();
        for line in self.lines.get() {
            let description = line.description.get().trim().to_owned();
            if description.is_empty() {
                wrong(line.id("description"), words.line);
            }
            match read_amount(&line.amount.get()) {
                Some(amount) => {
                    lines.push(NewLine { description, account_code: line.account.get(), amount });
                }
                None => wrong(line.id("amount"), words.amount),
            }
        }
        if self.lines.with(Vec::is_empty) {
            wrong("add-line".to_owned(), words.no_lines);
        }
        let description = Some(self.description.get().trim().to_owned()).filter(|text| !text.is_empty());
        let property = self.property.get();
        self.problems.show(problems).then_some(NewInvoice {
            property,
            units,
            title,
            description,
            due_on,
            lines,
        })
    }

    /// The id of the field the API names by its path, such as `lines.0.amount`.
    pub(super) fn field_id(self, path: &str) -> Option<String> {
        let mut parts = path.split('.');
        let (name, place, part) = (parts.next()?, parts.next(), parts.next());
        let place: Option<usize> = place.and_then(|place| place.parse().ok());
        match name {
            "unitIds" => {
                let unit =
                    place.and_then(|place| self.units.with_untracked(|units| units.get(place).cloned()));
                Some(unit.map_or_else(|| "units".to_owned(), |unit| format!("unit-{unit}")))
            }
            "lines" => {
                let line =
                    place.and_then(|place| self.lines.with_untracked(|lines| lines.get(place).copied()));
                Some(line.zip(part).map_or_else(|| "add-line".to_owned(), |(line, part)| line.id(part)))
            }
            "propertyId" | "title" | "description" | "dueOn" => Some(name.to_owned()),
            _ => None,
        }
    }

    /// What saving will make, in words: how many drafts of how much, and how many reach nobody.
    pub(super) fn foot(self, known: RwSignal<Vec<BillingUnit>>) -> Option<Text> {
        let property = self.chosen()?;
        let (units, unreached) = self.reach(known);
        let cents = self.total();
        if units == 0 || cents == 0 {
            return None;
        }
        let language = use_language();
        Some(text(move || {
            let language = language.get();
            let each = shown(language, cents, &property);
            let all =
                shown(language, cents.saturating_mul(i64::try_from(units).unwrap_or(i64::MAX)), &property);
            let made = locales::admin_new_foot(language, units, &each, &all);
            match unreached {
                0 => made.into(),
                unreached => format!("{made} {}", locales::admin_new_unreached(language, unreached)).into(),
            }
        }))
    }

    /// How many units would be billed, and how many of them have no primary resident.
    pub(super) fn reach(self, known: RwSignal<Vec<BillingUnit>>) -> (u64, u64) {
        let all = self.all_units.get();
        self.units.with(|ticked| {
            known.with(|known| {
                let billed = |unit: &&BillingUnit| all || ticked.iter().any(|id| id == unit.id.inner());
                let nobody = |unit: &&BillingUnit| unit.primary_resident.is_none();
                let units: Vec<&BillingUnit> = known.iter().filter(billed).collect();
                (count(units.len()), count(units.iter().copied().filter(|unit| nobody(unit)).count()))
            })
        })
    }
}

fn first_account(property: &BillingProperty) -> String {
    property.income_accounts.first().map(|account| account.code.clone()).unwrap_or_default()
}
