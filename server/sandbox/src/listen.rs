//! Loopback listeners: bound before anything is told their address, closed when the sandbox stops.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

/// What open calls have left when the sandbox stops.
const LAST_CALLS: Duration = Duration::from_secs(1);

/// A bound port of 127.0.0.1.
pub(crate) struct Listener {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Binds a port; 0 takes any free one.
    ///
    /// # Errors
    /// The port is taken.
    pub(crate) async fn bind(port: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.with_context(|| {
            format!("port {port} of 127.0.0.1 can't be used; choose another or 0 for any")
        })?;
        let address = listener.local_addr().context("a bound port has an address")?;
        Ok(Self { listener, address })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:{port}/`.
    pub(crate) fn url(&self) -> Result<Url> {
        Url::parse(&format!("http://{}/", self.address)).context("the address of a port as URL")
    }

    pub(crate) fn into_inner(self) -> TcpListener {
        self.listener
    }

    /// Serves `router` until stopped; calls still open then have a second to end.
    pub(crate) fn serve(self, router: Router, tasks: &TaskTracker, stop: &CancellationToken) {
        let stop = stop.clone();
        tasks.spawn(async move {
            let ended = stop.clone().cancelled_owned();
            let server = axum::serve(self.listener, router).with_graceful_shutdown(ended);
            tokio::select! {
                result = async { server.await } => if let Err(error) = result {
                    tracing::error!(%error, "a sandbox server ended");
                },
                () = async {
                    stop.cancelled().await;
                    tokio::time::sleep(LAST_CALLS).await;
                } => {}
            }
        });
    }
}
