//! What can be done with an invoice: publish, discard, void, write off, mail it again, record and reverse payments.

use cynic::MutationBuilder;

use super::OfflinePaymentMethod;
use crate::api::{Date, Decimal, Pending, UserError, perform, schema};

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
#[expect(dead_code, reason = "for the check against the schema")]
struct Publish {
    #[arguments(id: $id, input: $input, idempotencyKey: $key)]
    invoice_publish: InvoicePublishPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct InvoicePublishPayload {
    user_errors: Vec<UserError>,
}

/// Publishes a draft.
///
/// # Errors
/// Refused with `VERSION_CONFLICT` or for the invoice's state, and the rest of [`crate::api::ApiError`].
pub fn publish(id: cynic::Id, notify: bool, version: Option<i32>, key: String) -> Pending {
    let input = InvoicePublishInput { notify: Some(notify), expected_version: version };
    perform(Publish::build(PublishVariables { id, input, key }))
}

#[derive(cynic::QueryVariables)]
struct DiscardVariables {
    id: cynic::Id,
    version: Option<i32>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DiscardVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Discard {
    #[arguments(id: $id, expectedVersion: $version)]
    invoice_discard: InvoiceDiscardPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct InvoiceDiscardPayload {
    user_errors: Vec<UserError>,
}

/// Deletes a draft.
///
/// # Errors
/// See [`publish`].
pub fn discard(id: cynic::Id, version: i32) -> Pending {
    let variables = DiscardVariables { id, version: Some(version) };
    perform(Discard::build(variables))
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
#[expect(dead_code, reason = "for the check against the schema")]
struct Void {
    #[arguments(id: $id, input: $input, idempotencyKey: $key)]
    invoice_void: InvoiceVoidPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct InvoiceVoidPayload {
    user_errors: Vec<UserError>,
}

/// Voids an open invoice.
///
/// # Errors
/// Refused with `INVOICE_HAS_PAYMENTS`, `VERSION_CONFLICT` or a field's error, and the rest of [`crate::api::ApiError`].
pub fn void(id: cynic::Id, reason: String, version: i32, key: String) -> Pending {
    let input = InvoiceVoidInput { reason, expected_version: Some(version) };
    perform(Void::build(VoidVariables { id, input, key }))
}

#[derive(cynic::InputObject)]
struct InvoiceWriteOffInput {
    invoice_id: cynic::Id,
    reason: String,
    expected_version: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct WriteOffVariables {
    input: InvoiceWriteOffInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "WriteOffVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct WriteOff {
    #[arguments(input: $input, idempotencyKey: $key)]
    invoice_write_off: InvoiceWriteOffPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct InvoiceWriteOffPayload {
    user_errors: Vec<UserError>,
}

/// Writes off what is owed on an open invoice.
///
/// # Errors
/// Refused with `PAYMENT_IN_PROGRESS`, `VERSION_CONFLICT` or a field's error, and the rest of [`crate::api::ApiError`].
pub fn write_off(invoice_id: cynic::Id, reason: String, version: i32, key: String) -> Pending {
    let input = InvoiceWriteOffInput { invoice_id, reason, expected_version: Some(version) };
    perform(WriteOff::build(WriteOffVariables { input, key }))
}

#[derive(cynic::QueryVariables)]
struct ResendVariables {
    id: cynic::Id,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ResendVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Resend {
    #[arguments(id: $id, idempotencyKey: $key)]
    invoice_email_resend: InvoiceEmailResendPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct InvoiceEmailResendPayload {
    user_errors: Vec<UserError>,
}

/// Sends the invoice's mail to its resident again.
///
/// # Errors
/// See [`publish`].
pub fn resend(id: cynic::Id, key: String) -> Pending {
    perform(Resend::build(ResendVariables { id, key }))
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
#[expect(dead_code, reason = "for the check against the schema")]
struct Record {
    #[arguments(input: $input, idempotencyKey: $key)]
    payment_record_offline: PaymentRecordOfflinePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct PaymentRecordOfflinePayload {
    user_errors: Vec<UserError>,
}

/// Records money that came by hand.
///
/// # Errors
/// Refused with a field's error or `PAYMENT_IN_PROGRESS`, and the rest of [`crate::api::ApiError`].
pub fn record_payment(invoice_id: cynic::Id, payment: Offline, key: String) -> Pending {
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
    perform(Record::build(RecordVariables { input, key }))
}

#[derive(cynic::QueryVariables)]
struct ReverseVariables {
    id: cynic::Id,
    reason: String,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ReverseVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Reverse {
    #[arguments(id: $id, input: { reason: $reason }, idempotencyKey: $key)]
    payment_reverse_offline: PaymentReverseOfflinePayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct PaymentReverseOfflinePayload {
    user_errors: Vec<UserError>,
}

/// Takes back a payment that was recorded by hand.
///
/// # Errors
/// Refused with `PAYMENT_NOT_REVERSIBLE` or a field's error, and the rest of [`crate::api::ApiError`].
pub fn reverse_payment(id: cynic::Id, reason: String, key: String) -> Pending {
    perform(Reverse::build(ReverseVariables { id, reason, key }))
}

#[derive(cynic::InputObject)]
struct PaymentRefundInput {
    amount: Option<Decimal>,
    reason: String,
    expected_version: Option<i32>,
}

#[derive(cynic::QueryVariables)]
struct RefundVariables {
    id: cynic::Id,
    input: PaymentRefundInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RefundVariables")]
#[expect(dead_code, reason = "for the check against the schema")]
struct Refund {
    #[arguments(id: $id, input: $input, idempotencyKey: $key)]
    payment_refund: PaymentRefundPayload,
}

#[derive(cynic::QueryFragment)]
#[expect(dead_code, reason = "for the check against the schema")]
struct PaymentRefundPayload {
    user_errors: Vec<UserError>,
}

/// Gives money of an online payment back; all that can be when no amount is given.
///
/// # Errors
/// Refused with `AMOUNT_ABOVE_REFUNDABLE`, `PAYMENT_NOT_REFUNDABLE` or `VERSION_CONFLICT`, and the rest of
/// [`crate::api::ApiError`].
pub fn refund_payment(
    id: cynic::Id,
    amount: Option<String>,
    reason: String,
    version: i32,
    key: String,
) -> Pending {
    let amount = amount.map(Decimal);
    let input = PaymentRefundInput { amount, reason, expected_version: Some(version) };
    perform(Refund::build(RefundVariables { id, input, key }))
}
