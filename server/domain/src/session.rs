//! How people come in.

use crate::coded_enum;

coded_enum! {
    /// How a session begins.
    pub enum SignInMethod {
        /// Address and password.
        Password = "password",
        /// An emailed link.
        Link = "link",
        /// Accepting an invitation, or signing an organization up.
        Invitation = "invitation",
    }
}
