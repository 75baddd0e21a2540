//! What goes wrong in such integrations, each with the guard that stops it: money of another account, a page that
//! proves nothing, and paying twice. Amounts, currencies, modes and marks that differ are tried where they are
//! compared, and forged deliveries and addresses in `webhooks` and `attacks`.

use domain::id::{InvoiceId, PaymentId};
use domain::payment::PaymentMismatch;
use entity::{payment, payment_allocation};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;
use support::community::CHECKOUT;
use support::{TestApp, on_each_database};

const STATUS: &str = "query($id: ID!) { payment(id: $id) { status } }";

on_each_database! {
    async fn payment_for_another_invoice_is_flagged_as_mismatch(test: &TestApp) {
        let community = test.connected_community("Confused", 1).await;
        let resident = test.sign_in(community.resident(0)).await;
        let (invoice, other) =
            (test.published_invoice(&community, 0, "80.00").await, test.published_invoice(&community, 0, "80.00").await);
        let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
        let key = |payment: &str| payment.parse::<PaymentId>().unwrap().uuid();
        let share = payment_allocation::Entity::find_by_id((
            key(&payment),
            invoice.parse::<InvoiceId>().unwrap().uuid(),
        ));
        let share = share.one(test.app.db.write()).await.unwrap().unwrap();
        payment_allocation::Entity::delete(share.clone().into_active_model())
            .exec(test.app.db.write())
            .await
            .unwrap();
        let moved = payment_allocation::Model { invoice_id: other.parse::<InvoiceId>().unwrap().uuid(), ..share };
        payment_allocation::Entity::insert(moved.into_active_model()).exec(test.app.db.write()).await.unwrap();
        test.sandbox.stripe.pay_card(&session).unwrap();
        test.run_jobs().await;
        let row = payment::Entity::find_by_id(key(&payment)).one(test.app.db.write()).await.unwrap().unwrap();
        assert_eq!(row.mismatch, Some(PaymentMismatch::Invoices));
        for invoice in [&invoice, &other] {
            assert_eq!(test.invoice(&resident, invoice).await["balance"]["amount"], "80.00");
        }
    }

    async fn return_from_checkout_does_not_mark_paid(test: &TestApp) {
        let community = test.connected_community("Back", 1).await;
        let resident = test.sign_in(community.resident(0)).await;
        let invoice = test.published_invoice(&community, 0, "80.00").await;
        let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
        // The browser comes back to the result page, as after paying.
        let url = format!("{}/portal/payments/{payment}", test.site);
        reqwest::get(url).await.unwrap();
        test.run_jobs().await;
        assert_eq!(resident.execute(STATUS, json!({ "id": payment })).await["payment"]["status"], "PENDING");
        test.sandbox.stripe.decline_card(&session).unwrap();
        test.run_jobs().await;
        assert_eq!(resident.execute(STATUS, json!({ "id": payment })).await["payment"]["status"], "PENDING");
        assert_eq!(test.invoice(&resident, &invoice).await["status"], "OPEN");
    }

    async fn invoice_has_at_most_one_active_payment(test: &TestApp) {
        let community = test.connected_community("Once", 1).await;
        let resident = test.sign_in(community.resident(0)).await;
        let invoice = test.published_invoice(&community, 0, "80.00").await;
        let (payment, _) = test.checkout(&resident, &invoice, "CARD").await;
        // The database itself refuses a second one.
        let id = payment.parse::<PaymentId>().unwrap().uuid();
        let row = payment::Entity::find_by_id(id).one(test.app.db.write()).await.unwrap().unwrap();
        let mut second = row.clone().into_active_model();
        second.id = Set(test.app.new_id());
        second.session_id = Set(None);
        let second = second.insert(test.app.db.write()).await.unwrap();
        let share = payment_allocation::Model {
            payment_id: second.id,
            invoice_id: invoice.parse::<InvoiceId>().unwrap().uuid(),
            organization_id: row.organization_id,
            amount: row.amount,
            retained_amount: 0,
            active: true,
        };
        let refused = payment_allocation::Entity::insert(share.into_active_model())
            .exec(test.app.db.write())
            .await;
        assert!(refused.is_err(), "two active attempts of one invoice");
        payment::Entity::delete(second.into_active_model()).exec(test.app.db.write()).await.unwrap();
        // And of many clicks at once at most one has a page; the others were told to wait.
        let clicks = (0..6).map(|click| {
            let method = if click % 2 == 0 { "CARD" } else { "BANK" };
            let variables = json!({ "ids": [invoice], "method": method, "key": format!("click {click}") });
            let resident = resident.clone();
            async move { resident.execute(CHECKOUT, variables).await }
        });
        futures::future::join_all(clicks).await;
        test.run_jobs().await;
        let rows = payment::Entity::find().all(test.app.db.write()).await.unwrap();
        let active = rows.iter().filter(|row| row.status.is_active());
        assert!(active.count() <= 1, "{rows:#?}");
    }

    async fn second_payment_is_rejected_while_bank_debit_is_processing(test: &TestApp) {
        let community = test.connected_community("Wait", 1).await;
        let resident = test.sign_in(community.resident(0)).await;
        let invoice = test.published_invoice(&community, 0, "80.00").await;
        let (_, session) = test.checkout(&resident, &invoice, "BANK").await;
        test.sandbox.stripe.pay_bank(&session).unwrap();
        test.run_jobs().await;
        let variables = json!({ "ids": [invoice], "method": "CARD", "key": "again" });
        assert_eq!(resident.expect_user_errors("checkoutStart", CHECKOUT, variables).await, ["PAYMENT_IN_PROGRESS"]);
        test.advance_time(6 * 24 * 60 * 60).await;
    }
}
