//! Mail by SMTP: one message with a text and an HTML part, over an encrypted, pooled connection.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::one_line;
use crate::config::{MailConfig, SmtpEncryption};
use application::ports::{Email, ExternalError, Mailer};

const TIMEOUT: Duration = Duration::from_secs(20);
/// Connecting, greeting, handing over: no message may hold a worker longer than this.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(60);
const POOL_SIZE: u32 = 8;
const IDLE: Duration = Duration::from_secs(30);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// A mail server.
#[derive(Debug)]
pub struct SmtpMailer {
    transport: Transport,
    from: Address,
}

impl SmtpMailer {
    /// A mailer as configured; nothing is sent yet. Call it inside a Tokio runtime.
    pub fn new(config: &MailConfig) -> Result<Self, ExternalError> {
        let from = address(&config.from)?;
        let tls = || {
            TlsParameters::new(config.host.clone())
                .map_err(|error| ExternalError::Refused(one_line(&format!("TLS can't be set up: {error}"))))
        };
        let tls = match config.encryption {
            SmtpEncryption::Implicit => Tls::Wrapper(tls()?),
            SmtpEncryption::Required => Tls::Required(tls()?),
            SmtpEncryption::Loopback => Tls::None,
        };
        let pool = PoolConfig::new().max_size(POOL_SIZE).idle_timeout(IDLE);
        let mut builder = Transport::builder_dangerous(&config.host)
            .port(config.port)
            .tls(tls)
            .timeout(Some(TIMEOUT))
            .pool_config(pool);
        if let Some((user, password)) = &config.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
        }
        Ok(SmtpMailer { transport: builder.build(), from })
    }

    /// What a failed delivery means. A refusal counts as the recipient's only when the server still lets us
    /// in: a greeting or a sign-in that is refused is our trouble, and the message waits.
    async fn classify_error(&self, error: lettre::transport::smtp::Error) -> ExternalError {
        let message = one_line(&format!("the mail server: {error}"));
        if !error.is_permanent() {
            return ExternalError::Unavailable(message);
        }
        let code = error.status().map(u16::from);
        let is_our_fault = matches!(code, Some(530 | 534 | 535 | 538));
        if is_our_fault || self.check().await.is_err() {
            ExternalError::Unavailable(message)
        } else {
            ExternalError::Refused(message)
        }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, email: Email) -> Result<(), ExternalError> {
        let message = compose(&self.from, email)?;
        match tokio::time::timeout(TOTAL_TIMEOUT, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(self.classify_error(error).await),
            Err(_) => Err(ExternalError::Unavailable("the mail server did not answer in time".to_owned())),
        }
    }

    async fn check(&self) -> Result<(), ExternalError> {
        match tokio::time::timeout(TOTAL_TIMEOUT, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => {
                Err(ExternalError::Unavailable("the mail server closed the connection".to_owned()))
            }
            Ok(Err(error)) => Err(ExternalError::Unavailable(one_line(&format!("the mail server: {error}")))),
            Err(_) => Err(ExternalError::Unavailable("the mail server did not answer in time".to_owned())),
        }
    }
}

/// Builds the message. Everything that ends up in a header is made one line first.
fn compose(from: &Address, email: Email) -> Result<Message, ExternalError> {
    let (to_name, to_address) = email.to;
    let mut builder = Message::builder()
        .message_id(Some(format!("<{}>", message_id(&email.message_id)?)))
        .date(SystemTime::from(email.date))
        .from(Mailbox::new(display_name(&email.from_name), from.clone()))
        .to(Mailbox::new(display_name(&to_name), address(&to_address)?))
        .subject(header_text(&email.subject))
        .header(ContentLanguage(email.language.to_owned()))
        .header(AutoSubmitted);
    if let Some(reply_to) = &email.reply_to {
        builder = builder.reply_to(Mailbox::new(display_name(&email.from_name), address(reply_to)?));
    }
    let part = |kind: ContentType, body: String| SinglePart::builder().header(kind).body(body);
    let parts = MultiPart::alternative()
        .singlepart(part(ContentType::TEXT_PLAIN, email.text))
        .singlepart(part(ContentType::TEXT_HTML, email.html));
    builder
        .multipart(parts)
        .map_err(|error| ExternalError::Refused(one_line(&format!("the message can't be written: {error}"))))
}

/// Text for a header: one line, in which nothing is an encoded word that mail programs would decode.
fn header_text(text: &str) -> String {
    one_line(text).replace("=?", "= ?")
}

fn display_name(name: &str) -> Option<String> {
    let name = header_text(name);
    (!name.is_empty()).then_some(name)
}

fn address(text: &str) -> Result<Address, ExternalError> {
    text.parse().map_err(|_| ExternalError::Refused(one_line(&format!("{text:?} is not an email address"))))
}

fn message_id(id: &str) -> Result<&str, ExternalError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"@.-_".contains(&byte);
    let has_both_sides =
        id.split_once('@').is_some_and(|(left, right)| !left.is_empty() && !right.is_empty());
    if has_both_sides && id.bytes().all(allowed) {
        Ok(id)
    } else {
        Err(ExternalError::Refused("the message's id must look like name@host".to_owned()))
    }
}

#[derive(Clone)]
struct ContentLanguage(String);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ContentLanguage(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), one_line(&self.0))
    }
}

/// Tells mail systems that no person wrote this, so that nobody's holiday notice answers it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests;
