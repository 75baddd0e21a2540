//! Turns `en/*.ftl` and `fr/*.ftl` into one typed function a message, and refuses to build when the two
//! languages do not say the same things.

#[path = "build/catalog.rs"]
mod catalog;
#[path = "build/emit.rs"]
mod emit;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let english = read_language(&root.join("en"), "en")?;
    let french = read_language(&root.join("fr"), "fr")?;
    let messages = catalog::compile(&english, &french).map_err(|problems| problems.join("\n"))?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("messages.rs"), emit::functions(&messages))?;
    fs::write(out.join("samples.rs"), emit::samples(&messages))?;
    Ok(())
}

/// Reads the folder's `.ftl` files in the order of their names.
fn read_language(folder: &Path, code: &str) -> Result<Vec<catalog::Source>, Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ftl") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        println!("cargo:rerun-if-changed={}", path.display());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        sources.push(catalog::Source { file: format!("{code}/{name}"), text: fs::read_to_string(&path)? });
    }
    Ok(sources)
}
