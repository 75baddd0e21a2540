//! The table of roles: who may do what, and how far it reaches. Use cases ask it; nothing else decides.

use crate::{coded_enum, json_column};

coded_enum! {
    /// Role of a member in an organization.
    pub enum Role {
        /// Manages the organization: all properties, the team, API keys, payment accounts and settings.
        OrganizationManager = "organization_manager",
        /// Manages the properties assigned to them: units, residents, invoices, payments and books.
        PropertyManager = "property_manager",
        /// Owns or rents a unit.
        Resident = "resident",
        /// A program with a key.
        ApiKey = "api_key",
    }
}

impl Role {
    /// Whether it is a role in the team, which a member can have and an invitation can offer.
    pub fn is_member(self) -> bool {
        matches!(self, Role::OrganizationManager | Role::PropertyManager)
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See a property and what is in it.
    SeeProperty,
    /// Create properties, change the organization's settings.
    ManageOrganization,
    /// See and change the team, its invitations and the API keys.
    ManageMembers,
    /// Read the audit trail.
    SeeAudit,
    /// Connect payments, set the fee mode, see what the processor asks for.
    ConnectPayments,
    /// Property settings, units, residents and their access.
    ManageProperty,
    /// See drafts, create, publish, void and write off invoices; record and reverse payments.
    Bill,
    /// See published invoices and payments.
    SeeInvoices,
    /// See the books.
    SeeLedger,
    /// See what the processor told us and have it applied again.
    ReplayEvents,
    /// Close and reopen periods of the books.
    ClosePeriods,
    /// Pay an invoice.
    Pay,
}

coded_enum! {
    /// What an API key may do. Without a scope, its objects do not exist for the key.
    pub enum ApiScope {
        /// Read organizations, properties, units, residents and the status of payment accounts.
        PropertiesRead = "properties_read",
        /// Create units and residents, invite residents and move them out.
        CommunityWrite = "community_write",
        /// Read invoices, drafts included, and payments.
        InvoicesRead = "invoices_read",
        /// Create, publish, void, write off and delete invoices; record, reverse and refund payments.
        InvoicesWrite = "invoices_write",
        /// Read the books: ledger, transactions, reconciliation and payouts.
        LedgerRead = "ledger_read",
    }
}

json_column! {
    /// The scopes of one API key.
    pub struct ApiScopes(Vec<ApiScope>);
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Every property of the organization.
    All,
    /// The properties assigned to the member.
    Assigned,
    /// What is addressed to the person.
    Own,
    /// The properties of the key, if it has this scope.
    Scoped(ApiScope),
    /// Not at all.
    Nothing,
}

/// The table, a row for each permission: organization manager, property manager, resident, API key.
pub const ROLE_PERMISSIONS: [(Permission, [Reach; 4]); 12] = {
    use ApiScope as S;
    use Permission as P;
    use Reach::{All, Assigned, Nothing, Own, Scoped};
    [
        (P::SeeProperty, [All, Assigned, Own, Scoped(S::PropertiesRead)]),
        (P::ManageOrganization, [All, Nothing, Nothing, Nothing]),
        (P::ManageMembers, [All, Nothing, Nothing, Nothing]),
        (P::SeeAudit, [All, Nothing, Nothing, Nothing]),
        (P::ConnectPayments, [All, Nothing, Nothing, Nothing]),
        (P::ManageProperty, [All, Assigned, Nothing, Scoped(S::CommunityWrite)]),
        (P::Bill, [All, Assigned, Nothing, Scoped(S::InvoicesWrite)]),
        (P::SeeInvoices, [All, Assigned, Own, Scoped(S::InvoicesRead)]),
        (P::SeeLedger, [All, Assigned, Nothing, Scoped(S::LedgerRead)]),
        (P::ReplayEvents, [All, Nothing, Nothing, Nothing]),
        (P::ClosePeriods, [All, Nothing, Nothing, Nothing]),
        (P::Pay, [Nothing, Nothing, Own, Nothing]),
    ]
};

/// How far a role reaches with a permission.
pub fn reach(role: Role, permission: Permission) -> Reach {
    let row = ROLE_PERMISSIONS.iter().find(|(named, _)| *named == permission);
    let Some((_, [organization_manager, property_manager, resident, api_key])) = row else {
        return Reach::Nothing;
    };
    match role {
        Role::OrganizationManager => *organization_manager,
        Role::PropertyManager => *property_manager,
        Role::Resident => *resident,
        Role::ApiKey => *api_key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_permission_has_one_row() {
        for (index, (permission, _)) in ROLE_PERMISSIONS.iter().enumerate() {
            assert_eq!(ROLE_PERMISSIONS.iter().position(|(other, _)| other == permission), Some(index));
        }
    }

    #[test]
    fn only_residents_pay_and_only_organization_managers_administer() {
        for (permission, reaches) in ROLE_PERMISSIONS {
            if permission == Permission::Pay {
                assert_eq!(reaches, [Reach::Nothing, Reach::Nothing, Reach::Own, Reach::Nothing]);
            } else {
                assert_eq!(reaches[0], Reach::All, "{permission:?}");
            }
            assert!(matches!(reaches[1], Reach::Assigned | Reach::Nothing), "{permission:?}");
            assert!(matches!(reaches[2], Reach::Own | Reach::Nothing), "{permission:?}");
            assert!(matches!(reaches[3], Reach::Scoped(_) | Reach::Nothing), "{permission:?}");
        }
    }
}
