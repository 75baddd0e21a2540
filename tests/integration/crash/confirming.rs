//! Between the resident's confirmation at Stripe and the Paid invoice.

crash_on_each_database! {
    async fn the_server_was_down_when_the_resident_paid(story) {
        story.reach(Step::Opened).await;
        story.kill().await;
        story.confirm().await;
        assert!(story.sandbox.stripe.deliver_pending().await > 0, "nobody takes the events");
        story.restart().await;
    }

    async fn the_event_was_being_stored(story) {
        story.reach(Step::Opened).await;
        let frozen = story.freeze("webhook_events").await;
        let before = story.site.passed();
        story.confirm().await;
        support::until("the event is with the server", async || story.site.passed() > before).await;
        story.blocked().await;
        story.kill().await;
        frozen.rollback().await.unwrap();
        assert!(story.events("checkout.").await.is_empty());
        assert!(!story.sandbox.stripe.undelivered().is_empty());
        story.restart().await;
    }

    async fn the_event_was_stored_but_not_answered(story) {
        story.reach(Step::Opened).await;
        story.site.hold("HTTP/1.1 200");
        story.confirm().await;
        story.site.has_held().await;
        let stored = story.events("").await.len();
        story.crash().await;
        assert!(stored > 0);
        assert!(!story.sandbox.stripe.undelivered().is_empty(), "Stripe sends it again");
    }

    async fn the_events_were_answered_but_not_applied(story) {
        story.reach(Step::Opened).await;
        story.sandbox.stripe.set_outage_for("/v1/checkout/sessions/", sandbox::Outage::Hang, 20);
        story.confirm().await;
        story.hangs("/v1/checkout/sessions/").await;
        support::until("every event is answered", async || story.sandbox.stripe.undelivered().is_empty()).await;
        assert_eq!(story.invoice_row().await.status, "open");
        story.crash().await;
    }

    async fn stripes_word_was_known_but_not_applied(story) {
        story.reach(Step::Opened).await;
        story.stripe.hold("HTTP/1.1 200");
        story.confirm().await;
        story.stripe.has_held().await;
        support::until("every event is answered", async || story.sandbox.stripe.undelivered().is_empty()).await;
        let frozen = story.freeze("payments").await;
        story.stripe.let_go();
        story.blocked().await;
        story.kill().await;
        frozen.rollback().await.unwrap();
        assert_eq!(story.invoice_row().await.status, "open");
        story.restart().await;
    }

    async fn the_payment_was_recorded_a_moment_ago(story) {
        story.reach(Step::Settled).await;
        story.payment_is("succeeded").await;
        story.crash().await;
    }

    async fn the_receipt_was_on_its_way(story) {
        story.reach(Step::Opened).await;
        story.mail.hold("354");
        story.reach(Step::Paid).await;
        story.mail.has_held().await;
        assert!(!story.mail_sent("receipt").await);
        story.crash().await;
    }
}
