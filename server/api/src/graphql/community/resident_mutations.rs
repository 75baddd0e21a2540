//! Residents and their access.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::community;
use domain::id;
use domain::id::Uuid;

use super::{ResidencyKind, Resident};
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::people::Language;
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_user_errors};
use crate::graphql::scalars::{Date, decode_id};
use application::community::create_resident::{NewResident, create_resident};
use application::community::directory;
use application::community::move_out::move_out;
use application::error::{AppError, AppResult};
use application::identity::invite_resident::invite_resident;

/// A new resident.
#[derive(InputObject)]
pub struct ResidentCreateInput {
    /// Full name.
    name: String,
    /// Where mail goes.
    email: Option<String>,
    /// Language of mail and portal.
    language: Language,
    /// How they hold the unit.
    kind: ResidencyKind,
    /// Whether invoices of the unit are addressed to them; takes the place of who was.
    is_primary: bool,
    /// First day; today when left out.
    starts_on: Option<Date>,
}

/// What ends.
#[derive(InputObject)]
pub struct ResidentMoveOutInput {
    /// One unit; every unit the caller may manage when left out.
    unit_id: Option<ID>,
    /// Last day, today or before; today when left out.
    ends_on: Option<Date>,
}

macro_rules! resident_payload {
    ($($name:ident),*) => {$(
        /// The resident as they are now.
        #[derive(SimpleObject)]
        pub struct $name {
            /// The resident.
            resident: Option<Resident>,
            /// Why nothing was done.
            user_errors: Vec<UserErrorPayload>,
        }

        impl $name {
            async fn of(ctx: &Context<'_>, outcome: AppResult<Uuid>) -> Result<Self> {
                Ok(match into_user_errors(ctx, outcome)? {
                    Ok(id) => Self { resident: load(ctx, id).await?, user_errors: Vec::new() },
                    Err(user_errors) => Self { resident: None, user_errors },
                })
            }
        }
    )*};
}

resident_payload!(ResidentCreatePayload, ResidentInvitePayload, ResidentMoveOutPayload);

async fn load(ctx: &Context<'_>, id: Uuid) -> Result<Option<Resident>> {
    let found = directory::managed_resident(ctx.app()?, ctx.caller()?, id).await.or_internal_error(ctx)?;
    Ok(found.map(Resident))
}

fn resident_key(id: &ID) -> AppResult<Uuid> {
    decode_id::<id::Resident>(id).ok_or_else(|| AppError::not_found("resident"))
}

/// Mutations of residents.
#[derive(Default)]
pub struct ResidentMutation;

/// Mutations of residents.
#[Object]
impl ResidentMutation {
    /// Adds a resident to a unit.
    async fn resident_create(
        &self,
        ctx: &Context<'_>,
        unit_id: ID,
        input: ResidentCreateInput,
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

    /// Mails an invitation to the portal; it replaces the one before.
    async fn resident_invite(&self, ctx: &Context<'_>, id: ID) -> Result<ResidentInvitePayload> {
        let caller = ctx.caller()?;
        let outcome = match resident_key(&id) {
            Ok(key) => invite_resident(ctx.app()?, caller, key).await.map(|()| key),
            Err(failure) => Err(failure),
        };
        ResidentInvitePayload::of(ctx, outcome).await
    }

    /// Ends a residency. With the last one access ends; the history stays.
    async fn resident_move_out(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: ResidentMoveOutInput,
    ) -> Result<ResidentMoveOutPayload> {
        let caller = ctx.caller()?;
        // An id of nothing is a unit the resident doesn't have.
        let unit = input.unit_id.map(|id| decode_id::<id::Unit>(&id).unwrap_or_default());
        let ends_on = input.ends_on.map(|day| day.0);
        let outcome = match resident_key(&id) {
            Ok(key) => move_out(ctx.app()?, caller, key, unit, ends_on).await.map(|()| key),
            Err(failure) => Err(failure),
        };
        ResidentMoveOutPayload::of(ctx, outcome).await
    }
}
