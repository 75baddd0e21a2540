//! Paying without the resident: a card is saved once, each invoice is announced and charged on its day, and the
//! resident can end it.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::Job;
use super::ahead::Ahead;
use super::invoice::{Draft, in_language, resident_signs_in};
use super::narrator::{same, until};
use super::outside::Outside;
use super::site::{Site, list, text};

/// The most that one charge may be.
const CAP: &str = "500.00";

/// What a resident has agreed to.
pub(super) struct Agreed {
    id: String,
    page: String,
}

pub(super) async fn set_up(outside: &Outside, portal: &Site, draft: &Draft) -> Result<(String, Agreed)> {
    let query = "mutation($id: ID!, $input: AutopaySetUpInput!, $key: String!) { \
                 autopaySetUp(propertyId: $id, input: $input, idempotencyKey: $key) { autopay { id status } \
                 redirectUrl userErrors { code field message } } }";
    let input = json!({ "method": "CARD", "cap": CAP, "daysBefore": 0 });
    let variables = json!({ "id": draft.property, "input": input, "key": "story: autopay" });
    let begun = portal.act("autopaySetUp", query, variables).await?;
    same("where it stands", text(&begun, "/autopay/status")?, "SETTING_UP")?;
    let page = text(&begun, "/redirectUrl")?.to_owned();
    if !outside.is_stripe(&page) {
        bail!("expected a page of the processor, found {page}");
    }
    Ok((
        format!("by card, at most {CAP} at once"),
        Agreed { id: text(&begun, "/autopay/id")?.to_owned(), page },
    ))
}

pub(super) async fn save(outside: &Outside, portal: &Site, agreed: &Agreed) -> Result<(String, ())> {
    let next = outside.press_pay(&agreed.page, true).await?;
    same("where the browser goes", next, format!("{}/portal/autopay?returned=1", portal.address))?;
    let query = "{ viewer { autopays { id status label } } }";
    let label = until("the automatic payment to be active", || async {
        let data = portal.ask(query, json!({})).await?;
        let own = list(&data, "/viewer/autopays")?;
        let found = own.iter().find(|one| text(one, "/id").is_ok_and(|id| id == agreed.id));
        let found = found.with_context(|| format!("expected {} in {data}", agreed.id))?;
        let active = text(found, "/status")? == "ACTIVE";
        Ok(if active { Ok(text(found, "/label")?.to_owned()) } else { Err(found.to_string()) })
    })
    .await?;
    Ok((label, ()))
}

async fn seen(site: &Site, draft: &Draft) -> Result<Value> {
    let query = "query($id: ID!) { invoice(id: $id) { status dueOn autopayOn payments { method status } \
                 feeQuotes { method total { amount } } } }";
    let data = site.ask(query, json!({ "id": draft.id })).await?;
    data.get("invoice").cloned().with_context(|| format!("no invoice in {data}"))
}

pub(super) async fn announced(
    (ahead, outside): (&Ahead, &Outside),
    (office, portal): (&Site, &Site),
    (job, draft): (&Job<'_>, &Draft),
    before: u64,
) -> Result<(String, String)> {
    ahead.sweep().await;
    let invoice = seen(portal, draft).await?;
    let due = text(&invoice, "/dueOn")?;
    same("when it will be paid", text(&invoice, "/autopayOn")?, due)?;
    same("when the team sees it will be paid", text(&seen(office, draft).await?, "/autopayOn")?, due)?;
    let quotes = list(&invoice, "/feeQuotes")?;
    let card = quotes.iter().find(|quote| text(quote, "/method").is_ok_and(|method| method == "CARD"));
    let total = text(card.context("no price by card")?, "/total/amount")?;
    let mail = outside.mail(&job.resident.email, total, before).await?;
    in_language(&mail, job)?;
    let subject = locales::mail_autopay_notice_subject(job.language, "", "");
    if !text(&mail, "/subject")?.contains(subject.trim()) || !text(&mail, "/text")?.contains(job.title) {
        bail!("expected a notice about {}, found {mail}", job.title);
    }
    Ok((text(&mail, "/subject")?.to_owned(), total.to_owned()))
}

pub(super) async fn receipt(
    outside: &Outside,
    job: &Job<'_>,
    (total, before): (&str, u64),
) -> Result<(String, ())> {
    let subject = locales::mail_receipt_subject(job.language, &format!("${total}"));
    let mail = outside.mail(&job.resident.email, &subject, before).await?;
    in_language(&mail, job)?;
    if !text(&mail, "/text")?.contains(job.title) {
        bail!("expected a receipt for {}, found {}", job.title, text(&mail, "/text")?);
    }
    Ok((subject, ()))
}

pub(super) async fn charged(
    (ahead, outside): (&Ahead, &Outside),
    portal: &mut Site,
    (job, draft): (&Job<'_>, &Draft),
) -> Result<(String, ())> {
    let due: String = text(&seen(portal, draft).await?, "/dueOn")?.to_owned();
    while ahead.day() < due {
        same("payments before the day", list(&seen(portal, draft).await?, "/payments")?.len(), 0)?;
        ahead.pass_a_day(outside).await?;
        // A session does not last for days.
        resident_signs_in(outside, portal, job).await?;
    }
    // The property's day may begin later than UTC's.
    ahead.pass_a_day(outside).await?;
    resident_signs_in(outside, portal, job).await?;
    let portal = &*portal;
    let invoice = until("the invoice to be paid", || async {
        let invoice = seen(portal, draft).await?;
        Ok(if text(&invoice, "/status")? == "PAID" { Ok(invoice) } else { Err(invoice.to_string()) })
    })
    .await?;
    let payments = list(&invoice, "/payments")?;
    same("how often it was charged", payments.len(), 1)?;
    same("by what", text(&invoice, "/payments/0/method")?, "CARD")?;
    Ok((format!("due {due}, charged once, and Paid"), ()))
}

pub(super) async fn end(
    outside: &Outside,
    portal: &Site,
    job: &Job<'_>,
    agreed: &Agreed,
) -> Result<(String, ())> {
    let before = outside.newest_mail(&job.resident.email).await?;
    let query =
        "mutation($id: ID!) { autopayEnd(id: $id) { autopay { status } userErrors { code message } } }";
    let ended = portal.act("autopayEnd", query, json!({ "id": agreed.id })).await?;
    same("where it stands", text(&ended, "/autopay/status")?, "ENDED")?;
    let subject = locales::mail_autopay_stopped_subject(job.language, "");
    let word = subject.split_whitespace().last().unwrap_or_default();
    let mail = outside.mail(&job.resident.email, word, before).await?;
    in_language(&mail, job)?;
    Ok((text(&mail, "/subject")?.to_owned(), ()))
}

pub(super) async fn left_alone(ahead: &Ahead, portal: &Site, draft: &Draft) -> Result<(String, ())> {
    ahead.sweep().await;
    let invoice = seen(portal, draft).await?;
    same("the invoice", text(&invoice, "/status")?, "OPEN")?;
    if !invoice.pointer("/autopayOn").is_none_or(Value::is_null) {
        bail!("expected no day on which it is paid, found {invoice}");
    }
    same("its payments", list(&invoice, "/payments")?.len(), 0)?;
    Ok(("it waits for the resident".to_owned(), ()))
}
