//! Notifications of PostgreSQL that another process has queued a job.

use sea_orm::DbBackend;
use sea_orm::sqlx::postgres::PgListener;

use application::App;

/// Tells when another process has queued a job.
pub struct JobListener(Option<PgListener>);

/// Listens on PostgreSQL; SQLite has no such thing and is asked again and again instead.
pub async fn listen(app: &App) -> JobListener {
    if app.db.backend() != DbBackend::Postgres {
        return JobListener(None);
    }
    let listening = async {
        let mut listener = PgListener::connect_with(app.db.write().get_postgres_connection_pool()).await?;
        listener.listen("propty_jobs").await?;
        Ok::<_, sea_orm::sqlx::Error>(listener)
    };
    match listening.await {
        Ok(listener) => JobListener(Some(listener)),
        Err(error) => {
            tracing::warn!(%error, "LISTEN failed; polling for jobs instead");
            JobListener(None)
        }
    }
}

impl JobListener {
    /// Resolves at the next notice; never where there are none.
    pub async fn next(&mut self) {
        match &mut self.0 {
            Some(listener) => {
                if let Err(error) = listener.recv().await {
                    tracing::warn!(%error, "LISTEN connection lost; polling for jobs instead");
                    self.0 = None;
                }
            }
            None => std::future::pending().await,
        }
    }
}
