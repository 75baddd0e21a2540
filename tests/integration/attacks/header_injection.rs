//! Header injection: whatever people can write that ends in mail is refused when it could break a header, and
//! harmless in the message as it goes over the wire when it can't be refused any more.

use std::collections::BTreeSet;

use entity::{organization, property, resident};
use sandbox::Message;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use serde_json::{Value, json};
use support::community::{CREATE, PUBLISH, draft};
use support::identity::{ACCEPT, MEMBER_INVITE, SIGN_UP, manager};
use support::{Client, Community, TestApp, on_each_database};

/// Names that would end a header, hide what follows, or show another name than they are.
const MALICIOUS_NAMES: [&str; 13] = [
    "Eve\r\nBcc: evil@example.com",
    "Eve\nBcc: evil@example.com",
    "Eve\rBcc: evil@example.com",
    "Eve\u{0}",
    "Eve\u{7f}",
    "Eve\u{85}Bcc: evil@example.com",
    "Eve\u{2028}Bcc: evil@example.com",
    "Eve\u{2029}Bcc: evil@example.com",
    "\u{202e}evE",
    "\u{200f}Eve",
    "\u{2066}Eve\u{2069}",
    "\u{61c}Eve",
    "Eve\u{b}Bcc: evil@example.com",
];
/// Names that are odd and may be somebody's; they must stay inside their quotes.
const SPECIAL_NAMES: [&str; 4] = [
    "Eve\" <evil@example.com>, \"x",
    "=?utf-8?q?Eve=0D=0ABcc=3A_evil=40example.com?=",
    "Eve <evil@example.com>",
    "Renée, Eve; (x) \\ : evil@example.com",
];
const HEADERS: [&str; 10] = [
    "auto-submitted",
    "content-language",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "reply-to",
    "subject",
    "to",
];

/// Makes sure that a message has the headers it should and goes to whom it should.
fn assert_valid_message(mail: &Message, to: &str) {
    let head: Vec<&str> = mail.raw.lines().take_while(|line| !line.is_empty()).collect();
    let own = head.iter().filter(|line| !line.starts_with([' ', '\t']));
    let names: Vec<String> = own.map(|line| line.split_once(':').unwrap().0.to_lowercase()).collect();
    let distinct: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(names.len(), distinct.len(), "a header came twice: {head:#?}");
    assert!(distinct.iter().all(|name| HEADERS.contains(name)), "{head:#?}");
    assert!(head.iter().all(|line| line.chars().all(|c| c == '\t' || (' '..='~').contains(&c))), "{head:#?}");
    assert_eq!(mail.to, [to], "{head:#?}");
    let parsed = mail_parser::MessageParser::default().parse(mail.raw.as_bytes()).unwrap();
    let addresses = |found: Option<&mail_parser::Address<'_>>| -> Vec<String> {
        found
            .into_iter()
            .flat_map(|list| list.clone().into_list())
            .map(|one| one.address.unwrap().into_owned())
            .collect()
    };
    assert_eq!(addresses(parsed.to()), [to], "{head:#?}");
    assert_eq!(addresses(parsed.from()), ["notices@propty.example"], "{head:#?}");
    assert!(parsed.bcc().is_none() && parsed.cc().is_none(), "{head:#?}");
    assert!(!mail.subject.contains(['\r', '\n', '\u{2028}', '\u{2029}', '\u{202e}']), "{:?}", mail.subject);
}

/// A mutation that writes a name, its document and its variables for a name.
type Place = (&'static str, String, Box<dyn Fn(&str) -> Value>);

/// Every place where a name is written by who is signed in.
fn places(community: &Community) -> Vec<Place> {
    let (organization, property, unit) =
        (community.organization_id(), community.property_id(), community.unit_id(0));
    let id = organization.clone();
    let rename = "mutation($id: ID!, $name: String!) { organizationUpdate(id: $id, input: { name: $name }) {
        organization { name } userErrors { code } } }";
    let add = "mutation($id: ID!, $input: PropertyCreateInput!, $key: String!) {
        propertyCreate(organizationId: $id, input: $input, idempotencyKey: $key) { property { id } userErrors {
        code } } }";
    let units = "mutation($id: ID!, $name: String!, $key: String!) { unitCreate(propertyId: $id,
        input: { labels: [$name] }, idempotencyKey: $key) { units { id } userErrors { code } } }";
    let resident = "mutation($id: ID!, $name: String!, $key: String!) { residentCreate(unitId: $id,
        idempotencyKey: $key,
        input: { name: $name, language: EN, kind: OWNER, isPrimary: false }) { resident { id } userErrors { code
        } } }";
    let key = "mutation($id: ID!, $name: String!) { apiKeyCreate(organizationId: $id,
        input: { name: $name, scopes: [LEDGER_READ] }) { secret userErrors { code } } }";
    let of_property = |name: &str| {
        json!({ "name": name, "address": "1 Main", "city": "New York", "country": "US",
        "timeZone": "America/New_York" })
    };
    let for_key = id.clone();
    let for_invitation = id.clone();
    let for_property = id.clone();
    vec![
        ("organizationUpdate", rename.into(), Box::new(move |name| json!({ "id": id, "name": name }))),
        (
            "propertyCreate",
            add.into(),
            Box::new(move |name| json!({ "id": for_property, "input": of_property(name), "key": "p" })),
        ),
        (
            "unitCreate",
            units.into(),
            Box::new(move |name| json!({ "id": property, "name": name, "key": "u" })),
        ),
        (
            "residentCreate",
            resident.into(),
            Box::new(move |name| json!({ "id": unit, "name": name, "key": "r" })),
        ),
        ("apiKeyCreate", key.into(), Box::new(move |name| json!({ "id": for_key, "name": name }))),
        (
            "memberInvite",
            MEMBER_INVITE.into(),
            Box::new(move |name| {
                json!({ "id": for_invitation, "input": { "name": name, "email": "noor@example.com",
                    "language": "EN",
                "role": "ORGANIZATION_MANAGER" } })
            }),
        ),
    ]
}

fn sign_up(organization: &str, name: &str) -> Value {
    json!({ "input": { "organizationName": organization, "country": "US", "name": name, "email": "ida@example.com",
        "language": "EN" } })
}

async fn invited(test: &TestApp, inviting: &Client, community: &Community, email: &str, name: &str) {
    let mut input = manager(email);
    input["name"] = json!(name);
    test.invite(inviting, &community.organization_id(), input).await;
}

#[on_each_database]
async fn header_injection_in_names_is_rejected(test: &TestApp) {
    let community = Community::build(&test.app, "Injected", 1).await;
    let managing = test.sign_in(&community.manager).await;
    let before = test.snapshot().await;
    for wild in MALICIOUS_NAMES {
        for (field, document, variables) in places(&community) {
            let response = managing.send(&document, variables(wild)).await.2;
            let code = &response["data"][field]["userErrors"][0]["code"];
            assert!(
                code == "INVALID_VALUE" || is_rejected_before_execution(&response),
                "{field} {wild:?}: {response:#}"
            );
        }
        for variables in [sign_up(wild, "Ida New"), sign_up("Newly HOA", wild)] {
            let response = test.anonymous().send(SIGN_UP, variables).await.2;
            let code = &response["data"]["organizationSignUpRequest"]["userErrors"][0]["code"];
            assert!(
                code == "INVALID_VALUE" || is_rejected_before_execution(&response),
                "{wild:?}: {response:#}"
            );
        }
    }
    // Nothing is written, and nobody is told.
    before.assert_unchanged(&test.snapshot().await);
    let token = test.invite(&managing, &community.organization_id(), manager("lou@example.com")).await;
    for wild in MALICIOUS_NAMES {
        let response = test.anonymous().send(ACCEPT, json!({ "token": token, "name": wild })).await.2;
        let code = &response["data"]["invitationAccept"]["userErrors"][0]["code"];
        assert!(code == "INVALID_VALUE" || is_rejected_before_execution(&response), "{wild:?}: {response:#}");
    }
}

#[on_each_database]
async fn header_injection_in_reply_to_is_rejected(test: &TestApp) {
    let community = Community::build(&test.app, "Replies", 0).await;
    let managing = test.sign_in(&community.manager).await;
    let add = "mutation($id: ID!, $to: String!) { propertyCreate(organizationId: $id, idempotencyKey: $to,
            input: { name: \"A\", address: \"1 Main\", city: \"New York\", country: US, timeZone:
                \"America/New_York\",
            replyTo: $to }) { property { id } userErrors { code field } } }"
        .replace("idempotencyKey: $to", "idempotencyKey: \"p\"");
    for wild in [
        "a@example.com\r\nBcc: evil@example.com",
        "a@example.com, evil@example.com",
        "A <a@example.com>",
        "a@example.com\u{2028}x",
        "a@example.com;b@example.com",
        "\"a\r\n\"@example.com",
        "a@exa\tmple.com",
        "a b@example.com",
    ] {
        let response = managing.execute(&add, json!({ "id": community.organization_id(), "to": wild })).await;
        assert_eq!(
            response["propertyCreate"]["userErrors"],
            json!([{ "code": "INVALID_EMAIL", "field": "replyTo" }]),
            "{wild:?}"
        );
    }
}

#[on_each_database]
async fn special_characters_in_names_are_quoted(test: &TestApp) {
    let community = Community::build(&test.app, "Quoted", 0).await;
    let managing = test.sign_in(&community.manager).await;
    let rename = "mutation($id: ID!, $name: String!) { organizationUpdate(id: $id, input: { name: $name }) {
            organization { name } userErrors { code } } }";
    for (index, odd) in SPECIAL_NAMES.iter().enumerate() {
        let variables = json!({ "id": community.organization_id(), "name": odd });
        managing.mutate("organizationUpdate", rename, variables).await;
        let email = format!("guest-{index}@example.com");
        invited(test, &managing, &community, &email, odd).await;
        let mail = test.sandbox.inbox.messages().pop().unwrap();
        assert_valid_message(&mail, &email);
        // What looks like an encoded word would be decoded by mail programs.
        assert_eq!(mail.from_name, Some(odd.replace("=?", "= ?")), "the name is whole");
    }
}

#[on_each_database]
async fn header_injection_from_stored_data_is_neutralized(test: &TestApp) {
    let community = test.connected_community("Stored", 1).await;
    let person = community.resident(0).clone();
    let managing = test.sign_in(&community.manager).await;
    for (index, wild) in MALICIOUS_NAMES.iter().filter(|wild| !wild.contains('\u{0}')).enumerate() {
        // As an import or an older version may have left it.
        let db = test.app.db.write();
        organization::Entity::update_many()
            .col_expr(organization::Column::Name, Expr::val(*wild))
            .exec(db)
            .await
            .unwrap();
        property::Entity::update_many()
            .col_expr(property::Column::Name, Expr::val(*wild))
            .exec(db)
            .await
            .unwrap();
        resident::Entity::update_many()
            .col_expr(resident::Column::Name, Expr::val(*wild))
            .exec(db)
            .await
            .unwrap();
        let mut input = draft(&community, 0, "10.00", &format!("draft-{index}"));
        // Control characters can't come into a title.
        let shown: String = wild.chars().filter(|c| !c.is_control()).collect();
        input["input"]["title"] = json!(format!("Dues{shown}x"));
        let made = managing.mutate("invoiceCreate", CREATE, input).await;
        let publish =
            json!({ "id": made["invoices"][0]["id"], "notify": true, "key": format!("publish-{index}") });
        managing.mutate("invoicePublish", PUBLISH, publish).await;
        test.run_jobs().await;
        assert_valid_message(&test.sandbox.inbox.messages().pop().unwrap(), &person.user.email);
    }
    assert_eq!(test.sandbox.inbox.messages().len(), MALICIOUS_NAMES.len() - 1);
}

#[on_each_database]
async fn header_injection_in_recipient_is_rejected(test: &TestApp) {
    let community = Community::build(&test.app, "Addressed", 0).await;
    let managing = test.sign_in(&community.manager).await;
    for wild in [
        "a@example.com\r\nBcc: evil@example.com",
        "a@example.com\nRCPT TO:<evil@example.com>",
        "a@example.com,b@example.com",
        "<a@example.com>",
        "a@example.com\u{2029}",
    ] {
        // Blanks at the end are nobody's intention.
        let trimmed = wild.trim() != wild;
        let variables = json!({ "id": community.organization_id(), "input": manager(wild) });
        let response = managing.execute(MEMBER_INVITE, variables).await["memberInvite"]["userErrors"].clone();
        assert!(trimmed || response[0]["code"] == "INVALID_EMAIL", "{wild:?}: {response:#}");
    }
    test.run_jobs().await;
}

/// Whether a request was refused as a whole, before it was run.
fn is_rejected_before_execution(body: &Value) -> bool {
    body.get("data").is_none() && body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
}
