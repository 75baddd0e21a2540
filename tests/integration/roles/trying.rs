//! How a row of the table is tried: each action as each role, at home and next door, with fresh things to act on.

use serde_json::{Value, json};
use support::community::{CREATE, PUBLISH, draft};
use support::town::{self, KEY, RESIDENT, SCOPES, text};
use support::{Client, Town, Words, World};

/// How far a role reaches with the actions of a row.
#[derive(Debug, Clone, Copy)]
pub enum Reach {
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
pub enum Of {
    /// The organization as a whole.
    Organization,
    /// A property.
    Property,
    /// A unit and those who live there.
    Unit,
}

/// Something to do: what it is about, the document with `<words>`, and for questions where the answer holds
/// something for who may.
pub type Action = (Of, &'static str, &'static str);

/// Everybody in the table, and where they act.
pub struct Table<'a> {
    pub world: &'a World,
    pub town: Town,
    pub next_door: Words,
    neighbours: Words,
    pub manager: Client,
    pub property_manager: Client,
    pub resident: Client,
}

impl Table<'_> {
    /// A town with a second property.
    pub async fn lay(world: &World) -> Table<'_> {
        let town = Town::build(world, "Oldtown").await;
        let next_door = town::next_door(world, &town).await;
        let neighbours = Words::from([
            ("organization", town.words["organization"].clone()),
            ("property", town.words["property"].clone()),
            ("unit", town.community.unit_id(1)),
        ]);
        let manager = world.sign_in(&town.community.manager).await;
        let property_manager = world.sign_in(&town.community.property_manager).await;
        let resident = world.sign_in(town.community.resident(0)).await;
        let mut table = Table { world, town, next_door, neighbours, manager, property_manager, resident };
        let query = "query($id: ID!) { node(id: $id) { ... on Unit { primaryResident { id } } } }";
        let found = table.manager.ask(query, json!({ "id": table.neighbours["unit"] })).await;
        table.neighbours.insert("resident", text(&found, "/node/primaryResident/id"));
        table
    }

    /// Tries a row: organization manager, property manager, resident, API key. Keys also have the scopes `beside`.
    pub async fn row(&self, columns: [Reach; 4], beside: &[&'static str], actions: &[Action]) {
        let [manager, property_manager, resident, key] = columns;
        let mut callers = vec![
            ("organization manager", self.manager.clone(), manager),
            ("property manager", self.property_manager.clone(), property_manager),
            ("resident", self.resident.clone(), resident),
        ];
        let here = [self.town.words["property"].clone()];
        if let Reach::Scope(scope) = key {
            let with: Vec<&str> = beside.iter().copied().chain([scope]).collect();
            let without: Vec<&str> = SCOPES.into_iter().filter(|other| *other != scope).collect();
            let program = async |scopes, properties| self.town.program(self.world, scopes, properties).await;
            callers.push(("key with the scope", program(&with, None).await, Reach::All));
            callers.push(("key for one property", program(&with, Some(&here)).await, Reach::Assigned));
            callers.push(("key without the scope", program(&without, None).await, Reach::No));
        } else {
            // No scope is for this.
            assert!(matches!(key, Reach::No), "a key's column names its scope, or is No: {key:?}");
            let key = self.town.program(self.world, &SCOPES, None).await;
            callers.push(("key with every scope", key, Reach::No));
        }
        for action in actions {
            for (who, client, reach) in &callers {
                self.column(who, client, *reach, *action).await;
            }
        }
        self.world.work().await;
    }

    async fn column(&self, who: &str, client: &Client, reach: Reach, action: Action) {
        let (here, beside, there) = (&self.town.words, &self.neighbours, &self.next_door);
        let (of, ..) = action;
        let expected: Vec<(&Words, bool)> = match reach {
            Reach::No => vec![(here, false)],
            _ if of == Of::Organization => vec![(here, true)],
            Reach::All => vec![(here, true), (there, true)],
            Reach::Assigned | Reach::Scope(_) => vec![(here, true), (there, false)],
            Reach::Own if of == Of::Property => vec![(here, true), (there, false)],
            Reach::Own => vec![(here, true), (beside, false), (there, false)],
        };
        for (place, may) in expected {
            // Points and pace fill up again.
            self.world.clock.advance(20);
            let (_, document, path) = action;
            let document = self.fill(document, place).await;
            let (_, _, body) = client.send(&document, Value::Null).await;
            let told = outcome(&body, path);
            let wanted = if may { Outcome::Done } else { Outcome::DoesNotExist };
            assert_eq!(told, wanted, "{who}, {reach:?}: {document}\n{body:#}");
        }
    }

    /// Puts things in for words; what an action uses up is made anew.
    async fn fill(&self, document: &str, place: &Words) -> String {
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

    async fn thing(&self, word: &str, place: &Words) -> String {
        let fresh = self.world.app.new_id().to_string();
        match word {
            "fresh" => fresh,
            "draft" => self.bill(place, &fresh).await,
            "open" | "cheque" => {
                let id = self.bill(place, &fresh).await;
                let variables = json!({ "id": id, "notify": false, "key": id });
                self.manager.mutate("invoicePublish", PUBLISH, variables).await;
                if word == "open" { id } else { self.town.receive(&self.manager, &id).await }
            }
            "pending" | "leaver" => {
                let variables = json!({ "unit": place["unit"], "name": "Quinn", "primary": false,
                    "email": format!("{fresh}@new.example"), "key": fresh });
                text(&self.manager.mutate("residentCreate", RESIDENT, variables).await, "/resident/id")
            }
            "member" => {
                let person = town::newcomer(self.world, "Quinn New").await;
                town::join(self.world, self.town.community.organization, &person, None).await
            }
            "invitation" => {
                let query = "mutation($id: ID!, $email: String!) { memberInvite(organizationId: $id, input: {
                    name: \"Quinn\", email: $email, language: EN, role: ORGANIZATION_MANAGER }) {
                    invitation { id } userErrors { code } } }";
                let variables =
                    json!({ "id": place["organization"], "email": format!("{fresh}@new.example") });
                text(&self.manager.mutate("memberInvite", query, variables).await, "/invitation/id")
            }
            "key" => {
                let variables =
                    json!({ "id": place["organization"], "name": "Q", "scopes": ["LEDGER_READ"] });
                text(&self.manager.mutate("apiKeyCreate", KEY, variables).await, "/apiKey/id")
            }
            word => place.get(word).or_else(|| self.town.words.get(word)).unwrap().clone(),
        }
    }

    async fn bill(&self, place: &Words, key: &str) -> String {
        let mut input = draft(&self.town.community, 0, "12.00", key);
        input["input"]["propertyId"] = json!(place["property"]);
        input["input"]["unitIds"] = json!([place["unit"]]);
        text(&self.manager.mutate("invoiceCreate", CREATE, input).await, "/invoices/0/id")
    }
}

/// How an answer reads.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done, or is there.
    Done,
    /// It is not there: null, an empty list, NOT_FOUND.
    DoesNotExist,
    /// Anything else.
    Other,
}

fn outcome(body: &Value, path: &str) -> Outcome {
    if body.get("errors").is_some() {
        return Outcome::Other;
    }
    let data = &body["data"];
    if !path.is_empty() {
        let found = data.pointer(path).unwrap_or(&Value::Null);
        let is_empty = found.is_null() || found == 0 || found.as_array().is_some_and(Vec::is_empty);
        return if is_empty { Outcome::DoesNotExist } else { Outcome::Done };
    }
    let payload = data.as_object().and_then(|data| data.values().next()).unwrap_or(&Value::Null);
    match payload["userErrors"].as_array().map(Vec::as_slice) {
        Some([]) => Outcome::Done,
        Some([error]) if error["code"] == "NOT_FOUND" || error["code"] == "NOTHING_TO_PUBLISH" => {
            Outcome::DoesNotExist
        }
        _ => Outcome::Other,
    }
}
