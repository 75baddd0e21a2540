//! The world outside the site, over HTTP: the inbox, and the stand-in for Stripe with its controls.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::api_client::text;
use super::narrator::expect_eq;
use crate::sandbox_environment::SandboxEnvironment;

/// A client of both.
pub(super) struct ExternalServices {
    client: reqwest::Client,
    inbox: String,
    stripe: String,
}

impl ExternalServices {
    /// Redirects are not followed: where they lead is part of the story.
    pub(super) fn new(environment: &SandboxEnvironment) -> Result<ExternalServices> {
        let client =
            reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        let inbox = environment.sandbox.inbox.page_url().to_string();
        let stripe = environment.sandbox.stripe.api_url().to_string();
        Ok(ExternalServices { client, inbox, stripe })
    }

    async fn read(answer: reqwest::Response) -> Result<Value> {
        let (status, url) = (answer.status(), answer.url().clone());
        let text = answer.text().await?;
        if !status.is_success() {
            bail!("{url} answered {status}: {text}");
        }
        serde_json::from_str(&text).with_context(|| format!("{url} answered {text}"))
    }

    /// The number of the newest mail to somebody; 0 when there is none.
    pub(super) async fn newest_mail(&self, to: &str) -> Result<u64> {
        let address = format!("{}api/messages", self.inbox);
        let all = Self::read(self.client.get(address).query(&[("to", to)]).send().await?).await?;
        let mails = super::api_client::list(&all, "/data")?.iter();
        Ok(mails.filter_map(|mail| mail.get("id")?.as_u64()).max().unwrap_or_default())
    }

    /// The newest mail to somebody after another, with these words in its subject, as soon as it is there.
    pub(super) async fn mail(&self, to: &str, subject: &str, after: u64) -> Result<Value> {
        let address = format!("{}api/wait", self.inbox);
        let after = after.to_string();
        let query = [("to", to), ("subject", subject), ("after", &after)];
        Self::read(self.client.get(address).query(&query).send().await?).await
    }

    /// Reads one of the stand-in's controls.
    pub(super) async fn get_control(&self, path: &str) -> Result<Value> {
        Self::read(self.client.get(format!("{}_sandbox/{path}", self.stripe)).send().await?).await
    }

    /// Uses one of the stand-in's controls.
    pub(super) async fn control(&self, path: &str, body: Value) -> Result<Value> {
        Self::read(self.client.post(format!("{}_sandbox/{path}", self.stripe)).json(&body).send().await?)
            .await
    }

    /// Whether an address is the stand-in's.
    pub(super) fn is_stripe(&self, address: &str) -> bool {
        address.starts_with(&self.stripe)
    }

    /// Presses the button that pays on a hosted page; gives the address the browser is sent to.
    pub(super) async fn press_pay(&self, page: &str, card: bool) -> Result<String> {
        let shown = self.client.get(page).send().await?;
        expect_eq("the hosted page's answer", shown.status().as_u16(), 200)?;
        let html = shown.text().await?;
        let buttons = html.split("data-outcome=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut pays = buttons.filter_map(|button| button.strip_suffix("-succeed"));
        let method =
            pays.find(|method| (*method == "card") == card).context("the page has no button for this")?;
        let form = [("method", method), ("outcome", "succeed")];
        let answer = self.client.post(format!("{page}/pay")).form(&form).send().await?;
        expect_eq("the answer to paying", answer.status().as_u16(), 303)?;
        let next = answer.headers().get(reqwest::header::LOCATION).and_then(|value| value.to_str().ok());
        Ok(next.context("the page sends the browser nowhere")?.to_owned())
    }

    /// Waits until every event that was made is accepted, and gives the newest of a kind about a payment.
    pub(super) async fn delivered(&self, kind: &str, payment: &str) -> Result<Value> {
        let idle = self.get_control("idle").await?;
        if idle.pointer("/undelivered") != Some(&json!([])) {
            bail!("expected every event to be accepted, found {idle}");
        }
        let events = self.get_control(&format!("events?type={kind}")).await?;
        let events = super::api_client::list(&events, "/data")?;
        let about =
            |event: &&Value| text(event, "/data/object/metadata/payment").is_ok_and(|id| id == payment);
        let found = events.iter().rev().find(about);
        found.cloned().with_context(|| format!("expected an event {kind} about {payment}, found none"))
    }
}
