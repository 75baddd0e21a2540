//! The mail that was sent: an SMTP receiver that keeps everything it accepts, a handle to read and await it, and a
//! page for people.

mod api;
mod content;
mod message;
mod page;
mod smtp;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::SandboxConfig;
use crate::listen::Listener;

pub use message::Message;

/// The newest messages kept in memory.
const MOST_MESSAGES: usize = 10_000;

/// How the mail server is unwell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpFault {
    #[default]
    None,
    /// 451 at RCPT: try again later.
    TempFail,
    /// 550 at RCPT: there is no such mailbox.
    PermFail,
    /// The message is accepted and kept, but the connection ends before the answer.
    DropBeforeAnswer,
    /// Nobody listens on the port.
    RefuseConnections,
}

#[derive(Default)]
struct StoredMessages {
    messages: Vec<Message>,
    next_id: u64,
}

/// What the receiver and the handles share.
#[derive(Clone)]
pub(crate) struct Mailbox {
    inner: Arc<Mutex<StoredMessages>>,
    arrivals: watch::Sender<u64>,
    /// How many connections of mail senders are open.
    senders: watch::Sender<usize>,
    fault: watch::Sender<SmtpFault>,
    wall_clock: Arc<dyn Fn() -> i64 + Send + Sync>,
}

impl Mailbox {
    fn lock<T>(&self, step: impl FnOnce(&mut StoredMessages) -> T) -> T {
        step(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps a message and wakes who waits for one. Returns its number.
    fn store(&self, sender: &str, recipients: Vec<String>, raw: Vec<u8>) -> u64 {
        let received_at = (self.wall_clock)();
        let id = self.lock(|mailbox| {
            mailbox.next_id += 1;
            let id = mailbox.next_id;
            mailbox.messages.push(Message::parse(id, received_at, sender, recipients, raw));
            if mailbox.messages.len() > MOST_MESSAGES {
                mailbox.messages.remove(0);
            }
            id
        });
        self.arrivals.send_replace(id);
        id
    }
}

/// The handle of the inbox. Clones are the same inbox.
#[derive(Clone)]
pub struct Inbox {
    mailbox: Mailbox,
    smtp: SocketAddr,
    page: Url,
}

impl Inbox {
    pub(crate) async fn start(
        config: &SandboxConfig,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) -> Result<Self> {
        let receiver = Listener::bind(config.smtp_port).await.context("the mail server's port")?;
        let pages = Listener::bind(config.inbox_port).await.context("the inbox page's port")?;
        let mailbox = Mailbox {
            inner: Arc::default(),
            arrivals: watch::Sender::new(0),
            senders: watch::Sender::new(0),
            fault: watch::Sender::default(),
            wall_clock: config.wall_clock.clone(),
        };
        let inbox = Self { mailbox: mailbox.clone(), smtp: receiver.address(), page: pages.url()? };
        tasks.spawn(smtp::run(receiver, mailbox, stop.clone()));
        pages.serve(page::router(inbox.clone()), tasks, stop);
        Ok(inbox)
    }

    /// Where mail is sent to, without encryption or with any user and password.
    pub fn smtp_addr(&self) -> SocketAddr {
        self.smtp
    }

    /// The page that shows the mail.
    pub fn page_url(&self) -> &Url {
        &self.page
    }

    /// Everything received, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        self.mailbox.lock(|mailbox| mailbox.messages.clone())
    }

    /// The message with this number.
    pub fn message(&self, id: u64) -> Option<Message> {
        self.mailbox.lock(|mailbox| mailbox.messages.iter().find(|message| message.id == id).cloned())
    }

    /// The newest message for which `wanted` holds, as soon as there is one.
    ///
    /// # Errors
    /// None came within `within`; the error lists what did.
    pub async fn wait_for(&self, wanted: impl Fn(&Message) -> bool, within: Duration) -> Result<Message> {
        let mut arrivals = self.mailbox.arrivals.subscribe();
        let search = async {
            loop {
                arrivals.mark_unchanged();
                let found = self
                    .mailbox
                    .lock(|mailbox| mailbox.messages.iter().rev().find(|message| wanted(message)).cloned());
                if found.is_some() {
                    return found;
                }
                if arrivals.changed().await.is_err() {
                    return None;
                }
            }
        };
        let found = tokio::time::timeout(within, search).await.ok().flatten();
        found.with_context(|| {
            let held: Vec<String> = self
                .messages()
                .iter()
                .map(|message| format!("'{}' to {}", message.subject, message.to.join(", ")))
                .collect();
            format!("no such mail within {within:?}; the inbox has: [{}]", held.join("; "))
        })
    }

    /// Resolves when no sender is connected: whatever they had sent whole is kept by then.
    pub async fn wait_until_disconnected(&self) {
        // The handle keeps the other end, so that waiting ends with the last of them alone.
        let _ = self.mailbox.senders.subscribe().wait_for(|open| *open == 0).await;
    }

    /// Forgets every message.
    pub fn clear(&self) {
        self.mailbox.lock(|mailbox| mailbox.messages.clear());
    }

    /// Makes the mail server unwell, or well again.
    pub fn set_fault(&self, fault: SmtpFault) {
        self.mailbox.fault.send_replace(fault);
    }
}
