//! What goes wrong in such integrations, each with the guard that stops it: money of another account, a page that
//! proves nothing, and paying twice. Amounts, currencies, modes and marks that differ are tried where they are
//! compared, and forged deliveries and addresses in `webhooks` and `attacks`.

use domain::id::{InvoiceId, PaymentId};
use entity::{payment, payment_allocation};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::json;
use support::community::CHECKOUT;
use support::{World, on_each_database};

const STATUS: &str = "query($id: ID!) { payment(id: $id) { status } }";

on_each_database! {
    async fn a_payment_for_another_invoice_is_parked_and_pays_nothing(world: &World) {
        let community = world.connected("Confused", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let (invoice, other) =
            (world.published(&community, 0, "80.00").await, world.published(&community, 0, "80.00").await);
        let (payment, session) = world.checkout(&resident, &invoice, "CARD").await;
        let key = |payment: &str| payment.parse::<PaymentId>().unwrap().uuid();
        let share = payment_allocation::Entity::find_by_id((
            key(&payment),
            invoice.parse::<InvoiceId>().unwrap().uuid(),
        ));
        let share = share.one(world.app.db.write()).await.unwrap().unwrap();
        payment_allocation::Entity::delete(share.clone().into_active_model())
            .exec(world.app.db.write())
            .await
            .unwrap();
        let moved = payment_allocation::Model { invoice_id: other.parse::<InvoiceId>().unwrap().uuid(), ..share };
        payment_allocation::Entity::insert(moved.into_active_model()).exec(world.app.db.write()).await.unwrap();
        world.sandbox.stripe.pay_card(&session).unwrap();
        world.work().await;
        let row = payment::Entity::find_by_id(key(&payment)).one(world.app.db.write()).await.unwrap().unwrap();
        assert_eq!(row.parked.as_deref(), Some("other_invoices"));
        for invoice in [&invoice, &other] {
            assert_eq!(world.invoice(&resident, invoice).await["balance"]["amount"], "80.00");
        }
    }

    async fn coming_back_from_the_page_proves_nothing(world: &World) {
        let community = world.connected("Back", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let invoice = world.published(&community, 0, "80.00").await;
        let (payment, session) = world.checkout(&resident, &invoice, "CARD").await;
        // The browser comes back to the result page, as after paying.
        let url = format!("{}/portal/payments/{payment}", world.site);
        reqwest::get(url).await.unwrap();
        world.work().await;
        assert_eq!(resident.ask(STATUS, json!({ "id": payment })).await["payment"]["status"], "PENDING");
        world.sandbox.stripe.decline_card(&session).unwrap();
        world.work().await;
        assert_eq!(resident.ask(STATUS, json!({ "id": payment })).await["payment"]["status"], "PENDING");
        assert_eq!(world.invoice(&resident, &invoice).await["status"], "OPEN");
    }

    async fn an_invoice_has_one_active_attempt_whoever_asks(world: &World) {
        let community = world.connected("Once", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let invoice = world.published(&community, 0, "80.00").await;
        let (payment, _) = world.checkout(&resident, &invoice, "CARD").await;
        // The database itself refuses a second one.
        let id = payment.parse::<PaymentId>().unwrap().uuid();
        let row = payment::Entity::find_by_id(id).one(world.app.db.write()).await.unwrap().unwrap();
        let mut second = row.clone().into_active_model();
        second.id = Set(world.app.new_id());
        second.session_id = Set(None);
        let second = second.insert(world.app.db.write()).await.unwrap();
        let share = payment_allocation::Model {
            payment_id: second.id,
            invoice_id: invoice.parse::<InvoiceId>().unwrap().uuid(),
            organization_id: row.organization_id,
            amount: row.amount,
            kept: 0,
            active: true,
        };
        let refused = payment_allocation::Entity::insert(share.into_active_model())
            .exec(world.app.db.write())
            .await;
        assert!(refused.is_err(), "two active attempts of one invoice");
        payment::Entity::delete(second.into_active_model()).exec(world.app.db.write()).await.unwrap();
        // And of many clicks at once at most one has a page; the others were told to wait.
        let clicks = (0..6).map(|click| {
            let method = if click % 2 == 0 { "CARD" } else { "BANK" };
            let variables = json!({ "ids": [invoice], "method": method, "key": format!("click {click}") });
            let resident = resident.clone();
            async move { resident.ask(CHECKOUT, variables).await }
        });
        futures::future::join_all(clicks).await;
        world.work().await;
        let rows = payment::Entity::find().all(world.app.db.write()).await.unwrap();
        let active = rows.iter().filter(|row| matches!(row.status.as_str(), "created" | "open" | "processing"));
        assert!(active.count() <= 1, "{rows:#?}");
    }

    async fn paying_again_while_a_transfer_is_on_its_way_is_refused_with_the_reason(world: &World) {
        let community = world.connected("Wait", 1).await;
        let resident = world.sign_in(community.resident(0)).await;
        let invoice = world.published(&community, 0, "80.00").await;
        let (_, session) = world.checkout(&resident, &invoice, "BANK").await;
        world.sandbox.stripe.pay_bank(&session).unwrap();
        world.work().await;
        let variables = json!({ "ids": [invoice], "method": "CARD", "key": "again" });
        assert_eq!(resident.refused("checkoutStart", CHECKOUT, variables).await, ["PAYMENT_IN_PROGRESS"]);
        world.pass(6 * 24 * 60 * 60).await;
    }
}
