//! What can be done with an invoice: publish, discard, void, mail it again, record and reverse payments.

use cynic::MutationBuilder;

use super::OfflinePaymentMethod;
use crate::api::{ApiError, Date, Decimal, UserError, accepted, run, schema};

/// The invoice a mutation was about.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Invoice")]
struct Changed {
    #[expect(dead_code, reason = "that it is there is what counts")]
    id: cynic::Id,
}

#[derive(cynic::InputObject)]
struct InvoicePublishInput {
    notify: Option<bool>,
    expected_version: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct PublishVariables {
    id: cynic::Id,
    input: InvoicePublishInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PublishVariables")]
struct Publish {
    #[arguments(id: $id, input: $input, idempotencyKey: $key)]
    invoice_publish: InvoicePublishPayload,
}

#[derive(cynic::QueryFragment)]
struct InvoicePublishPayload {
    invoice: Option<Changed>,
    user_errors: Vec<UserError>,
}

/// Publishes a draft.
///
/// # Errors
/// Refused with `VERSION_CONFLICT` or for the invoice's state, and the rest of [`ApiError`].
pub async fn publish(id: cynic::Id, notify: bool, version: Option<i32>, key: String) -> Result<(), ApiError> {
    let input = InvoicePublishInput { notify: Some(notify), expected_version: version };
    let payload = run(Publish::build(PublishVariables { id, input, key })).await?.invoice_publish;
    accepted(payload.invoice, payload.user_errors).map(drop)
}

#[derive(cynic::QueryVariables)]
struct DiscardVariables {
    id: cynic::Id,
    version: Option<i32>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DiscardVariables")]
struct Discard {
    #[arguments(id: $id, expectedVersion: $version)]
    invoice_discard: InvoiceDiscardPayload,
}

#[derive(cynic::QueryFragment)]
struct InvoiceDiscardPayload {
    discarded_id: Option<cynic::Id>,
    user_errors: Vec<UserError>,
}

/// Deletes a draft.
///
/// # Errors
/// See [`publish`].
pub async fn discard(id: cynic::Id, version: i32) -> Result<(), ApiError> {
    let variables = DiscardVariables { id, version: Some(version) };
    let payload = run(Discard::build(variables)).await?.invoice_discard;
    accepted(payload.discarded_id, payload.user_errors).map(drop)
}

#[derive(cynic::InputObject)]
struct InvoiceVoidInput {
    reason: String,
    expected_version: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct VoidVariables {
    id: cynic::Id,
    input: InvoiceVoidInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "VoidVariables")]
struct Void {
    #[arguments(id: $id, input: $input, idempotencyKey: $key)]
    invoice_void: InvoiceVoidPayload,
}

#[derive(cynic::QueryFragment)]
struct InvoiceVoidPayload {
    invoice: Option<Changed>,
    user_errors: Vec<UserError>,
}

/// Voids an open invoice.
///
/// # Errors
/// Refused with `INVOICE_HAS_PAYMENTS`, `VERSION_CONFLICT` or a field's error, and the rest of [`ApiError`].
pub async fn void(id: cynic::Id, reason: String, version: i32, key: String) -> Result<(), ApiError> {
    let input = InvoiceVoidInput { reason, expected_version: Some(version) };
    let payload = run(Void::build(VoidVariables { id, input, key })).await?.invoice_void;
    accepted(payload.invoice, payload.user_errors).map(drop)
}

#[derive(cynic::QueryVariables)]
struct ResendVariables {
    id: cynic::Id,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ResendVariables")]
struct Resend {
    #[arguments(id: $id, idempotencyKey: $key)]
    invoice_email_resend: InvoiceEmailResendPayload,
}

#[derive(cynic::QueryFragment)]
struct InvoiceEmailResendPayload {
    invoice: Option<Changed>,
    user_errors: Vec<UserError>,
}

/// Sends the invoice's mail to its resident again.
///
/// # Errors
/// See [`publish`].
pub async fn resend(id: cynic::Id, key: String) -> Result<(), ApiError> {
    let payload = run(Resend::build(ResendVariables { id, key })).await?.invoice_email_resend;
    accepted(payload.invoice, payload.user_errors).map(drop)
}

/// Money that came by hand. The amount is decimal text.
#[derive(Clone, Debug)]
pub struct Offline {
    pub method: OfflinePaymentMethod,
    pub amount: String,
    pub received_on: String,
    pub reference: Option<String>,
    pub note: Option<String>,
    pub send_receipt: bool,
}

#[derive(cynic::InputObject)]
struct PaymentRecordOfflineInput {
    invoice_id: cynic::Id,
    method: OfflinePaymentMethod,
    amount: Decimal,
    received_on: Date,
    reference: Option<String>,
    note: Option<String>,
    send_receipt: Option<bool>,
}

#[derive(cynic::QueryVariables)]
struct RecordVariables {
    input: PaymentRecordOfflineInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RecordVariables")]
struct Record {
    #[arguments(input: $input, idempotencyKey: $key)]
    payment_record_offline: PaymentRecordOfflinePayload,
}

#[derive(cynic::QueryFragment)]
struct PaymentRecordOfflinePayload {
    invoice: Option<Changed>,
    user_errors: Vec<UserError>,
}

/// Records money that came by hand.
///
/// # Errors
/// Refused with a field's error or `PAYMENT_IN_PROGRESS`, and the rest of [`ApiError`].
pub async fn record_payment(invoice_id: cynic::Id, payment: Offline, key: String) -> Result<(), ApiError> {
    let Offline { method, amount, received_on, reference, note, send_receipt } = payment;
    let input = PaymentRecordOfflineInput {
        invoice_id,
        method,
        amount: Decimal(amount),
        received_on: Date(received_on),
        reference,
        note,
        send_receipt: Some(send_receipt),
    };
    let payload = run(Record::build(RecordVariables { input, key })).await?.payment_record_offline;
    accepted(payload.invoice, payload.user_errors).map(drop)
}

#[derive(cynic::QueryVariables)]
struct ReverseVariables {
    id: cynic::Id,
    reason: String,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ReverseVariables")]
struct Reverse {
    #[arguments(id: $id, input: { reason: $reason }, idempotencyKey: $key)]
    payment_reverse_offline: PaymentReverseOfflinePayload,
}

#[derive(cynic::QueryFragment)]
struct PaymentReverseOfflinePayload {
    payment: Option<ReversedPayment>,
    user_errors: Vec<UserError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Payment")]
struct ReversedPayment {
    #[expect(dead_code, reason = "that it is there is what counts")]
    id: cynic::Id,
}

/// Takes back a payment that was recorded by hand.
///
/// # Errors
/// Refused with `PAYMENT_NOT_REVERSIBLE` or a field's error, and the rest of [`ApiError`].
pub async fn reverse_payment(id: cynic::Id, reason: String, key: String) -> Result<(), ApiError> {
    let payload = run(Reverse::build(ReverseVariables { id, reason, key })).await?.payment_reverse_offline;
    accepted(payload.payment, payload.user_errors).map(drop)
}
