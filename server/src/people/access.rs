//! The one place where a permission becomes a scope. Use cases ask `Caller::scope`; resolvers never do.

use domain::id::Uuid;
use domain::roles::{Permission, Reach, Role, reach};
use entity::{member, organization, residency, resident, user};

use crate::app::App;
use crate::store::words::Word;
use crate::store::{self, Grant, GrantReach, Scope, Stored};

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
    pub properties: Vec<Uuid>,
}

/// A resident somebody is.
#[derive(Debug, Clone)]
pub struct ResidentIdentity {
    /// The row.
    pub resident: resident::Model,
    /// Where they live now.
    pub residencies: Vec<residency::Model>,
}

/// A person who is signed in, with everything they are.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The account.
    pub user: user::Model,
    /// Teams.
    pub memberships: Vec<Membership>,
    /// Residents.
    pub residents: Vec<ResidentIdentity>,
}

/// Who does something, for the audit trail.
#[derive(Debug, Clone, Copy)]
pub enum Actor<'a> {
    /// A person.
    Person(&'a user::Model),
    /// Propty itself, after a webhook or in a job.
    Propty,
}

impl Caller {
    /// Everything a person is, read in five statements at most.
    pub async fn load(app: &App, user: user::Model) -> Stored<Caller> {
        let connection = app.db.read();
        let members = store::people::memberships(connection, user.id).await?;
        let ids: Vec<Uuid> = members.iter().map(|(member, _)| member.id).collect();
        let assigned =
            if ids.is_empty() { Vec::new() } else { store::people::assigned(connection, &ids).await? };
        let mut memberships = Vec::with_capacity(members.len());
        for (member, organization) in members {
            let role = Role::from_word(&member.role)?;
            let mine = assigned.iter().filter(|row| row.member_id == member.id);
            let properties = mine.map(|row| row.property_id).collect();
            memberships.push(Membership { member, role, organization, properties });
        }
        let residents = store::people::residents_of(connection, user.id).await?;
        let ids: Vec<Uuid> = residents.iter().map(|resident| resident.id).collect();
        let residencies =
            if ids.is_empty() { Vec::new() } else { store::people::residencies_of(connection, &ids).await? };
        let identity = |resident: resident::Model| ResidentIdentity {
            residencies: residencies.iter().filter(|row| row.resident_id == resident.id).cloned().collect(),
            resident,
        };
        Ok(Caller { user, memberships, residents: residents.into_iter().map(identity).collect() })
    }

    /// What this person may reach with a permission.
    pub fn scope(&self, permission: Permission) -> Scope {
        let team = self.memberships.iter().filter_map(|membership| {
            let grant_reach = match reach(membership.role, permission) {
                Reach::All => GrantReach::All,
                Reach::Assigned => GrantReach::Properties(membership.properties.clone()),
                Reach::Own | Reach::Nothing => return None,
            };
            Some(Grant { organization: membership.organization.id, reach: grant_reach })
        });
        let own = self.own_grants(permission);
        Scope::new(team.chain(own).collect())
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

    /// For the audit trail.
    pub fn actor(&self) -> Actor<'_> {
        Actor::Person(&self.user)
    }
}
