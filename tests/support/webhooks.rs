//! Webhook deliveries that the sandbox would never make: forged, late, tampered with, about anything.

use hmac::{Hmac, Mac};
use reqwest::StatusCode;
use sandbox::{Endpoint, SandboxConfig};
use serde_json::Value;
use sha2::Sha256;

use crate::test_app::TestApp;

/// What `Stripe-Signature` says of a body that is signed with a secret at a Unix second.
pub fn signature(secret: &str, at: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{at}.{body}").as_bytes());
    format!("t={at},v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// The secret of an endpoint, as the site under test knows it.
pub fn secret(endpoint: Endpoint) -> String {
    let config = SandboxConfig::default();
    match endpoint {
        Endpoint::Connect => config.connect_webhook_secret,
        Endpoint::Account => config.account_webhook_secret,
    }
}

impl TestApp {
    /// Posts a body with a signature of the caller's making; none sends no header.
    pub async fn post_event(&self, endpoint: Endpoint, signature: Option<&str>, body: String) -> StatusCode {
        let mut request =
            reqwest::Client::new().post(format!("{}/{}", self.site, endpoint.path())).body(body);
        if let Some(signature) = signature {
            request = request.header("stripe-signature", signature);
        }
        request.send().await.unwrap().status()
    }

    /// Delivers an event, rightly signed now.
    pub async fn deliver_event(&self, endpoint: Endpoint, event: &Value) -> StatusCode {
        let body = event.to_string();
        let signature = signature(&secret(endpoint), self.clock.millis() / 1000, &body);
        self.post_event(endpoint, Some(&signature), body).await
    }
}
