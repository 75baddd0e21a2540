//! Everything that happened to an invoice, in order: from the audit trail, the mail, the payments and the
//! payouts that carried them.

use domain::audit::AuditAction;
use domain::email::EmailKind;
use domain::id::Uuid;
use domain::payment::PaymentMethod;
use domain::payment::PaymentStatus;
use domain::payout::PayoutStatus;
use domain::refund::DisputeStage;
use domain::refund::RefundStatus;
use entity::{audit_event, dispute, email, invoice, payment, payment_allocation, payout, refund};
use locales::Language;

use super::write_off_invoice::WrittenOff;
use store::payments::PaymentRow;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InvoiceTimelineKind {
    /// The draft was made.
    Created,
    /// It was published.
    Published,
    /// Mail waits to be sent.
    EmailQueued,
    /// Mail was handed to the mail server.
    EmailSent,
    /// Mail could not be sent.
    EmailFailed,
    /// A resident went to pay.
    CheckoutStarted,
    /// They never finished.
    CheckoutExpired,
    /// A bank transfer began.
    TransferStarted,
    /// The money came.
    PaymentSucceeded,
    /// The payment failed.
    PaymentFailed,
    /// Money was recorded by hand.
    PaymentRecorded,
    /// And taken back.
    PaymentReversed,
    /// The balance became zero.
    Paid,
    /// The money arrived at the bank.
    PaidOut,
    /// Money was given back.
    Refunded,
    /// A refund failed.
    RefundFailed,
    /// The payer's bank holds the money.
    Disputed,
    /// It gave the money back.
    DisputeWon,
    /// It took the money back for good.
    Returned,
    /// It was withdrawn.
    Voided,
    /// What was owed was written off.
    WrittenOff,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceTimelineEntry {
    /// What.
    pub kind: InvoiceTimelineKind,
    /// When, Unix milliseconds.
    pub at: i64,
    /// Who, when a person did it.
    pub actor: Option<String>,
    /// The payment it is about.
    pub payment: Option<Uuid>,
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
    fn new(kind: InvoiceTimelineKind, at: i64) -> InvoiceTimelineEntry {
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
    pub payouts: &'a [(Uuid, payout::Model)],
    /// Refunds of the payments.
    pub refunds: &'a [refund::Model],
    /// Their disputes.
    pub disputes: &'a [dispute::Model],
}

/// The timeline, newest first.
pub fn invoice_timeline(sources: &InvoiceTimelineSources<'_>) -> Vec<InvoiceTimelineEntry> {
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
    let entry = |kind: InvoiceTimelineKind, at: i64| InvoiceTimelineEntry {
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
    let entry = |kind: InvoiceTimelineKind, at: i64| InvoiceTimelineEntry {
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
