//! Expiring the payments that are still open on an account that takes no more payments: at the processor where
//! it still lets us, and here in any case, so that nobody is led to a page that goes nowhere.

use domain::payment::PaymentStatus;
use entity::payment;

use super::record_payment;
use crate::app::App;
use crate::error::AppResult;
use crate::ports::ExternalError;

/// Expires all of them. What turns out to be paid or on its way is recorded as that.
pub(crate) async fn expire_open_payments(app: &App, account: &str) -> AppResult<()> {
    for row in store::payment_accounts::open_payments(app.db.read(), account).await? {
        expire_checkout(app, account, &row).await?;
        expire_payment(app, &row).await?;
    }
    Ok(())
}

async fn expire_checkout(app: &App, account: &str, row: &payment::Model) -> AppResult<()> {
    let Some(session) = &row.session_id else { return Ok(()) };
    let known = match app.processor.expire_checkout(account, session).await {
        Err(ExternalError::Refused(_) | ExternalError::NotFound(_)) => {
            app.processor.retrieve_checkout(account, session).await
        }
        answer => answer,
    };
    match known {
        Ok(remote) => record_payment::apply(app, row.id, &remote).await,
        // Our access is gone: nothing can be asked or closed there any more.
        Err(ExternalError::Refused(_) | ExternalError::NotFound(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn expire_payment(app: &App, row: &payment::Model) -> AppResult<()> {
    let work = app.begin().await?;
    let Some(row) = store::payments::lock(work.txn(), row.id).await? else { return Ok(()) };
    if let PaymentStatus::Created | PaymentStatus::Open = row.status {
        let id = row.id;
        store::payments::save(work.txn(), row, PaymentStatus::Expired, app.now(), |_| {}).await?;
        store::payments::set_active(work.txn(), id, false).await?;
    }
    work.commit().await?;
    Ok(())
}
