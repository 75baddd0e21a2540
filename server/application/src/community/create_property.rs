//! Adding a property, with its books.

use domain::audit::AuditAction;
use domain::fee::{DEFAULT_CARD_CAP_BP, FeeMode};
use domain::id::{OrganizationId, PropertyId};
use domain::place::{Country, Region};
use domain::roles::Permission;
use entity::property;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::validation;

/// A new property.
#[derive(Debug, Clone, Serialize)]
pub struct NewProperty {
    /// The tenant.
    pub organization: OrganizationId,
    /// Name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// City, region and postal code.
    pub city: String,
    /// Gives the currency.
    pub country: Country,
    /// State, province or territory; needed in Canada.
    pub region: Option<String>,
    /// IANA name.
    pub time_zone: String,
    /// Where residents' answers go.
    pub reply_to: Option<String>,
}

/// Adds it; gives its id.
pub async fn create_property(
    app: &App,
    caller: &Caller,
    input: &NewProperty,
    key: &str,
) -> AppResult<PropertyId> {
    let idempotency_key = IdempotencyKey::new(caller, key, "propertyCreate", input)?;
    caller.require_organization(Permission::ManageOrganization, input.organization)?;
    if TimeZone::get(&input.time_zone).is_err() {
        let why = "write an IANA name such as America/New_York";
        return Err(AppError::field_error(ErrorCode::InvalidValue, "timeZone", why));
    }
    let reply_to = input.reply_to.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let row = property::Model {
        id: app.new_id(),
        organization_id: input.organization,
        name: validation::parse_name("name", &input.name, 100)?,
        address: validation::parse_name("address", &input.address, 200)?,
        city: validation::parse_name("city", &input.city, 200)?,
        time_zone: input.time_zone.clone(),
        currency: input.country.currency(),
        country: input.country,
        region: parse_region(input)?.map(Region::iso),
        reply_to: reply_to.map(|address| validation::parse_email("replyTo", address)).transpose()?,
        bank_fee_mode: FeeMode::Absorb,
        card_fee_mode: FeeMode::Absorb,
        card_cap_bp: DEFAULT_CARD_CAP_BP,
        card_acknowledged_by: None,
        card_acknowledged_name: None,
        card_acknowledged_at: None,
        version: 1,
        books_closed_through: None,
        created_at: app.now(),
    };
    let mut work = app.begin().await?;
    if let Some(id) = idempotency_key.claim(&work, &row.id).await? {
        return Ok(id);
    }
    store::community::insert_property(work.txn(), row.clone()).await?;
    store::ledger::create_chart_of_accounts(work.txn(), row.organization_id, row.id, || app.new_uuid())
        .await?;
    let what = AuditedAction::new(AuditAction::PropertyCreated, row.id, row.name.as_str());
    let detail = json!({ "timeZone": row.time_zone, "currency": row.currency, "region": row.region });
    work.audit(&caller.actor(), row.organization_id, what, &detail);
    work.commit().await?;
    Ok(row.id)
}

/// The region, which Canadian properties have to name: what may be charged there depends on it.
fn parse_region(input: &NewProperty) -> AppResult<Option<Region>> {
    let text = input.region.as_deref().map(str::trim).filter(|text| !text.is_empty());
    match (text, input.country) {
        (Some(text), country) => Region::parse(country, text).map(Some).ok_or_else(|| {
            let why =
                "write the ISO 3166-2 code of a state, province or territory of the country, such as CA-ON";
            AppError::field_error(ErrorCode::InvalidValue, "region", why)
        }),
        (None, Country::Ca) => {
            let why = "write the province or territory, such as CA-ON";
            Err(AppError::field_error(ErrorCode::Required, "region", why))
        }
        (None, Country::Us) => Ok(None),
    }
}
