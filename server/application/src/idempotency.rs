//! Idempotency keys: the same key with the same input gives the first answer again and does nothing; with
//! another input it is refused. The key is claimed in the transaction that does the work.

use entity::idempotency_key;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::error::{AppError, AppResult, ErrorCode};
use crate::identity::Caller;
use crate::unit_of_work::UnitOfWork;

/// A key with the operation and the fingerprint of the input it was given with.
pub(crate) struct IdempotencyKey<'a> {
    caller: &'a Caller,
    key: &'a str,
    operation: &'static str,
    fingerprint: String,
}

impl<'a> IdempotencyKey<'a> {
    /// Checks the key's form. Two inputs are the same when they serialize to the same JSON.
    pub(crate) fn new(
        caller: &'a Caller,
        key: &'a str,
        operation: &'static str,
        input: &impl Serialize,
    ) -> AppResult<IdempotencyKey<'a>> {
        if key.is_empty() || key.len() > 255 || key.chars().any(char::is_control) {
            return Err(AppError::field_error(
                ErrorCode::IdempotencyKeyInvalid,
                "idempotencyKey",
                "give a key of 1 to 255 characters, a fresh one for each action",
            ));
        }
        let fingerprint = hex::encode(Sha256::digest(json(input)?));
        Ok(IdempotencyKey { caller, key, operation, fingerprint })
    }

    /// Claims the key for `result`, what this first use will give; gives the result of the first use when this is
    /// not it. Two uses at once wait for each other here. Asked after it is known that the caller still reaches what
    /// they ask about: an old key opens nothing that was closed since.
    pub(crate) async fn claim<T: Serialize + DeserializeOwned>(
        &self,
        work: &UnitOfWork<'_>,
        result: &T,
    ) -> AppResult<Option<T>> {
        let row = idempotency_key::Model {
            user_id: self.caller.user.id,
            key: self.caller.idempotency_key(self.key),
            operation: self.operation.to_owned(),
            fingerprint: self.fingerprint.clone(),
            result: json(result)?,
            created_at: work.app().now(),
        };
        let Some(first) = store::idempotency::insert_or_get(work.txn(), row).await? else { return Ok(None) };
        if first.operation != self.operation || first.fingerprint != self.fingerprint {
            return Err(AppError::field_error(
                ErrorCode::IdempotencyKeyReused,
                "idempotencyKey",
                "this key was used for another action or is in use; take a fresh one",
            ));
        }
        serde_json::from_str(&first.result).map(Some).map_err(|error| AppError::Internal(error.to_string()))
    }
}

fn json(value: &impl Serialize) -> AppResult<String> {
    serde_json::to_string(value).map_err(|error| AppError::Internal(error.to_string()))
}
