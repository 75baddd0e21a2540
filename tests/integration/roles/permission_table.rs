//! How a row of the table is tried: each action as each role, at home and next door, with fresh things to act on.

use serde_json::{Value, json};
use support::community::{CREATE, PUBLISH, draft};
use support::community_fixture::{self, KEY, RESIDENT, SCOPES, string_at};
use support::{Client, CommunityFixture, Placeholders, TestApp};

/// How far a role reaches with the actions of a row.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Everywhere in the organization.
    All,
    /// In the properties assigned to them.
    Assigned,
    /// What is theirs.
    Own,
    /// Within a key's properties, if it has this scope.
    Scope(&'static str),
    /// Not at all.
    No,
}

/// What an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The organization as a whole.
    Organization,
    /// A property.
    Property,
    /// A unit and those who live there.
    Unit,
}

/// Something to do: what it is about, the document with `<words>`, and for questions where the answer holds
/// something for who may.
pub type Action = (Subject, &'static str, &'static str);

/// Everybody in the table, and where they act.
pub struct PermissionTable<'a> {
    pub test: &'a TestApp,
    pub fixture: CommunityFixture,
    pub second_property: Placeholders,
    neighbours: Placeholders,
    pub manager: Client,
    pub property_manager: Client,
    pub resident: Client,
}

impl PermissionTable<'_> {
    /// A fixture with a second property.
    pub async fn build(test: &TestApp) -> PermissionTable<'_> {
        let fixture = CommunityFixture::build(test, "Oldtown").await;
        let second_property = community_fixture::second_property(test, &fixture).await;
        let neighbours = Placeholders::from([
            ("organization", fixture.placeholders["organization"].clone()),
            ("property", fixture.placeholders["property"].clone()),
            ("unit", fixture.community.unit_id(1)),
        ]);
        let manager = test.sign_in(&fixture.community.manager).await;
        let property_manager = test.sign_in(&fixture.community.property_manager).await;
        let resident = test.sign_in(fixture.community.resident(0)).await;
        let mut table = PermissionTable {
            test,
            fixture,
            second_property,
            neighbours,
            manager,
            property_manager,
            resident,
        };
        let query = "query($id: ID!) { node(id: $id) { ... on Unit { primaryResident { id } } } }";
        let found = table.manager.execute(query, json!({ "id": table.neighbours["unit"] })).await;
        table.neighbours.insert("resident", string_at(&found, "/node/primaryResident/id"));
        table
    }

    /// Tries a row: organization manager, property manager, resident, API key. Keys also have the scopes `beside`.
    pub async fn check_row(&self, columns: [Access; 4], beside: &[&'static str], actions: &[Action]) {
        let [manager, property_manager, resident, key] = columns;
        let mut callers = vec![
            ("organization manager", self.manager.clone(), manager),
            ("property manager", self.property_manager.clone(), property_manager),
            ("resident", self.resident.clone(), resident),
        ];
        let here = [self.fixture.placeholders["property"].clone()];
        if let Access::Scope(scope) = key {
            let with: Vec<&str> = beside.iter().copied().chain([scope]).collect();
            let without: Vec<&str> = SCOPES.into_iter().filter(|other| *other != scope).collect();
            let program =
                async |scopes, properties| self.fixture.api_client(self.test, scopes, properties).await;
            callers.push(("key with the scope", program(&with, None).await, Access::All));
            callers.push(("key for one property", program(&with, Some(&here)).await, Access::Assigned));
            callers.push(("key without the scope", program(&without, None).await, Access::No));
        } else {
            // No scope is for this.
            assert!(matches!(key, Access::No), "a key's column names its scope, or is No: {key:?}");
            let key = self.fixture.api_client(self.test, &SCOPES, None).await;
            callers.push(("key with every scope", key, Access::No));
        }
        for action in actions {
            for (who, client, reach) in &callers {
                self.check_column(who, client, *reach, *action).await;
            }
        }
        self.test.run_jobs().await;
    }

    async fn check_column(&self, who: &str, client: &Client, reach: Access, action: Action) {
        let (here, beside, there) = (&self.fixture.placeholders, &self.neighbours, &self.second_property);
        let (of, ..) = action;
        let expected: Vec<(&Placeholders, bool)> = match reach {
            Access::No => vec![(here, false)],
            _ if of == Subject::Organization => vec![(here, true)],
            Access::All => vec![(here, true), (there, true)],
            Access::Assigned | Access::Scope(_) => vec![(here, true), (there, false)],
            Access::Own if of == Subject::Property => vec![(here, true), (there, false)],
            Access::Own => vec![(here, true), (beside, false), (there, false)],
        };
        for (place, may) in expected {
            // Points and pace fill up again.
            self.test.clock.advance(20);
            let (_, document, path) = action;
            let document = self.fill(document, place).await;
            let (_, _, body) = client.send(&document, Value::Null).await;
            let response = access_result(&body, path);
            let wanted = if may { AccessResult::Done } else { AccessResult::NotFound };
            assert_eq!(response, wanted, "{who}, {reach:?}: {document}\n{body:#}");
        }
    }

    /// Puts things in for words; what an action uses up is made anew.
    async fn fill(&self, document: &str, place: &Placeholders) -> String {
        let mut text = String::new();
        let mut rest = document;
        while let Some((before, behind)) = rest.split_once('<') {
            let (word, after) = behind.split_once('>').unwrap();
            text.push_str(before);
            text.push_str(&self.thing(word, place).await);
            rest = after;
        }
        text + rest
    }

    async fn thing(&self, word: &str, place: &Placeholders) -> String {
        let fresh = self.test.app.new_uuid().to_string();
        match word {
            "fresh" => fresh,
            "draft" => self.create_draft(place, &fresh).await,
            "open" | "cheque" => {
                let id = self.create_draft(place, &fresh).await;
                let variables = json!({ "id": id, "notify": false, "key": id });
                self.manager.mutate("invoicePublish", PUBLISH, variables).await;
                if word == "open" { id } else { self.fixture.record_cash(&self.manager, &id).await }
            }
            "pending" | "leaver" => {
                let variables = json!({ "unit": place["unit"], "name": "Quinn", "primary": false,
                    "email": format!("{fresh}@new.example"), "key": fresh });
                string_at(&self.manager.mutate("residentCreate", RESIDENT, variables).await, "/resident/id")
            }
            "member" => {
                let person = community_fixture::create_person(self.test, "Quinn New").await;
                community_fixture::add_member(self.test, self.fixture.community.organization, &person, None)
                    .await
            }
            "invitation" => {
                let query = "mutation($id: ID!, $email: String!) { memberInvite(organizationId: $id, input: {
                    name: \"Quinn\", email: $email, language: EN, role: ORGANIZATION_MANAGER }) {
                    invitation { id } userErrors { code } } }";
                let variables =
                    json!({ "id": place["organization"], "email": format!("{fresh}@new.example") });
                string_at(&self.manager.mutate("memberInvite", query, variables).await, "/invitation/id")
            }
            "key" => {
                let variables =
                    json!({ "id": place["organization"], "name": "Q", "scopes": ["LEDGER_READ"] });
                string_at(&self.manager.mutate("apiKeyCreate", KEY, variables).await, "/apiKey/id")
            }
            word => place.get(word).or_else(|| self.fixture.placeholders.get(word)).unwrap().clone(),
        }
    }

    async fn create_draft(&self, place: &Placeholders, key: &str) -> String {
        let mut input = draft(&self.fixture.community, 0, "12.00", key);
        input["input"]["propertyId"] = json!(place["property"]);
        input["input"]["unitIds"] = json!([place["unit"]]);
        string_at(&self.manager.mutate("invoiceCreate", CREATE, input).await, "/invoices/0/id")
    }
}

/// How an answer reads.
#[derive(Debug, PartialEq, Eq)]
pub enum AccessResult {
    /// It was done, or is there.
    Done,
    /// It is not there: null, an empty list, NOT_FOUND.
    NotFound,
    /// Anything else.
    Other,
}

fn access_result(body: &Value, path: &str) -> AccessResult {
    if body.get("errors").is_some() {
        return AccessResult::Other;
    }
    let data = &body["data"];
    if !path.is_empty() {
        let found = data.pointer(path).unwrap_or(&Value::Null);
        let is_empty = found.is_null() || found == 0 || found.as_array().is_some_and(Vec::is_empty);
        return if is_empty { AccessResult::NotFound } else { AccessResult::Done };
    }
    let payload = data.as_object().and_then(|data| data.values().next()).unwrap_or(&Value::Null);
    match payload["userErrors"].as_array().map(Vec::as_slice) {
        Some([]) => AccessResult::Done,
        Some([error]) if error["code"] == "NOT_FOUND" || error["code"] == "NOTHING_TO_PUBLISH" => {
            AccessResult::NotFound
        }
        _ => AccessResult::Other,
    }
}
