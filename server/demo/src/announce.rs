//! Tells where everything is and how to sign in: in words, and as a file for programs.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::community::{Community, PASSWORD, Person};
use super::sandbox_environment::SandboxEnvironment;

/// Prints it, the site's address first.
pub fn print(environment: &SandboxEnvironment, community: &Community) {
    let site = &environment.site;
    println!("\nPropty is running.\n");
    println!("  Site      {site}");
    println!("  Inbox     {}   (all mail that is sent)", environment.sandbox.inbox.page_url());
    println!("  Stripe    {}   (what payers and banks do next)", environment.sandbox.stripe.control_url());
    println!("\nSign in at {site}/admin, password {PASSWORD}\n");
    line("organization manager", &community.organization_manager);
    line("property manager", &community.property_manager);
    println!("\nSign in at {site}/portal by a link (it comes to the inbox) or the same password\n");
    line("resident, English", &community.english_resident);
    line("resident, French", &community.french_resident);
    println!("\nEnd it with Ctrl-C; nothing is kept.");
}

fn line(role: &str, person: &Person) {
    let unit = person.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let place = person.property.as_ref().map(|property| format!(", {property}{unit}")).unwrap_or_default();
    println!("  {role:<21} {:<30} {}{place}", person.email, person.name);
}

/// Writes it as JSON, whole or not at all.
pub fn write(path: &Path, environment: &SandboxEnvironment, community: &Community) -> Result<()> {
    let summary = json!({
        "site": environment.site,
        "inbox": environment.sandbox.inbox.page_url(),
        "stripe": environment.sandbox.stripe.api_url(),
        "sign_in": {
            "organization_manager": person(&community.organization_manager),
            "property_manager": person(&community.property_manager),
            "english_resident": person(&community.english_resident),
            "french_resident": person(&community.french_resident),
        },
    });
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(format!("{summary:#}\n").as_bytes())?;
        file.persist(path)?;
        Ok::<_, anyhow::Error>(())
    };
    write().with_context(|| format!("--ready-file: can't write {}", path.display()))
}

fn person(person: &Person) -> Value {
    json!({
        "name": person.name,
        "email": person.email,
        "password": PASSWORD,
        "property": person.property,
        "unit": person.unit,
    })
}
