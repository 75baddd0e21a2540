//! A community with one of everything that has an id, and with the names under which documents speak of them.

use domain::roles::Role;
use locales::Language;
use std::collections::BTreeMap;

use application::identity::password;
use domain::id::{OrganizationId, PropertyId, ResidentId};
use entity::{member, residency, session, user};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::client::Client;
use crate::community::{CREATE, Community, PUBLISH, Person, draft, person};
use crate::test_app::TestApp;

/// What documents call things, and what they are: ids by kind, addresses, tokens.
pub type Placeholders = BTreeMap<&'static str, String>;

/// The password of the fixture's third member.
pub const PASSWORD: &str = "seven otters juggle plums";

/// Records cash.
pub const OFFLINE: &str = "mutation($id: ID!, $key: String!) { paymentRecordOffline(input: { invoiceId: $id,
    method: CASH, amount: \"1.00\", receivedOn: \"2026-11-02\", note: \"counted twice\", sendReceipt: false },
    idempotencyKey: $key) { payment { id } userErrors { code } } }";
/// Adds a resident.
pub const RESIDENT: &str =
    "mutation($unit: ID!, $name: String!, $email: String, $primary: Boolean!, $key: String!) {
    residentCreate(unitId: $unit, idempotencyKey: $key, input: { name: $name, email: $email, language: EN,
        kind: TENANT, isPrimary: $primary, startsOn: \"2024-01-01\" }) {
        resident { id } userErrors { code } } }";
/// Makes a key.
pub const KEY: &str = "mutation($id: ID!, $name: String!, $scopes: [ApiScope!]!, $properties: [ID!]) {
    apiKeyCreate(organizationId: $id, input: { name: $name, scopes: $scopes, propertyIds: $properties }) {
        apiKey { id prefix } secret userErrors { code } } }";
/// Every scope of a key.
pub const SCOPES: [&str; 5] =
    ["PROPERTIES_READ", "COMMUNITY_WRITE", "INVOICES_READ", "INVOICES_WRITE", "LEDGER_READ"];

/// The fixture.
pub struct CommunityFixture {
    /// Its organization, property, team and three homes.
    pub community: Community,
    /// A third member, with a password: a property manager.
    pub sam: Person,
    /// One of everything.
    pub placeholders: Placeholders,
    /// Texts that only belong into answers to who may see the thing of that name: ids, names, addresses.
    pub private_values: Vec<(&'static str, String)>,
}

/// A text in an answer.
pub fn string_at(payload: &Value, path: &str) -> String {
    payload
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{path} in {payload:#}"))
        .to_owned()
}

impl CommunityFixture {
    /// Builds one; `name` starts the names of everybody and everything.
    pub async fn build(test: &TestApp, name: &str) -> CommunityFixture {
        let community = test.connected_community(name, 3).await;
        let manager = test.sign_in(&community.manager).await;
        let sam = sam(test, &community, name).await;
        let mut fixture = CommunityFixture {
            community,
            sam,
            placeholders: Placeholders::new(),
            private_values: Vec::new(),
        };
        fixture.register("organization", fixture.community.organization_id());
        fixture.register("property", fixture.community.property_id());
        fixture.register("unit", fixture.community.unit_id(0));
        fixture.seed_payments(test, &manager).await;
        fixture.seed_residents(test, &manager, name).await;
        fixture.seed_team(test, &manager, name).await;
        test.run_jobs().await;
        fixture.register_names(test, name).await;
        fixture
    }

    fn register(&mut self, word: &'static str, id: String) {
        self.private_values.push((word, id.clone()));
        self.placeholders.insert(word, id);
    }

    /// A draft for a unit; gives its id.
    pub async fn create_draft(&self, test: &TestApp, client: &Client, unit: usize, amount: &str) -> String {
        let key = test.app.new_uuid().to_string();
        let made = client.mutate("invoiceCreate", CREATE, draft(&self.community, unit, amount, &key)).await;
        string_at(&made, "/invoices/0/id")
    }

    /// A published invoice for a unit; gives its id.
    pub async fn publish(&self, test: &TestApp, client: &Client, unit: usize, amount: &str) -> String {
        let id = self.create_draft(test, client, unit, amount).await;
        let variables = json!({ "id": id, "notify": false, "key": id });
        client.mutate("invoicePublish", PUBLISH, variables).await;
        id
    }

    /// Cash for an invoice; gives the payment's id.
    pub async fn record_cash(&self, client: &Client, invoice: &str) -> String {
        let variables = json!({ "id": invoice, "key": format!("cash for {invoice}") });
        string_at(&client.mutate("paymentRecordOffline", OFFLINE, variables).await, "/payment/id")
    }

    async fn seed_payments(&mut self, test: &TestApp, manager: &Client) {
        self.create_draft(test, manager, 1, "10.00").await;
        let query = "mutation($id: ID!) { invoicePublishAll(input: { organizationId: $id, notify: false },
            idempotencyKey: \"run\") { billingRun { id } userErrors { code } } }";
        let variables = json!({ "id": self.community.organization_id() });
        let started = manager.mutate("invoicePublishAll", query, variables).await;
        self.register("run", string_at(&started, "/billingRun/id"));
        test.run_jobs().await;

        let paid = test.published_invoice(&self.community, 0, "80.00").await;
        let resident = test.sign_in(self.community.resident(0)).await;
        let (payment, page) = test.checkout(&resident, &paid, "CARD").await;
        test.sandbox.stripe.pay_card(&page).unwrap();
        test.sandbox.stripe.payouts_now(&test.stripe_account(&self.community).await).unwrap();
        test.run_jobs().await;
        self.register("paid", paid);
        self.register("payment", payment);
        let query = "query($id: ID!) { property(id: $id) { payouts(first: 1) { nodes { id } } } }";
        let variables = json!({ "id": self.community.property_id() });
        self.register(
            "payout",
            string_at(&manager.execute(query, variables).await, "/property/payouts/nodes/0/id"),
        );
        let query = "query($id: ID!) { organization(id: $id) { webhookEvents(first: 1) { nodes { id } } } }";
        let variables = json!({ "id": self.community.organization_id() });
        let response = manager.execute(query, variables).await;
        self.register("event", string_at(&response, "/organization/webhookEvents/nodes/0/id"));
        for (word, amount) in [("open", "90.00"), ("voidable", "20.00")] {
            let id = self.publish(test, manager, 0, amount).await;
            self.register(word, id);
        }
        let cheque = self.record_cash(manager, &self.placeholders["open"]).await;
        self.register("cheque", cheque);
        for (word, amount) in [("draft", "30.00"), ("scrap", "40.00")] {
            let id = self.create_draft(test, manager, 0, amount).await;
            self.register(word, id);
        }
        let query =
            "mutation($id: ID!) { autopaySetUp(propertyId: $id, input: { method: CARD, cap: \"500.00\" },
            idempotencyKey: \"autopay\") { autopay { id } userErrors { code } } }";
        let begun =
            resident.mutate("autopaySetUp", query, json!({ "id": self.community.property_id() })).await;
        self.register("autopay", string_at(&begun, "/autopay/id"));
    }

    async fn seed_residents(&mut self, test: &TestApp, manager: &Client, name: &str) {
        let query = "query($id: ID!) { invoice(id: $id) { resident { id } } }";
        let found = manager.execute(query, json!({ "id": self.placeholders["open"] })).await;
        self.register("resident", string_at(&found, "/invoice/resident/id"));
        for (word, first) in [("pending", "Penny"), ("leaver", "Leo")] {
            let email = format!("{word}@{}.example", name.to_lowercase());
            let variables = json!({ "unit": self.community.unit_id(0), "name": format!("{first} {name}"),
                "email": email, "primary": false, "key": word });
            let made = manager.mutate("residentCreate", RESIDENT, variables).await;
            self.register(word, string_at(&made, "/resident/id"));
            self.private_values.extend([(word, format!("{first} {name}")), (word, email)]);
        }
        // The leaver also has another home, so that leaving one leaves something.
        let leaver: ResidentId = self.placeholders["leaver"].parse().unwrap();
        let first = residency::Entity::find().filter(residency::Column::ResidentId.eq(leaver));
        let first = first.one(test.app.db.write()).await.unwrap().unwrap();
        let unit_id = self.community.homes[1].0;
        let second = residency::Model { id: test.app.new_id(), unit_id, ..first };
        residency::Entity::insert(second.into_active_model()).exec(test.app.db.write()).await.unwrap();
    }

    async fn seed_team(&mut self, test: &TestApp, manager: &Client, name: &str) {
        let organization = self.community.organization_id();
        for (word, first) in [("invitation", "Ivy"), ("guest", "Gus")] {
            let email = format!("{word}@{}.example", name.to_lowercase());
            let query =
                "mutation($id: ID!, $name: String!, $email: String!) { memberInvite(organizationId: $id,
                input: { name: $name, email: $email, language: EN, role: ORGANIZATION_MANAGER }) {
                invitation { id } userErrors { code } } }";
            let variables = json!({ "id": organization, "name": format!("{first} {name}"), "email": email });
            let made = manager.mutate("memberInvite", query, variables).await;
            self.register(word, string_at(&made, "/invitation/id"));
            self.private_values.extend([(word, format!("{first} {name}")), (word, email)]);
        }
        let member = member::Entity::find().filter(member::Column::UserId.eq(self.sam.user.id));
        let member = member.one(test.app.db.write()).await.unwrap().unwrap();
        self.register("member", member.id.to_string());
        let name = format!("{name} accounting");
        let variables = json!({ "id": organization, "name": name, "scopes": SCOPES });
        let made = manager.mutate("apiKeyCreate", KEY, variables).await;
        self.register("key", string_at(&made, "/apiKey/id"));
        self.private_values.extend([("key", name), ("key", string_at(&made, "/apiKey/prefix"))]);
        self.placeholders.insert("secret", string_at(&made, "/secret"));
        test.sign_in(&self.sam).await;
        let session = session::Entity::find()
            .filter(session::Column::UserId.eq(self.sam.user.id))
            .order_by_desc(session::Column::Id);
        let session = session.one(test.app.db.write()).await.unwrap().unwrap();
        self.register("session", session.id.to_string());
    }

    async fn register_names(&mut self, test: &TestApp, name: &str) {
        let account = test.stripe_account(&self.community).await;
        self.private_values.extend([
            ("organization", format!("{name} HOA")),
            ("property", name.to_owned()),
            ("account", account),
        ]);
        let people = [
            ("manager", &self.community.manager),
            ("property_manager", &self.community.property_manager),
            ("member", &self.sam),
            ("resident", self.community.resident(0)),
        ];
        let names =
            people.map(|(word, who)| [(word, who.user.name.clone()), ("address", who.user.email.clone())]);
        self.private_values.extend(names.into_iter().flatten());
        self.placeholders.insert("email", self.sam.user.email.clone());
        self.placeholders.insert("password", PASSWORD.to_owned());
    }

    /// A key of the fixture for a program.
    pub async fn api_client(&self, test: &TestApp, scopes: &[&str], properties: Option<&[String]>) -> Client {
        let manager = test.sign_in(&self.community.manager).await;
        let variables = json!({ "id": self.community.organization_id(), "name": "Program", "scopes": scopes,
            "properties": properties });
        let made = manager.mutate("apiKeyCreate", KEY, variables).await;
        Client::for_api_key(&test.site, &string_at(&made, "/secret"))
    }
}

async fn sam(test: &TestApp, community: &Community, name: &str) -> Person {
    let password_hash = Some(password::hash(&test.app, PASSWORD).await.unwrap());
    let txn = test.app.db.begin().await.unwrap();
    let sam = person(&test.app, &txn, &format!("Sam {name}"), Language::En).await;
    let user = user::Model { password_hash, ..sam.user };
    let update = user::Entity::update(user.clone().into_active_model().reset_all());
    update.exec(&txn).await.unwrap();
    txn.commit().await.unwrap();
    let sam = Person { user };
    add_member(test, community.organization, &sam, Some(community.property)).await;
    sam
}

/// Somebody joins a team: as property manager of a property, or as organization manager. Gives the member's id.
pub async fn add_member(
    test: &TestApp,
    organization: OrganizationId,
    who: &Person,
    property: Option<PropertyId>,
) -> String {
    let role = if property.is_some() { Role::PropertyManager } else { Role::OrganizationManager };
    let row = member::Model {
        id: test.app.new_id(),
        organization_id: organization,
        user_id: who.user.id,
        role,
        created_at: test.app.now(),
    };
    let txn = test.app.db.begin().await.unwrap();
    store::members::insert(&txn, row.clone(), property.as_slice()).await.unwrap();
    txn.commit().await.unwrap();
    row.id.to_string()
}

/// Somebody with an account who is nobody yet.
pub async fn create_person(test: &TestApp, name: &str) -> Person {
    let txn = test.app.db.begin().await.unwrap();
    let person = person(&test.app, &txn, name, Language::En).await;
    txn.commit().await.unwrap();
    person
}

/// Another property of an organization, with a unit, its resident and their invoices.
pub async fn second_property(test: &TestApp, fixture: &CommunityFixture) -> Placeholders {
    let manager = test.sign_in(&fixture.community.manager).await;
    let query =
        "mutation($id: ID!) { propertyCreate(organizationId: $id, idempotencyKey: \"next door\", input: {
        name: \"Next door\", address: \"2 Side Street\", city: \"New York, NY 10001\", country: US,
        timeZone: \"America/New_York\" }) { property { id } userErrors { code } } }";
    let made =
        manager.mutate("propertyCreate", query, json!({ "id": fixture.placeholders["organization"] })).await;
    let property = string_at(&made, "/property/id");
    let query = "mutation($id: ID!) { unitCreate(propertyId: $id, idempotencyKey: \"next door unit\",
        input: { labels: [\"N1\"] }) { units { id } userErrors { code } } }";
    let unit =
        string_at(&manager.mutate("unitCreate", query, json!({ "id": property })).await, "/units/0/id");
    let resident = json!({ "unit": unit, "name": "Nora Next", "email": "nora@next.example",
        "primary": true, "key": "next" });
    let resident = string_at(&manager.mutate("residentCreate", RESIDENT, resident).await, "/resident/id");
    // Only who was invited gets mail.
    let query = "mutation($id: ID!) { residentInvite(id: $id) { userErrors { code } } }";
    manager.mutate("residentInvite", query, json!({ "id": resident })).await;
    let mut words = Placeholders::from([
        ("organization", fixture.placeholders["organization"].clone()),
        ("property", property.clone()),
        ("unit", unit.clone()),
        ("resident", resident),
    ]);
    for (word, amount) in [("open", "15.00"), ("draft", "25.00")] {
        let mut input = draft(&fixture.community, 0, amount, &format!("next door {word}"));
        input["input"]["propertyId"] = json!(property);
        input["input"]["unitIds"] = json!([unit]);
        let id = string_at(&manager.mutate("invoiceCreate", CREATE, input).await, "/invoices/0/id");
        if word == "open" {
            let variables = json!({ "id": id, "notify": false, "key": id });
            manager.mutate("invoicePublish", PUBLISH, variables).await;
        }
        words.insert(word, id);
    }
    test.run_jobs().await;
    words
}
