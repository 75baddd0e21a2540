//! What fills the ports: Stripe, SMTP, S3, the system's clock and its randomness. Use cases know only the
//! traits in `ports`; `server` and `demo` put these behind them.

pub mod clock;
pub mod config;
pub mod random;
pub mod s3;
pub mod smtp;
pub mod stripe;

/// Makes text from outside fit for a log line and an admin's page: one line, at most 300 characters.
fn one_line(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|w| !w.is_empty()).collect();
    words.join(" ").chars().take(300).collect()
}
