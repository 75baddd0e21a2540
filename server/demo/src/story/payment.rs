//! From the Pay button to the receipt.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::Job;
use super::invoice::{Draft, in_language};
use super::narrator::{same, until};
use super::outside::Outside;
use super::site::{Site, list, minor, text};

/// Seconds of a week, in which every bank transfer ends.
const WEEK: i64 = 7 * 24 * 60 * 60;

/// The attempt.
pub(super) struct Checkout {
    /// Its id.
    pub(super) payment: String,
    /// The hosted page.
    pub(super) page: String,
    /// What is charged, minor units.
    pub(super) charged: i64,
    /// By card, not by bank transfer.
    pub(super) card: bool,
}

pub(super) async fn start(portal: &Site, job: &Job<'_>, draft: &Draft) -> Result<(String, Checkout)> {
    let query = "query($id: ID!) { invoice(id: $id) { feeQuotes { method available fee { amount } total { amount } } } }";
    let data = portal.ask(query, json!({ "id": draft.id })).await?;
    let quotes = list(&data, "/invoice/feeQuotes")?;
    let quote = quotes.iter().find(|quote| text(quote, "/method").is_ok_and(|method| method == job.method));
    let quote =
        quote.with_context(|| format!("expected a price by {}, found {}", job.method, json!(quotes)))?;
    if quote.get("available") != Some(&Value::Bool(true)) {
        bail!("expected {} to be available, found {quote}", job.method);
    }
    let query = "mutation($input: CheckoutStartInput!, $key: String!) { checkoutStart(input: $input, idempotencyKey: $key) { \
                 redirectUrl payment { id status amount { amount currency } fee { amount } total { amount } } \
                 userErrors { code field message } } }";
    let input = json!({ "invoiceIds": [draft.id], "method": job.method });
    let key = format!("story: pay {}", draft.id);
    let started = portal.act("checkoutStart", query, json!({ "input": input, "key": key })).await?;
    same("the amount", text(&started, "/payment/amount/amount")?, job.amount)?;
    same("the fee", text(&started, "/payment/fee/amount")?, text(quote, "/fee/amount")?)?;
    let charged = minor(&started, "/payment/total")?;
    same(
        "the total",
        charged,
        minor(&started, "/payment/amount")?.saturating_add(minor(&started, "/payment/fee")?),
    )?;
    let told = format!(
        "{} and a fee of {}, together {} {}",
        job.amount,
        text(quote, "/fee/amount")?,
        text(&started, "/payment/total/amount")?,
        text(&started, "/payment/amount/currency")?
    );
    let checkout = Checkout {
        payment: text(&started, "/payment/id")?.to_owned(),
        page: text(&started, "/redirectUrl")?.to_owned(),
        charged,
        card: job.method == "CARD",
    };
    Ok((told, checkout))
}

pub(super) async fn pay(outside: &Outside, portal: &Site, checkout: &Checkout) -> Result<(String, ())> {
    if !outside.is_stripe(&checkout.page) {
        bail!("expected a page of the processor, found {}", checkout.page);
    }
    let next = outside.press_pay(&checkout.page, checkout.card).await?;
    let expected = format!("{}/portal/payments/{}", portal.address, checkout.payment);
    same("where the browser goes", next.as_str(), expected.as_str())?;
    Ok((format!("back to /portal/payments/{}", checkout.payment), ()))
}

pub(super) async fn webhook(outside: &Outside, checkout: &Checkout) -> Result<(String, ())> {
    let event = outside.delivered("checkout.session.completed", &checkout.payment).await?;
    let expected = if checkout.card { "paid" } else { "unpaid" };
    same("what it says", text(&event, "/data/object/payment_status")?, expected)?;
    Ok((format!("{}, {expected}", text(&event, "/type")?), ()))
}

async fn payment(portal: &Site, checkout: &Checkout) -> Result<Value> {
    let query = "query($id: ID!) { payment(id: $id) { status expectedBy failureReason } }";
    portal.ask(query, json!({ "id": checkout.payment })).await
}

/// Waits for a payment's status.
async fn reaches(portal: &Site, checkout: &Checkout, wanted: &str) -> Result<Value> {
    until(&format!("the payment to be {wanted}"), || async {
        let data = payment(portal, checkout).await?;
        let status = text(&data, "/payment/status")?.to_owned();
        Ok(if status == wanted { Ok(data) } else { Err(status) })
    })
    .await
}

pub(super) async fn on_its_way(portal: &Site, draft: &Draft, checkout: &Checkout) -> Result<(String, ())> {
    let data = reaches(portal, checkout, "PROCESSING").await?;
    let query = "query($id: ID!) { invoice(id: $id) { status processing { amount } total { amount } } }";
    let invoice = portal.ask(query, json!({ "id": draft.id })).await?;
    same("the invoice", text(&invoice, "/invoice/status")?, "OPEN")?;
    same("the part on its way", minor(&invoice, "/invoice/processing")?, minor(&invoice, "/invoice/total")?)?;
    // Nobody pays twice while money is on its way.
    let query = "mutation($input: CheckoutStartInput!, $key: String!) { checkoutStart(input: $input, idempotencyKey: $key) { \
                 userErrors { code } } }";
    let input = json!({ "invoiceIds": [draft.id], "method": "CARD" });
    let again =
        portal.ask(query, json!({ "input": input, "key": format!("story: again {}", draft.id) })).await?;
    same("paying again", text(&again, "/checkoutStart/userErrors/0/code")?, "PAYMENT_IN_PROGRESS")?;
    Ok((format!("expected by {}; paying again is refused", text(&data, "/payment/expectedBy")?), ()))
}

pub(super) async fn settle(outside: &Outside, checkout: &Checkout) -> Result<(String, ())> {
    outside.control("clock/advance", json!({ "seconds": WEEK })).await?;
    let event = outside.delivered("checkout.session.async_payment_succeeded", &checkout.payment).await?;
    Ok((text(&event, "/type")?.to_owned(), ()))
}

pub(super) async fn paid(
    office: &Site,
    portal: &Site,
    draft: &Draft,
    checkout: &Checkout,
) -> Result<(String, ())> {
    reaches(portal, checkout, "SUCCEEDED").await?;
    let query = "query($id: ID!) { invoice(id: $id) { status number balance { amount } paid { amount } total { amount } } }";
    for (who, site) in [("the manager", office), ("the resident", portal)] {
        let data = site.ask(query, json!({ "id": draft.id })).await?;
        same(&format!("what {who} sees"), text(&data, "/invoice/status")?, "PAID")?;
        same("what is left to pay", minor(&data, "/invoice/balance")?, 0)?;
        same("what was paid", minor(&data, "/invoice/paid")?, minor(&data, "/invoice/total")?)?;
    }
    Ok(("balance 0.00, for the manager and for the resident".to_owned(), ()))
}

pub(super) async fn receipt(outside: &Outside, job: &Job<'_>, before: u64) -> Result<(String, ())> {
    // The first word tells a receipt; mail programs change the unbreakable spaces after it.
    let subject = locales::mail_receipt_subject(job.language, "");
    let word = subject.split_whitespace().next().unwrap_or_default();
    let mail = outside.mail(&job.resident.email, word, before).await?;
    in_language(&mail, job)?;
    Ok((text(&mail, "/subject")?.to_owned(), ()))
}
