//! Messages as a mail server gets them.

use std::net::SocketAddr;
use std::time::Duration;

use jiff::Timestamp;
use sandbox::{Sandbox, SandboxConfig, SmtpFault};

use super::*;

fn email(to: &str) -> Email {
    Email {
        message_id: "msg_1@pay.example.com".to_owned(),
        from_name: "Résidence du Parc, \"Le Boisé\"".to_owned(),
        reply_to: Some("gestion@example.com".to_owned()),
        to: ("Zoé Gagné".to_owned(), to.to_owned()),
        language: "fr",
        subject: "Facture 2026-0001 : Charges de décembre".to_owned(),
        html: "<p>1 200,00 $ — <b>payer</b></p>".to_owned(),
        text: "1 200,00 $\n.\nune ligne d’un point ci-dessus".to_owned(),
        date: Timestamp::from_second(1_795_000_000).unwrap(),
    }
}

fn mailer(to: SocketAddr) -> SmtpMailer {
    SmtpMailer::new(&MailConfig {
        host: to.ip().to_string(),
        port: to.port(),
        encryption: SmtpEncryption::Loopback,
        credentials: None,
        from: "notices@example.com".to_owned(),
    })
    .unwrap()
}

fn written(email: Email) -> String {
    let message = compose(&"notices@example.com".parse().unwrap(), email).unwrap();
    String::from_utf8(message.formatted()).unwrap()
}

fn headers(message: &str) -> Vec<String> {
    let unfolded = message.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
    unfolded.split("\r\n").map(str::to_owned).collect()
}

#[test]
fn email_headers_identify_kind_and_sender() {
    let mut plain = email("zoe@example.com");
    plain.from_name = "Maple Court".to_owned();
    let headers = headers(&written(plain));
    for line in [
        "Message-ID: <msg_1@pay.example.com>",
        "Date: Wed, 18 Nov 2026 11:06:40 +0000",
        "From: \"Maple Court\" <notices@example.com>",
        "Reply-To: \"Maple Court\" <gestion@example.com>",
        "Content-Language: fr",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(headers.iter().any(|header| header == line), "{line} is not in {headers:#?}");
    }
}

#[test]
fn nothing_can_add_a_header_or_a_recipient() {
    let attack = "Maple\r\nBcc: all@example.com\r\n\r\n<b>body</b>";
    let mut forged = email("zoe@example.com");
    forged.from_name = attack.to_owned();
    forged.to.0 = attack.to_owned();
    forged.subject = attack.to_owned();
    forged.language = "fr";
    let clean = headers(&written(email("zoe@example.com"))).len();
    let headers = headers(&written(forged));
    assert_eq!(headers.len(), clean, "{headers:#?}");
    assert!(!headers.iter().any(|header| header.starts_with("Bcc")), "{headers:#?}");

    for to in ["zoe@example.com\r\nBcc: all@example.com", "zoe", "Zoé <zoe@example.com>", ""] {
        let refused = compose(&"notices@example.com".parse().unwrap(), email(to));
        assert!(matches!(refused, Err(ExternalError::Refused(_))), "{to}");
    }
    for id in ["", "x", "@", "a@b\r\nBcc: c", "<a@b>", "a b@c"] {
        let mut wrong = email("zoe@example.com");
        wrong.message_id = id.to_owned();
        assert!(compose(&"notices@example.com".parse().unwrap(), wrong).is_err(), "{id}");
    }
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let mailer = mailer(sandbox.inbox.smtp_addr());
    mailer.check().await.unwrap();
    mailer.send(email("zoe@example.com")).await.unwrap();
    let arrived = sandbox
        .inbox
        .wait_for(|message| message.to.iter().any(|to| to == "zoe@example.com"), Duration::from_secs(10))
        .await
        .unwrap();
    let sent = email("zoe@example.com");
    assert_eq!(arrived.subject, sent.subject);
    assert_eq!(arrived.message_id, Some(format!("<{}>", sent.message_id)));
    assert_eq!((arrived.from.as_str(), arrived.from_name), ("notices@example.com", Some(sent.from_name)));
    assert_eq!(arrived.reply_to, sent.reply_to);
    assert_eq!(arrived.html.unwrap().trim(), sent.html);
    assert_eq!(arrived.text.unwrap().replace("\r\n", "\n").trim(), sent.text);
    sandbox.stop().await;
}

#[tokio::test]
async fn permanent_smtp_errors_are_final_and_transient_ones_are_not() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let mailer = mailer(sandbox.inbox.smtp_addr());
    for (fault, final_) in
        [(SmtpFault::PermFail, true), (SmtpFault::TempFail, false), (SmtpFault::DropBeforeAnswer, false)]
    {
        sandbox.inbox.set_fault(fault);
        let error = mailer.send(email("zoe@example.com")).await.unwrap_err();
        assert_eq!(matches!(error, ExternalError::Refused(_)), final_, "{fault:?}: {error}");
        assert_eq!(matches!(error, ExternalError::Unavailable(_)), !final_, "{fault:?}: {error}");
    }
    sandbox.inbox.set_fault(SmtpFault::None);
    mailer.send(email("zoe@example.com")).await.unwrap();
    sandbox.stop().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_means_try_again() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mailer = mailer(closed);
    assert!(matches!(mailer.check().await, Err(ExternalError::Unavailable(_))));
    assert!(matches!(mailer.send(email("zoe@example.com")).await, Err(ExternalError::Unavailable(_))));
}

/// Answers every connection with the same lines, one an exchange, then closes it.
async fn scripted(lines: &'static [&'static str]) -> SocketAddr {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut asked = BufReader::new(read).lines();
                for line in lines {
                    write.write_all(format!("{line}\r\n").as_bytes()).await.ok();
                    asked.next_line().await.ok();
                }
            });
        }
    });
    address
}

#[tokio::test]
async fn rejected_login_is_not_a_recipient_error() {
    let greeting = scripted(&["554 we do not talk to you"]).await;
    assert!(matches!(
        mailer(greeting).send(email("zoe@example.com")).await,
        Err(ExternalError::Unavailable(_))
    ));

    let sign_in = scripted(&["220 hello", "250-hello\r\n250 AUTH PLAIN", "535 wrong password"]).await;
    let config = MailConfig {
        host: sign_in.ip().to_string(),
        port: sign_in.port(),
        encryption: SmtpEncryption::Loopback,
        credentials: Some(("mailer".to_owned(), crate::config::Secret::new("wrong"))),
        from: "notices@example.com".to_owned(),
    };
    let mailer = SmtpMailer::new(&config).unwrap();
    assert!(matches!(mailer.send(email("zoe@example.com")).await, Err(ExternalError::Unavailable(_))));
}

#[tokio::test]
async fn mail_is_not_sent_without_the_required_encryption() {
    let plain = scripted(&["220 hello", "250 hello", "250 ok", "250 ok", "354 go on", "250 taken"]).await;
    let mut config = MailConfig {
        host: plain.ip().to_string(),
        port: plain.port(),
        encryption: SmtpEncryption::Required,
        credentials: None,
        from: "notices@example.com".to_owned(),
    };
    let refused = SmtpMailer::new(&config).unwrap().send(email("zoe@example.com")).await;
    assert!(matches!(refused, Err(ExternalError::Unavailable(_))), "{refused:?}");
    config.encryption = SmtpEncryption::Implicit;
    let refused = SmtpMailer::new(&config).unwrap().send(email("zoe@example.com")).await;
    assert!(matches!(refused, Err(ExternalError::Unavailable(_))), "{refused:?}");
}
