//! The second factor: set up, asked for however somebody signs in, required by an organization, and its paper.

use entity::{recovery_code, user};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use support::identity::{
    ACCEPT, FACTOR_DISABLE, FACTOR_ENABLE, FACTOR_START, LINK_CONSUME, LINK_REQUEST, ORGANIZATION_UPDATE,
    PASSWORD, SecondFactor, VERIFY, VIEWER, manager,
};
use support::{Client, Community, TestApp, on_each_database};

const REPLACE: &str = "mutation($code: String!) { secondFactorRecoveryCodesReplace(input: { code: $code }) {
    recoveryCodes viewer { secondFactor { recoveryCodesLeft } } userErrors { code } } }";

/// Takes the second step after a first that opened nothing.
async fn second_step(test: &TestApp, factor: &SecondFactor, (payload, waiting): (Value, Client)) -> Client {
    assert_eq!(
        (&payload["secondFactorRequired"], &payload["viewer"]),
        (&json!(true), &Value::Null),
        "{payload:#}"
    );
    assert!(!test.is_signed_in(&waiting).await);
    let code = json!({ "code": factor.code(test, 0) });
    let (payload, whole) = waiting.start_session("secondFactorVerify", VERIFY, code).await;
    assert_eq!(payload["secondFactorRequired"], false, "{payload:#}");
    test.clock.advance(30);
    whole
}

async fn required(client: &Client, community: &Community, on: bool) -> Vec<String> {
    let input = json!({ "id": community.organization_id(), "input": { "secondFactorRequired": on } });
    let response =
        client.execute(ORGANIZATION_UPDATE, input).await["organizationUpdate"]["userErrors"].clone();
    response.as_array().unwrap().iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
}

#[on_each_database]
async fn second_factor_is_required_for_every_sign_in_method(test: &TestApp) {
    let community = Community::build(&test.app, "Factor", 0).await;
    let (person, other) = (&community.manager, Community::build(&test.app, "Other", 0).await);
    let email = person.user.email.as_str();
    test.give_password(person, PASSWORD).await;
    let client = test.sign_in(person).await;
    assert_eq!(
        client.expect_user_errors("secondFactorEnable", FACTOR_ENABLE, json!({ "code": "123456" })).await,
        ["SECOND_FACTOR_NOT_ENABLED"]
    );
    let first = client.mutate("secondFactorEnroll", FACTOR_START, json!({})).await["enrollment"].clone();
    let started = client.mutate("secondFactorEnroll", FACTOR_START, json!({})).await["enrollment"].clone();
    assert_ne!(first["secret"], started["secret"], "asked again, it is another");
    let (secret, uri) = (started["secret"].as_str().unwrap(), started["uri"].as_str().unwrap());
    assert!(
        uri.starts_with("otpauth://totp/Propty:") && uri.contains(secret) && uri.contains("issuer=Propty"),
        "{uri}"
    );
    assert!(
        started["qrCode"]["size"].as_i64().unwrap() > 20
            && started["qrCode"]["path"].as_str().unwrap().starts_with('M')
    );
    let factor = SecondFactor::new(secret);
    for wrong in [factor.wrong(test), SecondFactor::new(first["secret"].as_str().unwrap()).code(test, 0)] {
        assert_eq!(
            client.expect_user_errors("secondFactorEnable", FACTOR_ENABLE, json!({ "code": wrong })).await,
            ["CODE_INVALID"]
        );
    }
    // Nothing is asked for before the first right code.
    let (payload, elsewhere) = test.sign_in_by_password(email, PASSWORD).await;
    assert_eq!(payload["secondFactorRequired"], false);
    let enabled =
        client.mutate("secondFactorEnable", FACTOR_ENABLE, json!({ "code": factor.code(test, 0) })).await;
    assert_eq!(enabled["viewer"]["secondFactor"], json!({ "enabled": true, "recoveryCodesLeft": 10 }));
    assert!(
        test.is_signed_in(&client).await && !test.is_signed_in(&elsewhere).await,
        "sessions without it end"
    );
    for (field, document) in [("secondFactorEnroll", FACTOR_START), ("secondFactorEnable", FACTOR_ENABLE)] {
        assert_eq!(
            client.expect_user_errors(field, document, json!({ "code": "123456" })).await,
            ["SECOND_FACTOR_ENABLED"]
        );
    }

    // The database has neither the secret nor a code.
    let row = user::Entity::find_by_id(person.user.id).one(test.app.db.write()).await.unwrap().unwrap();
    assert!(!format!("{row:?}").contains(secret));
    let hashes = recovery_code::Entity::find().all(test.app.db.write()).await.unwrap();
    assert_eq!(hashes.len(), 10);
    let codes = enabled["recoveryCodes"].as_array().unwrap();
    let kept = format!("{hashes:?}");
    assert!(
        codes.iter().all(|code| !kept.contains(code.as_str().unwrap()) && code.as_str().unwrap().len() == 11)
    );

    test.clock.advance(30);
    let by_password = second_step(test, &factor, test.sign_in_by_password(email, PASSWORD).await).await;
    assert!(test.is_signed_in(&by_password).await);
    test.anonymous().mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": email })).await;
    let link = json!({ "token": test.emailed_token(email).await });
    let entered = test.anonymous().start_session("signInLinkConsume", LINK_CONSUME, link).await;
    assert!(test.is_signed_in(&second_step(test, &factor, entered).await).await);
    let inviting = test.sign_in(&other.manager).await;
    let token = test.invite(&inviting, &other.organization_id(), manager(email)).await;
    let entered = test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;
    let whole = second_step(test, &factor, entered).await;
    assert_eq!(whole.execute(VIEWER, json!({})).await["viewer"]["memberships"].as_array().unwrap().len(), 2);

    whole.mutate("secondFactorDisable", FACTOR_DISABLE, json!({ "code": factor.code(test, 0) })).await;
    let (payload, single) = test.sign_in_by_password(email, PASSWORD).await;
    assert!(payload["secondFactorRequired"] == false && test.is_signed_in(&single).await);
    assert_eq!(
        single
            .expect_user_errors(
                "secondFactorDisable",
                FACTOR_DISABLE,
                json!({ "code": factor.code(test, 0) })
            )
            .await,
        ["SECOND_FACTOR_NOT_ENABLED"]
    );
    assert!(recovery_code::Entity::find().all(test.app.db.write()).await.unwrap().is_empty());
}

#[on_each_database]
async fn organization_can_require_a_second_factor(test: &TestApp) {
    let community = Community::build(&test.app, "Strict", 1).await;
    let managing = test.sign_in(&community.manager).await;
    assert_eq!(
        required(&managing, &community, true).await,
        ["SECOND_FACTOR_REQUIRED"],
        "nobody locks themselves out"
    );
    let factor = test.set_up_second_factor(&managing).await;
    let (helper, resident) =
        (test.sign_in(&community.property_manager).await, test.sign_in(community.resident(0)).await);
    let (_, key) = test.api_key(&managing, &community.organization_id(), &["PROPERTIES_READ"]).await;
    assert!(required(&managing, &community, true).await.is_empty());

    let sees = "query($organization: ID!, $property: ID!, $unit: ID!) { organization(id: $organization) {
            name } property(id: $property) { name }
            node(id: $unit) { __typename } }";
    let ids = json!({ "organization": community.organization_id(), "property": community.property_id(),
            "unit": community.unit_id(0) });
    let nothing = json!({ "organization": null, "property": null, "node": null });
    assert_eq!(helper.execute(sees, ids.clone()).await, nothing, "who has none sees nothing, at once");
    let viewer = helper.execute(VIEWER, json!({})).await["viewer"].clone();
    assert_eq!(
        (
            &viewer["memberships"][0]["secondFactorMissing"],
            &viewer["memberships"][0]["properties"],
            &viewer["secondFactor"]["required"]
        ),
        (&json!(true), &json!([]), &json!(true))
    );
    let create = support::community::draft(&community, 0, "10.00", "k");
    assert_eq!(
        helper.expect_user_errors("invoiceCreate", support::community::CREATE, create).await,
        ["NOT_FOUND"]
    );
    assert_eq!(
        resident.execute(sees, ids.clone()).await["node"],
        json!({ "__typename": "Unit" }),
        "residents are not asked"
    );
    assert_eq!(
        test.anonymous().with_api_key(&key).execute(sees, ids.clone()).await["property"]["name"],
        "Strict",
        "nor are programs"
    );

    let theirs = test.set_up_second_factor(&helper).await;
    assert_eq!(
        helper.execute(sees, ids.clone()).await["property"]["name"],
        "Strict",
        "as soon as they have one"
    );
    for (client, factor) in [(&helper, &theirs), (&managing, &factor)] {
        let off = json!({ "code": factor.code(test, 0) });
        assert_eq!(
            client.expect_user_errors("secondFactorDisable", FACTOR_DISABLE, off).await,
            ["SECOND_FACTOR_REQUIRED"]
        );
    }
    assert!(required(&managing, &community, false).await.is_empty());
    helper.mutate("secondFactorDisable", FACTOR_DISABLE, json!({ "code": theirs.code(test, 0) })).await;
    assert_eq!(helper.execute(sees, ids).await["property"]["name"], "Strict");
}

#[on_each_database]
async fn recovery_codes_are_regenerated(test: &TestApp) {
    let community = Community::build(&test.app, "Paper", 0).await;
    test.give_password(&community.manager, PASSWORD).await;
    let client = test.sign_in(&community.manager).await;
    let factor = test.set_up_second_factor(&client).await;
    assert_eq!(
        client
            .expect_user_errors(
                "secondFactorRecoveryCodesReplace",
                REPLACE,
                json!({ "code": factor.wrong(test) })
            )
            .await,
        ["CODE_INVALID"]
    );
    // One of the old pays for the new.
    let response = client
        .mutate("secondFactorRecoveryCodesReplace", REPLACE, json!({ "code": factor.recovery[0] }))
        .await;
    assert_eq!(response["viewer"]["secondFactor"]["recoveryCodesLeft"], 10);
    let fresh = response["recoveryCodes"][9].as_str().unwrap();
    assert!(!factor.recovery.iter().any(|old| old == fresh));
    let (_, waiting) = test.sign_in_by_password(&community.manager.user.email, PASSWORD).await;
    for old in &factor.recovery[..3] {
        assert_eq!(
            waiting.expect_user_errors("secondFactorVerify", VERIFY, json!({ "code": old })).await,
            ["CODE_INVALID"]
        );
    }
    let (_, whole) = waiting.start_session("secondFactorVerify", VERIFY, json!({ "code": fresh })).await;
    assert!(test.is_signed_in(&whole).await);
    test.run_jobs().await;
}
