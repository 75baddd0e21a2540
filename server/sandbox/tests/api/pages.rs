//! The hosted pages, as a browser would use them without scripts.

use crate::support::{Allowed, DAY, TestSandbox, start};

async fn page(test: &TestSandbox, address: &str, language: &str) -> (u16, String, String) {
    let answer = test.http.get(address).header("accept-language", language).send().await.unwrap();
    let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    (answer.status().as_u16(), location.unwrap_or_default(), answer.text().await.unwrap())
}

async fn submit(test: &TestSandbox, address: &str, form: &[(&str, &str)]) -> (u16, String) {
    let answer = test.http.post(address).form(form).send().await.unwrap();
    let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    (answer.status().as_u16(), location.unwrap_or_default())
}

#[tokio::test]
async fn payment_page_shows_lines_and_redirects() {
    let test = start().await;
    let account = test.account("US").await;
    let session = test.session(&account, 120_500, &[Allowed::UsBankAccount]).await;
    let address = session.url.clone().unwrap();
    let (status, _, html) = page(&test, &address, "en").await;
    assert_eq!(status, 200);
    // The session's locale wins over the browser's.
    assert!(html.contains("lang=\"fr\"") && html.contains("Payer par virement bancaire"));
    assert!(html.contains("Invoice 1001") && html.contains("1\u{a0}205,00\u{a0}$"));
    assert!(!html.contains("Payer par carte"), "only what is allowed");
    let pay = format!("{address}/pay");
    // What the page doesn't offer changes nothing.
    let (_, back) = submit(&test, &pay, &[("method", "card"), ("outcome", "succeed")]).await;
    assert_eq!(back, format!("/checkout/{}", session.id));
    let (status, back) = submit(&test, &pay, &[("method", "us_bank_account"), ("outcome", "succeed")]).await;
    assert_eq!((status, back), (303, format!("http://127.0.0.1:9/portal/done?session={}", session.id)));
    let (_, _, html) = page(&test, &address, "en").await;
    assert!(html.contains("Ce paiement a été effectué"));
}

#[tokio::test]
async fn payment_page_shows_declined_and_expired() {
    let test = start().await;
    let account = test.account("US").await;
    let session = test.session(&account, 5_000, &[Allowed::Card]).await;
    let address = session.url.clone().unwrap();
    let form = [("method", "card"), ("outcome", "decline")];
    let (_, back) = submit(&test, &format!("{address}/pay"), &form).await;
    let (_, _, html) = page(&test, test.url(&back).as_str(), "en").await;
    assert!(html.contains("role=\"alert\"") && html.contains("Votre carte a été refusée"));
    test.sandbox.stripe.advance(DAY + 1);
    let (status, _, html) = page(&test, &address, "en").await;
    assert!(
        status == 200 && html.contains("a expiré") && html.contains("http://127.0.0.1:9/portal/invoices")
    );
    let (status, _, html) = page(&test, test.url("checkout/cs_test_nobody").as_str(), "en").await;
    assert!(status == 404 && html.contains("No such payment page"));
}

#[tokio::test]
async fn onboarding_link_is_single_use_and_expires() {
    let test = start().await;
    let account = test.new_account("US").await;
    let link = async || {
        let body = serde_json::json!({"account": account, "use_case": {"type": "account_onboarding",
            "account_onboarding": {"refresh_url": "http://127.0.0.1:9/again", "return_url": "http://127.0.0.1:9/back"}}});
        let request = test.http.post(test.url("v2/core/account_links")).json(&body);
        let (status, _, link) = test.call(request).await;
        assert_eq!(status, 200, "{link}");
        link["url"].as_str().unwrap().to_owned()
    };
    let status = async || {
        let path = format!("v2/core/accounts/{account}?include=configuration.merchant&include=requirements");
        let account = test.get("", &path).await.1;
        let entry = &account["requirements"]["entries"][0]["awaiting_action_from"];
        let card = &account["configuration"]["merchant"]["capabilities"]["card_payments"]["status"];
        (card.as_str().unwrap().to_owned(), entry.as_str().map(str::to_owned))
    };
    let left = link().await;
    let (_, _, html) = page(&test, &left, "fr-CA").await;
    assert!(html.contains("Configurer les paiements") && html.contains("Harbour Row"));
    let (_, back) = submit(&test, &left, &[("action", "leave")]).await;
    assert_eq!(back, "http://127.0.0.1:9/back");
    assert_eq!(status().await, ("pending".to_owned(), Some("user".to_owned())));
    for (code, location) in [submit(&test, &left, &[("action", "complete")]).await, {
        let (status, location, _) = page(&test, &left, "en").await;
        (status, location)
    }] {
        assert_eq!((code, location.as_str()), (303, "http://127.0.0.1:9/again"));
    }
    let late = link().await;
    test.sandbox.stripe.advance(3_600);
    assert_eq!(page(&test, &late, "en").await.1, "http://127.0.0.1:9/again");
    submit(&test, &link().await, &[("action", "pending")]).await;
    assert_eq!(status().await, ("pending".to_owned(), Some("stripe".to_owned())));
    test.sandbox.stripe.advance(DAY);
    assert_eq!(status().await, ("active".to_owned(), None));
}

#[tokio::test]
async fn pages_have_no_script_and_no_external_resources() {
    let test = start().await;
    let account = test.account("US").await;
    let session = test.session(&account, 5_000, &[Allowed::Card]).await;
    let answer = test.http.get(session.url.unwrap()).send().await.unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self';"));
    let html = answer.text().await.unwrap();
    assert!(!html.contains("<script") && !html.contains("style=\""));
    assert_eq!(test.http.get(test.url("_sandbox/style.css")).send().await.unwrap().status(), 200);
}
