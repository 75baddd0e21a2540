//! Where files are kept: any store that speaks S3.

use url::Url;

use super::reader::Reader;
use super::secret::Secret;
use super::{Lookup, Problem};

const ENDPOINT: &str = "PROPTY_S3_ENDPOINT";
const REGION: &str = "PROPTY_S3_REGION";
const BUCKET: &str = "PROPTY_S3_BUCKET";
const ACCESS_KEY: &str = "PROPTY_S3_ACCESS_KEY";
const SECRET_KEY: &str = "PROPTY_S3_SECRET_KEY";

/// The file store.
#[derive(Debug, Clone)]
pub struct StorageConfig {
    /// The store's address; buckets are addressed by path below it.
    pub endpoint: Url,
    /// The region requests are signed for.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// The key's name.
    pub access_key: Secret,
    /// The key.
    pub secret_key: Secret,
}

impl StorageConfig {
    /// Reads the `PROPTY_S3_…` variables.
    pub fn load(lookup: &Lookup<'_>) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(lookup);
        let endpoint = reader
            .required(ENDPOINT, "the store's address, such as https://s3.ca-central-1.amazonaws.com")
            .and_then(|value| reader.web_address(ENDPOINT, &value));
        let region = reader.optional(REGION).unwrap_or_else(|| "us-east-1".to_owned());
        let bucket = reader
            .required(BUCKET, "the name of a bucket that exists")
            .and_then(|value| bucket(&mut reader, value));
        let access_key = reader.secret(ACCESS_KEY, "the access key's id");
        let secret_key = reader.secret(SECRET_KEY, "the access key's secret");
        let part = match (endpoint, bucket, access_key, secret_key) {
            (Some(endpoint), Some(bucket), Some(access_key), Some(secret_key)) => {
                Some(StorageConfig { endpoint, region, bucket, access_key, secret_key })
            }
            _ => None,
        };
        reader.finish(part)
    }

    /// Whether the store is on this machine, where encryption at rest isn't asked for.
    pub fn is_loopback(&self) -> bool {
        self.endpoint.host_str().is_some_and(super::reader::is_loopback)
    }
}

fn bucket(reader: &mut Reader<'_>, name: String) -> Option<String> {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.';
    if (3..=63).contains(&name.len()) && name.bytes().all(allowed) {
        return Some(name);
    }
    reader.problem(BUCKET, "is not a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots")
}
