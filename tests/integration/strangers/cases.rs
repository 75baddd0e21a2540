//! The table of cases: for every place of the schema how it is called, who may, and what else than "it does not
//! exist" the refusal may say. `<word>` is the word of the town, or of nothing, or of another kind; `<own word>` is
//! the caller's; `<fresh>` an idempotency key; `@` everything that the field's type shows.

/// Who may do what a case does, for the proof that its document is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Somebody who is not signed in.
    Anyone,
    /// The town's organization manager.
    Manager,
    /// The resident of its first home.
    Resident,
    /// Its third member, signed in a moment ago.
    Sam,
    /// The same, with the second step of the sign-in left to do.
    SamAtTheSecondStep,
    /// A program with a key.
    Program,
}

/// How a place is called.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// As in `Place`.
    pub field: &'static str,
    /// As in `Place`.
    pub argument: &'static str,
    /// The document without its braces.
    pub call: &'static str,
    /// Who may.
    pub may: Who,
    /// Codes of a refusal that tell no more than NOT_FOUND.
    pub says: &'static [&'static str],
    /// Tables in which a case about the caller leaves something of the caller's own.
    pub leaves: &'static [&'static str],
}

impl Case {
    const fn says(self, says: &'static [&'static str]) -> Case {
        Case { says, ..self }
    }

    const fn leaves(self, leaves: &'static [&'static str]) -> Case {
        Case { leaves, ..self }
    }

    /// Whether it takes no id: it is about the caller alone.
    pub fn is_about_the_caller(&self) -> bool {
        self.argument.is_empty()
    }

    /// What `<word>` and `<own word>` stand for is put in by `word`.
    pub fn document(&self, everything: &str, word: impl Fn(&str) -> String) -> String {
        let mut text = String::from(if self.field.starts_with("Mutation.") { "mutation { " } else { "{ " });
        let call = self.call.replace(" @", &format!(" {everything}"));
        let mut rest = call.as_str();
        while let Some((before, behind)) = rest.split_once('<') {
            let (name, after) = behind.split_once('>').unwrap();
            text.push_str(before);
            text.push_str(&word(name));
            rest = after;
        }
        text.push_str(rest);
        text + " }"
    }
}

const fn case(field: &'static str, argument: &'static str, may: Who, call: &'static str) -> Case {
    Case { field, argument, call, may, says: &[], leaves: &[] }
}

/// A case that takes no id.
const fn about(field: &'static str, may: Who, call: &'static str) -> Case {
    case(field, "", may, call)
}

use Who::{Anyone, Manager, Program, Resident, Sam, SamAtTheSecondStep};

/// Questions.
pub const QUERIES: &[Case] = &[
    case("Node.Organization", "id", Manager, r#"node(id: "<organization>") { ... on Organization @ }"#),
    case("Node.Property", "id", Manager, r#"node(id: "<property>") { ... on Property @ }"#),
    case("Node.Unit", "id", Manager, r#"node(id: "<unit>") { ... on Unit @ }"#),
    case("Node.Resident", "id", Manager, r#"node(id: "<resident>") { ... on Resident @ }"#),
    case("Node.Invoice", "id", Manager, r#"node(id: "<draft>") { ... on Invoice @ }"#),
    case("Node.Payment", "id", Manager, r#"node(id: "<payment>") { ... on Payment @ }"#),
    case("Node.Payout", "id", Manager, r#"node(id: "<payout>") { ... on Payout @ }"#),
    case("Node.BillingRun", "id", Manager, r#"node(id: "<run>") { ... on BillingRun @ }"#),
    case("Node.Member", "id", Manager, r#"node(id: "<member>") { ... on Member @ }"#),
    case("Node.ApiKey", "id", Manager, r#"node(id: "<key>") { ... on ApiKey @ }"#),
    case("Query.organization", "id", Manager, r#"organization(id: "<organization>") @"#),
    case("Query.property", "id", Manager, r#"property(id: "<property>") @"#),
    case("Query.invoice", "id", Manager, r#"invoice(id: "<open>") @"#),
    case("Query.payment", "id", Manager, r#"payment(id: "<cheque>") @"#),
    case("Query.billingRun", "id", Manager, r#"billingRun(id: "<run>") @"#),
    case(
        "Organization.invoices",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { invoices(first: 2, filter: { propertyId: "<property>" }) @ }"#,
    ),
    case(
        "Organization.invoices",
        "filter.unitId",
        Manager,
        r#"organization(id: "<own organization>") { invoices(first: 2, filter: { unitId: "<unit>" }) @ }"#,
    ),
    case(
        "Organization.invoiceTotals",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { invoiceTotals(filter: { propertyId: "<property>" }) @ }"#,
    ),
    case(
        "Organization.invoiceTotals",
        "filter.unitId",
        Manager,
        r#"organization(id: "<own organization>") { invoiceTotals(filter: { unitId: "<unit>" }) @ }"#,
    ),
    case(
        "Organization.units",
        "propertyId",
        Manager,
        r#"organization(id: "<own organization>") { units(first: 2, propertyId: "<property>") @ }"#,
    ),
    case(
        "Organization.residents",
        "propertyId",
        Manager,
        r#"organization(id: "<own organization>") { residents(first: 2, propertyId: "<property>") @ }"#,
    ),
    case(
        "Organization.payments",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { payments(first: 2, filter: { propertyId: "<property>" }) @ }"#,
    ),
];

/// Actions, in an order in which somebody who may can do all of them.
pub const MUTATIONS: &[Case] = &[
    case("Mutation.sessionEnd", "id", Sam, r#"sessionEnd(id: "<session>") @"#).says(&["NOT_ALLOWED"]),
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
    .says(&["UNKNOWN_UNIT"]),
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
    .says(&["NOTHING_TO_PUBLISH"]),
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
        "Mutation.paymentReverseOffline",
        "id",
        Manager,
        r#"paymentReverseOffline(id: "<cheque>", input: { reason: "Mine" }, idempotencyKey: "<fresh>") @"#,
    ),
    case(
        "Mutation.checkoutStart",
        "input.invoiceIds",
        Resident,
        r#"checkoutStart(idempotencyKey: "<fresh>",
        input: { invoiceIds: ["<own open>", "<open>"], method: CARD, amount: "2.00" }) @"#,
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
        "Mutation.propertyFeeModeSet",
        "propertyId",
        Manager,
        r#"propertyFeeModeSet(propertyId: "<property>", feeMode: ABSORB) @"#,
    ),
    case("Mutation.memberRemove", "id", Manager, r#"memberRemove(id: "<member>") @"#),
];

/// What a limit leaves.
const COUNT: &[&str] = &["attempt_counter"];
/// What a change to one's own access leaves.
const ACCESS: &[&str] = &["session", "audit_event", "audit_chain", "attempt_counter"];

/// What a change to one's own account leaves.
const OWN: &[&str] = &["user", "session", "audit_event", "audit_chain", "attempt_counter"];

/// What is about the caller alone, in the same kind of order.
pub const ABOUT_THE_CALLER: &[Case] = &[
    about("Query.viewer", Manager, "viewer @"),
    about("Query.apiKey", Program, "apiKey @"),
    about("Query.invitation", Anyone, r#"invitation(token: "<invitation token>") @"#).leaves(COUNT),
    about(
        "Mutation.signInLinkRequest",
        Anyone,
        r#"signInLinkRequest(input: { email: "<email>", audience: ADMIN }) @"#,
    )
    .leaves(&["attempt_counter", "job", "sign_in_link", "message"]),
    about("Mutation.signInLinkConsume", Anyone, r#"signInLinkConsume(input: { token: "<link token>" }) @"#)
        .says(&["LINK_INVALID"])
        .leaves(COUNT),
    about(
        "Mutation.organizationSignUpRequest",
        Anyone,
        r#"organizationSignUpRequest(input: {
        organizationName: "Newtown", country: US, name: "Nia", email: "<email>", language: EN }) @"#,
    )
    .leaves(&["attempt_counter", "job", "sign_up", "message"]),
    about(
        "Mutation.organizationSignUpConfirm",
        Anyone,
        r#"organizationSignUpConfirm(input: { token: "<sign-up token>" }) @"#,
    )
    .says(&["LINK_INVALID"])
    .leaves(COUNT),
    about(
        "Mutation.invitationAccept",
        Anyone,
        r#"invitationAccept(input: { token: "<invitation token>" }) @"#,
    )
    .says(&["INVITATION_INVALID"])
    .leaves(COUNT),
    about("Mutation.viewerLanguageSet", Sam, "viewerLanguageSet(language: FR) @")
        .leaves(&["user", "resident"]),
    about("Mutation.passwordSet", Sam, r#"passwordSet(input: { newPassword: "<password>" }) @"#).leaves(OWN),
    about("Mutation.signIn", Anyone, r#"signIn(input: { email: "<email>", password: "<password>" }) @"#)
        .says(&["INVALID_CREDENTIALS"])
        .leaves(&["attempt_counter", "job"]),
    about("Mutation.passwordRemove", Sam, r#"passwordRemove(input: { currentPassword: "<password>" }) @"#)
        .leaves(OWN),
    about("Mutation.sessionEndOthers", Sam, "sessionEndOthers @").leaves(ACCESS),
    about("Mutation.secondFactorStart", Sam, "secondFactorStart @").leaves(&["user"]),
    about("Mutation.secondFactorEnable", Sam, r#"secondFactorEnable(input: { code: "<code>" }) @"#)
        .leaves(COUNT),
    about(
        "Mutation.secondFactorVerify",
        SamAtTheSecondStep,
        r#"secondFactorVerify(input: { code: "<code>" }) @"#,
    ),
    about(
        "Mutation.secondFactorRecoveryCodesReplace",
        Sam,
        r#"secondFactorRecoveryCodesReplace(input: { code: "<code>" }) @"#,
    )
    .leaves(COUNT),
    about("Mutation.secondFactorDisable", Sam, r#"secondFactorDisable(input: { code: "<code>" }) @"#)
        .leaves(COUNT),
    about("Mutation.signOut", Sam, "signOut @").leaves(ACCESS),
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Case> {
    QUERIES.iter().chain(MUTATIONS).chain(ABOUT_THE_CALLER)
}
