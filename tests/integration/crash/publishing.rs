//! Around creating, publishing and the resident's mail.

crash_on_each_database! {
    async fn a_draft_was_made_but_not_answered(story) {
        story.site.hold("HTTP/1.1 200");
        story.ask_only(Step::Created).await;
        story.site.has_held().await;
        story.crash().await;
        assert_eq!(story.invoices().await, 1, "the draft was committed");
    }

    async fn publishing_was_not_committed(story) {
        story.reach(Step::Created).await;
        let frozen = story.freeze("invoices").await;
        story.ask_only(Step::Published).await;
        story.blocked().await;
        story.kill().await;
        frozen.rollback().await.unwrap();
        assert_eq!(story.invoice_row().await.status, "draft");
        assert!(story.messages().await.is_empty(), "nobody is told of what did not happen");
        story.restart().await;
    }

    async fn publishing_was_committed_but_not_answered(story) {
        story.reach(Step::Created).await;
        // The worker may not be quicker than the crash.
        story.mail.hold("220");
        story.site.hold("HTTP/1.1 200");
        story.ask_only(Step::Published).await;
        story.site.has_held().await;
        story.crash().await;
        assert_eq!(story.invoice_row().await.status, "open");
    }

    async fn the_mail_was_on_its_way(story) {
        story.mail.hold("354");
        story.reach(Step::Published).await;
        story.mail.has_held().await;
        assert!(story.sandbox.inbox.messages().is_empty());
        story.crash().await;
    }

    async fn the_mail_was_accepted_but_the_server_does_not_know(story) {
        story.mail.hold("250 Kept");
        story.reach(Step::Published).await;
        story.mail.has_held().await;
        assert!(!story.mail_sent("invoice_published").await);
        story.crash().await;
        story.reach(Step::Told).await;
        let mails = story.sandbox.inbox.messages();
        assert_eq!(mails.len(), 2, "it is sent again");
        assert_eq!(mails[0].message_id, mails[1].message_id);
    }

    async fn the_mail_was_accepted_and_is_being_recorded(story) {
        story.mail.hold("250 Kept");
        story.reach(Step::Published).await;
        story.mail.has_held().await;
        let frozen = story.freeze("messages").await;
        story.mail.let_go();
        story.blocked().await;
        story.kill().await;
        // PostgreSQL may still finish the statement that waited; then it is not sent again.
        frozen.rollback().await.unwrap();
        story.restart().await;
    }
}
