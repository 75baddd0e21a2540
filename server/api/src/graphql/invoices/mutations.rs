//! What can be done with invoices: one mutation per business action.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id::{self, Uuid};

use super::super::billing_runs::{BillingRun, billing_run};
use super::super::community::Unit;
use super::super::context::ContextExt;
use super::super::errors::{UserErrorPayload, into_user_errors};
use super::super::scalars::decode_id;
use super::input::{
    InvoiceCreateInput, InvoicePublishAllInput, InvoicePublishInput, InvoiceVoidInput, InvoiceWriteOffInput,
};
use super::queries::invoices_by_id;
use super::types::Invoice;
use application::error::{AppError, AppResult};
use application::invoices::create_invoice::{CreatedInvoices, NewInvoice, NewInvoiceLine, create_invoice};
use application::invoices::discard_invoice::discard_invoice;
use application::invoices::publish_all::{PublishAll, publish_all};
use application::invoices::publish_invoice::{PublishInvoice, publish_invoice};
use application::invoices::resend_invoice_email::resend_invoice_email;
use application::invoices::void_invoice::{VoidInvoice, void_invoice};
use application::invoices::write_off_invoice::{WriteOffInvoice, write_off_invoice};

/// The drafts that were made.
#[derive(SimpleObject)]
pub struct InvoiceCreatePayload {
    /// One per unit.
    invoices: Vec<Invoice>,
    /// Units billed without a primary resident: nobody is told.
    units_without_resident: Vec<Unit>,
    /// Why nothing was made.
    user_errors: Vec<UserErrorPayload>,
}

/// The draft that is gone.
#[derive(SimpleObject)]
pub struct InvoiceDiscardPayload {
    /// Its id.
    discarded_id: Option<ID>,
    /// Why it is still there.
    user_errors: Vec<UserErrorPayload>,
}

/// The run that was started.
#[derive(SimpleObject)]
pub struct InvoicePublishAllPayload {
    /// Follow it with the query of the same name.
    billing_run: Option<BillingRun>,
    /// Why none was started.
    user_errors: Vec<UserErrorPayload>,
}

macro_rules! invoice_payload {
    ($name:ident) => {
        /// The invoice as it is now.
        #[derive(SimpleObject)]
        pub struct $name {
            /// The invoice.
            invoice: Option<Invoice>,
            /// Why nothing was done.
            user_errors: Vec<UserErrorPayload>,
        }

        impl $name {
            async fn of(ctx: &Context<'_>, outcome: AppResult<Uuid>) -> Result<Self> {
                Ok(match into_user_errors(ctx, outcome)? {
                    Ok(id) => {
                        Self { invoice: invoices_by_id(ctx, &[id]).await?.pop(), user_errors: Vec::new() }
                    }
                    Err(user_errors) => Self { invoice: None, user_errors },
                })
            }
        }
    };
}

invoice_payload!(InvoicePublishPayload);
invoice_payload!(InvoiceVoidPayload);
invoice_payload!(InvoiceWriteOffPayload);
invoice_payload!(InvoiceEmailResendPayload);

/// Mutations of invoices.
#[derive(Default)]
pub struct InvoiceMutation;

/// Mutations of invoices.
#[Object]
impl InvoiceMutation {
    /// Makes one draft per unit: all of them or none.
    async fn invoice_create(
        &self,
        ctx: &Context<'_>,
        input: InvoiceCreateInput,
        idempotency_key: String,
    ) -> Result<InvoiceCreatePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode(input) {
            Ok(input) => create_invoice(ctx.app()?, caller, &input, &idempotency_key).await,
            Err(failure) => Err(failure),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(CreatedInvoices { invoices, units_without_resident }) => InvoiceCreatePayload {
                invoices: invoices_by_id(ctx, &invoices).await?,
                units_without_resident: units_without_resident.into_iter().map(Unit::from).collect(),
                user_errors: Vec::new(),
            },
            Err(user_errors) => {
                InvoiceCreatePayload { invoices: Vec::new(), units_without_resident: Vec::new(), user_errors }
            }
        })
    }

    /// Deletes a draft.
    async fn invoice_discard(
        &self,
        ctx: &Context<'_>,
        id: ID,
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

    /// Draft → Open: gives the number, posts to the ledger, tells the resident.
    async fn invoice_publish(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: InvoicePublishInput,
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

    /// Publishes every draft the caller may publish, in the background; follow `billingRun`.
    async fn invoice_publish_all(
        &self,
        ctx: &Context<'_>,
        input: InvoicePublishAllInput,
        idempotency_key: String,
    ) -> Result<InvoicePublishAllPayload> {
        let caller = ctx.caller()?;
        let organization = decode_id::<id::Organization>(&input.organization_id);
        let property = input.property_id.as_ref().map(|id| decode_id::<id::Property>(id).unwrap_or_default());
        let outcome = match organization {
            Some(organization) => {
                let input = PublishAll { organization, property, notify: input.notify };
                publish_all(ctx.app()?, caller, input, &idempotency_key).await
            }
            None => Err(AppError::not_found("organization")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(run) => InvoicePublishAllPayload {
                billing_run: billing_run(ctx, run).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => InvoicePublishAllPayload { billing_run: None, user_errors },
        })
    }

    /// Open → Void, if nothing was paid and nothing is on its way.
    async fn invoice_void(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: InvoiceVoidInput,
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

    /// Open → Uncollectible, if nothing is on its way: what is owed becomes bad debt, what was paid stays paid.
    async fn invoice_write_off(
        &self,
        ctx: &Context<'_>,
        input: InvoiceWriteOffInput,
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

    /// Sends the invoice mail again to its resident.
    async fn invoice_email_resend(
        &self,
        ctx: &Context<'_>,
        id: ID,
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

fn invoice_key(id: &ID) -> AppResult<Uuid> {
    decode_id::<id::Invoice>(id).ok_or_else(|| AppError::not_found("invoice"))
}

fn decode(input: InvoiceCreateInput) -> AppResult<NewInvoice> {
    let property =
        decode_id::<id::Property>(&input.property_id).ok_or_else(|| AppError::not_found("property"))?;
    // An id of another kind becomes the nil key, which no unit has: it is refused at its place in the list.
    let units = input
        .unit_ids
        .map(|ids| ids.iter().map(|id| decode_id::<id::Unit>(id).unwrap_or_default()).collect());
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
