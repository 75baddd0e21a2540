//! Idempotency keys: the same key with the same input gives the first answer again and does nothing; with
//! another input it is refused. The key is kept in the transaction that did the work.

use entity::idempotency_key;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::identity::Caller;
use store::Txn;

/// A key with the operation and the fingerprint of the input it was given with.
pub(crate) struct Key<'a> {
    caller: &'a Caller,
    key: &'a str,
    operation: &'static str,
    fingerprint: String,
}

impl<'a> Key<'a> {
    /// Checks the key's form. `input` is anything whose text tells two inputs apart.
    pub(crate) fn new(
        caller: &'a Caller,
        key: &'a str,
        operation: &'static str,
        input: &impl std::fmt::Debug,
    ) -> Outcome<Key<'a>> {
        if key.is_empty() || key.len() > 255 || key.chars().any(char::is_control) {
            return Err(Failure::refuse_field(
                ErrorCode::IdempotencyKeyInvalid,
                "idempotencyKey",
                "give a key of 1 to 255 characters, a fresh one for each action",
            ));
        }
        let fingerprint = hex::encode(Sha256::digest(format!("{input:?}").as_bytes()));
        Ok(Key { caller, key, operation, fingerprint })
    }

    /// What the key's first use gave; none when this is the first. Asked after it is known that the caller still
    /// reaches what they ask about: an old key opens nothing that was closed since.
    pub(crate) async fn before<T: DeserializeOwned>(&self, txn: &Txn) -> Outcome<Option<T>> {
        let Some(row) =
            store::idempotency::get(txn, self.caller.user.id, &self.caller.idempotency_key(self.key)).await?
        else {
            return Ok(None);
        };
        if row.operation != self.operation || row.fingerprint != self.fingerprint {
            return Err(reused());
        }
        let result = serde_json::from_str(&row.result).map_err(|error| Failure::Inner(error.to_string()))?;
        Ok(Some(result))
    }

    /// Keeps what this first use gives.
    pub(crate) async fn keep(&self, app: &App, txn: &Txn, result: &impl Serialize) -> Outcome<()> {
        let row = idempotency_key::Model {
            user_id: self.caller.user.id,
            key: self.caller.idempotency_key(self.key),
            operation: self.operation.to_owned(),
            fingerprint: self.fingerprint.clone(),
            result: serde_json::to_string(result).map_err(|error| Failure::Inner(error.to_string()))?,
            created_at: app.now_ms(),
        };
        if store::idempotency::insert(txn, row).await? { Ok(()) } else { Err(reused()) }
    }
}

fn reused() -> Failure {
    Failure::refuse_field(
        ErrorCode::IdempotencyKeyReused,
        "idempotencyKey",
        "this key was used for another action or is in use; take a fresh one",
    )
}
