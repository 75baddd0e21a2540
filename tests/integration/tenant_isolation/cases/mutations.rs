//! Cases of what can be done to what an id names.

use super::AuthorizedCaller::{Manager, Resident, Sam};
use super::{Case, case};

/// Actions, in an order in which somebody who may can do all of them.
pub const MUTATIONS: &[Case] = &[
    case("Mutation.sessionEnd", "id", Sam, r#"sessionEnd(id: "<session>") @"#).error_codes(&["NOT_ALLOWED"]),
    case(
        "Mutation.memberUpdate",
        "id",
        Manager,
        r#"memberUpdate(id: "<member>",
        input: { role: PROPERTY_MANAGER, propertyIds: ["<own property>"] }) @"#,
    ),
    case(
        "Mutation.memberUpdate",
        "input.propertyIds",
        Manager,
        r#"memberUpdate(id: "<own member>",
        input: { role: PROPERTY_MANAGER, propertyIds: ["<property>"] }) @"#,
    ),
    case(
        "Mutation.memberInvite",
        "organizationId",
        Manager,
        r#"memberInvite(organizationId: "<organization>", input: {
        name: "Max", email: "max@new.example", language: EN, role: ORGANIZATION_MANAGER }) @"#,
    ),
    case(
        "Mutation.memberInvite",
        "input.propertyIds",
        Manager,
        r#"memberInvite(organizationId: "<own organization>", input: { name: "Mia", email: "mia@new.example",
        language: EN, role: PROPERTY_MANAGER, propertyIds: ["<property>"] }) @"#,
    ),
    case("Mutation.memberInvitationRevoke", "id", Manager, r#"memberInvitationRevoke(id: "<invitation>") @"#),
    case(
        "Mutation.apiKeyCreate",
        "organizationId",
        Manager,
        r#"apiKeyCreate(organizationId: "<organization>", input: { name: "New", scopes: [LEDGER_READ] }) @"#,
    ),
    case(
        "Mutation.apiKeyCreate",
        "input.propertyIds",
        Manager,
        r#"apiKeyCreate(organizationId: "<own organization>",
        input: { name: "New", scopes: [LEDGER_READ], propertyIds: ["<property>"] }) @"#,
    ),
    case("Mutation.apiKeyRevoke", "id", Manager, r#"apiKeyRevoke(id: "<key>") @"#),
    case(
        "Mutation.organizationUpdate",
        "id",
        Manager,
        r#"organizationUpdate(id: "<organization>", input: { name: "Renamed" }) @"#,
    ),
    case(
        "Mutation.propertyCreate",
        "organizationId",
        Manager,
        r#"propertyCreate(organizationId: "<organization>", idempotencyKey: "<fresh>", input: { name: "New",
        address: "3 New Street", city: "New York, NY 10001", country: US, timeZone: "America/New_York" }) @"#,
    ),
    case(
        "Mutation.unitCreate",
        "propertyId",
        Manager,
        r#"unitCreate(propertyId: "<property>", idempotencyKey: "<fresh>", input: { labels: ["N9"] }) @"#,
    ),
    case(
        "Mutation.residentCreate",
        "unitId",
        Manager,
        r#"residentCreate(unitId: "<unit>", idempotencyKey: "<fresh>",
        input: { name: "Ned", language: EN, kind: TENANT, isPrimary: true }) @"#,
    ),
    case("Mutation.residentInvite", "id", Manager, r#"residentInvite(id: "<pending>") @"#),
    case(
        "Mutation.residentMoveOut",
        "input.unitId",
        Manager,
        r#"residentMoveOut(id: "<own leaver>", input: { unitId: "<unit>" }) @"#,
    ),
    case("Mutation.residentMoveOut", "id", Manager, r#"residentMoveOut(id: "<leaver>", input: {}) @"#),
    case(
        "Mutation.invoiceCreate",
        "input.propertyId",
        Manager,
        r#"invoiceCreate(idempotencyKey: "<fresh>", input: {
        propertyId: "<property>", allUnits: true, title: "New", dueOn: "2026-12-01",
        lines: [{ description: "New", accountCode: "4000", amount: "1.00" }] }) @"#,
    ),
    case(
        "Mutation.invoiceCreate",
        "input.unitIds",
        Manager,
        r#"invoiceCreate(idempotencyKey: "<fresh>", input: {
        propertyId: "<own property>", unitIds: ["<unit>"], title: "New", dueOn: "2026-12-01",
        lines: [{ description: "New", accountCode: "4000", amount: "1.00" }] }) @"#,
    )
    .error_codes(&["UNKNOWN_UNIT"]),
    case("Mutation.invoiceDiscard", "id", Manager, r#"invoiceDiscard(id: "<scrap>") @"#),
    case(
        "Mutation.invoicePublish",
        "id",
        Manager,
        r#"invoicePublish(id: "<draft>", input: { notify: true }, idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.invoicePublishAll",
        "input.organizationId",
        Manager,
        r#"invoicePublishAll(input: { organizationId: "<organization>" }, idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.invoicePublishAll",
        "input.propertyId",
        Manager,
        r#"invoicePublishAll(idempotencyKey: "<fresh>",
        input: { organizationId: "<own organization>", propertyId: "<property>" }) @"#,
    )
    .error_codes(&["NOTHING_TO_PUBLISH"]),
    case(
        "Mutation.invoiceVoid",
        "id",
        Manager,
        r#"invoiceVoid(id: "<voidable>", input: { reason: "Mine" }, idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.invoiceEmailResend",
        "id",
        Manager,
        r#"invoiceEmailResend(id: "<open>", idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.paymentRecordOffline",
        "input.invoiceId",
        Manager,
        r#"paymentRecordOffline(idempotencyKey: "<fresh>", input: { invoiceId: "<open>", method: CASH,
        amount: "1.00", receivedOn: "2026-11-02" }) @"#,
    ),
    case(
        "Mutation.invoiceWriteOff",
        "input.invoiceId",
        Manager,
        r#"invoiceWriteOff(input: { invoiceId: "<open>", reason: "Mine" }, idempotencyKey: "<fresh>") @"#,
    ),
    // Reopens the invoice by what the cheque paid, which the checkout below pays.
    case(
        "Mutation.paymentReverseOffline",
        "id",
        Manager,
        r#"paymentReverseOffline(id: "<cheque>", input: { reason: "Mine" }, idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.paymentRefund",
        "id",
        Manager,
        r#"paymentRefund(id: "<payment>", input: { reason: "Mine" }, idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.checkoutStart",
        "input.invoiceIds",
        Resident,
        r#"checkoutStart(idempotencyKey: "<fresh>",
        input: { invoiceIds: ["<own open>", "<open>"], method: CARD, amount: "1.00" }) @"#,
    ),
    case(
        "Mutation.autopayUpdate",
        "id",
        Resident,
        r#"autopayUpdate(id: "<autopay>", input: { daysBefore: 2 }) @"#,
    ),
    case("Mutation.autopayRefresh", "id", Resident, r#"autopayRefresh(id: "<autopay>") @"#),
    case("Mutation.autopayEnd", "id", Resident, r#"autopayEnd(id: "<autopay>") @"#),
    case(
        "Mutation.autopaySetUp",
        "propertyId",
        Resident,
        r#"autopaySetUp(propertyId: "<property>", idempotencyKey: "<fresh>",
        input: { method: CARD, cap: "500.00" }) @"#,
    ),
    case(
        "Mutation.paymentAccountConnect",
        "propertyId",
        Manager,
        r#"paymentAccountConnect(propertyId: "<property>", idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.paymentAccountRefresh",
        "propertyId",
        Manager,
        r#"paymentAccountRefresh(propertyId: "<property>") @"#,
    ),
    case(
        "Mutation.paymentAccountDashboardOpen",
        "propertyId",
        Manager,
        r#"paymentAccountDashboardOpen(propertyId: "<property>") @"#,
    ),
    case(
        "Mutation.propertyFeesSet",
        "propertyId",
        Manager,
        r#"propertyFeesSet(propertyId: "<property>", input: { bank: ABSORB, card: ABSORB }) @"#,
    ),
    case(
        "Mutation.webhookEventReplay",
        "id",
        Manager,
        r#"webhookEventReplay(id: "<event>", idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.webhookEventsReplay",
        "organizationId",
        Manager,
        r#"webhookEventsReplay(organizationId: "<organization>", since: "2026-11-01T00:00:00Z",
        idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.reconciliationCheck",
        "propertyId",
        Manager,
        r#"reconciliationCheck(propertyId: "<property>") @"#,
    ),
    case(
        "Mutation.periodClose",
        "propertyId",
        Manager,
        r#"periodClose(propertyId: "<property>", through: "2026-10-31", idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.periodReopen",
        "propertyId",
        Manager,
        r#"periodReopen(propertyId: "<property>", reason: "Mine", idempotencyKey: "<fresh>") @"#,
    ),
    case("Mutation.memberRemove", "id", Manager, r#"memberRemove(id: "<member>") @"#),
];
