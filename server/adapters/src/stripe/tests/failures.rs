//! What the adapter makes of outages, refusals, silence, unknown ids and wrong keys.

use sandbox::Outage;

use super::*;

#[tokio::test]
async fn transient_errors_are_retried_with_the_same_key_and_distinguished_from_rejections() {
    let (sandbox, stripe) = start().await;
    let account = ready(&sandbox, &stripe, Currency::Usd).await;
    let checkout = new_checkout(&sandbox, &account, OnlineMethod::Card, Currency::Usd);
    for outage in [Outage::Refuse, Outage::NonJson, Outage::ServerError] {
        sandbox.stripe.set_outage(outage);
        let checkout = NewCheckout { idempotency_key: format!("{outage:?}"), ..checkout.clone() };
        let failed = stripe.create_checkout(checkout).await;
        assert!(matches!(failed, Err(ExternalError::Unavailable(_))), "{outage:?}: {failed:?}");
        assert!(
            matches!(stripe.retrieve_account(&account).await, Err(ExternalError::Unavailable(_))),
            "{outage:?}"
        );
        assert!(matches!(stripe.check().await, Err(ExternalError::Unavailable(_))), "{outage:?}");
        sandbox.stripe.set_outage(Outage::None);
    }

    // The page was opened but the answer was lost: the same key finds the same page.
    sandbox.stripe.set_outage_for("/v1/checkout/sessions", Outage::LostAnswer, 1);
    let page = stripe.create_checkout(checkout.clone()).await.unwrap();
    let again = stripe.create_checkout(checkout.clone()).await.unwrap();
    assert_eq!(page.session_id, again.session_id);
    let calls = sandbox.stripe.requests();
    let keyed = calls.iter().filter(|call| call.idempotency_key.as_deref() == Some("checkout:pay_1"));
    assert_eq!(keyed.count(), 3);

    let other = NewCheckout { language: "en", ..checkout.clone() };
    let mismatch = stripe.create_checkout(other).await;
    assert!(matches!(mismatch, Err(ExternalError::Refused(_))), "{mismatch:?}");
    let nothing = NewCheckout { lines: Vec::new(), idempotency_key: "empty".to_owned(), ..checkout };
    let refused = stripe.create_checkout(nothing).await;
    assert!(matches!(refused, Err(ExternalError::Refused(_))), "{refused:?}");
    sandbox.stop().await;
}

#[tokio::test]
async fn silence_ends_at_the_timeout() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let retry_policy = RetryPolicy { timeout: Duration::from_millis(50), attempts: 1, ..RETRY_POLICY };
    let stripe = Stripe::with_retry_policy(&config(&sandbox), retry_policy).unwrap();
    sandbox.stripe.set_outage(Outage::Hang);
    assert!(matches!(stripe.check().await, Err(ExternalError::Unavailable(_))));
    assert!(matches!(stripe.retrieve_account("acct_1").await, Err(ExternalError::Unavailable(_))));
    let nobody = config(&sandbox);
    sandbox.stop().await;
    let stripe = Stripe::with_retry_policy(&nobody, RETRY_POLICY).unwrap();
    assert!(matches!(stripe.check().await, Err(ExternalError::Unavailable(_))));
}

#[tokio::test]
async fn unknown_objects_and_those_of_other_accounts_are_not_found() {
    let (sandbox, stripe) = start().await;
    let ours = ready(&sandbox, &stripe, Currency::Usd).await;
    let other = NewAccount { idempotency_key: "other".to_owned(), ..new_account(Currency::Usd) };
    let other = stripe.create_account(other).await.unwrap().id;
    let page = stripe
        .create_checkout(new_checkout(&sandbox, &ours, OnlineMethod::Card, Currency::Usd))
        .await
        .unwrap();
    for found in [
        stripe.retrieve_checkout(&other, page.session_id.as_deref().unwrap()).await,
        stripe.retrieve_checkout(&ours, "cs_test_nothing").await,
        stripe.expire_checkout(&other, page.session_id.as_deref().unwrap()).await,
    ] {
        assert!(matches!(found, Err(ExternalError::NotFound(_))), "{found:?}");
    }
    assert!(matches!(stripe.retrieve_account("acct_nothing").await, Err(ExternalError::NotFound(_))));
    assert!(matches!(stripe.retrieve_payout(&ours, "po_nothing").await, Err(ExternalError::NotFound(_))));
    for id in
        ["", "acct", "acct_", "_1", "acct_1/../balance", "acct_1?x", "acct_é", "ACCT_1", "acct_1\r\nX: y"]
    {
        assert!(matches!(stripe.retrieve_account(id).await, Err(ExternalError::Refused(_))), "{id}");
        assert!(
            matches!(
                stripe.retrieve_checkout(id, page.session_id.as_deref().unwrap()).await,
                Err(ExternalError::Refused(_))
            ),
            "{id}"
        );
        assert!(matches!(stripe.retrieve_checkout(&ours, id).await, Err(ExternalError::Refused(_))), "{id}");
        assert!(matches!(stripe.retrieve_payout(&ours, id).await, Err(ExternalError::Refused(_))), "{id}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_wrong_key_waits_for_us_to_put_it_right() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let config = StripeConfig { secret_key: Secret::new("sk_test_wrong"), ..config(&sandbox) };
    let stripe = Stripe::with_retry_policy(&config, RETRY_POLICY).unwrap();
    let Err(ExternalError::Unavailable(message)) = stripe.check().await else { panic!("the key was taken") };
    assert!(message.contains("PROPTY_STRIPE_SECRET_KEY") && !message.contains("sk_test_wrong"), "{message}");
    assert!(matches!(stripe.retrieve_account("acct_1").await, Err(ExternalError::Unavailable(_))));
    sandbox.stop().await;
}
