//! Registers the server's schema, against which every operation in `src/api` is checked at build time, and
//! sees that the texts of operations that were made ahead are those of the operations as they are.

#[path = "fingerprint.rs"]
mod fingerprint;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../server/schema.graphql");
    println!("cargo:rerun-if-changed=src/api");
    cynic_codegen::register_schema("propty").from_sdl_file("../server/schema.graphql")?.as_default()?;
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    // The tests, which make them, are not for WebAssembly.
    if env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32" {
        let made_from = fs::read_to_string(package.join("src/api/operations/made-from")).unwrap_or_default();
        if made_from != fingerprint::fingerprint(&package)? {
            return Err(
                "src/api/operations is out of date: run `cargo test --package app`, which writes it".into()
            );
        }
    }
    Ok(())
}
