//! Between the resident's click on Pay and the hosted page.

use sandbox::Outage;

const SESSIONS: &str = "/v1/checkout/sessions";

crash_on_each_database! {
    async fn the_attempt_was_not_committed(story) {
        story.reach(Step::Told).await;
        let frozen = story.freeze("payments").await;
        story.ask_only(Step::Opened).await;
        story.blocked().await;
        story.kill().await;
        frozen.rollback().await.unwrap();
        assert!(story.payments().await.is_empty());
        story.restart().await;
    }

    async fn the_attempt_has_no_page_and_the_same_click_is_repeated(story) {
        super::no_page(story).await;
        story.reach(Step::Opened).await;
        assert_eq!(story.payments().await.len(), 1, "the attempt goes on");
    }

    async fn the_attempt_has_no_page_and_the_resident_clicks_anew(story) {
        super::no_page(story).await;
        story.pay_key = "pay anew";
        story.reach(Step::Opened).await;
        assert_eq!(story.statuses().await, ["expired", "open"]);
    }

    async fn the_page_was_made_unknown_to_us_and_the_same_click_is_repeated(story) {
        super::unknown_page(story).await;
        story.reach(Step::Opened).await;
        assert_eq!(story.payments().await.len(), 1, "the attempt goes on");
        assert_eq!(story.pages_made(), 1, "on the page that was made first");
    }

    async fn the_page_was_made_unknown_to_us_and_the_resident_clicks_anew(story) {
        super::unknown_page(story).await;
        story.pay_key = "pay anew";
        story.reach(Step::Opened).await;
        assert_eq!(story.statuses().await, ["expired", "open"]);
        assert_eq!(story.pages_made(), 2, "the first one is found again and closed");
    }

    async fn the_answer_with_the_page_was_lost_on_its_way_to_us(story) {
        story.reach(Step::Told).await;
        story.sandbox.stripe.set_outage_for(super::SESSIONS, sandbox::Outage::LostAnswer, 3);
        story.ask_only(Step::Opened).await;
        support::until("the page is made", async || story.pages_made() == 1).await;
        story.crash().await;
        story.reach(Step::Opened).await;
        assert_eq!(story.pages_made(), 1);
    }

    async fn the_page_was_recorded_but_the_browser_was_not_told(story) {
        story.reach(Step::Told).await;
        story.site.hold("HTTP/1.1 200");
        story.ask_only(Step::Opened).await;
        story.site.has_held().await;
        story.crash().await;
        assert_eq!(story.statuses().await, ["open"]);
    }

    async fn the_older_attempt_was_being_closed(story) {
        story.reach(Step::Opened).await;
        story.pay_key = "pay anew";
        story.sandbox.stripe.set_outage_for(super::SESSIONS, sandbox::Outage::Hang, 1);
        story.ask_only(Step::Opened).await;
        story.hangs(super::SESSIONS).await;
        story.crash().await;
        let (client, query, variables) = story.pay_request();
        client.mutate("checkoutStart", query, variables).await;
        assert_eq!(story.statuses().await, ["expired", "open"]);
    }
}

/// The attempt is recorded, Stripe is asked for its page and has made none when the server dies.
async fn no_page(story: &mut support::story::Story) {
    story.reach(support::story::Step::Told).await;
    story.sandbox.stripe.set_outage_for(SESSIONS, Outage::Hang, 1);
    story.ask_only(support::story::Step::Opened).await;
    story.hangs(SESSIONS).await;
    assert_eq!(story.statuses().await, ["created"]);
    story.crash().await;
    assert_eq!(story.pages_made(), 0);
}

/// Stripe has made the page and its answer is on the way when the server dies.
async fn unknown_page(story: &mut support::story::Story) {
    story.reach(support::story::Step::Told).await;
    story.stripe.hold("HTTP/1.1 200");
    story.ask_only(support::story::Step::Opened).await;
    story.stripe.has_held().await;
    assert_eq!(story.statuses().await, ["created"]);
    story.crash().await;
    assert_eq!(story.pages_made(), 1);
}
