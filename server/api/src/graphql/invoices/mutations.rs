//! What can be done with invoices: one mutation per business action.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id::{self, InvoiceId};

use super::input::{
    InvoiceCreateInput, InvoicePublishAllInput, InvoicePublishInput, InvoiceVoidInput, InvoiceWriteOffInput,
};
use super::queries::{invoice_by_key, invoices_by_keys};
use super::types::Invoice;
use crate::graphql::billing_runs::{BillingRun, billing_run_by_key};
use crate::graphql::community::Unit;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::request::ContextExt;
use crate::graphql::results::into_user_errors;
use crate::graphql::scalars::{decode_id, decode_id_or_nil};
use application::error::{AppError, AppResult};
use application::invoices::create_invoice::{CreatedInvoices, NewInvoice, NewInvoiceLine, create_invoice};
use application::invoices::discard_invoice::discard_invoice;
use application::invoices::publish_all::{PublishAll, publish_all};
use application::invoices::publish_invoice::{PublishInvoice, publish_invoice};
use application::invoices::resend_invoice_email::resend_invoice_email;
use application::invoices::void_invoice::{VoidInvoice, void_invoice};
use application::invoices::write_off_invoice::{WriteOffInvoice, write_off_invoice};

/// Result of `invoiceCreate`.
#[derive(SimpleObject)]
pub struct InvoiceCreatePayload {
    /// The new drafts, one for each unit; empty when the call failed.
    invoices: Vec<Invoice>,
    /// Billed units without a primary resident: nobody is emailed when these invoices are published.
    units_without_resident: Vec<Unit>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `invoiceDiscard`.
#[derive(SimpleObject)]
pub struct InvoiceDiscardPayload {
    /// Id of the deleted draft; null when the call failed.
    discarded_id: Option<ID>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `invoicePublishAll`.
#[derive(SimpleObject)]
pub struct InvoicePublishAllPayload {
    /// The run that publishes the drafts; poll it with the query `billingRun`. Null when the call failed.
    billing_run: Option<BillingRun>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

macro_rules! invoice_payload {
    ($name:ident, $mutation:literal) => {
        #[doc = concat!("Result of `", $mutation, "`.")]
        #[derive(SimpleObject)]
        pub struct $name {
            /// The invoice after the change; null when the call failed.
            invoice: Option<Invoice>,
            /// Why the call changed nothing; empty when it succeeded.
            user_errors: Vec<UserErrorPayload>,
        }

        impl $name {
            async fn of(ctx: &Context<'_>, outcome: AppResult<InvoiceId>) -> Result<Self> {
                Ok(match into_user_errors(ctx, outcome)? {
                    Ok(id) => Self { invoice: invoice_by_key(ctx, id).await?, user_errors: Vec::new() },
                    Err(user_errors) => Self { invoice: None, user_errors },
                })
            }
        }
    };
}

invoice_payload!(InvoicePublishPayload, "invoicePublish");
invoice_payload!(InvoiceVoidPayload, "invoiceVoid");
invoice_payload!(InvoiceWriteOffPayload, "invoiceWriteOff");
invoice_payload!(InvoiceEmailResendPayload, "invoiceEmailResend");

/// Mutations of invoices.
#[derive(Default)]
pub struct InvoiceMutation;

/// Mutations of invoices.
#[Object]
impl InvoiceMutation {
    /// Creates drafts, one for each unit: all of them or none. Drafts are not visible to residents. For
    /// organization and property managers, and API keys with `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `NO_LINES`, `UNKNOWN_INCOME_ACCOUNT`,
    /// `INVALID_AMOUNT`, `DUE_DATE_PAST`, `UNKNOWN_UNIT`.
    async fn invoice_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which units to bill, for what.")] input: InvoiceCreateInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<InvoiceCreatePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode(input) {
            Ok(input) => create_invoice(ctx.app()?, caller, &input, &idempotency_key).await,
            Err(failure) => Err(failure),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(CreatedInvoices { invoices, units_without_resident }) => InvoiceCreatePayload {
                invoices: invoices_by_keys(ctx, &invoices).await?,
                units_without_resident: units_without_resident.into_iter().map(Unit::from).collect(),
                user_errors: Vec::new(),
            },
            Err(user_errors) => {
                InvoiceCreatePayload { invoices: Vec::new(), units_without_resident: Vec::new(), user_errors }
            }
        })
    }

    /// Deletes a draft. For organization and property managers, and API keys with `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `INVOICE_NOT_DRAFT`, `VERSION_CONFLICT`.
    async fn invoice_discard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the draft, starting with `inv_`.")] id: ID,
        #[graphql(desc = "`version` of the invoice as the caller read it; not checked when left out.")]
        expected_version: Option<i32>,
    ) -> Result<InvoiceDiscardPayload> {
        let caller = ctx.caller()?;
        let outcome = match invoice_key(&id) {
            Ok(key) => discard_invoice(ctx.app()?, caller, key, expected_version.map(i64::from)).await,
            Err(failure) => Err(failure),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(_) => InvoiceDiscardPayload { discarded_id: Some(id), user_errors: Vec::new() },
            Err(user_errors) => InvoiceDiscardPayload { discarded_id: None, user_errors },
        })
    }

    /// Publishes a draft: it gets its number, is posted to the ledger and becomes visible to the resident.
    /// Its amounts never change again. For organization and property managers, and API keys with
    /// `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `INVOICE_ALREADY_PUBLISHED`, `VERSION_CONFLICT`.
    async fn invoice_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the draft, starting with `inv_`.")] id: ID,
        #[graphql(desc = "Whether to email the resident, and the expected version.")]
        input: InvoicePublishInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<InvoicePublishPayload> {
        let caller = ctx.caller()?;
        let outcome = match invoice_key(&id) {
            Ok(invoice) => {
                let expected_version = input.expected_version.map(i64::from);
                let publish = PublishInvoice { invoice, notify: input.notify, expected_version };
                publish_invoice(ctx.app()?, caller, publish, &idempotency_key).await
            }
            Err(failure) => Err(failure),
        };
        InvoicePublishPayload::of(ctx, outcome).await
    }

    /// Starts publishing all drafts the caller may publish, in the background. A draft that can't be
    /// published holds up no other. For organization and property managers, and API keys with
    /// `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `NOTHING_TO_PUBLISH`.
    async fn invoice_publish_all(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which drafts to publish, and how.")] input: InvoicePublishAllInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<InvoicePublishAllPayload> {
        let caller = ctx.caller()?;
        let organization = decode_id::<id::Organization>(&input.organization_id);
        let property = input.property_id.as_ref().map(decode_id_or_nil::<id::Property>);
        let outcome = match organization {
            Some(organization) => {
                let input = PublishAll { organization, property, notify: input.notify };
                publish_all(ctx.app()?, caller, input, &idempotency_key).await
            }
            None => Err(AppError::not_found("organization")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(run) => InvoicePublishAllPayload {
                billing_run: billing_run_by_key(ctx, run).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => InvoicePublishAllPayload { billing_run: None, user_errors },
        })
    }

    /// Voids an open invoice for which no payment was received or is in progress; its ledger entries are
    /// reversed. For organization and property managers, and API keys with `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `VERSION_CONFLICT`, `INVOICE_NOT_OPEN`,
    /// `INVOICE_HAS_PAYMENTS`, `INVOICE_WRITTEN_OFF`.
    async fn invoice_void(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the invoice, starting with `inv_`.")] id: ID,
        #[graphql(desc = "The reason, and the expected version.")] input: InvoiceVoidInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<InvoiceVoidPayload> {
        let caller = ctx.caller()?;
        let outcome = match invoice_key(&id) {
            Ok(invoice) => {
                let expected_version = input.expected_version.map(i64::from);
                let void = VoidInvoice { invoice, reason: input.reason, expected_version };
                void_invoice(ctx.app()?, caller, &void, &idempotency_key).await
            }
            Err(failure) => Err(failure),
        };
        InvoiceVoidPayload::of(ctx, outcome).await
    }

    /// Writes off what is owed on an open invoice for which no payment is in progress: it becomes
    /// `UNCOLLECTIBLE` and what was owed is posted as bad debt. What was paid stays paid; if it goes back later,
    /// that part is owed again and the invoice is open again. For organization and property managers, and API
    /// keys with `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `VERSION_CONFLICT`, `INVOICE_NOT_OPEN`,
    /// `PAYMENT_IN_PROGRESS`.
    async fn invoice_write_off(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invoice, the reason, and the expected version.")] input: InvoiceWriteOffInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<InvoiceWriteOffPayload> {
        let caller = ctx.caller()?;
        let outcome = match invoice_key(&input.invoice_id) {
            Ok(invoice) => {
                let expected_version = input.expected_version.map(i64::from);
                let write_off = WriteOffInvoice { invoice, reason: input.reason, expected_version };
                write_off_invoice(ctx.app()?, caller, &write_off, &idempotency_key).await
            }
            Err(failure) => Err(failure),
        };
        InvoiceWriteOffPayload::of(ctx, outcome).await
    }

    /// Emails an open invoice to its resident again. For organization and property managers, and API keys
    /// with `INVOICES_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `INVOICE_NOT_OPEN`, `INVALID_EMAIL` when the resident has no address.
    async fn invoice_email_resend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the invoice, starting with `inv_`.")] id: ID,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<InvoiceEmailResendPayload> {
        let caller = ctx.caller()?;
        let outcome = match invoice_key(&id) {
            Ok(key) => resend_invoice_email(ctx.app()?, caller, key, &idempotency_key).await,
            Err(failure) => Err(failure),
        };
        InvoiceEmailResendPayload::of(ctx, outcome).await
    }
}

fn invoice_key(id: &ID) -> AppResult<InvoiceId> {
    decode_id::<id::Invoice>(id).ok_or_else(|| AppError::not_found("invoice"))
}

fn decode(input: InvoiceCreateInput) -> AppResult<NewInvoice> {
    let property =
        decode_id::<id::Property>(&input.property_id).ok_or_else(|| AppError::not_found("property"))?;
    // An id of another kind becomes the nil key, which no unit has: it is refused at its place in the list.
    let units = input.unit_ids.map(|ids| ids.iter().map(decode_id_or_nil::<id::Unit>).collect());
    let line = |line: super::input::InvoiceLineInput| NewInvoiceLine {
        description: line.description,
        account_code: line.account_code,
        amount: line.amount.0,
        tax_code: line.tax_code,
    };
    Ok(NewInvoice {
        property,
        units: if input.all_units { None } else { Some(units.unwrap_or_default()) },
        title: input.title,
        description: input.description,
        due_on: input.due_on.0,
        lines: input.lines.into_iter().map(line).collect(),
    })
}
