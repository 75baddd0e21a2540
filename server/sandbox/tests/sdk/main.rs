//! The processor's own library for Node against the sandbox: `official.test.mjs` makes every call the product
//! makes. The package is one of those that `cargo xtask setup` installs; without it this test fails.
#![allow(clippy::unwrap_used, reason = "in tests a panic is the failure's report")]

use std::env;
use std::fs;
use std::path::PathBuf;

use sandbox::{Sandbox, SandboxConfig};
use serde_json::Value;
use tokio::process::Command;

/// The version that is asked for; xtask/src/setup/npm.rs installs it.
const VERSION: &str = "23.1.0";

/// The folder of the npm packages: named by the environment, or where `cargo xtask setup` puts them.
fn modules() -> PathBuf {
    if let Some(named) = env::var_os("PROPTY_NODE_MODULES") {
        return named.into();
    }
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = cache.unwrap_or_else(|| PathBuf::from(env::var_os("HOME").unwrap()).join(".cache"));
    cache.join("propty/node/node_modules")
}

#[tokio::test]
async fn official_node_library_works_with_the_sandbox() {
    let modules = modules();
    let description = fs::read_to_string(modules.join("stripe/package.json")).unwrap_or_else(|error| {
        panic!("no npm package `stripe` in {}: run `cargo xtask setup` ({error})", modules.display())
    });
    let description: Value = serde_json::from_str(&description).unwrap();
    assert_eq!(description["version"], VERSION, "run `cargo xtask setup`");
    let config = SandboxConfig::default();
    let secrets = (config.connect_webhook_secret.clone(), config.account_webhook_secret.clone());
    let key = config.stripe_secret_key.clone();
    let sandbox = Sandbox::start(config).await.unwrap();
    let node = env::var_os("PROPTY_NODE").unwrap_or_else(|| "node".into());
    let output = Command::new(node)
        .arg("--test")
        .arg("--test-reporter=spec")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sdk/official.test.mjs"))
        .env("PROPTY_NODE_MODULES", &modules)
        .env("SANDBOX_API", sandbox.stripe.api_url().as_str())
        .env("SANDBOX_KEY", key)
        .env("SANDBOX_CONNECT_SECRET", secrets.0)
        .env("SANDBOX_ACCOUNT_SECRET", secrets.1)
        .kill_on_drop(true)
        .output()
        .await
        .unwrap_or_else(|error| panic!("node can't be started: run `cargo xtask setup` ({error})"));
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{stdout}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(stdout.contains("pass 8") && stdout.contains("fail 0"), "not all of it ran:\n{stdout}");
    // The library asked for everything the product asks for.
    let calls = sandbox.stripe.requests();
    for path in ["/v2/core/accounts", "/v1/checkout/sessions", "/v1/payment_intents", "/v1/refunds"] {
        assert!(calls.iter().any(|call| call.path.starts_with(path)), "{path} was not called");
    }
}
