//! Files: S3.

use async_trait::async_trait;

use super::ExternalError;

/// Keeps files under keys: at most 512 bytes of ASCII letters, digits, `-_.` and `/` between non-empty parts, none
/// of them `.` or `..`. Another key is `Refused`.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Stores bytes under a key, in place of what was there; `content_type` is their MIME type.
    async fn put(&self, key: &str, bytes: &[u8], content_type: &str) -> Result<(), ExternalError>;
    /// The bytes under a key; `NotFound` when there are none.
    async fn get(&self, key: &str) -> Result<Vec<u8>, ExternalError>;
    /// Removes a key; removing what isn't there is fine.
    async fn delete(&self, key: &str) -> Result<(), ExternalError>;
    /// Writes, reads and deletes a small object.
    async fn check(&self) -> Result<(), ExternalError>;
}
