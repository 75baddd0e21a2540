//! How it goes with what Propty is connected to: the last success and the last error of each.

use domain::id::{IntegrationId, OrganizationId, PropertyId};
use domain::instant::Instant;
use domain::integration::IntegrationKind;
use entity::integration;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::StoreResult;

/// Which connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integration {
    /// The installation's mail server.
    Email,
    /// The account of a property: organization and property.
    Stripe(OrganizationId, PropertyId),
}

/// Notes that it worked, or why it did not.
pub async fn record_result(
    connection: &impl ConnectionTrait,
    integration: Integration,
    new_id: IntegrationId,
    now: Instant,
    result: Result<(), &str>,
) -> StoreResult<()> {
    let (kind, organization, property) = match integration {
        Integration::Email => (IntegrationKind::Email, None, None),
        Integration::Stripe(organization, property) => {
            (IntegrationKind::Stripe, Some(organization), Some(property))
        }
    };
    let mut update = integration::Entity::update_many().filter(integration::Column::Kind.eq(kind));
    update = match property {
        Some(property) => update.filter(integration::Column::PropertyId.eq(property)),
        None => update.filter(integration::Column::PropertyId.is_null()),
    };
    update = match result {
        Ok(()) => update.col_expr(integration::Column::LastSuccessAt, Expr::val(now)),
        Err(error) => update
            .col_expr(integration::Column::LastErrorAt, Expr::val(now))
            .col_expr(integration::Column::LastError, Expr::val(error)),
    };
    if update.exec(connection).await?.rows_affected == 0 {
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
        let conflict = OnConflict::new().do_nothing().to_owned();
        integration::Entity::insert(row.into_active_model())
            .on_conflict(conflict)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}
