//! A bank transfer's days, and the deposit.

crash_on_each_database! {
    async fn the_transfer_was_said_to_be_on_its_way(story) {
        story.method = "BANK";
        story.reach(Step::Opened).await;
        story.mail.hold("354");
        story.confirm().await;
        story.payment_is("processing").await;
        story.mail.has_held().await;
        story.crash().await;
        assert_eq!(story.invoice_row().await.status, "open", "paid only when the money is there");
    }

    async fn the_server_was_down_when_the_transfer_settled(story) {
        story.method = "BANK";
        story.reach(Step::Confirmed).await;
        story.payment_is("processing").await;
        story.kill().await;
        story.settle();
        story.restart().await;
    }

    async fn the_transfer_settled_but_was_not_applied(story) {
        story.method = "BANK";
        story.reach(Step::Confirmed).await;
        story.payment_is("processing").await;
        story.rest().await;
        story.sandbox.stripe.set_outage_for("/v1/checkout/sessions/", sandbox::Outage::Hang, 20);
        story.settle();
        story.hangs("/v1/checkout/sessions/").await;
        story.crash().await;
    }

    async fn the_transfer_was_recorded_but_the_receipt_not_sent(story) {
        story.method = "BANK";
        story.reach(Step::Confirmed).await;
        story.payment_is("processing").await;
        story.rest().await;
        story.mail.hold("354");
        story.reach(Step::Paid).await;
        story.mail.has_held().await;
        story.crash().await;
        assert!(!story.mail_sent("receipt").await);
    }

    async fn the_server_was_down_when_the_deposit_arrived(story) {
        story.reach(Step::Paid).await;
        story.kill().await;
        story.pay_out();
        story.restart().await;
    }

    async fn the_deposit_was_announced_but_not_recorded(story) {
        story.reach(Step::Paid).await;
        story.rest().await;
        story.sandbox.stripe.set_outage_for("/v1/payouts/", sandbox::Outage::Hang, 20);
        story.pay_out();
        story.hangs("/v1/payouts/").await;
        assert_eq!(story.deposits("paid").await, 0);
        story.crash().await;
    }

    async fn the_deposit_was_being_posted(story) {
        story.reach(Step::Paid).await;
        story.rest().await;
        story.stripe.hold("HTTP/1.1 200");
        story.pay_out();
        story.stripe.has_held().await;
        let frozen = story.freeze("payouts").await;
        story.stripe.let_go();
        story.blocked().await;
        story.kill().await;
        frozen.rollback().await.unwrap();
        assert_eq!(story.deposits("paid").await, 0);
        story.restart().await;
    }

    async fn the_deposit_was_recorded_a_moment_ago(story) {
        story.reach(Step::Paid).await;
        story.pay_out();
        support::until("the deposit is recorded", async || story.deposits("paid").await == 1).await;
        story.crash().await;
    }
}
