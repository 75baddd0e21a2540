//! What was done in an organization, for its managers.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::audit;
use domain::id;
use entity::audit_event;

use crate::graphql::connection::connection;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{Date, DateTime, encode_id};
use application::audit::audit_trail::{self, AuditQuery};
use store::words::Word;

/// What an event is about.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "audit::AuditCategory")]
pub enum AuditCategory {
    /// Sign-ins, passwords, second factors, sessions.
    Access,
    /// Members, invitations, roles and residents' access.
    Team,
    /// Invoices, payments, payouts.
    Money,
    /// API keys and their use.
    Keys,
    /// Organization, properties, payment accounts.
    Settings,
}

/// What was done.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "audit::AuditAction")]
pub enum AuditAction {
    /// Somebody signed in.
    SignedIn,
    /// A sign-in was refused.
    SignInFailed,
    /// Somebody signed out, here or elsewhere.
    SignedOut,
    /// A password was set.
    PasswordChanged,
    /// A password was removed.
    PasswordRemoved,
    /// A second factor was turned on.
    SecondFactorEnabled,
    /// A second factor was turned off.
    SecondFactorDisabled,
    /// Recovery codes were replaced.
    RecoveryCodesReplaced,
    /// The organization was opened.
    OrganizationCreated,
    /// Its settings were changed.
    OrganizationUpdated,
    /// A property was added.
    PropertyCreated,
    /// A unit was added.
    UnitCreated,
    /// Who bears the fees was changed.
    FeesChanged,
    /// A payment account was opened.
    PaymentAccountConnected,
    /// A payment account changed its state.
    PaymentAccountChanged,
    /// Somebody was invited to the team.
    MemberInvited,
    /// An invitation was withdrawn.
    MemberInvitationRevoked,
    /// Somebody joined the team.
    MemberJoined,
    /// A role was changed.
    MemberUpdated,
    /// Somebody left the team.
    MemberRemoved,
    /// A resident was added.
    ResidentCreated,
    /// A resident was invited.
    ResidentInvited,
    /// A resident accepted.
    ResidentJoined,
    /// A resident moved out.
    ResidentMovedOut,
    /// A key was made.
    ApiKeyCreated,
    /// A key was ended.
    ApiKeyRevoked,
    /// A key was used, told once a day and network.
    ApiKeyUsed,
    /// A draft was made.
    InvoiceCreated,
    /// A draft was deleted.
    InvoiceDiscarded,
    /// An invoice was published.
    InvoicePublished,
    /// An invoice was voided.
    InvoiceVoided,
    /// An invoice was mailed again.
    InvoiceEmailResent,
    /// A resident went to pay.
    PaymentStarted,
    /// A payment was replaced by another before it was paid.
    PaymentReplaced,
    /// A payment came.
    PaymentSucceeded,
    /// A payment failed.
    PaymentFailed,
    /// A payment at Stripe does not match ours.
    PaymentMismatch,
    /// Money was recorded by hand.
    PaymentRecorded,
    /// And taken back.
    PaymentReversed,
    /// A refund was decided.
    RefundRequested,
    /// A refund moved.
    RefundChanged,
    /// A dispute moved.
    DisputeChanged,
    /// A resident lets their invoices be paid automatically.
    AutopayStarted,
    /// And on other terms.
    AutopayChanged,
    /// And no more.
    AutopayEnded,
    /// A payout changed its state.
    PayoutChanged,
    /// Webhook events were applied again.
    WebhookEventReplayed,
    /// The books were closed through a day.
    PeriodClosed,
    /// And reopened.
    PeriodReopened,
}

/// Who does things.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "audit::ActorKind")]
pub enum ActorKind {
    /// Somebody signed in.
    Person,
    /// A program with a key.
    ApiKey,
    /// Propty itself, after a webhook or in a job.
    Propty,
}

/// A fact of an event.
#[derive(SimpleObject)]
pub struct AuditChange {
    /// What, such as `role` or `total`.
    name: String,
    /// What it was, where it changed.
    before: Option<String>,
    /// What it is.
    after: Option<String>,
}

/// One thing that was done. Events never change, and each carries the hash of the one before.
pub struct AuditEvent(pub audit_event::Model);

/// One thing that was done. Events never change, and each carries the hash of the one before.
#[Object]
impl AuditEvent {
    /// `evt_…`
    async fn id(&self) -> ID {
        encode_id::<id::AuditEvent>(self.0.id)
    }
    /// Position in the organization's chain, from 1.
    async fn sequence(&self) -> i32 {
        i32::try_from(self.0.sequence).unwrap_or(i32::MAX)
    }
    /// When.
    async fn at(&self) -> DateTime {
        DateTime::stored(self.0.at)
    }
    /// What.
    async fn action(&self, ctx: &Context<'_>) -> Result<AuditAction> {
        Ok(audit_trail::action(&self.0).or_internal_error(ctx)?.into())
    }
    /// What it is about.
    async fn category(&self, ctx: &Context<'_>) -> Result<AuditCategory> {
        Ok(audit_trail::action(&self.0).or_internal_error(ctx)?.category().into())
    }
    /// Whether a person, a key or Propty did it.
    async fn actor_kind(&self, ctx: &Context<'_>) -> Result<ActorKind> {
        Ok(audit::ActorKind::from_word(&self.0.actor_kind).or_internal_error(ctx)?.into())
    }
    /// Name of the person or key.
    async fn actor(&self) -> Option<&str> {
        self.0.actor_name.as_deref()
    }
    /// The address it was asked from.
    async fn network(&self) -> Option<&str> {
        self.0.network.as_deref()
    }
    /// Name or number of what it was done to.
    async fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }
    /// Id of what it was done to, where it has a public one.
    async fn object_id(&self, ctx: &Context<'_>) -> Result<Option<ID>> {
        let action = audit_trail::action(&self.0).or_internal_error(ctx)?;
        Ok(audit_trail::object_id(action, self.0.object_id).map(ID))
    }
    /// Facts that go with it.
    async fn changes(&self) -> Vec<AuditChange> {
        let change = |change: audit_trail::AuditChange| AuditChange {
            name: change.name,
            before: change.before,
            after: change.after,
        };
        audit_trail::changes(&self.0).into_iter().map(change).collect()
    }
    /// SHA-256 over the event and the hash before it, hex.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

connection!(AuditEventConnection, AuditEventEdge, AuditEvent);

/// What narrows the audit.
#[derive(InputObject, Default)]
pub struct AuditEventFilter {
    /// One category.
    category: Option<AuditCategory>,
    /// Matches the actor, the subject and the network.
    search: Option<String>,
    /// First day, UTC.
    from: Option<Date>,
    /// Last day, UTC.
    to: Option<Date>,
}

impl From<AuditEventFilter> for AuditQuery {
    fn from(filter: AuditEventFilter) -> AuditQuery {
        AuditQuery {
            category: filter.category.map(Into::into),
            search: filter.search,
            from: filter.from.map(|day| day.0),
            to: filter.to.map(|day| day.0),
        }
    }
}
