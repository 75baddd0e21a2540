//! A gate on loopback between two programs. It passes everything on until it is told to hold a certain answer;
//! a test then knows that the far side did its part and the near side was not told. Addresses stay the same
//! while the program behind the gate dies and comes back.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::until::until;

/// The gate.
#[derive(Clone)]
pub struct Gate {
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
    /// How many times something was passed on to the program behind.
    passed: watch::Sender<u64>,
    /// Raised to break every connection.
    cut: watch::Sender<u64>,
}

impl Gate {
    /// Opens a gate to `target`.
    pub async fn start(target: Option<SocketAddr>) -> Gate {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            target: Mutex::new(target),
            hold: watch::Sender::new(None),
            held: watch::Sender::new(0),
            passed: watch::Sender::new(0),
            cut: watch::Sender::new(0),
        });
        let serving = Arc::clone(&state);
        tokio::spawn(async move {
            loop {
                let (near, _) = listener.accept().await.unwrap();
                tokio::spawn(connection(Arc::clone(&serving), near));
            }
        });
        Gate { address, state }
    }

    /// Where to connect instead.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// New connections go there.
    pub fn lead_to(&self, target: Option<SocketAddr>) {
        *self.state.target.lock().unwrap() = target;
    }

    /// Holds answers that start with `beginning` from now on.
    pub fn hold(&self, beginning: &'static str) {
        self.state.held.send_replace(0);
        self.state.hold.send_replace(Some(beginning));
    }

    /// Resolves when an answer is held.
    pub async fn has_held(&self) {
        until("an answer is held at the gate", async || *self.state.held.borrow() > 0).await;
    }

    /// How many times something was passed on to the program behind.
    pub fn passed(&self) -> u64 {
        *self.state.passed.borrow()
    }

    /// Passes on what is held, and holds nothing more.
    pub fn let_go(&self) {
        self.state.hold.send_replace(None);
    }

    /// Breaks every connection, drops what is held and holds nothing more.
    pub fn cut(&self) {
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
        () = ask(&state, near_read, far_write) => {}
        () = answer(&state, far_read, near_write) => {}
    }
}

async fn ask(state: &State, mut near: OwnedReadHalf, mut far: OwnedWriteHalf) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = near.read(&mut bytes).await {
        if far.write_all(&bytes[..count]).await.is_err() {
            return;
        }
        state.passed.send_modify(|passed| *passed += 1);
    }
}

async fn answer(state: &State, mut far: OwnedReadHalf, mut near: OwnedWriteHalf) {
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
