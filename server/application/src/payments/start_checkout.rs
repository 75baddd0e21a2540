//! The resident's Pay button: a payment is recorded and holds its invoices, then the processor's hosted page
//! is opened with a key derived from the payment. A crash between the two loses nothing: asking again goes on
//! with the same payment and gets the same page.

use domain::allocation::{InvoiceBalance, allocate_oldest_first};
use domain::audit::AuditAction;
use domain::fee::OnlineMethod;
use domain::id::{InvoiceId, PaymentId, PropertyId};
use domain::invoice::{InvoiceError, InvoiceStatus};
use domain::money::parse_decimal;
use domain::payment::{MAX_INVOICES_PER_PAYMENT, MIN_ONLINE_AMOUNT, PaymentStatus};
use domain::roles::Permission;
use entity::payment::NewPayment;
use entity::{invoice, payment, payment_allocation};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::json;

use super::audit_subject::audit_subject;
use super::open_checkout::open_checkout;
use super::record_payment;
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult, ErrorCode};
use crate::fees::quote;
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::ports::ExternalError;
use crate::unit_of_work::UnitOfWork;
use store::{Scope, StoreResult};

/// What to pay and how.
#[derive(Debug, Clone, Serialize)]
pub struct StartCheckout {
    /// Invoices of one property, at most [`MAX_INVOICES_PER_PAYMENT`].
    pub invoices: Vec<InvoiceId>,
    /// Card or bank.
    pub method: OnlineMethod,
    /// Decimal text; the whole balance when left out.
    pub amount: Option<String>,
}

/// Where the resident goes.
#[derive(Debug, Clone)]
pub struct StartedCheckout {
    /// The payment.
    pub payment: PaymentId,
    /// The hosted page; none when the payment is over already.
    pub url: Option<String>,
}

enum Prepared {
    Payment(PaymentId),
    BlockedBy(Vec<payment::Model>),
}

/// Starts or goes on with a payment.
pub async fn start_checkout(
    app: &App,
    caller: &Caller,
    input: &StartCheckout,
    key: &str,
) -> AppResult<StartedCheckout> {
    // An older payment is closed outside the transaction, then the invoices are looked at again.
    for _ in 0..3 {
        match prepare(app, caller, input, key).await? {
            Prepared::Payment(payment) => {
                let url = open_checkout(app, payment).await?;
                return Ok(StartedCheckout { payment, url });
            }
            Prepared::BlockedBy(payments) => {
                for payment in payments {
                    expire_previous(app, &payment).await?;
                }
            }
        }
    }
    Err(payment_in_progress())
}

fn payment_in_progress() -> AppError {
    AppError::user_error(
        ErrorCode::PaymentInProgress,
        "a payment for this invoice is on its way; wait until it has arrived",
    )
}

async fn prepare(app: &App, caller: &Caller, input: &StartCheckout, key: &str) -> AppResult<Prepared> {
    let key = IdempotencyKey::new(caller, key, "checkoutStart", input)?;
    let scope = caller.scope(Permission::Pay);
    let mut work = app.begin().await?;
    let mut ids = input.invoices.clone();
    ids.sort_unstable();
    ids.dedup();
    let invoices = store::invoices::lock_many(work.txn(), &scope, &ids).await?;
    if invoices.is_empty() || invoices.len() != ids.len() {
        return Err(AppError::not_found("invoice"));
    }
    let payment = app.new_id();
    if let Some(payment) = key.claim(&work, &payment).await? {
        return Ok(Prepared::Payment(payment));
    }
    ensure_one_property(invoices.iter().map(|row| row.property_id))?;
    if invoices.len() > MAX_INVOICES_PER_PAYMENT {
        return Err(AppError::field_error(
            ErrorCode::InvalidValue,
            "invoiceIds",
            format!("pay at most {MAX_INVOICES_PER_PAYMENT} invoices at a time"),
        ));
    }
    for row in &invoices {
        if store::invoices::state(row)?.status != InvoiceStatus::Open {
            return Err(InvoiceError::NotOpen.into());
        }
    }
    let held = store::payments::active_for_invoices(work.txn(), &ids).await?;
    for payment in &held {
        if is_in_progress(work.txn(), payment).await? {
            return Err(payment_in_progress());
        }
    }
    if !held.is_empty() {
        return Ok(Prepared::BlockedBy(held));
    }
    insert_payment(&mut work, payment, caller, &scope, input, &invoices).await?;
    work.commit().await?;
    Ok(Prepared::Payment(payment))
}

/// Refuses invoices of several properties: each has its own account, and one payment goes to one.
pub(crate) fn ensure_one_property(properties: impl IntoIterator<Item = PropertyId>) -> AppResult<()> {
    let mut properties = properties.into_iter();
    let first = properties.next();
    if properties.any(|property| Some(property) != first) {
        return Err(AppError::field_error(
            ErrorCode::NotFound,
            "invoiceIds",
            "pay invoices of one property at a time",
        ));
    }
    Ok(())
}

/// Whether a payment that holds an invoice can't be closed to make room for another: its money is on its way,
/// or autopay is charging it, which has no page that could be closed.
pub(crate) async fn is_in_progress(
    connection: &impl ConnectionTrait,
    payment: &payment::Model,
) -> StoreResult<bool> {
    if payment.status == PaymentStatus::Processing {
        return Ok(true);
    }
    Ok(payment.session_id.is_none()
        && store::autopays::run_of_payment(connection, payment.id).await?.is_some())
}

async fn insert_payment(
    work: &mut UnitOfWork<'_>,
    id: PaymentId,
    caller: &Caller,
    scope: &Scope,
    input: &StartCheckout,
    invoices: &[invoice::Model],
) -> AppResult<()> {
    let app = work.app();
    let first = invoices.first().ok_or_else(|| AppError::not_found("invoice"))?;
    let property = store::properties::property(
        work.txn(),
        &Scope::for_organization(first.organization_id),
        first.property_id,
    )
    .await?;
    let property = property.ok_or_else(|| AppError::not_found("property"))?;
    let account = store::payment_accounts::of_property(work.txn(), property.id).await?;
    if let Some(code) = quote::unavailable_reason(account.as_ref(), input.method) {
        return Err(AppError::user_error(code, "the property can't take this kind of payment yet"));
    }
    let account = account.and_then(|account| account.processor_account_id);
    let mut owed = Vec::with_capacity(invoices.len());
    for row in invoices {
        owed.push(InvoiceBalance { key: row.id, balance: row.balance, due_on: row.due_on.0 });
    }
    let balance = domain::money::sum(owed.iter().map(|owed| owed.balance))?;
    let net = requested_amount(input.amount.as_deref(), balance)?;
    let (allocations, _) = allocate_oldest_first(net, &owed);
    let (policy, today) = (quote::fee_policy(&property)?, app.today(&property.time_zone));
    let price = quote::price(app, &property, policy, (input.method, net), today)?;
    let method = match input.method {
        OnlineMethod::Bank => domain::payment::PaymentMethod::Bank,
        OnlineMethod::Card => domain::payment::PaymentMethod::Card,
    };
    let own = caller.residents.iter().find(|own| {
        scope.within(own.resident.organization_id) != Scope::default()
            && own.resident.organization_id == first.organization_id
    });
    let row = payment::Model::new(NewPayment {
        id,
        organization_id: first.organization_id,
        property_id: first.property_id,
        unit_id: first.unit_id,
        resident_id: own.map(|own| own.resident.id).or(first.resident_id),
        user_id: caller.user.id,
        method,
        currency: first.currency,
        amount: net,
        fee: price.fee,
        processor_fee_quoted: price.total_fees(),
        platform_fee: price.platform_fee,
        account,
        created_at: app.now(),
    });
    let rows = allocations.into_iter().map(|(invoice_id, amount)| payment_allocation::Model {
        payment_id: id,
        invoice_id,
        organization_id: first.organization_id,
        amount,
        retained_amount: 0,
        active: true,
    });
    let detail = json!({ "amount": net, "fee": price.fee, "method": method.code() });
    store::payments::insert(work.txn(), row, rows.collect()).await?;
    let subject = audit_subject(work.txn(), id).await?;
    let what = AuditedAction::new(AuditAction::PaymentStarted, id, subject.as_str());
    work.audit(&caller.actor(), first.organization_id, what, &detail);
    Ok(())
}

/// The part of a balance that decimal text names, in minor units; all of it without one.
pub(crate) fn requested_amount(part: Option<&str>, balance: i64) -> AppResult<i64> {
    let Some(text) = part else { return Ok(balance) };
    let amount = parse_decimal(text.trim())?;
    if amount > balance {
        return Err(AppError::field_error(
            ErrorCode::AmountAboveBalance,
            "amount",
            "pay at most what is owed",
        ));
    }
    if amount < MIN_ONLINE_AMOUNT.min(balance) {
        return Err(AppError::field_error(ErrorCode::AmountBelowMinimum, "amount", "pay at least 1.00"));
    }
    Ok(amount)
}

/// Closes an older payment at the processor, and records what it turned out to be: it may have been paid.
async fn expire_previous(app: &App, row: &payment::Model) -> AppResult<()> {
    if row.session_id.is_none() {
        // The page may exist all the same; opening it again tells.
        open_checkout(app, row.id).await?;
    }
    let row = store::payments::find(app.db.read(), row.id).await?;
    let row = row.ok_or_else(|| AppError::not_found("payment"))?;
    let (Some(account), Some(session)) = (&row.account, &row.session_id) else { return Ok(()) };
    if !row.status.is_active() {
        return Ok(());
    }
    match app.processor.expire_checkout(account, session).await {
        Ok(remote) => record_payment::apply(app, row.id, &remote).await,
        Err(ExternalError::Refused(_)) => record_payment::record_payment(app, row.id).await,
        Err(error) => Err(error.into()),
    }?;
    let mut work = app.begin().await?;
    let subject = audit_subject(work.txn(), row.id).await?;
    let what = AuditedAction::new(AuditAction::PaymentReplaced, row.id, subject.as_str());
    work.audit(&Actor::propty(), row.organization_id, what, &json!({}));
    work.commit().await?;
    Ok(())
}
