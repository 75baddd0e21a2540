//! Where files are kept: any store that speaks S3.

use super::reader::Reader;
use super::{Lookup, Problem};
use adapters::config::StorageConfig;

const ENDPOINT: &str = "PROPTY_S3_ENDPOINT";
const REGION: &str = "PROPTY_S3_REGION";
const BUCKET: &str = "PROPTY_S3_BUCKET";
const ACCESS_KEY: &str = "PROPTY_S3_ACCESS_KEY";
const SECRET_KEY: &str = "PROPTY_S3_SECRET_KEY";

/// Reads the `PROPTY_S3_…` variables.
pub(super) fn load(lookup: &Lookup<'_>) -> Result<StorageConfig, Vec<Problem>> {
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

fn bucket(reader: &mut Reader<'_>, name: String) -> Option<String> {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.';
    if (3..=63).contains(&name.len()) && name.bytes().all(allowed) {
        return Some(name);
    }
    reader.problem(BUCKET, "is not a bucket's name: 3 to 63 lower-case letters, digits, hyphens and dots")
}
