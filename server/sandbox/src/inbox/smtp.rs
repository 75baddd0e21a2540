//! A small SMTP receiver: enough of RFC 5321 for a client that sends mail, with faults on request. It accepts any
//! user and password, and any recipient.

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{Mailbox, SmtpFault};
use crate::listen::Listener;

/// Largest message, in bytes.
const LARGEST: usize = 25 << 20;
/// Longest command line, in bytes.
const LONGEST_LINE: u64 = 4096;

/// Accepts connections until stopped. While connections are to be refused the port is closed.
pub async fn run(listener: Listener, mailbox: Mailbox, stop: CancellationToken) {
    let address = listener.address();
    let mut listener = Some(listener.into_inner());
    let mut fault = mailbox.fault.subscribe();
    let mut sessions = JoinSet::new();
    loop {
        let refuse = *fault.borrow_and_update() == SmtpFault::RefuseConnections;
        if refuse {
            listener = None;
            sessions.abort_all();
        } else if listener.is_none() {
            match TcpListener::bind(address).await {
                Ok(bound) => listener = Some(bound),
                Err(error) => tracing::error!(%error, %address, "the mail server's port was taken meanwhile"),
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            changed = fault.changed() => if changed.is_err() { return },
            Some(_) = sessions.join_next() => {}
            socket = accept(listener.as_ref()) => {
                let session = SmtpSession::new(mailbox.clone());
                sessions.spawn(async move {
                    if let Err(error) = session.run(socket).await {
                        tracing::debug!(%error, "an SMTP connection broke");
                    }
                });
            }
        }
    }
}

async fn accept(listener: Option<&TcpListener>) -> TcpStream {
    let Some(listener) = listener else { return std::future::pending().await };
    loop {
        match listener.accept().await {
            Ok((socket, _)) => return socket,
            Err(error) => tracing::debug!(%error, "a connection was lost before it was accepted"),
        }
    }
}

/// What to do after a command.
enum SmtpAction {
    Reply(&'static str),
    Data,
    /// Read one more line, the secret of a sign-in, and greet it.
    ReadCredentials {
        lines: usize,
        prompt: &'static str,
    },
    Quit,
}

struct SmtpSession {
    mailbox: Mailbox,
    greeted: bool,
    sender: Option<String>,
    recipients: Vec<String>,
}

impl Drop for SmtpSession {
    fn drop(&mut self) {
        self.mailbox.senders.send_modify(|open| *open -= 1);
    }
}

impl SmtpSession {
    fn new(mailbox: Mailbox) -> Self {
        mailbox.senders.send_modify(|open| *open += 1);
        Self { mailbox, greeted: false, sender: None, recipients: Vec::new() }
    }

    async fn run(mut self, socket: TcpStream) -> Result<()> {
        if self.fault() == SmtpFault::RefuseConnections {
            return Ok(());
        }
        let (read, mut write) = socket.into_split();
        let mut read = BufReader::new(read);
        write.write_all(b"220 localhost sandbox ready\r\n").await?;
        while let Some(line) = line(&mut read).await? {
            if self.fault() == SmtpFault::RefuseConnections {
                return Ok(());
            }
            match self.command(&line) {
                SmtpAction::Reply(answer) => write.write_all(format!("{answer}\r\n").as_bytes()).await?,
                SmtpAction::Quit => {
                    write.write_all(b"221 Bye\r\n").await?;
                    return Ok(());
                }
                SmtpAction::ReadCredentials { lines, mut prompt } => {
                    for _ in 0..lines {
                        write.write_all(format!("334 {prompt}\r\n").as_bytes()).await?;
                        if self::line(&mut read).await?.is_none() {
                            return Ok(());
                        }
                        prompt = "UGFzc3dvcmQ6";
                    }
                    write.write_all(b"235 Accepted\r\n").await?;
                }
                SmtpAction::Data => {
                    write.write_all(b"354 End with a line that is a single dot\r\n").await?;
                    let Some(body) = data(&mut read).await? else { return Ok(()) };
                    let sender = self.sender.take().unwrap_or_default();
                    let recipients = std::mem::take(&mut self.recipients);
                    let Body::Whole(raw) = body else {
                        write.write_all(b"552 The message is larger than 25 MB\r\n").await?;
                        continue;
                    };
                    let id = self.mailbox.store(&sender, recipients, raw);
                    if self.fault() == SmtpFault::DropBeforeAnswer {
                        return Ok(());
                    }
                    write.write_all(format!("250 Kept as {id}\r\n").as_bytes()).await?;
                }
            }
        }
        Ok(())
    }

    fn fault(&self) -> SmtpFault {
        *self.mailbox.fault.borrow()
    }

    fn command(&mut self, line: &str) -> SmtpAction {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                self.greeted = true;
                SmtpAction::Reply(
                    "250-localhost\r\n250-SIZE 26214400\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN",
                )
            }
            "HELO" => {
                self.greeted = true;
                SmtpAction::Reply("250 localhost")
            }
            "NOOP" => SmtpAction::Reply("250 OK"),
            "QUIT" => SmtpAction::Quit,
            "RSET" => {
                self.sender = None;
                self.recipients.clear();
                SmtpAction::Reply("250 OK")
            }
            _ if !self.greeted => SmtpAction::Reply("503 Say EHLO first"),
            "AUTH" => sign_in(rest),
            "MAIL" => self.mail(rest),
            "RCPT" => self.recipient(rest),
            "DATA" if self.recipients.is_empty() => {
                SmtpAction::Reply("503 Name a recipient first, with RCPT TO")
            }
            "DATA" => SmtpAction::Data,
            _ => SmtpAction::Reply("500 Unknown command"),
        }
    }

    fn mail(&mut self, rest: &str) -> SmtpAction {
        let Some((sender, options)) = path(rest, "FROM:") else {
            return SmtpAction::Reply("501 Write MAIL FROM:<address>");
        };
        let size = options
            .split_ascii_whitespace()
            .filter_map(|option| option.split_once('='))
            .find(|(key, _)| key.eq_ignore_ascii_case("SIZE"))
            .and_then(|(_, size)| size.parse::<usize>().ok());
        if size.is_some_and(|size| size > LARGEST) {
            return SmtpAction::Reply("552 The message is larger than 25 MB");
        }
        self.sender = Some(sender.to_owned());
        self.recipients.clear();
        SmtpAction::Reply("250 OK")
    }

    fn recipient(&mut self, rest: &str) -> SmtpAction {
        if self.sender.is_none() {
            return SmtpAction::Reply("503 Name the sender first, with MAIL FROM");
        }
        let Some((address, _)) = path(rest, "TO:").filter(|(address, _)| address.contains('@')) else {
            return SmtpAction::Reply("501 Write RCPT TO:<address>");
        };
        match self.fault() {
            SmtpFault::TempFail => SmtpAction::Reply("451 4.3.0 Try again later"),
            SmtpFault::PermFail => SmtpAction::Reply("550 5.1.1 There is no such mailbox"),
            SmtpFault::None | SmtpFault::DropBeforeAnswer | SmtpFault::RefuseConnections => {
                self.recipients.push(address.to_owned());
                SmtpAction::Reply("250 OK")
            }
        }
    }
}

fn sign_in(rest: &str) -> SmtpAction {
    let mut words = rest.split_ascii_whitespace();
    let mechanism = words.next().unwrap_or_default().to_ascii_uppercase();
    let initial = words.next();
    if initial.is_some_and(|initial| initial != "=" && STANDARD.decode(initial).is_err()) {
        return SmtpAction::Reply("501 That is not base64");
    }
    match (mechanism.as_str(), initial) {
        ("PLAIN", Some(_)) => SmtpAction::Reply("235 Accepted"),
        ("PLAIN", None) => SmtpAction::ReadCredentials { lines: 1, prompt: "" },
        ("LOGIN", Some(_)) => SmtpAction::ReadCredentials { lines: 1, prompt: "UGFzc3dvcmQ6" },
        ("LOGIN", None) => SmtpAction::ReadCredentials { lines: 2, prompt: "VXNlcm5hbWU6" },
        _ => SmtpAction::Reply("504 Use AUTH PLAIN or AUTH LOGIN"),
    }
}

/// `FROM:<a@b> SIZE=1` as the address and the options.
fn path<'a>(rest: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let start = rest.get(..keyword.len()).filter(|start| start.eq_ignore_ascii_case(keyword))?;
    let (address, options) = rest.get(start.len()..)?.trim_start().strip_prefix('<')?.split_once('>')?;
    Some((address, options))
}

/// One command without its line end; none when the client is gone.
async fn line<R: AsyncRead + Unpin>(read: &mut BufReader<R>) -> Result<Option<String>> {
    let mut bytes = Vec::new();
    let count = read.take(LONGEST_LINE).read_until(b'\n', &mut bytes).await?;
    if count == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned()))
}

#[derive(Debug, PartialEq, Eq)]
enum Body {
    Whole(Vec<u8>),
    TooLarge,
}

/// The message up to the lone dot, doubled dots undone; none when the client went away before it.
async fn data<R: AsyncRead + Unpin>(read: &mut BufReader<R>) -> Result<Option<Body>> {
    let mut raw = Vec::new();
    let mut too_large = false;
    loop {
        let mut line = Vec::new();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        if line == b".\r\n" || line == b".\n" {
            return Ok(Some(if too_large { Body::TooLarge } else { Body::Whole(raw) }));
        }
        if raw.len() + line.len() > LARGEST {
            too_large = true;
        } else {
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_smtp_paths_and_options() {
        assert_eq!(path("FROM:<a@b.c> SIZE=10", "FROM:"), Some(("a@b.c", " SIZE=10")));
        assert_eq!(path("to: <a@b.c>", "TO:"), Some(("a@b.c", "")));
        assert_eq!(path("FROM:<>", "FROM:"), Some(("", "")));
        assert_eq!(path("a@b.c", "TO:"), None);
    }

    #[tokio::test]
    async fn dot_unstuffing_and_truncated_data() {
        let mut whole = BufReader::new(&b"a\r\n..b\r\n.\r\nNOOP\r\n"[..]);
        assert_eq!(data(&mut whole).await.unwrap(), Some(Body::Whole(b"a\r\n.b\r\n".to_vec())));
        assert_eq!(line(&mut whole).await.unwrap().as_deref(), Some("NOOP"));
        let mut cut = BufReader::new(&b"a\r\nb"[..]);
        assert_eq!(data(&mut cut).await.unwrap(), None);
    }
}
