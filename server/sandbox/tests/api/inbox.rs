//! Mail by a real client: kept, decoded, awaited, shown, and the ways in which the server can be unwell.

use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sandbox::{Sandbox, SandboxConfig, SmtpFault};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

const LONG: Duration = Duration::from_secs(20);

type Client = AsyncSmtpTransport<Tokio1Executor>;

async fn start() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let address = sandbox.inbox.smtp_addr();
    let client = Client::builder_dangerous(address.ip().to_string()).port(address.port()).build();
    (sandbox, client)
}

fn mail(to: &str, subject: &str) -> Message {
    let html = "<p>Reçu de <b>1 205,00 $</b></p><p><a href=\"http://127.0.0.1:9/portal\">Ouvrir</a></p>";
    Message::builder()
        .from(Mailbox::new(Some("Résidence du Port".to_owned()), "office@example.org".parse().unwrap()))
        .reply_to("manager@example.org".parse().unwrap())
        .to(to.parse().unwrap())
        .subject(subject)
        .message_id(Some("<receipt-1@example.org>".to_owned()))
        .multipart(MultiPart::alternative_plain_html(
            ".starts with a dot\r\nReçu".to_owned(),
            html.to_owned(),
        ))
        .unwrap()
}

#[tokio::test]
async fn email_is_stored_decoded_and_awaited() {
    let (sandbox, client) = start().await;
    let inbox = sandbox.inbox.clone();
    let waiting = inbox.wait_for(|mail| mail.is_to("ada@example.org"), LONG);
    let sending = async {
        client.send(mail("bob@example.org", "Autre")).await.unwrap();
        client.send(mail("ada@example.org", "Votre reçu de paiement")).await.unwrap();
    };
    let (arrived, ()) = tokio::join!(waiting, sending);
    let arrived = arrived.unwrap();
    assert_eq!(arrived.subject, "Votre reçu de paiement");
    assert_eq!(
        (arrived.from.as_str(), arrived.from_name.as_deref()),
        ("office@example.org", Some("Résidence du Port"))
    );
    assert_eq!(arrived.reply_to.as_deref(), Some("manager@example.org"));
    assert_eq!(arrived.message_id.as_deref(), Some("<receipt-1@example.org>"));
    assert!(arrived.html.unwrap().contains("1 205,00 $"));
    assert!(arrived.text.unwrap().starts_with(".starts with a dot"));
    assert!(arrived.raw.contains("MIME-Version"));
    assert_eq!(inbox.messages().len(), 2);
    let none =
        inbox.wait_for(|mail| mail.subject == "Nothing", Duration::ZERO).await.unwrap_err().to_string();
    assert!(none.contains("'Autre' to bob@example.org"), "{none}");
    inbox.clear();
    assert!(inbox.messages().is_empty());
    sandbox.stop().await;
}

#[tokio::test]
async fn smtp_accepts_any_credentials() {
    let (sandbox, _) = start().await;
    let address = sandbox.inbox.smtp_addr();
    for mechanism in [Mechanism::Plain, Mechanism::Login] {
        let client = Client::builder_dangerous(address.ip().to_string())
            .port(address.port())
            .credentials(Credentials::new("user".into(), "secret".into()))
            .authentication(vec![mechanism])
            .build();
        client.send(mail("ada@example.org", "Signed in")).await.unwrap();
    }
    assert_eq!(sandbox.inbox.messages().len(), 2);
}

#[tokio::test]
async fn smtp_faults_behave_as_documented() {
    let (sandbox, client) = start().await;
    let inbox = &sandbox.inbox;
    let send = async || client.send(mail("ada@example.org", "Hello")).await;
    inbox.set_fault(SmtpFault::TempFail);
    assert!(send().await.unwrap_err().is_transient());
    inbox.set_fault(SmtpFault::PermFail);
    assert!(send().await.unwrap_err().is_permanent());
    assert!(inbox.messages().is_empty());
    inbox.set_fault(SmtpFault::DropBeforeAnswer);
    let lost = send().await.unwrap_err();
    assert!(!lost.is_transient() && !lost.is_permanent());
    assert_eq!(inbox.messages().len(), 1, "accepted all the same");
    inbox.set_fault(SmtpFault::RefuseConnections);
    assert!(send().await.is_err());
    assert_eq!(inbox.messages().len(), 1);
    inbox.set_fault(SmtpFault::None);
    let arrived = inbox.wait_for(|mail| mail.id == 2, LONG);
    let sending = async { while send().await.is_err() {} };
    let (arrived, ()) = tokio::join!(arrived, sending);
    assert_eq!(arrived.unwrap().subject, "Hello");
}

#[tokio::test]
async fn out_of_order_smtp_commands_are_rejected() {
    let (sandbox, _) = start().await;
    let socket = tokio::net::TcpStream::connect(sandbox.inbox.smtp_addr()).await.unwrap();
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    assert!(lines.next_line().await.unwrap().unwrap().starts_with("220"));
    for (command, code) in [
        ("MAIL FROM:<a@b.c>", "503"),
        ("HELO me", "250"),
        ("RCPT TO:<a@b.c>", "503"),
        ("MAIL a@b.c", "501"),
        ("mail from:<a@b.c> SIZE=99999999999", "552"),
        ("mail from:<a@b.c> SIZE=10", "250"),
        ("DATA", "503"),
        ("RCPT TO:<nobody>", "501"),
        ("RCPT TO:<d@e.f>", "250"),
        ("RSET", "250"),
        ("DATA", "503"),
        ("AUTH PLAIN !", "501"),
        ("AUTH SPLENDID", "504"),
        ("HELLO", "500"),
        ("NOOP", "250"),
        ("QUIT", "221"),
    ] {
        write.write_all(format!("{command}\r\n").as_bytes()).await.unwrap();
        let answer = lines.next_line().await.unwrap().unwrap();
        assert!(answer.starts_with(code), "{command}: {answer}");
    }
    assert_eq!(lines.next_line().await.unwrap(), None);
}

#[tokio::test]
async fn complete_message_is_stored_before_disconnect() {
    let (sandbox, _) = start().await;
    sandbox.inbox.wait_until_disconnected().await;
    let mut socket = tokio::net::TcpStream::connect(sandbox.inbox.smtp_addr()).await.unwrap();
    let mut greeting = String::new();
    BufReader::new(&mut socket).read_line(&mut greeting).await.unwrap();
    let all = "HELO me\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\nSubject: Last words\r\n\r\n.\r\n";
    socket.write_all(all.as_bytes()).await.unwrap();
    socket.shutdown().await.unwrap();
    sandbox.inbox.wait_until_disconnected().await;
    assert_eq!(sandbox.inbox.messages().len(), 1);
}

#[tokio::test]
async fn inbox_is_readable_as_html_and_json() {
    let (sandbox, client) = start().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let page = sandbox.inbox.page_url().clone();
    let get = async |path: &str| {
        let answer = http.get(page.join(path).unwrap()).send().await.unwrap();
        let policy =
            answer.headers().get("content-security-policy").map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), policy.unwrap_or_default(), answer.text().await.unwrap())
    };
    assert!(get("").await.2.contains("No mail yet"));
    let waiting = get("api/wait?to=ada@example.org&subject=re%C3%A7u");
    let sending = async { client.send(mail("ada@example.org", "Votre reçu <1>")).await.unwrap() };
    let ((status, _, found), _) = tokio::join!(waiting, sending);
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!((status, &found["subject"], &found["id"]), (200, &"Votre reçu <1>".into(), &1.into()));
    assert!(get("").await.2.contains("Votre reçu &lt;1&gt;"));
    let (_, policy, html) = get("messages/1").await;
    assert!(
        policy.contains("default-src 'none'")
            && html.contains("<iframe")
            && html.contains("Résidence du Port")
    );
    assert!(!html.contains("<p>Reçu de"), "a mail's HTML stays in its frame");
    let (_, policy, html) = get("messages/1/html").await;
    assert!(policy.starts_with("sandbox allow-popups") && !policy.contains("script-src"));
    assert!(html.starts_with("<base target=\"_blank\">") && html.contains("<b>1 205,00 $</b>"));
    assert!(get("messages/1/raw").await.2.contains("Message-ID: <receipt-1@example.org>"));
    let listed = async |query: &str| {
        let list: serde_json::Value =
            serde_json::from_str(&get(&format!("api/messages?{query}")).await.2).unwrap();
        list["data"].as_array().unwrap().len()
    };
    assert_eq!(
        (listed("to=ADA@example.org").await, listed("to=bob@example.org").await, listed("after=1").await),
        (1, 0, 0)
    );
    assert_eq!(get("api/messages/1").await.0, 200);
    assert_eq!(get("api/messages/2").await.0, 404);
    assert_eq!(get("messages/2").await.0, 404);
}
