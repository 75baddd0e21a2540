//! Paying, recording money by hand, and taking it back.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, InvoiceId};
use domain::payment::PaymentMethod;

use super::accounts::OnlinePaymentMethod;
use super::queries::payment_by_key;
use super::types::Payment;
use crate::graphql::enums::schema_enum;
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

schema_enum!(OfflinePaymentMethod = PaymentMethod, if PaymentMethod::is_offline);

/// What to pay, and by which method.
#[derive(InputObject, Debug, Clone)]
pub struct CheckoutStartInput {
    /// Ids of 1 to 20 open invoices of one property. A part of their balance is allocated to the oldest due
    /// date first.
    invoice_ids: Vec<ID>,
    /// The method; the fee depends on it.
    method: OnlinePaymentMethod,
    /// Amount to pay off the invoices, from 1.00 to their balance; the whole balance when left out.
    amount: Option<Decimal>,
}

/// A payment received outside Propty.
#[derive(InputObject, Debug, Clone)]
pub struct PaymentRecordOfflineInput {
    /// Id of the open invoice it pays.
    invoice_id: ID,
    /// How the payment was received.
    method: OfflinePaymentMethod,
    /// Amount in the property's currency, above zero and at most the balance.
    amount: Decimal,
    /// Day it was received, not after today in the property's time zone and not on a closed day.
    received_on: Date,
    /// Number of the cheque or the like, at most 100 characters; the resident can read it.
    reference: Option<String>,
    /// Note for the team, at most 1000 characters.
    note: Option<String>,
    /// Whether to email a receipt to the resident.
    #[graphql(default = true)]
    send_receipt: bool,
}

/// Why a recorded payment is reversed.
#[derive(InputObject, Debug, Clone)]
pub struct PaymentReverseOfflineInput {
    /// Reason, 1 to 500 characters; kept with the payment.
    reason: String,
}

/// What to refund, and why.
#[derive(InputObject, Debug, Clone)]
pub struct PaymentRefundInput {
    /// Amount in the property's currency, at most `refundable`; all of it when left out.
    amount: Option<Decimal>,
    /// Reason, 1 to 500 characters; the payer can read it.
    reason: String,
    /// `version` of the payment as the caller read it; not checked when left out.
    expected_version: Option<i32>,
}

/// Result of `paymentRefund`.
#[derive(SimpleObject)]
pub struct PaymentRefundPayload {
    /// The payment with the new refund; null when the call failed.
    payment: Option<Payment>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `checkoutStart`.
#[derive(SimpleObject)]
pub struct CheckoutStartPayload {
    /// The payment; null when the call failed.
    payment: Option<Payment>,
    /// URL of the processor's hosted page to pay on, open for 23 hours; null when the call failed or the
    /// payment is over.
    redirect_url: Option<String>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `paymentRecordOffline`.
#[derive(SimpleObject)]
pub struct PaymentRecordOfflinePayload {
    /// The recorded payment; null when the call failed.
    payment: Option<Payment>,
    /// The invoice after the payment; null when the call failed.
    invoice: Option<Invoice>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `paymentReverseOffline`.
#[derive(SimpleObject)]
pub struct PaymentReverseOfflinePayload {
    /// The payment after the reversal; null when the call failed.
    payment: Option<Payment>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of payments.
#[derive(Default)]
pub struct PaymentMutation;

/// Mutations of payments.
#[Object]
impl PaymentMutation {
    /// Starts an online payment of invoices and returns the page to pay on. A payment of the same invoices
    /// that still waits for the resident is closed first. For residents, who pay invoices addressed to them.
    ///
    /// User errors: `NOT_FOUND`, also for invoices of several properties, `INVALID_VALUE`,
    /// `INVOICE_NOT_OPEN`, `PAYMENT_IN_PROGRESS`, `PAYMENTS_NOT_CONNECTED`, `PAYMENT_METHOD_UNAVAILABLE`,
    /// `INVALID_AMOUNT`, `AMOUNT_ABOVE_BALANCE`, `AMOUNT_BELOW_MINIMUM`, `PROCESSOR_UNAVAILABLE`,
    /// `PROCESSOR_REFUSED`.
    async fn checkout_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to pay, and by which method.")] input: CheckoutStartInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<CheckoutStartPayload> {
        let caller = ctx.caller()?;
        let invoices: Option<Vec<InvoiceId>> =
            input.invoice_ids.iter().map(decode_id::<id::Invoice>).collect();
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

    /// Records a payment received outside Propty and takes it off an invoice. For organization and property
    /// managers, and API keys with `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `INVALID_AMOUNT`, `TOO_LONG`, `INVOICE_NOT_OPEN`, `AMOUNT_ABOVE_BALANCE`,
    /// `RECEIVED_DATE_FUTURE`, `PERIOD_CLOSED`.
    async fn payment_record_offline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invoice, and how much was received when and how.")]
        input: PaymentRecordOfflineInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<PaymentRecordOfflinePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Invoice>(&input.invoice_id) {
            Some(invoice) => {
                let received = RecordOfflinePayment {
                    invoice,
                    method: input.method.into(),
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

    /// Refunds an online payment to the payer, by the method it was made with. The refund is sent in the
    /// background, and paid invoices become open again by its amount. For organization and property managers,
    /// and API keys with `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `VERSION_CONFLICT`, `PAYMENT_NOT_REFUNDABLE`,
    /// `INVALID_AMOUNT`, `AMOUNT_ABOVE_REFUNDABLE`.
    async fn payment_refund(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the payment, starting with `pay_`.")] id: ID,
        #[graphql(desc = "What to refund, and why.")] input: PaymentRefundInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
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

    /// Reverses a payment that was recorded by the team; its invoices become open again. For organization and
    /// property managers, and API keys with `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `PAYMENT_NOT_REVERSIBLE`.
    async fn payment_reverse_offline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the payment, starting with `pay_`.")] id: ID,
        #[graphql(desc = "Why the payment is reversed.")] input: PaymentReverseOfflineInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
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
