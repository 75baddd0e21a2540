//! Making drafts: one per unit, for one unit, several or all of a property.

use std::collections::{BTreeSet, HashMap};

use domain::audit::AuditAction;
use domain::id::{InvoiceId, PropertyId, UnitId};
use domain::invoice;
use domain::ledger::is_billable;
use domain::money::parse_decimal;
use domain::roles::Permission;
use entity::{invoice as invoices, invoice_line};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode, UserError};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use store::Scope;
use store::properties::UnitRow;

/// A line as it was typed.
#[derive(Debug, Clone, Serialize)]
pub struct NewInvoiceLine {
    /// Words.
    pub description: String,
    /// Code of an income account.
    pub account_code: String,
    /// Decimal text.
    pub amount: String,
    /// `GST` or `QST` for a tax line.
    pub tax_code: Option<String>,
}

/// What drafts need.
#[derive(Debug, Clone, Serialize)]
pub struct NewInvoice {
    /// The property.
    pub property: PropertyId,
    /// The units to bill; none means all of them.
    pub units: Option<Vec<UnitId>>,
    /// What it is for.
    pub title: String,
    /// More words.
    pub description: Option<String>,
    /// Due date.
    pub due_on: Date,
    /// Lines.
    pub lines: Vec<NewInvoiceLine>,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct CreatedInvoices {
    /// The drafts.
    pub invoices: Vec<InvoiceId>,
    /// Units that nobody will be told about.
    pub units_without_resident: Vec<UnitRow>,
}

struct CheckedLine {
    description: String,
    account_code: String,
    tax_code: Option<String>,
    amount: i64,
}

/// Makes the drafts in one transaction: all of them or none.
pub async fn create_invoice(
    app: &App,
    caller: &Caller,
    input: &NewInvoice,
    key: &str,
) -> AppResult<CreatedInvoices> {
    let key = IdempotencyKey::new(caller, key, "invoiceCreate", input)?;
    let scope = caller.scope(Permission::Bill);
    let property = store::properties::property(app.db.read(), &scope, input.property)
        .await?
        .ok_or_else(|| AppError::not_found("property"))?;
    let lines = validate(input)?;
    let amounts: Vec<i64> = lines.iter().map(|line| line.amount).collect();
    let state = invoice::new_draft(&amounts, input.due_on, app.today(&property.time_zone))?;
    let units = units_to_bill(app, &scope, input).await?;

    let mut work = app.begin().await?;
    let ids: Vec<InvoiceId> = units.iter().map(|_| app.new_id()).collect();
    if let Some(ids) = key.claim(&work, &ids).await? {
        return Ok(CreatedInvoices { invoices: ids, units_without_resident: without_resident(units) });
    }
    let now = app.now();
    let (mut rows, mut line_rows) = (Vec::new(), Vec::new());
    for (unit, id) in units.iter().zip(ids.iter().copied()) {
        let new = invoices::NewInvoice {
            id,
            organization_id: property.organization_id,
            property_id: property.id,
            unit_id: unit.unit.id,
            resident_id: unit.primary.as_ref().map(|resident| resident.id),
            title: input.title.trim().to_owned(),
            description: input
                .description
                .as_ref()
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty()),
            due_on: input.due_on.into(),
            currency: property.currency,
            created_by: Some(caller.user.id),
            created_at: now,
        };
        rows.push(invoices::Model::new(state, new));
        line_rows.extend((0_i64..).zip(&lines).map(|(position, line)| invoice_line::Model {
            id: app.new_id(),
            organization_id: property.organization_id,
            invoice_id: id,
            position,
            description: line.description.clone(),
            account_code: line.account_code.clone(),
            tax_code: line.tax_code.clone(),
            amount: line.amount,
        }));
        let detail = json!({ "total": state.total, "dueOn": input.due_on.to_string() });
        let what = AuditedAction::new(AuditAction::InvoiceCreated, id, input.title.trim());
        work.audit(&caller.actor(), property.organization_id, what, &detail);
    }
    store::invoices::insert(work.txn(), rows, line_rows).await?;
    work.commit().await?;
    Ok(CreatedInvoices { invoices: ids, units_without_resident: without_resident(units) })
}

fn without_resident(units: Vec<UnitRow>) -> Vec<UnitRow> {
    units.into_iter().filter(|unit| unit.primary.is_none()).collect()
}

async fn units_to_bill(app: &App, scope: &Scope, input: &NewInvoice) -> AppResult<Vec<UnitRow>> {
    let all = store::properties::units_of_property(app.db.read(), scope, input.property).await?;
    let Some(wanted) = &input.units else {
        if all.is_empty() {
            return Err(AppError::field_error(
                ErrorCode::Required,
                "unitIds",
                "the property has no units yet",
            ));
        }
        return Ok(all);
    };
    if wanted.is_empty() {
        return Err(AppError::field_error(ErrorCode::Required, "unitIds", "choose at least one unit"));
    }
    let mut by_id: HashMap<UnitId, UnitRow> = all.into_iter().map(|row| (row.unit.id, row)).collect();
    let mut user_errors = Vec::new();
    let mut units = Vec::new();
    let mut seen = BTreeSet::new();
    for (position, id) in wanted.iter().enumerate() {
        if !seen.insert(*id) {
            continue;
        }
        match by_id.remove(id) {
            Some(unit) => units.push(unit),
            None => user_errors.push(UserError {
                code: ErrorCode::UnknownUnit,
                field: Some(format!("unitIds.{position}")),
                message: "there is no such unit in this property".to_owned(),
                retry_after: None,
            }),
        }
    }
    if user_errors.is_empty() { Ok(units) } else { Err(AppError::User(user_errors)) }
}

/// Checks every field, so that all errors are returned at once.
fn validate(input: &NewInvoice) -> AppResult<Vec<CheckedLine>> {
    let mut user_errors = Vec::new();
    let mut push_error = |code, field: String, message: &str| {
        user_errors.push(UserError {
            code,
            field: Some(field),
            message: message.to_owned(),
            retry_after: None,
        });
    };
    check_text(&input.title, 200, "title".to_owned(), &mut push_error);
    if input.description.as_ref().is_some_and(|text| text.chars().count() > 2000) {
        push_error(ErrorCode::TooLong, "description".to_owned(), "write at most 2000 characters");
    }
    if input.lines.is_empty() {
        push_error(ErrorCode::NoLines, "lines".to_owned(), "add at least one line");
    }
    if input.lines.len() > 50 {
        push_error(ErrorCode::TooLong, "lines".to_owned(), "write at most 50 lines");
    }
    let mut lines = Vec::new();
    for (position, line) in input.lines.iter().enumerate() {
        check_text(&line.description, 200, format!("lines.{position}.description"), &mut push_error);
        if !is_billable(&line.account_code) && line.tax_code.is_none() {
            let field = format!("lines.{position}.accountCode");
            push_error(ErrorCode::UnknownIncomeAccount, field, "choose an income account of the property");
        }
        let amount = parse_decimal(line.amount.trim()).ok().filter(|amount| *amount > 0);
        let Some(amount) = amount.filter(|amount| *amount <= domain::money::MAX_MINOR) else {
            let field = format!("lines.{position}.amount");
            push_error(
                ErrorCode::InvalidAmount,
                field,
                "write an amount above zero with at most two decimals",
            );
            continue;
        };
        let account_code = match &line.tax_code {
            Some(_) => domain::ledger::TAX_PAYABLE.to_owned(),
            None => line.account_code.clone(),
        };
        lines.push(CheckedLine {
            description: line.description.trim().to_owned(),
            account_code,
            tax_code: line.tax_code.clone(),
            amount,
        });
    }
    if user_errors.is_empty() { Ok(lines) } else { Err(AppError::User(user_errors)) }
}

fn check_text(
    value: &str,
    max_chars: usize,
    field: String,
    push_error: &mut impl FnMut(ErrorCode, String, &str),
) {
    if value.trim().is_empty() {
        push_error(ErrorCode::Required, field, "write something here");
    } else if value.chars().count() > max_chars || value.chars().any(char::is_control) {
        push_error(ErrorCode::TooLong, field, "write one line of at most 200 characters");
    }
}
