//! Text that no database can hold, and text that means something to one: NUL is refused before anything is run, on
//! both databases alike, and patterns match themselves alone.

use serde_json::{Value, json};
use support::identity::{
    INVITATION, LINK_CONSUME, LINK_REQUEST, MEMBER_INVITE, PASSWORD, SIGN_IN, VERIFY, manager,
};
use support::{Community, TestApp, on_each_database};

use super::code;

#[on_each_database]
async fn nul_in_text_is_a_user_input_error(test: &TestApp) {
    let community = Community::build(&test.app, "Nul", 1).await;
    let managing = test.sign_in(&community.manager).await;
    let id = community.organization_id();
    let search = "query($id: ID!, $s: String) { organization(id: $id) { units(first: 5, search: $s) { nodes
            { label } } } }";
    let audit = "query($id: ID!, $s: String) { organization(id: $id) { auditEvents(first: 5, filter: {
            search: $s }) { nodes { id } } } }";
    let documents: [(&str, Value); 8] = [
        (SIGN_IN, json!({ "email": "a\u{0}@example.com", "password": PASSWORD })),
        (SIGN_IN, json!({ "email": "a@example.com", "password": "\u{0}" })),
        (LINK_REQUEST, json!({ "email": "a\u{0}@example.com" })),
        (LINK_CONSUME, json!({ "token": "\u{0}" })),
        (INVITATION, json!({ "token": "a\u{0}" })),
        (VERIFY, json!({ "code": "\u{0}" })),
        (search, json!({ "id": id, "s": "a\u{0}" })),
        (audit, json!({ "id": id, "s": ["\u{0}"] })),
    ];
    for (document, variables) in documents {
        let (_, cookie, body) = managing.send(document, variables.clone()).await;
        assert_eq!((code(&body), cookie), ("BAD_USER_INPUT", None), "{variables}: {body:#}");
        assert!(body.get("data").is_none(), "{body:#}");
    }
    let mut input = manager("noor@example.com");
    input["name"] = json!("N\u{0}");
    let (_, _, body) = managing.send(MEMBER_INVITE, json!({ "id": id, "input": input })).await;
    assert_eq!(code(&body), "BAD_USER_INPUT");
    // Written into the document itself, as it is or escaped.
    for text in ["\\u0000", "\\u{0}", "\u{0}"] {
        let document = format!(
            "mutation {{ signIn(input: {{ email: \"a{text}\", password: \"b\" }}) {{ userErrors {{ code }}
                    }} }}"
        );
        let (_, _, body) = test.anonymous().send(&document, json!({})).await;
        assert_eq!(code(&body), "BAD_USER_INPUT", "{text:?}: {body:#}");
    }
}

#[on_each_database]
async fn sql_and_wildcards_in_search_are_literal(test: &TestApp) {
    let community = Community::build(&test.app, "Searched", 3).await;
    let manager = test.sign_in(&community.manager).await;
    let document = "query($id: ID!, $s: String) { organization(id: $id) {
            units(first: 5, search: $s) { totalCount } residents(first: 5, search: $s) { totalCount }
            auditEvents(first: 5, filter: { search: $s }) { totalCount } } }";
    for search in [
        "%",
        "_",
        "\\",
        "%%",
        "1%1",
        "' OR '1'='1",
        "\" OR 1=1",
        "'; DROP TABLE units; --",
        "[a-z]",
        "\\%",
        "*",
    ] {
        let response =
            manager.execute(document, json!({ "id": community.organization_id(), "s": search })).await;
        let organization = &response["organization"];
        for list in ["units", "residents", "auditEvents"] {
            assert_eq!(organization[list]["totalCount"], 0, "{list} {search:?}");
        }
    }
    let response = manager.execute(document, json!({ "id": community.organization_id(), "s": "10" })).await;
    assert_eq!(response["organization"]["units"]["totalCount"], 3);
}

#[on_each_database]
async fn oversized_email_is_rejected_without_a_trace(test: &TestApp) {
    let long = format!("{}@example.com", "a".repeat(100_000));
    let response = test
        .anonymous()
        .expect_user_errors("signIn", SIGN_IN, json!({ "email": long, "password": PASSWORD }))
        .await;
    assert_eq!(response, ["INVALID_CREDENTIALS"]);
    assert_eq!(test.snapshot().await.count("job"), 0, "a hundred thousand letters are kept nowhere");
}
