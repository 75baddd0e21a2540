//! Signatures of webhook events: HMAC-SHA256 over the raw bytes, any of several secrets, any of several
//! signatures, and a time no more than 300 seconds from ours.

use hmac::{Hmac, Mac};
use jiff::Timestamp;
use serde::Deserialize;
use sha2::Sha256;

use super::Stripe;
use crate::config::Secret;
use application::ports::processor::{VerifiedEvent, WebhookError, WebhookVerifier};
use domain::webhook::WebhookEndpoint;

const TOLERANCE_SECONDS: u64 = 300;
/// More than any sender has a reason for; bounds the work a forged header can cause.
const MAX_SIGNATURES: usize = 16;

/// What is needed of an event. Thin events name the account as `context`, or are about it.
#[derive(Deserialize)]
struct Envelope {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    account: Option<String>,
    context: Option<String>,
    related_object: Option<Related>,
    #[serde(default)]
    livemode: bool,
}

#[derive(Deserialize)]
struct Related {
    id: String,
    #[serde(rename = "type")]
    kind: String,
}

impl WebhookVerifier for Stripe {
    /// Each endpoint has its own secrets.
    fn verify_event(
        &self,
        endpoint: WebhookEndpoint,
        signature: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<VerifiedEvent, WebhookError> {
        let secrets = match endpoint {
            WebhookEndpoint::Connect => &self.connect_secrets,
            WebhookEndpoint::Account => &self.account_secrets,
        };
        verify(secrets, signature, body, now)
    }
}

fn verify(
    secrets: &[Secret],
    signature: Option<&str>,
    body: &[u8],
    now: Timestamp,
) -> Result<VerifiedEvent, WebhookError> {
    let header = signature.and_then(Signature::parse).ok_or(WebhookError::NoSignature)?;
    if !secrets.iter().any(|secret| header.matches(secret, body)) {
        return Err(WebhookError::WrongSignature);
    }
    if header.seconds.abs_diff(now.as_second()) > TOLERANCE_SECONDS {
        return Err(WebhookError::OutsideTolerance);
    }
    let envelope: Envelope = serde_json::from_slice(body).map_err(|_| WebhookError::NotAnEvent)?;
    if envelope.id.is_empty() || envelope.kind.is_empty() {
        return Err(WebhookError::NotAnEvent);
    }
    let about =
        envelope.related_object.filter(|object| object.kind == "v2.core.account").map(|object| object.id);
    let account = envelope.account.or(envelope.context).or(about).filter(|account| !account.is_empty());
    Ok(VerifiedEvent { id: envelope.id, kind: envelope.kind, account, livemode: envelope.livemode })
}

/// `t=1700000000,v1=5257…,v1=…`
struct Signature<'a> {
    time: &'a str,
    seconds: i64,
    signatures: Vec<Vec<u8>>,
}

impl<'a> Signature<'a> {
    fn parse(header: &'a str) -> Option<Self> {
        let mut time = None;
        let mut signatures = Vec::new();
        for part in header.split(',') {
            match part.trim().split_once('=') {
                Some(("t", value)) => time = Some(value),
                // One that isn't hexadecimal can't be right, and must not hide one that is.
                Some(("v1", value)) => signatures.push(hex::decode(value).unwrap_or_default()),
                _ => {}
            }
        }
        let time = time?;
        let seconds = time.parse().ok()?;
        let some = (1..=MAX_SIGNATURES).contains(&signatures.len());
        some.then_some(Signature { time, seconds, signatures })
    }

    /// Compares in constant time.
    fn matches(&self, secret: &Secret, body: &[u8]) -> bool {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else { return false };
        mac.update(self.time.as_bytes());
        mac.update(b".");
        mac.update(body);
        self.signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1","type":"payout.paid","account":"acct_1","livemode":false}"#;
    const AT: i64 = 1_795_000_000;

    fn sign(secret: &str, time: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{time}.").as_bytes());
        mac.update(body);
        hex::encode(mac.finalize().into_bytes())
    }

    fn check(header: Option<&str>, body: &[u8], now: i64) -> Result<VerifiedEvent, WebhookError> {
        let secrets = [Secret::new("whsec_new"), Secret::new("whsec_old")];
        verify(&secrets, header, body, Timestamp::from_second(now).unwrap())
    }

    #[test]
    fn a_known_vector_is_right() {
        // Computed with Python: hmac.new(b"whsec_new", b"1795000000." + body, "sha256").hexdigest()
        let header = format!("t={AT},v1=c0a0b23b4a6b894afa019e9522c26e13950fa52227297e3e6fe93a3a063edb8f");
        let event = check(Some(&header), BODY, AT).unwrap();
        assert_eq!((event.id.as_str(), event.kind.as_str()), ("evt_1", "payout.paid"));
        assert_eq!((event.account.as_deref(), event.livemode), (Some("acct_1"), false));
    }

    #[test]
    fn either_secret_and_any_of_several_signatures_will_do() {
        let (new, old) = (sign("whsec_new", AT, BODY), sign("whsec_old", AT, BODY));
        let (other, old_scheme) = (sign("whsec_other", AT, BODY), sign("whsec_new", AT, BODY));
        for header in [
            format!("t={AT},v1={old}"),
            format!("t={AT},v1={other},v1={new}"),
            format!("t={AT},v1=zz,v1={new},v0={old_scheme}"),
            format!("t={AT}, v1={new}"),
        ] {
            assert!(check(Some(&header), BODY, AT).is_ok(), "{header}");
        }
    }

    #[test]
    fn a_forgery_is_refused() {
        let right = sign("whsec_new", AT, BODY);
        let other = sign("whsec_other", AT, BODY);
        let forged = [
            (format!("t={AT},v1={other}"), BODY),
            (format!("t={AT},v0={right},v1={other}"), BODY),
            (format!("t={},v1={right}", AT + 1), BODY),
            (format!("t={AT},v1={right}"), &b"{\"id\":\"evt_2\",\"type\":\"payout.paid\"}"[..]),
            (format!("t={AT},v1="), BODY),
            (format!("t={AT},v1={}", right.get(..32).unwrap()), BODY),
        ];
        for (header, body) in forged {
            assert_eq!(check(Some(&header), body, AT), Err(WebhookError::WrongSignature), "{header}");
        }
    }

    #[test]
    fn empty_signature_header_is_rejected() {
        let many = format!("t={AT}{}", ",v1=00".repeat(17));
        for header in [None, Some(""), Some("v1=00"), Some("t=1"), Some("t=x,v1=00"), Some(many.as_str())] {
            assert_eq!(check(header, BODY, AT), Err(WebhookError::NoSignature), "{header:?}");
        }
    }

    #[test]
    fn old_and_future_deliveries_are_refused() {
        let header = format!("t={AT},v1={}", sign("whsec_new", AT, BODY));
        for (now, fine) in [(AT + 300, true), (AT + 301, false), (AT - 300, true), (AT - 301, false)] {
            let checked = check(Some(&header), BODY, now);
            assert_eq!(checked.is_ok(), fine, "{now}");
            assert!(fine || checked == Err(WebhookError::OutsideTolerance));
        }
    }

    #[test]
    fn signed_payload_must_be_an_event() {
        for body in
            [&b"not json"[..], b"", b"[]", b"{\"id\":\"evt_1\"}", b"{\"id\":\"\",\"type\":\"x\"}", b"\xff"]
        {
            let header = format!("t={AT},v1={}", sign("whsec_new", AT, body));
            assert_eq!(check(Some(&header), body, AT), Err(WebhookError::NotAnEvent));
        }
    }

    #[test]
    fn a_thin_event_names_its_account_as_context_or_is_about_it() {
        for account in [
            r#""context":"acct_9""#,
            r#""context":null,"related_object":{"id":"acct_9","type":"v2.core.account","url":"/"}"#,
        ] {
            let body = format!(
                r#"{{"id":"evt_1","object":"v2.core.event","type":"v2.core.account.updated",{account},"livemode":true}}"#
            );
            let header = format!("t={AT},v1={}", sign("whsec_new", AT, body.as_bytes()));
            let event = check(Some(&header), body.as_bytes(), AT).unwrap();
            assert_eq!((event.account.as_deref(), event.livemode), (Some("acct_9"), true));
        }
    }
}
