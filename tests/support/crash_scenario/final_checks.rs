//! What must be true when a scenario has ended, however often the server died in it.

use domain::email::EmailStatus;
use domain::invoice::InvoiceStatus;
use domain::payment::PaymentStatus;
use std::collections::BTreeMap;

use application::bookkeeping::verify_ledger::verify_ledger;
use domain::email::EmailKind;
use entity::{ledger_transaction, organization};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{CrashScenario, Step};
use crate::server_process::doctor;
use crate::wait::wait_until;

impl CrashScenario {
    /// Resolves when every event is delivered and every job is done.
    pub async fn wait_until_idle(&self) {
        wait_until("every event is delivered and every job done", async || {
            self.sandbox.stripe.deliver_pending().await == 0
                && store::jobs::count_pending(self.app.db.read()).await.unwrap() == 0
        })
        .await;
    }

    /// Plays what is missing and checks everything.
    pub async fn finish(mut self) {
        self.advance_to(Step::PaidOut).await;
        self.wait_until_idle().await;
        self.check_invoice().await;
        self.check_money().await;
        self.check_mail().await;
        let given_up = store::jobs::given_up(self.app.db.read(), 5).await.unwrap();
        assert!(given_up.is_empty(), "{given_up:#?}");
        assert!(self.events("").await.iter().all(|event| event.applied_at.is_some()), "an event waits");
        let proof = verify_ledger(&self.app).await.unwrap();
        assert_eq!(proof.problems, Vec::<String>::new());
        assert_eq!(proof.transactions, 3, "the invoice, its payment and the payout, once each");
        assert_eq!(doctor(&self.environment).await, Ok(()));
    }

    async fn check_invoice(&self) {
        let row = self.invoice_row().await;
        assert_eq!((row.status, row.balance, row.number), (InvoiceStatus::Paid, 0, Some(1001)));
        assert_eq!(self.invoice_count().await, 1);
        let organization = organization::Entity::find_by_id(self.community.organization)
            .one(self.app.db.read())
            .await
            .unwrap();
        assert_eq!(organization.unwrap().next_invoice_number, 1002, "numbers have no gap");
    }

    async fn check_money(&self) {
        let payments = self.payments().await;
        let paid: Vec<_> = payments.iter().filter(|row| row.status == PaymentStatus::Succeeded).collect();
        assert_eq!(paid.len(), 1, "{payments:#?}");
        assert!(
            payments
                .iter()
                .all(|row| matches!(row.status, PaymentStatus::Succeeded | PaymentStatus::Expired)),
            "{payments:#?}"
        );
        assert_eq!((paid[0].amount, paid[0].refunded), (120_000, 0));
        let charged =
            self.sandbox.stripe.events().into_iter().filter(|event| event.kind == "charge.succeeded");
        assert_eq!(charged.count(), 1, "the resident is charged once");
        let balance = self.sandbox.stripe.balance(&self.account).unwrap();
        assert_eq!(balance["available"][0]["amount"], 0, "{balance:#}");
        let posted = ledger_transaction::Entity::find().count(self.app.db.read()).await.unwrap();
        assert_eq!(posted, 3);
        assert_eq!(self.payouts("paid").await, 1);
        let query = "query($id: ID!) { property(id: $id) { ledgerAccounts { code balance { amount } } } }";
        let variables = json!({ "id": self.community.property_id() });
        let answer = self.manager().execute(query, variables).await;
        let accounts = answer["property"]["ledgerAccounts"].as_array().unwrap().clone();
        let of = |code: &str| -> Value {
            accounts.iter().find(|account| account["code"] == code).unwrap()["balance"]["amount"].clone()
        };
        assert_eq!([of("1000"), of("1200"), of("1100")], ["1200.00", "0.00", "0.00"], "{accounts:#?}");
    }

    async fn check_mail(&self) {
        let rows = self.messages().await;
        let mut kinds: BTreeMap<EmailKind, usize> = BTreeMap::new();
        for row in &rows {
            assert_eq!(row.status, EmailStatus::Sent, "{row:#?}");
            *kinds.entry(row.kind).or_default() += 1;
        }
        let mut wanted = BTreeMap::from([
            (EmailKind::InvoicePublished, 1),
            (EmailKind::Receipt, 1),
            (EmailKind::TeamPayment, 2),
        ]);
        if self.method == "BANK" {
            wanted.insert(EmailKind::PaymentProcessing, 1);
        }
        assert_eq!(kinds, wanted);
        let mut received: BTreeMap<String, usize> = BTreeMap::new();
        for mail in self.sandbox.inbox.messages() {
            *received.entry(mail.message_id.unwrap()).or_default() += 1;
        }
        for row in &rows {
            let id = self.message_id(row);
            let times = received.remove(&id).unwrap_or_default();
            let most = 1 + self.unrecorded.get(&id).copied().unwrap_or_default();
            assert!((1..=most).contains(&times), "{:?} came {times} times instead of {most}", row.kind);
        }
        assert!(received.is_empty(), "mails with other Message-IDs: {received:#?}");
    }
}
