//! What moved as a file for spreadsheets: comma-separated (RFC 4180), UTF-8 with a byte order mark, which
//! spreadsheets need to read accents, written page by page so that no size is too large.

use std::collections::HashMap;

use domain::id::{LedgerTransactionId, PaymentId, PayoutId, Uuid};
use domain::ledger::Cause;
use domain::money::format_decimal;
use domain::payment::Method;
use entity::{invoice, ledger_transaction, property};
use jiff::Timestamp;
use jiff::civil::Date;
use locales::Language;

use super::movements::{Asked, filter};
use crate::app::{App, day_in};
use crate::error::{Failure, Outcome};
use store::movements::{Amounts, Filter, is_deposit};
use store::payments::PaymentRow;
use store::words::Word;
use store::{Page, Scope};

/// Rows read at a time.
const ROWS: i32 = 200;

/// A file being written.
pub struct Export {
    app: App,
    scope: Scope,
    /// Where the caller may see who paid.
    seen: Scope,
    filter: Filter,
    days: [Option<Date>; 2],
    language: Language,
    next: Next,
}

enum Next {
    Head,
    After(Option<String>),
    Nothing,
}

impl Export {
    /// Begins a file over the books a scope reaches; payers and invoices are named where `seen` reaches. The
    /// language is a tag such as `fr`; English where it is another.
    pub async fn begin(
        app: &App,
        (scope, seen): (Scope, Scope),
        asked: Asked,
        language: &str,
    ) -> Outcome<Export> {
        let language = Language::from_code(language).unwrap_or(Language::En);
        let days = [asked.from, asked.to];
        let filter = filter(app, &scope, asked).await?;
        Ok(Export { app: app.clone(), scope, seen, filter, days, language, next: Next::Head })
    }

    /// What to call the file, after the property it is about.
    pub fn file_name(&self, property: Option<&str>) -> String {
        file_name(self.language, property, self.days)
    }

    /// The next bytes; none at the end.
    pub async fn next(&mut self) -> Outcome<Option<Vec<u8>>> {
        match std::mem::replace(&mut self.next, Next::Nothing) {
            Next::Head => {
                self.next = Next::After(None);
                let mut bytes = "\u{feff}".as_bytes().to_vec();
                bytes.extend(write(&[head(self.language)])?);
                Ok(Some(bytes))
            }
            Next::After(cursor) => self.page(cursor.as_deref()).await.map(Some),
            Next::Nothing => Ok(None),
        }
    }

    async fn page(&mut self, after: Option<&str>) -> Outcome<Vec<u8>> {
        let page = Page::from_arguments(Some(ROWS), after, None, None)
            .map_err(|error| Failure::Inner(error.to_string()))?;
        let connection = self.app.db.read();
        let slice = store::movements::list(connection, &self.scope, &self.filter, &page).await?;
        let last = slice.rows.last().map(|(cursor, _)| cursor.encode());
        let rows: Vec<ledger_transaction::Model> = slice.rows.into_iter().map(|(_, row)| row).collect();
        let around = Around::read(&self.app, &self.seen, &rows).await?;
        let lines: Vec<Vec<String>> = rows.iter().map(|row| around.line(row, self.language)).collect();
        if slice.has_next {
            self.next = Next::After(last);
        }
        write(&lines)
    }
}

/// What stands beside the rows of a page.
#[derive(Default)]
struct Around {
    amounts: HashMap<Uuid, Amounts>,
    properties: HashMap<Uuid, property::Model>,
    payments: HashMap<Uuid, PaymentRow>,
    units: HashMap<Uuid, String>,
    /// Numbers of the invoices of each payment.
    invoices: HashMap<Uuid, Vec<String>>,
    deposits: HashMap<Uuid, String>,
}

impl Around {
    async fn read(app: &App, seen: &Scope, rows: &[ledger_transaction::Model]) -> Outcome<Around> {
        let connection = app.db.read();
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let objects: Vec<Uuid> = rows.iter().map(|row| row.object_id).collect();
        let mut entries = store::ledger::entries(connection, &ids).await?;
        let amounts = rows.iter().map(|row| {
            let entries = entries.remove(&row.id).unwrap_or_default();
            (row.id, Amounts::of(&row.cause, &entries))
        });
        let amounts = amounts.collect();
        let properties: Vec<Uuid> = rows.iter().map(|row| row.property_id).collect();
        let properties = store::properties::properties_by_id(connection, &properties).await?;
        let payments = store::payments::get_many(connection, seen, &objects).await?;
        let units: Vec<Uuid> = payments.iter().map(|row| row.payment.unit_id).collect();
        let units = store::movements::units(connection, &units).await?;
        let ids: Vec<Uuid> = payments.iter().map(|row| row.payment.id).collect();
        let invoices = invoices_of(app, &ids).await?;
        let whole = Scope::whole_of(rows.iter().map(|row| row.organization_id));
        let deposits = store::payouts::get_many(connection, &whole, &objects).await?;
        Ok(Around {
            amounts,
            properties,
            payments: payments.into_iter().map(|row| (row.payment.id, row)).collect(),
            units: units.into_iter().map(|(id, unit)| (id, unit.label)).collect(),
            invoices,
            deposits: deposits.into_iter().map(|row| (row.id, row.processor_payout_id)).collect(),
        })
    }

    fn line(&self, row: &ledger_transaction::Model, language: Language) -> Vec<String> {
        let amounts = self.amounts.get(&row.id).copied().unwrap_or_default();
        let property = self.properties.get(&row.property_id);
        let payment = self.payments.get(&row.object_id);
        let at = Timestamp::from_millisecond(row.at).unwrap_or(Timestamp::UNIX_EPOCH);
        let zone = property.map_or("UTC", |property| property.time_zone.as_str());
        let deposit = is_deposit(&row.cause);
        let came = |minor: i64| if deposit { String::new() } else { format_decimal(minor) };
        let method = payment.and_then(|row| Method::from_word(&row.payment.method).ok());
        let reference = match (payment, self.deposits.get(&row.object_id)) {
            (Some(payment), _) => payment
                .payment
                .reference
                .clone()
                .unwrap_or_else(|| PaymentId::from_uuid(payment.payment.id).to_string()),
            (None, Some(processor)) => format!("{} {processor}", PayoutId::from_uuid(row.object_id)),
            (None, None) => String::new(),
        };
        let numbers = payment.and_then(|payment| self.invoices.get(&payment.payment.id));
        let payer = payment.and_then(|payment| payment.resident.as_ref());
        let unit = payment.and_then(|payment| self.units.get(&payment.payment.unit_id));
        vec![
            day_in(at, zone).to_string(),
            kind(&row.cause, language).to_owned(),
            text(property.map_or("", |property| property.name.as_str())),
            text(unit.map_or("", String::as_str)),
            text(payer.map_or("", |payer| payer.name.as_str())),
            text(&numbers.map(|numbers| numbers.join(" ")).unwrap_or_default()),
            method.map_or("", |method| method_word(method, language)).to_owned(),
            text(&reference),
            came(amounts.gross()),
            came(amounts.fee),
            came(amounts.net),
            if deposit { format_decimal(amounts.deposited) } else { String::new() },
            property.map_or_else(String::new, |property| property.currency.clone()),
            LedgerTransactionId::from_uuid(row.id).to_string(),
        ]
    }
}

async fn invoices_of(app: &App, payments: &[Uuid]) -> Outcome<HashMap<Uuid, Vec<String>>> {
    let connection = app.db.read();
    let shares = store::payments::shares_of_many(connection, payments).await?;
    let ids: Vec<Uuid> = shares.values().flatten().map(|share| share.invoice_id).collect();
    let organizations: Vec<Uuid> = shares.values().flatten().map(|share| share.organization_id).collect();
    let found =
        store::invoices::get_many(connection, &Scope::whole_of(organizations.iter().copied()), &ids).await?;
    let invoices: HashMap<Uuid, invoice::Model> =
        found.into_iter().map(|row| (row.invoice.id, row.invoice)).collect();
    let prefixes = store::properties::organizations(connection, &organizations).await?;
    let number = |id: &Uuid| {
        let invoice = invoices.get(id)?;
        let prefix = &prefixes.get(&invoice.organization_id)?.invoice_prefix;
        invoice.number.map(|number| format!("{prefix}-{number}"))
    };
    let numbers = |(payment, shares): (Uuid, Vec<entity::payment_allocation::Model>)| {
        (payment, shares.iter().filter_map(|share| number(&share.invoice_id)).collect())
    };
    Ok(shares.into_iter().map(numbers).collect())
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

fn head(language: Language) -> Vec<String> {
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

fn kind(cause: &str, language: Language) -> &'static str {
    match Cause::from_word(cause) {
        Ok(Cause::OnlinePayment) => locales::transaction_online_payment(language),
        Ok(Cause::OfflinePayment) => locales::transaction_offline_payment(language),
        Ok(Cause::OfflineReversal) => locales::transaction_offline_reversal(language),
        Ok(Cause::Refund) => locales::transaction_refund(language),
        Ok(Cause::RefundFailed) => locales::transaction_refund_failed(language),
        Ok(Cause::DisputeOpened) => locales::transaction_dispute_opened(language),
        Ok(Cause::DisputeWon) => locales::transaction_dispute_won(language),
        Ok(Cause::DisputeLost) => locales::transaction_dispute_lost(language),
        Ok(Cause::FeeCorrection) => locales::transaction_fee_correction(language),
        Ok(Cause::Adjustment) => locales::transaction_adjustment(language),
        Ok(Cause::Payout) => locales::transaction_deposit(language),
        Ok(Cause::PayoutFailed) => locales::transaction_deposit_failed(language),
        Ok(Cause::InvoicePublished | Cause::InvoiceVoided) | Err(_) => "",
    }
}

fn method_word(method: Method, language: Language) -> &'static str {
    match method {
        Method::Bank => locales::method_bank(language),
        Method::Card => locales::method_card(language),
        Method::Cash => locales::method_cash(language),
        Method::Cheque => locales::method_cheque(language),
        Method::Other => locales::method_other(language),
    }
}

/// A text that people typed, as a cell that no spreadsheet takes for a formula: an apostrophe goes before what
/// begins like one, unless it is a plain number.
fn text(typed: &str) -> String {
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

fn write(lines: &[Vec<String>]) -> Outcome<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::<u8>::new());
    for line in lines {
        writer.write_record(line).map_err(|error| Failure::Inner(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| Failure::Inner(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_made_text() {
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
            assert_eq!(text(typed), cell, "{typed:?}");
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
    fn lines_are_written_as_rfc_4180_says() {
        let line = ["a,b", "c\"d", "e\nf", ""].map(str::to_owned).to_vec();
        assert_eq!(write(&[line]).unwrap(), b"\"a,b\",\"c\"\"d\",\"e\nf\",\r\n");
    }
}
