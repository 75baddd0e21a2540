//! Files in a bucket of an S3 store, addressed by path and encrypted at rest.

use std::time::Duration;

use ::s3::creds::Credentials;
use ::s3::error::S3Error;
use ::s3::{Bucket, Region};
use async_trait::async_trait;

use super::one_line;
use crate::config::StorageConfig;
use application::ports::{ExternalError, FileStore};

const TIMEOUT: Duration = Duration::from_secs(30);
const CHECK_KEY: &str = "propty-check";

/// A bucket.
#[derive(Debug)]
pub struct S3Files {
    bucket: Box<Bucket>,
    encrypt: bool,
}

impl S3Files {
    /// A store as configured; nothing is sent yet.
    pub fn new(config: &StorageConfig) -> Result<Self, ExternalError> {
        let region = Region::Custom {
            region: config.region.clone(),
            endpoint: config.endpoint.as_str().trim_end_matches('/').to_owned(),
        };
        let (id, key) = (config.access_key.expose(), config.secret_key.expose());
        let credentials = Credentials::new(Some(id), Some(key), None, None, None)
            .map_err(|_| ExternalError::Refused("the file store's access key can't be used".to_owned()))?;
        let bucket = Bucket::new(&config.bucket, region, credentials)
            .and_then(|bucket| bucket.with_path_style().with_request_timeout(TIMEOUT))
            .map_err(external_error)?;
        Ok(S3Files { bucket, encrypt: !config.is_loopback() })
    }
}

#[async_trait]
impl FileStore for S3Files {
    async fn put(&self, key: &str, bytes: &[u8], content_type: &str) -> Result<(), ExternalError> {
        let mut request =
            self.bucket.put_object_builder(checked_key(key)?, bytes).with_content_type(content_type);
        if self.encrypt {
            request = request.with_server_side_encryption("AES256").map_err(external_error)?;
        }
        request.execute().await.map_err(external_error)?;
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Vec<u8>, ExternalError> {
        let answer = self.bucket.get_object(checked_key(key)?).await.map_err(external_error)?;
        Ok(answer.to_vec())
    }

    async fn delete(&self, key: &str) -> Result<(), ExternalError> {
        match self.bucket.delete_object(checked_key(key)?).await.map_err(external_error) {
            Ok(_) | Err(ExternalError::NotFound(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn check(&self) -> Result<(), ExternalError> {
        let written = b"Propty was here to check the store.";
        self.put(CHECK_KEY, written, "text/plain").await?;
        let read = self.get(CHECK_KEY).await?;
        self.delete(CHECK_KEY).await?;
        if read == written {
            Ok(())
        } else {
            Err(ExternalError::Unavailable(
                "the file store gave back something else than was stored".to_owned(),
            ))
        }
    }
}

/// Keys are made by Propty; one that could leave its folder is a mistake.
fn checked_key(key: &str) -> Result<&str, ExternalError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    let safe_parts = key.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
    if safe_parts && key.len() <= 512 && key.bytes().all(allowed) {
        Ok(key)
    } else {
        Err(ExternalError::Refused("the file's key has characters or parts that aren't allowed".to_owned()))
    }
}

fn external_error(error: S3Error) -> ExternalError {
    match error {
        S3Error::HttpFailWithBody(status, body) => {
            let code = between(&body, "<Code>", "</Code>").unwrap_or("no code");
            let message = one_line(&format!("the file store answered {status} ({code})"));
            match status {
                404 if code != "NoSuchBucket" => ExternalError::NotFound(message),
                408 | 429 | 500.. => ExternalError::Unavailable(message),
                _ => ExternalError::Refused(message),
            }
        }
        S3Error::Reqwest(error) if error.is_timeout() => {
            ExternalError::Unavailable("the file store did not answer in time".to_owned())
        }
        S3Error::Reqwest(error) if error.is_connect() => {
            ExternalError::Unavailable("the file store can't be reached".to_owned())
        }
        error => {
            ExternalError::Unavailable(one_line(&format!("the file store's answer can't be read: {error}")))
        }
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    use sandbox::{Sandbox, SandboxConfig};

    use crate::config::Secret;

    fn files(sandbox: &Sandbox, secret: &str) -> S3Files {
        S3Files::new(&StorageConfig {
            endpoint: sandbox.s3.endpoint().clone(),
            region: "us-east-1".to_owned(),
            bucket: sandbox.s3.bucket.clone(),
            access_key: Secret::new(sandbox.s3.access_key.clone()),
            secret_key: Secret::new(secret),
        })
        .unwrap()
    }

    #[tokio::test]
    async fn file_round_trip_and_removal() {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let files = files(&sandbox, &sandbox.s3.secret_key);
        files.check().await.unwrap();
        let bytes: Vec<u8> = (0..=255).collect();
        files.put("org_1/logo.png", &bytes, "image/png").await.unwrap();
        assert_eq!(files.get("org_1/logo.png").await.unwrap(), bytes);
        files.delete("org_1/logo.png").await.unwrap();
        files.delete("org_1/logo.png").await.unwrap();
        assert!(matches!(files.get("org_1/logo.png").await, Err(ExternalError::NotFound(_))));
        sandbox.stop().await;
    }

    #[tokio::test]
    async fn a_wrong_key_is_refused_and_a_closed_door_is_not() {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let stranger = files(&sandbox, "wrong");
        assert!(matches!(stranger.check().await, Err(ExternalError::Refused(_))));
        let ours = files(&sandbox, &sandbox.s3.secret_key);
        sandbox.stop().await;
        assert!(matches!(ours.check().await, Err(ExternalError::Unavailable(_))));
    }

    #[test]
    fn keys_stay_in_their_folder() {
        assert!(checked_key("org_1/documents/file.pdf").is_ok());
        for key in ["", "/a", "a//b", "../a", "a/..", "a b", "a?b", "a%2e", "é", &"a".repeat(513)] {
            assert!(matches!(checked_key(key), Err(ExternalError::Refused(_))), "{key}");
        }
    }

    #[test]
    fn answers_become_errors_that_say_whether_to_try_again() {
        let answer = |status, code: &str| {
            external_error(S3Error::HttpFailWithBody(status, format!("<Error><Code>{code}</Code></Error>")))
        };
        assert!(matches!(answer(404, "NoSuchKey"), ExternalError::NotFound(_)));
        assert!(matches!(answer(404, "NoSuchBucket"), ExternalError::Refused(_)));
        assert!(matches!(answer(403, "SignatureDoesNotMatch"), ExternalError::Refused(_)));
        assert!(matches!(answer(503, "SlowDown"), ExternalError::Unavailable(_)));
    }
}
