//! Everything around one test: database, sandbox, the site over HTTP, clock and worker.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use api::http;
use api::http::HttpState;
use application::app::App;
use application::bookkeeping::verify_ledger::verify_ledger;
use application::identity::ClientInfo;
use application::identity::session;
use domain::session::SignInMethod;
use sandbox::{Sandbox, SandboxConfig};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use serde_json::{Value, json};
use server::commands::assemble::assemble;
use server::config::Config;
use tokio::net::TcpListener;
use tokio::sync::watch;
use worker::WorkerSettings;
use worker::run_due_jobs;

use crate::client::Client;
use crate::clock::TestClock;
use crate::community::{CHECKOUT, CREATE, Community, PUBLISH, Person, draft};
use crate::databases::{Database, TestDatabase};
use crate::{log, secrets};

/// The application with the sandbox around it, driven by one test.
pub struct TestApp {
    /// The application behind the site.
    pub app: App,
    /// Time, for both sides.
    pub clock: TestClock,
    /// The outside.
    pub sandbox: Sandbox,
    /// The site's address.
    pub site: String,
    /// What another process needs to join.
    pub environment: HashMap<String, String>,
    /// So many jobs are given up in the course of the test.
    failed_jobs: AtomicUsize,
    /// Whether the test ended with its checks.
    finished: AtomicBool,
    /// Dropped with the test app; its servers and connections then end.
    shutdown: watch::Sender<()>,
    _database: TestDatabase,
}

impl TestApp {
    /// Starts one on a fresh database.
    pub async fn start(database: Database) -> TestApp {
        log::start();
        let clock = TestClock::start();
        let reads = clock.clone();
        let config =
            SandboxConfig { wall_clock: Arc::new(move || reads.millis()), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let database = database.create().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let environment = environment(&sandbox, &database.url, &site);
        let config = Config::load(&|name| environment.get(name).cloned()).unwrap();
        let app = assemble(&config, Arc::new(clock.clone())).await.unwrap();
        sandbox.stripe.set_webhook_target(Some(site.parse().unwrap()));
        let client_dir = PathBuf::from("no client is needed here");
        let served = HttpState { client_dir, ..HttpState::new(app.clone()) };
        let shutdown = watch::Sender::new(());
        tokio::spawn(http::serve(listener, served, shutdown_signal(&shutdown)));
        TestApp {
            app,
            clock,
            sandbox,
            site,
            environment,
            failed_jobs: AtomicUsize::new(0),
            finished: AtomicBool::new(false),
            shutdown,
            _database: database,
        }
    }

    /// Serves the same application at another address, as a site that was changed; gives the address.
    pub async fn also_serve(&self, change: impl FnOnce(&mut HttpState)) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let mut site = HttpState::new(self.app.clone());
        change(&mut site);
        tokio::spawn(http::serve(listener, site, shutdown_signal(&self.shutdown)));
        address
    }

    /// The application as another process would assemble it, with changes to its environment.
    pub async fn another_app(&self, changes: &[(&str, &str)]) -> App {
        let changed = |name: &str| changes.iter().find(|(known, _)| *known == name);
        let read = |name: &str| match changed(name) {
            Some((_, value)) => Some((*value).to_owned()),
            None => self.environment.get(name).cloned(),
        };
        assemble(&Config::load(&read).unwrap(), Arc::new(self.clock.clone())).await.unwrap()
    }

    /// Does every job that is due and lets every webhook arrive, until nothing is left to do.
    pub async fn run_jobs(&self) {
        loop {
            self.sandbox.stripe.deliver_pending().await;
            // Looked at before the jobs: what is delivered afterwards may have queued one.
            let all_delivered = self.sandbox.stripe.undelivered().is_empty();
            if run_due_jobs(&self.app, WorkerSettings::default()).await.unwrap() == 0 && all_delivered {
                return;
            }
        }
    }

    /// Moves both clocks, then works.
    pub async fn advance_time(&self, seconds: i64) {
        self.clock.advance(seconds);
        self.sandbox.stripe.advance(0);
        self.run_jobs().await;
    }

    /// Nobody.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.site, None)
    }

    /// Somebody, signed in.
    pub async fn sign_in(&self, person: &Person) -> Client {
        let mut work = self.app.begin().await.unwrap();
        let user = store::people::user(work.txn(), person.user.id).await.unwrap().unwrap();
        let client_info = ClientInfo::default();
        let begun = session::begin(&mut work, &user, SignInMethod::Link, &client_info).await;
        let (token, _) = begun.unwrap();
        work.commit().await.unwrap();
        Client::new(&self.site, Some(token))
    }

    /// A community whose property can take cards and bank transfers.
    pub async fn connected_community(&self, name: &str, homes: usize) -> Community {
        let community = Community::build(&self.app, name, homes).await;
        let manager = self.sign_in(&community.manager).await;
        let query =
            "mutation($id: ID!) { paymentAccountConnect(propertyId: $id, idempotencyKey: \"connect\") {
            redirectUrl userErrors { code message } } }";
        manager.mutate("paymentAccountConnect", query, json!({ "id": community.property_id() })).await;
        let account = self.stripe_account(&community).await;
        self.sandbox.stripe.complete_onboarding(&account).unwrap();
        self.run_jobs().await;
        community
    }

    /// The Stripe account of a community's property.
    pub async fn stripe_account(&self, community: &Community) -> String {
        let row = store::payment_accounts::of_property(self.app.db.read(), community.property).await.unwrap();
        row.unwrap().processor_account_id.unwrap()
    }

    /// A published invoice; gives its id.
    pub async fn published_invoice(&self, community: &Community, unit: usize, amount: &str) -> String {
        let manager = self.sign_in(&community.manager).await;
        let key = self.app.new_uuid().to_string();
        let made = manager.mutate("invoiceCreate", CREATE, draft(community, unit, amount, &key)).await;
        let id = made["invoices"][0]["id"].as_str().unwrap().to_owned();
        let variables = json!({ "id": id, "notify": true, "key": format!("{key}-publish") });
        manager.mutate("invoicePublish", PUBLISH, variables).await;
        id
    }

    /// Starts paying the whole of an invoice; gives payment and session.
    pub async fn checkout(&self, resident: &Client, invoice: &str, method: &str) -> (String, String) {
        let key = self.app.new_uuid().to_string();
        let variables = json!({ "ids": [invoice], "method": method, "key": key });
        let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
        let url = started["redirectUrl"].as_str().unwrap();
        let session = url.rsplit('/').next().unwrap().to_owned();
        (started["payment"]["id"].as_str().unwrap().to_owned(), session)
    }

    /// The invoice as a caller sees it.
    pub async fn invoice(&self, client: &Client, id: &str) -> Value {
        client.execute(crate::community::INVOICE, json!({ "id": id })).await["invoice"].clone()
    }

    /// Says that so many jobs are given up in the course of the test; none is otherwise.
    pub fn expect_failed_jobs(&self, count: usize) {
        self.failed_jobs.store(count, Ordering::SeqCst);
    }

    /// The end of every test: no job may be left over, none may have been given up unless the test said so, and the
    /// books and the audit log must agree with themselves.
    pub async fn finish(&self) {
        use entity::job::Column::{FailedAt, FinishedAt};
        self.finished.store(true, Ordering::SeqCst);
        let jobs = entity::job::Entity::find().filter(FinishedAt.is_null().or(FailedAt.is_not_null()));
        let jobs = jobs.all(self.app.db.write()).await.unwrap();
        let (failed, waiting): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.failed_at.is_some());
        assert!(waiting.is_empty(), "jobs are left over: {waiting:#?}");
        let expected = self.failed_jobs.load(Ordering::SeqCst);
        assert_eq!(
            failed.len(),
            expected,
            "jobs that were given up, and how many the test expects: {failed:#?}"
        );
        let proof = verify_ledger(&self.app).await.unwrap();
        assert_eq!(proof.problems, Vec::<String>::new());
        let (_, problems) = application::audit::verify(&self.app).await.unwrap();
        assert_eq!(problems, Vec::<String>::new());
    }
}

/// Resolves when the test app is dropped.
fn shutdown_signal(shutdown: &watch::Sender<()>) -> impl Future<Output = ()> + Send + 'static {
    let mut shutdown = shutdown.subscribe();
    async move { while shutdown.changed().await.is_ok() {} }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        for mail in self.sandbox.inbox.messages() {
            secrets::record_emailed(mail.text.as_deref().unwrap_or_default());
        }
        let finished = self.finished.load(Ordering::SeqCst);
        assert!(finished || std::thread::panicking(), "the test ended without TestApp::finish");
    }
}

pub(crate) fn environment(sandbox: &Sandbox, database: &str, site: &str) -> HashMap<String, String> {
    let defaults = SandboxConfig::default();
    let pairs = [
        ("PROPTY_DATABASE_URL", database.to_owned()),
        ("PROPTY_BASE_URL", site.to_owned()),
        ("PROPTY_LISTEN", site.trim_start_matches("http://").to_owned()),
        ("PROPTY_SECRET_KEY", "a key for tests that nobody else may use".to_owned()),
        ("PROPTY_STRIPE_SECRET_KEY", defaults.stripe_secret_key),
        ("PROPTY_STRIPE_API_URL", sandbox.stripe.api_url().to_string()),
        ("PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS", defaults.connect_webhook_secret),
        ("PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS", defaults.account_webhook_secret),
        ("PROPTY_SMTP_URL", format!("smtp://{}", sandbox.inbox.smtp_addr())),
        ("PROPTY_MAIL_FROM", "notices@propty.example".to_owned()),
        ("PROPTY_S3_ENDPOINT", sandbox.s3.endpoint().to_string()),
        ("PROPTY_S3_REGION", "us-east-1".to_owned()),
        ("PROPTY_S3_BUCKET", defaults.s3_bucket),
        ("PROPTY_S3_ACCESS_KEY", defaults.s3_access_key),
        ("PROPTY_S3_SECRET_KEY", defaults.s3_secret_key),
    ];
    let environment: HashMap<_, _> =
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    secrets::record_environment(&environment);
    environment
}
