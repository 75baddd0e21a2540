//! From the Pay button to the receipt.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::Scenario;
use super::api_client::{ApiClient, list, minor, text};
use super::external_services::ExternalServices;
use super::invoice::{Draft, in_language};
use super::narrator::{expect_eq, wait_until};

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

pub(super) async fn start(
    portal: &ApiClient,
    scenario: &Scenario<'_>,
    draft: &Draft,
) -> Result<(String, Checkout)> {
    let query = "query($id: ID!) { invoice(id: $id) { feeQuotes { method available fee { amount } total { amount } } } }";
    let data = portal.query(query, json!({ "id": draft.id })).await?;
    let quotes = list(&data, "/invoice/feeQuotes")?;
    let quote =
        quotes.iter().find(|quote| text(quote, "/method").is_ok_and(|method| method == scenario.method));
    let quote =
        quote.with_context(|| format!("expected a price by {}, found {}", scenario.method, json!(quotes)))?;
    if quote.get("available") != Some(&Value::Bool(true)) {
        bail!("expected {} to be available, found {quote}", scenario.method);
    }
    let query = "mutation($input: CheckoutStartInput!, $key: String!) { checkoutStart(input: $input, idempotencyKey: $key) { \
                 redirectUrl payment { id status amount { amount currency } fee { amount } total { amount } } \
                 userErrors { code field message } } }";
    let input = json!({ "invoiceIds": [draft.id], "method": scenario.method });
    let key = format!("story: pay {}", draft.id);
    let started = portal.mutate("checkoutStart", query, json!({ "input": input, "key": key })).await?;
    expect_eq("the amount", text(&started, "/payment/amount/amount")?, scenario.amount)?;
    expect_eq("the fee", text(&started, "/payment/fee/amount")?, text(quote, "/fee/amount")?)?;
    let charged = minor(&started, "/payment/total")?;
    expect_eq(
        "the total",
        charged,
        minor(&started, "/payment/amount")?.saturating_add(minor(&started, "/payment/fee")?),
    )?;
    let summary = format!(
        "{} and a fee of {}, together {} {}",
        scenario.amount,
        text(quote, "/fee/amount")?,
        text(&started, "/payment/total/amount")?,
        text(&started, "/payment/amount/currency")?
    );
    let checkout = Checkout {
        payment: text(&started, "/payment/id")?.to_owned(),
        page: text(&started, "/redirectUrl")?.to_owned(),
        charged,
        card: scenario.method == "CARD",
    };
    Ok((summary, checkout))
}

pub(super) async fn pay(
    external: &ExternalServices,
    portal: &ApiClient,
    checkout: &Checkout,
) -> Result<(String, ())> {
    if !external.is_stripe(&checkout.page) {
        bail!("expected a page of the processor, found {}", checkout.page);
    }
    let next = external.press_pay(&checkout.page, checkout.card).await?;
    let expected = format!("{}/portal/payments/{}", portal.address, checkout.payment);
    expect_eq("where the browser goes", next.as_str(), expected.as_str())?;
    Ok((format!("back to /portal/payments/{}", checkout.payment), ()))
}

pub(super) async fn webhook(external: &ExternalServices, checkout: &Checkout) -> Result<(String, ())> {
    let event = external.delivered("checkout.session.completed", &checkout.payment).await?;
    let expected = if checkout.card { "paid" } else { "unpaid" };
    expect_eq("what it says", text(&event, "/data/object/payment_status")?, expected)?;
    Ok((format!("{}, {expected}", text(&event, "/type")?), ()))
}

async fn payment(portal: &ApiClient, checkout: &Checkout) -> Result<Value> {
    let query = "query($id: ID!) { payment(id: $id) { status expectedBy failureReason } }";
    portal.query(query, json!({ "id": checkout.payment })).await
}

/// Waits for a payment's status.
async fn reaches(portal: &ApiClient, checkout: &Checkout, wanted: &str) -> Result<Value> {
    wait_until(&format!("the payment to be {wanted}"), || async {
        let data = payment(portal, checkout).await?;
        let status = text(&data, "/payment/status")?.to_owned();
        Ok(if status == wanted { Ok(data) } else { Err(status) })
    })
    .await
}

pub(super) async fn on_its_way(
    portal: &ApiClient,
    draft: &Draft,
    checkout: &Checkout,
) -> Result<(String, ())> {
    let data = reaches(portal, checkout, "PROCESSING").await?;
    let query = "query($id: ID!) { invoice(id: $id) { status processing { amount } total { amount } } }";
    let invoice = portal.query(query, json!({ "id": draft.id })).await?;
    expect_eq("the invoice", text(&invoice, "/invoice/status")?, "OPEN")?;
    expect_eq(
        "the part on its way",
        minor(&invoice, "/invoice/processing")?,
        minor(&invoice, "/invoice/total")?,
    )?;
    // Nobody pays twice while money is on its way.
    let query = "mutation($input: CheckoutStartInput!, $key: String!) { checkoutStart(input: $input, idempotencyKey: $key) { \
                 userErrors { code } } }";
    let input = json!({ "invoiceIds": [draft.id], "method": "CARD" });
    let again =
        portal.query(query, json!({ "input": input, "key": format!("story: again {}", draft.id) })).await?;
    expect_eq("paying again", text(&again, "/checkoutStart/userErrors/0/code")?, "PAYMENT_IN_PROGRESS")?;
    Ok((format!("expected by {}; paying again is refused", text(&data, "/payment/expectedBy")?), ()))
}

pub(super) async fn settle(external: &ExternalServices, checkout: &Checkout) -> Result<(String, ())> {
    external.control("clock/advance", json!({ "seconds": WEEK })).await?;
    let event = external.delivered("checkout.session.async_payment_succeeded", &checkout.payment).await?;
    Ok((text(&event, "/type")?.to_owned(), ()))
}

pub(super) async fn paid(
    admin: &ApiClient,
    portal: &ApiClient,
    draft: &Draft,
    checkout: &Checkout,
) -> Result<(String, ())> {
    reaches(portal, checkout, "SUCCEEDED").await?;
    let query = "query($id: ID!) { invoice(id: $id) { status number balance { amount } paid { amount } total { amount } } }";
    for (who, site) in [("the manager", admin), ("the resident", portal)] {
        let data = site.query(query, json!({ "id": draft.id })).await?;
        expect_eq(&format!("what {who} sees"), text(&data, "/invoice/status")?, "PAID")?;
        expect_eq("what is left to pay", minor(&data, "/invoice/balance")?, 0)?;
        expect_eq("what was paid", minor(&data, "/invoice/paid")?, minor(&data, "/invoice/total")?)?;
    }
    Ok(("balance 0.00, for the manager and for the resident".to_owned(), ()))
}

pub(super) async fn receipt(
    external: &ExternalServices,
    scenario: &Scenario<'_>,
    before: u64,
) -> Result<(String, ())> {
    // The first word tells a receipt; mail programs change the unbreakable spaces after it.
    let subject = locales::mail_receipt_subject(scenario.language, "");
    let word = subject.split_whitespace().next().unwrap_or_default();
    let mail = external.mail(&scenario.resident.email, word, before).await?;
    in_language(&mail, scenario)?;
    Ok((text(&mail, "/subject")?.to_owned(), ()))
}
