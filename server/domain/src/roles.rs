//! The table of roles: who may do what, and how far it reaches. Use cases ask it; nothing else decides.

/// What a person is in one organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Runs the organization.
    OrganizationManager,
    /// Runs the properties assigned to them.
    PropertyManager,
    /// Owns or rents a unit.
    Resident,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See a property and what is in it.
    SeeProperty,
    /// Connect payments, set the fee mode, see integrations.
    ConnectPayments,
    /// See drafts, create, publish and void invoices; record and reverse payments.
    Bill,
    /// See published invoices and payments.
    SeeInvoices,
    /// See the books.
    SeeLedger,
    /// Pay an invoice.
    Pay,
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
    /// Not at all.
    Nothing,
}

/// The table.
pub fn reach(role: Role, permission: Permission) -> Reach {
    use Permission::{Bill, ConnectPayments, Pay, SeeInvoices, SeeLedger, SeeProperty};
    match (role, permission) {
        (Role::OrganizationManager, SeeProperty | ConnectPayments | Bill | SeeInvoices | SeeLedger) => {
            Reach::All
        }
        (Role::OrganizationManager, Pay) => Reach::Nothing,
        (Role::PropertyManager, SeeProperty | Bill | SeeInvoices | SeeLedger) => Reach::Assigned,
        (Role::PropertyManager, ConnectPayments | Pay) => Reach::Nothing,
        (Role::Resident, SeeProperty | SeeInvoices | Pay) => Reach::Own,
        (Role::Resident, ConnectPayments | Bill | SeeLedger) => Reach::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn managers_do_not_pay_and_residents_do_not_bill() {
        assert_eq!(reach(Role::OrganizationManager, Permission::Pay), Reach::Nothing);
        assert_eq!(reach(Role::PropertyManager, Permission::ConnectPayments), Reach::Nothing);
        assert_eq!(reach(Role::Resident, Permission::Bill), Reach::Nothing);
        assert_eq!(reach(Role::PropertyManager, Permission::Bill), Reach::Assigned);
    }
}
