//! Every object decodes with the client library the product uses, and has the fields of Stripe's own samples.

use stripe::StripeRequest;
use stripe_checkout::checkout_session::{ListCheckoutSession, RetrieveCheckoutSession};
use stripe_core::balance::RetrieveForMyAccountBalance;
use stripe_core::balance_transaction::{ListBalanceTransaction, RetrieveBalanceTransaction};
use stripe_core::charge::RetrieveCharge;
use stripe_core::dispute::RetrieveDispute;
use stripe_core::payment_intent::RetrievePaymentIntent;
use stripe_core::payout::{ListPayout, RetrievePayout};
use stripe_core::refund::CreateRefund;
use stripe_core::{DisputeStatus, PaymentIntentStatus};

use crate::support::{Allowed, start};

macro_rules! send {
    ($test:expr, $account:expr, $request:expr) => {
        $request.customize().account_id($account.as_str().into()).send(&$test.client).await.unwrap()
    };
}

#[tokio::test]
async fn every_object_decodes_with_the_client_library() {
    let test = start().await;
    let account = test.account("US").await;
    for (method, bank) in [(Allowed::Card, false), (Allowed::UsBankAccount, true)] {
        let session = test.session(&account, 120_500, &[method]).await;
        assert_eq!(session.amount_total, Some(120_500));
        assert!(session.payment_intent.is_none() && session.url.is_some());
        let stripe = &test.sandbox.stripe;
        let intent = if bank { stripe.pay_bank(&session.id) } else { stripe.pay_card(&session.id) }.unwrap();
        if bank {
            let waiting = send!(test, account, RetrievePaymentIntent::new(intent.as_str()));
            assert!(matches!(waiting.status, PaymentIntentStatus::Processing));
            stripe.settle_bank(&intent).unwrap();
        }
        let expand = ["latest_charge.balance_transaction".to_owned()];
        let paid = send!(test, account, RetrievePaymentIntent::new(intent.as_str()).expand(expand));
        assert_eq!((paid.amount_received, paid.metadata["payment"].as_str()), (120_500, "pay_1"));
        let charge = paid.latest_charge.unwrap().into_object().unwrap();
        let transaction = charge.balance_transaction.unwrap().into_object().unwrap();
        assert_eq!(transaction.fee, if bank { 500 } else { 3_525 });
        let details = charge.payment_method_details.unwrap();
        assert_eq!(details.us_bank_account.is_some(), bank);
        send!(test, account, RetrieveCharge::new(charge.id.as_str()));
        send!(test, account, RetrieveBalanceTransaction::new(transaction.id.as_str()));
        let refund =
            send!(test, account, CreateRefund::new().payment_intent(intent.as_str()).amount(500_i64));
        assert_eq!(
            (refund.amount, refund.status.as_deref()),
            (500, Some(if bank { "pending" } else { "succeeded" }))
        );
        let dispute = test.sandbox.stripe.dispute(&intent).unwrap();
        let dispute = send!(test, account, RetrieveDispute::new(dispute.as_str()));
        assert_eq!(matches!(dispute.status, DisputeStatus::Lost), bank);
        let session = send!(
            test,
            account,
            RetrieveCheckoutSession::new(session.id.as_str())
                .expand(["payment_intent".to_owned(), "line_items".to_owned()])
        );
        assert!(session.payment_intent.unwrap().is_object());
        assert_eq!(session.line_items.unwrap().data[0].amount_total, 120_500);
    }
    // The disputes took everything back, so one more payment makes a payout.
    let session = test.session(&account, 500_000, &[Allowed::Card]).await;
    test.sandbox.stripe.pay_card(&session.id).unwrap();
    send!(test, account, RetrieveForMyAccountBalance::new());
    let payout = test.sandbox.stripe.payouts_now(&account).unwrap().remove(0);
    let decoded = send!(test, account, RetrievePayout::new(payout.as_str()));
    assert_eq!(decoded.status, "paid");
    assert_eq!(send!(test, account, ListPayout::new()).data.len(), 1);
    assert_eq!(send!(test, account, ListCheckoutSession::new()).data.len(), 3);
    let parts =
        ListBalanceTransaction::new().payout(payout.as_str()).limit(100).expand(["data.source".to_owned()]);
    let parts = send!(test, account, parts);
    assert!(parts.data.iter().all(|part| part.source.as_ref().is_some_and(|source| source.is_object())));
    assert_eq!(parts.data.iter().map(|part| part.net).sum::<i64>(), 0, "the payout takes all there was");
}

/// The top-level fields of each object, as Stripe's samples have them; object_shapes.rs compares with the samples
/// themselves where they are there.
const FIELDS: &[(&str, &str)] = &[
    (
        "checkout.session",
        "adaptive_pricing after_expiration allow_promotion_codes amount_subtotal amount_total automatic_tax billing_address_collection cancel_url client_reference_id client_secret collected_information consent consent_collection created currency currency_conversion custom_fields custom_text customer customer_account customer_creation customer_details customer_email discounts expires_at id integration_identifier invoice invoice_creation livemode locale managed_payments metadata mode object origin_context payment_intent payment_link payment_method_collection payment_method_configuration_details payment_method_options payment_method_types payment_status permissions phone_number_collection recovered_from saved_payment_method_options setup_intent shipping_address_collection shipping_cost shipping_options status submit_type subscription success_url total_details ui_mode url wallet_options",
    ),
    (
        "payment_intent",
        "amount amount_capturable amount_details amount_received application application_fee_amount automatic_payment_methods canceled_at cancellation_reason capture_method client_secret confirmation_method created currency customer customer_account description excluded_payment_method_types id last_payment_error latest_charge livemode managed_payments metadata next_action object on_behalf_of payment_method payment_method_configuration_details payment_method_options payment_method_types processing receipt_email review setup_future_usage shipping source statement_descriptor statement_descriptor_suffix status transfer_data transfer_group",
    ),
    (
        "charge",
        "amount amount_captured amount_refunded application application_fee application_fee_amount balance_transaction billing_details calculated_statement_descriptor captured created currency customer description disputed failure_balance_transaction failure_code failure_message fraud_details id livemode metadata object on_behalf_of outcome paid payment_intent payment_method payment_method_details receipt_email receipt_number receipt_url refunded refunds review shipping source source_transfer statement_descriptor statement_descriptor_suffix status transfer_data transfer_group",
    ),
    (
        "balance_transaction",
        "amount available_on balance_type created currency description exchange_rate fee fee_details id net object reporting_category source status type",
    ),
    (
        "payout",
        "amount application_fee application_fee_amount arrival_date automatic balance_transaction created currency description destination failure_balance_transaction failure_code failure_message id livemode metadata method object original_payout payout_method reconciliation_status reversed_by source_type statement_descriptor status trace_id type",
    ),
    (
        "refund",
        "amount balance_transaction charge created currency customer customer_account destination_details id metadata object payment_intent payment_method reason receipt_number source_transfer_reversal status transfer_reversal",
    ),
    (
        "dispute",
        "amount balance_transactions charge created currency enhanced_eligibility_types evidence evidence_details id is_charge_refundable livemode metadata object payment_intent payment_method_details reason status",
    ),
    ("balance", "available connect_reserved livemode object pending"),
    ("event", "api_version created data id livemode object pending_webhooks request type"),
    (
        "account",
        "business_profile business_type capabilities charges_enabled controller country created default_currency details_submitted email external_accounts future_requirements id metadata object payouts_enabled requirements settings tos_acceptance type",
    ),
];

#[tokio::test]
async fn objects_have_the_fields_of_stripes_samples() {
    let test = start().await;
    let account = test.account("US").await;
    let session = test.session(&account, 120_500, &[Allowed::Card]).await;
    let intent = test.sandbox.stripe.pay_card(&session.id).unwrap();
    test.sandbox.stripe.payouts_now(&account).unwrap();
    let (status, refund) =
        test.post(&account, "v1/refunds", &[("payment_intent", &intent), ("amount", "100")]).await;
    assert_eq!(status, 200, "{refund}");
    test.sandbox.stripe.dispute(&intent).unwrap();
    let (_, onboarded) = test.get(&account, "v1/events?type=account.updated").await;
    let mut objects = vec![
        ("event", onboarded["data"][0].clone()),
        ("account", onboarded["data"][0]["data"]["object"].clone()),
        ("balance", test.get(&account, "v1/balance").await.1),
    ];
    for (kind, path) in [
        ("checkout.session", "checkout/sessions"),
        ("payment_intent", "payment_intents"),
        ("charge", "charges"),
        ("balance_transaction", "balance_transactions"),
        ("payout", "payouts"),
        ("refund", "refunds"),
        ("dispute", "disputes"),
    ] {
        objects.push((kind, test.get(&account, &format!("v1/{path}")).await.1["data"][0].clone()));
    }
    for (kind, object) in objects {
        assert_eq!(object["object"], kind, "{object}");
        let (_, fields) = FIELDS.iter().find(|(name, _)| *name == kind).unwrap();
        for field in fields.split(' ') {
            assert!(object.get(field).is_some(), "{kind} lacks {field}");
        }
    }
}

#[tokio::test]
async fn v2_account_returns_only_included_fields() {
    let test = start().await;
    let id = test.new_account("CA").await;
    let (_, bare) = test.get("", &format!("v2/core/accounts/{id}")).await;
    assert!(bare["configuration"].is_null() && bare["requirements"].is_null() && bare["identity"].is_null());
    let all = format!(
        "v2/core/accounts/{id}?include[0]=configuration.merchant&include[1]=requirements&include[2]=defaults&include[3]=identity"
    );
    let (_, account) = test.get("", &all).await;
    let capabilities = &account["configuration"]["merchant"]["capabilities"];
    assert_eq!(capabilities["card_payments"]["status"], "pending");
    assert_eq!(capabilities["acss_debit_payments"]["status"], "pending");
    assert_eq!(account["requirements"]["entries"][0]["awaiting_action_from"], "user");
    assert!(account["identity"]["attestations"].is_null());
    assert_eq!(account["defaults"]["responsibilities"]["losses_collector"], "stripe");
    assert_eq!(
        (&account["defaults"]["currency"], &account["identity"]["country"]),
        (&"cad".into(), &"CA".into())
    );
    assert_eq!(account["metadata"]["property"], "prop_1");
    test.sandbox.stripe.complete_onboarding(&id).unwrap();
    let (_, account) = test.get("", &all).await;
    assert_eq!(account["configuration"]["merchant"]["capabilities"]["card_payments"]["status"], "active");
    assert_eq!(account["requirements"]["entries"], serde_json::json!([]));
    assert!(account["identity"]["attestations"]["terms_of_service"]["account"]["date"].is_string());
}
