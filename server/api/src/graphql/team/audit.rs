//! What was done in an organization, for its managers.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::audit;
use domain::id;
use domain::id::Uuid;
use domain::money::format_decimal;
use domain::roles::Permission;
use entity::audit_event;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::super::connection::{CountQuery, connection};
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, bad_input};
use super::super::scalars::{Date, DateTime, encode_id};
use store::PageRequest;
use store::audit::AuditEventCriteria;

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
    /// An invoice was written off.
    InvoiceWrittenOff,
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
pub struct AuditEvent(audit_event::Model);

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
    async fn action(&self) -> Result<AuditAction> {
        Ok(self.0.action.into())
    }
    /// What it is about.
    async fn category(&self) -> Result<AuditCategory> {
        Ok(self.0.action.category().into())
    }
    /// Whether a person, a key or Propty did it.
    async fn actor_kind(&self) -> Result<ActorKind> {
        Ok(self.0.actor_kind.into())
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
    async fn object_id(&self) -> Result<Option<ID>> {
        Ok(object_id(self.0.action, self.0.object_id))
    }
    /// Facts that go with it.
    async fn changes(&self) -> Vec<AuditChange> {
        changes(&self.0.detail)
    }
    /// SHA-256 over the event and the hash before it, hex.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

connection!(AuditEventConnection, AuditEventEdge, AuditEvent);

fn object_id(action: audit::AuditAction, object: Uuid) -> Option<ID> {
    let kind = action.code().split('.').next().unwrap_or_default();
    Some(match kind {
        "organization" => encode_id::<id::Organization>(object),
        "property" | "fees" | "payment_account" => encode_id::<id::Property>(object),
        "unit" => encode_id::<id::Unit>(object),
        "resident" => encode_id::<id::Resident>(object),
        "api_key" => encode_id::<id::ApiKey>(object),
        "invoice" => encode_id::<id::Invoice>(object),
        "payment" => encode_id::<id::Payment>(object),
        "payout" => encode_id::<id::Payout>(object),
        // An invitation is no member yet.
        "member"
            if !matches!(
                action,
                audit::AuditAction::MemberInvited | audit::AuditAction::MemberInvitationRevoked
            ) =>
        {
            encode_id::<id::Member>(object)
        }
        _ => return None,
    })
}

/// The facts of an event: each a value, or what it was and what it is. Amounts are kept in minor units.
fn changes(detail: &str) -> Vec<AuditChange> {
    let Ok(Value::Object(facts)) = serde_json::from_str::<Value>(detail) else { return Vec::new() };
    let change = |(name, value): (String, Value)| {
        let amount = matches!(name.as_str(), "amount" | "total" | "fee" | "surplus");
        let text = |value: &Value| text(value, amount);
        let (before, after) = match &value {
            Value::Object(pair) if pair.contains_key("after") => {
                (pair.get("before").and_then(text), pair.get("after").and_then(text))
            }
            value => (None, text(value)),
        };
        (before.is_some() || after.is_some()).then_some(AuditChange { name, before, after })
    };
    facts.into_iter().filter_map(change).collect()
}

fn text(value: &Value, amount: bool) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => match number.as_i64() {
            Some(minor) if amount => Some(format_decimal(minor)),
            _ => Some(number.to_string()),
        },
        Value::Array(values) => {
            Some(values.iter().filter_map(|value| text(value, amount)).collect::<Vec<_>>().join(", "))
        }
        other => Some(other.to_string()),
    }
}

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

impl AuditEventFilter {
    fn decode(self) -> Result<AuditEventCriteria> {
        let start = |day: jiff::civil::Date| {
            let zoned = day.to_zoned(TimeZone::UTC).map_err(|_| bad_input("choose another day"))?;
            Ok::<i64, async_graphql::Error>(zoned.timestamp().as_millisecond())
        };
        let before = match self.to {
            Some(day) => Some(start(day.0.tomorrow().map_err(|_| bad_input("choose an earlier day"))?)?),
            None => None,
        };
        Ok(AuditEventCriteria {
            category: self.category.map(Into::into),
            search: self.search,
            from: self.from.map(|day| start(day.0)).transpose()?,
            before,
        })
    }
}

/// A page of an organization's audit events; empty for who may not see it.
pub async fn list(
    ctx: &Context<'_>,
    organization: Uuid,
    filter: Option<AuditEventFilter>,
    page: &PageRequest,
) -> Result<AuditEventConnection> {
    let scope = ctx.caller()?.scope(Permission::SeeAudit).within(organization);
    let shown = if scope.is_empty() { Uuid::nil() } else { organization };
    let filter = filter.unwrap_or_default().decode()?;
    let slice =
        store::audit::list(ctx.app()?.db.read(), shown, &filter, page).await.or_internal_error(ctx)?;
    Ok(AuditEventConnection::new(slice, CountQuery::AuditEvents(shown, filter), AuditEvent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_shown_as_text_and_amounts_as_decimals() {
        let detail =
            r#"{"total":120000,"role":{"before":"a","after":"b"},"failure":null,"scopes":["x","y"]}"#;
        let shown: Vec<_> = changes(detail)
            .into_iter()
            .map(|change| (change.name, change.before.unwrap_or_default(), change.after.unwrap_or_default()))
            .collect();
        let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(shown, [text("role", "a", "b"), text("scopes", "", "x, y"), text("total", "", "1200.00")]);
    }
}
