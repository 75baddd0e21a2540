//! The server dies after each step, again and again.

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
}
