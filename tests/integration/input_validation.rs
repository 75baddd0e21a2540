//! What must not be accepted: each has a clear error that says what to do, and changes nothing. What the
//! outside does wrong is in `outages`.

use reqwest::{Method, StatusCode};
use sandbox::Endpoint;
use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, draft};
use support::webhooks::{secret, signature};
use support::{Client, Community, TestApp, on_each_database};

const OFFLINE: &str = "mutation($id: ID!, $amount: Decimal!, $on: Date!, $key: String!) {
    paymentRecordOffline(input: { invoiceId: $id, method: CASH, amount: $amount, receivedOn: $on },
        idempotencyKey: $key) { payment { id } userErrors { code field message } } }";
/// The code and field of the first error when a draft is made from this input.
async fn refused_draft(manager: &Client, input: Value) -> (Value, Value) {
    let payload = manager.execute(CREATE, input).await["invoiceCreate"].clone();
    assert_eq!(payload["invoices"], json!([]), "{payload:#}");
    let error = &payload["userErrors"][0];
    assert!(error["message"].as_str().unwrap().len() > 10, "an error says what to do: {error}");
    (error["code"].clone(), error["field"].clone())
}

#[on_each_database]
async fn amount_must_be_positive_with_two_decimals_and_bounded(test: &TestApp) {
    let community = test.connected_community("Amounts", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let before = test.snapshot().await;
    for amount in ["-1.00", "0", "0.00", "1.234", "1000000.00", "99999999999999999999", "ten", "", "1e3"] {
        let refused = refused_draft(&manager, draft(&community, 0, amount, &format!("key {amount}"))).await;
        assert_eq!(refused, (json!("INVALID_AMOUNT"), json!("lines.0.amount")), "{amount:?}");
    }
    before.assert_unchanged(&test.snapshot().await);
}

#[on_each_database]
async fn past_due_date_is_rejected(test: &TestApp) {
    let community = test.connected_community("Dates", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let before = test.snapshot().await;
    let due = |day: &str| {
        let mut input = draft(&community, 0, "10.00", day);
        input["input"]["dueOn"] = json!(day);
        input
    };
    let refused = refused_draft(&manager, due("2026-11-01")).await;
    assert_eq!(refused, (json!("DUE_DATE_PAST"), json!("dueOn")));
    for day in ["2026-13-01", "2026-02-30", "tomorrow", ""] {
        let (_, _, body) = manager.send(CREATE, due(day)).await;
        assert!(body["errors"][0]["message"].is_string() && body["data"].is_null(), "{day}: {body:#}");
    }
    before.assert_unchanged(&test.snapshot().await);
    manager.mutate("invoiceCreate", CREATE, due("2026-11-02")).await;
}

#[on_each_database]
async fn units_lines_and_accounts_must_exist(test: &TestApp) {
    let community = test.connected_community("Units", 1).await;
    let other = Community::build(&test.app, "Other", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let before = test.snapshot().await;
    let with = |change: &dyn Fn(&mut Value)| {
        let mut input = draft(&community, 0, "10.00", "key");
        change(&mut input["input"]);
        input
    };
    let unit = |id: Value| with(&move |input: &mut Value| input["unitIds"] = json!([id]));
    let nobody = test.app.new_id::<domain::id::Unit>().to_string();
    for id in
        [json!(nobody), json!(other.unit_id(0)), json!(community.property_id()), json!("unit_"), json!("")]
    {
        let refused = refused_draft(&manager, unit(id.clone())).await;
        assert_eq!(refused, (json!("UNKNOWN_UNIT"), json!("unitIds.0")), "{id}");
    }
    let none = with(&|input| input["unitIds"] = json!([]));
    assert_eq!(refused_draft(&manager, none).await, (json!("REQUIRED"), json!("unitIds")));
    let empty = with(&|input| input["lines"] = json!([]));
    assert_eq!(refused_draft(&manager, empty).await, (json!("NO_LINES"), json!("lines")));
    for code in ["9999", "1100", ""] {
        let account = with(&|input| input["lines"][0]["accountCode"] = json!(code));
        let refused = refused_draft(&manager, account).await;
        assert_eq!(refused, (json!("UNKNOWN_INCOME_ACCOUNT"), json!("lines.0.accountCode")), "{code}");
    }
    let untitled = with(&|input| input["title"] = json!("  "));
    assert_eq!(refused_draft(&manager, untitled).await, (json!("REQUIRED"), json!("title")));
    let long = with(&|input| input["title"] = json!("x".repeat(201)));
    assert_eq!(refused_draft(&manager, long).await, (json!("TOO_LONG"), json!("title")));
    let property = with(&|input| input["propertyId"] = json!(other.property_id()));
    assert_eq!(refused_draft(&manager, property).await.0, "NOT_FOUND");
    let mut keyless = draft(&community, 0, "10.00", "");
    assert_eq!(refused_draft(&manager, keyless.clone()).await.0, "IDEMPOTENCY_KEY_INVALID");
    keyless["key"] = json!("k".repeat(256));
    assert_eq!(refused_draft(&manager, keyless).await.0, "IDEMPOTENCY_KEY_INVALID");
    // All units or none, all lines or none.
    before.assert_unchanged(&test.snapshot().await);
}

#[on_each_database]
async fn offline_payment_is_limited_to_balance_and_past_dates(test: &TestApp) {
    let community = test.connected_community("Hand", 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    let manager = test.sign_in(&community.manager).await;
    let before = test.snapshot().await;
    let cases = [
        ("80.01", "2026-11-02", "AMOUNT_ABOVE_BALANCE"),
        ("0.00", "2026-11-02", "INVALID_AMOUNT"),
        ("-80.00", "2026-11-02", "INVALID_AMOUNT"),
        ("1.005", "2026-11-02", "INVALID_AMOUNT"),
        ("80.00", "2026-11-03", "RECEIVED_DATE_FUTURE"),
    ];
    for (amount, on, code) in cases {
        let variables = json!({ "id": invoice, "amount": amount, "on": on, "key": amount });
        assert_eq!(
            manager.expect_user_errors("paymentRecordOffline", OFFLINE, variables).await,
            [code],
            "{amount} {on}"
        );
    }
    before.assert_unchanged(&test.snapshot().await);
}

#[on_each_database]
async fn online_payment_amount_limits(test: &TestApp) {
    let community = test.connected_community("Online", 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    let resident = test.sign_in(community.resident(0)).await;
    let (before, asked) = (test.snapshot().await, test.sandbox.stripe.requests().len());
    let cases = [
        ("80.01", "AMOUNT_ABOVE_BALANCE"),
        ("0.99", "AMOUNT_BELOW_MINIMUM"),
        ("0", "AMOUNT_BELOW_MINIMUM"),
        ("-5.00", "AMOUNT_BELOW_MINIMUM"),
        ("1.001", "INVALID_AMOUNT"),
    ];
    for (amount, code) in cases {
        let variables = json!({ "ids": [invoice], "method": "CARD", "amount": amount, "key": amount });
        assert_eq!(
            resident.expect_user_errors("checkoutStart", CHECKOUT, variables).await,
            [code],
            "{amount}"
        );
    }
    for ids in [json!([]), json!(["inv_nothing"]), json!([community.property_id()])] {
        let variables = json!({ "ids": ids, "method": "CARD", "key": "key" });
        assert_eq!(
            resident.expect_user_errors("checkoutStart", CHECKOUT, variables).await,
            ["NOT_FOUND"],
            "{ids}"
        );
    }
    before.assert_unchanged(&test.snapshot().await);
    assert_eq!(test.sandbox.stripe.requests().len(), asked, "Stripe was not asked for anything");
}

#[on_each_database]
async fn forged_stale_or_oversized_webhooks_are_rejected(test: &TestApp) {
    let community = test.connected_community("Forged", 1).await;
    let account = test.stripe_account(&community).await;
    let body = json!({ "id": "evt_forged", "object": "event", "type": "account.updated", "livemode": false,
            "account": account, "data": { "object": { "id": account, "object": "account" } } })
    .to_string();
    let (before, now) = (test.snapshot().await, test.clock.millis() / 1000);
    let right = secret(Endpoint::Connect);
    let refused = [
        ("no signature", None),
        ("nonsense", Some("nonsense".to_owned())),
        ("another secret", Some(signature("whsec_guessed", now, &body))),
        ("the other endpoint's secret", Some(signature(&secret(Endpoint::Account), now, &body))),
        ("another body", Some(signature(&right, now, "{}"))),
        ("five minutes old", Some(signature(&right, now - 301, &body))),
        ("from the future", Some(signature(&right, now + 301, &body))),
    ];
    for (what, header) in refused {
        let status = test.post_event(Endpoint::Connect, header.as_deref(), body.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{what}");
    }
    for text in ["", "not JSON", "[]", "{\"id\":\"\",\"type\":\"x\"}"] {
        let header = signature(&right, now, text);
        let status = test.post_event(Endpoint::Connect, Some(&header), text.to_owned()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{text:?}");
    }
    let huge = format!("{}{}", body, " ".repeat(512 * 1024));
    let header = signature(&right, now, &huge);
    let status = test.post_event(Endpoint::Connect, Some(&header), huge).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    before.assert_unchanged(&test.snapshot().await);
    let status = test.post_event(Endpoint::Connect, Some(&signature(&right, now, &body)), body.clone()).await;
    assert_eq!(status, StatusCode::OK, "the same event, rightly signed");
    test.run_jobs().await;
}

#[on_each_database]
async fn graphql_accepts_only_small_same_origin_json_posts(test: &TestApp) {
    let community = test.connected_community("Posted", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let before = test.snapshot().await;
    let query = json!({ "query": "{ viewer { email } }" }).to_string();
    let post = |kind: &str, body: String| {
        manager.request(Method::POST, "/graphql").header("content-type", kind).body(body)
    };
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status();
    assert_eq!(status(post("application/json; charset=utf-8", query.clone())).await, StatusCode::OK);
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
        let answer = status(post(kind, query.clone())).await;
        assert_eq!(answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind:?}");
    }
    let bodies = ["", "{", "null", "\"query\"", "{\"query\": 1}", "[{\"query\": \"{ viewer { email } }\"}]"];
    for body in bodies {
        let answer = status(post("application/json", body.to_owned())).await;
        assert_eq!(answer, StatusCode::BAD_REQUEST, "{body:?}");
    }
    let huge = json!({ "query": format!("{{ viewer {{ email }} }}{}", " ".repeat(128 * 1024)) }).to_string();
    assert_eq!(status(post("application/json", huge)).await, StatusCode::PAYLOAD_TOO_LARGE);
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ];
    for (name, value) in foreign {
        let answer = status(post("application/json", query.clone()).header(name, value)).await;
        assert_eq!(answer, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    let own = post("application/json", query.clone()).header("sec-fetch-site", "same-origin");
    assert_eq!(status(own.header("origin", &test.site)).await, StatusCode::OK);

    let by_get = "/graphql?query=mutation%7BsignOut%7BuserErrors%7Bcode%7D%7D%7D";
    let anonymous = test.anonymous().request(Method::GET, by_get).send().await.unwrap();
    assert_eq!(anonymous.status(), StatusCode::METHOD_NOT_ALLOWED);
    manager.request(Method::GET, by_get).send().await.unwrap();
    let viewer = manager.execute("{ viewer { email } }", json!({})).await["viewer"].clone();
    assert_eq!(viewer["email"], json!(community.manager.user.email), "still signed in");
    before.assert_unchanged(&test.snapshot().await);
}

#[on_each_database]
async fn excessive_depth_cost_aliases_and_directives_are_rejected(test: &TestApp) {
    let community = test.connected_community("Floods", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let id = community.organization_id();
    let mut deep = "label".to_owned();
    for _ in 0..10 {
        deep = format!("property {{ units(first: 1) {{ nodes {{ {deep} }} }} }}");
    }
    let deep = format!("{{ organization(id: \"{id}\") {{ units(first: 1) {{ nodes {{ {deep} }} }} }} }}");
    let costly = format!(
        "{{ organization(id: \"{id}\") {{ units(first: 200) {{ nodes {{ property {{ units(first: 200) {{
                nodes {{ label }} }} }} }} }} }} }}"
    );
    let many = |field: &str, count: usize| {
        let fields: Vec<String> = (0..count).map(|number| format!("a{number}: {field}")).collect();
        fields.join(" ")
    };
    let aliases = format!("{{ {} }}", many("viewer { balance { amount } }", 500));
    let guesses = many("signIn(input: { email: \"a@b.c\", password: \"x\" }) { userErrors { code } }", 100);
    let directives = format!("{{ viewer {{ email {} }} }}", "@include(if: true) ".repeat(50));
    let circular = "{ viewer { ...A } } fragment A on Viewer { email ...B } fragment B on Viewer { ...A }";
    let documents = [
        ("depth", deep),
        ("cost", costly),
        ("aliases", aliases),
        ("guessed passwords", format!("mutation {{ {guesses} }}")),
        ("directives", directives),
        ("circular fragments", circular.to_owned()),
        ("brackets", format!("{{ viewer {}", "{ a ".repeat(5000))),
    ];
    for (what, document) in documents {
        let before = test.app.db.statements();
        let (status, _, body) = manager.send(&document, json!({})).await;
        assert!(status.is_success() || status.is_client_error(), "{what}: {status}");
        assert!(body["errors"][0]["message"].is_string() && body["data"].is_null(), "{what}: {body:#}");
        let ran = test.app.db.statements() - before;
        assert!(ran <= 8, "{what}: {ran} statements were run, more than reading the session");
    }
}
