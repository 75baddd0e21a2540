//! The table of roles of the product, row by row: what each role may do is done over GraphQL, and what it may not do
//! answers as what does not exist.
//!
//! The columns are organization manager, property manager, resident, API key.

mod permission_table;
mod visibility;

use permission_table::Access::{All, Assigned, No, Own, Scope};
use permission_table::PermissionTable;
use permission_table::Subject::{Organization, Property, Unit};
use support::{TestApp, on_each_database};

/// A key sees the organization and its properties with this; most questions begin there.
const READ_SCOPES: &[&str] = &["PROPERTIES_READ"];

async fn see_properties(table: &PermissionTable<'_>) {
    table
        .check_row(
            [All, Assigned, Own, Scope("PROPERTIES_READ")],
            &[],
            &[
                (Organization, r#"{ organization(id: "<organization>") { name } }"#, "/organization/name"),
                (Organization, r#"{ node(id: "<organization>") { id } }"#, "/node"),
                (Property, r#"{ property(id: "<property>") { name } }"#, "/property/name"),
                (
                    Property,
                    r#"{ property(id: "<property>") { units(first: 1) { totalCount } } }"#,
                    "/property/units/totalCount",
                ),
                // What keys may know of a payment account: its state.
                (
                    Property,
                    r#"{ property(id: "<property>") { paymentAccount { status } } }"#,
                    "/property/paymentAccount/status",
                ),
                (Unit, r#"{ node(id: "<unit>") { ... on Unit { label } } }"#, "/node/label"),
                (Unit, r#"{ node(id: "<resident>") { ... on Resident { name } } }"#, "/node/name"),
                (
                    Unit,
                    r#"{ node(id: "<resident>") { ... on Resident { residencies { id } } } }"#,
                    "/node/residencies",
                ),
            ],
        )
        .await;
}

async fn create_properties_members_and_organization_settings(table: &PermissionTable<'_>) {
    table.check_row([All, No, No, No], &[], &[
        (Organization, r#"mutation { propertyCreate(organizationId: "<organization>", idempotencyKey: "<fresh>", input: {
            name: "New", address: "3 New Street", city: "New York, NY 10001", country: US,
            timeZone: "America/New_York" }) { userErrors { code } } }"#, ""),
        (Organization, r#"mutation { organizationUpdate(id: "<organization>", input: { name: "Newtown" }) {
            userErrors { code } } }"#, ""),
        (Organization, r#"mutation { memberInvite(organizationId: "<organization>", input: { name: "Mia",
            email: "<fresh>@new.example", language: FR, role: PROPERTY_MANAGER, propertyIds: ["<property>"] }) {
            userErrors { code } } }"#, ""),
        (Organization, r#"mutation { memberInvitationRevoke(id: "<invitation>") { userErrors { code } } }"#, ""),
        (Organization, r#"mutation { memberUpdate(id: "<member>", input: { role: PROPERTY_MANAGER,
            propertyIds: ["<property>"] }) { userErrors { code } } }"#, ""),
        (Organization, r#"mutation { memberRemove(id: "<member>") { userErrors { code } } }"#, ""),
        (Organization, r#"mutation { apiKeyCreate(organizationId: "<organization>", input: { name: "New",
            scopes: [INVOICES_READ] }) { userErrors { code } } }"#, ""),
        (Organization, r#"mutation { apiKeyRevoke(id: "<key>") { userErrors { code } } }"#, ""),
        (Organization, r#"{ organization(id: "<organization>") { members(first: 1) { totalCount } } }"#,
            "/organization/members/totalCount"),
        (Organization, r#"{ organization(id: "<organization>") { memberInvitations { id } } }"#,
            "/organization/memberInvitations"),
        (Organization, r#"{ organization(id: "<organization>") { apiKeys { id } } }"#, "/organization/apiKeys"),
        (Organization, r#"{ organization(id: "<organization>") { auditEvents(first: 1) { totalCount } } }"#,
            "/organization/auditEvents/totalCount"),
        (Organization, r#"{ node(id: "<member>") { id } }"#, "/node"),
        (Organization, r#"{ node(id: "<key>") { id } }"#, "/node"),
    ]).await;
}

async fn connect_payments_and_set_the_fees(table: &PermissionTable<'_>) {
    table
        .check_row(
            [All, No, No, No],
            &[],
            &[
                (
                    Property,
                    r#"mutation { paymentAccountConnect(propertyId: "<property>", idempotencyKey: "<fresh>") {
            userErrors { code } } }"#,
                    "",
                ),
                (
                    Property,
                    r#"mutation { paymentAccountRefresh(propertyId: "<property>") { userErrors { code } } }"#,
                    "",
                ),
                (
                    Property,
                    r#"mutation { paymentAccountDashboardOpen(propertyId: "<property>") { userErrors { code } } }"#,
                    "",
                ),
                (
                    Property,
                    r#"mutation { propertyFeesSet(propertyId: "<property>", input: { bank: ABSORB, card: ABSORB }) {
            userErrors { code } } }"#,
                    "",
                ),
                (
                    Property,
                    r#"{ property(id: "<property>") { paymentAccount { processorAccountId } } }"#,
                    "/property/paymentAccount/processorAccountId",
                ),
            ],
        )
        .await;
}

async fn units_and_residents(table: &PermissionTable<'_>) {
    table.check_row([All, Assigned, No, Scope("COMMUNITY_WRITE")], &[], &[
        (Property, r#"mutation { unitCreate(propertyId: "<property>", idempotencyKey: "<fresh>",
            input: { labels: ["<fresh>"] }) { userErrors { code } } }"#, ""),
        (Unit, r#"mutation { residentCreate(unitId: "<unit>", idempotencyKey: "<fresh>", input: { name: "Ned",
            language: EN, kind: TENANT, isPrimary: false }) { userErrors { code } } }"#, ""),
        (Unit, r#"mutation { residentInvite(id: "<pending>") { userErrors { code } } }"#, ""),
        (Unit, r#"mutation { residentMoveOut(id: "<leaver>", input: {}) { userErrors { code } } }"#, ""),
    ]).await;
}

async fn create_publish_and_void_invoices_record_and_reverse_payments(table: &PermissionTable<'_>) {
    table.check_row([All, Assigned, No, Scope("INVOICES_WRITE")], &[], &[
        (Unit, r#"mutation { invoiceCreate(idempotencyKey: "<fresh>", input: { propertyId: "<property>",
            unitIds: ["<unit>"], title: "New", dueOn: "2026-12-01",
            lines: [{ description: "New", accountCode: "4000", amount: "1.00" }] }) { userErrors { code } } }"#, ""),
        (Unit, r#"mutation { invoiceDiscard(id: "<draft>") { userErrors { code } } }"#, ""),
        (Unit, r#"mutation { invoicePublish(id: "<draft>", input: { notify: true }, idempotencyKey: "<fresh>") {
            userErrors { code } } }"#, ""),
        // There is a draft to publish.
        (Property, r#"mutation { invoicePublishAll(idempotencyKey: "<fresh>", input: {
            organizationId: "<organization>", propertyId: "<property>" }) { userErrors { code } } } # <draft>"#, ""),
        (Unit, r#"mutation { invoiceEmailResend(id: "<open>", idempotencyKey: "<fresh>") { userErrors { code } } }"#, ""),
        (Unit, r#"mutation { invoiceVoid(id: "<open>", input: { reason: "Wrong" }, idempotencyKey: "<fresh>") {
            userErrors { code } } }"#, ""),
        (Unit, r#"mutation { invoiceWriteOff(input: { invoiceId: "<open>", reason: "Insolvent" },
            idempotencyKey: "<fresh>") { userErrors { code } } }"#, ""),
        (Unit, r#"mutation { paymentRecordOffline(idempotencyKey: "<fresh>", input: { invoiceId: "<open>",
            method: CHEQUE, amount: "1.00", receivedOn: "2026-11-02" }) { userErrors { code } } }"#, ""),
        (Unit, r#"mutation { paymentReverseOffline(id: "<cheque>", input: { reason: "Bounced" },
            idempotencyKey: "<fresh>") { userErrors { code } } }"#, ""),
    ]).await;
}

async fn see_invoices_and_payments(table: &PermissionTable<'_>) {
    table.check_row([All, Assigned, Own, Scope("INVOICES_READ")], READ_SCOPES, &[
        (Unit, r#"{ invoice(id: "<open>") { number lines { description } timeline { kind } } }"#, "/invoice/number"),
        (Unit, r#"{ node(id: "<open>") { id } }"#, "/node"),
        (Unit, r#"{ payment(id: "<cheque>") { allocations { invoice { number } } } }"#, "/payment/allocations"),
        (Unit, r#"{ node(id: "<cheque>") { id } }"#, "/node"),
        (Unit, r#"{ organization(id: "<organization>") { invoices(first: 1, filter: { unitId: "<unit>" }) {
            totalCount } } }"#, "/organization/invoices/totalCount"),
        (Property, r#"{ organization(id: "<organization>") { payments(first: 1, filter: { propertyId: "<property>" }) {
            totalCount } } } # <cheque>"#, "/organization/payments/totalCount"),
        (Property, r#"{ organization(id: "<organization>") { invoiceTotals(filter: { propertyId: "<property>" }) {
            all } } }"#, "/organization/invoiceTotals/all"),
    ]).await;
    // Drafts are invisible to residents.
    table
        .check_row(
            [All, Assigned, No, Scope("INVOICES_READ")],
            READ_SCOPES,
            &[
                (Unit, r#"{ invoice(id: "<draft>") { title } }"#, "/invoice"),
                (Unit, r#"{ node(id: "<draft>") { id } }"#, "/node"),
                (
                    Unit,
                    r#"{ organization(id: "<organization>") { invoices(first: 1, filter: { unitId: "<unit>",
            status: DRAFT }) { totalCount } } } # <draft>"#,
                    "/organization/invoices/totalCount",
                ),
                (
                    Unit,
                    r#"{ organization(id: "<organization>") { invoiceTotals(filter: { unitId: "<unit>" }) {
            draft { count } } } } # <draft>"#,
                    "/organization/invoiceTotals/draft/count",
                ),
            ],
        )
        .await;
}

async fn see_the_books_and_payouts(table: &PermissionTable<'_>) {
    table
        .check_row(
            [All, Assigned, No, Scope("LEDGER_READ")],
            READ_SCOPES,
            &[
                (
                    Property,
                    r#"{ property(id: "<property>") { ledgerAccounts { code } } }"#,
                    "/property/ledgerAccounts",
                ),
                (
                    Property,
                    r#"{ property(id: "<property>") { incomeAccounts { code } } }"#,
                    "/property/incomeAccounts",
                ),
                (
                    Property,
                    r#"{ property(id: "<property>") { ledgerTransactions(first: 1) { totalCount } } }"#,
                    "/property/ledgerTransactions/totalCount",
                ),
                (
                    Organization,
                    r#"{ property(id: "<property>") { payouts(first: 1) { totalCount } } }"#,
                    "/property/payouts/totalCount",
                ),
                (
                    Organization,
                    r#"{ node(id: "<payout>") { ... on Payout { items { net { amount } } } } }"#,
                    "/node/items",
                ),
                (Organization, r#"{ payout(id: "<payout>") { amount { amount } } }"#, "/payout/amount"),
                (
                    Organization,
                    r#"{ organization(id: "<organization>") { payouts(first: 1) { totalCount } } } # <payout>"#,
                    "/organization/payouts/totalCount",
                ),
                (
                    Organization,
                    r#"{ organization(id: "<organization>") { transactions(first: 1) { totalCount } } } # <payout>"#,
                    "/organization/transactions/totalCount",
                ),
                (
                    Property,
                    r#"mutation { reconciliationCheck(propertyId: "<property>") { userErrors { code } } }"#,
                    "",
                ),
            ],
        )
        .await;
}

async fn replay_events_and_close_periods(table: &PermissionTable<'_>) {
    table
        .check_row(
            [All, No, No, No],
            &[],
            &[
                (
                    Organization,
                    r#"{ organization(id: "<organization>") { webhookEvents(first: 1) { totalCount } } }"#,
                    "/organization/webhookEvents/totalCount",
                ),
                (
                    Organization,
                    r#"mutation { webhookEventsReplay(organizationId: "<organization>", idempotencyKey: "<fresh>",
            since: "2027-01-01T00:00:00Z") { userErrors { code } } }"#,
                    "",
                ),
                (
                    Organization,
                    r#"mutation { webhookEventReplay(id: "<event>", idempotencyKey: "<fresh>") {
            userErrors { code } } }"#,
                    "",
                ),
            ],
        )
        .await;
}

async fn pay(table: &PermissionTable<'_>) {
    table
        .check_row(
            [No, No, Own, No],
            &[],
            &[
                (
                    Unit,
                    r#"{ checkoutQuote(invoiceIds: ["<open>"]) { balance { amount } } }"#,
                    "/checkoutQuote",
                ),
                (
                    Unit,
                    r#"mutation { checkoutStart(idempotencyKey: "<fresh>", input: { invoiceIds: ["<open>"],
            method: CARD }) { userErrors { code } } }"#,
                    "",
                ),
            ],
        )
        .await;
    table
        .check_row(
            [No, No, Own, No],
            &[],
            &[(
                Property,
                r#"mutation { autopaySetUp(propertyId: "<property>", idempotencyKey: "<fresh>",
            input: { method: CARD, cap: "500.00" }) { userErrors { code } } }"#,
                "",
            )],
        )
        .await;
}

async fn choose_a_language(table: &PermissionTable<'_>) {
    let query = "mutation { viewerLanguageSet(language: FR) { viewer { language } userErrors { code } } }";
    // Theirs, whatever their role.
    for client in [&table.manager, &table.property_manager, &table.resident] {
        let chosen = client.mutate("viewerLanguageSet", query, serde_json::Value::Null).await;
        assert_eq!(chosen["viewer"]["language"], "FR");
    }
    let key = table.fixture.api_client(table.test, &support::community_fixture::SCOPES, None).await;
    assert_eq!(
        key.expect_user_errors("viewerLanguageSet", query, serde_json::Value::Null).await,
        ["NOT_ALLOWED"]
    );
    let viewer = key.execute("{ viewer { id } currentApiKey { scopes } }", serde_json::Value::Null).await;
    assert!(viewer["viewer"].is_null() && viewer["currentApiKey"].is_object(), "a key is nobody: {viewer:#}");
}

#[on_each_database]
async fn permissions_for_community_and_team(test: &TestApp) {
    let table = PermissionTable::build(test).await;
    see_properties(&table).await;
    create_properties_members_and_organization_settings(&table).await;
    connect_payments_and_set_the_fees(&table).await;
    units_and_residents(&table).await;
}

#[on_each_database]
async fn permissions_for_money(test: &TestApp) {
    let table = PermissionTable::build(test).await;
    create_publish_and_void_invoices_record_and_reverse_payments(&table).await;
    see_invoices_and_payments(&table).await;
    see_the_books_and_payouts(&table).await;
    replay_events_and_close_periods(&table).await;
    pay(&table).await;
    choose_a_language(&table).await;
}
