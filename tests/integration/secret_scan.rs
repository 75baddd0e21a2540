//! Secrets in logs. While the other tests run, all they log is written down, and so are the secrets they used; what
//! is here searches the one for the other, once all of them have ended (`cargo xtask test` does).

use std::fs;
use std::path::Path;

use support::log;
use support::secrets::{ScanReport, search};
use tempfile::TempDir;

/// The suite uses more than this many, on one database alone; with fewer something was not written down.
const SECRETS: usize = 500;
/// And writes more lines than this.
const LINES: usize = 20_000;

fn folder(log: &str, secrets: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let line = |(name, value): &(&str, &str)| serde_json::json!({ "name": name, "value": value }).to_string();
    let lines: Vec<String> = secrets.iter().map(line).collect();
    fs::write(folder.path().join("integration-1.log"), log).unwrap();
    fs::write(folder.path().join("secrets-1.jsonl"), lines.join("\n")).unwrap();
    folder
}

/// What is wrong with a report, in words.
fn problems(report: &ScanReport) -> Vec<String> {
    let mut problems: Vec<String> = report
        .found
        .iter()
        .map(|found| format!("{}: {} in {}", found.place, found.name, found.line))
        .collect();
    if report.secrets < SECRETS {
        problems.push(format!("only {} secrets were written down", report.secrets));
    }
    if report.lines < LINES || report.files == 0 {
        problems.push(format!("only {} lines were logged, in {} files", report.lines, report.files));
    }
    problems
}

/// Run alone, after all the others: `PROPTY_TEST_LOGS` names their folder.
#[test]
#[ignore = "reads what the other tests leave; `cargo xtask test` runs it after them"]
fn suite_logs_contain_no_secret() {
    let named =
        std::env::var_os("PROPTY_TEST_LOGS").expect("PROPTY_TEST_LOGS names the folder of the suite's logs");
    let report = search(Path::new(&named));
    println!("{} secrets looked for in {} lines of {} files", report.secrets, report.lines, report.files);
    let problems = problems(&report);
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn scan_finds_secrets_in_every_byte_encoding() {
    let secret = "correct horse battery staple";
    let decimal: Vec<String> = secret.bytes().map(|byte| byte.to_string()).collect();
    for form in [
        secret.to_owned(),
        hex::encode(secret),
        format!("[{}]", decimal.join(", ")),
        "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ".into(),
    ] {
        let folder = folder(
            &format!("INFO fine\nTRACE body={form}\nINFO fine\n"),
            &[("password", secret), ("token", "another-long-one")],
        );
        let report = search(folder.path());
        assert_eq!((report.secrets, report.lines, report.files, report.found.len()), (2, 4, 1, 1), "{form}");
        let found = &report.found[0];
        assert!(found.place.ends_with("integration-1.log:2") && found.name == "password", "{found:?}");
    }
}

#[test]
fn short_secrets_match_only_with_their_name() {
    let secrets = [("code", "123456"), ("newPassword", "x")];
    let harmless = "at=1234567 id=123456 code=1234567\ncode: 999999 x new_password_length=1 exchanged\n";
    assert_eq!(search(folder(harmless, &secrets).path()).found, []);
    for log in [
        "{\"code\":\"123456\"}",
        "code=123456",
        "Input { code: \"123456\" }",
        "code: Some(\"123456\")",
        "{Name(\"code\"): String(\"123456\")}",
        "new_password=\"x\"",
        "{\"newPassword\": \"x\"}",
    ] {
        assert_eq!(search(folder(log, &secrets).path()).found.len(), 1, "{log}");
    }
}

#[test]
fn scan_without_input_fails() {
    let empty = TempDir::new().unwrap();
    assert_eq!(problems(&search(empty.path())).len(), 2);
    let few = folder("INFO fine\n", &[("password", "correct horse battery staple")]);
    assert_eq!(problems(&search(few.path())).len(), 2);
    let log = folder("INFO correct horse battery staple\n", &[("password", "correct horse battery staple")]);
    assert!(problems(&search(log.path()))[0].contains("integration-1.log:1: password"));
}

#[tokio::test]
async fn test_log_and_secrets_are_written_to_the_folder() {
    log::start();
    tracing::trace!("written by the test of the log itself");
    support::secrets::record("token", "kept-by-the-test-of-the-log-itself");
    let read = |name: String| fs::read_to_string(log::folder().join(name)).unwrap();
    let process = std::process::id();
    assert!(
        read(format!("integration-{process}.log"))
            .contains("TRACE integration::secret_scan: written by the test of the log itself")
    );
    assert!(read(format!("secrets-{process}.jsonl")).contains("kept-by-the-test-of-the-log-itself"));
}
