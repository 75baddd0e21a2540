//! How people come in.

/// How a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignInMethod {
    /// Address and password.
    Password,
    /// An emailed link.
    Link,
    /// Accepting an invitation, or signing an organization up.
    Invitation,
}
