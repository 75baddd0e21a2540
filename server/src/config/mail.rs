//! Which mail server takes our messages, and who they are from.

use url::Url;

use super::reader::Reader;
use super::{Lookup, Problem};
use adapters::config::{MailConfig, Secret, SmtpEncryption, is_loopback};

const SMTP_URL: &str = "PROPTY_SMTP_URL";
const MAIL_FROM: &str = "PROPTY_MAIL_FROM";
const EXAMPLE: &str =
    "smtps://user:password@mail.example.com or smtp://user:password@mail.example.com:587?tls=required";

/// Reads `PROPTY_SMTP_URL` and `PROPTY_MAIL_FROM`.
pub(super) fn load(lookup: &Lookup<'_>) -> Result<MailConfig, Vec<Problem>> {
    let mut reader = Reader::new(lookup);
    let server = reader.required(SMTP_URL, EXAMPLE).and_then(|value| server(&mut reader, &value));
    let from = reader
        .required(MAIL_FROM, "the address mail is sent from, such as notices@example.com")
        .and_then(|value| match value.parse::<lettre::Address>() {
            Ok(address) => Some(address.to_string()),
            Err(_) => reader.problem(MAIL_FROM, "must be a plain address, such as notices@example.com"),
        });
    let part = server.zip(from).map(|(server, from)| MailConfig { from, ..server });
    reader.finish(part)
}

fn server(reader: &mut Reader<'_>, value: &str) -> Option<MailConfig> {
    let Ok(url) = Url::parse(value) else {
        return reader.problem(
            SMTP_URL,
            format!(
                "can't be read: write {EXAMPLE}, with special characters of the password percent-encoded"
            ),
        );
    };
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return reader.problem(SMTP_URL, format!("names no server: write {EXAMPLE}"));
    };
    let tls_required = url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
    let (encryption, port) = match url.scheme() {
        "smtps" => (SmtpEncryption::Implicit, 465),
        "smtp" if tls_required => (SmtpEncryption::Required, 587),
        "smtp" if is_loopback(host) => (SmtpEncryption::Loopback, 25),
        "smtp" => {
            return reader.problem(
                SMTP_URL,
                "would send mail unencrypted: add ?tls=required, or use smtps:// (plain smtp:// only works on \
                 this machine itself)",
            );
        }
        _ => {
            return reader.problem(SMTP_URL, format!("must start with smtps:// or smtp://: write {EXAMPLE}"));
        }
    };
    let user = percent_decode(url.username());
    let password = percent_decode(url.password().unwrap_or_default());
    let (Some(user), Some(password)) = (user, password) else {
        return reader.problem(SMTP_URL, "has a user name or password that is wrongly percent-encoded");
    };
    let credentials = (!user.is_empty()).then(|| (user, Secret::new(password)));
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    Some(MailConfig { host, port: url.port().unwrap_or(port), encryption, credentials, from: String::new() })
}

/// Turns `%40` back into `@`; none when an escape is broken.
fn percent_decode(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let byte = u8::from_str_radix(piece.get(..2)?, 16).ok()?;
        bytes.push(byte);
        bytes.extend_from_slice(piece.get(2..)?.as_bytes());
    }
    String::from_utf8(bytes).ok()
}
