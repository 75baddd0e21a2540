//! The processor's hosted page of a payment: opened with a key derived from the payment, found again when the answer
//! was lost, and described from the payment's own rows, so that asking again asks for the same.

use domain::failure::PaymentFailure;
use domain::id::{InvoiceId, PaymentId};
use domain::payment::PaymentStatus;
use entity::{payment, property, resident};
use jiff::SignedDuration;
use locales::Language;
use sea_orm::ActiveValue::Set;

use super::{metadata, record_payment};
use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::ports::ExternalError;
use crate::ports::processor::{CheckoutLine, NewCheckout, RemotePayment};
use crate::urls::pay_page;
use store::{Scope, StoreError};

/// A hosted page stays open this long; the processor allows 24 hours.
const PAGE_LIFETIME: SignedDuration = SignedDuration::from_hours(23);

/// The processor's clock may be behind ours by so much.
const MAX_CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(10);

/// Opens the payment's hosted page, or finds it again.
pub(super) async fn open_checkout(app: &App, id: PaymentId) -> AppResult<Option<String>> {
    let row = store::payments::find(app.db.read(), id).await?;
    let row = row.ok_or_else(|| AppError::not_found("payment"))?;
    let status = row.status;
    if !matches!(status, PaymentStatus::Created | PaymentStatus::Open) {
        return Ok(None);
    }
    if let Some(account) = &row.account
        && let Some(account) = store::payment_accounts::by_processor_id(app.db.read(), account).await?
        && account.unlinked_at.is_some()
    {
        return Err(AppError::user_error(
            ErrorCode::PaymentsNotConnected,
            "the property's payment account was disconnected; this page can't be paid any more",
        ));
    }
    if status == PaymentStatus::Open {
        return Ok(row.checkout_url);
    }
    // An earlier request timed out: the page may exist all the same.
    let found = if row.idempotency_attempt > 0 { find_lost_checkout(app, &row).await? } else { None };
    let made = match found {
        Some(remote) => Ok(remote),
        None => app.processor.create_checkout(new_checkout(app, &row).await?).await,
    };
    match made {
        Ok(remote) => {
            let url = remote.url.clone();
            record_payment::apply(app, id, &remote).await?;
            Ok(url)
        }
        Err(ExternalError::Unavailable(why)) => {
            record_timeout(app, id, row.idempotency_attempt).await?;
            Err(ExternalError::Unavailable(why).into())
        }
        Err(error) => {
            tracing::warn!(payment = %id, %error, "the processor opened no page");
            record_payment::fail_unsubmitted(app, id, PaymentFailure::NotStarted).await?;
            Err(error.into())
        }
    }
}

/// Looks for the payment's page at the processor.
async fn find_lost_checkout(app: &App, row: &payment::Model) -> AppResult<Option<RemotePayment>> {
    let Some(account) = &row.account else { return Ok(None) };
    let since = (row.created_at - MAX_CLOCK_SKEW).timestamp();
    let id = row.id.to_string();
    Ok(app.processor.find_checkout(account, (metadata::PAYMENT_KEY, &id), since).await?)
}

/// The answer to a key was lost: the next call looks for the page and then takes another key, since the processor
/// repeats even a failed answer for as long as it remembers the key.
async fn record_timeout(app: &App, id: PaymentId, key_attempt: i64) -> AppResult<()> {
    let work = app.begin().await?;
    if let Some(row) = store::payments::lock(work.txn(), id).await?
        && row.idempotency_attempt == key_attempt
        && row.status == PaymentStatus::Created
    {
        store::payments::save(work.txn(), row, PaymentStatus::Created, app.now(), |row| {
            row.idempotency_attempt = Set(key_attempt.saturating_add(1));
        })
        .await?;
    }
    work.commit().await?;
    Ok(())
}

/// Describes the page from the payment's own rows, so that asking again asks for the same.
async fn new_checkout(app: &App, row: &payment::Model) -> AppResult<NewCheckout> {
    let connection = app.db.read();
    let scope = Scope::for_organization(row.organization_id);
    let property = store::properties::property(connection, &scope, row.property_id).await?;
    let property: property::Model =
        property.ok_or_else(|| StoreError::Corrupt("a payment without property".into()))?;
    let resident: Option<resident::Model> = match row.resident_id {
        Some(id) => store::properties::resident(connection, &scope, id).await?,
        None => None,
    };
    let language = resident.as_ref().map_or(Language::En, |resident| resident.language);
    let invoices = store::payments::invoices_of(connection, row.id).await?;
    let mut lines: Vec<CheckoutLine> = invoices
        .iter()
        .map(|(allocation, invoice)| CheckoutLine {
            name: format!("{} · {}", invoice.title, property.name),
            amount: allocation.amount,
        })
        .collect();
    if row.fee > 0 {
        let name = locales::checkout_fee_line(language);
        lines.push(CheckoutLine { name: name.into(), amount: row.fee });
    }
    let id = row.id;
    let ids: Vec<InvoiceId> = invoices.iter().map(|(_, invoice)| invoice.id).collect();
    let pay_page = pay_page(app, &ids);
    let separator = if pay_page.contains('?') { '&' } else { '?' };
    let created = row.created_at.timestamp();
    Ok(NewCheckout {
        account: row
            .account
            .clone()
            .ok_or_else(|| StoreError::Corrupt("a payment without account".into()))?,
        method: row
            .method
            .online_method()
            .ok_or_else(|| StoreError::Corrupt("an offline payment has no page".into()))?,
        currency: row.currency,
        lines,
        application_fee: row.platform_fee,
        email: resident.and_then(|resident| resident.email),
        language: language.code(),
        success_url: format!("{}/portal/payments/{id}", app.base_url),
        cancel_url: format!("{pay_page}{separator}cancelled=1"),
        metadata: metadata::payment_metadata(row, &ids).into_iter().collect(),
        expires_at: created
            .checked_add(PAGE_LIFETIME)
            .map_err(|error| AppError::Internal(error.to_string()))?,
        idempotency_key: match row.idempotency_attempt {
            0 => format!("checkout:{id}"),
            key_attempt => format!("checkout:{id}:{key_attempt}"),
        },
    })
}
