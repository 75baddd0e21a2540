//! Invitations to a team that nobody has accepted yet, for organization managers.

use domain::id::{InvitationId, OrganizationId};
use domain::roles::Permission;
use entity::{invitation, property};

use super::Caller;
use crate::app::App;
use crate::error::AppResult;
use store::Scope;

/// An invitation with the properties the invited will work on.
#[derive(Debug, Clone)]
pub struct TeamInvitation {
    /// The invitation.
    pub row: invitation::Model,
    /// Properties; empty for organization managers, who work on all.
    pub properties: Vec<property::Model>,
}

impl TeamInvitation {
    /// Whether it has expired.
    pub fn is_expired(&self, app: &App) -> bool {
        self.row.expires_at <= app.now()
    }
}

/// The open invitations to an organization's team, newest first; empty for who may not see them.
pub async fn list_invitations(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
) -> AppResult<Vec<TeamInvitation>> {
    let scope = caller.scope(Permission::ManageMembers).within(organization);
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let rows = store::invitations::to_team(app.db.read(), organization).await?;
    with_properties(app, &scope, rows).await
}

/// An invitation the caller has just sent, with its properties.
pub async fn sent_invitation(
    app: &App,
    caller: &Caller,
    row: invitation::Model,
) -> AppResult<Option<TeamInvitation>> {
    let scope = caller.scope(Permission::ManageMembers).within(row.organization_id);
    Ok(with_properties(app, &scope, vec![row]).await?.pop())
}

/// Invitations with their properties: two statements whatever their number.
async fn with_properties(
    app: &App,
    scope: &Scope,
    rows: Vec<invitation::Model>,
) -> AppResult<Vec<TeamInvitation>> {
    let connection = app.db.read();
    let ids: Vec<InvitationId> = rows.iter().map(|row| row.id).collect();
    let pairs = store::invitations::properties(connection, &ids).await?;
    let known = store::properties::all_properties(connection, scope).await?;
    let invitation = |row: invitation::Model| {
        let is_named = |property: &&property::Model| {
            pairs.iter().any(|pair| pair.invitation_id == row.id && pair.property_id == property.id)
        };
        let properties = known.iter().filter(is_named).cloned().collect();
        TeamInvitation { row, properties }
    };
    Ok(rows.into_iter().map(invitation).collect())
}
