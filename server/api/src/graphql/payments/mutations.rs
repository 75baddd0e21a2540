//! Paying, recording money by hand, and taking it back.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, Uuid};

use super::accounts::OnlinePaymentMethod;
use super::queries::payment_by_key;
use super::types::Payment;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::invoices::{Invoice, invoice_by_key};
use crate::graphql::request::ContextExt;
use crate::graphql::results::into_user_errors;
use crate::graphql::scalars::{Date, Decimal, decode_id};
use application::error::AppError;
use application::payments::record_offline_payment::{RecordOfflinePayment, record_offline_payment};
use application::payments::reverse_offline_payment::reverse_offline_payment;
use application::payments::start_checkout::{StartCheckout, start_checkout};
use application::refunds::refund_payment::{RefundPayment, refund_payment};

/// How money comes by hand.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfflinePaymentMethod {
    /// Notes and coins.
    Cash,
    /// A cheque.
    Cheque,
    /// Anything else.
    Other,
}

/// What to pay and how.
#[derive(InputObject, Debug, Clone)]
pub struct CheckoutStartInput {
    /// Invoices of one property, at most 20. Part of their balance goes to the oldest due first.
    invoice_ids: Vec<ID>,
    /// The method, since the fee differs.
    method: OnlinePaymentMethod,
    /// Part of the balance; the whole of it when left out. At least 1.00.
    amount: Option<Decimal>,
}

/// Money that came by hand.
#[derive(InputObject, Debug, Clone)]
pub struct PaymentRecordOfflineInput {
    /// The invoice it pays.
    invoice_id: ID,
    /// How it came.
    method: OfflinePaymentMethod,
    /// Within the balance.
    amount: Decimal,
    /// Not after today.
    received_on: Date,
    /// Number of the cheque or the like.
    reference: Option<String>,
    /// For the team.
    note: Option<String>,
    /// Whether the resident gets a receipt.
    #[graphql(default = true)]
    send_receipt: bool,
}

/// Why to take it back.
#[derive(InputObject, Debug, Clone)]
pub struct PaymentReverseOfflineInput {
    /// Kept with the payment.
    reason: String,
}

/// What to give back.
#[derive(InputObject, Debug, Clone)]
pub struct PaymentRefundInput {
    /// Part of what can be given back; all of it when left out.
    amount: Option<Decimal>,
    /// For the payer and the record.
    reason: String,
    /// The payment's version as the caller saw it.
    expected_version: Option<i32>,
}

/// The refund that was decided.
#[derive(SimpleObject)]
pub struct PaymentRefundPayload {
    /// The payment as it is now.
    payment: Option<Payment>,
    /// Why nothing is given back.
    user_errors: Vec<UserErrorPayload>,
}

/// Where the resident goes to pay.
#[derive(SimpleObject)]
pub struct CheckoutStartPayload {
    /// The payment.
    payment: Option<Payment>,
    /// Stripe's hosted page.
    redirect_url: Option<String>,
    /// Why it can't be paid.
    user_errors: Vec<UserErrorPayload>,
}

/// What was recorded.
#[derive(SimpleObject)]
pub struct PaymentRecordOfflinePayload {
    /// The payment.
    payment: Option<Payment>,
    /// The invoice as it is now.
    invoice: Option<Invoice>,
    /// Why nothing was recorded.
    user_errors: Vec<UserErrorPayload>,
}

/// What was taken back.
#[derive(SimpleObject)]
pub struct PaymentReverseOfflinePayload {
    /// The payment as it is now.
    payment: Option<Payment>,
    /// Why it was not.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of payments.
#[derive(Default)]
pub struct PaymentMutation;

/// Mutations of payments.
#[Object]
impl PaymentMutation {
    /// Starts a payment, or goes on with the one in progress, and gives the page to pay on.
    async fn checkout_start(
        &self,
        ctx: &Context<'_>,
        input: CheckoutStartInput,
        idempotency_key: String,
    ) -> Result<CheckoutStartPayload> {
        let caller = ctx.caller()?;
        let invoices: Option<Vec<Uuid>> = input.invoice_ids.iter().map(decode_id::<id::Invoice>).collect();
        let outcome = match invoices {
            Some(invoices) => {
                let amount = input.amount.map(|amount| amount.0);
                let checkout = StartCheckout { invoices, method: input.method.into(), amount };
                start_checkout(ctx.app()?, caller, &checkout, &idempotency_key).await
            }
            None => Err(AppError::not_found("invoice")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(started) => CheckoutStartPayload {
                payment: payment_by_key(ctx, started.payment).await?,
                redirect_url: started.url,
                user_errors: Vec::new(),
            },
            Err(user_errors) => CheckoutStartPayload { payment: None, redirect_url: None, user_errors },
        })
    }

    /// Records cash, a cheque or another payment received by hand.
    async fn payment_record_offline(
        &self,
        ctx: &Context<'_>,
        input: PaymentRecordOfflineInput,
        idempotency_key: String,
    ) -> Result<PaymentRecordOfflinePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Invoice>(&input.invoice_id) {
            Some(invoice) => {
                let received = RecordOfflinePayment {
                    invoice,
                    method: match input.method {
                        OfflinePaymentMethod::Cash => domain::payment::PaymentMethod::Cash,
                        OfflinePaymentMethod::Cheque => domain::payment::PaymentMethod::Cheque,
                        OfflinePaymentMethod::Other => domain::payment::PaymentMethod::Other,
                    },
                    amount: input.amount.0,
                    received_on: input.received_on.0,
                    reference: input.reference,
                    note: input.note,
                    send_receipt: input.send_receipt,
                };
                let recorded = record_offline_payment(ctx.app()?, caller, &received, &idempotency_key).await;
                recorded.map(|payment| (payment, invoice))
            }
            None => Err(AppError::not_found("invoice")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok((payment, invoice)) => PaymentRecordOfflinePayload {
                payment: payment_by_key(ctx, payment).await?,
                invoice: invoice_by_key(ctx, invoice).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => PaymentRecordOfflinePayload { payment: None, invoice: None, user_errors },
        })
    }

    /// Gives money of an online payment back to the payer, by the way it came.
    async fn payment_refund(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: PaymentRefundInput,
        idempotency_key: String,
    ) -> Result<PaymentRefundPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Payment>(&id) {
            Some(payment) => {
                let refund = RefundPayment {
                    payment,
                    amount: input.amount.map(|amount| amount.0),
                    reason: input.reason,
                    expected_version: input.expected_version.map(i64::from),
                };
                refund_payment(ctx.app()?, caller, &refund, &idempotency_key).await
            }
            None => Err(AppError::not_found("payment")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(id) => {
                PaymentRefundPayload { payment: payment_by_key(ctx, id).await?, user_errors: Vec::new() }
            }
            Err(user_errors) => PaymentRefundPayload { payment: None, user_errors },
        })
    }

    /// Takes back money recorded by hand; its invoices reopen.
    async fn payment_reverse_offline(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: PaymentReverseOfflineInput,
        idempotency_key: String,
    ) -> Result<PaymentReverseOfflinePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Payment>(&id) {
            Some(payment) => {
                reverse_offline_payment(ctx.app()?, caller, payment, &input.reason, &idempotency_key).await
            }
            None => Err(AppError::not_found("payment")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(id) => PaymentReverseOfflinePayload {
                payment: payment_by_key(ctx, id).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => PaymentReverseOfflinePayload { payment: None, user_errors },
        })
    }
}
