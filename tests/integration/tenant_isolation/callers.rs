//! Everybody the cases are tried as: what they have themselves, what they name, and what they may see of the fixture
//! after all, with the reason.

use serde_json::{Value, json};
use support::community_fixture::{self, SCOPES};
use support::{Client, CommunityFixture, Person, Placeholders, TestApp};

/// How a caller comes in.
pub enum Credentials {
    /// Not at all.
    Nobody,
    /// Signed in.
    Person(Box<Person>),
    /// With a key.
    Program(Client),
}

/// What somebody sees although it is the fixture's: field, argument, why.
pub type AllowedAccess = (&'static str, &'static str, &'static str);

/// Somebody who may not.
pub struct Caller {
    /// Who, in words.
    pub name: &'static str,
    /// How they come in.
    pub entry: Credentials,
    /// What they have.
    pub own: Placeholders,
    /// What they name: the fixture's things, or what was theirs once.
    pub named: Placeholders,
    /// Names of what may appear in their answers.
    pub may_know: &'static [&'static str],
    /// What they see, and why.
    pub may_access: &'static [AllowedAccess],
}

impl Caller {
    fn new(name: &'static str, entry: Credentials, own: &Placeholders, fixture: &CommunityFixture) -> Caller {
        let named = fixture.placeholders.clone();
        Caller { name, entry, own: own.clone(), named, may_know: &[], may_access: &[] }
    }

    /// A client of theirs; persons sign in anew each time.
    pub async fn client(&self, test: &TestApp) -> Client {
        match &self.entry {
            Credentials::Nobody => test.anonymous(),
            Credentials::Person(person) => test.sign_in(person).await,
            Credentials::Program(client) => client.clone(),
        }
    }

    /// How deep they ask.
    pub fn depth(&self) -> usize {
        if matches!(self.entry, Credentials::Nobody) { 1 } else { 2 }
    }

    /// Why they see what a case asks for; none where they don't.
    pub fn reason(&self, field: &str, argument: &str) -> Option<&'static str> {
        let seen = self.may_access.iter().find(|(at, of, _)| *at == field && *of == argument);
        seen.map(|(_, _, reason)| *reason)
    }
}

fn person(person: &Person) -> Credentials {
    Credentials::Person(Box::new(person.clone()))
}

/// Nobody, and those of another organization that has one of everything as well.
pub async fn callers_from_other_organizations(test: &TestApp, fixture: &CommunityFixture) -> Vec<Caller> {
    let other = CommunityFixture::build(test, "Elsewhere").await;
    let program = other.api_client(test, &SCOPES, None).await;
    let of = |name, entry| Caller::new(name, entry, &other.placeholders, fixture);
    vec![
        Caller::new("nobody", Credentials::Nobody, &other.placeholders, fixture),
        of("organization manager of another organization", person(&other.community.manager)),
        of("property manager of another organization", person(&other.community.property_manager)),
        of("resident of another organization", person(other.community.resident(0))),
        of("key of another organization with every scope", Credentials::Program(program)),
    ]
}

const THEIR_ORGANIZATION: &str = "the organization is theirs as well; of its lists they see their part";
const THEIR_DRAFTS: &str = "theirs to do: it publishes the drafts of their own property alone";

const OF_THE_NEXT_PROPERTY: &[AllowedAccess] = &[
    ("Node.Organization", "id", THEIR_ORGANIZATION),
    ("Query.organization", "id", THEIR_ORGANIZATION),
    ("Mutation.invoicePublishAll", "input.organizationId", THEIR_DRAFTS),
];

/// Those who work next door: on another property of the same organization.
pub async fn callers_of_other_properties(test: &TestApp, fixture: &CommunityFixture) -> Vec<Caller> {
    let mut own = community_fixture::second_property(test, fixture).await;
    let pat = community_fixture::create_person(test, "Pat Nextdoor").await;
    let property = own["property"].parse::<domain::id::PropertyId>().unwrap();
    let member =
        community_fixture::add_member(test, fixture.community.organization, &pat, Some(property)).await;
    own.extend([("member", member), ("leaver", own["resident"].clone())]);
    let narrowed = fixture.api_client(test, &SCOPES, Some(&[own["property"].clone()])).await;
    let bookkeeper = fixture.api_client(test, &["LEDGER_READ"], None).await;
    vec![
        Caller {
            // Who published is on the invoices of their property.
            may_know: &["organization", "manager"],
            may_access: OF_THE_NEXT_PROPERTY,
            ..Caller::new("property manager of the property next door", person(&pat), &own, fixture)
        },
        Caller {
            // `createdBy` of the key itself.
            may_know: &["organization", "manager"],
            may_access: OF_THE_NEXT_PROPERTY,
            ..Caller::new("key for the property next door", Credentials::Program(narrowed), &own, fixture)
        },
        Caller {
            may_know: &["organization", "manager", "payout"],
            may_access: &[
                ("Node.Payout", "id", "its scope is the books and the payouts"),
                ("Query.payout", "id", "its scope is the books and the payouts"),
            ],
            ..Caller::new(
                "key that may only read the books",
                Credentials::Program(bookkeeper),
                &fixture.placeholders,
                fixture,
            )
        },
    ]
}

const OF_THE_NEXT_HOME: &[AllowedAccess] = &[
    ("Node.Organization", "id", "it is the organization of their home"),
    ("Query.organization", "id", "it is the organization of their home"),
    ("Node.Property", "id", "it is the property of their home: its name, address and fees"),
    ("Query.property", "id", "it is the property of their home: its name, address and fees"),
    ("Organization.invoices", "filter.propertyId", "their own invoices are of that property"),
    ("Organization.invoiceTotals", "filter.propertyId", "their own invoices are of that property"),
    ("Organization.units", "propertyId", "their own unit is of that property"),
    ("Mutation.autopaySetUp", "propertyId", "they pay their own invoices there"),
    ("Organization.residents", "propertyId", "they live there themselves"),
    ("Organization.payments", "filter.propertyId", "their own payments are for that property"),
];

/// Those who live next door, who lived here once, and who worked here once.
pub async fn neighbours_and_former_members(test: &TestApp, fixture: &CommunityFixture) -> Vec<Caller> {
    let manager = test.sign_in(&fixture.community.manager).await;
    let owe = |unit: usize| async move {
        let manager = test.sign_in(&fixture.community.manager).await;
        fixture.publish(test, &manager, unit, "70.00").await
    };
    let home = async |client: &Client| {
        let query = "{ viewer { residencies { resident { id } unit { id } } } }";
        client.execute(query, json!({})).await["viewer"]["residencies"][0].clone()
    };
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let neighbour = test.sign_in(fixture.community.resident(1)).await;
    let lives = home(&neighbour).await;
    let mut own = fixture.placeholders.clone();
    own.extend([("unit", id(&lives["unit"])), ("resident", id(&lives["resident"])), ("open", owe(1).await)]);
    own.insert("leaver", own["resident"].clone());

    // Whoever moved out names what was theirs.
    let mover = test.sign_in(fixture.community.resident(2)).await;
    let lived = home(&mover).await;
    let open = owe(2).await;
    let cheque = fixture.record_cash(&manager, &open).await;
    let resident = id(&lived["resident"]);
    let query = "mutation($id: ID!) { residentMoveOut(id: $id, input: {}) { userErrors { code } } }";
    manager.mutate("residentMoveOut", query, json!({ "id": resident })).await;
    let mut once = fixture.placeholders.clone();
    once.extend([
        ("unit", id(&lived["unit"])),
        ("resident", resident),
        ("open", open),
        ("payment", cheque.clone()),
        ("cheque", cheque),
    ]);

    let fred = community_fixture::create_person(test, "Fred Former").await;
    let member = community_fixture::add_member(test, fixture.community.organization, &fred, None).await;
    let query = "mutation($id: ID!) { memberRemove(id: $id) { userErrors { code } } }";
    manager.mutate("memberRemove", query, json!({ "id": member })).await;
    vec![
        Caller {
            // The team's names are on their own invoices.
            may_know: &["organization", "property", "manager"],
            may_access: OF_THE_NEXT_HOME,
            ..Caller::new("resident next door", person(fixture.community.resident(1)), &own, fixture)
        },
        Caller {
            named: once.clone(),
            ..Caller::new("resident who moved out", person(fixture.community.resident(2)), &once, fixture)
        },
        Caller::new("organization manager who was removed", person(&fred), &fixture.placeholders, fixture),
    ]
}
