//! What the database says, read beside the server.

use domain::id::MessageId;
use entity::{invoice, message, payment, payment_account, payout, webhook_event};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::Story;
use crate::community::invoice_key;

impl Story {
    /// The story's invoice.
    pub async fn invoice_row(&self) -> invoice::Model {
        let id = invoice_key(self.invoice.as_deref().unwrap());
        invoice::Entity::find_by_id(id).one(self.app.db.read()).await.unwrap().unwrap()
    }

    /// How many invoices there are.
    pub async fn invoices(&self) -> u64 {
        invoice::Entity::find().count(self.app.db.read()).await.unwrap()
    }

    /// Every attempt to pay, oldest first.
    pub async fn payments(&self) -> Vec<payment::Model> {
        let mut rows = payment::Entity::find().all(self.app.db.read()).await.unwrap();
        rows.sort_by_key(|row| row.id);
        rows
    }

    /// The status of every attempt to pay, oldest first.
    pub async fn statuses(&self) -> Vec<String> {
        self.payments().await.into_iter().map(|row| row.status).collect()
    }

    /// Resolves when an attempt has this status.
    pub async fn payment_is(&self, status: &str) {
        let holds = async || self.payments().await.iter().any(|row| row.status == status);
        crate::until::until(&format!("a payment is {status}"), holds).await;
    }

    /// The attempt whose page is open.
    pub async fn open_payment(&self) -> payment::Model {
        let rows = self.payments().await;
        let open: Vec<payment::Model> = rows.into_iter().filter(|row| row.status == "open").collect();
        assert_eq!(open.len(), 1, "one page is open: {open:#?}");
        open[0].clone()
    }

    /// Mails of the database, in any state.
    pub async fn messages(&self) -> Vec<message::Model> {
        message::Entity::find().all(self.app.db.read()).await.unwrap()
    }

    /// The Message-ID under which a mail goes out.
    pub fn message_id(&self, row: &message::Model) -> String {
        format!("<{}@{}>", MessageId::from_uuid(row.id), self.app.mail_domain)
    }

    /// Whether a mail of this kind is recorded as sent.
    pub async fn mail_sent(&self, kind: &str) -> bool {
        self.messages().await.iter().any(|row| row.kind == kind && row.status == "sent")
    }

    /// Stored deliveries whose kind starts so.
    pub async fn events(&self, kind: &str) -> Vec<webhook_event::Model> {
        let query = webhook_event::Entity::find().filter(webhook_event::Column::Kind.starts_with(kind));
        query.all(self.app.db.read()).await.unwrap()
    }

    /// How many deposits have this status.
    pub async fn deposits(&self, status: &str) -> u64 {
        let query = payout::Entity::find().filter(payout::Column::Status.eq(status));
        query.count(self.app.db.read()).await.unwrap()
    }

    pub(super) async fn payment_account(&self) -> payment_account::Model {
        let property = self.community.property;
        store::payment_accounts::of_property(self.app.db.read(), property).await.unwrap().unwrap()
    }
}
