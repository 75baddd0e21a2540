//! Changing the terms of an autopay: the limit and the day. Invoices that were announced keep their day.

use domain::audit::AuditAction;
use domain::autopay::AutopayStatus;
use domain::id::AutopayId;
use entity::autopay;
use serde_json::json;

use super::{end_autopay, terms};
use crate::app::App;
use crate::audit::AuditedAction;
use crate::concurrency::check_version;
use crate::error::{AppError, AppResult};
use crate::identity::Caller;

/// The new terms; what is left out stays.
#[derive(Debug, Clone)]
pub struct ChangeAutopay {
    /// The autopay.
    pub autopay: AutopayId,
    /// Decimal text.
    pub cap: Option<String>,
    /// Days before the due date, 0 to 10.
    pub days_before: Option<i64>,
    /// The version as the caller saw it.
    pub expected_version: Option<i64>,
}

/// Changes the terms.
pub async fn change_autopay(app: &App, caller: &Caller, input: &ChangeAutopay) -> AppResult<()> {
    let mut work = app.begin().await?;
    let before = end_autopay::lock_own_autopay(work.txn(), caller, input.autopay).await?;
    if before.status == AutopayStatus::Ended {
        return Err(AppError::not_found("autopay"));
    }
    check_version(before.version, input.expected_version)?;
    let cap = input.cap.as_deref().map(terms::parse_cap).transpose()?.unwrap_or(before.cap);
    let days_before =
        input.days_before.map(terms::check_days_before).transpose()?.unwrap_or(before.days_before);
    let version = before.version.saturating_add(1);
    let row = autopay::Model { cap, days_before, version, updated_at: app.now(), ..before.clone() };
    store::autopays::save(work.txn(), row, false).await?;
    let detail = json!({
        "cap": { "before": before.cap, "after": cap },
        "daysBefore": { "before": before.days_before, "after": days_before },
    });
    let what = AuditedAction::new(AuditAction::AutopayChanged, before.id, caller.user.name.as_str());
    work.audit(&caller.actor(), before.organization_id, what, &detail);
    work.commit().await?;
    Ok(())
}
