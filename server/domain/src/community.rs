//! The people of a community and what they have to do with its units.

use crate::coded_enum;

coded_enum! {
    /// Whether a resident uses the portal.
    pub enum ResidentStatus {
        /// Not invited yet.
        Pending = "pending",
        /// Invited and not signed in yet.
        Invited = "invited",
        /// Has an account.
        Active = "active",
        /// Moved out.
        Inactive = "inactive",
    }
}

coded_enum! {
    /// How a resident holds a unit.
    pub enum ResidencyKind {
        /// Owns it.
        Owner = "owner",
        /// Rents it.
        Tenant = "tenant",
    }
}

coded_enum! {
    /// What an invitation leads to.
    pub enum InvitationKind {
        /// Membership of the team.
        Member = "member",
        /// A resident's account.
        Resident = "resident",
    }
}

coded_enum! {
    /// Which of the two sites somebody uses.
    pub enum Audience {
        /// The team's.
        Admin = "admin",
        /// The residents' portal.
        Portal = "portal",
    }
}
