//! S3 on loopback: the `s3s-fs` server over a folder that goes away with the sandbox; it checks signatures.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::SandboxConfig;
use crate::listen::Listener;

/// The handle of the S3 sandbox. Clones are the same sandbox; buckets are addressed by path.
#[derive(Clone)]
pub struct S3 {
    endpoint: Url,
    pub bucket: String,
    pub access_key: String,
    pub secret_key: String,
    /// Removed from the disk with the last handle.
    folder: Arc<TempDir>,
}

impl S3 {
    pub(crate) async fn start(
        config: &SandboxConfig,
        tasks: &TaskTracker,
        stop: &CancellationToken,
    ) -> Result<Self> {
        let bucket = config.s3_bucket.clone();
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !(3..=63).contains(&bucket.len()) || !bucket.chars().all(plain) {
            return Err(anyhow!("the bucket's name '{bucket}' needs 3 to 63 of a-z, 0-9 and '-'"));
        }
        let folder =
            tempfile::Builder::new().prefix("sandbox-s3-").tempdir().context("a folder for files")?;
        tokio::fs::create_dir(folder.path().join(&bucket)).await.context("the bucket")?;
        let files = FileSystem::new(folder.path()).map_err(|error| anyhow!("the file store: {error:?}"))?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(config.s3_access_key.clone(), config.s3_secret_key.clone()));
        let listener = Listener::bind(config.s3_port).await.context("the S3 sandbox's port")?;
        let s3 = Self {
            endpoint: listener.url()?,
            bucket,
            access_key: config.s3_access_key.clone(),
            secret_key: config.s3_secret_key.clone(),
            folder: Arc::new(folder),
        };
        // The task keeps the folder as long as it serves.
        let folder = s3.folder.clone();
        let (service, stop) = (service.build(), stop.clone());
        tasks.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = serve(listener.into_inner(), service) => {}
            }
            drop(folder);
        });
        Ok(s3)
    }

    /// The base address; objects are at `{endpoint}{bucket}/{key}`.
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }
}

async fn serve(listener: TcpListener, service: S3Service) {
    // Dropping the set with this future ends the connections.
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let socket = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => socket,
                Err(error) => {
                    tracing::debug!(%error, "a connection was lost before it was accepted");
                    continue;
                }
            },
            Some(_) = connections.join_next() => continue,
        };
        let service = service.clone();
        connections.spawn(async move {
            let server = Builder::new(TokioExecutor::new());
            if let Err(error) = server.serve_connection(TokioIo::new(socket), service).await {
                tracing::debug!(%error, "an S3 connection broke");
            }
        });
    }
}
