//! What mail about money that went back is made from: the payment, and its refund or dispute as they are now.

use domain::id::Uuid;
use domain::invoice::InvoiceStatus;
use domain::money::Money;
use entity::{email, payment, property};
use jiff::Timestamp;

use super::unit_label;
use crate::app::{App, date_in_zone};
use crate::notifications::EmailKind;
use crate::notifications::email::{EmailContent, PaymentIssue, refund_failure, return_reason};
use store::{StoreError, StoreResult};

/// A payment with what mail about it needs.
pub(super) struct PaymentEmail {
    pub(super) payment: payment::Model,
    pub(super) payer: String,
    /// The payment's page in the portal.
    pub(super) url: String,
    /// Its page for the team.
    pub(super) team_url: String,
    /// The page in the portal that pays its invoices again.
    pub(super) pay_url: String,
    /// Number, title and share of each invoice.
    pub(super) invoices: Vec<(String, String, Money)>,
}

pub(super) async fn content(
    app: &App,
    row: &email::Model,
    kind: EmailKind,
    property: &property::Model,
    about: PaymentEmail,
) -> StoreResult<EmailContent> {
    let currency = about.payment.currency;
    let money = |minor| Money::new(minor, currency);
    let method = about.payment.method;
    let recipient_name = row.to_name.clone();
    let gone = || StoreError::Corrupt("mail about what did not go back".into());
    let refund = || async {
        let id: Uuid = row.related_id.ok_or_else(gone)?;
        store::refunds::get(app.db.read(), id).await?.ok_or_else(gone)
    };
    let dispute = || async {
        let id: Uuid = row.related_id.ok_or_else(gone)?;
        store::refunds::get_dispute(app.db.read(), id).await?.ok_or_else(gone)
    };
    let team = async |issue, amount, reason| {
        Ok::<_, StoreError>(EmailContent::TeamPaymentIssue {
            issue,
            payer: about.payer.clone(),
            unit: unit_label(app, &about.payment).await?,
            amount: money(amount),
            reason,
            url: about.team_url.clone(),
        })
    };
    let language = row.language;
    match kind {
        EmailKind::Refunded => {
            let refund = refund().await?;
            let owed = refund.amount.min(about.payment.amount);
            Ok(EmailContent::Refunded {
                recipient_name,
                method,
                amount: money(refund.amount),
                owed: reopened(app, &about.payment).await?.then_some(money(owed)),
                reason: refund.reason,
                url: about.url,
            })
        }
        EmailKind::Returned => {
            let dispute = dispute().await?;
            let (amount, reason, url) = (money(dispute.lost), dispute.reason, about.pay_url);
            Ok(EmailContent::Returned {
                recipient_name,
                method,
                amount,
                reason,
                invoices: about.invoices,
                url,
            })
        }
        EmailKind::TeamRefundFailed => {
            let refund = refund().await?;
            let why = refund.failure;
            let why = why.map(|why| refund_failure(why, language).to_owned());
            team(PaymentIssue::RefundFailed, refund.amount, why).await
        }
        EmailKind::TeamDisputed => {
            let dispute = dispute().await?;
            let due = dispute.evidence_due_at.and_then(|at| Timestamp::from_millisecond(at).ok());
            let due = due.map(|at| date_in_zone(at, &property.time_zone));
            let reason = return_reason(language, &dispute.reason).to_owned();
            team(PaymentIssue::Disputed(due), dispute.amount, Some(reason)).await
        }
        EmailKind::TeamReturned => {
            let dispute = dispute().await?;
            let reason = return_reason(language, &dispute.reason).to_owned();
            team(PaymentIssue::Returned, dispute.lost, Some(reason)).await
        }
        _ => team(PaymentIssue::Overpaid, about.payment.amount, None).await,
    }
}

/// Whether any invoice of the payment is owed again.
async fn reopened(app: &App, payment: &payment::Model) -> StoreResult<bool> {
    let invoices = store::payments::invoices_of(app.db.read(), payment.id).await?;
    Ok(invoices.iter().any(|(_, invoice)| invoice.status == InvoiceStatus::Open && invoice.balance > 0))
}
