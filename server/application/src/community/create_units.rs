//! Adding units to a property: all of them or none.

use std::collections::BTreeSet;

use domain::audit::AuditAction;
use domain::id::{PropertyId, UnitId};
use domain::roles::Permission;
use entity::unit;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode, UserError};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::validation;

/// Most units at once.
const MAX_UNITS: usize = 500;

/// Adds them; gives their ids in the order given.
pub async fn create_units(
    app: &App,
    caller: &Caller,
    property: PropertyId,
    labels: &[String],
    key: &str,
) -> AppResult<Vec<UnitId>> {
    let idempotency_key = IdempotencyKey::new(caller, key, "unitCreate", &(property, labels))?;
    let scope = caller.scope(Permission::ManageProperty);
    let not_found = || AppError::not_found("property");
    store::properties::property(app.db.read(), &scope, property).await?.ok_or_else(not_found)?;
    let labels = check_labels(labels)?;
    let mut work = app.begin().await?;
    let ids: Vec<UnitId> = labels.iter().map(|_| app.new_id()).collect();
    if let Some(ids) = idempotency_key.claim(&work, &ids).await? {
        return Ok(ids);
    }
    let property =
        store::community::lock_property(work.txn(), &scope, property).await?.ok_or_else(not_found)?;
    let taken = store::community::labels_taken(work.txn(), property.id, &labels).await?;
    refuse_taken(&labels, |label| taken.iter().any(|other| other == label))?;
    let now = app.now();
    let rows: Vec<unit::Model> = labels
        .into_iter()
        .zip(&ids)
        .map(|(label, id)| unit::Model {
            id: *id,
            organization_id: property.organization_id,
            property_id: property.id,
            label,
            created_at: now,
        })
        .collect();
    let detail = json!({ "property": property.name });
    for row in &rows {
        let what = AuditedAction::new(AuditAction::UnitCreated, row.id, row.label.as_str());
        work.audit(&caller.actor(), property.organization_id, what, &detail);
    }
    store::community::insert_units(work.txn(), rows).await?;
    work.commit().await?;
    Ok(ids)
}

fn check_labels(labels: &[String]) -> AppResult<Vec<String>> {
    if labels.is_empty() {
        return Err(AppError::field_error(ErrorCode::Required, "labels", "write at least one label"));
    }
    if labels.len() > MAX_UNITS {
        let why = format!("add at most {MAX_UNITS} units at once");
        return Err(AppError::field_error(ErrorCode::TooLong, "labels", why));
    }
    let labels: Vec<String> =
        labels.iter().map(|label| validation::parse_name("labels", label, 40)).collect::<AppResult<_>>()?;
    let mut seen = BTreeSet::new();
    let repeated: BTreeSet<&String> = labels.iter().filter(|label| !seen.insert(*label)).collect();
    refuse_taken(&labels, |label| repeated.contains(label))?;
    Ok(labels)
}

fn refuse_taken(labels: &[String], taken: impl Fn(&String) -> bool) -> AppResult<()> {
    let user_errors: Vec<UserError> = labels
        .iter()
        .enumerate()
        .filter(|(_, label)| taken(label))
        .map(|(index, label)| UserError {
            code: ErrorCode::NameTaken,
            field: Some(format!("labels.{index}")),
            message: format!("a unit is called {label} already"),
            retry_after: None,
        })
        .collect();
    if user_errors.is_empty() { Ok(()) } else { Err(AppError::User(user_errors)) }
}
