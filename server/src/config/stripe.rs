//! How to reach Stripe and how to know its deliveries.

use std::num::NonZeroU32;

use url::Url;

use super::reader::Reader;
use super::{Lookup, Problem};
use adapters::config::{Secret, StripeConfig};

const SECRET_KEY: &str = "PROPTY_STRIPE_SECRET_KEY";
const API_URL: &str = "PROPTY_STRIPE_API_URL";
const CONNECT_SECRETS: &str = "PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS";
const CALLS: &str = "PROPTY_STRIPE_CALLS_PER_SECOND";
/// With a burst of five still below the 25 a second that Stripe takes at one address.
const DEFAULT_CALLS_PER_SECOND: &str = "20";
/// What Stripe takes of one account.
const MAX_CALLS_PER_SECOND: u32 = 100;
const ACCOUNT_SECRETS: &str = "PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS";

/// Reads the `PROPTY_STRIPE_…` variables.
pub(super) fn load(lookup: &Lookup<'_>) -> Result<StripeConfig, Vec<Problem>> {
    let mut reader = Reader::new(lookup);
    let secret_key = secret_key(&mut reader);
    let api_url = reader.optional(API_URL).unwrap_or_else(|| "https://api.stripe.com".to_owned());
    let api_url = reader.web_address(API_URL, &api_url);
    let connect = webhook_secrets(&mut reader, CONNECT_SECRETS);
    let account = webhook_secrets(&mut reader, ACCOUNT_SECRETS);
    let calls = calls_per_second(&mut reader, api_url.as_ref());
    let part = match (secret_key, api_url, connect, account, calls) {
        (Some(secret_key), Some(api_url), Some(connect), Some(account), Some(calls)) => Some(StripeConfig {
            secret_key,
            api_url,
            connect_webhook_secrets: connect,
            account_webhook_secrets: account,
            calls_per_second: calls,
        }),
        _ => None,
    };
    reader.finish(part)
}

/// A Stripe on this machine is a sandbox, and is asked as fast as it answers unless told otherwise.
fn calls_per_second(reader: &mut Reader<'_>, api_url: Option<&Url>) -> Option<Option<NonZeroU32>> {
    let given = reader.optional(CALLS);
    if given.is_none() && api_url.is_some_and(|url| url.scheme() == "http") {
        return Some(None);
    }
    let calls = given.unwrap_or_else(|| DEFAULT_CALLS_PER_SECOND.to_owned());
    match calls.parse::<NonZeroU32>() {
        Ok(number) if number.get() <= MAX_CALLS_PER_SECOND => Some(Some(number)),
        _ => reader.problem(CALLS, "must be a whole number of calls from 1 to 100"),
    }
}

fn secret_key(reader: &mut Reader<'_>) -> Option<Secret> {
    let key = reader.secret(SECRET_KEY, "the secret key from Stripe's dashboard, sk_test_… or sk_live_…")?;
    let known = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];
    let rest = known.iter().find_map(|prefix| key.expose().strip_prefix(prefix));
    match rest {
        Some(rest) if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()) => Some(key),
        Some(_) => reader.problem(SECRET_KEY, "is cut short or has a space in it: copy it again from Stripe's dashboard"),
        None => reader.problem(
            SECRET_KEY,
            "is not a secret key: it must start with sk_test_, sk_live_, rk_test_ or rk_live_ (pk_… is the public one)",
        ),
    }
}

fn webhook_secrets(reader: &mut Reader<'_>, variable: &'static str) -> Option<Vec<Secret>> {
    let value = reader
        .required(variable, "the endpoint's signing secret, whsec_…; several are separated by commas")?;
    let secrets: Vec<&str> = value.split(',').map(str::trim).filter(|secret| !secret.is_empty()).collect();
    let right = |secret: &&str| secret.strip_prefix("whsec_").is_some_and(|rest| !rest.is_empty());
    if secrets.is_empty() || !secrets.iter().all(right) {
        return reader
            .problem(variable, "must hold signing secrets that start with whsec_, separated by commas");
    }
    Some(secrets.into_iter().map(Secret::new).collect())
}
