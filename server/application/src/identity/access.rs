//! The one place where a permission becomes a scope. Use cases and reads ask `Caller::scope`; the API never does.

use domain::id::{MemberId, OrganizationId, PropertyId, ResidentId, UserId};
use domain::roles::{Permission, Reach, Role, reach};
use entity::{api_key, member, organization, residency, resident, session, user};

use super::ClientInfo;
use crate::app::App;
use crate::audit::Actor;
use crate::error::{AppError, AppResult, ErrorCode};
use store::{Grant, GrantReach, Scope, StoreResult};

/// A place in a team.
#[derive(Debug, Clone)]
pub struct Membership {
    /// The row.
    pub member: member::Model,
    /// The role.
    pub role: Role,
    /// The organization.
    pub organization: organization::Model,
    /// Assigned properties; property managers only.
    pub properties: Vec<PropertyId>,
    /// The organization asks for a second factor and this person has none: nothing is granted until they do.
    pub second_factor_missing: bool,
}

/// A resident somebody is.
#[derive(Debug, Clone)]
pub struct ResidentIdentity {
    /// The row.
    pub resident: resident::Model,
    /// Where they live now.
    pub residencies: Vec<residency::Model>,
}

/// A key a program uses.
#[derive(Debug, Clone)]
pub struct ApiKeyIdentity {
    /// The row.
    pub key: api_key::Model,
    /// The properties it reaches; none for all of them.
    pub properties: Option<Vec<PropertyId>>,
}

/// Who asks, with everything they are: a person who is signed in, or a program with a key.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The account; for a key, that of who made it.
    pub user: user::Model,
    /// Teams.
    pub memberships: Vec<Membership>,
    /// Residents.
    pub residents: Vec<ResidentIdentity>,
    /// The key, for programs.
    pub key: Option<ApiKeyIdentity>,
    /// The session, for people.
    pub session: Option<session::Model>,
    /// Where they ask from.
    pub client_info: ClientInfo,
}

impl Caller {
    /// Everything a person is, read in four statements at most.
    pub async fn load(
        app: &App,
        user: user::Model,
        session: Option<session::Model>,
        client_info: ClientInfo,
    ) -> StoreResult<Caller> {
        let connection = app.db.read();
        let members = store::people::memberships(connection, user.id).await?;
        // Only property managers have properties assigned to them.
        let ids: Vec<MemberId> = members
            .iter()
            .filter(|(member, _)| member.role == Role::PropertyManager)
            .map(|(member, _)| member.id)
            .collect();
        let assigned = if ids.is_empty() {
            Vec::new()
        } else {
            store::people::assigned_properties(connection, &ids).await?
        };
        let mut memberships = Vec::with_capacity(members.len());
        for (member, organization) in members {
            let role = member.role;
            let mine = assigned.iter().filter(|row| row.member_id == member.id);
            let properties = mine.map(|row| row.property_id).collect();
            let second_factor_missing =
                organization.second_factor_required && user.second_factor_enabled_at.is_none();
            memberships.push(Membership { member, role, organization, properties, second_factor_missing });
        }
        let residents = store::people::residents_of(connection, user.id).await?;
        let ids: Vec<ResidentId> = residents.iter().map(|resident| resident.id).collect();
        let residencies =
            if ids.is_empty() { Vec::new() } else { store::people::residencies_of(connection, &ids).await? };
        let identity = |resident: resident::Model| ResidentIdentity {
            residencies: residencies.iter().filter(|row| row.resident_id == resident.id).cloned().collect(),
            resident,
        };
        let residents = residents.into_iter().map(identity).collect();
        Ok(Caller { user, memberships, residents, key: None, session, client_info })
    }

    /// A program with a key that was checked.
    pub(super) fn with_api_key(user: user::Model, key: ApiKeyIdentity, client_info: ClientInfo) -> Caller {
        let (memberships, residents) = (Vec::new(), Vec::new());
        Caller { user, memberships, residents, key: Some(key), session: None, client_info }
    }

    /// The same person as they are now.
    pub async fn reload(&self, app: &App) -> AppResult<Caller> {
        let user =
            store::people::user(app.db.read(), self.user.id).await?.ok_or(AppError::Unauthenticated)?;
        Ok(Caller::load(app, user, self.session.clone(), self.client_info.clone()).await?)
    }

    /// What the caller may reach with a permission.
    pub fn scope(&self, permission: Permission) -> Scope {
        let team = self.memberships.iter().filter(|membership| !membership.second_factor_missing);
        let team = team.filter_map(|membership| {
            let grant_reach = match reach(membership.role, permission) {
                Reach::All => GrantReach::All,
                Reach::Assigned => GrantReach::Properties(membership.properties.clone()),
                Reach::Own | Reach::Scoped(_) | Reach::Nothing => return None,
            };
            Some(Grant { organization: membership.organization.id, reach: grant_reach })
        });
        let own = self.own_grants(permission);
        Scope::new(team.chain(own).chain(self.key_grant(permission)).collect())
    }

    /// The same, but only as a resident: what "my invoices" are even for a manager who lives there.
    pub fn own_scope(&self, permission: Permission) -> Scope {
        Scope::new(self.own_grants(permission).collect())
    }

    fn own_grants(&self, permission: Permission) -> impl Iterator<Item = Grant> + '_ {
        let allowed = reach(Role::Resident, permission) == Reach::Own;
        self.residents.iter().filter(move |_| allowed).map(|identity| Grant {
            organization: identity.resident.organization_id,
            reach: GrantReach::Resident {
                resident: identity.resident.id,
                properties: identity.residencies.iter().map(|row| row.property_id).collect(),
                units: identity.residencies.iter().map(|row| row.unit_id).collect(),
            },
        })
    }

    fn key_grant(&self, permission: Permission) -> Option<Grant> {
        let identity = self.key.as_ref()?;
        let Reach::Scoped(scope) = reach(Role::ApiKey, permission) else { return None };
        if !identity.key.scopes.contains(&scope) {
            return None;
        }
        let reach = match &identity.properties {
            None => GrantReach::All,
            Some(properties) => GrantReach::Properties(properties.clone()),
        };
        Some(Grant { organization: identity.key.organization_id, reach })
    }

    /// Whether the caller works on a property, and so sees what is for its team.
    pub fn is_team_member(&self, organization: OrganizationId, property: PropertyId) -> bool {
        self.scope(Permission::Bill).reaches(organization, property)
    }

    /// Whether an organization the caller is a member of requires a second factor.
    pub fn is_second_factor_required(&self) -> bool {
        self.memberships.iter().any(|membership| membership.organization.second_factor_required)
    }

    /// Makes sure that a permission reaches a whole organization; otherwise it does not exist.
    pub fn require_organization(
        &self,
        permission: Permission,
        organization: OrganizationId,
    ) -> AppResult<Scope> {
        let scope = self.scope(permission).within(organization);
        if scope.is_empty() { Err(AppError::not_found("organization")) } else { Ok(scope) }
    }

    /// Makes sure that a person asks: a key has no password, no session and no language.
    pub fn require_person(&self) -> AppResult<&user::Model> {
        if self.key.is_some() {
            return Err(AppError::user_error(
                ErrorCode::NotAllowed,
                "only a person who is signed in can do this",
            ));
        }
        Ok(&self.user)
    }

    /// Whether this is a person.
    pub fn is_person(&self, user: UserId) -> bool {
        self.key.is_none() && self.user.id == user
    }

    /// For the audit trail.
    pub fn actor(&self) -> Actor {
        let network = Some(self.client_info.network.to_string());
        match &self.key {
            None => Actor::person(&self.user, network),
            Some(identity) => Actor::api_key(&identity.key, network),
        }
    }

    /// An idempotency key as it is kept: those of a program apart from those of who made its key.
    pub fn idempotency_key(&self, key: &str) -> String {
        match &self.key {
            None => key.to_owned(),
            // Callers can't send this separator.
            Some(identity) => format!("{}\u{1f}{key}", identity.key.id),
        }
    }
}

/// Whether the caller may see a property and what is in it: residents see theirs, keys need a scope for it.
pub fn sees_property(caller: &Caller, organization: OrganizationId, property: PropertyId) -> bool {
    caller.scope(Permission::SeeProperty).reaches(organization, property)
}

/// Whether the caller may see who pays in a property: its invoices and payments, and what can name one.
pub fn sees_payers(caller: &Caller, organization: OrganizationId, property: PropertyId) -> bool {
    caller.scope(Permission::SeeInvoices).reaches(organization, property)
}
