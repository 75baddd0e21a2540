//! The adapter against the sandbox: what every call gives when all is well, and when it isn't.

use std::time::Duration;

use domain::failure::PaymentFailure;
use domain::fee::OnlineMethod;
use domain::money::{Currency, Money};
use domain::payment::RemotePaymentStatus;
use domain::payment_account::{Capability, Dashboard, PaymentAccountStatus};
use domain::webhook::WebhookEndpoint;
use jiff::Timestamp;
use sandbox::{ConnectedAccountStatus, Endpoint, Sandbox, SandboxConfig};

use super::*;
use application::ports::processor::{
    AccountApi, CheckoutApi, CheckoutLine, NewAccount, NewCheckout, PayoutApi, WebhookError, WebhookVerifier,
};
use domain::payout::{PayoutItemKind, PayoutStatus};

mod failures;

const RETRY_POLICY: RetryPolicy =
    RetryPolicy { timeout: Duration::from_secs(10), attempts: 3, pause: Duration::ZERO };

fn config(sandbox: &Sandbox) -> StripeConfig {
    let sandboxed = SandboxConfig::default();
    StripeConfig {
        secret_key: Secret::new(sandboxed.stripe_secret_key),
        api_url: sandbox.stripe.api_url().clone(),
        connect_webhook_secrets: vec![Secret::new(sandboxed.connect_webhook_secret)],
        account_webhook_secrets: vec![Secret::new(sandboxed.account_webhook_secret)],
        calls_per_second: None,
    }
}

async fn start() -> (Sandbox, Stripe) {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let stripe = Stripe::with_retry_policy(&config(&sandbox), RETRY_POLICY).unwrap();
    (sandbox, stripe)
}

fn new_account(currency: Currency) -> NewAccount {
    NewAccount {
        display_name: "Maple Court".to_owned(),
        contact_email: "office@example.com".to_owned(),
        country: if currency == Currency::Cad { "ca" } else { "us" }.to_owned(),
        currency,
        property: "prop_1".to_owned(),
        idempotency_key: "account:prop_1".to_owned(),
    }
}

async fn ready(sandbox: &Sandbox, stripe: &Stripe, currency: Currency) -> String {
    let id = stripe.create_account(new_account(currency)).await.unwrap().id;
    sandbox.stripe.complete_onboarding(&id).unwrap();
    id
}

fn new_checkout(sandbox: &Sandbox, account: &str, method: OnlineMethod, currency: Currency) -> NewCheckout {
    let lines = [("December dues", 120_000), ("Processing fee", 3_615)];
    NewCheckout {
        account: account.to_owned(),
        method,
        currency,
        application_fee: 0,
        lines: lines.map(|(name, amount)| CheckoutLine { name: name.to_owned(), amount }).into(),
        email: Some("zoe@example.com".to_owned()),
        language: "fr",
        success_url: "https://pay.example.com/portal/payments/pay_1".to_owned(),
        cancel_url: "https://pay.example.com/portal/invoices/inv_1/pay?cancelled=1".to_owned(),
        metadata: vec![
            ("payment".to_owned(), "pay_1".to_owned()),
            ("property".to_owned(), "prop_1".to_owned()),
        ],
        expires_at: Timestamp::from_second(sandbox.stripe.now() + 3_600).unwrap(),
        idempotency_key: "checkout:pay_1".to_owned(),
    }
}

#[tokio::test]
async fn an_account_is_opened_once_and_followed_to_active() {
    let (sandbox, stripe) = start().await;
    stripe.check().await.unwrap();
    let opened = stripe.create_account(new_account(Currency::Usd)).await.unwrap();
    let again = stripe.create_account(new_account(Currency::Usd)).await.unwrap();
    assert_eq!(opened.id, again.id);
    assert_eq!(opened.report.status(), PaymentAccountStatus::OnboardingStarted);
    assert!(opened.report.card != Capability::Active && !opened.requirements_due.is_empty());

    let link = stripe
        .create_onboarding_link(&opened.id, "https://a.example/back", "https://a.example/again")
        .await
        .unwrap();
    assert!(link.starts_with(sandbox.stripe.api_url().as_str()), "{link}");

    sandbox.stripe.complete_onboarding(&opened.id).unwrap();
    let active = stripe.retrieve_account(&opened.id).await.unwrap();
    assert_eq!(active.report.status(), PaymentAccountStatus::Active);
    assert!(active.report.card == Capability::Active && active.report.bank == Capability::Active);
    for (account_status, status) in [
        (ConnectedAccountStatus::PendingVerification, PaymentAccountStatus::PendingVerification),
        (ConnectedAccountStatus::InformationDue, PaymentAccountStatus::Restricted),
        (ConnectedAccountStatus::Restricted, PaymentAccountStatus::Restricted),
        (ConnectedAccountStatus::Rejected, PaymentAccountStatus::Disabled),
    ] {
        sandbox.stripe.set_account_status(&opened.id, account_status).unwrap();
        assert_eq!(stripe.retrieve_account(&opened.id).await.unwrap().report.status(), status);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn each_kind_of_dashboard_has_its_way_in() {
    let (sandbox, stripe) = start().await;
    let id = ready(&sandbox, &stripe, Currency::Usd).await;
    assert_eq!(stripe.retrieve_account(&id).await.unwrap().dashboard, Dashboard::Full);
    let full = stripe.create_dashboard_link(&id, Dashboard::Full).await.unwrap();
    assert_eq!(full, format!("{}dashboard/{id}", sandbox.stripe.api_url()));
    let wrong = stripe.create_dashboard_link(&id, Dashboard::Express).await.unwrap_err();
    assert!(matches!(wrong, ExternalError::Refused(_)), "{wrong}");

    sandbox.stripe.give_express_dashboard(&id).unwrap();
    assert_eq!(stripe.retrieve_account(&id).await.unwrap().dashboard, Dashboard::Express);
    let first = stripe.create_dashboard_link(&id, Dashboard::Express).await.unwrap();
    let second = stripe.create_dashboard_link(&id, Dashboard::Express).await.unwrap();
    assert_ne!(first, second, "one for each visit");
    for (expected, link) in [(200, &first), (404, &first), (200, &second)] {
        assert_eq!(reqwest::get(link.as_str()).await.unwrap().status().as_u16(), expected);
    }
    let none = stripe.create_dashboard_link(&id, Dashboard::None).await.unwrap_err();
    assert!(matches!(none, ExternalError::Refused(_)), "{none}");
    let live = StripeConfig { api_url: "https://api.stripe.com/".parse().unwrap(), ..config(&sandbox) };
    sandbox.stop().await;
    for (key, address) in [
        ("sk_live_x", "https://dashboard.stripe.com/acct_1/dashboard"),
        ("sk_test_x", "https://dashboard.stripe.com/acct_1/test/dashboard"),
    ] {
        let config = StripeConfig { secret_key: Secret::new(key), ..live.clone() };
        let stripe = Stripe::with_retry_policy(&config, RETRY_POLICY).unwrap();
        assert_eq!(stripe.create_dashboard_link("acct_1", Dashboard::Full).await.unwrap(), address);
        assert!(stripe.create_dashboard_link("../x", Dashboard::Full).await.is_err());
    }
}

#[tokio::test]
async fn requirements_carry_their_deadline() {
    let (sandbox, stripe) = start().await;
    let id = ready(&sandbox, &stripe, Currency::Usd).await;
    assert_eq!(stripe.retrieve_account(&id).await.unwrap().requirements_deadline, None);
    sandbox.stripe.set_account_status(&id, ConnectedAccountStatus::InformationDue).unwrap();
    let account = stripe.retrieve_account(&id).await.unwrap();
    let due = account.requirements_deadline.unwrap().as_second();
    assert_eq!(due - sandbox.stripe.now(), 14 * 24 * 60 * 60);
    assert_eq!(account.requirements_due, ["identity.persons.representative.documents"]);
    assert_eq!(account.report.card, Capability::Active, "until then it can be charged");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_canadian_account_is_ready_for_its_own_bank_transfers() {
    let (sandbox, stripe) = start().await;
    let id = ready(&sandbox, &stripe, Currency::Cad).await;
    assert_eq!(stripe.retrieve_account(&id).await.unwrap().report.bank, Capability::Active);
    let page =
        stripe.create_checkout(new_checkout(&sandbox, &id, OnlineMethod::Bank, Currency::Cad)).await.unwrap();
    sandbox.stripe.pay_bank(page.session_id.as_deref().unwrap()).unwrap();
    let paying = stripe.retrieve_checkout(&id, page.session_id.as_deref().unwrap()).await.unwrap();
    assert_eq!(
        (paying.outcome, paying.charged),
        (RemotePaymentStatus::Processing, Money::new(123_615, Currency::Cad))
    );
    sandbox.stop().await;
}

#[tokio::test]
async fn a_card_payment_is_read_with_its_charge_and_fee() {
    let (sandbox, stripe) = start().await;
    let account = ready(&sandbox, &stripe, Currency::Usd).await;
    let page = stripe
        .create_checkout(new_checkout(&sandbox, &account, OnlineMethod::Card, Currency::Usd))
        .await
        .unwrap();
    assert_eq!((page.outcome, page.charged.minor), (RemotePaymentStatus::Waiting, 123_615));
    assert!(page.url.is_some() && page.charge_id.is_none());
    assert_eq!((page.metadata.get("payment").map(String::as_str), page.livemode), (Some("pay_1"), false));

    sandbox.stripe.decline_card(page.session_id.as_deref().unwrap()).unwrap();
    let declined = stripe.retrieve_checkout(&account, page.session_id.as_deref().unwrap()).await.unwrap();
    assert_eq!(declined.outcome, RemotePaymentStatus::Waiting);
    assert_eq!(declined.failure, Some(PaymentFailure::Declined));

    let intent = sandbox.stripe.pay_card(page.session_id.as_deref().unwrap()).unwrap();
    let paid = stripe.retrieve_checkout(&account, page.session_id.as_deref().unwrap()).await.unwrap();
    assert_eq!((paid.outcome, paid.processor_fee), (RemotePaymentStatus::Succeeded, Some(3_615)));
    assert_eq!((paid.intent_id, paid.failure), (Some(intent), None));
    assert!(paid.charge_id.is_some());
    let closing = stripe.expire_checkout(&account, page.session_id.as_deref().unwrap()).await;
    assert!(matches!(closing, Err(ExternalError::Refused(_))), "{closing:?}");
    sandbox.stop().await;
}

#[tokio::test]
async fn the_platforms_part_is_kept_beside_stripes() {
    let (sandbox, stripe) = start().await;
    let account = ready(&sandbox, &stripe, Currency::Usd).await;
    let checkout = new_checkout(&sandbox, &account, OnlineMethod::Card, Currency::Usd);
    let page = stripe.create_checkout(NewCheckout { application_fee: 600, ..checkout }).await.unwrap();
    let session = page.session_id.unwrap();
    sandbox.stripe.pay_card(&session).unwrap();
    let paid = stripe.retrieve_checkout(&account, &session).await.unwrap();
    assert_eq!(paid.processor_fee, Some(3_615 + 600));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_bank_transfer_processes_then_succeeds_or_fails() {
    let (sandbox, stripe) = start().await;
    let account = ready(&sandbox, &stripe, Currency::Usd).await;
    for (key, fails, outcome) in
        [("a", false, RemotePaymentStatus::Succeeded), ("b", true, RemotePaymentStatus::Failed)]
    {
        let mut checkout = new_checkout(&sandbox, &account, OnlineMethod::Bank, Currency::Usd);
        checkout.idempotency_key = key.to_owned();
        let page = stripe.create_checkout(checkout).await.unwrap();
        let read = || stripe.retrieve_checkout(&account, page.session_id.as_deref().unwrap());
        sandbox.stripe.pay_bank(page.session_id.as_deref().unwrap()).unwrap();
        assert_eq!(read().await.unwrap().outcome, RemotePaymentStatus::Processing);
        if fails {
            sandbox.stripe.fail_bank(page.session_id.as_deref().unwrap()).unwrap();
        }
        sandbox.stripe.advance(10 * 86_400);
        let ended = read().await.unwrap();
        let failure = fails.then_some(PaymentFailure::InsufficientFunds);
        assert_eq!((ended.outcome, ended.failure), (outcome, failure));
        assert_eq!(ended.processor_fee, (!fails).then_some(500));
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_page_is_closed_by_hand_or_by_time() {
    let (sandbox, stripe) = start().await;
    let account = ready(&sandbox, &stripe, Currency::Usd).await;
    let checkout = new_checkout(&sandbox, &account, OnlineMethod::Card, Currency::Usd);
    let page = stripe.create_checkout(checkout.clone()).await.unwrap();
    assert_eq!(
        stripe.expire_checkout(&account, page.session_id.as_deref().unwrap()).await.unwrap().outcome,
        RemotePaymentStatus::Expired
    );
    assert_eq!(
        stripe.retrieve_checkout(&account, page.session_id.as_deref().unwrap()).await.unwrap().outcome,
        RemotePaymentStatus::Expired
    );

    let page = stripe
        .create_checkout(NewCheckout { idempotency_key: "second".to_owned(), ..checkout })
        .await
        .unwrap();
    sandbox.stripe.advance(3_700);
    let timed_out = stripe.retrieve_checkout(&account, page.session_id.as_deref().unwrap()).await.unwrap();
    assert_eq!((timed_out.outcome, timed_out.url), (RemotePaymentStatus::Expired, None));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_deposit_is_explained_to_the_cent() {
    let (sandbox, stripe) = start().await;
    let account = ready(&sandbox, &stripe, Currency::Usd).await;
    // More parts than one page of the list holds.
    let mut charges = Vec::new();
    for number in 0..103 {
        let mut checkout = new_checkout(&sandbox, &account, OnlineMethod::Card, Currency::Usd);
        checkout.idempotency_key = format!("checkout:{number}");
        let page = stripe.create_checkout(checkout).await.unwrap();
        sandbox.stripe.pay_card(page.session_id.as_deref().unwrap()).unwrap();
        if number < 3 {
            charges.push(
                stripe
                    .retrieve_checkout(&account, page.session_id.as_deref().unwrap())
                    .await
                    .unwrap()
                    .charge_id,
            );
        }
    }
    let ids = sandbox.stripe.payouts_now(&account).unwrap();
    let payout = stripe.retrieve_payout(&account, ids.first().unwrap()).await.unwrap();
    assert_eq!(payout.items.len(), 103);
    assert_eq!(payout.status, PayoutStatus::Paid);
    let (gross, fee, net) = payout.items.iter().fold((0, 0, 0), |(gross, fee, net), item| {
        assert_eq!(item.kind, PayoutItemKind::Payment);
        (gross + item.gross, fee + item.fee, net + item.net)
    });
    assert_eq!((gross, fee, net), (103 * 123_615, 103 * 3_615, payout.amount.minor));
    assert!(charges.iter().all(|charge| payout.items.iter().any(|item| item.charge_id == *charge)));
    sandbox.stop().await;
}

#[tokio::test]
async fn a_delivery_is_checked_with_its_endpoints_own_secret() {
    let (sandbox, stripe) = start().await;
    let account = ready(&sandbox, &stripe, Currency::Usd).await;
    let now = Timestamp::now();
    // The account's own thin event and one a connected account sent: both name it.
    let page = stripe
        .create_checkout(new_checkout(&sandbox, &account, OnlineMethod::Card, Currency::Usd))
        .await
        .unwrap();
    sandbox.stripe.pay_card(page.session_id.as_deref().unwrap()).unwrap();
    let endpoints = [
        (Endpoint::Connect, WebhookEndpoint::Connect, WebhookEndpoint::Account),
        (Endpoint::Account, WebhookEndpoint::Account, WebhookEndpoint::Connect),
    ];
    for (sent_to, right, wrong) in endpoints {
        let event = sandbox.stripe.events().into_iter().find(|event| event.endpoint == sent_to).unwrap();
        let (headers, body) = sandbox.stripe.signed_event(&event.id, sent_to).unwrap();
        let signature =
            headers.iter().find(|(name, _)| name == "stripe-signature").map(|(_, value)| value.as_str());
        let verified = stripe.verify_event(right, signature, body.as_bytes(), now).unwrap();
        assert_eq!(
            (verified.id, verified.kind, verified.account.as_ref()),
            (event.id, event.kind, Some(&account))
        );
        let forged = stripe.verify_event(wrong, signature, body.as_bytes(), now);
        assert_eq!(forged, Err(WebhookError::WrongSignature));
    }
    sandbox.stop().await;
}

#[test]
fn a_browser_is_only_sent_to_https_or_beside_the_sandbox() {
    let live = Url::parse("https://api.stripe.com/").unwrap();
    let local = Url::parse("http://127.0.0.1:1/").unwrap();
    assert!(checked_url(&live, "https://checkout.stripe.com/c/pay/cs_1#x").is_ok());
    assert!(checked_url(&local, "http://127.0.0.1:1/checkout/cs_1").is_ok());
    for address in ["http://checkout.stripe.com/", "javascript:alert(1)", "//x", ""] {
        assert!(checked_url(&live, address).is_err() && checked_url(&local, address).is_err(), "{address}");
    }
}
