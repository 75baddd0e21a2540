//! Nobody learns of, or changes, what is not theirs: every place of the schema that takes an id, and every field of
//! Query and Mutation, tried as everybody who may not. What they may not see answers to the letter as what does not
//! exist. The cases are held against the schema, so that a new field can't be left out.

mod authorized;
mod callers;
mod cases;
mod probe;
mod schema;

use std::cell::Cell;
use std::collections::BTreeSet;

use callers::Caller;
use cases::{ABOUT_THE_CALLER, MUTATIONS, QUERIES, all};
use probe::{AccessProbe, is_own_change};
use schema::{Place, Schema};
use support::{CommunityFixture, TestApp, on_each_database};

/// Seconds between two cases, in which a caller's points and a network's pace fill up again.
const PAUSE: i64 = 30;

fn covered() -> BTreeSet<Place> {
    let place = |case: &cases::Case| Place { field: case.field.into(), argument: case.argument.into() };
    all().map(place).collect()
}

/// What is wrong between the schema and the table, in words that say what to do.
fn gaps(schema: &Schema, covered: &BTreeSet<Place>) -> Vec<String> {
    let places = schema.places();
    let table = "tests/integration/tenant_isolation/cases/";
    let new = places.difference(covered).map(|Place { field, argument }| {
        if argument.is_empty() {
            format!("{field} is new and takes no id: add `about(\"{field}\", …)` to {table}caller_only.rs")
        } else {
            format!(
                "{field} is new, or takes an id at {argument} now: add `case(\"{field}\", \"{argument}\", …)` to {table}, \
                 and what it names to tests/support/community_fixture.rs if the fixture has none"
            )
        }
    });
    let gone = covered.difference(&places).map(|Place { field, argument }| {
        format!("{field}({argument}) is no longer in the schema: take its case out of {table}")
    });
    new.chain(gone).collect()
}

#[test]
fn every_schema_field_with_an_id_has_a_case() {
    let (schema, covered) = (Schema::committed(), covered());
    let gaps = gaps(&schema, &covered);
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
    let places = schema.places();
    assert_eq!(all().count(), places.len(), "one case each");
    println!(
        "{} fields with {} places for ids, {} of them about the caller alone: all have their case",
        Schema::fields(&places),
        places.len(),
        ABOUT_THE_CALLER.len()
    );
    assert_eq!(Schema::fields(&covered), Schema::fields(&places));
    assert!(ABOUT_THE_CALLER.iter().all(cases::Case::is_about_the_caller));
    assert!(!QUERIES.iter().chain(MUTATIONS).any(cases::Case::is_about_the_caller));
}

#[test]
fn missing_and_obsolete_cases_are_detected() {
    let text = include_str!("../../server/schema.graphql");
    let changed = text
        .replacen(
            "type Mutation {",
            "input Deep { below: [Below!] }\ninput Below { noticeIds: [ID!]!, again: Deep }\n\
            type Notice implements Node { id: ID!, replies(to: ID): [Int!] }\n\
            type Mutation { noticeSend(input: Deep!): Int  noticesMute: Int",
            1,
        )
        .replacen("memberRemove(", "memberDismiss(", 1);
    let gaps = gaps(&Schema::parse(&changed), &covered());
    let about = |what: &str| gaps.iter().filter(|gap| gap.contains(what)).count();
    assert_eq!(about("`case(\"Mutation.noticeSend\", \"input.below.noticeIds\", …)`"), 1, "{gaps:#?}");
    assert_eq!(about("`about(\"Mutation.noticesMute\", …)`"), 1, "{gaps:#?}");
    assert_eq!(about("`case(\"Node.Notice\", \"id\", …)`"), 1, "{gaps:#?}");
    assert_eq!(about("`case(\"Notice.replies\", \"to\", …)`"), 1, "{gaps:#?}");
    assert_eq!(about("`case(\"Mutation.memberDismiss\", \"id\", …)`"), 1, "{gaps:#?}");
    assert_eq!(about("Mutation.memberRemove(id) is no longer in the schema"), 1, "{gaps:#?}");
    assert_eq!(gaps.len(), 6, "{gaps:#?}");
}

/// Tries every case as each of these callers.
async fn check_all(test: &TestApp, fixture: &CommunityFixture, callers: Vec<Caller>) {
    let probe = AccessProbe { test, fixture, schema: Schema::committed(), fresh: Cell::new(0) };
    let mut wrong = Vec::new();
    for caller in &callers {
        let client = caller.client(test).await;
        // The first use of a key is told to its organization.
        client.send("{ viewer { id } }", serde_json::Value::Null).await;
        let before = test.snapshot().await;
        let asked = QUERIES.iter().chain(MUTATIONS);
        for case in asked {
            let acts = case.field.starts_with("Mutation.");
            if acts && caller.reason(case.field, case.argument).is_some() {
                continue;
            }
            test.clock.advance(PAUSE);
            let found = probe.check_denied(caller, &client, case).await;
            wrong.extend(
                found
                    .into_iter()
                    .map(|what| format!("{}, {}({}): {what}", caller.name, case.field, case.argument)),
            );
        }
        let changes = before.changes(&test.snapshot().await);
        let foreign = changes.iter().filter(|change| !is_own_change(caller, change, &[]));
        wrong.extend(foreign.map(|change| format!("{} left {change}", caller.name)));
        let client = caller.client(test).await;
        let mut before = test.snapshot().await;
        for case in ABOUT_THE_CALLER {
            test.clock.advance(PAUSE);
            let (found, after) = probe.check_isolated(caller, &client, case, &before).await;
            before = after;
            wrong.extend(found.into_iter().map(|what| format!("{}, {}: {what}", caller.name, case.field)));
        }
        test.run_jobs().await;
    }
    let names: Vec<&str> = callers.iter().map(|caller| caller.name).collect();
    println!("{} cases as each of {names:?}", all().count());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[on_each_database]
async fn every_case_succeeds_for_an_authorized_caller(test: &TestApp) {
    let failed = authorized::failed_cases(test).await;
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[on_each_database]
async fn callers_from_other_organizations(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let callers = callers::callers_from_other_organizations(test, &fixture).await;
    check_all(test, &fixture, callers).await;
}

#[on_each_database]
async fn callers_of_other_properties(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let callers = callers::callers_of_other_properties(test, &fixture).await;
    check_all(test, &fixture, callers).await;
}

#[on_each_database]
async fn neighbours_and_former_members(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let callers = callers::neighbours_and_former_members(test, &fixture).await;
    check_all(test, &fixture, callers).await;
}
