//! Whether modules use only modules of earlier layers, as `lib.rs` declares them. The compiler holds this between
//! crates, and cannot within one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Each module with the number of its layer: the modules that `lib.rs` declares without a blank line between them.
fn layers(lib: &str) -> BTreeMap<&str, usize> {
    let lines =
        lib.split("\n\n").enumerate().flat_map(|(layer, text)| text.lines().map(move |line| (line, layer)));
    lines.filter_map(|(line, layer)| Some((line.strip_suffix(';')?.split_once("mod ")?.1, layer))).collect()
}

/// The text of a module: a file, or all files of a folder.
fn source(path: &Path) -> String {
    if path.extension().is_some() {
        return fs::read_to_string(path).unwrap();
    }
    fs::read_dir(path).unwrap().map(|entry| source(&entry.unwrap().path())).collect()
}

/// The modules named after `crate::`, also in braces.
fn used_modules(source: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for path in source.split("crate::").skip(1) {
        let list = path.strip_prefix('{').and_then(|list| list.split('}').next());
        for item in list.map_or(vec![path], |list| list.split(',').collect()) {
            let name = item.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next();
            names.extend(name);
        }
    }
    names
}

#[test]
fn modules_use_only_earlier_layers() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    let layers = layers(&lib);
    assert!(layers.contains_key("payments"), "{layers:?}");
    let mut wrong = Vec::new();
    for (module, layer) in &layers {
        let folder = src.join(module);
        let path = if folder.is_dir() { folder } else { folder.with_extension("rs") };
        for used in used_modules(&source(&path)) {
            if used != *module && layers.get(used).is_some_and(|other| other >= layer) {
                wrong.push(format!("{module} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
