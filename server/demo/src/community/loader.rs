//! Writes the lines of the tables into the database, each checked against what came before it.

use domain::community::ResidentStatus;
use domain::fee::FeeMode;
use domain::roles::Role;
use locales::Language;
use std::collections::HashMap;

use anyhow::{Context, Result};
use domain::id::OrganizationId;
use domain::place::{Country, Region};
use entity::{member, member_property, organization, property, residency, resident, unit, user};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use super::{Community, Household, PASSWORD, Person};
use crate::csv_table::Row;
use application::app::App;
use application::identity::password;
use store::Txn;

/// How households pay.
const PAYMENT_METHODS: &[&str] = &["card", "bank", "cheque", "cash", "other", "nothing"];

/// What is known while loading.
pub(super) struct Loader<'a> {
    app: &'a App,
    txn: Txn,
    hash: String,
    organizations: HashMap<String, organization::Model>,
    properties: HashMap<String, property::Model>,
    households: Vec<Household>,
    residents: HashMap<String, (resident::Model, Option<user::Model>)>,
    members: Vec<(Person, Role, user::Model)>,
    /// Residents with a password: language and person.
    samples: Vec<(Language, Person)>,
}

impl Loader<'_> {
    /// Begins the transaction.
    pub(super) async fn begin(app: &App) -> Result<Loader<'_>> {
        Ok(Loader {
            app,
            hash: password::hash(app, PASSWORD).await?,
            txn: app.db.begin().await?,
            organizations: HashMap::new(),
            properties: HashMap::new(),
            households: Vec::new(),
            residents: HashMap::new(),
            members: Vec::new(),
            samples: Vec::new(),
        })
    }

    pub(super) async fn organization(&mut self, row: &Row) -> Result<()> {
        let model = organization::Model {
            id: self.app.new_id(),
            name: row.text("name")?.to_owned(),
            country: row.value("country")?,
            invoice_prefix: row.text("invoice_prefix")?.to_owned(),
            next_invoice_number: row.value("next_invoice_number")?,
            logo_key: None,
            second_factor_required: false,
            created_at: self.app.now(),
        };
        self.organizations.insert(model.name.clone(), model.clone());
        model.into_active_model().insert(&self.txn).await.map_err(|error| row.cell_error("name", error))?;
        Ok(())
    }

    pub(super) async fn property(&mut self, row: &Row) -> Result<()> {
        let organization = row.lookup("organization", &self.organizations)?.id;
        let country: Country = row.value("country")?;
        let region = Region::parse(country, row.text("region")?);
        let region = region.ok_or_else(|| row.cell_error("region", "is none of the country"))?;
        let time_zone = row.text("time_zone")?;
        TimeZone::get(time_zone).map_err(|error| row.cell_error("time_zone", error))?;
        let model = property::Model {
            id: self.app.new_id(),
            organization_id: organization,
            name: row.text("name")?.to_owned(),
            address: row.text("address")?.to_owned(),
            city: row.text("city")?.to_owned(),
            time_zone: time_zone.to_owned(),
            currency: row.value("currency")?,
            country,
            reply_to: row.address("reply_to")?,
            region: Some(region.iso()),
            bank_fee_mode: row.value("bank_fees")?,
            card_fee_mode: row.value("card_fees")?,
            card_cap_bp: row.value("card_cap_bp")?,
            books_closed_through: None,
            card_acknowledged_by: None,
            card_acknowledged_name: None,
            card_acknowledged_at: None,
            version: 1,
            created_at: self.app.now(),
        };
        model
            .clone()
            .into_active_model()
            .insert(&self.txn)
            .await
            .map_err(|error| row.cell_error("name", error))?;
        store::ledger::create_chart_of_accounts(&self.txn, organization, model.id, || self.app.new_uuid())
            .await?;
        self.properties.insert(model.name.clone(), model);
        Ok(())
    }

    async fn user(&self, row: &Row, with_password: bool) -> Result<Option<user::Model>> {
        let Some(email) = row.address("email")? else { return Ok(None) };
        let model = user::Model {
            id: self.app.new_id(),
            email,
            name: row.text("name")?.to_owned(),
            language: language(row)?,
            password_hash: with_password.then(|| self.hash.clone()),
            second_factor_salt: None,
            second_factor_enabled_at: None,
            second_factor_step: None,
            created_at: self.app.now(),
        };
        let inserted = model.clone().into_active_model().insert(&self.txn).await;
        inserted.map_err(|error| row.cell_error("email", error))?;
        Ok(Some(model))
    }

    pub(super) async fn member(&mut self, row: &Row) -> Result<()> {
        let organization_id = row.lookup("organization", &self.organizations)?.id;
        let role: Role = row.value("role")?;
        let user = self.user(row, row.boolean("password")?).await?;
        let user = user.ok_or_else(|| row.cell_error("email", "is empty"))?;
        let model = member::Model {
            id: self.app.new_id(),
            organization_id,
            user_id: user.id,
            role,
            created_at: self.app.now(),
        };
        let member_id = model.id;
        model.into_active_model().insert(&self.txn).await.map_err(|error| row.cell_error("email", error))?;
        let assigned: Vec<&str> =
            row.optional("properties").into_iter().flat_map(|all| all.split(';')).collect();
        if (role == Role::PropertyManager) == assigned.is_empty() {
            return Err(
                row.cell_error("properties", "property managers, and only they, are assigned properties")
            );
        }
        for name in &assigned {
            let property = self.properties.get(*name);
            let property = property
                .ok_or_else(|| row.cell_error("properties", format!("nothing is called '{name}'")))?;
            let model = member_property::Model { member_id, property_id: property.id, organization_id };
            model.into_active_model().insert(&self.txn).await?;
        }
        if role == Role::OrganizationManager {
            self.acknowledge_surcharges(organization_id, &user).await?;
        }
        let property = assigned.first().map(|name| (*name).to_owned());
        let person = Person { name: user.name.clone(), email: user.email.clone(), property, unit: None };
        self.members.push((person, role, user));
        Ok(())
    }

    /// The first manager has checked the rules for the properties that pass card fees on.
    async fn acknowledge_surcharges(
        &mut self,
        organization: OrganizationId,
        manager: &user::Model,
    ) -> Result<()> {
        let passes = |property: &&mut property::Model| {
            property.organization_id == organization
                && property.card_fee_mode == FeeMode::Pass
                && property.card_acknowledged_at.is_none()
        };
        for property in self.properties.values_mut().filter(passes) {
            let mut active = property.clone().into_active_model();
            active.card_acknowledged_by = Set(Some(manager.id));
            active.card_acknowledged_name = Set(Some(manager.name.clone()));
            active.card_acknowledged_at = Set(Some(self.app.now()));
            *property = active.update(&self.txn).await?;
        }
        Ok(())
    }

    pub(super) async fn unit(&mut self, row: &Row) -> Result<()> {
        let property = row.lookup("property", &self.properties)?;
        let model = unit::Model {
            id: self.app.new_id(),
            organization_id: property.organization_id,
            property_id: property.id,
            label: row.text("label")?.to_owned(),
            created_at: self.app.now(),
        };
        self.households.push(Household {
            unit: model.clone(),
            kind: row.word("kind", &["home", "condo", "parking"])?.to_owned(),
            pays: row.word("pays", PAYMENT_METHODS)?,
            unpaid: row.value("unpaid")?,
            payer: None,
        });
        model.into_active_model().insert(&self.txn).await.map_err(|error| row.cell_error("label", error))?;
        Ok(())
    }

    /// The resident of a name; made when first asked for, in the organization of the property.
    async fn resident(
        &mut self,
        row: &Row,
        organization: OrganizationId,
    ) -> Result<(resident::Model, Option<user::Model>)> {
        let name = row.text("name")?;
        if let Some(known) = self.residents.get(name) {
            return Ok(known.clone());
        }
        let status: ResidentStatus = row.value("status")?;
        let user = self.user(row, row.boolean("password")?).await?;
        if status == ResidentStatus::Active && user.is_none() {
            return Err(row.cell_error("email", "an active resident has an address"));
        }
        let model = resident::Model {
            id: self.app.new_id(),
            organization_id: organization,
            user_id: user.as_ref().map(|user| user.id),
            name: name.to_owned(),
            email: user.as_ref().map(|user| user.email.clone()),
            language: language(row)?,
            status,
            created_at: self.app.now(),
        };
        model
            .clone()
            .into_active_model()
            .insert(&self.txn)
            .await
            .map_err(|error| row.cell_error("name", error))?;
        self.residents.insert(name.to_owned(), (model.clone(), user.clone()));
        Ok((model, user))
    }

    pub(super) async fn residency(
        &mut self,
        row: &Row,
        people: &HashMap<String, Row>,
        passwords: &HashMap<String, bool>,
    ) -> Result<()> {
        let property = row.lookup("property", &self.properties)?.clone();
        let person = row.lookup("resident", people)?;
        let (resident, user) = self.resident(person, property.organization_id).await?;
        let label = row.text("unit")?;
        let here = |home: &&mut Household| home.unit.property_id == property.id && home.unit.label == label;
        let home = self.households.iter_mut().find(here);
        let home =
            home.ok_or_else(|| row.cell_error("unit", format!("{} has no unit '{label}'", property.name)))?;
        let starts_on: Date = row.value("starts_on")?;
        let ends_on: Option<Date> = row.optional("ends_on").map(|_| row.value("ends_on")).transpose()?;
        if ends_on.is_some_and(|ends_on| ends_on < starts_on) {
            return Err(row.cell_error("ends_on", "is before the first day"));
        }
        let is_primary = row.boolean("primary")?;
        if is_primary && ends_on.is_none() {
            home.payer.clone_from(&user);
            if let (Some(user), Some(true)) = (user, passwords.get(&resident.name)) {
                let (property, unit) = (Some(property.name.clone()), Some(label.to_owned()));
                let sample = Person { name: user.name, email: user.email, property, unit };
                self.samples.push((resident.language, sample));
            }
        }
        let model = residency::Model {
            id: self.app.new_id(),
            organization_id: property.organization_id,
            property_id: property.id,
            unit_id: home.unit.id,
            resident_id: resident.id,
            kind: row.value("kind")?,
            is_primary,
            starts_on: starts_on.into(),
            ends_on: ends_on.map(Into::into),
        };
        model.into_active_model().insert(&self.txn).await.map_err(|error| row.cell_error("unit", error))?;
        Ok(())
    }

    pub(super) async fn finish(self) -> Result<Community> {
        let member = |wanted: Role| self.members.iter().find(|(_, role, _)| *role == wanted);
        let sample = |wanted: Language| self.samples.iter().find(|(language, _)| *language == wanted);
        let (organization_manager, _, manager) =
            member(Role::OrganizationManager).context("members.csv names no organization_manager")?;
        let (property_manager, ..) =
            member(Role::PropertyManager).context("members.csv names no property_manager")?;
        let (_, english) =
            sample(Language::En).context("no English resident of residents.csv has a password and a unit")?;
        let (_, french) =
            sample(Language::Fr).context("no French resident of residents.csv has a password and a unit")?;
        let community = Community {
            manager: manager.clone(),
            organization_manager: organization_manager.clone(),
            property_manager: property_manager.clone(),
            english_resident: english.clone(),
            french_resident: french.clone(),
            properties: self.properties,
            households: self.households,
        };
        self.txn.commit().await?;
        Ok(community)
    }
}

fn language(row: &Row) -> Result<Language> {
    let code = row.text("language")?;
    Language::from_code(code).ok_or_else(|| row.cell_error("language", format!("'{code}' is no language")))
}
