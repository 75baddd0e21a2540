//! An organization's team, for its organization managers.

use domain::id::{MemberId, OrganizationId};
use domain::roles::Permission;
use entity::property;

use super::Caller;
use crate::app::App;
use crate::error::AppResult;
use crate::listing::{CountQuery, Listing};
use store::members::MemberRow;
use store::{Page, PageRequest, Scope};

/// A member with the properties they work on.
#[derive(Debug, Clone)]
pub struct TeamMember {
    /// The member and their account.
    pub row: MemberRow,
    /// Assigned properties; empty for organization managers, who work on all.
    pub properties: Vec<property::Model>,
}

/// A page of an organization's team by name; empty for who may not see it.
pub async fn list_members(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    page: &PageRequest,
) -> AppResult<Listing<TeamMember>> {
    let scope = caller.scope(Permission::ManageMembers).within(organization);
    let organization = if scope.is_empty() { OrganizationId::nil() } else { organization };
    let Page { rows, has_next, has_previous } =
        store::members::list(app.db.read(), organization, page).await?;
    let (cursors, rows): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let rows = cursors.into_iter().zip(with_properties(app, &scope, rows).await?).collect();
    let page = Page { rows, has_next, has_previous };
    Ok(Listing { page, count: CountQuery::Members(organization) })
}

/// A member the caller may see.
pub async fn member(app: &App, caller: &Caller, id: MemberId) -> AppResult<Option<TeamMember>> {
    let scope = caller.scope(Permission::ManageMembers);
    let rows = store::members::get(app.db.read(), &scope, id).await?.into_iter().collect();
    Ok(with_properties(app, &scope, rows).await?.pop())
}

/// Members with their properties: two statements whatever their number.
async fn with_properties(app: &App, scope: &Scope, rows: Vec<MemberRow>) -> AppResult<Vec<TeamMember>> {
    let connection = app.db.read();
    let ids: Vec<MemberId> = rows.iter().map(|(member, _)| member.id).collect();
    let assigned = store::people::assigned_properties(connection, &ids).await?;
    let known = store::properties::all_properties(connection, scope).await?;
    let member = |row: MemberRow| {
        let is_assigned = |property: &&property::Model| {
            assigned.iter().any(|pair| pair.member_id == row.0.id && pair.property_id == property.id)
        };
        let properties = known.iter().filter(is_assigned).cloned().collect();
        TeamMember { row, properties }
    };
    Ok(rows.into_iter().map(member).collect())
}
