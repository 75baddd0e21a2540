//! Each finding on its own: a configuration with nothing wrong, and one value changed.

use std::collections::BTreeMap;

use super::*;

fn secure() -> BTreeMap<&'static str, String> {
    [
        ("PROPTY_DATABASE_URL", "postgres://app:Zk3%40vQ9xT@db.internal/books?sslmode=verify-full"),
        ("PROPTY_BASE_URL", "https://pay.hoa.test"),
        ("PROPTY_LISTEN", "127.0.0.1:8080"),
        ("PROPTY_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
        ("PROPTY_SECRET_KEY", "5d1ac1f0a9e34c0bb7d2f86ce0497a3154b6e8c29f07d3a1e6c8b05f7a2d9e43"),
        ("PROPTY_STRIPE_SECRET_KEY", "sk_live_51NqvTrGk8sWm2Zc0HbYx7Ld"),
        ("PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS", "whsec_q7Lw2ZtXc9VbN4mKp8RsD1fGh6JyTe3U"),
        ("PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS", "whsec_a8Fk3MzYd0WcO5nLq9StE2gHi7KzUf4V"),
        ("PROPTY_SMTP_URL", "smtps://mailer:Vt7pQ2@mail.hoa.test"),
        ("PROPTY_MAIL_FROM", "notices@hoa.test"),
        ("PROPTY_S3_ENDPOINT", "https://s3.ca-central-1.amazonaws.com"),
        ("PROPTY_S3_BUCKET", "community-files"),
        ("PROPTY_S3_ACCESS_KEY", "AKIA4QWERT7ZXC2VBN9M"),
        ("PROPTY_S3_SECRET_KEY", "mT9xq2Lw7ZcVb4NpRs8Kd1FgHj6YtE3uQa5WzX0o"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

/// A trial on this machine, as the demo is.
fn local() -> BTreeMap<&'static str, String> {
    let mut environment = secure();
    for (name, value) in [
        ("PROPTY_DATABASE_URL", "sqlite:/tmp/demo/propty.db"),
        ("PROPTY_BASE_URL", "http://127.0.0.1:8080"),
        ("PROPTY_TRUSTED_PROXIES", ""),
        ("PROPTY_STRIPE_SECRET_KEY", "sk_test_sandbox"),
        ("PROPTY_STRIPE_API_URL", "http://127.0.0.1:12111/"),
        ("PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS", "whsec_sandbox_connect"),
        ("PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS", "whsec_sandbox_account"),
        ("PROPTY_SMTP_URL", "smtp://127.0.0.1:1025"),
        ("PROPTY_S3_ENDPOINT", "http://127.0.0.1:9000"),
        ("PROPTY_S3_ACCESS_KEY", "minioadmin"),
        ("PROPTY_S3_SECRET_KEY", "minioadmin"),
        ("PROPTY_LOG", "debug"),
    ] {
        environment.insert(name, value.to_owned());
    }
    environment
}

fn findings(environment: &BTreeMap<&'static str, String>) -> Vec<Finding> {
    review(&Config::load(&|name| environment.get(name).cloned()).unwrap())
}

/// What is found when these are changed.
fn with(mut environment: BTreeMap<&'static str, String>, changes: &[(&'static str, &str)]) -> Vec<Finding> {
    for (name, value) in changes {
        environment.insert(name, (*value).to_owned());
    }
    findings(&environment)
}

#[test]
fn secure_and_local_configurations_have_no_findings() {
    assert_eq!(findings(&secure()), []);
    assert_eq!(findings(&local()), []);
}

#[test]
fn each_weakness_has_its_own_finding() {
    use Severity::{Error, Warning};
    let cases: &[(&str, &str, Severity, &str)] = &[
        ("PROPTY_TRUSTED_PROXIES", "", Error, "everybody would count as one network"),
        ("PROPTY_TRUSTED_PROXIES", "0.0.0.0/0", Error, "trusts 0.0.0.0/0"),
        ("PROPTY_TRUSTED_PROXIES", "127.0.0.1, ::/0", Error, "trusts ::/0"),
        ("PROPTY_LISTEN", "0.0.0.0:8080", Warning, "every interface"),
        ("PROPTY_LISTEN", "[::]:8080", Warning, "every interface"),
        ("PROPTY_LOG", "debug", Warning, "logs at debug"),
        ("PROPTY_LOG", "info,server::http=trace", Warning, "logs at trace"),
        ("PROPTY_SECRET_KEY", "0123456789abcdef0123456789abcdef", Error, "repeats itself"),
        ("PROPTY_SECRET_KEY", "abcdefghijklmnopqrstuvwxyz0123456789", Error, "counts up"),
        ("PROPTY_SECRET_KEY", "11111111111111111111111111111112", Error, "too few different"),
        ("PROPTY_SECRET_KEY", "a key for tests that nobody else may use", Error, "others know"),
        ("PROPTY_SECRET_KEY", "please-CHANGEME-before-you-go-live-1234", Error, "others know"),
        ("PROPTY_STRIPE_SECRET_KEY", "sk_test_51NqvTrGk8sWm2Zc0HbYx7Ld", Warning, "test key"),
        ("PROPTY_STRIPE_SECRET_KEY", "sk_live_1234", Error, "placeholder"),
        ("PROPTY_STRIPE_API_URL", "http://127.0.0.1:12111", Error, "not Stripe's"),
        ("PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS", "whsec_sandbox_connect", Error, "placeholder"),
        (
            "PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS",
            "whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            Error,
            "placeholder",
        ),
        (
            "PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS",
            "whsec_a8Fk3MzYd0WcO5nLq9StE2gHi7KzUf4V,whsec_q7Lw2ZtXc9VbN4mKp8RsD1fGh6JyTe3U",
            Error,
            "each endpoint has its own",
        ),
        ("PROPTY_SMTP_URL", "smtp://127.0.0.1:25", Warning, "no TLS"),
        ("PROPTY_SMTP_URL", "smtps://mail.hoa.test", Warning, "no user name"),
        ("PROPTY_S3_ENDPOINT", "http://127.0.0.1:9000", Warning, "not https"),
        ("PROPTY_S3_SECRET_KEY", "minioadmin", Error, "came with"),
        ("PROPTY_S3_SECRET_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Error, "documentation"),
        ("PROPTY_DATABASE_URL", "postgres://app:Zk3vQ9xT@db.internal/books", Error, "in the clear"),
        (
            "PROPTY_DATABASE_URL",
            "postgres://app:Zk3vQ9xT@db.internal/books?sslmode=prefer",
            Error,
            "in the clear",
        ),
        ("PROPTY_DATABASE_URL", "postgres://app:app@127.0.0.1/books", Error, "try first"),
    ];
    for (name, value, severity, word) in cases {
        let found = with(secure(), &[(name, value)]);
        assert_eq!(found.len(), 1, "{name}={value}: {found:#?}");
        let finding = &found[0];
        assert_eq!((finding.variable, finding.severity), (*name, *severity), "{value}");
        assert!(finding.message.contains(word), "{finding}");
    }
}

#[test]
fn safe_values_have_no_findings() {
    for (name, value) in [
        ("PROPTY_DATABASE_URL", "postgres://app:Zk3vQ9xT@db.internal/books?sslmode=require"),
        ("PROPTY_DATABASE_URL", "postgres://app:Zk3vQ9xT@localhost/books"),
        ("PROPTY_DATABASE_URL", "postgres://app:Zk3vQ9xT@[::1]:5433/books"),
        ("PROPTY_DATABASE_URL", "postgres:///books?host=/run/postgresql"),
        ("PROPTY_DATABASE_URL", "postgres://%2Frun%2Fpostgresql/books"),
        ("PROPTY_DATABASE_URL", "sqlite:/var/lib/propty/propty.db"),
        ("PROPTY_LISTEN", "10.0.0.5:8080"),
        ("PROPTY_LOG", "info,hyper=warn"),
        ("PROPTY_SECRET_KEY", "q7Lw2ZtXc9VbN4mKp8RsD1fGh6JyTe3U"),
        ("PROPTY_SECRET_KEY", "9f86d081884c7d659a2feaa0c55ad015"),
        ("PROPTY_STRIPE_SECRET_KEY", "rk_live_51NqvTrGk8sWm2Zc0HbYx7Ld"),
    ] {
        assert_eq!(with(secure(), &[(name, value)]), [], "{name}={value}");
    }
}

#[test]
fn local_configuration_with_live_key_or_remote_host_is_an_error() {
    let live = with(local(), &[("PROPTY_STRIPE_SECRET_KEY", "sk_live_51NqvTrGk8sWm2Zc0HbYx7Ld")]);
    let printed: Vec<_> = live.iter().map(|finding| (finding.variable, finding.severity)).collect();
    let wrong = Severity::Error;
    assert_eq!(printed, [("PROPTY_STRIPE_SECRET_KEY", wrong), ("PROPTY_STRIPE_API_URL", wrong)]);
    let open = with(local(), &[("PROPTY_LISTEN", "0.0.0.0:8080")]);
    assert_eq!(open.len(), 1);
    assert!(open[0].message.contains("without TLS"), "{}", open[0]);
    let elsewhere = with(local(), &[("PROPTY_DATABASE_URL", "postgres://app:app@db.internal/books")]);
    assert_eq!(elsewhere.len(), 1);
    assert!(elsewhere[0].message.contains("in the clear"), "{}", elsewhere[0]);
}

#[test]
fn plain_http_base_url_is_an_error() {
    // The loader refuses it; the review does not rely on that.
    let environment = local();
    let mut config = Config::load(&|name| environment.get(name).cloned()).unwrap();
    config.http.base_url = "http://pay.hoa.test".parse().unwrap();
    let found = review(&config);
    assert!(found.iter().any(|finding| finding.variable == "PROPTY_BASE_URL"), "{found:#?}");
}

#[test]
fn findings_are_sorted_and_contain_no_secret() {
    let found = with(
        secure(),
        &[
            ("PROPTY_LOG", "trace"),
            ("PROPTY_SECRET_KEY", "hunter2hunter2hunter2hunter2hunter2"),
            ("PROPTY_STRIPE_SECRET_KEY", "sk_test_hunter2"),
            ("PROPTY_STRIPE_CONNECT_WEBHOOK_SECRETS", "whsec_hunter2"),
            ("PROPTY_STRIPE_ACCOUNT_WEBHOOK_SECRETS", "whsec_hunter2"),
            ("PROPTY_S3_SECRET_KEY", "hunter2"),
            ("PROPTY_S3_ACCESS_KEY", "hunter2"),
            ("PROPTY_DATABASE_URL", "postgres://hunter2:hunter2@db.internal/books"),
        ],
    );
    assert!(found.len() >= 9, "{found:#?}");
    assert!(found.is_sorted_by(|one, other| one.severity >= other.severity), "{found:#?}");
    assert!(!format!("{found:?}").contains("hunter2"), "{found:#?}");
}
