//! Paying without the resident: a card is saved once, each invoice is announced and charged on its day, and the
//! resident can end it.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::Scenario;
use super::api_client::{ApiClient, list, text};
use super::external_services::ExternalServices;
use super::in_process_server::InProcessServer;
use super::invoice::{Draft, in_language, resident_signs_in};
use super::narrator::{expect_eq, wait_until};

/// The most that one charge may be.
const CAP: &str = "500.00";

/// What a resident has agreed to.
pub(super) struct AutopaySetup {
    id: String,
    page: String,
}

pub(super) async fn set_up(
    external: &ExternalServices,
    portal: &ApiClient,
    draft: &Draft,
) -> Result<(String, AutopaySetup)> {
    let query = "mutation($id: ID!, $input: AutopaySetUpInput!, $key: String!) { \
                 autopaySetUp(propertyId: $id, input: $input, idempotencyKey: $key) { autopay { id status } \
                 redirectUrl userErrors { code field message } } }";
    let input = json!({ "method": "CARD", "cap": CAP, "daysBefore": 0 });
    let variables = json!({ "id": draft.property, "input": input, "key": "story: autopay" });
    let begun = portal.mutate("autopaySetUp", query, variables).await?;
    expect_eq("where it stands", text(&begun, "/autopay/status")?, "SETTING_UP")?;
    let page = text(&begun, "/redirectUrl")?.to_owned();
    if !external.is_stripe(&page) {
        bail!("expected a page of the processor, found {page}");
    }
    Ok((
        format!("by card, at most {CAP} at once"),
        AutopaySetup { id: text(&begun, "/autopay/id")?.to_owned(), page },
    ))
}

pub(super) async fn save(
    external: &ExternalServices,
    portal: &ApiClient,
    setup: &AutopaySetup,
) -> Result<(String, ())> {
    let next = external.press_pay(&setup.page, true).await?;
    expect_eq("where the browser goes", next, format!("{}/portal/autopay?returned=1", portal.address))?;
    let query = "{ viewer { autopays { id status label } } }";
    let label = wait_until("the automatic payment to be active", || async {
        let data = portal.query(query, json!({})).await?;
        let own = list(&data, "/viewer/autopays")?;
        let found = own.iter().find(|one| text(one, "/id").is_ok_and(|id| id == setup.id));
        let found = found.with_context(|| format!("expected {} in {data}", setup.id))?;
        let active = text(found, "/status")? == "ACTIVE";
        Ok(if active { Ok(text(found, "/label")?.to_owned()) } else { Err(found.to_string()) })
    })
    .await?;
    Ok((label, ()))
}

async fn fetch_invoice(site: &ApiClient, draft: &Draft) -> Result<Value> {
    let query = "query($id: ID!) { invoice(id: $id) { status dueOn autopayOn payments { method status } \
                 feeQuotes { method total { amount } } } }";
    let data = site.query(query, json!({ "id": draft.id })).await?;
    data.get("invoice").cloned().with_context(|| format!("no invoice in {data}"))
}

pub(super) async fn announced(
    (in_process, external): (&InProcessServer, &ExternalServices),
    (admin, portal): (&ApiClient, &ApiClient),
    (scenario, draft): (&Scenario<'_>, &Draft),
    before: u64,
) -> Result<(String, String)> {
    in_process.sweep().await;
    let invoice = fetch_invoice(portal, draft).await?;
    let due = text(&invoice, "/dueOn")?;
    expect_eq("when it will be paid", text(&invoice, "/autopayOn")?, due)?;
    expect_eq(
        "when the team sees it will be paid",
        text(&fetch_invoice(admin, draft).await?, "/autopayOn")?,
        due,
    )?;
    let quotes = list(&invoice, "/feeQuotes")?;
    let card = quotes.iter().find(|quote| text(quote, "/method").is_ok_and(|method| method == "CARD"));
    let total = text(card.context("no price by card")?, "/total/amount")?;
    let mail = external.mail(&scenario.resident.email, total, before).await?;
    in_language(&mail, scenario)?;
    let subject = locales::mail_autopay_notice_subject(scenario.language, "", "");
    if !text(&mail, "/subject")?.contains(subject.trim()) || !text(&mail, "/text")?.contains(scenario.title) {
        bail!("expected a notice about {}, found {mail}", scenario.title);
    }
    Ok((text(&mail, "/subject")?.to_owned(), total.to_owned()))
}

pub(super) async fn receipt(
    external: &ExternalServices,
    scenario: &Scenario<'_>,
    (total, before): (&str, u64),
) -> Result<(String, ())> {
    let subject = locales::mail_receipt_subject(scenario.language, &format!("${total}"));
    let mail = external.mail(&scenario.resident.email, &subject, before).await?;
    in_language(&mail, scenario)?;
    if !text(&mail, "/text")?.contains(scenario.title) {
        bail!("expected a receipt for {}, found {}", scenario.title, text(&mail, "/text")?);
    }
    Ok((subject, ()))
}

pub(super) async fn charged(
    (in_process, external): (&InProcessServer, &ExternalServices),
    portal: &mut ApiClient,
    (scenario, draft): (&Scenario<'_>, &Draft),
) -> Result<(String, ())> {
    let due: String = text(&fetch_invoice(portal, draft).await?, "/dueOn")?.to_owned();
    while in_process.day() < due {
        expect_eq(
            "payments before the day",
            list(&fetch_invoice(portal, draft).await?, "/payments")?.len(),
            0,
        )?;
        in_process.advance_day(external).await?;
        // A session does not last for days.
        resident_signs_in(external, portal, scenario).await?;
    }
    // The property's day may begin later than UTC's.
    in_process.advance_day(external).await?;
    resident_signs_in(external, portal, scenario).await?;
    let portal = &*portal;
    let invoice = wait_until("the invoice to be paid", || async {
        let invoice = fetch_invoice(portal, draft).await?;
        Ok(if text(&invoice, "/status")? == "PAID" { Ok(invoice) } else { Err(invoice.to_string()) })
    })
    .await?;
    let payments = list(&invoice, "/payments")?;
    expect_eq("how often it was charged", payments.len(), 1)?;
    expect_eq("by what", text(&invoice, "/payments/0/method")?, "CARD")?;
    Ok((format!("due {due}, charged once, and Paid"), ()))
}

pub(super) async fn end(
    external: &ExternalServices,
    portal: &ApiClient,
    scenario: &Scenario<'_>,
    setup: &AutopaySetup,
) -> Result<(String, ())> {
    let before = external.newest_mail(&scenario.resident.email).await?;
    let query =
        "mutation($id: ID!) { autopayEnd(id: $id) { autopay { status } userErrors { code message } } }";
    let ended = portal.mutate("autopayEnd", query, json!({ "id": setup.id })).await?;
    expect_eq("where it stands", text(&ended, "/autopay/status")?, "ENDED")?;
    let subject = locales::mail_autopay_stopped_subject(scenario.language, "");
    let word = subject.split_whitespace().last().unwrap_or_default();
    let mail = external.mail(&scenario.resident.email, word, before).await?;
    in_language(&mail, scenario)?;
    Ok((text(&mail, "/subject")?.to_owned(), ()))
}

pub(super) async fn not_charged_after_end(
    in_process: &InProcessServer,
    portal: &ApiClient,
    draft: &Draft,
) -> Result<(String, ())> {
    in_process.sweep().await;
    let invoice = fetch_invoice(portal, draft).await?;
    expect_eq("the invoice", text(&invoice, "/status")?, "OPEN")?;
    if !invoice.pointer("/autopayOn").is_none_or(Value::is_null) {
        bail!("expected no day on which it is paid, found {invoice}");
    }
    expect_eq("its payments", list(&invoice, "/payments")?.len(), 0)?;
    Ok(("it waits for the resident".to_owned(), ()))
}
