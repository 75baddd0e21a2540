//! Periods of a property's books that are closed, closing and reopening them.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use domain::id;
use domain::money;
use domain::roles::Permission;
use entity::period_closing;

use super::super::community::Property;
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, UserErrorPayload, into_user_errors};
use super::super::ledger::LedgerAccount;
use super::super::loaders::BalancesOfClosing;
use super::super::scalars::{Date, DateTime, decode_id, encode_id};
use application::bookkeeping::close_period::{close_period, reopen_period};
use application::error::{AppError, AppResult};

/// What was done to a period.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::bookkeeping::PeriodClosingKind")]
pub enum PeriodClosingKind {
    /// The books were closed through a day.
    Closed,
    /// And reopened.
    Reopened,
}

/// A period of a property's books that was closed or reopened. It never changes.
pub struct PeriodClosing {
    pub(in super::super) row: period_closing::Model,
    pub(in super::super) currency: money::Currency,
}

/// A period of a property's books that was closed or reopened. It never changes.
#[Object]
impl PeriodClosing {
    /// `pcl_…`
    async fn id(&self) -> ID {
        encode_id::<id::PeriodClosing>(self.row.id)
    }
    /// What was done.
    async fn kind(&self) -> PeriodClosingKind {
        self.row.kind.into()
    }
    /// The last day that is closed after it; null when none is.
    async fn closed_through(&self) -> Result<Option<Date>> {
        Ok(self.row.closed_through.map(|day| Date(day.0)))
    }
    /// Why it was reopened.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }
    /// Who did it.
    async fn by(&self) -> &str {
        &self.row.user_name
    }
    /// When.
    async fn at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
    /// Position of the last transaction of the closed days in the property's chain; 0 where there is none.
    async fn ledger_sequence(&self) -> i32 {
        i32::try_from(self.row.ledger_sequence).unwrap_or(i32::MAX)
    }
    /// Its hash, hex; empty where there is none.
    async fn ledger_hash(&self) -> &str {
        &self.row.ledger_hash
    }
    /// The balances the closed days ended with; empty for a reopening.
    async fn balances(&self, ctx: &Context<'_>) -> Result<Vec<LedgerAccount>> {
        let kept = ctx.loaders()?.get(BalancesOfClosing(self.row.id)).await?.unwrap_or_default();
        let account =
            |(code, balance): (String, i64)| LedgerAccount::of_chart_with(&code, balance, self.currency);
        Ok(kept.into_iter().map(account).collect())
    }
}

/// What was closed.
#[derive(SimpleObject)]
pub struct PeriodClosePayload {
    /// The property as it is now.
    property: Option<Property>,
    /// Why nothing was.
    user_errors: Vec<UserErrorPayload>,
}

/// What was reopened.
#[derive(SimpleObject)]
pub struct PeriodReopenPayload {
    /// The property as it is now.
    property: Option<Property>,
    /// Why nothing was.
    user_errors: Vec<UserErrorPayload>,
}

async fn changed_property(
    ctx: &Context<'_>,
    outcome: AppResult<id::Uuid>,
) -> Result<(Option<Property>, Vec<UserErrorPayload>)> {
    Ok(match into_user_errors(ctx, outcome)? {
        Ok(id) => {
            let scope = ctx.caller()?.scope(Permission::SeeProperty);
            let found =
                store::properties::property(ctx.app()?.db.read(), &scope, id).await.or_internal_error(ctx)?;
            (found.map(Property), Vec::new())
        }
        Err(user_errors) => (None, user_errors),
    })
}

/// Mutations of periods.
#[derive(Default)]
pub struct PeriodMutation;

/// Mutations of periods.
#[Object]
impl PeriodMutation {
    /// Closes a property's books through the last day of a month that is over. Nothing can be recorded on a
    /// closed day.
    async fn period_close(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
        through: Date,
        idempotency_key: String,
    ) -> Result<PeriodClosePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Property>(&property_id) {
            Some(key) => close_period(ctx.app()?, caller, key, through.0, &idempotency_key).await,
            None => Err(AppError::not_found("property")),
        };
        let (property, user_errors) = changed_property(ctx, outcome).await?;
        Ok(PeriodClosePayload { property, user_errors })
    }

    /// Reopens the latest closed period, with a reason; what was closed before it stays closed.
    async fn period_reopen(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
        reason: String,
        idempotency_key: String,
    ) -> Result<PeriodReopenPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Property>(&property_id) {
            Some(key) => reopen_period(ctx.app()?, caller, key, &reason, &idempotency_key).await,
            None => Err(AppError::not_found("property")),
        };
        let (property, user_errors) = changed_property(ctx, outcome).await?;
        Ok(PeriodReopenPayload { property, user_errors })
    }
}
