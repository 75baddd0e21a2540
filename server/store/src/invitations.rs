//! Invitations to teams and to the portal, and sign-ups of organizations.

use domain::community::InvitationKind;
use domain::id::{InvitationId, OrganizationId, PropertyId, ResidentId, SignUpId};
use domain::instant::Instant;
use entity::{invitation, invitation_property, sign_up};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{ROW_LOCK, Scope, StoreResult, Txn};

fn open() -> Condition {
    Condition::all().add(invitation::Column::AcceptedAt.is_null()).add(invitation::Column::EndedAt.is_null())
}

/// Ends the open invitations that a new one replaces: those to the same resident, or of the same organization to
/// the same address.
pub async fn end_replaced(txn: &Txn, new: &invitation::Model, now: Instant) -> StoreResult<()> {
    let same = match new.resident_id {
        Some(resident) => Condition::all().add(invitation::Column::ResidentId.eq(resident)),
        None => Condition::all()
            .add(invitation::Column::OrganizationId.eq(new.organization_id))
            .add(invitation::Column::Kind.eq(InvitationKind::Member))
            .add(invitation::Column::Email.eq(new.email.as_str())),
    };
    end(txn, same, now).await
}

/// Ends a resident's open invitation.
pub async fn end_of_resident(txn: &Txn, resident: ResidentId, now: Instant) -> StoreResult<()> {
    end(txn, Condition::all().add(invitation::Column::ResidentId.eq(resident)), now).await
}

async fn end(txn: &Txn, which: Condition, now: Instant) -> StoreResult<()> {
    invitation::Entity::update_many()
        .col_expr(invitation::Column::EndedAt, Expr::val(now))
        .filter(open())
        .filter(which)
        .exec(txn)
        .await?;
    Ok(())
}

/// Keeps an invitation with the properties it is for.
pub async fn insert(txn: &Txn, row: invitation::Model, properties: &[PropertyId]) -> StoreResult<()> {
    let (id, organization) = (row.id, row.organization_id);
    invitation::Entity::insert(row.into_active_model()).exec(txn).await?;
    if properties.is_empty() {
        return Ok(());
    }
    let rows = properties.iter().map(|property| {
        invitation_property::Model {
            invitation_id: id,
            property_id: *property,
            organization_id: organization,
        }
        .into_active_model()
    });
    invitation_property::Entity::insert_many(rows).exec(txn).await?;
    Ok(())
}

/// An invitation that a token names.
pub async fn by_id(
    connection: &impl ConnectionTrait,
    id: InvitationId,
) -> StoreResult<Option<invitation::Model>> {
    Ok(invitation::Entity::find_by_id(id).one(connection).await?)
}

/// The same, locked.
pub async fn lock(txn: &Txn, id: InvitationId) -> StoreResult<Option<invitation::Model>> {
    Ok(invitation::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// An open invitation to a team of a scope, locked.
pub async fn lock_member(
    txn: &Txn,
    scope: &Scope,
    id: InvitationId,
) -> StoreResult<Option<invitation::Model>> {
    let query = invitation::Entity::find_by_id(id)
        .filter(open())
        .filter(invitation::Column::Kind.eq(InvitationKind::Member))
        .filter(invitation::Column::OrganizationId.is_in(scope.organizations()));
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// The open invitations to an organization's team, newest first. It comes from a scope that let it through.
pub async fn to_team(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
) -> StoreResult<Vec<invitation::Model>> {
    let query = invitation::Entity::find()
        .filter(open())
        .filter(invitation::Column::OrganizationId.eq(organization))
        .filter(invitation::Column::Kind.eq(InvitationKind::Member))
        .order_by_desc(invitation::Column::Id)
        .limit(500);
    Ok(query.all(connection).await?)
}

/// When the latest invitation of each resident was sent. The ids come from rows that a scope let through.
pub async fn latest_of(
    connection: &impl ConnectionTrait,
    residents: &[ResidentId],
) -> StoreResult<Vec<(ResidentId, Instant)>> {
    let query = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::ResidentId)
        .column_as(invitation::Column::CreatedAt.max(), "latest")
        .filter(invitation::Column::ResidentId.is_in(residents.iter().copied()))
        .group_by(invitation::Column::ResidentId);
    Ok(query.into_tuple().all(connection).await?)
}

/// The properties of several invitations, as pairs.
pub async fn properties(
    connection: &impl ConnectionTrait,
    invitations: &[InvitationId],
) -> StoreResult<Vec<invitation_property::Model>> {
    let query = invitation_property::Entity::find()
        .filter(invitation_property::Column::InvitationId.is_in(invitations.iter().copied()));
    Ok(query.all(connection).await?)
}

/// Marks an invitation as accepted or ended.
pub async fn close(txn: &Txn, id: InvitationId, column: invitation::Column, now: Instant) -> StoreResult<()> {
    invitation::Entity::update_many()
        .col_expr(column, Expr::val(now))
        .filter(invitation::Column::Id.eq(id))
        .exec(txn)
        .await?;
    Ok(())
}

/// Keeps a sign-up.
pub async fn insert_sign_up(txn: &Txn, row: sign_up::Model) -> StoreResult<()> {
    sign_up::Entity::insert(row.into_active_model()).exec(txn).await?;
    Ok(())
}

/// A sign-up that a token names.
pub async fn sign_up(connection: &impl ConnectionTrait, id: SignUpId) -> StoreResult<Option<sign_up::Model>> {
    Ok(sign_up::Entity::find_by_id(id).one(connection).await?)
}

/// Uses up a sign-up; none when it was used or is too old.
pub async fn take_sign_up(txn: &Txn, id: SignUpId, now: Instant) -> StoreResult<Option<sign_up::Model>> {
    let done = sign_up::Entity::update_many()
        .col_expr(sign_up::Column::ConsumedAt, Expr::val(now))
        .filter(sign_up::Column::Id.eq(id))
        .filter(sign_up::Column::ConsumedAt.is_null())
        .filter(Expr::col(sign_up::Column::ExpiresAt).gt(now))
        .exec(txn)
        .await?;
    if done.rows_affected == 0 { Ok(None) } else { sign_up(txn, id).await }
}
