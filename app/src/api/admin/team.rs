//! The organization's team: its members, who is invited, and changing both.

use cynic::{MutationBuilder, QueryBuilder};

use super::PropertyName;
use crate::api::{
    ApiError, ApiLanguage, DateTime, PageInfo, Pending, Role, Slice, UserError, perform, run, schema,
};

/// Somebody on the team.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Member {
    pub id: cynic::Id,
    pub name: String,
    pub email: String,
    pub role: Role,
    /// Empty for organization managers, who work on all.
    pub properties: Vec<PropertyName>,
    pub second_factor_enabled: bool,
    pub is_viewer: bool,
    pub created_at: DateTime,
}

/// An invitation that nobody has accepted yet.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct MemberInvitation {
    pub id: cynic::Id,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub properties: Vec<PropertyName>,
    pub sent_at: DateTime,
    pub expires_at: DateTime,
    pub is_expired: bool,
}

/// A page of members, and every invitation.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamPage {
    pub members: Members,
    pub invitations: Vec<MemberInvitation>,
}

/// A page of members, and how many there are in all.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "MemberConnection")]
pub struct Members {
    pub nodes: Vec<Member>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

#[derive(cynic::QueryVariables)]
struct TeamVariables {
    organization: cynic::Id,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "TeamVariables")]
struct TeamQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationTeam>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "TeamVariables")]
struct OrganizationTeam {
    #[arguments(first: $first, after: $after, last: $last, before: $before)]
    members: Members,
    member_invitations: Vec<MemberInvitation>,
}

/// A page of the team.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn team(organization: cynic::Id, slice: Slice) -> Result<TeamPage, ApiError> {
    let Slice { first, after, last, before } = slice;
    let variables = TeamVariables { organization, first, after, last, before };
    let team = run(TeamQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?;
    Ok(TeamPage { members: team.members, invitations: team.member_invitations })
}

/// Whom to invite, as what.
#[derive(Clone, Debug)]
pub struct Invitee {
    pub name: String,
    pub email: String,
    pub language: ApiLanguage,
    pub role: Role,
    /// The properties of a property manager.
    pub properties: Vec<String>,
}

#[derive(cynic::InputObject)]
struct MemberInviteInput {
    name: String,
    email: String,
    language: ApiLanguage,
    role: Role,
    property_ids: Option<Vec<cynic::Id>>,
}

/// The properties go along for a property manager only.
fn property_ids(role: Role, properties: Vec<String>) -> Option<Vec<cynic::Id>> {
    (role == Role::PropertyManager).then(|| properties.into_iter().map(cynic::Id::new).collect())
}

#[derive(cynic::QueryVariables)]
struct InviteVariables {
    organization: cynic::Id,
    input: MemberInviteInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "InviteVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Invite {
    #[arguments(organizationId: $organization, input: $input)]
    member_invite: MemberInvitePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct MemberInvitePayload {
    user_errors: Vec<UserError>,
}

/// Mails an invitation; it takes the place of one to the same address.
///
/// # Errors
/// Refused with `ALREADY_MEMBER` or a field's error, and the rest of [`ApiError`].
pub fn invite_member(organization: cynic::Id, invitee: Invitee) -> Pending {
    let Invitee { name, email, language, role, properties } = invitee;
    let input =
        MemberInviteInput { name, email, language, role, property_ids: property_ids(role, properties) };
    perform(Invite::build(InviteVariables { organization, input }))
}

#[derive(cynic::QueryVariables)]
struct IdVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "IdVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Revoke {
    #[arguments(id: $id)]
    member_invitation_revoke: MemberInvitationRevokePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct MemberInvitationRevokePayload {
    user_errors: Vec<UserError>,
}

/// Withdraws an invitation.
///
/// # Errors
/// See [`ApiError`].
pub fn revoke_invitation(id: cynic::Id) -> Pending {
    perform(Revoke::build(IdVariables { id }))
}

#[derive(cynic::InputObject)]
struct MemberUpdateInput {
    role: Role,
    property_ids: Option<Vec<cynic::Id>>,
}

#[derive(cynic::QueryVariables)]
struct UpdateVariables {
    id: cynic::Id,
    input: MemberUpdateInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Update {
    #[arguments(id: $id, input: $input)]
    member_update: MemberUpdatePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct MemberUpdatePayload {
    user_errors: Vec<UserError>,
}

/// Changes a member's role and properties.
///
/// # Errors
/// Refused with `LAST_MANAGER` or a field's error, and the rest of [`ApiError`].
pub fn update_member(id: cynic::Id, role: Role, properties: Vec<String>) -> Pending {
    let input = MemberUpdateInput { role, property_ids: property_ids(role, properties) };
    perform(Update::build(UpdateVariables { id, input }))
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "IdVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Remove {
    #[arguments(id: $id)]
    member_remove: MemberRemovePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct MemberRemovePayload {
    user_errors: Vec<UserError>,
}

/// Takes somebody off the team.
///
/// # Errors
/// Refused with `LAST_MANAGER`, and the rest of [`ApiError`].
pub fn remove_member(id: cynic::Id) -> Pending {
    perform(Remove::build(IdVariables { id }))
}
