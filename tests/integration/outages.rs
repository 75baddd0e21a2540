//! A mail server or a Stripe that is away, busy, refuses or talks nonsense: the caller is told or the work is
//! tried again, and nothing is lost or half done.

use sandbox::{Outage, SmtpFault};
use serde_json::{Value, json};
use support::community::CHECKOUT;
use support::{Community, World, on_each_database};

const CONNECT: &str = "mutation($id: ID!, $key: String!) {
    paymentAccountConnect(propertyId: $id, idempotencyKey: $key) { redirectUrl userErrors { code message } } }";
const RESEND: &str = "mutation($id: ID!, $key: String!) {
    invoiceEmailResend(id: $id, idempotencyKey: $key) { invoice { id } userErrors { code } } }";
const TIMELINE: &str = "query($id: ID!) { invoice(id: $id) { timeline { kind detail emailTo } } }";

async fn timeline(world: &World, community: &Community, invoice: &str) -> Vec<Value> {
    let manager = world.sign_in(&community.manager).await;
    let data = manager.ask(TIMELINE, json!({ "id": invoice })).await;
    data["invoice"]["timeline"].as_array().unwrap().clone()
}

/// The mail server is back: waits until it listens again.
async fn mail_server_returns(world: &World) {
    world.sandbox.inbox.set_fault(SmtpFault::None);
    while tokio::net::TcpStream::connect(world.sandbox.inbox.smtp_addr()).await.is_err() {
        tokio::task::yield_now().await;
    }
}

on_each_database! {
    async fn an_unreachable_mail_server_is_tried_again_until_the_mail_is_sent_once(world: &World) {
        let community = world.connected("Down", 1).await;
        world.sandbox.inbox.set_fault(SmtpFault::RefuseConnections);
        let invoice = world.published(&community, 0, "80.00").await;
        for seconds in [0, 2, 4, 8] {
            world.pass(seconds).await;
            assert!(world.sandbox.inbox.messages().is_empty());
        }
        let entries = timeline(world, &community, &invoice).await;
        let queued = entries.iter().find(|entry| entry["kind"] == "EMAIL_QUEUED").unwrap();
        assert!(queued["detail"].as_str().unwrap().contains("mail server"), "{queued}");

        mail_server_returns(world).await;
        world.work().await;
        assert!(world.sandbox.inbox.messages().is_empty(), "the next try is not due yet");
        world.pass(16).await;
        let mail = world.sandbox.inbox.messages();
        assert_eq!(mail.len(), 1);
        assert_eq!(mail[0].to, vec![community.resident(0).user.email.clone()]);
        let entries = timeline(world, &community, &invoice).await;
        assert!(entries.iter().any(|entry| entry["kind"] == "EMAIL_SENT" && entry["detail"].is_null()));
        world.pass(24 * 60 * 60).await;
        assert_eq!(world.sandbox.inbox.messages().len(), 1, "once");
    }

    async fn a_mail_server_that_is_busy_is_tried_again(world: &World) {
        let community = world.connected("Busy", 1).await;
        world.sandbox.inbox.set_fault(SmtpFault::TempFail);
        world.published(&community, 0, "80.00").await;
        world.work().await;
        assert!(world.sandbox.inbox.messages().is_empty());
        world.sandbox.inbox.set_fault(SmtpFault::None);
        world.pass(2).await;
        assert_eq!(world.sandbox.inbox.messages().len(), 1);
    }

    async fn an_address_the_mail_server_refuses_is_told_with_its_reason(world: &World) {
        let community = world.connected("Bounce", 1).await;
        world.sandbox.inbox.set_fault(SmtpFault::PermFail);
        let invoice = world.published(&community, 0, "80.00").await;
        world.work().await;
        let entries = timeline(world, &community, &invoice).await;
        let failed = entries.iter().find(|entry| entry["kind"] == "EMAIL_FAILED").unwrap();
        assert!(failed["detail"].as_str().unwrap().contains("550"), "{failed}");
        assert_eq!(failed["emailTo"], json!(community.resident(0).user.email));

        world.sandbox.inbox.set_fault(SmtpFault::None);
        world.pass(24 * 60 * 60).await;
        assert!(world.sandbox.inbox.messages().is_empty(), "trying again would change nothing");
        let manager = world.sign_in(&community.manager).await;
        manager.mutate("invoiceEmailResend", RESEND, json!({ "id": invoice, "key": "again" })).await;
        world.work().await;
        assert_eq!(world.sandbox.inbox.messages().len(), 1, "but an admin can send it again");
    }

    async fn an_unreachable_stripe_opens_no_account_and_the_next_try_opens_one(world: &World) {
        let community = Community::build(&world.app, "Unconnected", 1).await;
        let manager = world.sign_in(&community.manager).await;
        let connect = |key: &str| json!({ "id": community.property_id(), "key": key });
        let before = world.rows().await;
        for outage in [Outage::Refuse, Outage::NonJson] {
            world.sandbox.stripe.outage(outage);
            let codes = manager.refused("paymentAccountConnect", CONNECT, connect("one")).await;
            assert_eq!(codes, ["PROCESSOR_UNAVAILABLE"], "{outage:?}");
            assert_eq!(world.rows().await, before);
        }
        world.sandbox.stripe.outage(Outage::None);
        // The account is opened, the answer is lost, and asking again gives the same account.
        world.sandbox.stripe.set_outage_for("/v2/core/accounts", Outage::LostAnswer, 1);
        world.sandbox.stripe.set_outage_for("/v2/core/account_links", Outage::Refuse, 1);
        let codes = manager.refused("paymentAccountConnect", CONNECT, connect("one")).await;
        assert_eq!(codes, ["PROCESSOR_UNAVAILABLE"]);
        let account = world.account(&community).await;
        let payload = manager.mutate("paymentAccountConnect", CONNECT, connect("two")).await;
        assert!(payload["redirectUrl"].as_str().unwrap().starts_with("http"));
        assert_eq!(world.account(&community).await, account, "no second account");
        world.work().await;
    }

    async fn an_unreachable_stripe_leaves_an_attempt_that_the_next_try_goes_on_with(world: &World) {
        let community = world.connected("Unpaid", 2).await;
        for (unit, outage, next_key) in
            [(0, Outage::Refuse, "first"), (1, Outage::NonJson, "second"), (0, Outage::LostAnswer, "third")]
        {
            let invoice = world.published(&community, unit, "80.00").await;
            world.work().await;
            let resident = world.sign_in(community.resident(unit)).await;
            let variables = |key: &str| json!({ "ids": [invoice], "method": "CARD", "key": key });
            world.sandbox.stripe.outage(outage);
            let key = format!("first-{outage:?}");
            let codes = resident.refused("checkoutStart", CHECKOUT, variables(&key)).await;
            assert_eq!(codes, ["PROCESSOR_UNAVAILABLE"], "{outage:?}");
            let seen = world.invoice(&resident, &invoice).await;
            assert_eq!((&seen["status"], &seen["payments"][0]["status"]), (&json!("OPEN"), &json!("PENDING")));
            world.sandbox.stripe.outage(Outage::None);

            let again = if next_key == "first" { key } else { format!("{next_key}-{outage:?}") };
            let started = resident.mutate("checkoutStart", CHECKOUT, variables(&again)).await;
            let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            world.sandbox.stripe.pay_card(&session).unwrap();
            world.work().await;
            let seen = world.invoice(&resident, &invoice).await;
            assert_eq!(seen["status"], "PAID", "{outage:?}");
            let paid = seen["payments"].as_array().unwrap().iter().filter(|one| one["status"] == "SUCCEEDED");
            assert_eq!(paid.count(), 1, "{outage:?}: {seen:#}");
        }
    }

    async fn an_unreachable_stripe_makes_an_event_wait(world: &World) {
        let community = world.connected("Waiting", 1).await;
        let invoice = world.published(&community, 0, "80.00").await;
        let resident = world.sign_in(community.resident(0)).await;
        let (_, session) = world.checkout(&resident, &invoice, "CARD").await;
        world.sandbox.stripe.outage(Outage::Refuse);
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        assert_eq!(world.invoice(&resident, &invoice).await["status"], "OPEN");
        world.sandbox.stripe.outage(Outage::None);
        world.pass(2).await;
        assert_eq!(world.invoice(&resident, &invoice).await["status"], "PAID");
    }
}
