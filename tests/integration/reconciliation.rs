//! Whether everything agrees, and what does not: the books with Stripe's balance, with themselves and with invoices,
//! fees, transfers, deposits and events.

use entity::{invoice, payment, payout, webhook_event};
use sandbox::Outage;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Community, World, on_each_database};
use worker::sweep;

const DAY: i64 = 24 * 60 * 60;

const CHECK: &str = "mutation($id: ID!) { reconciliationCheck(propertyId: $id) {
    property { reconciliation { checkedAt agrees clearing { amount } available { amount } pending { amount }
        underWay { amount } findings { kind detail day ours { amount } theirs { amount }
            payment { id } invoice { id } payout { id } event { id kind } } } }
    userErrors { code } } }";
const LAST: &str =
    "query($id: ID!) { property(id: $id) { reconciliation { agrees checkedAt findings { kind } } } }";

async fn check(world: &World, community: &Community) -> Value {
    let manager = world.sign_in(&community.manager).await;
    let payload =
        manager.mutate("reconciliationCheck", CHECK, json!({ "id": community.property_id() })).await;
    payload["property"]["reconciliation"].clone()
}

fn kinds(checked: &Value) -> Vec<&str> {
    checked["findings"].as_array().unwrap().iter().map(|finding| finding["kind"].as_str().unwrap()).collect()
}

async fn paid(world: &World, community: &Community, home: usize, method: &str) -> String {
    let invoice = world.published(community, home, "100.00").await;
    let resident = world.sign_in(community.resident(home)).await;
    let (_, session) = world.checkout(&resident, &invoice, method).await;
    match method {
        "CARD" => world.sandbox.stripe.pay_card(&session).unwrap(),
        _ => world.sandbox.stripe.pay_bank(&session).unwrap(),
    };
    world.work().await;
    invoice
}

on_each_database! {
    async fn everything_agrees_before_during_and_after_a_deposit(world: &World) {
        let community = world.connected("Agreed", 2).await;
        let checked = check(world, &community).await;
        assert_eq!((kinds(&checked), &checked["agrees"]), (vec![], &json!(true)), "nothing has moved yet");
        paid(world, &community, 0, "CARD").await;
        paid(world, &community, 1, "BANK").await;
        let checked = check(world, &community).await;
        assert_eq!(kinds(&checked), Vec::<&str>::new(), "{checked:#}");
        assert_eq!(checked["clearing"]["amount"], "100.00");
        let mut on_the_way = false;
        for _ in 0..8 {
            world.pass(DAY).await;
            let checked = check(world, &community).await;
            assert_eq!(kinds(&checked), Vec::<&str>::new(), "{checked:#}");
            on_the_way |= checked["underWay"]["amount"] != "0.00";
        }
        assert!(on_the_way, "a deposit was under way on one of the days");
        let checked = check(world, &community).await;
        assert_eq!(checked["clearing"]["amount"], "0.00");
        let manager = world.sign_in(&community.manager).await;
        let last = manager.ask(LAST, json!({ "id": community.property_id() })).await;
        assert_eq!(last["property"]["reconciliation"]["agrees"], true, "kept until the next check");
    }

    async fn what_does_not_agree_is_named(world: &World) {
        let community = world.connected("Torn", 2).await;
        let account = world.account(&community).await;
        let settled = paid(world, &community, 0, "CARD").await;
        world.sandbox.stripe.payouts_now(&account).unwrap();
        world.work().await;
        paid(world, &community, 1, "BANK").await;
        // Stripe took something that no deposit has told of yet.
        world.sandbox.stripe.charge_fee(&account, 300, "Account fee").unwrap();
        let write = world.app.db.write();
        let all = payment::Entity::find().all(write).await.unwrap();
        let (card, bank) = (
            all.iter().find(|row| row.method == "card").unwrap(),
            all.iter().find(|row| row.method == "bank").unwrap(),
        );
        use payment::Column as P;
        let change = |id, column: P, value: Expr| {
            payment::Entity::update_many().col_expr(column, value).filter(P::Id.eq(id))
        };
        change(card.id, P::Parked, Expr::val("other_amount")).exec(write).await.unwrap();
        change(card.id, P::ProcessorFee, Expr::val(1_i64)).exec(write).await.unwrap();
        change(bank.id, P::ExpectedBy, Expr::val("2026-11-01")).exec(write).await.unwrap();
        let key = support::community::invoice_key(&settled);
        let owes = invoice::Entity::update_many().col_expr(invoice::Column::Balance, Expr::val(100_i64));
        owes.filter(invoice::Column::Id.eq(key)).exec(write).await.unwrap();
        payout::Entity::update_many().col_expr(payout::Column::Amount, Expr::val(1_i64)).exec(write).await.unwrap();
        let now = world.app.now_ms();
        webhook_event::Entity::update_many()
            .col_expr(webhook_event::Column::GivenUpAt, Expr::val(now))
            .filter(webhook_event::Column::Kind.eq("payout.paid"))
            .exec(write)
            .await
            .unwrap();

        let checked = check(world, &community).await;
        assert_eq!(checked["agrees"], false);
        assert_eq!(
            kinds(&checked),
            ["BALANCE_DIFFERS", "INVOICE_DIFFERS", "PAYMENT_PARKED", "FEE_DIFFERS", "PAYMENT_LATE",
                "DEPOSIT_DIFFERS", "EVENT_GIVEN_UP"],
            "{checked:#}"
        );
        let found = |kind: &str| {
            let findings = checked["findings"].as_array().unwrap();
            findings.iter().find(|finding| finding["kind"] == kind).unwrap().clone()
        };
        let balance = found("BALANCE_DIFFERS");
        assert_eq!((&balance["ours"]["amount"], &balance["theirs"]["amount"]), (&json!("0.00"), &json!("-3.00")));
        assert_eq!(found("INVOICE_DIFFERS")["invoice"]["id"], settled);
        assert_eq!(found("PAYMENT_PARKED")["detail"], "other_amount");
        assert!(found("FEE_DIFFERS")["payment"]["id"].is_string());
        assert_eq!(found("PAYMENT_LATE")["day"], "2026-11-01");
        assert!(found("DEPOSIT_DIFFERS")["payout"]["id"].is_string());
        assert_eq!(found("EVENT_GIVEN_UP")["event"]["kind"], "payout.paid");
        let pat = world.sign_in(&community.property_manager).await;
        let payload = pat.mutate("reconciliationCheck", CHECK, json!({ "id": community.property_id() })).await;
        let findings = payload["property"]["reconciliation"]["findings"].as_array().unwrap().clone();
        assert!(findings.iter().all(|finding| finding["event"].is_null()), "events are for organization managers");

        // Put right again, as the world's end wants it.
        owes_nothing(world, key).await;
        change(card.id, P::Parked, Expr::val(None::<String>)).exec(write).await.unwrap();
        world.pass(7 * DAY).await;
    }

    async fn stripe_that_does_not_answer_is_a_finding(world: &World) {
        let community = world.connected("Silent", 1).await;
        world.sandbox.stripe.set_outage_for("/v1/balance", Outage::ServerError, 5);
        let checked = check(world, &community).await;
        assert_eq!(kinds(&checked), ["PROCESSOR_UNREACHABLE"], "{checked:#}");
        assert!(checked["available"].is_null());
        let without = Community::build(&world.app, "Alone", 1).await;
        let checked = check(world, &without).await;
        assert_eq!(checked["agrees"], true, "without an account there is nothing to compare");
    }

    async fn a_deposit_that_came_back_is_found_until_another_has_arrived(world: &World) {
        let community = world.connected("Back", 1).await;
        let account = world.account(&community).await;
        paid(world, &community, 0, "CARD").await;
        let made = world.sandbox.stripe.payouts_now(&account).unwrap();
        world.work().await;
        world.sandbox.stripe.fail_payout(&made[0], "no_account").unwrap();
        world.work().await;
        let checked = check(world, &community).await;
        assert_eq!(kinds(&checked), ["DEPOSIT_FAILED"], "{checked:#}");
        world.pass(DAY).await;
        world.pass(2 * DAY).await;
        assert_eq!(kinds(&check(world, &community).await), Vec::<&str>::new());
    }

    async fn money_is_checked_daily_without_being_asked(world: &World) {
        let community = world.connected("Daily", 1).await;
        let last = async || {
            let manager = world.sign_in(&community.manager).await;
            let data = manager.ask(LAST, json!({ "id": community.property_id() })).await;
            data["property"]["reconciliation"].clone()
        };
        sweep::run(&world.app).await;
        assert!(last().await.is_null(), "the account is younger than a day");
        world.pass(DAY + 60).await;
        sweep::run(&world.app).await;
        let first = last().await;
        assert_eq!(first["agrees"], true);
        sweep::run(&world.app).await;
        assert_eq!(last().await, first);
        world.pass(DAY + 60).await;
        sweep::run(&world.app).await;
        assert_ne!(last().await["checkedAt"], first["checkedAt"]);
    }
}

async fn owes_nothing(world: &World, key: domain::id::Uuid) {
    invoice::Entity::update_many()
        .col_expr(invoice::Column::Balance, Expr::val(0_i64))
        .filter(invoice::Column::Id.eq(key))
        .exec(world.app.db.write())
        .await
        .unwrap();
}
