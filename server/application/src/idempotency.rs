//! Idempotency keys: the same key with the same input gives the first answer again and does nothing; with
//! another input it is refused. The key is stored in the transaction that did the work.

use entity::idempotency_key;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::identity::Caller;
use store::Txn;

/// A key with the operation and the fingerprint of the input it was given with.
pub(crate) struct IdempotencyKey<'a> {
    caller: &'a Caller,
    key: &'a str,
    operation: &'static str,
    fingerprint: String,
}

impl<'a> IdempotencyKey<'a> {
    /// Checks the key's form. `input` is anything whose text tells two inputs apart.
    pub(crate) fn new(
        caller: &'a Caller,
        key: &'a str,
        operation: &'static str,
        input: &impl std::fmt::Debug,
    ) -> AppResult<IdempotencyKey<'a>> {
        if key.is_empty() || key.len() > 255 || key.chars().any(char::is_control) {
            return Err(AppError::field_error(
                ErrorCode::IdempotencyKeyInvalid,
                "idempotencyKey",
                "give a key of 1 to 255 characters, a fresh one for each action",
            ));
        }
        let fingerprint = hex::encode(Sha256::digest(format!("{input:?}").as_bytes()));
        Ok(IdempotencyKey { caller, key, operation, fingerprint })
    }

    /// What the key's first use gave; none when this is the first. Asked after it is known that the caller still
    /// reaches what they ask about: an old key opens nothing that was closed since.
    pub(crate) async fn replayed<T: DeserializeOwned>(&self, txn: &Txn) -> AppResult<Option<T>> {
        let Some(row) =
            store::idempotency::get(txn, self.caller.user.id, &self.caller.idempotency_key(self.key)).await?
        else {
            return Ok(None);
        };
        if row.operation != self.operation || row.fingerprint != self.fingerprint {
            return Err(reused());
        }
        let result =
            serde_json::from_str(&row.result).map_err(|error| AppError::Internal(error.to_string()))?;
        Ok(Some(result))
    }

    /// Stores the result of this first use.
    pub(crate) async fn store(&self, app: &App, txn: &Txn, result: &impl Serialize) -> AppResult<()> {
        let row = idempotency_key::Model {
            user_id: self.caller.user.id,
            key: self.caller.idempotency_key(self.key),
            operation: self.operation.to_owned(),
            fingerprint: self.fingerprint.clone(),
            result: serde_json::to_string(result).map_err(|error| AppError::Internal(error.to_string()))?,
            created_at: app.now_ms(),
        };
        if store::idempotency::insert(txn, row).await? { Ok(()) } else { Err(reused()) }
    }
}

fn reused() -> AppError {
    AppError::field_error(
        ErrorCode::IdempotencyKeyReused,
        "idempotencyKey",
        "this key was used for another action or is in use; take a fresh one",
    )
}
