//! Settings of a property: its payment account and who bears the fees.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id;
use domain::id::PropertyId;

use super::{Property, property_by_key};
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::payments::PropertyFeesSetInput;
use crate::graphql::request::ContextExt;
use crate::graphql::results::into_user_errors;
use crate::graphql::scalars::decode_id;
use application::community::set_fees::set_fees;
use application::error::{AppError, AppResult};
use application::payment_accounts::connect_account::connect_account;
use application::payment_accounts::open_dashboard::open_dashboard;
use application::payment_accounts::refresh_account::refresh_account;

/// Result of `paymentAccountConnect`.
#[derive(SimpleObject)]
pub struct PaymentAccountConnectPayload {
    /// URL of the processor's hosted onboarding. It works once and for a few minutes; don't keep it. Null
    /// when the call failed.
    redirect_url: Option<String>,
    /// The property after the change; null when the call failed.
    property: Option<Property>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `paymentAccountDashboardOpen`.
#[derive(SimpleObject)]
pub struct PaymentAccountDashboardOpenPayload {
    /// URL of the dashboard; send the browser there at once, since it may work only once. Null when the call
    /// failed.
    url: Option<String>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

macro_rules! property_payload {
    ($name:ident, $mutation:literal) => {
        #[doc = concat!("Result of `", $mutation, "`.")]
        #[derive(SimpleObject)]
        pub struct $name {
            /// The property after the change; null when the call failed.
            property: Option<Property>,
            /// Why the call changed nothing; empty when it succeeded.
            user_errors: Vec<UserErrorPayload>,
        }

        impl $name {
            async fn of(ctx: &Context<'_>, outcome: AppResult<PropertyId>) -> Result<Self> {
                Ok(match into_user_errors(ctx, outcome)? {
                    Ok(id) => Self { property: property_by_key(ctx, id).await?, user_errors: Vec::new() },
                    Err(user_errors) => Self { property: None, user_errors },
                })
            }
        }
    };
}

property_payload!(PaymentAccountRefreshPayload, "paymentAccountRefresh");
property_payload!(PropertyFeesSetPayload, "propertyFeesSet");

pub(super) fn decode(id: &ID) -> AppResult<PropertyId> {
    decode_id::<id::Property>(id).ok_or_else(|| AppError::not_found("property"))
}

/// Mutations of properties.
#[derive(Default)]
pub struct PropertyMutation;

/// Mutations of properties.
#[Object]
impl PropertyMutation {
    /// Opens the property's account at the payment processor if it has none that can be used, and returns a
    /// link to its onboarding. Calling it again opens no second account. For organization managers.
    ///
    /// User errors: `NOT_FOUND`, `PROCESSOR_UNAVAILABLE`, `PROCESSOR_REFUSED`.
    async fn payment_account_connect(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
        #[graphql(desc = "Not needed for safety, since a property has one account; any text.")]
        idempotency_key: String,
    ) -> Result<PaymentAccountConnectPayload> {
        tracing::debug!(idempotency_key, "connecting is idempotent by property");
        let caller = ctx.caller()?;
        let outcome = match decode(&property_id) {
            Ok(id) => connect_account(ctx.app()?, caller, id).await.map(|url| (id, url)),
            Err(failure) => Err(failure),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok((id, url)) => PaymentAccountConnectPayload {
                redirect_url: Some(url),
                property: property_by_key(ctx, id).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => {
                PaymentAccountConnectPayload { redirect_url: None, property: None, user_errors }
            }
        })
    }

    /// Reads the status of the property's payment account from the payment processor now. For organization
    /// managers.
    ///
    /// User errors: `NOT_FOUND`, `PROCESSOR_UNAVAILABLE`, `PROCESSOR_REFUSED`.
    async fn payment_account_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
    ) -> Result<PaymentAccountRefreshPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode(&property_id) {
            Ok(id) => refresh_account(ctx.app()?, caller, id).await.map(|()| id),
            Err(failure) => Err(failure),
        };
        PaymentAccountRefreshPayload::of(ctx, outcome).await
    }

    /// Creates a link to the account's dashboard at the payment processor, for one visit. For organization
    /// managers.
    ///
    /// User errors: `NOT_FOUND`, `PAYMENTS_NOT_CONNECTED`, `PROCESSOR_UNAVAILABLE`, `PROCESSOR_REFUSED`.
    async fn payment_account_dashboard_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
    ) -> Result<PaymentAccountDashboardOpenPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode(&property_id) {
            Ok(id) => open_dashboard(ctx.app()?, caller, id).await,
            Err(failure) => Err(failure),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(url) => PaymentAccountDashboardOpenPayload { url: Some(url), user_errors: Vec::new() },
            Err(user_errors) => PaymentAccountDashboardOpenPayload { url: None, user_errors },
        })
    }

    /// Chooses who bears the processing fees. Payments in progress keep the fee they were quoted. For
    /// organization managers.
    ///
    /// User errors: `NOT_FOUND`, `VERSION_CONFLICT`, `INVALID_VALUE`, `CARD_FEES_FORBIDDEN`,
    /// `ACKNOWLEDGEMENT_REQUIRED`.
    async fn property_fees_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
        #[graphql(desc = "Who bears which fees from now on.")] input: PropertyFeesSetInput,
        #[graphql(desc = "`version` of the property as the caller read it; not checked when left out.")]
        expected_version: Option<i32>,
    ) -> Result<PropertyFeesSetPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode(&property_id) {
            Ok(id) => set_fees(ctx.app()?, caller, id, input.decode(expected_version)).await,
            Err(failure) => Err(failure),
        };
        PropertyFeesSetPayload::of(ctx, outcome).await
    }
}
