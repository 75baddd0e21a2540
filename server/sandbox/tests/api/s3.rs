//! Files by a real client: signed, presigned, and refused with a wrong key.

use s3::creds::Credentials;
use s3::error::S3Error;
use s3::{Bucket, Region};
use sandbox::{S3, Sandbox, SandboxConfig};

fn bucket(s3: &S3, secret_key: &str) -> Box<Bucket> {
    let endpoint = s3.endpoint().as_str().trim_end_matches('/').to_owned();
    let region = Region::Custom { region: "us-east-1".to_owned(), endpoint };
    let credentials = Credentials::new(Some(&s3.access_key), Some(secret_key), None, None, None).unwrap();
    Bucket::new(&s3.bucket, region, credentials).unwrap().with_path_style()
}

#[tokio::test]
async fn object_put_presigned_get_and_delete() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let bucket = bucket(&sandbox.s3, &sandbox.s3.secret_key);
    bucket.put_object_with_content_type("org/logo.png", b"picture", "image/png").await.unwrap();
    let read = bucket.get_object("org/logo.png").await.unwrap();
    assert_eq!(read.as_slice(), b"picture");
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let link = bucket.presign_get("org/logo.png", 60, None).await.unwrap();
    assert_eq!(http.get(&link).send().await.unwrap().bytes().await.unwrap().as_ref(), b"picture");
    let bare = link.split('?').next().unwrap();
    assert_eq!(http.get(bare).send().await.unwrap().status().as_u16(), 403);
    let forged = link.replace("logo.png", "other.png");
    assert_eq!(http.get(forged).send().await.unwrap().status().as_u16(), 403);
    bucket.delete_object("org/logo.png").await.unwrap();
    assert!(matches!(bucket.get_object("org/logo.png").await, Err(S3Error::HttpFailWithBody(404, _))));
    sandbox.stop().await;
}

#[tokio::test]
async fn wrong_secret_key_is_rejected() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let stranger = bucket(&sandbox.s3, "another secret");
    let refused = stranger.put_object("file", b"x").await;
    assert!(matches!(refused, Err(S3Error::HttpFailWithBody(403, _))), "{refused:?}");
}

#[tokio::test]
async fn stop_frees_ports_and_taken_port_is_reported() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let port = sandbox.s3.endpoint().port().unwrap();
    let config = || SandboxConfig { s3_port: port, ..SandboxConfig::default() };
    let error = format!("{:#}", Sandbox::start(config()).await.err().unwrap());
    assert!(error.contains(&format!("port {port} of 127.0.0.1 can't be used")), "{error}");
    sandbox.stop().await;
    Sandbox::start(config()).await.unwrap().stop().await;
    let bad = SandboxConfig { s3_bucket: "../up".to_owned(), ..SandboxConfig::default() };
    assert!(Sandbox::start(bad).await.is_err());
}
