//! A verified delivery, as it came.

use domain::id::WebhookEventId;
use domain::instant::Instant;
use domain::webhook::WebhookEndpoint;
use domain::webhook::WebhookEventOutcome;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_events")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEventId,
    /// `connect` or `account`.
    pub endpoint: WebhookEndpoint,
    /// `evt_…`
    pub event_id: String,
    /// `checkout.session.completed`
    pub kind: String,
    /// `acct_…`
    pub account: Option<String>,
    /// Real money.
    pub livemode: bool,
    /// Raw body.
    pub payload: String,
    /// When.
    pub received_at: Instant,
    /// When its effect was applied.
    pub applied_at: Option<Instant>,
    /// What became of it, in words.
    pub outcome: Option<WebhookEventOutcome>,
    /// How often applying it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was given up.
    pub given_up_at: Option<Instant>,
    /// How often it was asked to be applied again.
    pub replays: i64,
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
