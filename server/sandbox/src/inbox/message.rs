//! One received mail, taken apart for reading.

use mail_parser::MessageParser;
use serde::Serialize;

/// A mail as it was received. `to` are the recipients of the envelope, the other texts come from the headers
/// and the body; what is missing there is empty.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Counts up from 1 in the order of arrival.
    pub id: u64,
    /// Unix milliseconds.
    pub received_at: i64,
    /// The sender's address; the one of the envelope if the header has none.
    pub from: String,
    /// The sender's name.
    pub from_name: Option<String>,
    pub reply_to: Option<String>,
    pub to: Vec<String>,
    pub subject: String,
    pub message_id: Option<String>,
    /// RFC 3339, from the `Date` header.
    pub date: Option<String>,
    pub html: Option<String>,
    pub text: Option<String>,
    /// The whole source.
    pub raw: String,
}

impl Message {
    pub(crate) fn parse(id: u64, received_at: i64, sender: &str, to: Vec<String>, raw: Vec<u8>) -> Self {
        let source = String::from_utf8_lossy(&raw).into_owned();
        let parsed = MessageParser::default().parse(&raw);
        let parsed = parsed.as_ref();
        let from = parsed.and_then(|mail| mail.from()).and_then(|from| from.first());
        let reply_to = parsed.and_then(|mail| mail.reply_to()).and_then(|address| address.first());
        // The parser makes a text out of HTML and the reverse; only parts that are really there count.
        let html = parsed.filter(|mail| mail.html_bodies().any(|part| part.is_text_html()));
        let text =
            parsed.filter(|mail| mail.text_bodies().any(|part| part.is_text() && !part.is_text_html()));
        Self {
            id,
            received_at,
            from: from.and_then(|from| from.address()).unwrap_or(sender).to_owned(),
            from_name: from.and_then(|from| from.name()).map(str::to_owned),
            reply_to: reply_to.and_then(|address| address.address()).map(str::to_owned),
            to,
            subject: parsed.and_then(|mail| mail.subject()).unwrap_or_default().to_owned(),
            message_id: parsed.and_then(|mail| mail.message_id()).map(|id| format!("<{id}>")),
            date: parsed.and_then(|mail| mail.date()).map(|date| date.to_rfc3339()),
            html: html.and_then(|mail| mail.body_html(0)).map(|body| body.into_owned()),
            text: text.and_then(|mail| mail.body_text(0)).map(|body| body.into_owned()),
            raw: source,
        }
    }

    /// The first value of a header, unfolded, as it was written.
    pub fn header(&self, name: &str) -> Option<String> {
        let mut value: Option<String> = None;
        for line in self.raw.lines().take_while(|line| !line.is_empty()) {
            match &mut value {
                Some(value) if line.starts_with([' ', '\t']) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                Some(_) => break,
                None => {
                    let field = line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case(name));
                    value = field.map(|(_, rest)| rest.trim().to_owned());
                }
            }
        }
        value
    }

    /// Whether it went to this address; upper and lower case don't matter.
    pub fn is_to(&self, address: &str) -> bool {
        self.to.iter().any(|to| to.eq_ignore_ascii_case(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: =?utf-8?q?R=C3=A9sidence?= <office@example.org>\r\nTo: ada@example.org\r\n\
        Subject: =?utf-8?q?Votre_re=C3=A7u?=\r\nMessage-ID: <one@example.org>\r\n\
        Date: Sun, 22 Nov 2026 12:00:00 +0000\r\nX-Folded: one\r\n two\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
        Bonjour\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p>Re=C3=A7u</p>\r\n--b--\r\n";

    #[test]
    fn headers_and_both_bodies_are_decoded() {
        let mail = Message::parse(1, 0, "bounce@example.org", vec!["ada@example.org".into()], MAIL.into());
        assert_eq!(mail.from, "office@example.org");
        assert_eq!(mail.from_name.as_deref(), Some("Résidence"));
        assert_eq!(mail.subject, "Votre reçu");
        assert_eq!(mail.message_id.as_deref(), Some("<one@example.org>"));
        assert_eq!(mail.text.as_deref().map(str::trim), Some("Bonjour"));
        assert_eq!(mail.html.as_deref().map(str::trim), Some("<p>Reçu</p>"));
        assert_eq!(mail.header("x-folded").as_deref(), Some("one two"));
        assert!(mail.is_to("ADA@example.org") && !mail.is_to("bob@example.org"));
    }

    #[test]
    fn text_only_and_malformed_emails_are_parsed() {
        let mail = Message::parse(1, 0, "a@example.org", vec![], b"Subject: Hi\r\n\r\nHello\r\n".to_vec());
        assert_eq!((mail.subject.as_str(), mail.html.as_deref()), ("Hi", None));
        assert_eq!(mail.from, "a@example.org");
        let rubbish = Message::parse(2, 0, "a@example.org", vec![], vec![0xff, 0xfe, 0]);
        assert_eq!(rubbish.subject, "");
    }
}
