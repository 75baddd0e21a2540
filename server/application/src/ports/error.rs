//! How calls to external services fail.

/// Why a call to an external service failed. The text is one short line for a log and for an admin's page, without
/// secrets; of what the service said it holds the message and the code.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ExternalError {
    /// Not reached, timed out, or an answer that can't be read: what happened there is unknown. Try again,
    /// reading before repeating.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Understood and refused: trying again changes nothing.
    #[error("refused: {0}")]
    Refused(String),
    /// The thing asked for does not exist there, or not on the account that was named.
    #[error("not found: {0}")]
    NotFound(String),
}
