//! Automatic payments: a resident's own, never shown to the team.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, Uuid};
use entity::autopay;

use super::super::community::Property;
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, UserErrorPayload, into_user_errors};
use super::super::loaders::PropertyById;
use super::super::scalars::{DateTime, Decimal, decode_id, encode_id};
use super::accounts::OnlinePaymentMethod;
use application::autopay::change_autopay::{ChangeAutopay, change_autopay};
use application::autopay::end_autopay::end_autopay;
use application::autopay::record_autopay::refresh_autopay;
use application::autopay::set_up_autopay::{SetUpAutopay, set_up_autopay};
use application::error::{AppError, AppResult};
use application::identity::Caller;

/// Where an autopay stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::autopay::AutopayStatus")]
pub enum AutopayStatus {
    /// Waits for the resident on the hosted page.
    SettingUp,
    /// Pays invoices on their day.
    Active,
    /// Charges nothing any more.
    Ended,
}

/// Why an autopay ended.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::autopay::AutopayEndReason")]
pub enum AutopayEndedReason {
    /// The resident stopped it.
    Stopped,
    /// Another was set up in its place.
    Replaced,
    /// The page was left until it closed.
    Expired,
    /// The resident moved out.
    MovedOut,
    /// The community's payment account is gone.
    Disconnected,
    /// A charge was declined twice.
    Declined,
    /// A bank took a charge back.
    Returned,
    /// The card or bank account is no longer saved.
    MethodRemoved,
}

/// A saved card or bank account that pays a resident's invoices in one property.
pub struct Autopay(pub autopay::Model);

/// A saved card or bank account that pays a resident's invoices in one property.
#[Object]
impl Autopay {
    /// `auto_…`
    async fn id(&self) -> ID {
        encode_id::<id::Autopay>(self.0.id)
    }
    /// The property whose invoices it pays.
    async fn property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        Ok(ctx.loaders()?.get(PropertyById(self.0.property_id)).await?.map(Property))
    }
    /// Card or bank.
    async fn method(&self) -> OnlinePaymentMethod {
        self.0.method.into()
    }
    /// What the payer knows it by: `Visa •••• 4242`.
    async fn label(&self) -> Option<&str> {
        self.0.label.as_deref()
    }
    /// Where it stands.
    async fn status(&self) -> AutopayStatus {
        self.0.status.into()
    }
    /// The most one charge may be, fee included.
    async fn cap(&self) -> Decimal {
        Decimal(domain::money::format_decimal(self.0.cap))
    }
    /// Days before the due date on which invoices are paid.
    async fn days_before(&self) -> i32 {
        i32::try_from(self.0.days_before).unwrap_or_default()
    }
    /// Why it ended.
    async fn ended_reason(&self) -> Option<AutopayEndedReason> {
        self.0.ended_reason.map(Into::into)
    }
    /// Raised by every change.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
    /// When it was begun.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
}

/// What may be paid automatically, and how.
#[derive(InputObject, Debug, Clone)]
pub struct AutopaySetUpInput {
    /// Card or bank.
    method: OnlinePaymentMethod,
    /// The most one charge may be, fee included. Invoices above it are left to the resident.
    cap: Decimal,
    /// Days before the due date, 0 to 10.
    #[graphql(default)]
    days_before: i32,
}

/// Other terms; what is left out stays.
#[derive(InputObject, Debug, Clone)]
pub struct AutopayUpdateInput {
    /// The most one charge may be, fee included.
    cap: Option<Decimal>,
    /// Days before the due date, 0 to 10.
    days_before: Option<i32>,
    /// The version as the caller saw it.
    expected_version: Option<i32>,
}

/// Where the resident goes to save a card or bank account.
#[derive(SimpleObject)]
pub struct AutopaySetUpPayload {
    /// The autopay, not active yet.
    autopay: Option<Autopay>,
    /// Stripe's hosted page.
    redirect_url: Option<String>,
    /// Why it can't be set up.
    user_errors: Vec<UserErrorPayload>,
}

/// The autopay as it is now.
#[derive(SimpleObject)]
pub struct AutopayPayload {
    /// The autopay.
    autopay: Option<Autopay>,
    /// Why nothing was done.
    user_errors: Vec<UserErrorPayload>,
}

/// The autopays of everybody the caller is, the newest first.
pub(in super::super) async fn own_autopays(ctx: &Context<'_>, caller: &Caller) -> Result<Vec<Autopay>> {
    let residents: Vec<Uuid> = caller.residents.iter().map(|own| own.resident.id).collect();
    let rows =
        store::autopays::of_residents(ctx.app()?.db.read(), &residents).await.or_internal_error(ctx)?;
    Ok(rows.into_iter().map(Autopay).collect())
}

async fn autopay_payload(ctx: &Context<'_>, id: &ID, outcome: AppResult<()>) -> Result<AutopayPayload> {
    Ok(match into_user_errors(ctx, outcome)? {
        Ok(()) => AutopayPayload {
            autopay: load(ctx, decode_id::<id::Autopay>(id)).await?,
            user_errors: Vec::new(),
        },
        Err(user_errors) => AutopayPayload { autopay: None, user_errors },
    })
}

/// Only after a use case has let the caller through.
async fn load(ctx: &Context<'_>, id: Option<Uuid>) -> Result<Option<Autopay>> {
    let Some(id) = id else { return Ok(None) };
    Ok(store::autopays::get(ctx.app()?.db.read(), id).await.or_internal_error(ctx)?.map(Autopay))
}

fn decode_autopay_id(id: &ID) -> AppResult<Uuid> {
    decode_id::<id::Autopay>(id).ok_or_else(|| AppError::not_found("autopay"))
}

/// Mutations of automatic payments.
#[derive(Default)]
pub struct AutopayMutation;

/// Mutations of automatic payments.
#[Object]
impl AutopayMutation {
    /// Begins to have the caller's invoices in a property paid automatically, and gives the page on which the card
    /// or bank account is saved. One that is active goes on until the new one is.
    async fn autopay_set_up(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
        input: AutopaySetUpInput,
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
                autopay: load(ctx, Some(begun.autopay)).await?,
                redirect_url: begun.url,
                user_errors: Vec::new(),
            },
            Err(user_errors) => AutopaySetUpPayload { autopay: None, redirect_url: None, user_errors },
        })
    }

    /// Changes the limit or the day. Invoices that were announced keep their day.
    async fn autopay_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: AutopayUpdateInput,
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

    /// Stops it: nothing is charged from now on, and the card or bank account is forgotten.
    async fn autopay_end(&self, ctx: &Context<'_>, id: ID) -> Result<AutopayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_autopay_id(&id) {
            Ok(autopay) => end_autopay(ctx.app()?, caller, autopay).await,
            Err(failure) => Err(failure),
        };
        autopay_payload(ctx, &id, outcome).await
    }

    /// Asks Stripe whether the card or bank account is saved: for the page the resident comes back to.
    async fn autopay_refresh(&self, ctx: &Context<'_>, id: ID) -> Result<AutopayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_autopay_id(&id) {
            Ok(autopay) => refresh_autopay(ctx.app()?, caller, autopay).await,
            Err(failure) => Err(failure),
        };
        autopay_payload(ctx, &id, outcome).await
    }
}
