//! Reading an organization's audit trail: its events, the facts of an event, and the id of what it is about.

use domain::audit::{AuditAction, AuditCategory};
use domain::id::{
    ApiKeyId, InvoiceId, MemberId, OrganizationId, PaymentId, PayoutId, PropertyId, ResidentId, UnitId,
};
use domain::instant::Instant;
use domain::money::format_decimal;
use domain::roles::Permission;
use entity::audit_event;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::identity::Caller;
use crate::listing::{CountQuery, Listing};
use store::PageRequest;
use store::audit::AuditEventCriteria;

/// Facts whose numbers are amounts of money, kept in minor units.
const AMOUNTS: [&str; 4] = ["amount", "total", "fee", "surplus"];

/// What narrows a list of audit events. An account belongs to no property, so days are those of UTC.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// One category.
    pub category: Option<AuditCategory>,
    /// Text that actor, subject or network contains.
    pub search: Option<String>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl AuditQuery {
    fn into_criteria(self) -> AppResult<AuditEventCriteria> {
        let start = |field: &'static str, day: Date| {
            let start = day.to_zoned(TimeZone::UTC);
            let start = start.map_err(|_| day_out_of_range(field, "choose another day"))?;
            Ok::<Instant, AppError>(start.timestamp().into())
        };
        let after = |day: Date| day.tomorrow().map_err(|_| day_out_of_range("to", "choose an earlier day"));
        Ok(AuditEventCriteria {
            category: self.category,
            search: self.search,
            from: self.from.map(|day| start("from", day)).transpose()?,
            before: self.to.map(after).transpose()?.map(|day| start("to", day)).transpose()?,
        })
    }
}

fn day_out_of_range(field: &'static str, why: &str) -> AppError {
    AppError::field_error(ErrorCode::InvalidDate, field, why)
}

/// A page of an organization's audit events, newest first; empty for who may not see them.
pub async fn list_audit_events(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    query: AuditQuery,
    page: &PageRequest,
) -> AppResult<Listing<audit_event::Model>> {
    let scope = caller.scope(Permission::SeeAudit).within(organization);
    let organization = if scope.is_empty() { OrganizationId::nil() } else { organization };
    let filter = query.into_criteria()?;
    let page = store::audit::list(app.db.read(), organization, &filter, page).await?;
    Ok(Listing { page, count: CountQuery::AuditEvents(organization, filter) })
}

/// The public id of what an event is about, where it has one.
pub fn object_id(row: &audit_event::Model) -> Option<String> {
    let (action, object) = (row.action, row.object_id);
    let kind = action.code().split('.').next().unwrap_or_default();
    Some(match kind {
        "organization" => OrganizationId::from_uuid(object).to_string(),
        "property" | "fees" | "payment_account" => PropertyId::from_uuid(object).to_string(),
        "unit" => UnitId::from_uuid(object).to_string(),
        "resident" => ResidentId::from_uuid(object).to_string(),
        "api_key" => ApiKeyId::from_uuid(object).to_string(),
        "invoice" => InvoiceId::from_uuid(object).to_string(),
        "payment" => PaymentId::from_uuid(object).to_string(),
        "payout" => PayoutId::from_uuid(object).to_string(),
        // An invitation is no member yet.
        "member" if !matches!(action, AuditAction::MemberInvited | AuditAction::MemberInvitationRevoked) => {
            MemberId::from_uuid(object).to_string()
        }
        _ => return None,
    })
}

/// A fact of an event: a value, or what it was and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditChange {
    /// Which fact, such as `role` or `total`.
    pub name: String,
    /// The value before, where it changed.
    pub before: Option<String>,
    /// The value.
    pub after: Option<String>,
}

/// The facts of an event as text, amounts as decimals.
pub fn changes(row: &audit_event::Model) -> Vec<AuditChange> {
    parse_changes(&row.detail)
}

fn parse_changes(detail: &str) -> Vec<AuditChange> {
    let Ok(Value::Object(facts)) = serde_json::from_str::<Value>(detail) else { return Vec::new() };
    let change = |(name, value): (String, Value)| {
        let is_amount = AMOUNTS.contains(&name.as_str());
        let text = |value: &Value| text(value, is_amount);
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

fn text(value: &Value, is_amount: bool) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => match number.as_i64() {
            Some(minor) if is_amount => Some(format_decimal(minor)),
            _ => Some(number.to_string()),
        },
        Value::Array(values) => {
            Some(values.iter().filter_map(|value| text(value, is_amount)).collect::<Vec<_>>().join(", "))
        }
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_shown_as_text_and_amounts_as_decimals() {
        let detail =
            r#"{"total":120000,"role":{"before":"a","after":"b"},"failure":null,"scopes":["x","y"]}"#;
        let shown: Vec<_> = parse_changes(detail)
            .into_iter()
            .map(|change| (change.name, change.before.unwrap_or_default(), change.after.unwrap_or_default()))
            .collect();
        let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(shown, [text("role", "a", "b"), text("scopes", "", "x, y"), text("total", "", "1200.00")]);
    }
}
