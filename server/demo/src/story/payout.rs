//! From the processor to the community's bank account.

use anyhow::{Context, Result, bail};
use domain::money::format_decimal;
use serde_json::{Value, json};

use super::Scenario;
use super::api_client::{ApiClient, list, minor, text};
use super::external_services::ExternalServices;
use super::invoice::Draft;
use super::narrator::{expect_eq, wait_until};
use super::payment::Checkout;

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

pub(super) async fn composition(
    external: &ExternalServices,
    admin: &ApiClient,
    draft: &Draft,
    checkout: &Checkout,
) -> Result<(String, ())> {
    if checkout.card {
        external.control(&format!("accounts/{}/payout", draft.account), json!({})).await?;
    } else {
        // A settled transfer goes out at the next midnight and arrives a day later.
        external.control("clock/advance", json!({ "seconds": 2 * DAY })).await?;
    }
    let query = "query($id: ID!) { property(id: $id) { payouts(first: 20) { nodes { status amount { amount currency } \
                 items { kind gross { amount } fee { amount } net { amount } payment { id } } } } } }";
    let payout = wait_until("a deposit that arrived with our payment in it", || async {
        let data = admin.query(query, json!({ "id": draft.property })).await?;
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
        expect_eq("what a part adds", net, gross.saturating_sub(fee))?;
        sum = sum.saturating_add(net);
    }
    expect_eq("the sum of the parts", sum, minor(&payout, "/amount")?)?;
    let ours = part(&payout, checkout).context("our part is gone")?;
    expect_eq("our part before the processor's fee", minor(ours, "/gross")?, checkout.charged)?;
    let summary = format!(
        "{} {} in {} part(s); ours is {} less {} = {}",
        text(&payout, "/amount/amount")?,
        text(&payout, "/amount/currency")?,
        list(&payout, "/items")?.len(),
        format_decimal(checkout.charged),
        text(ours, "/fee/amount")?,
        text(ours, "/net/amount")?
    );
    Ok((summary, ()))
}

fn part<'a>(payout: &'a Value, checkout: &Checkout) -> Option<&'a Value> {
    let items = payout.pointer("/items")?.as_array()?;
    items.iter().find(|item| text(item, "/payment/id").is_ok_and(|id| id == checkout.payment))
}

pub(super) async fn timeline(
    admin: &ApiClient,
    scenario: &Scenario<'_>,
    draft: &Draft,
) -> Result<(String, ())> {
    let mut expected = vec![
        "CREATED",
        "PUBLISHED",
        "EMAIL_SENT",
        "CHECKOUT_STARTED",
        "PAYMENT_SUCCEEDED",
        "PAID",
        "PAID_OUT",
    ];
    if scenario.method == "BANK" {
        expected.push("TRANSFER_STARTED");
    }
    let query = "query($id: ID!) { invoice(id: $id) { timeline { kind } } }";
    let data = admin.query(query, json!({ "id": draft.id })).await?;
    let kinds: Vec<&str> =
        list(&data, "/invoice/timeline")?.iter().filter_map(|entry| text(entry, "/kind").ok()).collect();
    let missing: Vec<&&str> = expected.iter().filter(|kind| !kinds.contains(kind)).collect();
    if !missing.is_empty() {
        bail!("expected {missing:?} on the timeline too, found {kinds:?}");
    }
    Ok((format!("{} entries", kinds.len()), ()))
}
