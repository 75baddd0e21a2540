//! Users, what they are in which organization, and sign-in links.

use domain::community::ResidentStatus;
use domain::instant::Instant;
use domain::roles::Role;
use std::collections::BTreeSet;

use domain::id::{MemberId, OrganizationId, PropertyId, ResidentId, SignInLinkId, UserId};
use entity::{member, member_property, organization, residency, resident, sign_in_link, user};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::{ROW_LOCK, StoreError, StoreResult, Txn};

/// A user by address, lower case.
pub async fn user_by_email(
    connection: &impl ConnectionTrait,
    email: &str,
) -> StoreResult<Option<user::Model>> {
    Ok(user::Entity::find().filter(user::Column::Email.eq(email)).one(connection).await?)
}

/// A user by id.
pub async fn user(connection: &impl ConnectionTrait, id: UserId) -> StoreResult<Option<user::Model>> {
    Ok(user::Entity::find_by_id(id).one(connection).await?)
}

/// The names of several users.
pub async fn names(connection: &impl ConnectionTrait, ids: &[UserId]) -> StoreResult<Vec<(UserId, String)>> {
    let query = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .column(user::Column::Name)
        .filter(user::Column::Id.is_in(ids.iter().copied()));
    Ok(query.into_tuple().all(connection).await?)
}

/// Saves a user's language, and that of the residents they are.
pub async fn set_language(txn: &Txn, user: UserId, word: &str) -> StoreResult<()> {
    user::Entity::update_many()
        .col_expr(user::Column::Language, Expr::val(word))
        .filter(user::Column::Id.eq(user))
        .exec(txn)
        .await?;
    resident::Entity::update_many()
        .col_expr(resident::Column::Language, Expr::val(word))
        .filter(resident::Column::UserId.eq(user))
        .exec(txn)
        .await?;
    Ok(())
}

/// A person's memberships with their organizations.
pub async fn memberships(
    connection: &impl ConnectionTrait,
    user: UserId,
) -> StoreResult<Vec<(member::Model, organization::Model)>> {
    let rows = member::Entity::find()
        .find_also_related(organization::Entity)
        .filter(member::Column::UserId.eq(user))
        .order_by_asc(organization::Column::Name)
        .all(connection)
        .await?;
    Ok(rows.into_iter().filter_map(|(member, organization)| Some((member, organization?))).collect())
}

/// The properties assigned to members.
pub async fn assigned_properties(
    connection: &impl ConnectionTrait,
    members: &[MemberId],
) -> StoreResult<Vec<member_property::Model>> {
    let query = member_property::Entity::find()
        .filter(member_property::Column::MemberId.is_in(members.iter().copied()));
    Ok(query.all(connection).await?)
}

/// The members of an organization who look after a property, with their accounts.
pub async fn property_team(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
    property: PropertyId,
) -> StoreResult<Vec<(member::Model, user::Model)>> {
    let of_member = Expr::col((member_property::Entity, member_property::Column::MemberId))
        .equals((member::Entity, member::Column::Id));
    let assigned = member_property::Entity::find()
        .select_only()
        .column(member_property::Column::MemberId)
        .filter(of_member)
        .filter(member_property::Column::PropertyId.eq(property))
        .into_query();
    let looks_after =
        Condition::any().add(member::Column::Role.eq(Role::OrganizationManager)).add(Expr::exists(assigned));
    let query = member::Entity::find()
        .find_both_related(user::Entity)
        .filter(member::Column::OrganizationId.eq(organization))
        .filter(looks_after);
    Ok(query.all(connection).await?)
}

/// The residents a person is, unless they have moved out.
pub async fn residents_of(
    connection: &impl ConnectionTrait,
    user: UserId,
) -> StoreResult<Vec<resident::Model>> {
    let query = resident::Entity::find()
        .filter(resident::Column::UserId.eq(user))
        .filter(resident::Column::Status.ne(ResidentStatus::Inactive));
    Ok(query.all(connection).await?)
}

/// Where residents live, residencies that have ended left out.
pub async fn residencies_of(
    connection: &impl ConnectionTrait,
    residents: &[ResidentId],
) -> StoreResult<Vec<residency::Model>> {
    let query = residency::Entity::find()
        .filter(residency::Column::ResidentId.is_in(residents.iter().copied()))
        .filter(residency::Column::EndsOn.is_null());
    Ok(query.all(connection).await?)
}

/// Makes a sign-in link.
pub async fn insert_sign_in_link(txn: &Txn, row: sign_in_link::Model) -> StoreResult<()> {
    sign_in_link::Entity::insert(row.into_active_model()).exec(txn).await?;
    Ok(())
}

/// A link by id.
pub async fn sign_in_link(
    connection: &impl ConnectionTrait,
    id: SignInLinkId,
) -> StoreResult<Option<sign_in_link::Model>> {
    Ok(sign_in_link::Entity::find_by_id(id).one(connection).await?)
}

/// A link, locked.
pub async fn lock_sign_in_link(txn: &Txn, id: SignInLinkId) -> StoreResult<Option<sign_in_link::Model>> {
    Ok(sign_in_link::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// Marks a link as used.
pub async fn consume_sign_in_link(txn: &Txn, row: sign_in_link::Model, now: Instant) -> StoreResult<()> {
    let mut active = row.into_active_model();
    active.consumed_at = Set(Some(now));
    active.update(txn).await?;
    Ok(())
}

/// Adds a person unless their address has an account; gives the account of the address.
pub async fn insert_or_get_user(txn: &Txn, row: user::Model) -> StoreResult<user::Model> {
    let email = row.email.clone();
    user::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(user::Column::Email).do_nothing().to_owned())
        .exec_without_returning(txn)
        .await?;
    let found = user_by_email(txn, &email).await?;
    found.ok_or_else(|| StoreError::Corrupt("an account that was just added is gone".into()))
}

/// A person's row, locked.
pub async fn lock_user(txn: &Txn, id: UserId) -> StoreResult<Option<user::Model>> {
    Ok(user::Entity::find_by_id(id).lock(ROW_LOCK).one(txn).await?)
}

/// Saves a password's hash, or none.
pub async fn set_password(txn: &Txn, user: UserId, hash: Option<String>) -> StoreResult<()> {
    user::Entity::update_many()
        .col_expr(user::Column::PasswordHash, Expr::val(hash))
        .filter(user::Column::Id.eq(user))
        .exec(txn)
        .await?;
    Ok(())
}

/// The organizations a person belongs to, as member or as resident, by key.
pub async fn organizations_of(
    connection: &impl ConnectionTrait,
    user: UserId,
) -> StoreResult<BTreeSet<OrganizationId>> {
    let teams = member::Entity::find()
        .select_only()
        .column(member::Column::OrganizationId)
        .filter(member::Column::UserId.eq(user));
    let homes = resident::Entity::find()
        .select_only()
        .column(resident::Column::OrganizationId)
        .filter(resident::Column::UserId.eq(user))
        .filter(resident::Column::Status.ne(ResidentStatus::Inactive));
    let mut found: BTreeSet<OrganizationId> = teams.into_tuple().all(connection).await?.into_iter().collect();
    found.extend(homes.into_tuple::<OrganizationId>().all(connection).await?);
    Ok(found)
}
