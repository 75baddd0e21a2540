//! The sample community: reads who owns what and who works where from the tables in `server/demo`, checks every
//! line, and writes all of it in one transaction.

mod loader;

use std::collections::HashMap;

use anyhow::Result;
use entity::{property, unit, user};

use self::loader::Loader;
use super::csv_table::{Row, Table};
use application::app::App;

/// What everybody who has a password signs in with.
pub const PASSWORD: &str = "sunny-hills-demo";

/// Somebody who can sign in, as the demo tells it.
#[derive(Debug, Clone)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// The property they work on or live in; none for the whole organization.
    pub property: Option<String>,
    /// Where they live.
    pub unit: Option<String>,
}

/// A unit and how it pays.
#[derive(Debug, Clone)]
pub struct Household {
    /// The unit.
    pub unit: unit::Model,
    /// `home`, `condo` or `parking`.
    pub kind: String,
    /// One of `card`, `bank`, `cheque`, `cash`, `other` and `nothing`.
    pub pays: &'static str,
    /// Newest bills of each kind that are left unpaid.
    pub unpaid: usize,
    /// The account of the person whom its invoices are addressed to.
    pub payer: Option<user::Model>,
}

/// What was loaded.
#[derive(Debug)]
pub struct Community {
    /// The properties by name.
    pub properties: HashMap<String, property::Model>,
    /// All units, in the order of the table.
    pub households: Vec<Household>,
    /// Who bills.
    pub manager: user::Model,
    /// Sees everything.
    pub organization_manager: Person,
    /// Sees one property.
    pub property_manager: Person,
    /// Reads English, and owes something.
    pub english_resident: Person,
    /// Reads French, and owes something.
    pub french_resident: Person,
}

/// Loads the tables that come with the program.
pub async fn load(app: &App) -> Result<Community> {
    let mut loader = Loader::begin(app).await?;
    let organizations = Table::read(
        "organizations.csv",
        include_str!("../../data/organizations.csv"),
        &["name", "country", "invoice_prefix", "next_invoice_number"],
    )?;
    for row in organizations.rows {
        loader.organization(&row).await?;
    }
    let properties = Table::read(
        "properties.csv",
        include_str!("../../data/properties.csv"),
        &[
            "organization",
            "name",
            "address",
            "city",
            "time_zone",
            "currency",
            "country",
            "region",
            "reply_to",
            "bank_fees",
            "card_fees",
            "card_cap_bp",
        ],
    )?;
    for row in properties.rows {
        loader.property(&row).await?;
    }
    let members = Table::read(
        "members.csv",
        include_str!("../../data/members.csv"),
        &["organization", "name", "email", "language", "role", "properties", "password"],
    )?;
    for row in members.rows {
        loader.member(&row).await?;
    }
    let units = Table::read(
        "units.csv",
        include_str!("../../data/units.csv"),
        &["property", "label", "kind", "pays", "unpaid"],
    )?;
    for row in units.rows {
        loader.unit(&row).await?;
    }
    let residents = Table::read(
        "residents.csv",
        include_str!("../../data/residents.csv"),
        &["name", "email", "language", "status", "password"],
    )?;
    let passwords: HashMap<String, bool> = residents
        .rows
        .iter()
        .map(|row| Ok((row.text("name")?.to_owned(), row.boolean("password")?)))
        .collect::<Result<_>>()?;
    let people: HashMap<String, Row> = residents
        .rows
        .into_iter()
        .map(|row| Ok((row.text("name")?.to_owned(), row)))
        .collect::<Result<_>>()?;
    let residencies = Table::read(
        "residencies.csv",
        include_str!("../../data/residencies.csv"),
        &["property", "unit", "resident", "kind", "primary", "starts_on", "ends_on"],
    )?;
    for row in residencies.rows {
        loader.residency(&row, &people, &passwords).await?;
    }
    loader.finish().await
}
