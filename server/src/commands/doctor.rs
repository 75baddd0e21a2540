//! `propty doctor`: says in words what is wrong, and proves the books.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use migration::{Migrator, MigratorTrait};

use super::assemble;
use crate::adapters::clock::SystemClock;
use crate::app::App;
use crate::billing::verify_books::verify_books;
use crate::config::Config;
use crate::store;

/// Checks everything; fails when something is wrong.
pub async fn run() -> Result<ExitCode> {
    let config = Config::from_env()?;
    let app = assemble::assemble(&config, Arc::new(SystemClock)).await?;
    let mut wrong = 0_u32;
    let mut say = |what: &str, result: Result<String, String>| match result {
        Ok(detail) => println!("ok    {what}: {detail}"),
        Err(problem) => {
            wrong = wrong.saturating_add(1);
            println!("WRONG {what}: {problem}");
        }
    };
    say("database", database(&app).await);
    say("payments", app.processor.check().await.map(|()| "Stripe answers".into()).map_err(|e| e.to_string()));
    say(
        "mail",
        app.mailer.check().await.map(|()| "the mail server lets us in".into()).map_err(|e| e.to_string()),
    );
    say(
        "files",
        app.files.check().await.map(|()| "written, read and deleted".into()).map_err(|e| e.to_string()),
    );
    say("jobs", jobs(&app).await);
    say("books", books(&app).await);
    say("audit", audit(&app).await);
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn database(app: &App) -> Result<String, String> {
    let waiting =
        Migrator::get_pending_migrations(app.db.write()).await.map_err(|error| error.to_string())?;
    match waiting.len() {
        0 => Ok("up to date".to_owned()),
        n => Err(format!("{n} migration(s) are missing; run `propty migrate`")),
    }
}

async fn jobs(app: &App) -> Result<String, String> {
    let failed = store::jobs::given_up(app.db.read(), 5).await.map_err(|error| error.to_string())?;
    if let Some(job) = failed.first() {
        let why = job.last_error.as_deref().unwrap_or("no reason was kept");
        return Err(format!("at least {} given up; the latest, {}: {why}", failed.len(), job.kind));
    }
    let waiting = store::jobs::waiting(app.db.read()).await.map_err(|error| error.to_string())?;
    Ok(format!("{waiting} waiting, none given up"))
}

async fn audit(app: &App) -> Result<String, String> {
    let (covered, problems) = crate::trail::verify(app).await.map_err(|error| error.to_string())?;
    if problems.is_empty() {
        Ok(format!("{covered} events, every chain is whole"))
    } else {
        Err(problems.join("; "))
    }
}

async fn books(app: &App) -> Result<String, String> {
    let proof = verify_books(app).await.map_err(|error| error.to_string())?;
    if proof.problems.is_empty() {
        Ok(format!("{} transactions balance, every chain is whole, every invoice agrees", proof.transactions))
    } else {
        Err(proof.problems.join("; "))
    }
}
