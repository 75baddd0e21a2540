//! Whether secrets could be guessed: the key that signs, and the secrets deliveries are known by.

use std::collections::BTreeMap;

use super::Findings;
use crate::config::{Config, Secret};

const SECRET_KEY: &str = "PROPTY_SECRET_KEY";
const CONNECT: &str = "PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS";
const ACCOUNT: &str = "PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS";
/// Words of keys that somebody else has: from documentation, tests and demos.
const KNOWN_KEYS: [&str; 16] = [
    "changeme",
    "change-me",
    "change_me",
    "example",
    "placeholder",
    "password",
    "insecure",
    "notasecret",
    "propty",
    "a key for tests",
    "for-tests",
    "sandbox",
    "your-",
    "your_",
    "xxxx",
    "hunter2",
];
/// Bits a key must have; the 32 hexadecimal digits it must have at least are 128.
const MIN_ENTROPY_BITS: f64 = 96.0;
/// Shortest run that is repeated or counted up.
const MIN_SEQUENCE_LENGTH: usize = 8;
/// Characters of the shortest secret Stripe gives, without its prefix.
const MIN_WEBHOOK_SECRET_LENGTH: usize = 24;

pub(super) fn review(config: &Config, findings: &mut Findings) {
    if let Some(why) = weakness(config.secret.key.expose()) {
        findings.error_in_production(
            SECRET_KEY,
            format!("{why}: whoever has it signs in as anybody. Replace it by the output of `openssl rand -hex 32`"),
        );
    }
    let stripe = &config.stripe;
    let (connect, account) = (&stripe.connect_webhook_secrets, &stripe.account_webhook_secrets);
    for (variable, secrets) in [(CONNECT, connect), (ACCOUNT, account)] {
        if secrets.iter().any(is_placeholder) {
            findings.error_in_production(
                variable,
                "looks like a placeholder: whoever guesses it can report payments that never were. Copy the signing \
                 secret from the endpoint's page in Stripe's dashboard",
            );
        }
    }
    if connect.iter().any(|secret| account.contains(secret)) {
        findings.error_in_production(
            ACCOUNT,
            "has a secret of PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS: each endpoint has its own, and a delivery to one \
             must not be good for the other",
        );
    }
}

fn is_placeholder(secret: &Secret) -> bool {
    let rest = secret.expose().strip_prefix("whsec_").unwrap_or_default();
    rest.chars().count() < MIN_WEBHOOK_SECRET_LENGTH || weakness(rest).is_some()
}

/// Why a key could be guessed; none when it looks random.
pub(super) fn weakness(key: &str) -> Option<&'static str> {
    let lower = key.to_lowercase();
    if KNOWN_KEYS.iter().any(|word| lower.contains(word)) {
        return Some("is a value that others know");
    }
    let bytes = lower.as_bytes();
    let repeats = (1..=bytes.len() / 2)
        .any(|period| bytes.iter().zip(bytes.iter().skip(period)).all(|(one, other)| one == other));
    if repeats {
        return Some("repeats itself");
    }
    if is_sequential(bytes) {
        return Some("counts up");
    }
    if entropy_bits(key) < MIN_ENTROPY_BITS {
        return Some("has too few different characters");
    }
    None
}

/// Whether most of it counts up or down: `0123456789…`, `abcdef…`.
fn is_sequential(bytes: &[u8]) -> bool {
    let steps = |step: fn(u8, u8) -> bool| {
        let pairs = bytes.iter().zip(bytes.iter().skip(1));
        pairs.filter(|(one, other)| step(**one, **other)).count()
    };
    let longest = steps(|one, other| one.checked_add(1) == Some(other));
    let longest = longest.max(steps(|one, other| other.checked_add(1) == Some(one)));
    longest >= MIN_SEQUENCE_LENGTH && longest.saturating_mul(2) >= bytes.len()
}

/// Bits of a text if each character were drawn as often as it is there.
fn entropy_bits(text: &str) -> f64 {
    let mut frequencies: BTreeMap<char, u32> = BTreeMap::new();
    for letter in text.chars() {
        let count = frequencies.entry(letter).or_default();
        *count = count.saturating_add(1);
    }
    let length = f64::from(frequencies.values().fold(0_u32, |sum, count| sum.saturating_add(*count)));
    frequencies.values().map(|count| f64::from(*count) * (length / f64::from(*count)).log2()).sum()
}
