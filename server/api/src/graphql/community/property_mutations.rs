//! Settings of a property: its payment account and who bears the fees.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id;
use domain::id::Uuid;
use domain::roles::Permission;

use super::super::context::ContextExt;
use super::super::errors::{ResultExt, UserErrorPayload, into_user_errors};
use super::super::payments::PropertyFeesSetInput;
use super::super::scalars::decode_id;
use super::Property;
use application::community::set_fees::set_fees;
use application::error::{AppError, AppResult};
use application::payment_accounts::connect_account::connect_account;
use application::payment_accounts::open_dashboard::open_dashboard;
use application::payment_accounts::refresh_account::refresh_account;
use store::properties;

/// Where the property's owner goes to finish the forms.
#[derive(SimpleObject)]
pub struct PaymentAccountConnectPayload {
    /// Stripe's hosted onboarding; works once and for minutes.
    redirect_url: Option<String>,
    /// The property as it is now.
    property: Option<Property>,
    /// Why not.
    user_errors: Vec<UserErrorPayload>,
}

/// The way to the account's dashboard.
#[derive(SimpleObject)]
pub struct PaymentAccountDashboardOpenPayload {
    /// Send the browser there at once and don't keep it: it may work only once.
    url: Option<String>,
    /// Why not.
    user_errors: Vec<UserErrorPayload>,
}

macro_rules! property_payload {
    ($name:ident) => {
        /// The property as it is now.
        #[derive(SimpleObject)]
        pub struct $name {
            /// The property.
            property: Option<Property>,
            /// Why nothing was done.
            user_errors: Vec<UserErrorPayload>,
        }

        impl $name {
            async fn of(ctx: &Context<'_>, outcome: AppResult<Uuid>) -> Result<Self> {
                Ok(match into_user_errors(ctx, outcome)? {
                    Ok(id) => Self { property: load(ctx, id).await?, user_errors: Vec::new() },
                    Err(user_errors) => Self { property: None, user_errors },
                })
            }
        }
    };
}

property_payload!(PaymentAccountRefreshPayload);
property_payload!(PropertyFeesSetPayload);

pub(super) async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Property>> {
    let scope = ctx.caller()?.scope(Permission::SeeProperty);
    Ok(properties::property(ctx.app()?.db.read(), &scope, id).await.or_internal_error(ctx)?.map(Property))
}

pub(super) fn decode(id: &ID) -> AppResult<Uuid> {
    decode_id::<id::Property>(id).ok_or_else(|| AppError::not_found("property"))
}

/// Mutations of properties.
#[derive(Default)]
pub struct PropertyMutation;

/// Mutations of properties.
#[Object]
impl PropertyMutation {
    /// Opens the property's Stripe account if there is none, and gives a link to its onboarding. Asking again
    /// opens no second account, whatever the key.
    async fn payment_account_connect(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
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
                property: load(ctx, id).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => {
                PaymentAccountConnectPayload { redirect_url: None, property: None, user_errors }
            }
        })
    }

    /// Asks Stripe for the account's state now.
    async fn payment_account_refresh(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
    ) -> Result<PaymentAccountRefreshPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode(&property_id) {
            Ok(id) => refresh_account(ctx.app()?, caller, id).await.map(|()| id),
            Err(failure) => Err(failure),
        };
        PaymentAccountRefreshPayload::of(ctx, outcome).await
    }

    /// Gives the way to the account's dashboard at Stripe, made for this one visit.
    async fn payment_account_dashboard_open(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
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

    /// Chooses who bears the processing fees. Payments under way keep the fee they were quoted.
    async fn property_fees_set(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
        input: PropertyFeesSetInput,
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
