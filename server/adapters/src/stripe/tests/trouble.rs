//! What the adapter makes of outages, refusals, silence, unknown ids and wrong keys.

use sandbox::Outage;

use super::*;

#[tokio::test]
async fn trouble_is_tried_again_with_the_same_key_and_then_told_apart_from_a_refusal() {
    let (sandbox, stripe) = start().await;
    let account = ready(&sandbox, &stripe, Currency::Usd).await;
    let checkout = new_checkout(&sandbox, &account, Method::Card, Currency::Usd);
    for outage in [Outage::Refuse, Outage::NonJson, Outage::ServerError] {
        sandbox.stripe.outage(outage);
        let checkout = NewCheckout { idempotency_key: format!("{outage:?}"), ..checkout.clone() };
        let failed = stripe.create_checkout(checkout).await;
        assert!(matches!(failed, Err(OutsideError::Unavailable(_))), "{outage:?}: {failed:?}");
        assert!(matches!(stripe.account(&account).await, Err(OutsideError::Unavailable(_))), "{outage:?}");
        assert!(matches!(stripe.check().await, Err(OutsideError::Unavailable(_))), "{outage:?}");
        sandbox.stripe.outage(Outage::None);
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
    assert!(matches!(mismatch, Err(OutsideError::Refused(_))), "{mismatch:?}");
    let nothing = NewCheckout { lines: Vec::new(), idempotency_key: "empty".to_owned(), ..checkout };
    let refused = stripe.create_checkout(nothing).await;
    assert!(matches!(refused, Err(OutsideError::Refused(_))), "{refused:?}");
    sandbox.stop().await;
}

#[tokio::test]
async fn silence_ends_at_the_timeout() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let limits = Limits { timeout: Duration::from_millis(50), attempts: 1, ..LIMITS };
    let stripe = Stripe::with_limits(&config(&sandbox), limits).unwrap();
    sandbox.stripe.outage(Outage::Hang);
    assert!(matches!(stripe.check().await, Err(OutsideError::Unavailable(_))));
    assert!(matches!(stripe.account("acct_1").await, Err(OutsideError::Unavailable(_))));
    let nobody = config(&sandbox);
    sandbox.stop().await;
    let stripe = Stripe::with_limits(&nobody, LIMITS).unwrap();
    assert!(matches!(stripe.check().await, Err(OutsideError::Unavailable(_))));
}

#[tokio::test]
async fn what_is_unknown_or_someone_elses_is_not_found() {
    let (sandbox, stripe) = start().await;
    let ours = ready(&sandbox, &stripe, Currency::Usd).await;
    let other = NewAccount { idempotency_key: "other".to_owned(), ..new_account(Currency::Usd) };
    let other = stripe.create_account(other).await.unwrap().id;
    let page =
        stripe.create_checkout(new_checkout(&sandbox, &ours, Method::Card, Currency::Usd)).await.unwrap();
    for found in [
        stripe.checkout(&other, page.session_id.as_deref().unwrap()).await,
        stripe.checkout(&ours, "cs_test_nothing").await,
        stripe.expire_checkout(&other, page.session_id.as_deref().unwrap()).await,
    ] {
        assert!(matches!(found, Err(OutsideError::NotFound(_))), "{found:?}");
    }
    assert!(matches!(stripe.account("acct_nothing").await, Err(OutsideError::NotFound(_))));
    assert!(matches!(stripe.payout(&ours, "po_nothing").await, Err(OutsideError::NotFound(_))));
    for id in
        ["", "acct", "acct_", "_1", "acct_1/../balance", "acct_1?x", "acct_é", "ACCT_1", "acct_1\r\nX: y"]
    {
        assert!(matches!(stripe.account(id).await, Err(OutsideError::Refused(_))), "{id}");
        assert!(
            matches!(
                stripe.checkout(id, page.session_id.as_deref().unwrap()).await,
                Err(OutsideError::Refused(_))
            ),
            "{id}"
        );
        assert!(matches!(stripe.checkout(&ours, id).await, Err(OutsideError::Refused(_))), "{id}");
        assert!(matches!(stripe.payout(&ours, id).await, Err(OutsideError::Refused(_))), "{id}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_wrong_key_waits_for_us_to_put_it_right() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let config = StripeConfig { secret_key: Secret::new("sk_test_wrong"), ..config(&sandbox) };
    let stripe = Stripe::with_limits(&config, LIMITS).unwrap();
    let Err(OutsideError::Unavailable(told)) = stripe.check().await else { panic!("the key was taken") };
    assert!(told.contains("PROPTY_STRIPE_SECRET_KEY") && !told.contains("sk_test_wrong"), "{told}");
    assert!(matches!(stripe.account("acct_1").await, Err(OutsideError::Unavailable(_))));
    sandbox.stop().await;
}
