//! Adding a resident to a unit: Pending until they are invited.

use domain::audit::AuditAction;
use domain::community::ResidencyKind;
use domain::community::ResidentStatus;
use domain::id::{ResidentId, UnitId};
use domain::roles::Permission;
use entity::{residency, resident};
use jiff::civil::Date;
use locales::Language;
use serde::{Serialize, Serializer};
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::validation;

/// A new resident.
#[derive(Debug, Clone, Serialize)]
pub struct NewResident {
    /// The unit.
    pub unit: UnitId,
    /// Full name.
    pub name: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// Language of mail and portal.
    #[serde(serialize_with = "serialize_language")]
    pub language: Language,
    /// Owner, or tenant.
    pub is_owner: bool,
    /// Whether invoices of the unit are addressed to them.
    pub is_primary: bool,
    /// First day; today when none.
    pub starts_on: Option<Date>,
}

fn serialize_language<S: Serializer>(language: &Language, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(language.code())
}

/// Adds them; gives their id.
pub async fn create_resident(
    app: &App,
    caller: &Caller,
    input: &NewResident,
    key: &str,
) -> AppResult<ResidentId> {
    let idempotency_key = IdempotencyKey::new(caller, key, "residentCreate", input)?;
    let scope = caller.scope(Permission::ManageProperty);
    let name = validation::parse_name("name", &input.name, 100)?;
    let email = input.email.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let email = email.map(|address| validation::parse_email("email", address)).transpose()?;
    let mut work = app.begin().await?;
    let not_found = || AppError::not_found("unit");
    let unit = store::community::lock_unit(work.txn(), &scope, input.unit).await?.ok_or_else(not_found)?;
    let id = app.new_id();
    if let Some(id) = idempotency_key.claim(&work, &id).await? {
        return Ok(id);
    }
    let property = store::properties::property(work.txn(), &scope, unit.property_id).await?;
    let property = property.ok_or_else(not_found)?;
    let row = resident::Model {
        id,
        organization_id: unit.organization_id,
        user_id: None,
        name,
        email,
        language: input.language,
        status: ResidentStatus::Pending,
        created_at: app.now(),
    };
    let residency = residency::Model {
        id: app.new_id(),
        organization_id: unit.organization_id,
        property_id: unit.property_id,
        unit_id: unit.id,
        resident_id: row.id,
        kind: if input.is_owner { ResidencyKind::Owner } else { ResidencyKind::Tenant },
        is_primary: input.is_primary,
        starts_on: input.starts_on.unwrap_or_else(|| app.today(&property.time_zone)).into(),
        ends_on: None,
    };
    let detail = json!({ "unit": unit.label, "kind": residency.kind, "isPrimary": residency.is_primary });
    let subject = row.name.clone();
    store::community::insert_resident(work.txn(), row, residency).await?;
    let what = AuditedAction::new(AuditAction::ResidentCreated, id, subject.as_str());
    work.audit(&caller.actor(), unit.organization_id, what, &detail);
    work.commit().await?;
    Ok(id)
}
