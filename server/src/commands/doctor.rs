//! `propty doctor`: says in words what is wrong, and proves the books.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use migration::{Migrator, MigratorTrait};

use super::assemble;
use crate::config::{Config, DatabaseConfig, Severity, review};
use adapters::clock::SystemClock;
use application::app::App;
use application::bookkeeping::verify_ledger::verify_ledger;

/// Checks everything; fails when something is wrong.
pub async fn run() -> Result<ExitCode> {
    let config = Config::from_env()?;
    let app = assemble::assemble(&config, Arc::new(SystemClock)).await?;
    let mut wrong = 0_u32;
    let findings = review(&config);
    if findings.is_empty() {
        println!("ok    configuration: nothing in it is insecure");
    }
    for finding in findings {
        let mark = match finding.severity {
            Severity::Error => "WRONG",
            Severity::Warning => "warn ",
        };
        wrong = wrong.saturating_add(u32::from(finding.severity == Severity::Error));
        println!("{mark} configuration: {finding}");
    }
    let mut report = |what: &str, result: Result<String, String>| match result {
        Ok(detail) => println!("ok    {what}: {detail}"),
        Err(problem) => {
            wrong = wrong.saturating_add(1);
            println!("WRONG {what}: {problem}");
        }
    };
    report("database", database(&app).await);
    report("database file", database_file(&config.database));
    report(
        "payments",
        app.processor.check().await.map(|()| "Stripe answers".into()).map_err(|e| e.to_string()),
    );
    report(
        "mail",
        app.mailer.check().await.map(|()| "the mail server lets us in".into()).map_err(|e| e.to_string()),
    );
    report(
        "files",
        app.files.check().await.map(|()| "written, read and deleted".into()).map_err(|e| e.to_string()),
    );
    report("jobs", jobs(&app).await);
    report("books", books(&app).await);
    report("audit", audit(&app).await);
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

/// Whether other users of this machine can read the file, or the two beside it that SQLite writes.
fn database_file(database: &DatabaseConfig) -> Result<String, String> {
    let DatabaseConfig::Sqlite { path } = database else { return Ok("on a server of its own".to_owned()) };
    let whole = std::path::absolute(path).map_err(|error| error.to_string())?;
    // A folder that others may not enter hides whatever is in it.
    if whole.ancestors().skip(1).any(|folder| !others_may(folder, 0o001)) {
        return Ok("in a folder that others may not enter".to_owned());
    }
    let beside = ["", "-wal", "-shm"].map(|end| {
        let mut name = whole.clone().into_os_string();
        name.push(end);
        std::path::PathBuf::from(name)
    });
    match beside.iter().find(|file| others_may(file, 0o006)) {
        None => Ok("nobody else may read or write it".to_owned()),
        Some(file) => Err(format!(
            "every user of this machine may read or write {}: run `chmod o-rwx` on it, and keep it in a folder that \
             only the server may enter",
            file.display()
        )),
    }
}

/// Whether users who are neither the owner nor of its group have one of these rights; false for what isn't there.
fn others_may(path: &std::path::Path, rights: u32) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & rights != 0)
}

async fn jobs(app: &App) -> Result<String, String> {
    let failed = store::jobs::given_up(app.db.read(), 5).await.map_err(|error| error.to_string())?;
    if let Some(job) = failed.first() {
        let why = job.last_error.as_deref().unwrap_or("no reason was kept");
        return Err(format!("at least {} given up; the latest, {}: {why}", failed.len(), job.kind));
    }
    let waiting = store::jobs::count_pending(app.db.read()).await.map_err(|error| error.to_string())?;
    Ok(format!("{waiting} waiting, none given up"))
}

async fn audit(app: &App) -> Result<String, String> {
    let (covered, problems) = application::audit::verify(app).await.map_err(|error| error.to_string())?;
    if problems.is_empty() {
        Ok(format!("{covered} events, every chain is whole"))
    } else {
        Err(problems.join("; "))
    }
}

async fn books(app: &App) -> Result<String, String> {
    let proof = verify_ledger(app).await.map_err(|error| error.to_string())?;
    if proof.problems.is_empty() {
        Ok(format!("{} transactions balance, every chain is whole, every invoice agrees", proof.transactions))
    } else {
        Err(proof.problems.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn world_readable_database_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("propty.db");
        let mode = |path: &std::path::Path, mode| {
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        };
        let check = || database_file(&DatabaseConfig::Sqlite { path: path.clone() });
        fs::write(&path, "").unwrap();
        mode(&path, 0o644);
        mode(folder.path(), 0o700);
        assert!(check().unwrap().contains("may not enter"));
        mode(folder.path(), 0o755);
        let error = check().unwrap_err();
        assert!(error.contains("propty.db") && error.contains("chmod"), "{error}");
        mode(&path, 0o640);
        assert!(check().is_ok());
        let beside = folder.path().join("propty.db-wal");
        fs::write(&beside, "").unwrap();
        mode(&beside, 0o604);
        assert!(check().unwrap_err().contains("propty.db-wal"));
    }
}
