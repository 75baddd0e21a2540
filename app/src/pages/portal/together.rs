//! Which invoices go into one payment, what they come to, and the address at which they are paid. The server
//! has the last word; this is what the pages offer.

use super::words::in_flight;
use crate::api::invoices::InvoiceRow;
use crate::api::{Currency, Decimal, InvoiceStatus, Money};

/// Whether an invoice can be paid now.
pub(super) fn can_be_paid(row: &InvoiceRow) -> bool {
    row.status == InvoiceStatus::Open
        && !row.balance.amount.is_zero()
        && !in_flight(row.active_payment.as_ref())
}

/// Whether two invoices go into one payment: each property has its own account.
pub(super) fn go_together(one: &InvoiceRow, other: &InvoiceRow) -> bool {
    one.property.id == other.property.id
}

/// What is owed on invoices in one currency; others are left out, since currencies are never added up.
pub(super) fn sum<'a>(rows: impl IntoIterator<Item = &'a InvoiceRow>, currency: Currency) -> Money {
    let of_currency = rows.into_iter().filter(|row| row.balance.currency == currency);
    let cents = of_currency.filter_map(|row| row.balance.amount.cents()).fold(0, i64::saturating_add);
    Money { amount: Decimal::from_cents(cents), currency }
}

/// The address of the page that pays these invoices.
pub(super) fn pay_address<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let ids: Vec<&str> = ids.into_iter().collect();
    match ids.as_slice() {
        [only] => format!("/portal/invoices/{only}/pay"),
        several => format!("/portal/pay?invoices={}", several.join(",")),
    }
}

/// The invoices such an address names, each once.
pub(super) fn read_ids(list: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in list.split(',').map(str::trim).filter(|id| !id.is_empty()) {
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids
}

/// Those of the rows that these ids name, as far as they can be paid, and in one payment with the first.
pub(super) fn choose(rows: &[InvoiceRow], ids: &[String]) -> Vec<InvoiceRow> {
    let mut chosen: Vec<InvoiceRow> = Vec::new();
    for id in ids {
        let Some(row) = rows.iter().find(|row| row.id.inner() == id.as_str()) else { continue };
        if can_be_paid(row) && chosen.first().is_none_or(|first| go_together(first, row)) {
            chosen.push(row.clone());
        }
    }
    chosen
}

/// What can be paid now, over all open invoices, and by one payment.
#[derive(Debug, PartialEq)]
pub(super) struct ToPay {
    /// What is owed in all, less what is on its way.
    pub sum: Money,
    /// Over so many invoices.
    pub count: u64,
    /// Those that go into one payment with the one due first, which comes first.
    pub together: Vec<InvoiceRow>,
    /// Whether others that can be paid do not go with them.
    pub others: bool,
}

/// From the open invoices that are due first, newest due first; there are `open` in all, on which `owed` is
/// owed. Nothing where none can be paid.
pub(super) fn to_pay(rows: &[InvoiceRow], open: usize, owed: Option<&Money>) -> Option<ToPay> {
    let (payable, rest): (Vec<&InvoiceRow>, Vec<&InvoiceRow>) =
        rows.iter().rev().partition(|row| can_be_paid(row));
    let first = *payable.first()?;
    let currency = first.balance.currency;
    let here = sum(payable.iter().copied(), currency);
    // With more open invoices than are here, the rest is in the server's figures alone.
    let all = owed.filter(|owed| open > rows.len() && owed.currency == currency);
    let all = all.and_then(|owed| {
        let left = owed.amount.cents()?.checked_sub(sum(rest.iter().copied(), currency).amount.cents()?)?;
        Some((left, open.checked_sub(rest.len())?))
    });
    let same = payable.iter().filter(|row| row.balance.currency == currency).count();
    let (sum, count) = match all {
        Some((left, count)) => (Money { amount: Decimal::from_cents(left), currency }, count),
        None => (here, same),
    };
    let together: Vec<InvoiceRow> =
        payable.iter().filter(|row| go_together(first, row)).map(|row| (*row).clone()).collect();
    let others = together.len() < payable.len();
    Some(ToPay { sum, count: u64::try_from(count).unwrap_or_default(), together, others })
}

#[cfg(test)]
mod tests {
    use super::{can_be_paid, choose, go_together, pay_address, read_ids, sum, to_pay};
    use crate::api::invoices::{ActivePayment, InvoiceRow, PropertyName, UnitLabel};
    use crate::api::{Currency, Date, Decimal, InvoiceStatus, Money, PaymentMethod, PaymentStatus};

    fn money(amount: &str, currency: Currency) -> Money {
        Money { amount: Decimal(amount.to_owned()), currency }
    }

    fn invoice(id: &str, property: &str, balance: &str) -> InvoiceRow {
        InvoiceRow {
            id: cynic::Id::new(id),
            number: None,
            title: id.to_owned(),
            status: InvoiceStatus::Open,
            is_overdue: false,
            due_on: Date("2026-12-01".to_owned()),
            total: money(balance, Currency::Usd),
            balance: money(balance, Currency::Usd),
            paid_at: None,
            property: PropertyName { id: cynic::Id::new(property), name: property.to_owned() },
            unit: UnitLabel { label: "1".to_owned() },
            active_payment: None,
        }
    }

    fn with_payment(mut row: InvoiceRow, status: PaymentStatus) -> InvoiceRow {
        row.active_payment = Some(ActivePayment {
            id: cynic::Id::new("pay"),
            status,
            method: PaymentMethod::Bank,
            total: row.balance.clone(),
            expected_by: None,
            checkout_url: None,
        });
        row
    }

    fn ids(rows: &[InvoiceRow]) -> Vec<&str> {
        rows.iter().map(|row| row.id.inner()).collect()
    }

    #[test]
    fn only_open_invoices_without_a_payment_in_progress_are_payable() {
        assert!(can_be_paid(&invoice("a", "p", "10.00")));
        assert!(!can_be_paid(&invoice("a", "p", "0.00")));
        for status in [InvoiceStatus::Paid, InvoiceStatus::Void, InvoiceStatus::Uncollectible] {
            assert!(!can_be_paid(&InvoiceRow { status, ..invoice("a", "p", "10.00") }), "{status:?}");
        }
        assert!(!can_be_paid(&with_payment(invoice("a", "p", "10.00"), PaymentStatus::Processing)));
        // A page that was left open makes room for another.
        assert!(can_be_paid(&with_payment(invoice("a", "p", "10.00"), PaymentStatus::Pending)));
    }

    #[test]
    fn the_first_page_pays_those_of_the_property_of_the_one_due_first() {
        let rows = [
            invoice("latest", "p", "30.00"),
            invoice("elsewhere", "q", "5.00"),
            with_payment(invoice("moving", "p", "100.00"), PaymentStatus::Processing),
            invoice("first", "p", "0.10"),
        ];
        let found = to_pay(&rows, 4, Some(&money("135.10", Currency::Usd))).unwrap();
        assert_eq!(ids(&found.together), ["first", "latest"]);
        assert_eq!((found.sum, found.count), (money("35.10", Currency::Usd), 3));
        assert!(found.others);
        assert_eq!(to_pay(&rows[2..3], 1, None), None, "what is on its way is not paid again");
        assert_eq!(to_pay(&[], 0, None), None);
    }

    #[test]
    fn with_more_open_than_are_here_the_servers_figures_count() {
        let rows = [
            with_payment(invoice("moving", "p", "100.00"), PaymentStatus::Processing),
            invoice("first", "p", "10.00"),
        ];
        let found = to_pay(&rows, 25, Some(&money("1500.00", Currency::Usd))).unwrap();
        assert_eq!((found.sum, found.count), (money("1400.00", Currency::Usd), 24));
        assert!(!found.others);
        // The server's figure is of another currency: it says nothing about these.
        let found = to_pay(&rows, 25, Some(&money("1500.00", Currency::Cad))).unwrap();
        assert_eq!((found.sum, found.count), (money("10.00", Currency::Usd), 1));
    }

    #[test]
    fn currencies_are_never_added_up() {
        let mut other = invoice("b", "q", "7.00");
        other.balance.currency = Currency::Cad;
        let rows = [other, invoice("a", "p", "10.00")];
        assert_eq!(sum(&rows, Currency::Usd), money("10.00", Currency::Usd));
        assert_eq!(sum(&rows, Currency::Cad), money("7.00", Currency::Cad));
        let found = to_pay(&rows, 2, Some(&money("10.00", Currency::Usd))).unwrap();
        assert_eq!((found.sum, found.count), (money("10.00", Currency::Usd), 1));
        assert!(found.others && !go_together(&rows[0], &rows[1]));
    }

    #[test]
    fn earlier_selection_is_restored_for_payable_invoices() {
        let rows = [
            invoice("a", "p", "1.00"),
            invoice("elsewhere", "q", "1.00"),
            invoice("settled", "p", "0.00"),
            invoice("b", "p", "1.00"),
        ];
        let chosen = ["b", "gone", "elsewhere", "settled", "a"].map(str::to_owned);
        assert_eq!(ids(&choose(&rows, &chosen)), ["b", "a"]);
        assert!(choose(&rows, &[]).is_empty());
    }

    #[test]
    fn the_address_names_the_invoices_and_is_read_back() {
        assert_eq!(pay_address(["inv_1"]), "/portal/invoices/inv_1/pay");
        let address = pay_address(["inv_1", "inv_2"]);
        assert_eq!(address, "/portal/pay?invoices=inv_1,inv_2");
        assert_eq!(read_ids("inv_1,inv_2"), ["inv_1", "inv_2"]);
        assert_eq!(read_ids(" inv_1,,inv_2,inv_1 "), ["inv_1", "inv_2"]);
        assert!(read_ids("").is_empty());
    }
}
