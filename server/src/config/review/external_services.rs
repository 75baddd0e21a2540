//! Stripe, the mail server and the file store: whether they are the right ones, reached safely.

use super::{Findings, secrets};
use crate::config::{Config, SmtpEncryption};

const SECRET_KEY: &str = "PROPTY_STRIPE_SECRET_KEY";
const API_URL: &str = "PROPTY_STRIPE_API_URL";
const SMTP_URL: &str = "PROPTY_SMTP_URL";
const S3_ENDPOINT: &str = "PROPTY_S3_ENDPOINT";
const S3_ACCESS_KEY: &str = "PROPTY_S3_ACCESS_KEY";
const S3_SECRET_KEY: &str = "PROPTY_S3_SECRET_KEY";
/// Where Stripe is.
const STRIPE: &str = "api.stripe.com";
/// What file stores come with, and what their documentation shows.
const DEFAULT_CREDENTIALS: [&str; 12] = [
    "minioadmin",
    "minio",
    "minio123",
    "minio-root-user",
    "rustfsadmin",
    "admin",
    "password",
    "test",
    "root",
    "localstack",
    "akiaiosfodnn7example",
    "wjalrxutnfemi/k7mdeng/bpxrficyexamplekey",
];

pub(super) fn review(config: &Config, findings: &mut Findings) {
    stripe(config, findings);
    if config.mail.encryption == SmtpEncryption::Loopback {
        findings.warn_in_production(
            SMTP_URL,
            "has no TLS: right only for a relay on this machine that sends on with TLS",
        );
    }
    if config.mail.encryption != SmtpEncryption::Loopback && config.mail.credentials.is_none() {
        findings.warn_in_production(
            SMTP_URL,
            "has no user name and password: a server that takes mail from anybody",
        );
    }
    let storage = &config.storage;
    if storage.endpoint.scheme() != "https" {
        findings.warn_in_production(
            S3_ENDPOINT,
            "is not https: right only for a store on this machine. Files are kept there unencrypted",
        );
    }
    let is_known = |value: &str| {
        let value = value.to_lowercase();
        DEFAULT_CREDENTIALS.contains(&value.as_str())
    };
    if is_known(storage.access_key.expose()) || is_known(storage.secret_key.expose()) {
        findings.error_in_production(
            S3_SECRET_KEY,
            "or the access key's id is the one the store came with or its documentation shows: make a key of its own",
        );
    } else if storage.access_key == storage.secret_key {
        findings.error_in_production(S3_ACCESS_KEY, "is the secret as well, and the id is sent in the clear");
    }
}

fn stripe(config: &Config, findings: &mut Findings) {
    let stripe = &config.stripe;
    let own = stripe.api_url.host_str() != Some(STRIPE) || stripe.api_url.scheme() != "https";
    if stripe.livemode() && !config.http.is_https() {
        findings.error(
            SECRET_KEY,
            "moves real money, but the site is on this machine without TLS: use a test key (sk_test_…) to try things out",
        );
    }
    if stripe.livemode() && own {
        findings.error(API_URL, "is not Stripe's, and would be given a live key: leave it unset");
    } else if own {
        findings.error_in_production(API_URL, "is not Stripe's: nothing is really paid. Leave it unset");
    }
    if !stripe.livemode() {
        findings.warn_in_production(
            SECRET_KEY,
            "is a test key: nothing is really paid. Right for trying things out, wrong for residents",
        );
    }
    let rest = stripe.secret_key.expose().get(8..).unwrap_or_default();
    if rest.chars().count() < 16 || secrets::weakness(rest).is_some_and(|why| why.contains("others know")) {
        findings.error_in_production(SECRET_KEY, "looks like a placeholder: copy it from Stripe's dashboard");
    }
}
