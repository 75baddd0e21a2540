//! How people come in.

use crate::coded_enum;

coded_enum! {
    /// How a session began.
    pub enum SignInMethod {
        /// Email address and password.
        Password = "password",
        /// An emailed sign-in link.
        Link = "link",
        /// Accepting an invitation, or confirming the sign-up of an organization.
        Invitation = "invitation",
    }
}
