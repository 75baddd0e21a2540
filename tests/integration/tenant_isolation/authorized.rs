//! The proof that the documents of the cases are right: each succeeds for somebody who may. Otherwise a misspelt one
//! would be refused to everybody and prove nothing.

use domain::community::Audience;
use domain::place::Country;
use jiff::SignedDuration;
use locales::Language;
use std::cell::Cell;

use application::link_token::LinkPurpose;
use application::link_token::create;
use domain::id::InvitationId;
use entity::{sign_in_link, sign_up};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::Value;
use support::authenticator::code;
use support::{Client, CommunityFixture, Placeholders, TestApp};

use super::cases::{AuthorizedCaller, Case, all};
use super::probe::AccessProbe;
use super::schema::Schema;

/// Does every case as somebody who may; gives those that did not succeed.
pub async fn failed_cases(test: &TestApp) -> Vec<String> {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let program = fixture.api_client(test, &["PROPERTIES_READ"], None).await;
    let mut sam = test.sign_in(&fixture.sam).await;
    let mut words = fixture.placeholders.clone();
    words.extend(links(test, &fixture).await);
    let probe = AccessProbe { test, fixture: &fixture, schema: Schema::committed(), fresh: Cell::new(0) };
    let (mut failed, mut secret): (Vec<String>, Option<String>) = (Vec::new(), None);
    for case in all() {
        if let Some(secret) = &secret {
            // A code is good once.
            test.clock.advance(30);
            words.insert("code", code(secret, test.clock.millis()));
        }
        let client = match case.may {
            AuthorizedCaller::Anyone => test.anonymous(),
            AuthorizedCaller::Manager => test.sign_in(&fixture.community.manager).await,
            AuthorizedCaller::Resident => test.sign_in(fixture.community.resident(0)).await,
            AuthorizedCaller::Sam => sam.clone(),
            AuthorizedCaller::SamAwaitingSecondFactor => test.sign_in(&fixture.sam).await,
            AuthorizedCaller::Program => program.clone(),
        };
        let (_, cookie, body) = client.send(&probe.document(case, &words, &words, 2), Value::Null).await;
        if let Err(why) = success(case, &body) {
            failed.push(format!("{}({}): {why}: {body}", case.field, case.argument));
        }
        if let Some(shown) = body.pointer("/data/secondFactorEnroll/enrollment/secret") {
            secret = shown.as_str().map(str::to_owned);
        }
        if let (AuthorizedCaller::SamAwaitingSecondFactor, Some(cookie)) = (case.may, cookie) {
            let token = cookie.strip_prefix("propty=").unwrap().split(';').next().unwrap();
            sam = Client::new(&test.site, Some(token.to_owned()));
        }
    }
    test.run_jobs().await;
    failed
}

/// Whether an answer holds what was asked for.
fn success(case: &Case, body: &Value) -> Result<(), &'static str> {
    if body.get("errors").is_some() {
        return Err("errors");
    }
    let (owner, name) = case.field.split_once('.').unwrap();
    let name = if owner == "Node" { "node" } else { name };
    let found =
        if owner == "Organization" { &body["data"]["organization"][name] } else { &body["data"][name] };
    match owner {
        "Mutation" if found["userErrors"] != Value::Array(Vec::new()) => Err("refused"),
        "Organization" => {
            let some = |name: &str| found[name].as_i64().is_some_and(|count| count > 0);
            let totals = found.as_array().is_some_and(|totals| !totals.is_empty());
            if totals || some("totalCount") || some("all") { Ok(()) } else { Err("an empty list") }
        }
        _ if found.is_null() => Err("nothing there"),
        _ => Ok(()),
    }
}

/// Links as they are mailed, whose tokens nobody but the mailbox's owner has.
async fn links(test: &TestApp, fixture: &CommunityFixture) -> Placeholders {
    let now = test.app.now();
    // Longer than all of the cases take.
    let expires_at = now + SignedDuration::from_hours(1);
    let link = sign_in_link::Model {
        id: test.app.new_id(),
        user_id: fixture.sam.user.id,
        audience: Audience::Admin,
        created_at: now,
        expires_at,
        consumed_at: None,
    };
    let opened = sign_up::Model {
        id: test.app.new_id(),
        organization_name: "Newtown".to_owned(),
        country: Country::Us,
        name: "Nia".to_owned(),
        email: "nia@newtown.example".to_owned(),
        language: Language::En,
        created_at: now,
        expires_at,
        consumed_at: None,
    };
    let (link_id, sign_up_id) = (link.id, opened.id);
    let write = test.app.db.write();
    sign_in_link::Entity::insert(link.into_active_model()).exec(write).await.unwrap();
    sign_up::Entity::insert(opened.into_active_model()).exec(write).await.unwrap();
    let guest = fixture.placeholders["guest"].parse::<InvitationId>().unwrap();
    let secret = &test.app.secret_key;
    Placeholders::from([
        ("link token", create(secret, LinkPurpose::SignIn, link_id)),
        ("sign-up token", create(secret, LinkPurpose::SignUp, sign_up_id)),
        ("invitation token", create(secret, LinkPurpose::Invitation, guest)),
    ])
}
