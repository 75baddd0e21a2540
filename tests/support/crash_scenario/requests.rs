//! What browsers ask the server in a scenario, repeatable with the same keys.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{CrashScenario, Step};
use crate::client::Client;
use crate::community::{CHECKOUT, CREATE, PUBLISH, draft};
use crate::wait::wait_until;

impl CrashScenario {
    /// The team's manager; signed in before the first crash.
    pub fn manager(&self) -> Client {
        Client::new(&self.address(), Some(self.manager.clone()))
    }

    /// The resident; signed in before the first crash.
    pub fn resident(&self) -> Client {
        Client::new(&self.address(), Some(self.resident.clone()))
    }

    pub(super) fn address(&self) -> String {
        format!("http://{}", self.site.address())
    }

    /// Sends a step's request and does not care for its answer. Resolves when the server was given it.
    pub async fn send_without_waiting(&self, step: Step) {
        let (client, _, query, variables) = self.request(step);
        let body = json!({ "query": query, "variables": variables });
        let before = self.site.forwarded();
        tokio::spawn(async move {
            let _ = client.request(reqwest::Method::POST, "/graphql").json(&body).send().await;
        });
        wait_until("the request is with the server", async || self.site.forwarded() > before).await;
    }

    pub(super) fn request(&self, step: Step) -> (Client, &'static str, &'static str, Value) {
        let invoice = || self.invoice.as_deref().unwrap();
        match step {
            Step::Created => {
                let mut variables = draft(&self.community, 0, "1200.00", "create");
                let due = self.app.today("UTC").saturating_add(SignedDuration::from_hours(30 * 24));
                variables["input"]["dueOn"] = json!(due.to_string());
                (self.manager(), "invoiceCreate", CREATE, variables)
            }
            Step::Published => {
                let variables = json!({ "id": invoice(), "notify": true, "key": "publish" });
                (self.manager(), "invoicePublish", PUBLISH, variables)
            }
            Step::CheckoutOpened => {
                let variables = json!({ "ids": [invoice()], "method": self.method, "key": self.pay_key });
                (self.resident(), "checkoutStart", CHECKOUT, variables)
            }
            _ => panic!("{step:?} is not asked of the server"),
        }
    }

    /// The resident's click on Pay, to be asked more than once: client, document and variables.
    pub fn checkout_request(&self) -> (Client, &'static str, Value) {
        let (client, _, query, variables) = self.request(Step::CheckoutOpened);
        (client, query, variables)
    }
}
