//! From the processor to the community's bank account.

use anyhow::{Context, Result, bail};
use domain::money::format_decimal;
use serde_json::{Value, json};

use super::Job;
use super::invoice::Draft;
use super::narrator::{same, until};
use super::outside::Outside;
use super::payment::Checkout;
use super::site::{Site, list, minor, text};

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

pub(super) async fn explained(
    outside: &Outside,
    office: &Site,
    draft: &Draft,
    checkout: &Checkout,
) -> Result<(String, ())> {
    if checkout.card {
        outside.control(&format!("accounts/{}/payout", draft.account), json!({})).await?;
    } else {
        // A settled transfer goes out at the next midnight and arrives a day later.
        outside.control("clock/advance", json!({ "seconds": 2 * DAY })).await?;
    }
    let query = "query($id: ID!) { property(id: $id) { payouts(first: 20) { nodes { status amount { amount currency } \
                 items { kind gross { amount } fee { amount } net { amount } payment { id } } } } } }";
    let payout = until("a deposit that arrived with our payment in it", || async {
        let data = office.ask(query, json!({ "id": draft.property })).await?;
        let payouts = list(&data, "/property/payouts/nodes")?;
        let ours = payouts.iter().find(|payout| {
            text(payout, "/status").is_ok_and(|status| status == "PAID") && part(payout, checkout).is_some()
        });
        Ok(ours.cloned().ok_or_else(|| format!("{} deposits without it", payouts.len())))
    })
    .await?;
    let mut sum = 0_i64;
    for item in list(&payout, "/items")? {
        let (gross, fee, net) = (minor(item, "/gross")?, minor(item, "/fee")?, minor(item, "/net")?);
        same("what a part adds", net, gross.saturating_sub(fee))?;
        sum = sum.saturating_add(net);
    }
    same("the sum of the parts", sum, minor(&payout, "/amount")?)?;
    let ours = part(&payout, checkout).context("our part is gone")?;
    same("our part before the processor's fee", minor(ours, "/gross")?, checkout.charged)?;
    let told = format!(
        "{} {} in {} part(s); ours is {} less {} = {}",
        text(&payout, "/amount/amount")?,
        text(&payout, "/amount/currency")?,
        list(&payout, "/items")?.len(),
        format_decimal(checkout.charged),
        text(ours, "/fee/amount")?,
        text(ours, "/net/amount")?
    );
    Ok((told, ()))
}

fn part<'a>(payout: &'a Value, checkout: &Checkout) -> Option<&'a Value> {
    let items = payout.pointer("/items")?.as_array()?;
    items.iter().find(|item| text(item, "/payment/id").is_ok_and(|id| id == checkout.payment))
}

pub(super) async fn timeline(office: &Site, job: &Job<'_>, draft: &Draft) -> Result<(String, ())> {
    let mut expected = vec![
        "CREATED",
        "PUBLISHED",
        "EMAIL_SENT",
        "CHECKOUT_STARTED",
        "PAYMENT_SUCCEEDED",
        "PAID",
        "DEPOSITED",
    ];
    if job.method == "BANK" {
        expected.push("TRANSFER_STARTED");
    }
    let query = "query($id: ID!) { invoice(id: $id) { timeline { kind } } }";
    let data = office.ask(query, json!({ "id": draft.id })).await?;
    let told: Vec<&str> =
        list(&data, "/invoice/timeline")?.iter().filter_map(|entry| text(entry, "/kind").ok()).collect();
    let missing: Vec<&&str> = expected.iter().filter(|kind| !told.contains(kind)).collect();
    if !missing.is_empty() {
        bail!("expected {missing:?} on the timeline too, found {told:?}");
    }
    Ok((format!("{} entries", told.len()), ()))
}
