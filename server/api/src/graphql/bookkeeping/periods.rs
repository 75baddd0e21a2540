//! Periods of a property's books that are closed, closing and reopening them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id;
use domain::money;
use entity::period_closing;

use crate::graphql::community::{Property, property_by_key};
use crate::graphql::enums::schema_enum;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::ledger::LedgerAccount;
use crate::graphql::loaders::{BalancesOfClosing, LoadExt};
use crate::graphql::request::ContextExt;
use crate::graphql::results::into_user_errors;
use crate::graphql::scalars::{Date, DateTime, decode_id, encode_id};
use application::bookkeeping::books::Account;
use application::bookkeeping::close_period::{close_period, reopen_period};
use application::error::{AppError, AppResult};

schema_enum!(PeriodClosingKind = domain::bookkeeping::PeriodClosingKind);

/// A period of a property's books that was closed or reopened. It never changes.
pub struct PeriodClosing {
    pub(in crate::graphql) row: period_closing::Model,
    pub(in crate::graphql) currency: money::Currency,
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
    async fn closed_through(&self) -> Option<Date> {
        self.row.closed_through.map(Date::from)
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
        let kept = ctx.load(BalancesOfClosing(self.row.id)).await?.unwrap_or_default();
        let account = |(code, balance): (String, i64)| {
            LedgerAccount::new(Account::of_chart(&code).with_balance(balance), self.currency)
        };
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
        Ok(id) => (property_by_key(ctx, id).await?, Vec::new()),
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
