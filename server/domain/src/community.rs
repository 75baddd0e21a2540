//! The people of a community and what they have to do with its units.

use crate::coded_enum;

coded_enum! {
    /// Whether a resident has access to the portal.
    pub enum ResidentStatus {
        /// Not invited yet.
        Pending = "pending",
        /// Invited; the invitation was not accepted yet.
        Invited = "invited",
        /// Has an account and can sign in.
        Active = "active",
        /// Moved out of every unit; access has ended.
        Inactive = "inactive",
    }
}

coded_enum! {
    /// How a resident holds a unit.
    pub enum ResidencyKind {
        /// Owns the unit.
        Owner = "owner",
        /// Rents the unit.
        Tenant = "tenant",
    }
}

coded_enum! {
    /// What an invitation leads to.
    pub enum InvitationKind {
        /// Membership of the organization's team.
        Member = "member",
        /// A resident's account in the portal.
        Resident = "resident",
    }
}

coded_enum! {
    /// The interface a sign-in link opens.
    pub enum Audience {
        /// The team's interface under `/admin`.
        Admin = "admin",
        /// The residents' portal under `/portal`.
        Portal = "portal",
    }
}
