//! Everything that happened to an invoice, in order: from the audit trail, the mail, the payments and the
//! payouts that carried them. A draft's making, the way of the payout and a failed refund are the team's business.

use domain::audit::AuditAction;
use domain::described_enum;
use domain::email::EmailKind;
use domain::id::PaymentId;
use domain::instant::Instant;
use domain::payment::PaymentMethod;
use domain::payment::PaymentStatus;
use domain::payout::PayoutStatus;
use domain::refund::DisputeStage;
use domain::refund::RefundStatus;
use entity::{audit_event, dispute, email, invoice, payment, payment_allocation, payout, refund};
use locales::Language;

use super::write_off_invoice::WrittenOff;
use crate::identity::Caller;
use store::payments::PaymentRow;

described_enum! {
    /// What happened to an invoice.
    pub enum InvoiceTimelineKind {
        /// The draft was created. Shown to the team only.
        Created,
        /// The invoice was published.
        Published,
        /// An email about the invoice waits to be sent.
        EmailQueued,
        /// An email about the invoice was accepted by the mail server.
        EmailSent,
        /// An email about the invoice could not be sent; `detail` holds the error.
        EmailFailed,
        /// A resident opened the payment page, or an automatic payment was started.
        CheckoutStarted,
        /// The payment page expired without a payment.
        CheckoutExpired,
        /// A bank transfer was authorized and is on its way.
        TransferStarted,
        /// An online payment was received.
        PaymentSucceeded,
        /// An online payment failed; `detail` holds the reason.
        PaymentFailed,
        /// A payment received outside Propty was recorded; `detail` holds its reference.
        PaymentRecorded,
        /// A recorded payment was reversed; `detail` holds the reason.
        PaymentReversed,
        /// The balance became zero.
        Paid,
        /// A payout with the payment arrived in the community's bank account. Shown to the team only.
        PaidOut,
        /// A refund of a payment was requested; `detail` holds the reason.
        Refunded,
        /// A refund failed and the money stayed with the community. Shown to the team only.
        RefundFailed,
        /// The payer's bank opened a dispute and holds the money.
        Disputed,
        /// A dispute was decided for the community, and the money came back.
        DisputeWon,
        /// The payer's bank took the payment back for good; the amount is owed again.
        Returned,
        /// The invoice was voided; `detail` holds the reason.
        Voided,
        /// What was owed was written off; `amount` holds how much. Who did it and the reason in `detail` are shown to
        /// the team only.
        WrittenOff,
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceTimelineEntry {
    /// What.
    pub kind: InvoiceTimelineKind,
    /// When.
    pub at: Instant,
    /// Who, when a person did it.
    pub actor: Option<String>,
    /// The payment it is about.
    pub payment: Option<PaymentId>,
    /// Allocated amount of the payment, or the amount written off, minor units.
    pub amount: Option<i64>,
    /// Fee on top, minor units.
    pub fee: Option<i64>,
    /// How it was paid.
    pub method: Option<PaymentMethod>,
    /// Whom mail went to, and its language.
    pub email: Option<(String, Language)>,
    /// Reason or error.
    pub detail: Option<String>,
}

impl InvoiceTimelineEntry {
    fn new(kind: InvoiceTimelineKind, at: Instant) -> InvoiceTimelineEntry {
        InvoiceTimelineEntry {
            kind,
            at,
            actor: None,
            payment: None,
            amount: None,
            fee: None,
            method: None,
            email: None,
            detail: None,
        }
    }

    /// What residents see of it: some events are the team's, as are who gave up a debt and why.
    fn for_residents(self) -> Option<InvoiceTimelineEntry> {
        match self.kind {
            InvoiceTimelineKind::Created
            | InvoiceTimelineKind::PaidOut
            | InvoiceTimelineKind::RefundFailed => None,
            InvoiceTimelineKind::WrittenOff => {
                Some(InvoiceTimelineEntry { actor: None, detail: None, ..self })
            }
            _ => Some(self),
        }
    }
}

/// What a timeline is made from.
pub struct InvoiceTimelineSources<'a> {
    /// The invoice.
    pub invoice: &'a invoice::Model,
    /// Its audit events.
    pub audit: &'a [audit_event::Model],
    /// Mail about it.
    pub messages: &'a [email::Model],
    /// Payments with their allocations.
    pub payments: &'a [(PaymentRow, payment_allocation::Model)],
    /// Payouts by payment.
    pub payouts: &'a [(PaymentId, payout::Model)],
    /// Refunds of the payments.
    pub refunds: &'a [refund::Model],
    /// Their disputes.
    pub disputes: &'a [dispute::Model],
}

/// The timeline as a caller may see it, newest first.
pub fn invoice_timeline(caller: &Caller, sources: &InvoiceTimelineSources<'_>) -> Vec<InvoiceTimelineEntry> {
    let team = caller.is_team_member(sources.invoice.organization_id, sources.invoice.property_id);
    let mut entries = all_entries(sources);
    if !team {
        entries = entries.into_iter().filter_map(InvoiceTimelineEntry::for_residents).collect();
    }
    entries
}

fn all_entries(sources: &InvoiceTimelineSources<'_>) -> Vec<InvoiceTimelineEntry> {
    let invoice = sources.invoice;
    let by = |action: AuditAction| sources.audit.iter().find(|event| event.action == action);
    let actor = |action: AuditAction| by(action).and_then(|event| event.actor_name.clone());
    let mut entries = vec![InvoiceTimelineEntry {
        actor: actor(AuditAction::InvoiceCreated),
        ..InvoiceTimelineEntry::new(InvoiceTimelineKind::Created, invoice.created_at)
    }];
    if let Some(at) = invoice.published_at {
        entries.push(InvoiceTimelineEntry {
            actor: actor(AuditAction::InvoicePublished),
            ..InvoiceTimelineEntry::new(InvoiceTimelineKind::Published, at)
        });
    }
    if let Some(at) = invoice.voided_at {
        let detail = invoice.void_reason.clone();
        entries.push(InvoiceTimelineEntry {
            actor: actor(AuditAction::InvoiceVoided),
            detail,
            ..InvoiceTimelineEntry::new(InvoiceTimelineKind::Voided, at)
        });
    }
    // More than once, where money of an earlier payment went back in between.
    let write_offs = sources.audit.iter().filter(|event| event.action == AuditAction::InvoiceWrittenOff);
    entries.extend(write_offs.map(write_off_entry));
    if let Some(at) = invoice.paid_at {
        entries.push(InvoiceTimelineEntry::new(InvoiceTimelineKind::Paid, at));
    }
    entries.extend(
        sources.messages.iter().filter(|message| message.kind == EmailKind::InvoicePublished).map(mail),
    );
    for (row, allocation) in sources.payments {
        payment_entries(
            &row.payment,
            allocation,
            row.resident.as_ref().map(|resident| resident.name.as_str()),
            &mut entries,
        );
    }
    for (payment, payout) in sources.payouts {
        if payout.status == PayoutStatus::Paid {
            let entry = InvoiceTimelineEntry::new(InvoiceTimelineKind::PaidOut, payout.updated_at);
            entries.push(InvoiceTimelineEntry {
                payment: Some(*payment),
                detail: Some(payout.processor_payout_id.clone()),
                ..entry
            });
        }
    }
    entries.extend(sources.refunds.iter().filter_map(refund_entry));
    for dispute in sources.disputes {
        dispute_entries(dispute, &mut entries);
    }
    entries.sort_by(|a, b| b.at.cmp(&a.at).then(b.kind.cmp(&a.kind)));
    entries
}

fn write_off_entry(event: &audit_event::Model) -> InvoiceTimelineEntry {
    let written_off = WrittenOff::from_detail(&event.detail);
    InvoiceTimelineEntry {
        actor: event.actor_name.clone(),
        amount: written_off.as_ref().map(|written_off| written_off.amount),
        detail: written_off.map(|written_off| written_off.reason),
        ..InvoiceTimelineEntry::new(InvoiceTimelineKind::WrittenOff, event.at)
    }
}

fn refund_entry(refund: &refund::Model) -> Option<InvoiceTimelineEntry> {
    let (kind, at, detail) = match refund.status {
        RefundStatus::Failed => {
            let failure = refund.failure.map(|failure| failure.to_string());
            (InvoiceTimelineKind::RefundFailed, refund.updated_at, failure)
        }
        RefundStatus::Canceled => return None,
        _ => (InvoiceTimelineKind::Refunded, refund.created_at, refund.reason.clone()),
    };
    let (payment, amount) = (Some(refund.payment_id), Some(refund.amount));
    Some(InvoiceTimelineEntry { payment, amount, detail, ..InvoiceTimelineEntry::new(kind, at) })
}

fn dispute_entries(dispute: &dispute::Model, entries: &mut Vec<InvoiceTimelineEntry>) {
    let entry = |kind: InvoiceTimelineKind, at: Instant| InvoiceTimelineEntry {
        payment: Some(dispute.payment_id),
        amount: Some(dispute.amount),
        detail: Some(dispute.reason.clone()),
        ..InvoiceTimelineEntry::new(kind, at)
    };
    let arrived_lost = dispute.stage == DisputeStage::Lost && dispute.posting_revision <= 1;
    if !arrived_lost {
        entries.push(entry(InvoiceTimelineKind::Disputed, dispute.created_at));
    }
    match dispute.stage {
        DisputeStage::Won => entries.push(entry(InvoiceTimelineKind::DisputeWon, dispute.updated_at)),
        DisputeStage::Lost => entries.push(entry(InvoiceTimelineKind::Returned, dispute.updated_at)),
        _ => {}
    }
}

fn mail(message: &email::Model) -> InvoiceTimelineEntry {
    let email = Some((message.to_address.clone(), message.language));
    let (kind, at) = match (message.sent_at, message.failed_at) {
        (Some(at), _) => (InvoiceTimelineKind::EmailSent, at),
        (None, Some(at)) => (InvoiceTimelineKind::EmailFailed, at),
        (None, None) => (InvoiceTimelineKind::EmailQueued, message.created_at),
    };
    InvoiceTimelineEntry {
        email,
        detail: message.last_error.clone().filter(|_| kind != InvoiceTimelineKind::EmailSent),
        ..InvoiceTimelineEntry::new(kind, at)
    }
}

fn payment_entries(
    row: &payment::Model,
    allocation: &payment_allocation::Model,
    payer: Option<&str>,
    entries: &mut Vec<InvoiceTimelineEntry>,
) {
    let online = row.method.online_method().is_some();
    let entry = |kind: InvoiceTimelineKind, at: Instant| InvoiceTimelineEntry {
        actor: payer.filter(|_| online).map(str::to_owned),
        payment: Some(row.id),
        amount: Some(allocation.amount),
        fee: (row.fee > 0).then_some(row.fee),
        method: Some(row.method),
        ..InvoiceTimelineEntry::new(kind, at)
    };
    if online {
        entries.push(entry(InvoiceTimelineKind::CheckoutStarted, row.created_at));
        if let Some(at) = row.processing_at {
            entries.push(entry(InvoiceTimelineKind::TransferStarted, at));
        }
        match row.status {
            PaymentStatus::Succeeded => {
                entries.push(entry(
                    InvoiceTimelineKind::PaymentSucceeded,
                    row.succeeded_at.unwrap_or(row.updated_at),
                ));
            }
            PaymentStatus::Failed => {
                let failed = entry(InvoiceTimelineKind::PaymentFailed, row.updated_at);
                entries.push(InvoiceTimelineEntry {
                    detail: row.failure.map(|failure| failure.to_string()),
                    ..failed
                });
            }
            PaymentStatus::Expired => {
                entries.push(entry(InvoiceTimelineKind::CheckoutExpired, row.updated_at))
            }
            _ => {}
        }
    } else {
        let recorded = entry(InvoiceTimelineKind::PaymentRecorded, row.created_at);
        entries.push(InvoiceTimelineEntry { detail: row.reference.clone(), ..recorded });
        if row.status == PaymentStatus::Reversed {
            let reversed = entry(InvoiceTimelineKind::PaymentReversed, row.updated_at);
            entries.push(InvoiceTimelineEntry { detail: row.reversal_reason.clone(), ..reversed });
        }
    }
}
