//! What the database says, read beside the server.

use domain::email::EmailKind;
use domain::email::EmailStatus;
use domain::payment::PaymentStatus;
use entity::{email, invoice, payment, payment_account, payout, webhook_event};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::CrashScenario;
use crate::community::invoice_key;

impl CrashScenario {
    /// The scenario's invoice.
    pub async fn invoice_row(&self) -> invoice::Model {
        let id = invoice_key(self.invoice.as_deref().unwrap());
        invoice::Entity::find_by_id(id).one(self.app.db.read()).await.unwrap().unwrap()
    }

    /// How many invoices there are.
    pub async fn invoice_count(&self) -> u64 {
        invoice::Entity::find().count(self.app.db.read()).await.unwrap()
    }

    /// Every attempt to pay, oldest first.
    pub async fn payments(&self) -> Vec<payment::Model> {
        let mut rows = payment::Entity::find().all(self.app.db.read()).await.unwrap();
        rows.sort_by_key(|row| row.id);
        rows
    }

    /// The status of every attempt to pay, oldest first.
    pub async fn payment_statuses(&self) -> Vec<&'static str> {
        self.payments().await.into_iter().map(|row| row.status.code()).collect()
    }

    /// Resolves when an attempt has this status.
    pub async fn wait_for_payment_status(&self, status: &str) {
        let holds = async || self.payments().await.iter().any(|row| row.status.code() == status);
        crate::wait::wait_until(&format!("a payment is {status}"), holds).await;
    }

    /// The attempt whose page is open.
    pub async fn open_payment(&self) -> payment::Model {
        let rows = self.payments().await;
        let open: Vec<payment::Model> =
            rows.into_iter().filter(|row| row.status == PaymentStatus::Open).collect();
        assert_eq!(open.len(), 1, "one page is open: {open:#?}");
        open[0].clone()
    }

    /// Mails of the database, in any state.
    pub async fn messages(&self) -> Vec<email::Model> {
        email::Entity::find().all(self.app.db.read()).await.unwrap()
    }

    /// The Message-ID under which a mail goes out.
    pub fn message_id(&self, row: &email::Model) -> String {
        format!("<{}@{}>", row.id, self.app.mail_domain)
    }

    /// Whether a mail of this kind is recorded as sent.
    pub async fn is_email_sent(&self, kind: EmailKind) -> bool {
        self.messages().await.iter().any(|row| row.kind == kind && row.status == EmailStatus::Sent)
    }

    /// Stored deliveries whose kind starts so.
    pub async fn events(&self, kind: &str) -> Vec<webhook_event::Model> {
        let query = webhook_event::Entity::find().filter(webhook_event::Column::Kind.starts_with(kind));
        query.all(self.app.db.read()).await.unwrap()
    }

    /// How many payouts have this status.
    pub async fn payouts(&self, status: &str) -> u64 {
        let query = payout::Entity::find().filter(payout::Column::Status.eq(status));
        query.count(self.app.db.read()).await.unwrap()
    }

    pub(super) async fn payment_account(&self) -> payment_account::Model {
        let property = self.community.property;
        store::payment_accounts::of_property(self.app.db.read(), property).await.unwrap().unwrap()
    }
}
