//! The main job with the server as a process of its own, so that it can die anywhere: each step can be asked
//! for again as a browser would, with the same key, and the end is checked to the cent and to the letter.

mod conditions;
mod final_checks;
mod queries;
mod requests;

use domain::email::EmailStatus;
use domain::invoice::InvoiceStatus;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use adapters::clock::SystemClock;
use application::app::App;
use application::identity::ClientInfo;
use application::identity::session;
use domain::email::EmailKind;
use domain::session::SignInMethod;
use sandbox::{Outage, Sandbox, SandboxConfig};
use serde_json::json;
use server::commands::assemble::assemble;
use server::config::Config;

use crate::community::{Community, Person};
use crate::databases::{Database, TestDatabase};
use crate::server_process::ServerProcess;
use crate::tcp_proxy::TcpProxy;
use crate::test_app::environment;
use crate::wait::wait_until;

/// A step that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The draft is there.
    Created,
    /// It is published.
    Published,
    /// The mail server took the resident's mail, and that is recorded.
    Emailed,
    /// The resident was sent to the hosted page.
    CheckoutOpened,
    /// The resident confirmed there.
    Confirmed,
    /// The bank settled; a card does at once.
    Settled,
    /// The invoice is Paid.
    Paid,
    /// The payout arrived.
    PaidOut,
}

impl Step {
    /// In order.
    pub const ALL: [Step; 8] = [
        Step::Created,
        Step::Published,
        Step::Emailed,
        Step::CheckoutOpened,
        Step::Confirmed,
        Step::Settled,
        Step::Paid,
        Step::PaidOut,
    ];
}

/// One invoice on its way from draft to payout.
pub struct CrashScenario {
    /// The same database, seen from outside the server.
    pub app: App,
    /// The outside; it lives on when the server dies.
    pub sandbox: Sandbox,
    /// Between browsers or Stripe's webhooks and the server.
    pub site: TcpProxy,
    /// Between the server and the mail server.
    pub mail: TcpProxy,
    /// Between the server and Stripe.
    pub stripe: TcpProxy,
    /// `CARD` or `BANK`.
    pub method: &'static str,
    /// The key of the resident's next click on Pay.
    pub pay_key: &'static str,
    community: Community,
    manager: String,
    resident: String,
    account: String,
    environment: HashMap<String, String>,
    server: Option<ServerProcess>,
    done: Option<Step>,
    invoice: Option<String>,
    intent: Option<String>,
    paid_out: bool,
    /// Message-IDs of mails that the mail server had accepted when the server died without having recorded it,
    /// and how often that was so. Only these may come again.
    unrecorded: BTreeMap<String, usize>,
    _database: TestDatabase,
}

impl CrashScenario {
    /// A connected community before its first invoice, with the server running.
    pub async fn start(database: Database) -> CrashScenario {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let database = database.create().await;
        let site = TcpProxy::start(None).await;
        let mail = TcpProxy::start(Some(sandbox.inbox.smtp_addr())).await;
        let api = sandbox.stripe.api_url().socket_addrs(|| None).unwrap()[0];
        let stripe = TcpProxy::start(Some(api)).await;
        let address = format!("http://{}", site.address());
        let mut environment = environment(&sandbox, &database.url, &address);
        for (name, value) in [
            ("PROPTY_SMTP_URL", format!("smtp://{}", mail.address())),
            ("PROPTY_STRIPE_API_URL", format!("http://{}/", stripe.address())),
            ("PROPTY_WORKER_LEASE_SECONDS", "1".to_owned()),
        ] {
            environment.insert(name.to_owned(), value);
        }
        let config = Config::load(&|name| environment.get(name).cloned()).unwrap();
        let app = assemble(&config, Arc::new(SystemClock)).await.unwrap();
        sandbox.stripe.set_webhook_target(Some(address.parse().unwrap()));
        let community = Community::build(&app, "Harbour", 1).await;
        let manager = sign_in(&app, &community.manager).await;
        let resident = sign_in(&app, community.resident(0)).await;
        let mut scenario = CrashScenario {
            app,
            sandbox,
            site,
            mail,
            stripe,
            method: "CARD",
            pay_key: "pay",
            unrecorded: BTreeMap::new(),
            community,
            manager,
            resident,
            account: String::new(),
            environment,
            server: None,
            done: None,
            invoice: None,
            intent: None,
            paid_out: false,
            _database: database,
        };
        scenario.restart().await;
        scenario.connect().await;
        scenario
    }

    async fn connect(&mut self) {
        let query =
            "mutation($id: ID!) { paymentAccountConnect(propertyId: $id, idempotencyKey: \"connect\") {
            redirectUrl userErrors { code message } } }";
        let variables = json!({ "id": self.community.property_id() });
        self.manager().mutate("paymentAccountConnect", query, variables).await;
        self.account = self.payment_account().await.processor_account_id.unwrap();
        self.sandbox.stripe.complete_onboarding(&self.account).unwrap();
        wait_until("the account is ready", async || self.payment_account().await.card_ready).await;
        self.wait_until_idle().await;
    }

    /// kill -9 of the server. Every connection breaks.
    pub async fn kill(&mut self) {
        self.site.set_target(None);
        self.server.take().unwrap().kill().await;
        for proxy in [&self.site, &self.mail, &self.stripe] {
            proxy.break_connections();
        }
        self.sandbox.stripe.set_outage(Outage::None);
        // What had been sent whole before is accepted, even if it is read only now.
        self.sandbox.inbox.wait_until_disconnected().await;
        let rows = self.messages().await;
        let accepted: BTreeSet<_> =
            self.sandbox.inbox.messages().into_iter().map(|mail| mail.message_id).collect();
        for row in rows.iter().filter(|row| row.status != EmailStatus::Sent) {
            let id = self.message_id(row);
            if accepted.contains(&Some(id.clone())) {
                *self.unrecorded.entry(id).or_default() += 1;
            }
        }
    }

    /// Starts the server again.
    pub async fn restart(&mut self) {
        let server = ServerProcess::start(&self.environment).await;
        self.site.set_target(Some(server.address()));
        self.server = Some(server);
    }

    /// Both.
    pub async fn crash(&mut self) {
        self.kill().await;
        self.restart().await;
    }

    /// Plays what is missing up to a step.
    pub async fn advance_to(&mut self, goal: Step) {
        for step in Step::ALL {
            if step <= goal && self.done.is_none_or(|done| done < step) {
                self.perform(step).await;
                self.done = Some(step);
            }
        }
    }

    async fn perform(&mut self, step: Step) {
        match step {
            Step::Created => {
                let (client, field, query, variables) = self.request(step);
                let made = client.mutate(field, query, variables).await;
                self.invoice = Some(made["invoices"][0]["id"].as_str().unwrap().to_owned());
            }
            Step::Published | Step::CheckoutOpened => {
                let (client, field, query, variables) = self.request(step);
                client.mutate(field, query, variables).await;
            }
            Step::Emailed => {
                wait_until("the invoice's mail is sent", async || {
                    self.is_email_sent(EmailKind::InvoicePublished).await
                })
                .await;
            }
            Step::Confirmed => self.confirm_payment().await,
            Step::Settled => {
                if self.method == "BANK" {
                    // The bank takes days; nothing is overtaken in them.
                    self.wait_for_payment_status("processing").await;
                }
                self.settle();
            }
            Step::Paid => {
                wait_until("the invoice is paid", async || {
                    self.invoice_row().await.status == InvoiceStatus::Paid
                })
                .await;
            }
            Step::PaidOut => {
                if !self.paid_out {
                    self.send_payout();
                }
                wait_until("the payout is recorded", async || self.payouts("paid").await == 1).await;
            }
        }
    }

    /// The resident pays on the hosted page that our row names, whether the server lives or not.
    pub async fn confirm_payment(&mut self) {
        let session = self.open_payment().await.session_id.unwrap();
        let stripe = &self.sandbox.stripe;
        let intent =
            if self.method == "CARD" { stripe.pay_card(&session) } else { stripe.pay_bank(&session) };
        self.intent = Some(intent.unwrap());
        self.done = Some(Step::Confirmed);
    }

    /// The bank lets the transfer through.
    pub fn settle(&mut self) {
        if self.method == "BANK" {
            self.sandbox.stripe.settle_bank(self.intent.as_deref().unwrap()).unwrap();
        }
        self.done = Some(Step::Settled);
    }

    /// Stripe sends the money to the bank.
    pub fn send_payout(&mut self) {
        self.sandbox.stripe.payouts_now(&self.account).unwrap();
        self.paid_out = true;
    }
}

async fn sign_in(app: &App, person: &Person) -> String {
    let mut work = app.begin().await.unwrap();
    let client_info = ClientInfo::default();
    let begun = session::begin(&mut work, &person.user, SignInMethod::Link, &client_info).await;
    let (token, _) = begun.unwrap();
    work.commit().await.unwrap();
    token
}
