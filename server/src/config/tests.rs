//! The configuration as an operator meets it: complete, missing, wrong, and described on its page.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn complete() -> BTreeMap<String, String> {
    [
        ("PROPTY_DATABASE_URL", "postgres://propty:hunter2@db.example.com/propty"),
        ("PROPTY_BASE_URL", "https://pay.example.com"),
        ("PROPTY_SECRET_KEY", "0123456789abcdef0123456789abcdef"),
        ("PROPTY_STRIPE_SECRET_KEY", "sk_test_hunter2"),
        ("PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS", "whsec_hunter2, whsec_older"),
        ("PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS", "whsec_hunter2"),
        ("PROPTY_SMTP_URL", "smtps://mailer:hunter2%40home@mail.example.com"),
        ("PROPTY_MAIL_FROM", "notices@example.com"),
        ("PROPTY_S3_ENDPOINT", "https://s3.example.com"),
        ("PROPTY_S3_BUCKET", "community-files"),
        ("PROPTY_S3_ACCESS_KEY", "hunter2-id"),
        ("PROPTY_S3_SECRET_KEY", "hunter2-secret"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect()
}

fn load(environment: &BTreeMap<String, String>) -> Result<Config, ConfigError> {
    Config::load(&|name| environment.get(name).cloned())
}

/// What goes wrong when one variable of a complete environment is changed.
fn problems_with(name: &str, value: &str) -> Vec<Problem> {
    let mut environment = complete();
    environment.insert(name.to_owned(), value.to_owned());
    load(&environment).err().map(|error| error.problems).unwrap_or_default()
}

#[test]
fn a_complete_environment_is_read() {
    let config = load(&complete()).unwrap();
    assert_eq!(config.http.origin(), "https://pay.example.com");
    assert!(config.http.is_https());
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.stripe.connect_webhook_secrets.len(), 2);
    assert_eq!(config.stripe.api_url.as_str(), "https://api.stripe.com/");
    assert!(!config.stripe.livemode());
    assert_eq!((config.mail.port, config.mail.encryption), (465, SmtpEncryption::Implicit));
    let (user, password) = config.mail.credentials.unwrap();
    assert_eq!((user.as_str(), password.expose()), ("mailer", "hunter2@home"));
    assert_eq!(config.worker.concurrency, 4);
    assert!(matches!(config.database, DatabaseConfig::Postgres { .. }));
}

#[test]
fn secrets_are_not_printed() {
    let printed = format!("{:?}", load(&complete()).unwrap());
    assert!(!printed.contains("hunter2") && !printed.contains("0123456789abcdef"), "{printed}");
    for name in complete().keys() {
        let printed = format!("{:?}", problems_with(name, "hunter2 \u{1}"));
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}

#[test]
fn empty_environment_reports_every_required_variable() {
    let error = load(&BTreeMap::new()).unwrap_err();
    let named: BTreeSet<&str> = error.problems.iter().map(|problem| problem.variable).collect();
    assert_eq!(named, complete().keys().map(String::as_str).collect());
    let printed = error.to_string();
    assert!(named.iter().all(|name| printed.contains(name)) && printed.contains("set it to"), "{printed}");
}

#[test]
fn invalid_values_are_reported_with_advice() {
    for (name, value, advice) in [
        ("PROPTY_DATABASE_URL", "mysql://db/propty", "sqlite: or postgres://"),
        ("PROPTY_DATABASE_URL", "sqlite:", "names no file"),
        ("PROPTY_DATABASE_URL", "sqlite::memory:", "in memory"),
        ("PROPTY_BASE_URL", "pay.example.com", "in full"),
        ("PROPTY_BASE_URL", "http://pay.example.com", "https://"),
        ("PROPTY_BASE_URL", "https://example.com/pay", "no path"),
        ("PROPTY_LISTEN", "8080", "a port"),
        ("PROPTY_TRUSTED_PROXIES", "proxy.example.com", "IP addresses or networks"),
        ("PROPTY_TRUSTED_PROXIES", "10.0.0.0/8, 10.0.0.1/99", "IP addresses or networks"),
        ("PROPTY_SECRET_KEY", "short", "at least 32"),
        ("PROPTY_STRIPE_SECRET_KEY", "pk_test_1", "sk_test_"),
        ("PROPTY_STRIPE_API_URL", "http://stripe.example.com", "https://"),
        ("PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS", "secret", "whsec_"),
        ("PROPTY_SMTP_URL", "smtp://mail.example.com", "unencrypted"),
        ("PROPTY_SMTP_URL", "https://mail.example.com", "smtps://"),
        ("PROPTY_MAIL_FROM", "Propty <notices@example.com>", "plain address"),
        ("PROPTY_MAIL_FROM", "notices@example.com\r\nBcc: all@example.com", "plain address"),
        ("PROPTY_S3_ENDPOINT", "http://s3.example.com", "https://"),
        ("PROPTY_S3_BUCKET", "Our Files", "lower-case"),
        ("PROPTY_LOG", "server=loud", "level"),
        ("PROPTY_WORKER_CONCURRENCY", "0", "1 to 64"),
    ] {
        let problems = problems_with(name, value);
        assert_eq!(problems.len(), 1, "{name}={value}: {problems:?}");
        assert!(problems.iter().all(|p| p.variable == name && p.message.contains(advice)), "{problems:?}");
    }
}

#[test]
fn loopback_addresses_may_be_unencrypted() {
    for (name, value) in [
        ("PROPTY_BASE_URL", "http://localhost:8080"),
        ("PROPTY_BASE_URL", "http://[::1]:8080"),
        ("PROPTY_STRIPE_API_URL", "http://127.0.0.1:12111"),
        ("PROPTY_SMTP_URL", "smtp://127.0.0.1:1025"),
        ("PROPTY_S3_ENDPOINT", "http://127.0.0.1:9000"),
        ("PROPTY_DATABASE_URL", "sqlite:/var/lib/propty/propty.db"),
    ] {
        assert_eq!(problems_with(name, value), [], "{name}={value}");
    }
}

#[test]
fn proxies_are_addresses_and_networks() {
    let mut environment = complete();
    assert!(load(&environment).unwrap().http.trusted_proxies.is_empty(), "nobody is trusted by default");
    environment.insert("PROPTY_TRUSTED_PROXIES".to_owned(), "127.0.0.1, 10.0.0.0/8,,2001:db8::1".to_owned());
    let proxies = load(&environment).unwrap().http.trusted_proxies;
    let read: Vec<String> = proxies.iter().map(ToString::to_string).collect();
    assert_eq!(read, ["127.0.0.1/32", "10.0.0.0/8", "2001:db8::1/128"]);
}

#[test]
fn smtp_starttls_can_be_required() {
    let mut environment = complete();
    environment.insert("PROPTY_SMTP_URL".to_owned(), "smtp://mail.example.com?tls=required".to_owned());
    let mail = load(&environment).unwrap().mail;
    assert_eq!((mail.encryption, mail.port), (SmtpEncryption::Required, 587));
}

#[test]
fn documentation_lists_every_variable() {
    let read = RefCell::new(BTreeSet::new());
    let environment = complete();
    Config::load(&|name| {
        read.borrow_mut().insert(name.to_owned());
        environment.get(name).cloned()
    })
    .unwrap();
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md")).unwrap();
    let listed: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, read.into_inner());
}
