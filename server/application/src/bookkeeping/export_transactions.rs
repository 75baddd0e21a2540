//! Ledger transactions as a file for spreadsheets: comma-separated (RFC 4180), UTF-8 with a byte order mark, which
//! spreadsheets need to read accents, written page by page so that no size is too large.

use std::collections::HashMap;

use domain::id::{InvoiceId, LedgerTransactionId, OrganizationId, PaymentId, PayoutId, PropertyId, UnitId};
use domain::invoice::invoice_number;
use domain::ledger::TransactionCause;
use domain::money::format_decimal;
use domain::payment::PaymentMethod;
use domain::roles::Permission;
use entity::{invoice, ledger_transaction, property};
use jiff::civil::Date;
use locales::Language;

use super::transaction_query::{TransactionQuery, to_criteria};
use crate::app::{App, date_in_zone};
use crate::error::{AppError, AppResult};
use crate::identity::Caller;
use store::ledger_transactions::{LedgerTransactionCriteria, TransactionAmounts, is_payout};
use store::payments::PaymentRow;
use store::{PageRequest, Scope};

/// Rows read at a time.
const PAGE_SIZE: i32 = 200;

/// A file being written.
pub struct TransactionExport {
    app: App,
    scope: Scope,
    /// Where the caller may see who paid.
    payer_scope: Scope,
    /// Name of the property it is about, where it is about one.
    property: Option<String>,
    filter: LedgerTransactionCriteria,
    days: [Option<Date>; 2],
    language: Language,
    state: ExportState,
}

enum ExportState {
    Header,
    Rows(Option<String>),
    Done,
}

impl TransactionExport {
    /// Begins a file over the books of an organization that the caller may see; none where there are none, or the
    /// query names a property that the caller may not see. Payers and invoices are named where the caller may see
    /// payments. The language is the caller's when none is given.
    pub async fn begin(
        app: &App,
        caller: &Caller,
        organization: OrganizationId,
        query: TransactionQuery,
        language: Option<Language>,
    ) -> AppResult<Option<TransactionExport>> {
        let scope = caller.scope(Permission::SeeLedger).within(organization);
        if scope.is_empty() {
            return Ok(None);
        }
        let property = match query.property {
            Some(id) => match store::properties::property(app.db.read(), &scope, id).await? {
                Some(row) => Some(row.name),
                None => return Ok(None),
            },
            None => None,
        };
        let language = language.unwrap_or(caller.user.language);
        let days = [query.from, query.to];
        let filter = to_criteria(app, &scope, query).await?;
        Ok(Some(TransactionExport {
            app: app.clone(),
            scope,
            payer_scope: caller.scope(Permission::SeeInvoices).within(organization),
            property,
            filter,
            days,
            language,
            state: ExportState::Header,
        }))
    }

    /// What to call the file: its days, and the property it is about.
    pub fn file_name(&self) -> String {
        file_name(self.language, self.property.as_deref(), self.days)
    }

    /// The next bytes; none at the end.
    pub async fn next(&mut self) -> AppResult<Option<Vec<u8>>> {
        match std::mem::replace(&mut self.state, ExportState::Done) {
            ExportState::Header => {
                self.state = ExportState::Rows(None);
                let mut bytes = "\u{feff}".as_bytes().to_vec();
                bytes.extend(write(&[header_row(self.language)])?);
                Ok(Some(bytes))
            }
            ExportState::Rows(cursor) => self.page(cursor.as_deref()).await.map(Some),
            ExportState::Done => Ok(None),
        }
    }

    async fn page(&mut self, after: Option<&str>) -> AppResult<Vec<u8>> {
        let page = PageRequest::from_arguments(Some(PAGE_SIZE), after, None, None)
            .map_err(|error| AppError::Internal(error.to_string()))?;
        let connection = self.app.db.read();
        let slice = store::ledger_transactions::list(connection, &self.scope, &self.filter, &page).await?;
        let last = slice.rows.last().map(|(cursor, _)| cursor.encode());
        let rows: Vec<ledger_transaction::Model> = slice.rows.into_iter().map(|(_, row)| row).collect();
        let related = RelatedRows::load(&self.app, &self.payer_scope, &rows).await?;
        let lines: Vec<Vec<String>> = rows.iter().map(|row| related.line(row, self.language)).collect();
        if slice.has_next {
            self.state = ExportState::Rows(last);
        }
        write(&lines)
    }
}

/// The rows that a page of transactions refers to.
#[derive(Default)]
struct RelatedRows {
    amounts: HashMap<LedgerTransactionId, TransactionAmounts>,
    properties: HashMap<PropertyId, property::Model>,
    payments: HashMap<PaymentId, PaymentRow>,
    units: HashMap<UnitId, String>,
    /// Numbers of the invoices of each payment.
    invoices: HashMap<PaymentId, Vec<String>>,
    payouts: HashMap<PayoutId, String>,
}

impl RelatedRows {
    async fn load(
        app: &App,
        payer_scope: &Scope,
        rows: &[ledger_transaction::Model],
    ) -> AppResult<RelatedRows> {
        let connection = app.db.read();
        let ids: Vec<LedgerTransactionId> = rows.iter().map(|row| row.id).collect();
        // A transaction is about a payment or something else; ids of others are not found.
        let payments: Vec<PaymentId> = rows.iter().map(|row| PaymentId::from_uuid(row.object_id)).collect();
        let payouts: Vec<PayoutId> = rows.iter().map(|row| PayoutId::from_uuid(row.object_id)).collect();
        let mut entries = store::ledger::entries(connection, &ids).await?;
        let amounts = rows.iter().map(|row| {
            let entries = entries.remove(&row.id).unwrap_or_default();
            (row.id, TransactionAmounts::from_entries(row.cause, &entries))
        });
        let amounts = amounts.collect();
        let properties: Vec<PropertyId> = rows.iter().map(|row| row.property_id).collect();
        let properties = store::properties::properties_by_id(connection, &properties).await?;
        let payments = store::payments::get_many(connection, payer_scope, &payments).await?;
        let units: Vec<UnitId> = payments.iter().map(|row| row.payment.unit_id).collect();
        let units = store::ledger_transactions::units(connection, &units).await?;
        let ids: Vec<PaymentId> = payments.iter().map(|row| row.payment.id).collect();
        let invoices = invoices_of(app, &ids).await?;
        let system_scope = Scope::for_organizations(rows.iter().map(|row| row.organization_id));
        let payouts = store::payouts::get_many(connection, &system_scope, &payouts).await?;
        Ok(RelatedRows {
            amounts,
            properties,
            payments: payments.into_iter().map(|row| (row.payment.id, row)).collect(),
            units: units.into_iter().map(|(id, unit)| (id, unit.label)).collect(),
            invoices,
            payouts: payouts.into_iter().map(|row| (row.id, row.processor_payout_id)).collect(),
        })
    }

    fn line(&self, row: &ledger_transaction::Model, language: Language) -> Vec<String> {
        let amounts = self.amounts.get(&row.id).copied().unwrap_or_default();
        let property = self.properties.get(&row.property_id);
        let payment = self.payments.get(&PaymentId::from_uuid(row.object_id));
        let zone = property.map_or("UTC", |property| property.time_zone.as_str());
        let payout_row = is_payout(row.cause);
        let amount_cell = |minor: i64| if payout_row { String::new() } else { format_decimal(minor) };
        let method = payment.map(|row| row.payment.method);
        let reference = match (payment, self.payouts.get(&PayoutId::from_uuid(row.object_id))) {
            (Some(payment), _) => {
                payment.payment.reference.clone().unwrap_or_else(|| payment.payment.id.to_string())
            }
            (None, Some(processor)) => format!("{} {processor}", PayoutId::from_uuid(row.object_id)),
            (None, None) => String::new(),
        };
        let numbers = payment.and_then(|payment| self.invoices.get(&payment.payment.id));
        let payer = payment.and_then(|payment| payment.resident.as_ref());
        let unit = payment.and_then(|payment| self.units.get(&payment.payment.unit_id));
        vec![
            date_in_zone(row.at, zone).to_string(),
            kind_label(row.cause, language).to_owned(),
            text_cell(property.map_or("", |property| property.name.as_str())),
            text_cell(unit.map_or("", String::as_str)),
            text_cell(payer.map_or("", |payer| payer.name.as_str())),
            text_cell(&numbers.map(|numbers| numbers.join(" ")).unwrap_or_default()),
            method.map_or("", |method| method_label(method, language)).to_owned(),
            text_cell(&reference),
            amount_cell(amounts.gross()),
            amount_cell(amounts.fee),
            amount_cell(amounts.net),
            if payout_row { format_decimal(amounts.paid_out) } else { String::new() },
            property.map_or_else(String::new, |property| property.currency.to_string()),
            row.id.to_string(),
        ]
    }
}

async fn invoices_of(app: &App, payments: &[PaymentId]) -> AppResult<HashMap<PaymentId, Vec<String>>> {
    let connection = app.db.read();
    let allocations = store::payments::allocations_of_payments(connection, payments).await?;
    let ids: Vec<InvoiceId> =
        allocations.values().flatten().map(|allocation| allocation.invoice_id).collect();
    let organizations: Vec<OrganizationId> =
        allocations.values().flatten().map(|allocation| allocation.organization_id).collect();
    let found =
        store::invoices::get_many(connection, &Scope::for_organizations(organizations.iter().copied()), &ids)
            .await?;
    let invoices: HashMap<InvoiceId, invoice::Model> =
        found.into_iter().map(|row| (row.invoice.id, row.invoice)).collect();
    let prefixes = store::properties::organizations(connection, &organizations).await?;
    let number = |id: &InvoiceId| {
        let invoice = invoices.get(id)?;
        let prefix = &prefixes.get(&invoice.organization_id)?.invoice_prefix;
        invoice.number.map(|number| invoice_number(prefix, number))
    };
    let numbers = |(payment, allocations): (PaymentId, Vec<entity::payment_allocation::Model>)| {
        (payment, allocations.iter().filter_map(|allocation| number(&allocation.invoice_id)).collect())
    };
    Ok(allocations.into_iter().map(numbers).collect())
}

/// Letters and digits of a name with dashes between them; nothing a header or a disk could misread.
fn file_name(language: Language, property: Option<&str>, days: [Option<Date>; 2]) -> String {
    let mut parts = vec![locales::transaction_file(language).to_owned()];
    let plain = |name: &str| {
        let words = name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
    };
    parts.extend(property.map(plain).filter(|name| !name.is_empty()));
    parts.extend(days.into_iter().flatten().map(|day| day.to_string()));
    format!("{}.csv", parts.join("-"))
}

fn header_row(language: Language) -> Vec<String> {
    [
        locales::transaction_date(language),
        locales::transaction_kind(language),
        locales::transaction_property(language),
        locales::transaction_unit(language),
        locales::transaction_payer(language),
        locales::transaction_invoices(language),
        locales::transaction_method(language),
        locales::transaction_reference(language),
        locales::transaction_gross(language),
        locales::transaction_fee(language),
        locales::transaction_net(language),
        locales::transaction_deposited(language),
        locales::transaction_currency(language),
        locales::transaction_id(language),
    ]
    .map(str::to_owned)
    .to_vec()
}

fn kind_label(cause: TransactionCause, language: Language) -> &'static str {
    match cause {
        TransactionCause::OnlinePayment => locales::transaction_online_payment(language),
        TransactionCause::OfflinePayment => locales::transaction_offline_payment(language),
        TransactionCause::OfflineReversal => locales::transaction_offline_reversal(language),
        TransactionCause::Refund => locales::transaction_refund(language),
        TransactionCause::RefundFailed => locales::transaction_refund_failed(language),
        TransactionCause::DisputeOpened => locales::transaction_dispute_opened(language),
        TransactionCause::DisputeWon => locales::transaction_dispute_won(language),
        TransactionCause::DisputeLost => locales::transaction_dispute_lost(language),
        TransactionCause::FeeCorrection => locales::transaction_fee_correction(language),
        TransactionCause::Adjustment => locales::transaction_adjustment(language),
        TransactionCause::Payout => locales::transaction_deposit(language),
        TransactionCause::PayoutFailed => locales::transaction_deposit_failed(language),
        TransactionCause::InvoicePublished
        | TransactionCause::InvoiceVoided
        | TransactionCause::InvoiceWrittenOff => "",
    }
}

fn method_label(method: PaymentMethod, language: Language) -> &'static str {
    match method {
        PaymentMethod::Bank => locales::method_bank(language),
        PaymentMethod::Card => locales::method_card(language),
        PaymentMethod::Cash => locales::method_cash(language),
        PaymentMethod::Cheque => locales::method_cheque(language),
        PaymentMethod::Other => locales::method_other(language),
    }
}

/// A text that people typed, as a cell that no spreadsheet takes for a formula: an apostrophe goes before what
/// begins like one, unless it is a plain number.
fn text_cell(typed: &str) -> String {
    let formula = |first: char| {
        matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') || first.is_control()
    };
    let begins = typed.trim_start_matches(' ').chars().next().is_some_and(formula);
    if begins && !is_number(typed) { format!("'{typed}") } else { typed.to_owned() }
}

/// Digits with at most one point, behind at most one sign.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let points = digits.chars().filter(|char| *char == '.').count();
    points <= 1
        && digits.starts_with(|char: char| char.is_ascii_digit())
        && digits.chars().all(|char| char.is_ascii_digit() || char == '.')
}

fn write(lines: &[Vec<String>]) -> AppResult<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::<u8>::new());
    for line in lines {
        writer.write_record(line).map_err(|error| AppError::Internal(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| AppError::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheet_formulas_are_escaped() {
        for (typed, cell) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+1 + cmd", "'+1 + cmd"),
            ("-2+3", "'-2+3"),
            (" =1", "' =1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1", "'＝1"),
            ("-12.50", "-12.50"),
            ("+14", "+14"),
            ("-", "'-"),
            ("-.", "'-."),
            ("Marcus", "Marcus"),
            ("Cheque 12-4", "Cheque 12-4"),
            ("", ""),
        ] {
            assert_eq!(text_cell(typed), cell, "{typed:?}");
        }
    }

    #[test]
    fn names_of_files_are_tame() {
        let days = [Some(jiff::civil::date(2026, 11, 1)), None];
        let name = file_name(Language::En, Some("Maple Court\"\r\nX: y"), days);
        assert_eq!(name, "transactions-maple-court-x-y-2026-11-01.csv");
        assert_eq!(file_name(Language::Fr, None, [None, None]), "transactions.csv");
    }

    #[test]
    fn csv_lines_follow_rfc_4180() {
        let line = ["a,b", "c\"d", "e\nf", ""].map(str::to_owned).to_vec();
        assert_eq!(write(&[line]).unwrap(), b"\"a,b\",\"c\"\"d\",\"e\nf\",\r\n");
    }
}
