//! Automatic payments: a resident's own, never shown to the team.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, AutopayId};
use entity::autopay;

use super::accounts::OnlinePaymentMethod;
use crate::graphql::community::Property;
use crate::graphql::enums::schema_enum;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::loaders::{LoadExt, PropertyById};
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_user_errors};
use crate::graphql::scalars::{DateTime, Decimal, decode_id, decode_id_or_nil, encode_id};
use application::autopay::change_autopay::{ChangeAutopay, change_autopay};
use application::autopay::end_autopay::end_autopay;
use application::autopay::list_autopays::own_autopay;
use application::autopay::record_autopay::refresh_autopay;
use application::autopay::set_up_autopay::{SetUpAutopay, set_up_autopay};
use application::error::{AppError, AppResult};

schema_enum!(AutopayStatus = domain::autopay::AutopayStatus);

schema_enum!(AutopayEndedReason = domain::autopay::AutopayEndReason);

/// A resident's permission to pay their invoices of one property with a saved card or bank account. Only the
/// resident sees it.
pub struct Autopay(pub autopay::Model);

/// A resident's permission to pay their invoices of one property with a saved card or bank account. Only the
/// resident sees it.
#[Object]
impl Autopay {
    /// Unique id, starting with `auto_`.
    async fn id(&self) -> ID {
        encode_id::<id::Autopay>(self.0.id)
    }
    /// The property whose invoices are paid.
    async fn property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        Ok(ctx.load(PropertyById(self.0.property_id)).await?.map(Property))
    }
    /// Whether a card or a bank account is charged.
    async fn method(&self) -> OnlinePaymentMethod {
        self.0.method.into()
    }
    /// What the payer knows the card or bank account by, such as `Visa •••• 4242`; null until it is saved.
    async fn label(&self) -> Option<&str> {
        self.0.label.as_deref()
    }
    /// Status of the automatic payment.
    async fn status(&self) -> AutopayStatus {
        self.0.status.into()
    }
    /// The most that one charge may be, fee included, in the property's currency. Invoices above it are not
    /// paid automatically.
    async fn cap(&self) -> Decimal {
        Decimal(domain::money::format_decimal(self.0.cap))
    }
    /// Days before the due date on which invoices are paid, 0 to 10.
    async fn days_before(&self) -> i32 {
        i32::try_from(self.0.days_before).unwrap_or_default()
    }
    /// Why it ended; null while it has not.
    async fn ended_reason(&self) -> Option<AutopayEndedReason> {
        self.0.ended_reason.map(Into::into)
    }
    /// Version, raised by each change; send it as `expectedVersion` to detect changes by others.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
    /// When its set-up was started.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
}

/// Terms of a new automatic payment.
#[derive(InputObject, Debug, Clone)]
pub struct AutopaySetUpInput {
    /// Whether to save a card or a bank account.
    method: OnlinePaymentMethod,
    /// The most that one charge may be, fee included, above zero, in the property's currency.
    cap: Decimal,
    /// Days before the due date on which invoices are paid, 0 to 10.
    #[graphql(default)]
    days_before: i32,
}

/// New terms of an automatic payment; those left out stay.
#[derive(InputObject, Debug, Clone)]
pub struct AutopayUpdateInput {
    /// The most that one charge may be, fee included, above zero, in the property's currency.
    cap: Option<Decimal>,
    /// Days before the due date on which invoices are paid, 0 to 10.
    days_before: Option<i32>,
    /// `version` of the automatic payment as the caller read it; not checked when left out.
    expected_version: Option<i32>,
}

/// Result of `autopaySetUp`.
#[derive(SimpleObject)]
pub struct AutopaySetUpPayload {
    /// The automatic payment, not active yet; null when the call failed.
    autopay: Option<Autopay>,
    /// URL of the processor's hosted page that saves the card or bank account; null when the call failed or
    /// the set-up is over.
    redirect_url: Option<String>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `autopayUpdate`, `autopayEnd` and `autopayRefresh`.
#[derive(SimpleObject)]
pub struct AutopayPayload {
    /// The automatic payment after the change; null when the call failed.
    autopay: Option<Autopay>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

async fn autopay_payload(ctx: &Context<'_>, id: &ID, outcome: AppResult<()>) -> Result<AutopayPayload> {
    Ok(match into_user_errors(ctx, outcome)? {
        Ok(()) => AutopayPayload {
            autopay: load(ctx, decode_id_or_nil::<id::Autopay>(id)).await?,
            user_errors: Vec::new(),
        },
        Err(user_errors) => AutopayPayload { autopay: None, user_errors },
    })
}

async fn load(ctx: &Context<'_>, id: AutopayId) -> Result<Option<Autopay>> {
    Ok(own_autopay(ctx.app()?, ctx.caller()?, id).await.or_internal_error(ctx)?.map(Autopay))
}

fn decode_autopay_id(id: &ID) -> AppResult<AutopayId> {
    decode_id::<id::Autopay>(id).ok_or_else(|| AppError::not_found("autopay"))
}

/// Mutations of automatic payments.
#[derive(Default)]
pub struct AutopayMutation;

/// Mutations of automatic payments.
#[Object]
impl AutopayMutation {
    /// Starts to set up the automatic payment of the caller's invoices in a property, and returns the page
    /// that saves the card or bank account. An active one stays in force until the new one is saved. For
    /// residents of the property.
    ///
    /// User errors: `NOT_FOUND`, `INVALID_AMOUNT`, `INVALID_VALUE`, `PAYMENTS_NOT_CONNECTED`,
    /// `PAYMENT_METHOD_UNAVAILABLE`, `PROCESSOR_UNAVAILABLE`, `PROCESSOR_REFUSED`.
    async fn autopay_set_up(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
        #[graphql(desc = "Method, limit and day of the charges.")] input: AutopaySetUpInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<AutopaySetUpPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Property>(&property_id) {
            Some(property) => {
                let input = SetUpAutopay {
                    property,
                    method: input.method.into(),
                    cap: input.cap.0,
                    days_before: i64::from(input.days_before),
                };
                set_up_autopay(ctx.app()?, caller, &input, &idempotency_key).await
            }
            None => Err(AppError::not_found("property")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(begun) => AutopaySetUpPayload {
                autopay: load(ctx, begun.autopay).await?,
                redirect_url: begun.url,
                user_errors: Vec::new(),
            },
            Err(user_errors) => AutopaySetUpPayload { autopay: None, redirect_url: None, user_errors },
        })
    }

    /// Changes the limit or the day of an automatic payment. Invoices whose day was announced keep it. For
    /// the resident it belongs to.
    ///
    /// User errors: `NOT_FOUND`, also when it has ended, `VERSION_CONFLICT`, `INVALID_AMOUNT`,
    /// `INVALID_VALUE`.
    async fn autopay_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the automatic payment, starting with `auto_`.")] id: ID,
        #[graphql(desc = "The terms to change; those left out stay.")] input: AutopayUpdateInput,
    ) -> Result<AutopayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_autopay_id(&id) {
            Ok(autopay) => {
                let change = ChangeAutopay {
                    autopay,
                    cap: input.cap.map(|cap| cap.0),
                    days_before: input.days_before.map(i64::from),
                    expected_version: input.expected_version.map(i64::from),
                };
                change_autopay(ctx.app()?, caller, &change).await
            }
            Err(failure) => Err(failure),
        };
        autopay_payload(ctx, &id, outcome).await
    }

    /// Ends an automatic payment: nothing is charged from now on, and the card or bank account is removed
    /// from the payment processor. Ending it again changes nothing. For the resident it belongs to.
    ///
    /// User errors: `NOT_FOUND`.
    async fn autopay_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the automatic payment, starting with `auto_`.")] id: ID,
    ) -> Result<AutopayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_autopay_id(&id) {
            Ok(autopay) => end_autopay(ctx.app()?, caller, autopay).await,
            Err(failure) => Err(failure),
        };
        autopay_payload(ctx, &id, outcome).await
    }

    /// Asks the payment processor whether the card or bank account was saved, and activates the automatic
    /// payment if so. Call it when the resident returns from the hosted page. For the resident it belongs to.
    ///
    /// User errors: `NOT_FOUND`, `PROCESSOR_UNAVAILABLE`, `PROCESSOR_REFUSED`.
    async fn autopay_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the automatic payment, starting with `auto_`.")] id: ID,
    ) -> Result<AutopayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_autopay_id(&id) {
            Ok(autopay) => refresh_autopay(ctx.app()?, caller, autopay).await,
            Err(failure) => Err(failure),
        };
        autopay_payload(ctx, &id, outcome).await
    }
}
