//! Periods of a property's books that are closed, closing and reopening them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id;
use domain::id::PropertyId;
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
use application::bookkeeping::books;
use application::bookkeeping::close_period::{close_period, reopen_period};
use application::error::{AppError, AppResult};

schema_enum!(PeriodClosingKind = domain::bookkeeping::PeriodClosingKind);

/// A closing or reopening of a property's books. Records never change; a reopening is a record of its own.
pub struct PeriodClosing {
    pub(in crate::graphql) row: period_closing::Model,
    pub(in crate::graphql) currency: money::Currency,
}

/// A closing or reopening of a property's books. Records never change; a reopening is a record of its own.
#[Object]
impl PeriodClosing {
    /// Unique id, starting with `pcl_`.
    async fn id(&self) -> ID {
        encode_id::<id::PeriodClosing>(self.row.id)
    }
    /// Whether the books were closed or reopened.
    async fn kind(&self) -> PeriodClosingKind {
        self.row.kind.into()
    }
    /// The last closed day after this record; null when a reopening left no day closed.
    async fn closed_through(&self) -> Option<Date> {
        self.row.closed_through.map(Date::from)
    }
    /// Why the books were reopened; null for a closing.
    async fn reason(&self) -> Option<&str> {
        self.row.reason.as_deref()
    }
    /// Name of the person who did it, as it was then.
    async fn by(&self) -> &str {
        &self.row.user_name
    }
    /// When the books were closed or reopened.
    async fn at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
    /// Sequence number of the last ledger transaction of the closed days; 0 when there is none.
    async fn ledger_sequence(&self) -> i32 {
        i32::try_from(self.row.ledger_sequence).unwrap_or(i32::MAX)
    }
    /// Hash of that ledger transaction as lower-case hex; empty when there is none.
    async fn ledger_hash(&self) -> &str {
        &self.row.ledger_hash
    }
    /// Balances of all accounts at the end of the closed days; empty for a reopening.
    async fn balances(&self, ctx: &Context<'_>) -> Result<Vec<LedgerAccount>> {
        let kept = ctx.load(BalancesOfClosing(self.row.id)).await?.unwrap_or_default();
        let account = |(code, balance): (String, i64)| {
            LedgerAccount::new(books::LedgerAccount::of_chart(&code).with_balance(balance), self.currency)
        };
        Ok(kept.into_iter().map(account).collect())
    }
}

/// Result of `periodClose`.
#[derive(SimpleObject)]
pub struct PeriodClosePayload {
    /// The property after the change; null when the call failed.
    property: Option<Property>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `periodReopen`.
#[derive(SimpleObject)]
pub struct PeriodReopenPayload {
    /// The property after the change; null when the call failed.
    property: Option<Property>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

async fn changed_property(
    ctx: &Context<'_>,
    outcome: AppResult<PropertyId>,
) -> Result<(Option<Property>, Vec<UserErrorPayload>)> {
    Ok(match into_user_errors(ctx, outcome)? {
        Ok(id) => (property_by_key(ctx, id).await?, Vec::new()),
        Err(user_errors) => (None, user_errors),
    })
}

/// Mutations of closed periods.
#[derive(Default)]
pub struct PeriodMutation;

/// Mutations of closed periods.
#[Object]
impl PeriodMutation {
    /// Closes a property's books through the last day of a month that is over; nothing can be recorded on
    /// closed days. For organization managers.
    ///
    /// User errors: `NOT_FOUND`, `INVALID_DATE`, `PERIOD_NOT_OVER`, `PERIOD_CLOSED`.
    async fn period_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
        #[graphql(desc = "The last day to close: the last day of a month before the current one.")]
        through: Date,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
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

    /// Reopens the latest closed period of a property's books; earlier periods stay closed. For organization
    /// managers.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `PERIOD_NOT_CLOSED`.
    async fn period_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
        #[graphql(desc = "Why the books are reopened, 1 to 500 characters; kept with the record.")]
        reason: String,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
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
