//! Webhook events about an organization's accounts, and replaying them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, Uuid};
use domain::roles::Permission;
use domain::webhook;
use entity::webhook_event;

use super::super::community::Property;
use super::super::connection::{CountQuery, connection};
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, UserErrorPayload, into_user_errors};
use super::super::loaders::PropertyOfAccount;
use super::super::scalars::{DateTime, decode_id, encode_id};
use application::error::AppError;
use application::webhooks::replay_webhook_events::{
    MAX_REPLAYED_EVENTS, replay_webhook_event, replay_webhook_events,
};
use store::webhook_events;
use store::webhook_events::WebhookEventCriteria;
use store::{PageRequest, Scope};

/// Whether a webhook event was applied.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "webhook_events::WebhookEventStatus")]
pub enum WebhookEventStatus {
    /// Not applied yet.
    Pending,
    /// Applied.
    Applied,
    /// Tried too often.
    Failed,
}

/// What became of an event that was applied.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookEventOutcome {
    /// A payment was read from Stripe, with what went back of it.
    PaymentSynced,
    /// A payout was read from Stripe.
    PayoutSynced,
    /// An account was read from Stripe.
    AccountSynced,
    /// An account was disconnected.
    AccountDisconnected,
    /// Something else was read from Stripe.
    OtherSynced,
    /// Nothing follows from it.
    Ignored,
}

impl From<webhook::WebhookEventOutcome> for WebhookEventOutcome {
    fn from(outcome: webhook::WebhookEventOutcome) -> Self {
        use webhook::WebhookEventOutcome as Stored;
        match outcome {
            Stored::PaymentSynced | Stored::PaymentRecovered => WebhookEventOutcome::PaymentSynced,
            Stored::PayoutSynced => WebhookEventOutcome::PayoutSynced,
            Stored::AccountSynced => WebhookEventOutcome::AccountSynced,
            Stored::AccountDisconnected => WebhookEventOutcome::AccountDisconnected,
            Stored::RefundsAndDisputesSynced | Stored::AutopaySynced => WebhookEventOutcome::OtherSynced,
            Stored::OtherMode
            | Stored::Unreadable
            | Stored::NoAccount
            | Stored::UnknownAccount
            | Stored::UnlinkedAccount
            | Stored::UnknownObject
            | Stored::UnusedSession
            | Stored::Irrelevant => WebhookEventOutcome::Ignored,
        }
    }
}

/// What narrows a list of events.
#[derive(InputObject, Debug, Clone, Default)]
pub struct WebhookEventFilter {
    /// About one property's account.
    pub property_id: Option<ID>,
    /// With this status.
    pub status: Option<WebhookEventStatus>,
}

/// A webhook event of Stripe. Its content is not trusted: it only says which object to read from Stripe.
pub struct WebhookEvent(pub webhook_event::Model);

/// A webhook event of Stripe. Its content is not trusted: it only says which object to read from Stripe.
#[Object]
impl WebhookEvent {
    /// `whe_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::WebhookEvent>(self.0.id)
    }
    /// Stripe's own id, `evt_…`.
    async fn processor_id(&self) -> &str {
        &self.0.event_id
    }
    /// Stripe's word for what happened, such as `payout.paid`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }
    /// The property whose account it is about.
    async fn property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        let account = self.0.account.clone().unwrap_or_default();
        Ok(ctx.loaders()?.get(PropertyOfAccount(account)).await?.map(Property))
    }
    /// Whether it was applied.
    async fn status(&self) -> WebhookEventStatus {
        webhook_events::WebhookEventStatus::from_row(&self.0).into()
    }
    /// When it came.
    async fn received_at(&self) -> DateTime {
        DateTime::stored(self.0.received_at)
    }
    /// When it was applied.
    async fn applied_at(&self) -> Option<DateTime> {
        self.0.applied_at.map(DateTime::stored)
    }
    /// When it was tried for the last time, without success.
    async fn failed_at(&self) -> Option<DateTime> {
        self.0.given_up_at.map(DateTime::stored)
    }
    /// What became of it, once applied.
    async fn outcome(&self) -> Option<WebhookEventOutcome> {
        self.0.outcome.map(Into::into)
    }
    /// How often applying it was tried.
    async fn attempts(&self) -> i32 {
        i32::try_from(self.0.attempts).unwrap_or(i32::MAX)
    }
    /// How often it was asked to be applied again.
    async fn replays(&self) -> i32 {
        i32::try_from(self.0.replays).unwrap_or(i32::MAX)
    }
    /// Why the last try failed, in English.
    async fn last_error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }
}

connection!(WebhookEventConnection, WebhookEventEdge, WebhookEvent);

/// A page of the webhook events about the accounts a scope reaches.
pub(in super::super) async fn list_webhook_events(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<WebhookEventFilter>,
    page: &PageRequest,
) -> Result<WebhookEventConnection> {
    let filter = filter.unwrap_or_default();
    let property = filter.property_id.as_ref().map(|id| decode_id::<id::Property>(id).unwrap_or_default());
    let filter = WebhookEventCriteria {
        property,
        state: filter.status.map(webhook_events::WebhookEventStatus::from),
        since: None,
    };
    let slice =
        webhook_events::list(ctx.app()?.db.read(), &scope, &filter, page).await.or_internal_error(ctx)?;
    Ok(WebhookEventConnection::new(slice, CountQuery::WebhookEvents(scope, filter), WebhookEvent))
}

/// One event the caller may see.
pub(in super::super) async fn webhook_event(ctx: &Context<'_>, id: Uuid) -> Result<Option<WebhookEvent>> {
    let scope = ctx.caller()?.scope(Permission::ReplayEvents);
    let mut found =
        webhook_events::get_many(ctx.app()?.db.read(), &scope, &[id]).await.or_internal_error(ctx)?;
    Ok(found.pop().map(WebhookEvent))
}

/// What is applied again.
#[derive(SimpleObject)]
pub struct WebhookEventReplayPayload {
    /// The event, which waits now.
    webhook_event: Option<WebhookEvent>,
    /// Why it is not.
    user_errors: Vec<UserErrorPayload>,
}

/// How much is applied again.
#[derive(SimpleObject)]
pub struct WebhookEventsReplayPayload {
    /// How many events wait now.
    count: Option<i32>,
    /// Whether there may be more, which a later call replays.
    has_more: bool,
    /// Why they don't.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of events.
#[derive(Default)]
pub struct WebhookEventMutation;

/// Mutations of events.
#[Object]
impl WebhookEventMutation {
    /// Applies an event again: asks Stripe what is true now about what it is about. Changes only what was missed.
    async fn webhook_event_replay(
        &self,
        ctx: &Context<'_>,
        id: ID,
        idempotency_key: String,
    ) -> Result<WebhookEventReplayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::WebhookEvent>(&id) {
            Some(key) => replay_webhook_event(ctx.app()?, caller, key, &idempotency_key).await,
            None => Err(AppError::not_found("event")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(id) => WebhookEventReplayPayload {
                webhook_event: webhook_event(ctx, id).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => WebhookEventReplayPayload { webhook_event: None, user_errors },
        })
    }

    /// Applies all events about an organization's accounts again that were received since an instant.
    async fn webhook_events_replay(
        &self,
        ctx: &Context<'_>,
        organization_id: ID,
        since: DateTime,
        idempotency_key: String,
    ) -> Result<WebhookEventsReplayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Organization>(&organization_id) {
            Some(key) => replay_webhook_events(ctx.app()?, caller, key, since.0, &idempotency_key).await,
            None => Err(AppError::not_found("organization")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(count) => WebhookEventsReplayPayload {
                count: Some(i32::try_from(count).unwrap_or(i32::MAX)),
                has_more: count >= MAX_REPLAYED_EVENTS,
                user_errors: Vec::new(),
            },
            Err(user_errors) => WebhookEventsReplayPayload { count: None, has_more: false, user_errors },
        })
    }
}
