//! What Cargo says it has built: which crates, with which features, into which files, and which of them it found
//! already built.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The crates of one build.
#[derive(Debug, Default)]
pub struct Artifacts {
    /// Of each crate that is not ours, by package and crate, the files it was built into with its features. Two
    /// where it is needed for the target and, with other features, for what runs while compiling.
    foreign: BTreeMap<String, BTreeMap<String, String>>,
    all: u32,
    compiled: u32,
}

impl Artifacts {
    /// Reads the file with the messages of `cargo build --message-format=json`.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
        Ok(Self::of(&text))
    }

    fn of(messages: &str) -> Self {
        let mut artifacts = Self::default();
        for line in messages.lines().filter(|line| line.starts_with("{\"reason\":\"compiler-artifact\"")) {
            artifacts.all = artifacts.all.saturating_add(1);
            if line.contains("\"fresh\":false") {
                artifacts.compiled = artifacts.compiled.saturating_add(1);
            }
            let parts = (
                between(line, "\"package_id\":\"", "\""),
                between(line, "\"kind\":[", "]"),
                between(line, "\"features\":[", "]"),
                between(line, "\"filenames\":[", "]"),
            );
            let (Some(package), Some(kind), Some(features), Some(files)) = parts else { continue };
            // The paths of our own crates don't tell one build from another.
            let Some((_, package)) = package.split_once('#').filter(|_| !package.starts_with("path+")) else {
                continue;
            };
            let name = if kind.contains("custom-build") {
                format!("{package} (build script)")
            } else {
                package.to_owned()
            };
            let builds = artifacts.foreign.entry(name).or_default();
            builds.insert(files.to_owned(), features.replace('"', "").replace(',', " "));
        }
        artifacts
    }

    /// Which crates of this build are in `whole` too, but built otherwise: where that has other features than here,
    /// with the difference. Where no crate has, all.
    pub fn twice(&self, whole: &Self) -> Option<String> {
        let mut roots = Vec::new();
        let mut names = Vec::new();
        for (name, here) in &self.foreign {
            let Some(there) = whole.foreign.get(name) else { continue };
            let features =
                here.iter().filter(|(file, _)| !there.contains_key(*file)).map(|(_, features)| features);
            for features in features {
                names.push(name.as_str());
                let new: Vec<_> = there.iter().filter(|(file, _)| !here.contains_key(*file)).collect();
                // Built from other builds of what it needs, or with other flags.
                if new.iter().any(|(_, others)| *others == features) {
                    continue;
                }
                let others: Vec<_> = new.iter().map(|(_, others)| format!("[{others}]")).collect();
                roots.push(format!("  {name} with [{features}], for the tests with {}", others.join(", ")));
            }
        }
        let count = names.len();
        names.dedup();
        match (count, roots.as_slice()) {
            (0, _) => None,
            (_, []) => Some(format!("  {}", names.join(", "))),
            (_, roots) => Some(format!("{}\n  and what stands on that, {count} in all", roots.join("\n"))),
        }
    }
}

impl fmt::Display for Artifacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} crates anew", self.compiled, self.all)
    }
}

/// What is between `start` and the next `end`. Enough for messages that Cargo writes without spaces and in one order.
fn between<'a>(line: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(start)?;
    Some(rest.split_once(end)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(package: &str, kind: &str, features: &str, hash: &str, fresh: bool) -> String {
        format!(
            "{{\"reason\":\"compiler-artifact\",\"package_id\":\"{package}\",\"manifest_path\":\"/x/Cargo.toml\",\
             \"target\":{{\"kind\":[\"{kind}\"],\"crate_types\":[\"lib\"],\"name\":\"x\",\"src_path\":\"/x.rs\"}},\
             \"profile\":{{\"opt_level\":\"0\",\"debuginfo\":0,\"test\":false}},\"features\":[{features}],\
             \"filenames\":[\"/t/debug/deps/libx-{hash}.rlib\"],\"executable\":null,\"fresh\":{fresh}}}\n"
        )
    }

    fn crates(lines: &[(&str, &str, &str)]) -> Artifacts {
        let registry = |name: &str| format!("registry+https://index#{name}");
        let text: Vec<_> = lines
            .iter()
            .map(|(name, features, hash)| message(&registry(name), "lib", features, hash, true))
            .collect();
        Artifacts::of(&text.concat())
    }

    #[test]
    fn compiled_crates_are_counted() {
        let text = [
            message("registry+https://index#a@1.0.0", "lib", "", "1", false),
            "{\"reason\":\"build-finished\",\"success\":true}\n".to_owned(),
            message("path+file:///w/server#0.1.0", "bin", "", "2", true),
        ];
        let artifacts = Artifacts::of(&text.concat());
        assert_eq!(artifacts.to_string(), "1 of 2 crates anew");
        assert_eq!(artifacts.foreign.len(), 1);
    }

    #[test]
    fn shared_units_are_built_once() {
        let part = crates(&[("a@1.0.0", "\"std\"", "1"), ("b@1.0.0", "", "2")]);
        let whole = crates(&[("a@1.0.0", "\"std\"", "1"), ("b@1.0.0", "", "2"), ("c@1.0.0", "", "3")]);
        assert_eq!(part.twice(&whole), None);
    }

    #[test]
    fn two_builds_within_one_are_two_uses() {
        let part = crates(&[("a@1.0.0", "\"std\"", "1"), ("a@1.0.0", "", "2")]);
        assert_eq!(part.twice(&part), None);
    }

    #[test]
    fn different_features_are_reported_with_the_number_of_dependents() {
        let part = crates(&[("a@1.0.0", "\"std\"", "1"), ("a@1.0.0", "", "2"), ("b@1.0.0", "", "3")]);
        let whole = crates(&[("a@1.0.0", "\"std\",\"rc\"", "4"), ("a@1.0.0", "", "2"), ("b@1.0.0", "", "5")]);
        let message = part.twice(&whole).unwrap();
        assert_eq!(
            message,
            "  a@1.0.0 with [std], for the tests with [std rc]\n  and what stands on that, 2 in all"
        );
    }

    #[test]
    fn different_compiler_flags_are_reported() {
        let message = crates(&[("a@1.0.0", "", "1")]).twice(&crates(&[("a@1.0.0", "", "2")]));
        assert_eq!(message.as_deref(), Some("  a@1.0.0"));
    }
}
