//! A proxy on loopback between two programs. It passes everything on until it is told to hold a certain answer;
//! a test then knows that the far side did its part and the near side was not told. Addresses stay the same
//! while the program behind the proxy dies and comes back.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::wait::wait_until;

/// The proxy.
#[derive(Clone)]
pub struct TcpProxy {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    /// Where connections go; nowhere while the program behind is down.
    target: Mutex<Option<SocketAddr>>,
    /// Answers that start so are held.
    hold: watch::Sender<Option<&'static str>>,
    /// How many are held.
    held: watch::Sender<u64>,
    /// How many times something was forwarded to the program behind.
    forwarded: watch::Sender<u64>,
    /// Raised to break every connection.
    cut: watch::Sender<u64>,
}

impl TcpProxy {
    /// Opens a proxy to `target`.
    pub async fn start(target: Option<SocketAddr>) -> TcpProxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            target: Mutex::new(target),
            hold: watch::Sender::new(None),
            held: watch::Sender::new(0),
            forwarded: watch::Sender::new(0),
            cut: watch::Sender::new(0),
        });
        let serving = Arc::clone(&state);
        tokio::spawn(async move {
            loop {
                let (near, _) = listener.accept().await.unwrap();
                tokio::spawn(connection(Arc::clone(&serving), near));
            }
        });
        TcpProxy { address, state }
    }

    /// Where to connect instead.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// New connections go there.
    pub fn set_target(&self, target: Option<SocketAddr>) {
        *self.state.target.lock().unwrap() = target;
    }

    /// Holds answers that start with `beginning` from now on.
    pub fn hold_responses(&self, beginning: &'static str) {
        self.state.held.send_replace(0);
        self.state.hold.send_replace(Some(beginning));
    }

    /// Resolves when an answer is held.
    pub async fn wait_until_held(&self) {
        wait_until("an answer is held at the proxy", async || *self.state.held.borrow() > 0).await;
    }

    /// How many times something was forwarded to the program behind.
    pub fn forwarded(&self) -> u64 {
        *self.state.forwarded.borrow()
    }

    /// Passes on what is held, and holds nothing more.
    pub fn release_held(&self) {
        self.state.hold.send_replace(None);
    }

    /// Breaks every connection, drops what is held and holds nothing more.
    pub fn break_connections(&self) {
        self.state.cut.send_modify(|cut| *cut += 1);
        self.state.hold.send_replace(None);
    }
}

async fn connection(state: Arc<State>, near: TcpStream) {
    let mut cut = state.cut.subscribe();
    cut.mark_unchanged();
    let target = *state.target.lock().unwrap();
    let Some(target) = target else { return };
    let Ok(far) = TcpStream::connect(target).await else { return };
    let (near_read, near_write) = near.into_split();
    let (far_read, far_write) = far.into_split();
    // Whichever side ends or breaks ends both.
    tokio::select! {
        _ = cut.changed() => {}
        () = forward_requests(&state, near_read, far_write) => {}
        () = forward_responses(&state, far_read, near_write) => {}
    }
}

async fn forward_requests(state: &State, mut near: OwnedReadHalf, mut far: OwnedWriteHalf) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = near.read(&mut bytes).await {
        if far.write_all(&bytes[..count]).await.is_err() {
            return;
        }
        state.forwarded.send_modify(|forwarded| *forwarded += 1);
    }
}

async fn forward_responses(state: &State, mut far: OwnedReadHalf, mut near: OwnedWriteHalf) {
    let mut bytes = vec![0; 64 * 1024];
    let mut hold = state.hold.subscribe();
    while let Ok(count @ 1..) = far.read(&mut bytes).await {
        let is_held = |beginning: &Option<&'static str>| {
            beginning.is_some_and(|beginning| bytes[..count].starts_with(beginning.as_bytes()))
        };
        if is_held(&hold.borrow_and_update()) {
            state.held.send_modify(|held| *held += 1);
            if hold.wait_for(|beginning| !is_held(beginning)).await.is_err() {
                return;
            }
        }
        if near.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}
