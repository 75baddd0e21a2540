//! What comes after paying: a part and the rest, money given back, a dispute, a transfer that comes back, and the
//! books that agree with the processor through all of it.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::Scenario;
use super::api_client::{ApiClient, list, minor, text};
use super::external_services::ExternalServices;
use super::invoice::{Draft, in_language};
use super::narrator::{expect_eq, wait_until};
use super::payment::Checkout;

/// Pays so much of an invoice by card, and waits until it is taken off.
pub(super) async fn partial_payment(
    external: &ExternalServices,
    portal: &ApiClient,
    draft: &Draft,
    (amount, left): (&str, i64),
) -> Result<(String, Checkout)> {
    let query = "mutation($input: CheckoutStartInput!, $key: String!) { checkoutStart(input: $input, idempotencyKey: $key) { \
                 redirectUrl payment { id total { amount } } userErrors { code field message } } }";
    let input = json!({ "invoiceIds": [draft.id], "method": "CARD", "amount": amount });
    let key = format!("story: pay {amount} of {}", draft.id);
    let started = portal.mutate("checkoutStart", query, json!({ "input": input, "key": key })).await?;
    let checkout = Checkout {
        payment: text(&started, "/payment/id")?.to_owned(),
        page: text(&started, "/redirectUrl")?.to_owned(),
        charged: minor(&started, "/payment/total")?,
        card: true,
    };
    external.press_pay(&checkout.page, true).await?;
    let status = if left == 0 { "PAID" } else { "OPEN" };
    invoice_reaches(portal, draft, status, left).await?;
    Ok((format!("{amount} came, {left} cents are left"), checkout))
}

/// Waits until an invoice stands so.
async fn invoice_reaches(site: &ApiClient, draft: &Draft, status: &str, balance: i64) -> Result<()> {
    let query = "query($id: ID!) { invoice(id: $id) { status balance { amount } } }";
    wait_until(&format!("an invoice {status} with {balance} cents to pay"), || async {
        let data = site.query(query, json!({ "id": draft.id })).await?;
        let stands =
            (text(&data, "/invoice/status")? == status) && minor(&data, "/invoice/balance")? == balance;
        Ok(if stands { Ok(()) } else { Err(data.to_string()) })
    })
    .await
}

/// Waits until a payment stands so.
async fn payment_reaches(site: &ApiClient, checkout: &Checkout, status: &str) -> Result<Value> {
    let query = "query($id: ID!) { payment(id: $id) { status refunded { amount } \
                 disputes { status reason evidenceDueAt } } }";
    wait_until(&format!("the payment to be {status}"), || async {
        let data = site.query(query, json!({ "id": checkout.payment })).await?;
        Ok(if text(&data, "/payment/status")? == status { Ok(data) } else { Err(data.to_string()) })
    })
    .await
}

pub(super) async fn refund(
    admin: &ApiClient,
    draft: &Draft,
    checkout: &Checkout,
    (amount, owes): (&str, i64),
) -> Result<(String, ())> {
    let query = "mutation($id: ID!, $input: PaymentRefundInput!, $key: String!) { \
                 paymentRefund(id: $id, input: $input, idempotencyKey: $key) { payment { status } \
                 userErrors { code field message } } }";
    let input = json!({ "amount": amount, "reason": "Billed too much" });
    let key = format!("story: refund {}", checkout.payment);
    admin
        .mutate("paymentRefund", query, json!({ "id": checkout.payment, "input": input, "key": key }))
        .await?;
    let data = payment_reaches(admin, checkout, "PARTIALLY_REFUNDED").await?;
    expect_eq("what went back", text(&data, "/payment/refunded/amount")?, amount)?;
    invoice_reaches(admin, draft, "OPEN", owes).await?;
    Ok((format!("{amount} go back, and are owed again"), ()))
}

pub(super) async fn refund_mail(
    external: &ExternalServices,
    scenario: &Scenario<'_>,
    after: u64,
) -> Result<(String, ())> {
    let subject = locales::mail_refunded_subject(scenario.language, "");
    let mail = external.mail(&scenario.resident.email, subject.trim(), after).await?;
    in_language(&mail, scenario)?;
    Ok((text(&mail, "/subject")?.to_owned(), ()))
}

/// The processor's intent of a payment.
async fn intent(external: &ExternalServices, checkout: &Checkout) -> Result<String> {
    let event = external.delivered("checkout.session.completed", &checkout.payment).await?;
    Ok(text(&event, "/data/object/payment_intent")?.to_owned())
}

pub(super) async fn dispute(
    external: &ExternalServices,
    admin: &ApiClient,
    draft: &Draft,
    checkout: &Checkout,
) -> Result<(String, String)> {
    let intent = intent(external, checkout).await?;
    let made = external.control(&format!("payment_intents/{intent}/dispute"), json!({})).await?;
    let data = payment_reaches(admin, checkout, "DISPUTED").await?;
    let due = text(&data, "/payment/disputes/0/evidenceDueAt")?;
    let day = due.split('T').next().unwrap_or(due);
    let query = "query($id: ID!) { invoice(id: $id) { status } }";
    let invoice = admin.query(query, json!({ "id": draft.id })).await?;
    expect_eq("the invoice meanwhile", text(&invoice, "/invoice/status")?, "OPEN")?;
    Ok((format!("the bank holds the money; evidence by {day}"), text(&made, "/dispute")?.to_owned()))
}

pub(super) async fn win(
    external: &ExternalServices,
    admin: &ApiClient,
    checkout: &Checkout,
    dispute: &str,
) -> Result<(String, ())> {
    external.control(&format!("disputes/{dispute}/close"), json!({ "status": "won" })).await?;
    let data = payment_reaches(admin, checkout, "SUCCEEDED").await?;
    expect_eq("its status", text(&data, "/payment/disputes/0/status")?, "WON")?;
    Ok(("the money is back".to_owned(), ()))
}

pub(super) async fn bank_return(
    external: &ExternalServices,
    admin: &ApiClient,
    draft: &Draft,
    checkout: &Checkout,
) -> Result<(String, ())> {
    let intent = intent(external, checkout).await?;
    external.control(&format!("payment_intents/{intent}/dispute"), json!({})).await?;
    let data = payment_reaches(admin, checkout, "RETURNED").await?;
    let query = "query($id: ID!) { invoice(id: $id) { status balance { amount } total { amount } } }";
    let invoice = admin.query(query, json!({ "id": draft.id })).await?;
    expect_eq("the invoice", text(&invoice, "/invoice/status")?, "OPEN")?;
    expect_eq(
        "what is owed again",
        minor(&invoice, "/invoice/balance")?,
        minor(&invoice, "/invoice/total")?,
    )?;
    Ok((format!("{}; the invoice is open again", text(&data, "/payment/disputes/0/reason")?), ()))
}

pub(super) async fn return_email_gives_reason(
    external: &ExternalServices,
    scenario: &Scenario<'_>,
    after: u64,
) -> Result<(String, ())> {
    let reason = locales::return_reason_insufficient_funds(scenario.language);
    let subject = locales::mail_returned_subject(scenario.language, "");
    let word = subject.split_whitespace().last().unwrap_or_default();
    let mail = external.mail(&scenario.resident.email, word, after).await?;
    in_language(&mail, scenario)?;
    if !text(&mail, "/text")?.contains(reason) {
        bail!("expected a mail that says why, found {}", text(&mail, "/text")?);
    }
    Ok((format!("{}: {reason}", text(&mail, "/subject")?), ()))
}

/// Pays everything out and compares the books with the processor.
pub(super) async fn reconcile(
    external: &ExternalServices,
    admin: &ApiClient,
    draft: &Draft,
) -> Result<(String, ())> {
    external.control(&format!("accounts/{}/payout", draft.account), json!({})).await?;
    let query = "mutation($id: ID!) { reconciliationCheck(propertyId: $id) { property { reconciliation { isReconciled \
                 ledgerBalance { amount currency } available { amount } pending { amount } findings { kind detail } } } \
                 userErrors { code message } } }";
    let checked = wait_until("books that agree with the processor", || async {
        let data = admin.mutate("reconciliationCheck", query, json!({ "id": draft.property })).await?;
        let agrees = data.pointer("/property/reconciliation/isReconciled") == Some(&Value::Bool(true));
        let waits = minor(&data, "/property/reconciliation/ledgerBalance")? != 0;
        Ok(if agrees && !waits { Ok(data) } else { Err(data.to_string()) })
    })
    .await?;
    expect_eq("what does not agree", list(&checked, "/property/reconciliation/findings")?.len(), 0)?;
    Ok(("everything agrees, and all of it is at the bank".to_owned(), ()))
}
