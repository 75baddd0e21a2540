//! How it goes with what Propty is connected to: the last success and the last error of each.

use domain::id::Uuid;
use domain::integration::IntegrationKind;
use entity::integration;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::StoreResult;

/// Which connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integration {
    /// The installation's mail server.
    Email,
    /// The account of a property: organization and property.
    Stripe(Uuid, Uuid),
}

/// Notes that it worked, or why it did not.
pub async fn record_result(
    connection: &impl ConnectionTrait,
    integration: Integration,
    new_id: Uuid,
    now: i64,
    result: Result<(), &str>,
) -> StoreResult<()> {
    let (kind, organization, property) = match integration {
        Integration::Email => (IntegrationKind::Email, None, None),
        Integration::Stripe(organization, property) => {
            (IntegrationKind::Stripe, Some(organization), Some(property))
        }
    };
    let mut query = integration::Entity::find().filter(integration::Column::Kind.eq(kind));
    query = match property {
        Some(property) => query.filter(integration::Column::PropertyId.eq(property)),
        None => query.filter(integration::Column::PropertyId.is_null()),
    };
    match query.one(connection).await? {
        Some(row) => {
            let mut active = row.into_active_model();
            match result {
                Ok(()) => active.last_success_at = Set(Some(now)),
                Err(error) => {
                    active.last_error_at = Set(Some(now));
                    active.last_error = Set(Some(error.to_owned()));
                }
            }
            active.update(connection).await?;
        }
        None => {
            let row = integration::Model {
                id: new_id,
                organization_id: organization,
                property_id: property,
                kind,
                last_success_at: result.is_ok().then_some(now),
                last_error_at: result.is_err().then_some(now),
                last_error: result.err().map(str::to_owned),
            };
            // Two workers may notice the first success at once; one note is enough.
            let conflict = sea_orm::sea_query::OnConflict::new().do_nothing().to_owned();
            integration::Entity::insert(row.into_active_model())
                .on_conflict(conflict)
                .exec_without_returning(connection)
                .await?;
        }
    }
    Ok(())
}
