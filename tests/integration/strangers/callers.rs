//! Everybody the cases are tried as: what they have themselves, what they name, and what they may see of the town
//! after all, with the reason.

use serde_json::{Value, json};
use support::town::{self, SCOPES};
use support::{Client, Person, Town, Words, World};

/// How a caller comes in.
pub enum Entry {
    /// Not at all.
    Nobody,
    /// Signed in.
    Person(Box<Person>),
    /// With a key.
    Program(Client),
}

/// What somebody sees although it is the town's: field, argument, why.
pub type Sees = (&'static str, &'static str, &'static str);

/// Somebody who may not.
pub struct Caller {
    /// Who, in words.
    pub name: &'static str,
    /// How they come in.
    pub entry: Entry,
    /// What they have.
    pub own: Words,
    /// What they name: the town's things, or what was theirs once.
    pub named: Words,
    /// Names of what may appear in their answers.
    pub knows: &'static [&'static str],
    /// What they see, and why.
    pub sees: &'static [Sees],
}

impl Caller {
    fn new(name: &'static str, entry: Entry, own: &Words, town: &Town) -> Caller {
        let named = town.words.clone();
        Caller { name, entry, own: own.clone(), named, knows: &[], sees: &[] }
    }

    /// A client of theirs; persons sign in anew each time.
    pub async fn client(&self, world: &World) -> Client {
        match &self.entry {
            Entry::Nobody => world.anonymous(),
            Entry::Person(person) => world.sign_in(person).await,
            Entry::Program(client) => client.clone(),
        }
    }

    /// How deep they ask.
    pub fn depth(&self) -> usize {
        if matches!(self.entry, Entry::Nobody) { 1 } else { 2 }
    }

    /// Why they see what a case asks for; none where they don't.
    pub fn reason(&self, field: &str, argument: &str) -> Option<&'static str> {
        let seen = self.sees.iter().find(|(at, of, _)| *at == field && *of == argument);
        seen.map(|(_, _, reason)| *reason)
    }
}

fn person(person: &Person) -> Entry {
    Entry::Person(Box::new(person.clone()))
}

/// Nobody, and those of another organization that has one of everything as well.
pub async fn of_elsewhere(world: &World, town: &Town) -> Vec<Caller> {
    let other = Town::build(world, "Elsewhere").await;
    let program = other.program(world, &SCOPES, None).await;
    let of = |name, entry| Caller::new(name, entry, &other.words, town);
    vec![
        Caller::new("nobody", Entry::Nobody, &other.words, town),
        of("organization manager of another organization", person(&other.community.manager)),
        of("property manager of another organization", person(&other.community.property_manager)),
        of("resident of another organization", person(other.community.resident(0))),
        of("key of another organization with every scope", Entry::Program(program)),
    ]
}

const THEIR_ORGANIZATION: &str = "the organization is theirs as well; of its lists they see their part";
const THEIR_DRAFTS: &str = "theirs to do: it publishes the drafts of their own property alone";

const OF_THE_NEXT_PROPERTY: &[Sees] = &[
    ("Node.Organization", "id", THEIR_ORGANIZATION),
    ("Query.organization", "id", THEIR_ORGANIZATION),
    ("Mutation.invoicePublishAll", "input.organizationId", THEIR_DRAFTS),
];

/// Those who work next door: on another property of the same organization.
pub async fn of_the_next_property(world: &World, town: &Town) -> Vec<Caller> {
    let mut own = town::next_door(world, town).await;
    let pat = town::newcomer(world, "Pat Nextdoor").await;
    let property = own["property"].parse::<domain::id::PropertyId>().unwrap().uuid();
    let member = town::join(world, town.community.organization, &pat, Some(property)).await;
    own.extend([("member", member), ("leaver", own["resident"].clone())]);
    let narrowed = town.program(world, &SCOPES, Some(&[own["property"].clone()])).await;
    let bookkeeper = town.program(world, &["LEDGER_READ"], None).await;
    vec![
        Caller {
            // Who published is on the invoices of their property.
            knows: &["organization", "manager"],
            sees: OF_THE_NEXT_PROPERTY,
            ..Caller::new("property manager of the property next door", person(&pat), &own, town)
        },
        Caller {
            // `createdBy` of the key itself.
            knows: &["organization", "manager"],
            sees: OF_THE_NEXT_PROPERTY,
            ..Caller::new("key for the property next door", Entry::Program(narrowed), &own, town)
        },
        Caller {
            knows: &["organization", "manager", "payout"],
            sees: &[
                ("Node.Payout", "id", "its scope is the books and the deposits"),
                ("Query.payout", "id", "its scope is the books and the deposits"),
            ],
            ..Caller::new("key that may only read the books", Entry::Program(bookkeeper), &town.words, town)
        },
    ]
}

const OF_THE_NEXT_HOME: &[Sees] = &[
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
pub async fn of_the_neighbourhood(world: &World, town: &Town) -> Vec<Caller> {
    let manager = world.sign_in(&town.community.manager).await;
    let owe = |unit: usize| async move {
        let manager = world.sign_in(&town.community.manager).await;
        town.publish(world, &manager, unit, "70.00").await
    };
    let home = async |client: &Client| {
        let query = "{ viewer { residencies { resident { id } unit { id } } } }";
        client.ask(query, json!({})).await["viewer"]["residencies"][0].clone()
    };
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let neighbour = world.sign_in(town.community.resident(1)).await;
    let lives = home(&neighbour).await;
    let mut own = town.words.clone();
    own.extend([("unit", id(&lives["unit"])), ("resident", id(&lives["resident"])), ("open", owe(1).await)]);
    own.insert("leaver", own["resident"].clone());

    // Whoever moved out names what was theirs.
    let mover = world.sign_in(town.community.resident(2)).await;
    let lived = home(&mover).await;
    let open = owe(2).await;
    let cheque = town.receive(&manager, &open).await;
    let resident = id(&lived["resident"]);
    let query = "mutation($id: ID!) { residentMoveOut(id: $id, input: {}) { userErrors { code } } }";
    manager.mutate("residentMoveOut", query, json!({ "id": resident })).await;
    let mut once = town.words.clone();
    once.extend([
        ("unit", id(&lived["unit"])),
        ("resident", resident),
        ("open", open),
        ("payment", cheque.clone()),
        ("cheque", cheque),
    ]);

    let fred = town::newcomer(world, "Fred Former").await;
    let member = town::join(world, town.community.organization, &fred, None).await;
    let query = "mutation($id: ID!) { memberRemove(id: $id) { userErrors { code } } }";
    manager.mutate("memberRemove", query, json!({ "id": member })).await;
    vec![
        Caller {
            // The team's names are on their own invoices.
            knows: &["organization", "property", "manager"],
            sees: OF_THE_NEXT_HOME,
            ..Caller::new("resident next door", person(town.community.resident(1)), &own, town)
        },
        Caller {
            named: once.clone(),
            ..Caller::new("resident who moved out", person(town.community.resident(2)), &once, town)
        },
        Caller::new("organization manager who was removed", person(&fred), &town.words, town),
    ]
}
