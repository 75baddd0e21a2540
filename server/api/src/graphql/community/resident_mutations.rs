//! Residents and their access.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::community;
use domain::id;
use domain::id::ResidentId;

use super::{ResidencyKind, Resident};
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::people::Language;
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_user_errors};
use crate::graphql::scalars::{Date, decode_id, decode_id_or_nil};
use application::community::create_resident::{NewResident, create_resident};
use application::community::directory;
use application::community::move_out::move_out;
use application::error::{AppError, AppResult};
use application::identity::invite_resident::invite_resident;

/// A new resident of a unit.
#[derive(InputObject)]
pub struct ResidentCreateInput {
    /// Full name, 1 to 100 characters in one line.
    name: String,
    /// Email address; without one the resident can't be invited and gets no emails.
    email: Option<String>,
    /// Language of emails and of the portal.
    language: Language,
    /// Whether the resident owns or rents the unit.
    kind: ResidencyKind,
    /// Whether invoices of the unit are addressed to this resident from now on, instead of the primary
    /// resident before.
    is_primary: bool,
    /// First day of the residency; today in the property's time zone when left out.
    starts_on: Option<Date>,
}

/// Which residencies end, and when.
#[derive(InputObject)]
pub struct ResidentMoveOutInput {
    /// Id of the unit to move out of; every unit the caller manages when left out.
    unit_id: Option<ID>,
    /// Last day, not after today and not before the first day; today in the property's time zone when left
    /// out.
    ends_on: Option<Date>,
}

macro_rules! resident_payload {
    ($($name:ident, $mutation:literal;)*) => {$(
        #[doc = concat!("Result of `", $mutation, "`.")]
        #[derive(SimpleObject)]
        pub struct $name {
            /// The resident after the change; null when the call failed.
            resident: Option<Resident>,
            /// Why the call changed nothing; empty when it succeeded.
            user_errors: Vec<UserErrorPayload>,
        }

        impl $name {
            async fn of(ctx: &Context<'_>, outcome: AppResult<ResidentId>) -> Result<Self> {
                Ok(match into_user_errors(ctx, outcome)? {
                    Ok(id) => Self { resident: load(ctx, id).await?, user_errors: Vec::new() },
                    Err(user_errors) => Self { resident: None, user_errors },
                })
            }
        }
    )*};
}

resident_payload! {
    ResidentCreatePayload, "residentCreate";
    ResidentInvitePayload, "residentInvite";
    ResidentMoveOutPayload, "residentMoveOut";
}

async fn load(ctx: &Context<'_>, id: ResidentId) -> Result<Option<Resident>> {
    let found = directory::managed_resident(ctx.app()?, ctx.caller()?, id).await.or_internal_error(ctx)?;
    Ok(found.map(Resident))
}

fn resident_key(id: &ID) -> AppResult<ResidentId> {
    decode_id::<id::Resident>(id).ok_or_else(|| AppError::not_found("resident"))
}

/// Mutations of residents.
#[derive(Default)]
pub struct ResidentMutation;

/// Mutations of residents.
#[Object]
impl ResidentMutation {
    /// Adds a resident to a unit. Nothing is sent; call `residentInvite` for that. For organization and
    /// property managers, and API keys with `COMMUNITY_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `INVALID_VALUE`, `INVALID_EMAIL`.
    async fn resident_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the unit, starting with `unit_`.")] unit_id: ID,
        #[graphql(desc = "The resident, and how they hold the unit.")] input: ResidentCreateInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<ResidentCreatePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Unit>(&unit_id) {
            Some(unit) => {
                let new = NewResident {
                    unit,
                    name: input.name,
                    email: input.email,
                    language: input.language.into(),
                    is_owner: input.kind.0 == community::ResidencyKind::Owner,
                    is_primary: input.is_primary,
                    starts_on: input.starts_on.map(|day| day.0),
                };
                create_resident(ctx.app()?, caller, &new, &idempotency_key).await
            }
            None => Err(AppError::not_found("unit")),
        };
        ResidentCreatePayload::of(ctx, outcome).await
    }

    /// Emails an invitation to the portal, valid once and for 14 days; an earlier invitation stops working.
    /// For organization and property managers, and API keys with `COMMUNITY_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `ALREADY_ACTIVE`, `MOVED_OUT`, `EMAIL_MISSING`, `INVALID_EMAIL`,
    /// `TOO_MANY_REQUESTS`.
    async fn resident_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the resident, starting with `res_`.")] id: ID,
    ) -> Result<ResidentInvitePayload> {
        let caller = ctx.caller()?;
        let outcome = match resident_key(&id) {
            Ok(key) => invite_resident(ctx.app()?, caller, key).await.map(|()| key),
            Err(failure) => Err(failure),
        };
        ResidentInvitePayload::of(ctx, outcome).await
    }

    /// Ends residencies of a resident. When the last one ends, access to the portal ends at once; invoices
    /// and payments stay. For organization and property managers, and API keys with `COMMUNITY_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `MOVED_OUT`, `INVALID_DATE`.
    async fn resident_move_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the resident, starting with `res_`.")] id: ID,
        #[graphql(desc = "Which residencies end, and when.")] input: ResidentMoveOutInput,
    ) -> Result<ResidentMoveOutPayload> {
        let caller = ctx.caller()?;
        // An id of nothing is a unit the resident doesn't have.
        let unit = input.unit_id.map(|id| decode_id_or_nil::<id::Unit>(&id));
        let ends_on = input.ends_on.map(|day| day.0);
        let outcome = match resident_key(&id) {
            Ok(key) => move_out(ctx.app()?, caller, key, unit, ends_on).await.map(|()| key),
            Err(failure) => Err(failure),
        };
        ResidentMoveOutPayload::of(ctx, outcome).await
    }
}
