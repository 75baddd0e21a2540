//! Adding units and residents, inviting residents, and moving out.

use cynic::MutationBuilder;

use crate::api::{
    ApiError, ApiLanguage, Date, Pending, ResidencyKind, UserError, accepted, perform, run, schema,
};

#[derive(cynic::QueryVariables)]
struct UnitsVariables {
    property: cynic::Id,
    labels: Vec<String>,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UnitsVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct CreateUnits {
    #[arguments(propertyId: $property, input: { labels: $labels }, idempotencyKey: $key)]
    unit_create: UnitCreatePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct UnitCreatePayload {
    user_errors: Vec<UserError>,
}

/// Adds units to a property, all or none.
///
/// # Errors
/// Refused with errors at `labels.0` and so on, and the rest of [`ApiError`].
pub fn create_units(property: cynic::Id, labels: Vec<String>, key: String) -> Pending {
    perform(CreateUnits::build(UnitsVariables { property, labels, key }))
}

/// A resident to add to a unit.
#[derive(Clone, Debug)]
pub struct NewResident {
    pub unit: String,
    pub name: String,
    pub email: Option<String>,
    pub language: ApiLanguage,
    pub kind: ResidencyKind,
    pub is_primary: bool,
    /// Today when left out.
    pub starts_on: Option<String>,
}

#[derive(cynic::InputObject)]
struct ResidentCreateInput {
    name: String,
    email: Option<String>,
    language: ApiLanguage,
    kind: ResidencyKind,
    is_primary: bool,
    starts_on: Option<Date>,
}

#[derive(cynic::QueryVariables)]
struct ResidentVariables {
    unit: cynic::Id,
    input: ResidentCreateInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ResidentVariables")]
struct CreateResident {
    #[arguments(unitId: $unit, input: $input, idempotencyKey: $key)]
    resident_create: ResidentCreatePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Resident")]
struct ResidentId {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
struct ResidentCreatePayload {
    resident: Option<ResidentId>,
    user_errors: Vec<UserError>,
}

/// Adds a resident; gives their id.
///
/// # Errors
/// Refused with the fields' errors, and the rest of [`ApiError`].
pub async fn create_resident(resident: NewResident, key: String) -> Result<cynic::Id, ApiError> {
    let unit = cynic::Id::new(resident.unit);
    let input = ResidentCreateInput {
        name: resident.name,
        email: resident.email,
        language: resident.language,
        kind: resident.kind,
        is_primary: resident.is_primary,
        starts_on: resident.starts_on.map(Date),
    };
    let payload = run(CreateResident::build(ResidentVariables { unit, input, key })).await?.resident_create;
    accepted(payload.resident.map(|resident| resident.id), payload.user_errors)
}

#[derive(cynic::QueryVariables)]
struct InviteVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "InviteVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Invite {
    #[arguments(id: $id)]
    resident_invite: ResidentInvitePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct ResidentInvitePayload {
    user_errors: Vec<UserError>,
}

/// Mails an invitation to the portal; it takes the place of the one before.
///
/// # Errors
/// Refused with `EMAIL_MISSING`, `ALREADY_ACTIVE` or `MOVED_OUT`, and the rest of [`ApiError`].
pub fn invite_resident(id: cynic::Id) -> Pending {
    perform(Invite::build(InviteVariables { id }))
}

#[derive(cynic::QueryVariables)]
struct MoveOutVariables {
    id: cynic::Id,
    unit: Option<cynic::Id>,
    ends_on: Option<Date>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "MoveOutVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct MoveOut {
    #[arguments(id: $id, input: { unitId: $unit, endsOn: $ends_on })]
    resident_move_out: ResidentMoveOutPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct ResidentMoveOutPayload {
    user_errors: Vec<UserError>,
}

/// Ends the residency in one unit, or in all of them.
///
/// # Errors
/// Refused with `MOVED_OUT` or a field's error, and the rest of [`ApiError`].
pub fn move_out(id: cynic::Id, unit: Option<String>, ends_on: String) -> Pending {
    let variables = MoveOutVariables { id, unit: unit.map(cynic::Id::new), ends_on: Some(Date(ends_on)) };
    perform(MoveOut::build(variables))
}
