//! Open redirects and poisoned hosts: where people are sent, by the front door, by Stripe and by links in mail,
//! comes from the configuration alone, whatever a request says about itself.

use std::path::Path;

use reqwest::Method;
use sandbox::SandboxConfig;
use serde_json::{Value, json};
use support::community::CHECKOUT;
use support::identity::{LINK_REQUEST, PASSWORD, SIGN_UP, manager};
use support::{Client, Community, TestApp, on_each_database};

/// A caller who says that the site is somewhere else.
fn poisoned(caller: &Client) -> Client {
    let headers = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-server", "evil.example"),
        ("x-original-url", "//evil.example"),
        ("x-rewrite-url", "//evil.example"),
        ("forwarded", "host=evil.example;proto=https"),
        ("referer", "https://evil.example/"),
        ("x-http-host-override", "evil.example"),
    ];
    headers.iter().fold(caller.clone(), |caller, (name, value)| caller.with(name, value))
}

/// Every address in a text starts with the site's.
fn assert_same_site(test: &TestApp, text: &str) {
    assert!(!text.contains("evil.example"), "{text}");
    for (at, _) in text.match_indices("http") {
        assert!(text[at..].starts_with(&test.site), "{}", &text[at..]);
    }
}

#[on_each_database]
async fn open_redirect_through_query_parameters_of_root(test: &TestApp) {
    let community = Community::build(&test.app, "Doors", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    let doors = [(test.anonymous(), "/portal"), (manager, "/admin"), (resident, "/portal")];
    let queries = [
        "",
        "?next=https://evil.example",
        "?next=//evil.example",
        "?return=%2F%2Fevil.example",
        "?redirect_uri=javascript:alert(1)",
        "?url=https:evil.example",
        "?continue=/%5Cevil.example",
        "?to=%0d%0aLocation:%20https://evil.example",
    ];
    for (caller, place) in doors {
        for caller in [caller.clone(), poisoned(&caller)] {
            for query in queries {
                let answer = caller.request(Method::GET, &format!("/{query}")).send().await.unwrap();
                let location = answer.headers().get_all("location").iter().collect::<Vec<_>>();
                assert_eq!(location, [place], "{query}");
            }
        }
    }
}

#[on_each_database]
async fn open_redirect_through_crafted_paths(test: &TestApp) {
    for path in [
        "//evil.example",
        "//evil.example/%2e%2e",
        "/%2f%2fevil.example",
        "/\\evil.example",
        "/.//evil.example",
        "/admin//evil.example",
        "/admin/..//evil.example",
        "/portal//evil.example/..",
        "/assets//evil.example",
        "/assets/admin//evil.example",
        "/assets/..%2f..%2fevil.example",
        "/files//evil.example/logo",
        "/@evil.example",
        "/https://evil.example",
        "//evil.example//admin",
        "/;@evil.example",
    ] {
        let answer = poisoned(&test.anonymous()).request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.headers().get("location"), None, "{path} {}", answer.status());
    }
}

#[on_each_database]
async fn host_header_poisoning_of_links_in_email(test: &TestApp) {
    let community = Community::build(&test.app, "Hosts", 1).await;
    test.give_password(&community.manager, PASSWORD).await;
    let email = community.manager.user.email.as_str();
    let caller = poisoned(&test.anonymous());
    caller.mutate("signInLinkRequest", LINK_REQUEST, json!({ "email": email })).await;
    let input = json!({ "organizationName": "Newly HOA", "country": "US", "name": "Ida New",
            "email": "ida@example.com", "language": "EN" });
    caller.mutate("organizationSignUpRequest", SIGN_UP, json!({ "input": input })).await;
    let inviting = poisoned(&test.sign_in(&community.manager).await);
    test.invite(&inviting, &community.organization_id(), manager("noor@example.com")).await;
    test.run_jobs().await;
    let mails = test.sandbox.inbox.messages();
    assert_eq!(mails.len(), 3);
    for mail in mails {
        assert_same_site(test, mail.text.as_deref().unwrap());
        assert!(!mail.raw.contains("evil.example"));
        assert!(mail.html.unwrap().contains(&format!("{}/", test.site)));
    }
}

#[on_each_database]
async fn stripe_return_urls_use_the_configured_site(test: &TestApp) {
    let community = test.connected_community("Return", 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    let resident = poisoned(&test.sign_in(community.resident(0)).await);
    let variables = json!({ "ids": [invoice], "method": "CARD", "key": "https://evil.example" });
    let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
    let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
    let api = test.sandbox.stripe.api_url().join(&format!("v1/checkout/sessions/{session}")).unwrap();
    let read = reqwest::Client::new()
        .get(api)
        .bearer_auth(SandboxConfig::default().stripe_secret_key)
        .header("stripe-account", test.stripe_account(&community).await);
    let session: Value = read.send().await.unwrap().json().await.unwrap();
    for name in ["success_url", "cancel_url"] {
        assert_same_site(test, session[name].as_str().unwrap_or_else(|| panic!("no {name} in {session:#}")));
    }

    let other = Community::build(&test.app, "Onboarding", 0).await;
    let connect = "mutation($id: ID!) { paymentAccountConnect(propertyId: $id, idempotencyKey: \"connect\") {
            redirectUrl userErrors { code } } }";
    let managing = poisoned(&test.sign_in(&other.manager).await);
    let made = managing.mutate("paymentAccountConnect", connect, json!({ "id": other.property_id() })).await;
    let link = made["redirectUrl"].as_str().unwrap().to_owned();
    // A link that is too old leads back at once.
    test.sandbox.stripe.set_now_offset(3600);
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = http.get(&link).send().await.unwrap();
    let back =
        answer.headers().get("location").unwrap_or_else(|| panic!("{} leads nowhere", answer.status()));
    assert_same_site(test, back.to_str().unwrap());
    assert!(back.to_str().unwrap().starts_with(&test.site));
    test.sandbox.stripe.set_now_offset(0);
    test.sandbox.stripe.complete_onboarding(&test.stripe_account(&other).await).unwrap();
    test.run_jobs().await;
}

#[test]
fn client_reads_no_redirect_target_from_the_url() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("app/src");
    let (mut folders, mut read, mut asked) = (vec![sources], 0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            read += 1;
            let source = std::fs::read_to_string(&path).unwrap();
            let getters =
                source.split(".get(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            asked.extend(getters);
            for call in source.split("set_href(").skip(1) {
                assert!(
                    call.starts_with("address)"),
                    "{}: leave the client by browser.rs alone",
                    path.display()
                );
            }
        }
    }
    assert!(
        read > 30 && asked.iter().any(|name| name == "after"),
        "the sources were not found: {read}, {asked:?}"
    );
    for name in [
        "next",
        "return",
        "returnTo",
        "return_to",
        "redirect",
        "redirect_uri",
        "url",
        "to",
        "continue",
        "back",
        "from",
    ] {
        assert!(!asked.iter().any(|asked| asked == name), "a page reads {name:?} from its address");
    }
}
