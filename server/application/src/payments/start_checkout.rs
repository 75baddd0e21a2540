//! The resident's Pay button: an attempt is recorded and holds its invoices, then the processor's hosted page
//! is opened with a key derived from the attempt. A crash between the two loses nothing: asking again goes on
//! with the same attempt and gets the same page.

use domain::allocation::{Owed, oldest_first};
use domain::audit::Action;
use domain::failure::PaymentFailure;
use domain::fee::Method;
use domain::id::{PaymentId, Uuid};
use domain::invoice::{InvoiceError, Status as InvoiceStatus};
use domain::money::{Currency, parse_decimal};
use domain::payment::{LEAST_ONLINE, MOST_INVOICES, Status};
use domain::roles::Permission;
use entity::{invoice, payment, payment_allocation, property, resident};
use jiff::{SignedDuration, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{marks, record_payment};
use crate::app::App;
use crate::audit;
use crate::audit::Actor;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::fees::quote;
use crate::idempotency::Key;
use crate::identity::Caller;
use crate::ports::{CheckoutLine, NewCheckout, OutsideError, RemotePayment};
use crate::urls::pay_page;
use store::words::Word;
use store::{Scope, StoreError, Stored, Txn, day};

/// A hosted page stays open this long; the processor allows 24 hours.
const OPEN_FOR: SignedDuration = SignedDuration::from_hours(23);

/// The processor's clock may be behind ours by so many milliseconds.
const CLOCKS_DIFFER: i64 = 10 * 60 * 1000;

/// What to pay and how.
#[derive(Debug, Clone)]
pub struct Checkout {
    /// Invoices of one property, at most [`MOST_INVOICES`].
    pub invoices: Vec<Uuid>,
    /// Card or bank.
    pub method: Method,
    /// Decimal text; the whole balance when left out.
    pub amount: Option<String>,
}

/// Where the resident goes.
#[derive(Debug, Clone)]
pub struct Started {
    /// The attempt.
    pub payment: Uuid,
    /// The hosted page; none when the attempt is over already.
    pub url: Option<String>,
}

enum Prepared {
    Attempt(Uuid),
    InTheWay(Vec<payment::Model>),
}

/// Starts or goes on with an attempt.
pub async fn start_checkout(app: &App, caller: &Caller, input: &Checkout, key: &str) -> Outcome<Started> {
    // An older attempt is closed outside the transaction, then the invoices are looked at again.
    for _ in 0..3 {
        match prepare(app, caller, input, key).await? {
            Prepared::Attempt(payment) => {
                let url = open_page(app, payment).await?;
                return Ok(Started { payment, url });
            }
            Prepared::InTheWay(payments) => {
                for payment in payments {
                    close(app, &payment).await?;
                }
            }
        }
    }
    Err(in_progress())
}

fn in_progress() -> Failure {
    Failure::refuse(
        ErrorCode::PaymentInProgress,
        "a payment for this invoice is on its way; wait until it has arrived",
    )
}

async fn prepare(app: &App, caller: &Caller, input: &Checkout, key: &str) -> Outcome<Prepared> {
    let key = Key::new(caller, key, "checkoutStart", input)?;
    let scope = caller.scope(Permission::Pay);
    let txn = app.db.begin().await?;
    let mut ids = input.invoices.clone();
    ids.sort_unstable();
    ids.dedup();
    let invoices = store::invoices::lock_many(&txn, &scope, &ids).await?;
    if invoices.is_empty() || invoices.len() != ids.len() {
        return Err(Failure::not_found("invoice"));
    }
    if let Some(payment) = key.before::<Uuid>(&txn).await? {
        return Ok(Prepared::Attempt(payment));
    }
    of_one_property(invoices.iter().map(|row| row.property_id))?;
    if invoices.len() > MOST_INVOICES {
        return Err(Failure::refuse_field(
            ErrorCode::InvalidValue,
            "invoiceIds",
            format!("pay at most {MOST_INVOICES} invoices at a time"),
        ));
    }
    for row in &invoices {
        if store::invoices::standing(row)?.status != InvoiceStatus::Open {
            return Err(InvoiceError::NotOpen.into());
        }
    }
    let held = store::payments::holding(&txn, &ids).await?;
    for payment in &held {
        if is_under_way(&txn, payment).await? {
            return Err(in_progress());
        }
    }
    if !held.is_empty() {
        return Ok(Prepared::InTheWay(held));
    }
    let payment = record(app, &txn, caller, &scope, input, &invoices).await?;
    key.keep(app, &txn, &payment).await?;
    txn.commit().await?;
    Ok(Prepared::Attempt(payment))
}

/// Refuses invoices of several properties: each has its own account, and one payment goes to one.
pub(crate) fn of_one_property(properties: impl IntoIterator<Item = Uuid>) -> Outcome<()> {
    let mut properties = properties.into_iter();
    let first = properties.next();
    if properties.any(|property| Some(property) != first) {
        return Err(Failure::refuse_field(
            ErrorCode::NotFound,
            "invoiceIds",
            "pay invoices of one property at a time",
        ));
    }
    Ok(())
}

/// Whether an attempt that holds an invoice can't be closed to make room for another: its money is on its way,
/// or autopay is charging it, which has no page that could be closed.
pub(crate) async fn is_under_way(
    connection: &impl ConnectionTrait,
    payment: &payment::Model,
) -> Stored<bool> {
    if payment.status == Status::Processing.word() {
        return Ok(true);
    }
    Ok(payment.session_id.is_none()
        && store::autopays::run_of_payment(connection, payment.id).await?.is_some())
}

async fn record(
    app: &App,
    txn: &Txn,
    caller: &Caller,
    scope: &Scope,
    input: &Checkout,
    invoices: &[invoice::Model],
) -> Outcome<Uuid> {
    let first = invoices.first().ok_or_else(|| Failure::not_found("invoice"))?;
    let property =
        store::properties::property(txn, &Scope::whole(first.organization_id), first.property_id).await?;
    let property = property.ok_or_else(|| Failure::not_found("property"))?;
    let account = store::payment_accounts::of_property(txn, property.id).await?;
    if let Some(code) = quote::unavailable(account.as_ref(), input.method) {
        return Err(Failure::refuse(code, "the property can't take this kind of payment yet"));
    }
    let account = account.and_then(|account| account.processor_account_id);
    let mut owed = Vec::with_capacity(invoices.len());
    for row in invoices {
        owed.push(Owed { key: row.id, balance: row.balance, due_on: day(&row.due_on)? });
    }
    let balance = domain::money::sum(owed.iter().map(|owed| owed.balance))?;
    let net = part_of(input.amount.as_deref(), balance)?;
    let (shares, _) = oldest_first(net, &owed);
    let (choices, today) = (quote::choices(&property)?, app.today(&property.time_zone));
    let price = quote::price(app, &property, choices, (input.method, net), today)?;
    let now = app.now_ms();
    let method = match input.method {
        Method::Bank => domain::payment::Method::Bank,
        Method::Card => domain::payment::Method::Card,
    };
    let own = caller.residents.iter().find(|own| {
        scope.within(own.resident.organization_id) != Scope::default()
            && own.resident.organization_id == first.organization_id
    });
    let row = payment::Model {
        id: app.new_id(),
        organization_id: first.organization_id,
        property_id: first.property_id,
        unit_id: first.unit_id,
        resident_id: own.map(|own| own.resident.id).or(first.resident_id),
        user_id: caller.user.id,
        method: method.word().to_owned(),
        status: Status::Created.word().to_owned(),
        currency: first.currency.clone(),
        amount: net,
        fee: price.fee,
        processor_fee_quoted: price.kept(),
        processor_fee: None,
        platform_fee: price.platform_fee,
        refunded: 0,
        disputed: 0,
        returned: 0,
        account,
        asked: 0,
        session_id: None,
        checkout_url: None,
        intent_id: None,
        charge_id: None,
        parked: None,
        failure: None,
        expected_by: None,
        received_on: None,
        reference: None,
        note: None,
        reversal_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
        processing_at: None,
        succeeded_at: None,
    };
    let id = row.id;
    let rows = shares.into_iter().map(|(invoice_id, amount)| payment_allocation::Model {
        payment_id: id,
        invoice_id,
        organization_id: first.organization_id,
        amount,
        kept: 0,
        active: true,
    });
    let detail = json!({ "amount": net, "fee": price.fee, "method": method.word() });
    store::payments::insert(txn, row, rows.collect()).await?;
    audit::write(
        app,
        txn,
        &caller.actor(),
        first.organization_id,
        (Action::PaymentStarted, id, &record_payment::subject(txn, id).await?),
        &detail,
    )
    .await?;
    Ok(id)
}

/// The part of a balance that decimal text names, in minor units; all of it without one.
pub(crate) fn part_of(part: Option<&str>, balance: i64) -> Outcome<i64> {
    let Some(text) = part else { return Ok(balance) };
    let amount = parse_decimal(text.trim())?;
    if amount > balance {
        return Err(Failure::refuse_field(
            ErrorCode::AmountAboveBalance,
            "amount",
            "pay at most what is owed",
        ));
    }
    if amount < LEAST_ONLINE.min(balance) {
        return Err(Failure::refuse_field(ErrorCode::AmountBelowMinimum, "amount", "pay at least 1.00"));
    }
    Ok(amount)
}

/// Opens the attempt's hosted page, or finds it again.
async fn open_page(app: &App, id: Uuid) -> Outcome<Option<String>> {
    let txn = app.db.begin().await?;
    let Some(row) = store::payments::lock(&txn, id).await? else { return Err(Failure::not_found("payment")) };
    txn.commit().await?;
    let status = Status::from_word(&row.status)?;
    if !matches!(status, Status::Created | Status::Open) {
        return Ok(None);
    }
    if let Some(account) = &row.account
        && let Some(account) = store::payment_accounts::by_processor_id(app.db.read(), account).await?
        && account.unlinked_at.is_some()
    {
        return Err(Failure::refuse(
            ErrorCode::PaymentsNotConnected,
            "the property's payment account was disconnected; this page can't be paid any more",
        ));
    }
    if status == Status::Open {
        return Ok(row.checkout_url);
    }
    // Asked before and not heard: the page may be there all the same.
    let found = if row.asked > 0 { find_again(app, &row).await? } else { None };
    let made = match found {
        Some(remote) => Ok(remote),
        None => app.processor.create_checkout(describe(app, &row).await?).await,
    };
    match made {
        Ok(remote) => {
            let url = remote.url.clone();
            record_payment::apply(app, id, &remote).await?;
            Ok(url)
        }
        Err(OutsideError::Unavailable(why)) => {
            not_heard(app, id, row.asked).await?;
            Err(OutsideError::Unavailable(why).into())
        }
        Err(error) => {
            tracing::warn!(payment = %PaymentId::from_uuid(id), %error, "the processor opened no page");
            record_payment::refused(app, id, PaymentFailure::NotStarted).await?;
            Err(error.into())
        }
    }
}

/// Looks for the attempt's page at the processor.
async fn find_again(app: &App, row: &payment::Model) -> Outcome<Option<RemotePayment>> {
    let Some(account) = &row.account else { return Ok(None) };
    let since = Timestamp::from_millisecond(row.created_at.saturating_sub(CLOCKS_DIFFER))
        .map_err(|error| Failure::Inner(error.to_string()))?;
    let id = PaymentId::from_uuid(row.id).to_string();
    Ok(app.processor.find_checkout(account, (marks::PAYMENT, &id), since).await?)
}

/// The answer to a key was lost: the next call looks for the page and then takes another key, since the processor
/// repeats even a failed answer for as long as it remembers the key.
async fn not_heard(app: &App, id: Uuid, asked: i64) -> Outcome<()> {
    let txn = app.db.begin().await?;
    if let Some(row) = store::payments::lock(&txn, id).await?
        && row.asked == asked
        && Status::from_word(&row.status)? == Status::Created
    {
        store::payments::save(&txn, row, Status::Created, app.now_ms(), |row| {
            row.asked = Set(asked.saturating_add(1));
        })
        .await?;
    }
    txn.commit().await?;
    Ok(())
}

/// Describes the page from the attempt's own rows, so that asking again asks for the same.
async fn describe(app: &App, row: &payment::Model) -> Outcome<NewCheckout> {
    let connection = app.db.read();
    let scope = Scope::whole(row.organization_id);
    let property = store::properties::property(connection, &scope, row.property_id).await?;
    let property: property::Model =
        property.ok_or_else(|| StoreError::Corrupt("a payment without property".into()))?;
    let resident: Option<resident::Model> = match row.resident_id {
        Some(id) => store::properties::resident(connection, &scope, id).await?,
        None => None,
    };
    let language =
        resident.as_ref().map_or("en", |resident| if resident.language == "fr" { "fr" } else { "en" });
    let invoices = store::payments::invoices_of(connection, row.id).await?;
    let mut lines: Vec<CheckoutLine> = invoices
        .iter()
        .map(|(share, invoice)| CheckoutLine {
            name: format!("{} · {}", invoice.title, property.name),
            amount: share.amount,
        })
        .collect();
    if row.fee > 0 {
        let name = locales::checkout_fee_line(locales::Language::from_word(language)?);
        lines.push(CheckoutLine { name: name.into(), amount: row.fee });
    }
    let id = PaymentId::from_uuid(row.id);
    let ids: Vec<Uuid> = invoices.iter().map(|(_, invoice)| invoice.id).collect();
    let pay_page = pay_page(app, &ids);
    let mark = if pay_page.contains('?') { '&' } else { '?' };
    let created =
        Timestamp::from_millisecond(row.created_at).map_err(|error| Failure::Inner(error.to_string()))?;
    Ok(NewCheckout {
        account: row
            .account
            .clone()
            .ok_or_else(|| StoreError::Corrupt("an attempt without account".into()))?,
        method: domain::payment::Method::from_word(&row.method)?
            .online()
            .ok_or_else(|| StoreError::Corrupt("an offline payment has no page".into()))?,
        currency: Currency::from_word(&row.currency)?,
        lines,
        application_fee: row.platform_fee,
        email: resident.and_then(|resident| resident.email),
        language,
        success_url: format!("{}/portal/payments/{id}", app.base_url),
        cancel_url: format!("{pay_page}{mark}cancelled=1"),
        metadata: marks::marks(row, &ids).into_iter().collect(),
        expires_at: created.checked_add(OPEN_FOR).map_err(|error| Failure::Inner(error.to_string()))?,
        idempotency_key: match row.asked {
            0 => format!("checkout:{id}"),
            asked => format!("checkout:{id}:{asked}"),
        },
    })
}

/// Closes an older attempt at the processor, and records what it turned out to be: it may have been paid.
async fn close(app: &App, row: &payment::Model) -> Outcome<()> {
    if row.session_id.is_none() {
        // The page may exist all the same; opening it again tells.
        open_page(app, row.id).await?;
    }
    let txn = app.db.begin().await?;
    let row = store::payments::lock(&txn, row.id).await?.ok_or_else(|| Failure::not_found("payment"))?;
    txn.commit().await?;
    let (Some(account), Some(session)) = (&row.account, &row.session_id) else { return Ok(()) };
    if !Status::from_word(&row.status)?.is_active() {
        return Ok(());
    }
    match app.processor.expire_checkout(account, session).await {
        Ok(remote) => record_payment::apply(app, row.id, &remote).await,
        Err(OutsideError::Refused(_)) => record_payment::record_payment(app, row.id).await,
        Err(error) => Err(error.into()),
    }?;
    let txn = app.db.begin().await?;
    let subject = record_payment::subject(&txn, row.id).await?;
    let what = (Action::PaymentReplaced, row.id, subject.as_str());
    audit::write(app, &txn, &Actor::propty(), row.organization_id, what, &json!({})).await?;
    txn.commit().await?;
    Ok(())
}
