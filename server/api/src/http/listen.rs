//! The listener: accepts connections, as many at once as there is room for, and closes those that say nothing.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::router::router;
use super::state::HttpState;

/// Connections at the same time; more wait to be accepted.
const MAX_CONNECTIONS: usize = 4096;
/// How long a connection may say nothing before a request's head is whole. Proxies keep connections for a
/// minute, and must not find one closed that they are about to use.
const HEADER_TIMEOUT: Duration = Duration::from_secs(75);
/// Largest head of a request, in bytes.
const MAX_HEADER_BYTES: usize = 64 * 1024;
/// How long requests may take to end when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(30);
/// Pause after the system refused to open a connection, most often for want of file descriptors.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(200);

/// Serves requests until `stop` is there, then lets running requests end.
pub async fn serve(
    listener: TcpListener,
    state: HttpState,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let router = router(state);
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let open = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = Arc::clone(&room).acquire_owned();
        let accepted = async { (place.await, listener.accept().await) };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            accepted = accepted => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(stream, peer, router.clone(), &open);
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            // The caller is gone already; nothing is wrong with the listener.
            Err(error) if is_client_disconnect(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
    if tokio::time::timeout(SHUTDOWN_TIMEOUT, open.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    Ok(())
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    open: &GracefulShutdown,
) -> impl Future<Output = ()> + Send + use<> {
    let service = router.map_request(move |mut request: http::Request<_>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    // A proxy speaks TLS and HTTP/2 with browsers; with us, HTTP/1.1 is enough.
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    let mut http1 = builder.http1();
    http1.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(MAX_HEADER_BYTES);
    let service = TowerToHyperService::new(service.map_err(|never: Infallible| match never {}));
    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    let watched = open.watch(connection);
    async move {
        if let Err(error) = watched.await {
            tracing::trace!(%error, "a connection ended early");
        }
    }
}

fn is_client_disconnect(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
