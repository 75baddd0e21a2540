//! Saving cards and bank accounts, and charging them later without the payer.

use serde_json::{Value, json};
use stripe::{StripeError, StripeRequest};
use stripe_core::SetupIntentStatus;
use stripe_core::customer::CreateCustomer;
use stripe_core::payment_intent::{CreatePaymentIntent, CreatePaymentIntentOffSession};
use stripe_core::setup_intent::RetrieveSetupIntent;

use sandbox::SimulatedOutcome;

use crate::support::{DAY, TestSandbox, price, start};

async fn customer(test: &TestSandbox, account: &str) -> String {
    let form = [("email", "ada@example.org"), ("name", "Ada"), ("metadata[resident]", "res_1")];
    let (status, customer) = test.post(account, "v1/customers", &form).await;
    assert_eq!(status, 200, "{customer}");
    customer["id"].as_str().unwrap().to_owned()
}

const US: &[(&str, &str)] = &[
    ("currency", "usd"),
    ("allowed_payment_method_types[0]", "card"),
    ("allowed_payment_method_types[1]", "us_bank_account"),
];
const CANADA: &[(&str, &str)] = &[
    ("currency", "cad"),
    ("allowed_payment_method_types[0]", "acss_debit"),
    ("payment_method_options[acss_debit][currency]", "cad"),
    ("payment_method_options[acss_debit][mandate_options][payment_schedule]", "combined"),
    ("payment_method_options[acss_debit][mandate_options][interval_description]", "when an invoice is due"),
    ("payment_method_options[acss_debit][mandate_options][transaction_type]", "personal"),
];

async fn setup(test: &TestSandbox, account: &str, customer: &str, more: &[(&str, &str)]) -> (u16, Value) {
    let mut form = vec![
        ("mode", "setup"),
        ("customer", customer),
        ("setup_intent_data[metadata][lease]", "lease_1"),
        ("metadata[lease]", "lease_1"),
        ("success_url", "http://127.0.0.1:9/saved?session={CHECKOUT_SESSION_ID}"),
        ("cancel_url", "http://127.0.0.1:9/autopay"),
    ];
    form.extend_from_slice(more);
    test.post(account, "v1/checkout/sessions", &form).await
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// A customer of an account with a saved card.
async fn saved_card(test: &TestSandbox, account: &str) -> (String, String) {
    let customer = customer(test, account).await;
    let (_, session) = setup(test, account, &customer, US).await;
    let method = test.sandbox.stripe.save_card(&id(&session)).unwrap();
    (customer, method)
}

async fn charge(
    test: &TestSandbox,
    account: &str,
    customer: &str,
    method: &str,
    more: &[(&str, &str)],
) -> (u16, Value) {
    let mut form = vec![
        ("amount", "120000"),
        ("customer", customer),
        ("payment_method", method),
        ("off_session", "true"),
        ("confirm", "true"),
        ("metadata[payment]", "pay_1"),
        ("description", "Invoice 1001"),
        ("receipt_email", "ada@example.org"),
    ];
    form.extend_from_slice(more);
    test.post(account, "v1/payment_intents", &form).await
}

#[tokio::test]
async fn saved_card_is_charged_off_session() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let customer = customer(&test, &account).await;
    let (status, session) = setup(&test, &account, &customer, US).await;
    assert_eq!(status, 200, "{session}");
    assert_eq!(
        (&session["mode"], &session["payment_status"], &session["amount_total"], &session["customer"]),
        (&"setup".into(), &"no_payment_required".into(), &Value::Null, &customer.as_str().into())
    );
    let intent = session["setup_intent"].as_str().unwrap().to_owned();
    let before = stripe.events().len();
    stripe.decline_save(&id(&session)).unwrap();
    assert_eq!(test.kinds()[before..], ["setup_intent.setup_failed"]);
    let (_, failed) = test.get(&account, &format!("v1/setup_intents/{intent}")).await;
    assert_eq!(
        (&failed["status"], &failed["last_setup_error"]["code"]),
        (&"requires_payment_method".into(), &"card_declined".into())
    );
    let before = stripe.events().len();
    let method = stripe.save_card(&id(&session)).unwrap();
    assert_eq!(
        test.kinds()[before..],
        ["payment_method.attached", "setup_intent.succeeded", "checkout.session.completed"]
    );
    let path = format!("v1/checkout/sessions/{}?expand[]=setup_intent.payment_method", id(&session));
    let (_, done) = test.get(&account, &path).await;
    assert_eq!((&done["status"], &done["url"]), (&"complete".into(), &Value::Null));
    let saved = &done["setup_intent"]["payment_method"];
    assert_eq!((&saved["card"]["last4"], &saved["card"]["exp_year"]), (&"4242".into(), &2034.into()));
    assert_eq!((&saved["id"], &saved["customer"]), (&method.as_str().into(), &customer.as_str().into()));
    assert_eq!(done["setup_intent"]["metadata"]["lease"], "lease_1");
    assert!(stripe.save_card(&id(&session)).is_err(), "once");

    let before = stripe.events().len();
    let more = [("currency", "usd"), ("application_fee_amount", "250")];
    let (status, paid) = charge(&test, &account, &customer, &method, &more).await;
    assert_eq!((status, &paid["status"]), (200, &"succeeded".into()), "{paid}");
    assert_eq!(
        test.kinds()[before..],
        ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]
    );
    let path = format!("v1/payment_intents/{}?expand[]=latest_charge.balance_transaction", id(&paid));
    let (_, read) = test.get(&account, &path).await;
    assert_eq!(
        (&read["customer"], &read["payment_method"]),
        (&customer.as_str().into(), &method.as_str().into())
    );
    assert_eq!(read["latest_charge"]["customer"], customer.as_str());
    assert_eq!(read["latest_charge"]["balance_transaction"]["net"], 120_000 - 3_510 - 250);
    let (_, list) = test.get(&account, &format!("v1/payment_intents?customer={customer}")).await;
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    let (_, list) = test.get(&account, &format!("v1/setup_intents?customer={customer}")).await;
    assert_eq!(list["data"][0]["id"], intent.as_str());
}

#[tokio::test]
async fn declined_saved_card_returns_402_and_is_replayed() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let (customer, method) = saved_card(&test, &account).await;
    for (outcome, code, decline) in [
        (SimulatedOutcome::Decline, "card_declined", "generic_decline"),
        (SimulatedOutcome::InsufficientFunds, "card_declined", "insufficient_funds"),
        (SimulatedOutcome::Expired, "expired_card", "expired_card"),
        (SimulatedOutcome::AuthenticationRequired, "authentication_required", "authentication_required"),
    ] {
        stripe.set_payment_method_outcome(&method, outcome).unwrap();
        let (status, refused) = charge(&test, &account, &customer, &method, &[("currency", "usd")]).await;
        let error = &refused["error"];
        assert_eq!((status, &error["type"]), (402, &"card_error".into()), "{refused}");
        assert_eq!((&error["code"], &error["decline_code"]), (&code.into(), &decline.into()));
        let intent = &error["payment_intent"];
        assert_eq!(
            (&intent["status"], &intent["payment_method"]),
            (&"requires_payment_method".into(), &Value::Null)
        );
        assert_eq!(intent["last_payment_error"]["payment_method"]["id"], method.as_str());
        let (_, kept) = test.get(&account, &format!("v1/payment_intents/{}", id(intent))).await;
        assert_eq!(&kept, intent);
    }
    // The client library reads the refusal, and a key replays it even when the card is good again.
    let send = async || {
        let key = stripe::IdempotencyKey::new("autopay:1").unwrap();
        CreatePaymentIntent::new(120_000_i64, price(1, "usd").currency)
            .customer(customer.as_str())
            .payment_method(method.as_str())
            .off_session(CreatePaymentIntentOffSession::Bool(true))
            .confirm(true)
            .customize()
            .account_id(account.as_str().into())
            .request_strategy(stripe::RequestStrategy::Idempotent(key))
            .send(&test.client)
            .await
    };
    for outcome in [SimulatedOutcome::Decline, SimulatedOutcome::Succeed] {
        stripe.set_payment_method_outcome(&method, outcome).unwrap();
        let Some(StripeError::Stripe(error, 402)) = send().await.err() else { panic!("not refused") };
        assert_eq!(error.decline_code.as_deref(), Some("generic_decline"));
        assert!(error.payment_intent.is_some());
    }
    // The same intent is paid at another try.
    let (_, list) = test.get(&account, "v1/payment_intents").await;
    let intent = id(&list["data"][0]);
    let path = format!("v1/payment_intents/{intent}/confirm");
    let (status, paid) = test.post(&account, &path, &[("payment_method", &method)]).await;
    assert_eq!((status, &paid["status"]), (200, &"succeeded".into()));
    let (status, error) = test.post(&account, &path, &[("payment_method", &method)]).await;
    assert_eq!((status, &error["error"]["code"]), (400, &"payment_intent_unexpected_state".into()));
}

#[tokio::test]
async fn saved_bank_account_is_debited_within_days() {
    let test = start().await;
    let stripe = &test.sandbox.stripe;
    for (country, form, currency) in [("US", US, "usd"), ("CA", CANADA, "cad")] {
        let account = test.account(country).await;
        let customer = customer(&test, &account).await;
        let (status, session) = setup(&test, &account, &customer, form).await;
        assert_eq!(status, 200, "{session}");
        let method = stripe.save_bank(&id(&session)).unwrap();
        let path = format!("v1/setup_intents/{}?expand[]=mandate", session["setup_intent"].as_str().unwrap());
        let (_, saved) = test.get(&account, &path).await;
        assert_eq!((&saved["status"], &saved["mandate"]["status"]), (&"succeeded".into(), &"active".into()));
        let request = RetrieveSetupIntent::new(saved["id"].as_str().unwrap()).customize();
        let decoded = request.account_id(account.as_str().into()).send(&test.client).await.unwrap();
        assert!(matches!(decoded.status, SetupIntentStatus::Succeeded) && decoded.mandate.is_some());

        let more = [("currency", currency)];
        let (status, sent) = charge(&test, &account, &customer, &method, &more).await;
        assert_eq!((status, &sent["status"]), (200, &"processing".into()), "{sent}");
        let path = format!("v1/charges/{}", sent["latest_charge"].as_str().unwrap());
        let charged = test.get(&account, &path).await.1;
        let details = &charged["payment_method_details"];
        let kind = details["type"].as_str().unwrap();
        assert_eq!(details[kind]["mandate"], saved["mandate"]["id"]);
        stripe.advance(6 * DAY - 1);
        let status = async |intent: &Value| {
            test.get(&account, &format!("v1/payment_intents/{}", id(intent))).await.1["status"].clone()
        };
        assert_eq!(status(&sent).await, "processing");
        let before = stripe.events().len();
        stripe.advance(1);
        assert_eq!(test.kinds()[before..][..2], ["charge.succeeded", "payment_intent.succeeded"]);
        assert_eq!(status(&sent).await, "succeeded");

        stripe.set_payment_method_outcome(&method, SimulatedOutcome::FailLater).unwrap();
        assert!(stripe.set_payment_method_outcome(&method, SimulatedOutcome::Decline).is_err());
        let (_, sent) = charge(&test, &account, &customer, &method, &more).await;
        assert_eq!(sent["status"], "processing");
        stripe.settle_bank(&id(&sent)).unwrap();
        assert_eq!(status(&sent).await, "requires_payment_method");
        stripe.set_payment_method_outcome(&method, SimulatedOutcome::Succeed).unwrap();
        let (_, sent) = charge(&test, &account, &customer, &method, &more).await;
        stripe.fail_bank_debit(&id(&sent)).unwrap();
        stripe.settle_bank(&id(&sent)).unwrap();
        assert_eq!(status(&sent).await, "requires_payment_method");
    }
}

#[tokio::test]
async fn detached_payment_method_cannot_be_charged() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let customer = customer(&test, &account).await;
    let mut methods = Vec::new();
    for card in [true, false] {
        let (_, session) = setup(&test, &account, &customer, US).await;
        methods.push(if card {
            stripe.save_card(&id(&session)).unwrap()
        } else {
            stripe.save_bank(&id(&session)).unwrap()
        });
    }
    for path in [
        format!("v1/payment_methods?customer={customer}"),
        format!("v1/customers/{customer}/payment_methods"),
    ] {
        assert_eq!(test.get(&account, &path).await.1["data"].as_array().unwrap().len(), 2, "{path}");
    }
    let (_, cards) = test.get(&account, &format!("v1/payment_methods?customer={customer}&type=card")).await;
    assert_eq!(id(&cards["data"][0]), methods[0]);
    let before = stripe.events().len();
    let path = format!("v1/payment_methods/{}/detach", methods[0]);
    let (status, detached) = test.post(&account, &path, &[]).await;
    assert_eq!((status, &detached["customer"]), (200, &Value::Null));
    stripe.detach(&methods[1]).unwrap();
    assert_eq!(
        test.kinds()[before..],
        ["payment_method.detached", "payment_method.detached", "mandate.updated"]
    );
    let event = stripe.events()[before].json();
    assert_eq!(event["data"]["previous_attributes"], json!({"customer": customer}));
    assert_eq!(test.post(&account, &path, &[]).await.0, 400);
    for method in &methods {
        let (status, error) = charge(&test, &account, &customer, method, &[("currency", "usd")]).await;
        assert_eq!((status, &error["error"]["param"]), (400, &"payment_method".into()), "{error}");
    }
    assert_eq!(test.get(&account, "v1/payment_intents").await.1["data"], json!([]));
}

#[tokio::test]
async fn expired_setup_session_cancels_its_intent() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let customer = customer(&test, &account).await;
    let (_, session) = setup(&test, &account, &customer, US).await;
    let before = stripe.events().len();
    stripe.advance(DAY + 1);
    assert_eq!(test.kinds()[before..], ["checkout.session.expired", "setup_intent.canceled"]);
    assert!(stripe.save_card(&id(&session)).is_err());
}

#[tokio::test]
async fn unconfirmed_intent_can_be_canceled() {
    let test = start().await;
    let account = test.account("US").await;
    let (customer, method) = saved_card(&test, &account).await;
    let make = async |more: &[(&str, &str)]| {
        let mut form = vec![("amount", "5000"), ("currency", "usd"), ("customer", customer.as_str())];
        form.extend_from_slice(more);
        test.post(&account, "v1/payment_intents", &form).await.1
    };
    let (bare, ready) = (make(&[]).await, make(&[("payment_method", &method)]).await);
    assert_eq!(bare["status"], "requires_payment_method");
    assert_eq!(ready["status"], "requires_confirmation");
    let path = format!("v1/payment_intents/{}/cancel", id(&bare));
    let (status, ended) =
        test.post(&account, &path, &[("cancellation_reason", "requested_by_customer")]).await;
    assert_eq!((status, &ended["status"]), (200, &"canceled".into()));
    assert!(ended["canceled_at"].is_number() && ended["cancellation_reason"] == "requested_by_customer");
    let (status, error) = test.post(&account, &path, &[]).await;
    assert_eq!((status, &error["error"]["code"]), (400, &"payment_intent_unexpected_state".into()));
    assert_eq!(test.kinds().last().unwrap(), "payment_intent.canceled");
}

#[tokio::test]
async fn invalid_autopay_parameters_are_named() {
    let test = start().await;
    let account = test.account("US").await;
    let (customer, method) = saved_card(&test, &account).await;
    let stranger = test.account("US").await;
    let other = saved_card(&test, &account).await.0;
    let usd = ("currency", "usd");
    for (customer, method, more, param) in [
        (&customer, &method, vec![("currency", "eur")], "currency"),
        (&other, &method, vec![usd], "payment_method"),
        (&customer, &"pm_nobody".to_owned(), vec![usd], "payment_method"),
        (&"cus_nobody".to_owned(), &method, vec![usd], "customer"),
        (&customer, &method, vec![usd, ("application_fee_amount", "120001")], "application_fee_amount"),
        (&customer, &method, vec![usd, ("payment_method_types[0]", "card")], "payment_method_types"),
        (
            &customer,
            &method,
            vec![usd, ("allowed_payment_method_types[0]", "us_bank_account")],
            "payment_method",
        ),
    ] {
        let (status, error) = charge(&test, &account, customer, method, &more).await;
        assert_eq!((status, &error["error"]["param"]), (400, &param.into()), "{error}");
    }
    for (form, param) in [
        (vec![], "currency"),
        (vec![("currency", "usd"), ("line_items[0][quantity]", "1")], "line_items"),
        (vec![("currency", "usd"), ("customer_email", "a@example.org")], ""),
    ] {
        let (status, error) = setup(&test, &account, &customer, &form).await;
        assert_eq!(status, 400);
        assert_eq!(error["error"]["param"].as_str().unwrap_or_default(), param, "{error}");
    }
    let ca = test.account("CA").await;
    let canadian = self::customer(&test, &ca).await;
    let (_, error) = setup(&test, &ca, &canadian, &CANADA[..4]).await;
    let missing = "payment_method_options[acss_debit][mandate_options][interval_description]";
    assert_eq!(error["error"]["param"], missing);
    // Nothing of one account is seen by another.
    for path in [format!("customers/{customer}"), format!("payment_methods/{method}")] {
        assert_eq!(test.get(&account, &format!("v1/{path}")).await.0, 200);
        assert_eq!(test.get(&stranger, &format!("v1/{path}")).await.0, 404);
    }
    let (status, _) = charge(&test, &stranger, &customer, &method, &[usd]).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn client_library_creates_customers() {
    let test = start().await;
    let account = test.account("CA").await;
    let request = CreateCustomer::new().email("ada@example.org").name("Ada").customize();
    let customer = request.account_id(account.as_str().into()).send(&test.client).await.unwrap();
    assert_eq!(customer.email.as_deref(), Some("ada@example.org"));
    let path = format!("v1/customers/{}", customer.id);
    let (status, changed) = test.post(&account, &path, &[("email", "ada@example.com")]).await;
    assert_eq!(
        (status, &changed["email"], &changed["name"]),
        (200, &"ada@example.com".into(), &"Ada".into())
    );
}

#[tokio::test]
async fn setup_page_saves_or_returns() {
    let test = start().await;
    let account = test.account("US").await;
    let customer = customer(&test, &account).await;
    let (_, session) = setup(&test, &account, &customer, US).await;
    let address = session["url"].as_str().unwrap().to_owned();
    let show = async |language: &str| {
        let page = test.http.get(&address).header("accept-language", language).send().await.unwrap();
        page.text().await.unwrap()
    };
    let submit = async |method: &str, outcome: &str| {
        let form = [("method", method), ("outcome", outcome)];
        let answer = test.http.post(format!("{address}/pay")).form(&form).send().await.unwrap();
        answer.headers()["location"].to_str().unwrap().to_owned()
    };
    let html = show("en").await;
    assert!(
        html.contains("Save a card")
            && html.contains("Save a bank account")
            && html.contains("Cancel and go back")
    );
    assert!(show("fr").await.contains("Enregistrer une carte"));
    assert_eq!(submit("card", "decline").await, format!("/checkout/{}?declined=1", id(&session)));
    let back = submit("us_bank_account", "fail_later").await;
    assert_eq!(back, format!("http://127.0.0.1:9/saved?session={}", id(&session)));
    assert!(show("en").await.contains("This has been saved"));
    let (_, intents) = test.get(&account, "v1/setup_intents").await;
    let method = intents["data"][0]["payment_method"].as_str().unwrap();
    let (_, sent) = charge(&test, &account, &customer, method, &[("currency", "usd")]).await;
    test.sandbox.stripe.settle_bank(&id(&sent)).unwrap();
    let (_, failed) = test.get(&account, &format!("v1/payment_intents/{}", id(&sent))).await;
    assert_eq!(failed["last_payment_error"]["code"], "payment_intent_payment_attempt_failed");
}
