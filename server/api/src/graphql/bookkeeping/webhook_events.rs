//! Webhook events about an organization's accounts, and replaying them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::webhook;
use entity::webhook_event;

use crate::graphql::community::Property;
use crate::graphql::connection::connection;
use crate::graphql::enums::schema_enum;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::loaders::{LoadExt, PropertyOfAccount};
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_user_errors};
use crate::graphql::scalars::{DateTime, decode_id, decode_id_or_nil, encode_id};
use application::error::AppError;
use application::webhooks::list_webhook_events::webhook_event;
use application::webhooks::replay_webhook_events::{replay_webhook_event, replay_webhook_events};
use store::webhook_events;
use store::webhook_events::WebhookEventCriteria;

schema_enum!(WebhookEventStatus = webhook_events::WebhookEventStatus);

/// What applying a webhook event did.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookEventOutcome {
    /// A payment was read from the payment processor, with its refunds and disputes.
    PaymentSynced,
    /// A payout was read from the payment processor.
    PayoutSynced,
    /// A payment account was read from the payment processor.
    AccountSynced,
    /// A payment account was disconnected.
    AccountDisconnected,
    /// Something else was read from the payment processor, such as an automatic payment.
    OtherSynced,
    /// Nothing: the event concerns nothing that Propty keeps.
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

/// Narrows a list of webhook events; all conditions given must hold.
#[derive(InputObject, Debug, Clone, Default)]
pub struct WebhookEventFilter {
    /// Only events about this property's payment accounts.
    pub property_id: Option<ID>,
    /// Only events with this status.
    pub status: Option<WebhookEventStatus>,
}

impl From<WebhookEventFilter> for WebhookEventCriteria {
    fn from(filter: WebhookEventFilter) -> WebhookEventCriteria {
        WebhookEventCriteria {
            property: filter.property_id.as_ref().map(decode_id_or_nil::<id::Property>),
            state: filter.status.map(webhook_events::WebhookEventStatus::from),
            since: None,
        }
    }
}

/// An event that the payment processor sent about a payment account. Its content is not trusted: it only says
/// which object to read from the processor.
pub struct WebhookEvent(pub webhook_event::Model);

/// An event that the payment processor sent about a payment account. Its content is not trusted: it only says
/// which object to read from the processor.
#[Object]
impl WebhookEvent {
    /// Unique id, starting with `whe_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::WebhookEvent>(self.0.id)
    }
    /// The processor's own id of the event, starting with `evt_` at Stripe.
    async fn processor_id(&self) -> &str {
        &self.0.event_id
    }
    /// The processor's type of the event, such as `payout.paid`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }
    /// The property whose payment account the event is about.
    async fn property(&self, ctx: &Context<'_>) -> Result<Option<Property>> {
        let account = self.0.account.clone().unwrap_or_default();
        Ok(ctx.load(PropertyOfAccount(account)).await?.map(Property))
    }
    /// Whether the event was applied.
    async fn status(&self) -> WebhookEventStatus {
        webhook_events::WebhookEventStatus::from_row(&self.0).into()
    }
    /// When the event was first received.
    async fn received_at(&self) -> DateTime {
        DateTime::stored(self.0.received_at)
    }
    /// When the event was applied; null when it was not.
    async fn applied_at(&self) -> Option<DateTime> {
        self.0.applied_at.map(DateTime::stored)
    }
    /// When applying the event failed for the last time; null while it is tried again.
    async fn failed_at(&self) -> Option<DateTime> {
        self.0.given_up_at.map(DateTime::stored)
    }
    /// What applying the event did; null until it was applied.
    async fn outcome(&self) -> Option<WebhookEventOutcome> {
        self.0.outcome.map(WebhookEventOutcome::from)
    }
    /// Number of attempts to apply the event.
    async fn attempts(&self) -> i32 {
        i32::try_from(self.0.attempts).unwrap_or(i32::MAX)
    }
    /// Number of times the event was replayed.
    async fn replays(&self) -> i32 {
        i32::try_from(self.0.replays).unwrap_or(i32::MAX)
    }
    /// Error of the last failed attempt, in English; null when none failed.
    async fn last_error(&self) -> Option<&str> {
        self.0.last_error.as_deref()
    }
}

connection!(WebhookEventConnection, WebhookEventEdge, WebhookEvent, "webhook events");

/// Result of `webhookEventReplay`.
#[derive(SimpleObject)]
pub struct WebhookEventReplayPayload {
    /// The event, waiting to be applied; null when the call failed.
    webhook_event: Option<WebhookEvent>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `webhookEventsReplay`.
#[derive(SimpleObject)]
pub struct WebhookEventsReplayPayload {
    /// Number of events waiting to be applied again; null when the call failed.
    count: Option<i32>,
    /// Whether there may be more events than one call replays (10,000). Call again with a later `since`.
    has_more: bool,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of webhook events.
#[derive(Default)]
pub struct WebhookEventMutation;

/// Mutations of webhook events.
#[Object]
impl WebhookEventMutation {
    /// Applies a webhook event again in the background: the payment processor is asked for the current state,
    /// and only what was missed changes. For organization managers.
    ///
    /// User errors: `NOT_FOUND`.
    async fn webhook_event_replay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the event, starting with `whe_`.")] id: ID,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<WebhookEventReplayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::WebhookEvent>(&id) {
            Some(key) => replay_webhook_event(ctx.app()?, caller, key, &idempotency_key).await,
            None => Err(AppError::not_found("event")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(id) => {
                let found = webhook_event(ctx.app()?, caller, id).await.or_internal_error(ctx)?;
                WebhookEventReplayPayload { webhook_event: found.map(WebhookEvent), user_errors: Vec::new() }
            }
            Err(user_errors) => WebhookEventReplayPayload { webhook_event: None, user_errors },
        })
    }

    /// Applies webhook events about an organization's payment accounts again, the oldest first and at most
    /// 10,000, as `webhookEventReplay` does. For organization managers.
    ///
    /// User errors: `NOT_FOUND`.
    async fn webhook_events_replay(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the organization, starting with `org_`.")] organization_id: ID,
        #[graphql(desc = "Replay events received at this instant or later.")] since: DateTime,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<WebhookEventsReplayPayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Organization>(&organization_id) {
            Some(key) => replay_webhook_events(ctx.app()?, caller, key, since.0, &idempotency_key).await,
            None => Err(AppError::not_found("organization")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(replayed) => WebhookEventsReplayPayload {
                count: Some(i32::try_from(replayed.count).unwrap_or(i32::MAX)),
                has_more: replayed.has_more,
                user_errors: Vec::new(),
            },
            Err(user_errors) => WebhookEventsReplayPayload { count: None, has_more: false, user_errors },
        })
    }
}
