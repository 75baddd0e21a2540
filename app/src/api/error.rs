//! What can go wrong between a page and the server, in one shape.

use super::{ErrorCode, schema};

/// Why a call did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The server was not reached.
    Network,
    /// Nobody is signed in, or not any more.
    SignedOut,
    /// What was asked for does not exist, or not for this person.
    NotFound,
    /// The action was refused for reasons a person can act on.
    Refused(Vec<UserError>),
    /// The whole request failed; the id leads support to what happened.
    Failed(Failure, Option<String>),
}

/// The kinds of failure of a whole request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    Forbidden,
    Request,
    RateLimited,
    Internal,
}

/// One reason why a mutation was refused.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct UserError {
    pub code: ErrorCode,
    /// Path of the input field, such as `lines.0.amount`.
    pub field: Option<String>,
    /// Seconds to wait before trying again, with `TOO_MANY_REQUESTS`.
    pub retry_after: Option<i32>,
}

impl ApiError {
    /// From the code of a top-level error. A code from a newer server counts as a failure on its side.
    pub fn from_code(code: &str, request_id: Option<String>) -> Self {
        let failure = match code {
            "UNAUTHENTICATED" => return Self::SignedOut,
            "FORBIDDEN" => Failure::Forbidden,
            "BAD_USER_INPUT" => Failure::Request,
            "RATE_LIMITED" => Failure::RateLimited,
            _ => Failure::Internal,
        };
        Self::Failed(failure, request_id)
    }

    /// The id of the failed request, to tell support.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Failed(_, id) => id.as_deref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiError, Failure};

    #[test]
    fn graphql_error_codes_map_to_client_errors() {
        assert_eq!(ApiError::from_code("UNAUTHENTICATED", None), ApiError::SignedOut);
        let failed = ApiError::from_code("RATE_LIMITED", Some("req_1".to_owned()));
        assert_eq!(failed, ApiError::Failed(Failure::RateLimited, Some("req_1".to_owned())));
        assert_eq!(failed.request_id(), Some("req_1"));
        assert_eq!(ApiError::from_code("NEWER", None), ApiError::Failed(Failure::Internal, None));
    }
}
