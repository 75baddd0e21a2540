//! Tokens of links used twice, too late, after they were replaced, changed, or for what they were not made for.

use entity::{member, organization};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use support::people::{
    ACCEPT, DAY, INVITATION, LINK_CONSUME, LINK_REQUEST, RESIDENT_INVITE, SIGN_UP, SIGN_UP_CONFIRM, manager,
};
use support::{Client, Community, World, on_each_database};

/// Every way to use a token: the mutation's name, its document and what refuses.
const WAYS: [(&str, &str, &str); 3] = [
    ("signInLinkConsume", LINK_CONSUME, "LINK_INVALID"),
    ("invitationAccept", ACCEPT, "INVITATION_INVALID"),
    ("organizationSignUpConfirm", SIGN_UP_CONFIRM, "LINK_INVALID"),
];

async fn is_refused(world: &World, token: &str) {
    for (field, document, code) in WAYS {
        let (_, cookie, body) = world.anonymous().send(document, json!({ "token": token })).await;
        let payload = &body["data"][field];
        assert_eq!(payload["userErrors"][0]["code"], code, "{field} of {token:.200}: {body:#}");
        assert_eq!((cookie, &payload["viewer"]), (None, &Value::Null));
    }
    let shown = world.anonymous().ask(INVITATION, json!({ "token": token })).await;
    assert_eq!(shown["invitation"], Value::Null, "{token:.200}");
}

async fn asked_to_sign_up(world: &World, email: &str) -> String {
    let input = json!({ "organizationName": "Newly HOA", "country": "US", "name": "Ida New", "email": email,
        "language": "EN" });
    world.anonymous().mutate("organizationSignUpRequest", SIGN_UP, json!({ "input": input })).await;
    world.mailed(email).await
}

async fn managers(world: &World, community: &Community) -> u64 {
    let of = member::Column::OrganizationId.eq(community.organization);
    member::Entity::find().filter(of).count(world.app.db.write()).await.unwrap()
}

async fn team(world: &World, name: &str) -> (Community, Client, String) {
    let community = Community::build(&world.app, name, 0).await;
    let inviting = world.sign_in(&community.manager).await;
    let id = community.organization_id();
    (community, inviting, id)
}

on_each_database! {
    async fn invitation_replay_it_works_once(world: &World) {
        let (community, inviting, id) = team(world, "Replay").await;
        let token = world.invite(&inviting, &id, manager("noor@example.com")).await;
        let (_, joined) =
            world.anonymous().enter("invitationAccept", ACCEPT, json!({ "token": token })).await;
        assert!(world.is_in(&joined).await);
        is_refused(world, &token).await;
        assert_eq!(managers(world, &community).await, 3);
    }

    async fn invitation_replay_two_at_the_same_time_join_once(world: &World) {
        let (community, inviting, id) = team(world, "Twice").await;
        let token = world.invite(&inviting, &id, manager("noor@example.com")).await;
        let (one, two) = (world.anonymous(), world.anonymous());
        let variables = json!({ "token": token });
        let ((_, first, _), (_, second, _)) =
            futures::join!(one.send(ACCEPT, variables.clone()), two.send(ACCEPT, variables));
        assert_eq!([first, second].iter().flatten().count(), 1, "one of them is signed in");
        assert_eq!(managers(world, &community).await, 3);
    }

    async fn sign_up_replay_two_at_the_same_time_open_one_organization(world: &World) {
        let token = asked_to_sign_up(world, "ida@example.com").await;
        let (one, two) = (world.anonymous(), world.anonymous());
        let variables = json!({ "token": token });
        let ((_, first, _), (_, second, _)) = futures::join!(
            one.send(SIGN_UP_CONFIRM, variables.clone()),
            two.send(SIGN_UP_CONFIRM, variables)
        );
        assert_eq!([first, second].iter().flatten().count(), 1, "one of them is signed in");
        assert_eq!(organization::Entity::find().count(world.app.db.write()).await.unwrap(), 1);
        is_refused(world, &token).await;
    }

    async fn a_replaced_withdrawn_or_expired_invitation_opens_nothing(world: &World) {
        let (community, inviting, id) = team(world, "Ended").await;
        let replaced = world.invite(&inviting, &id, manager("noor@example.com")).await;
        let withdrawn = world.invite(&inviting, &id, manager("noor@example.com")).await;
        is_refused(world, &replaced).await;
        let listed = "query($id: ID!) { organization(id: $id) { memberInvitations { id } } }";
        let open =
            inviting.ask(listed, json!({ "id": id })).await["organization"]["memberInvitations"].clone();
        assert_eq!(open.as_array().unwrap().len(), 1, "{open:#}");
        let revoke =
            "mutation($id: ID!) { memberInvitationRevoke(id: $id) { revokedId userErrors { code } } }";
        inviting.mutate("memberInvitationRevoke", revoke, json!({ "id": open[0]["id"] })).await;
        is_refused(world, &withdrawn).await;
        let again = inviting.refused("memberInvitationRevoke", revoke, json!({ "id": open[0]["id"] })).await;
        assert_eq!(again, ["NOT_FOUND"]);

        let late = world.invite(&inviting, &id, manager("noor@example.com")).await;
        world.clock.advance(14 * DAY);
        is_refused(world, &late).await;
        assert_eq!(managers(world, &community).await, 2);
        let sign_up = asked_to_sign_up(world, "ida@example.com").await;
        world.clock.advance(DAY);
        is_refused(world, &sign_up).await;
    }

    async fn a_resident_who_moved_out_before_accepting_stays_out(world: &World) {
        let community = Community::build(&world.app, "Moved", 0).await;
        let (manager, property) = (world.sign_in(&community.manager).await, community.property_id());
        let units = "mutation($id: ID!) { unitCreate(propertyId: $id, input: { labels: [\"1\"] },
            idempotencyKey: \"u\") {
            units { id } userErrors { code } } }";
        let unit =
            manager.mutate("unitCreate", units, json!({ "id": property })).await["units"][0]["id"].clone();
        let add = "mutation($id: ID!) { residentCreate(unitId: $id, idempotencyKey: \"r\", input: { name:
            \"Ana Roy\",
            email: \"ana@example.com\", language: EN, kind: OWNER, isPrimary: true }) { resident { id }
            userErrors { code } } }";
        let resident =
            manager.mutate("residentCreate", add, json!({ "id": unit })).await["resident"]["id"].clone();
        manager.mutate("residentInvite", RESIDENT_INVITE, json!({ "id": resident })).await;
        let token = world.mailed("ana@example.com").await;
        let out = "mutation($id: ID!) { residentMoveOut(id: $id, input: {}) { resident { status } userErrors {
            code } } }";
        manager.mutate("residentMoveOut", out, json!({ "id": resident })).await;
        is_refused(world, &token).await;
    }

    async fn a_token_of_one_kind_is_none_of_another(world: &World) {
        let (community, inviting, id) = team(world, "Kinds").await;
        let email = community.manager.user.email.as_str();
        let invitation = world.invite(&inviting, &id, manager("noor@example.com")).await;
        let sign_up = asked_to_sign_up(world, "ida@example.com").await;
        world.anonymous().mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": email })).await;
        let link = world.mailed(email).await;
        let own = [
            ("signInLinkConsume", &link),
            ("invitationAccept", &invitation),
            ("organizationSignUpConfirm", &sign_up),
        ];
        for (kind, token) in own {
            for (field, document, code) in WAYS.iter().filter(|(field, ..)| *field != kind) {
                let codes = world.anonymous().refused(field, document, json!({ "token": token })).await;
                assert_eq!(codes, [*code], "a token of {kind} for {field}");
            }
        }
        // None of it used a token up.
        for (kind, token) in own {
            let (field, document, _) = WAYS.iter().find(|(field, ..)| *field == kind).unwrap();
            world.anonymous().enter(field, document, json!({ "token": token })).await;
        }
    }

    async fn a_changed_token_is_none(world: &World) {
        let (_, inviting, id) = team(world, "Changed").await;
        let right = world.invite(&inviting, &id, manager("noor@example.com")).await;
        let other = world.invite(&inviting, &id, manager("lou@example.com")).await;
        let flip = |at: usize| {
            let mut letters: Vec<char> = right.chars().collect();
            letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
            letters.into_iter().collect::<String>()
        };
        let changed = [
            flip(0),
            flip(20),
            flip(21),
            flip(right.len() - 2),
            right[..right.len() - 1].to_owned(),
            format!("{right}A"),
            format!("{right}=="),
            format!("{right} "),
            right.to_lowercase(),
            right[..22].to_owned(),
            // The id of one with the proof of another.
            format!("{}{}", &right[..21], &other[21..]),
            format!("{right}{other}"),
            "A".repeat(64),
            "A".repeat(100_000),
            "' OR 1=1 --".to_owned(),
            "é".repeat(32),
            String::new(),
        ];
        for token in changed {
            is_refused(world, &token).await;
        }
        world.anonymous().enter("invitationAccept", ACCEPT, json!({ "token": right })).await;
    }
}
