//! The proof that the documents of the cases are right: each succeeds for somebody who may. Otherwise a misspelt one
//! would be refused to everybody and prove nothing.

use std::cell::Cell;

use application::link_token::Purpose;
use application::link_token::make;
use domain::id::InvitationId;
use entity::{sign_in_link, sign_up};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::Value;
use support::authenticator::code;
use support::{Client, Town, Words, World};

use super::asking::Asking;
use super::cases::{Case, Who, all};
use super::schema::Schema;

/// Does every case as somebody who may; gives those that did not succeed.
pub async fn succeeds(world: &World) -> Vec<String> {
    let town = Town::build(world, "Oldtown").await;
    let program = town.program(world, &["PROPERTIES_READ"], None).await;
    let mut sam = world.sign_in(&town.sam).await;
    let mut words = town.words.clone();
    words.extend(links(world, &town).await);
    let asking = Asking { world, town: &town, schema: Schema::committed(), fresh: Cell::new(0) };
    let (mut failed, mut secret): (Vec<String>, Option<String>) = (Vec::new(), None);
    for case in all() {
        if let Some(secret) = &secret {
            // A code is good once.
            world.clock.advance(30);
            words.insert("code", code(secret, world.clock.millis()));
        }
        let client = match case.may {
            Who::Anyone => world.anonymous(),
            Who::Manager => world.sign_in(&town.community.manager).await,
            Who::Resident => world.sign_in(town.community.resident(0)).await,
            Who::Sam => sam.clone(),
            Who::SamAtTheSecondStep => world.sign_in(&town.sam).await,
            Who::Program => program.clone(),
        };
        let (_, cookie, body) = client.send(&asking.document(case, &words, &words, 2), Value::Null).await;
        if let Err(why) = success(case, &body) {
            failed.push(format!("{}({}): {why}: {body}", case.field, case.argument));
        }
        if let Some(shown) = body.pointer("/data/secondFactorStart/enrollment/secret") {
            secret = shown.as_str().map(str::to_owned);
        }
        if let (Who::SamAtTheSecondStep, Some(cookie)) = (case.may, cookie) {
            let token = cookie.strip_prefix("propty=").unwrap().split(';').next().unwrap();
            sam = Client::new(&world.site, Some(token.to_owned()));
        }
    }
    world.work().await;
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
async fn links(world: &World, town: &Town) -> Words {
    let (id, now) = (world.app.new_id(), world.app.now_ms());
    // Longer than all of the cases take.
    let expires_at = now + 60 * 60 * 1000;
    let link = sign_in_link::Model {
        id,
        user_id: town.sam.user.id,
        audience: "admin".to_owned(),
        created_at: now,
        expires_at,
        consumed_at: None,
    };
    let opened = sign_up::Model {
        id,
        organization_name: "Newtown".to_owned(),
        country: "us".to_owned(),
        name: "Nia".to_owned(),
        email: "nia@newtown.example".to_owned(),
        language: "en".to_owned(),
        created_at: now,
        expires_at,
        consumed_at: None,
    };
    let write = world.app.db.write();
    sign_in_link::Entity::insert(link.into_active_model()).exec(write).await.unwrap();
    sign_up::Entity::insert(opened.into_active_model()).exec(write).await.unwrap();
    let guest = town.words["guest"].parse::<InvitationId>().unwrap().uuid();
    let token = |purpose, id| make(&world.app.secret_key, purpose, id);
    Words::from([
        ("link token", token(Purpose::SignIn, id)),
        ("sign-up token", token(Purpose::SignUp, id)),
        ("invitation token", token(Purpose::Invitation, guest)),
    ])
}
