//! The server dies after each step, again and again; and it lives on where only the database is busy.

crash_on_each_database! {
    async fn after_every_step_by_card(story) {
        for step in Step::ALL {
            story.reach(step).await;
            story.crash().await;
        }
    }

    async fn after_every_step_by_bank_transfer(story) {
        story.method = "BANK";
        for step in Step::ALL {
            story.reach(step).await;
            story.crash().await;
        }
    }

    async fn while_jobs_wait_for_the_database_longer_than_their_lease(story) {
        story.reach(Step::Opened).await;
        story.stripe.hold("HTTP/1.1 200");
        story.confirm().await;
        story.stripe.has_held().await;
        support::until("every event is answered", async || story.sandbox.stripe.undelivered().is_empty()).await;
        let frozen = story.freeze("payments").await;
        story.stripe.let_go();
        story.lease_runs_out().await;
        frozen.rollback().await.unwrap();
    }
}
