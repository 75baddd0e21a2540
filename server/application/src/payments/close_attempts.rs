//! Closing the attempts that are still open on an account that takes no more payments: at the processor where
//! it still lets us, and here in any case, so that nobody is led to a page that goes nowhere.

use domain::payment::Status;
use entity::payment;

use super::record_payment;
use crate::app::App;
use crate::error::Outcome;
use crate::ports::OutsideError;
use store::words::Word;

/// Closes all of them. What turns out to be paid or on its way is recorded as that.
pub(crate) async fn close_attempts(app: &App, account: &str) -> Outcome<()> {
    for row in store::payment_accounts::open_attempts(app.db.read(), account).await? {
        close_there(app, account, &row).await?;
        close_here(app, &row).await?;
    }
    Ok(())
}

async fn close_there(app: &App, account: &str, row: &payment::Model) -> Outcome<()> {
    let Some(session) = &row.session_id else { return Ok(()) };
    let known = match app.processor.expire_checkout(account, session).await {
        Err(OutsideError::Refused(_) | OutsideError::NotFound(_)) => {
            app.processor.checkout(account, session).await
        }
        answer => answer,
    };
    match known {
        Ok(remote) => record_payment::apply(app, row.id, &remote).await,
        // Our access is gone: nothing can be asked or closed there any more.
        Err(OutsideError::Refused(_) | OutsideError::NotFound(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn close_here(app: &App, row: &payment::Model) -> Outcome<()> {
    let txn = app.db.begin().await?;
    let Some(row) = store::payments::lock(&txn, row.id).await? else { return Ok(()) };
    if let Status::Created | Status::Open = Status::from_word(&row.status)? {
        let id = row.id;
        store::payments::save(&txn, row, Status::Expired, app.now_ms(), |_| {}).await?;
        store::payments::set_active(&txn, id, false).await?;
    }
    txn.commit().await?;
    Ok(())
}
