//! A small community, put straight into the tables that have no use case yet.

use application::app::App;
use domain::community::{ResidencyKind, ResidentStatus};
use domain::day::Day;
use domain::fee::FeeMode;
use domain::id::{InvoiceId, OrganizationId, PropertyId, UnitId};
use domain::money::Currency;
use domain::place::Country;
use domain::roles::Role;
use entity::{member, member_property, organization, property, residency, resident, unit, user};
use jiff::civil::date;
use locales::Language;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

/// Somebody with an account.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub user: user::Model,
}

/// An organization with one property in New York and its people.
#[derive(Debug, Clone)]
pub struct Community {
    /// The tenant.
    pub organization: OrganizationId,
    /// Its property.
    pub property: PropertyId,
    /// Runs everything.
    pub manager: Person,
    /// Runs the property.
    pub property_manager: Person,
    /// Units with their primary residents, in turn English and French.
    pub homes: Vec<(UnitId, Person)>,
}

impl Community {
    /// The public id.
    pub fn organization_id(&self) -> String {
        self.organization.to_string()
    }
    /// The public id.
    pub fn property_id(&self) -> String {
        self.property.to_string()
    }
    /// The public id of a unit.
    pub fn unit_id(&self, index: usize) -> String {
        self.homes[index].0.to_string()
    }
    /// The resident of a unit.
    pub fn resident(&self, index: usize) -> &Person {
        &self.homes[index].1
    }

    /// Inserts a community named `name` with so many homes.
    pub async fn build(app: &App, name: &str, homes: usize) -> Community {
        let txn = app.db.begin().await.unwrap();
        let now = app.now();
        let organization = organization::Model {
            id: app.new_id(),
            name: format!("{name} HOA"),
            country: Country::Us,
            invoice_prefix: "INV".into(),
            next_invoice_number: 1001,
            logo_key: None,
            second_factor_required: false,
            created_at: now,
        };
        let property = property::Model {
            id: app.new_id(),
            organization_id: organization.id,
            name: name.into(),
            address: "1 Main Street".into(),
            city: "New York, NY 10001".into(),
            time_zone: "America/New_York".into(),
            currency: Currency::Usd,
            country: Country::Us,
            reply_to: Some(format!(
                "office@{}.example",
                name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-")
            )),
            region: Some("US-NY".into()),
            bank_fee_mode: FeeMode::Pass,
            card_fee_mode: FeeMode::Pass,
            card_cap_bp: 400,
            books_closed_through: None,
            card_acknowledged_by: None,
            card_acknowledged_name: None,
            card_acknowledged_at: None,
            version: 1,
            created_at: now,
        };
        organization::Entity::insert(organization.clone().into_active_model()).exec(&txn).await.unwrap();
        property::Entity::insert(property.clone().into_active_model()).exec(&txn).await.unwrap();
        store::ledger::create_chart_of_accounts(&txn, organization.id, property.id, || app.new_uuid())
            .await
            .unwrap();
        let manager = person(app, &txn, &format!("Dana {name}"), Language::En).await;
        let property_manager = person(app, &txn, &format!("Pat {name}"), Language::En).await;
        for (who, role) in [(&manager, Role::OrganizationManager), (&property_manager, Role::PropertyManager)]
        {
            let row = member::Model {
                id: app.new_id(),
                organization_id: organization.id,
                user_id: who.user.id,
                role,
                created_at: now,
            };
            let assigned = member_property::Model {
                member_id: row.id,
                property_id: property.id,
                organization_id: organization.id,
            };
            member::Entity::insert(row.into_active_model()).exec(&txn).await.unwrap();
            if role == Role::PropertyManager {
                member_property::Entity::insert(assigned.into_active_model()).exec(&txn).await.unwrap();
            }
        }
        let mut rows = Vec::new();
        for index in 0..homes {
            rows.push(home(app, &txn, &property, index).await);
        }
        txn.commit().await.unwrap();
        Community {
            organization: organization.id,
            property: property.id,
            manager,
            property_manager,
            homes: rows,
        }
    }
}

async fn home(app: &App, txn: &store::Txn, property: &property::Model, index: usize) -> (UnitId, Person) {
    let (first, language) =
        if index.is_multiple_of(2) { ("Marcus", Language::En) } else { ("Amélie", Language::Fr) };
    let person = person(app, txn, &format!("{first} {} {index}", property.name), language).await;
    let row = unit::Model {
        id: app.new_id(),
        organization_id: property.organization_id,
        property_id: property.id,
        label: format!("{:03}", 101 + index),
        created_at: app.now(),
    };
    let lives = resident::Model {
        id: app.new_id(),
        organization_id: property.organization_id,
        user_id: Some(person.user.id),
        name: person.user.name.clone(),
        email: Some(person.user.email.clone()),
        language,
        status: ResidentStatus::Active,
        created_at: app.now(),
    };
    let residency = residency::Model {
        id: app.new_id(),
        organization_id: property.organization_id,
        property_id: property.id,
        unit_id: row.id,
        resident_id: lives.id,
        kind: ResidencyKind::Owner,
        is_primary: true,
        starts_on: Day(date(2020, 1, 1)),
        ends_on: None,
    };
    let id = row.id;
    unit::Entity::insert(row.into_active_model()).exec(txn).await.unwrap();
    resident::Entity::insert(lives.into_active_model()).exec(txn).await.unwrap();
    residency::Entity::insert(residency.into_active_model()).exec(txn).await.unwrap();
    (id, person)
}

pub(crate) async fn person(app: &App, txn: &store::Txn, name: &str, language: Language) -> Person {
    let id = app.new_id();
    let user = user::Model {
        id,
        email: format!(
            "{}.{}@example.com",
            name.to_lowercase().replace(' ', "."),
            &id.uuid().simple().to_string()[20..]
        )
        .replace('é', "e"),
        name: name.into(),
        language,
        password_hash: None,
        second_factor_salt: None,
        second_factor_enabled_at: None,
        second_factor_step: None,
        created_at: app.now(),
    };
    user::Entity::insert(user.clone().into_active_model()).exec(txn).await.unwrap();
    Person { user }
}

/// Variables for `CREATE`.
pub fn draft(community: &Community, unit: usize, amount: &str, key: &str) -> Value {
    json!({
        "input": {
            "propertyId": community.property_id(),
            "unitIds": [community.unit_id(unit)],
            "title": "Monthly dues",
            "dueOn": "2026-12-01",
            "lines": [{ "description": "Dues", "accountCode": "4000", "amount": amount }],
        },
        "key": key,
    })
}

/// Makes drafts.
pub const CREATE: &str = "mutation($input: InvoiceCreateInput!, $key: String!) {
    invoiceCreate(input: $input, idempotencyKey: $key) {
        invoices { id number status version total { amount } } userErrors { code field message } } }";
/// Publishes one.
pub const PUBLISH: &str = "mutation($id: ID!, $notify: Boolean!, $key: String!) {
    invoicePublish(id: $id, input: { notify: $notify }, idempotencyKey: $key) {
        invoice { id number status balance { amount } } userErrors { code field message } } }";
/// Goes to pay.
pub const CHECKOUT: &str = "mutation($ids: [ID!]!, $method: OnlinePaymentMethod!, $amount: Decimal, $key: String!) {
    checkoutStart(input: { invoiceIds: $ids, method: $method, amount: $amount }, idempotencyKey: $key) {
        payment { id status fee { amount } total { amount } } redirectUrl userErrors { code field message } } }";
/// Reads one.
pub const INVOICE: &str = "query($id: ID!) { invoice(id: $id) {
    id number status balance { amount } paid { amount } processing { amount }
    payments { id status } activePayment { id } timeline { kind } } }";

/// The key behind a public invoice id.
pub fn invoice_key(id: &str) -> InvoiceId {
    id.parse::<InvoiceId>().unwrap()
}
