//! A resident lets their invoices in a property be paid automatically: the terms are recorded, and a hosted page
//! saves the card or bank account. Nothing is charged before `record_autopay` has read that it is saved.

use domain::autopay::AutopayEndReason;
use domain::autopay::AutopayStatus;
use domain::fee::OnlineMethod;
use domain::id::{AutopayId, PropertyId};
use domain::roles::Permission;
use entity::autopay;
use entity::autopay::NewAutopay;
use locales::Language;
use serde::Serialize;

use super::end_autopay::end;
use super::metadata::autopay_metadata;
use super::terms::{check_days_before, parse_cap};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::fees::quote;
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::ports::processor::{NewCustomer, NewSetup};
use store::{Scope, StoreError};

/// What may be paid, and how.
#[derive(Debug, Clone, Serialize)]
pub struct SetUpAutopay {
    /// The property.
    pub property: PropertyId,
    /// Card or bank.
    pub method: OnlineMethod,
    /// Decimal text: the most one charge may be, fee included.
    pub cap: String,
    /// Days before the due date, 0 to 10.
    pub days_before: i64,
}

/// Where the resident goes.
#[derive(Debug, Clone)]
pub struct AutopaySetup {
    /// The autopay.
    pub autopay: AutopayId,
    /// The hosted page; none when it is over already.
    pub url: Option<String>,
}

/// Records the terms and opens the page.
pub async fn set_up_autopay(
    app: &App,
    caller: &Caller,
    input: &SetUpAutopay,
    key: &str,
) -> AppResult<AutopaySetup> {
    let id = prepare(app, caller, input, key).await?;
    let url = open_page(app, id).await?;
    Ok(AutopaySetup { autopay: id, url })
}

async fn prepare(app: &App, caller: &Caller, input: &SetUpAutopay, key: &str) -> AppResult<AutopayId> {
    let key = IdempotencyKey::new(caller, key, "autopaySetUp", input)?;
    let pays = caller.own_scope(Permission::Pay);
    let lives = |own: &&crate::identity::access::ResidentIdentity| {
        pays.within(own.resident.organization_id) != Scope::default()
            && own.residencies.iter().any(|row| row.property_id == input.property)
    };
    let own = caller.residents.iter().find(lives).ok_or_else(|| AppError::not_found("property"))?;
    let resident = &own.resident;
    let mut work = app.begin().await?;
    let id = app.new_id();
    if let Some(id) = key.claim(&work, &id).await? {
        return Ok(id);
    }
    let (cap, days_before) = (parse_cap(&input.cap)?, check_days_before(input.days_before)?);
    let account = store::payment_accounts::of_property(work.txn(), input.property).await?;
    if let Some(code) = quote::unavailable_reason(account.as_ref(), input.method) {
        return Err(AppError::user_error(code, "the property can't take this kind of payment yet"));
    }
    let account = account.and_then(|account| account.processor_account_id);
    let account = account.ok_or_else(|| AppError::not_found("property"))?;
    let now = app.now();
    // One that was never finished makes way; one that pays goes on until the new one is saved.
    for row in store::autopays::lock_live(work.txn(), resident.id, input.property).await? {
        if row.status == AutopayStatus::SettingUp {
            end(&mut work, row, AutopayEndReason::Replaced, &caller.actor()).await?;
        }
    }
    let row = autopay::Model::new(NewAutopay {
        id,
        organization_id: resident.organization_id,
        property_id: input.property,
        resident_id: resident.id,
        user_id: caller.user.id,
        account,
        method: input.method,
        cap,
        days_before,
        created_at: now,
    });
    store::autopays::save(work.txn(), row, true).await?;
    work.commit().await?;
    Ok(id)
}

/// Opens the page, or finds it again: the keys are the autopay's.
async fn open_page(app: &App, id: AutopayId) -> AppResult<Option<String>> {
    let not_found = || AppError::not_found("autopay");
    let row = store::autopays::get(app.db.read(), id).await?.ok_or_else(not_found)?;
    if row.status != AutopayStatus::SettingUp {
        return Ok(None);
    }
    if let Some(session) = &row.session_id {
        return Ok(app.processor.retrieve_setup(&row.account, session).await?.url);
    }
    let scope = Scope::for_organization(row.organization_id);
    let resident = store::properties::resident(app.db.read(), &scope, row.resident_id).await?;
    let resident = resident.ok_or_else(|| StoreError::Corrupt("an autopay without resident".into()))?;
    let property = store::properties::property(app.db.read(), &scope, row.property_id).await?;
    let property = property.ok_or_else(|| StoreError::Corrupt("an autopay without property".into()))?;
    let public = id;
    let new_customer = NewCustomer {
        account: row.account.clone(),
        name: resident.name.clone(),
        email: resident.email.clone(),
        idempotency_key: format!("customer:{public}"),
    };
    let customer = app.processor.create_customer(new_customer).await?;
    let remote = app
        .processor
        .create_setup(NewSetup {
            account: row.account.clone(),
            customer: customer.clone(),
            method: row.method,
            currency: property.currency,
            language: if resident.language == Language::Fr { "fr" } else { "en" },
            success_url: format!("{}/portal/autopay?returned=1", app.base_url),
            cancel_url: format!("{}/portal/autopay?cancelled=1", app.base_url),
            metadata: autopay_metadata(&row),
            idempotency_key: format!("setup:{public}"),
        })
        .await?;
    let work = app.begin().await?;
    let row = store::autopays::lock(work.txn(), id).await?.ok_or_else(not_found)?;
    let row = autopay::Model {
        customer_id: Some(customer),
        session_id: Some(remote.session_id),
        updated_at: app.now(),
        ..row
    };
    store::autopays::save(work.txn(), row, false).await?;
    work.commit().await?;
    Ok(remote.url)
}
