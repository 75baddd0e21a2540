//! Everything that happened to an invoice, in order: from the audit trail, the mail, the payments and the
//! deposits that carried them.

use domain::audit::Action;
use domain::id::Uuid;
use entity::{audit_event, dispute, invoice, message, payment, payment_allocation, payout, refund};

use store::payments::PaymentRow;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
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
    Deposited,
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
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What.
    pub kind: Kind,
    /// When, Unix milliseconds.
    pub at: i64,
    /// Who, when a person did it.
    pub actor: Option<String>,
    /// The payment it is about.
    pub payment: Option<Uuid>,
    /// Share of the payment, minor units.
    pub amount: Option<i64>,
    /// Fee on top, minor units.
    pub fee: Option<i64>,
    /// How it was paid.
    pub method: Option<String>,
    /// Whom mail went to, and its language.
    pub email: Option<(String, String)>,
    /// Reason or error.
    pub detail: Option<String>,
}

impl Entry {
    fn new(kind: Kind, at: i64) -> Entry {
        Entry {
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
pub struct Sources<'a> {
    /// The invoice.
    pub invoice: &'a invoice::Model,
    /// Its audit events.
    pub audit: &'a [audit_event::Model],
    /// Mail about it.
    pub messages: &'a [message::Model],
    /// Payments with their shares.
    pub payments: &'a [(PaymentRow, payment_allocation::Model)],
    /// Deposits by payment.
    pub deposits: &'a [(Uuid, payout::Model)],
    /// Refunds of the payments.
    pub refunds: &'a [refund::Model],
    /// Their disputes.
    pub disputes: &'a [dispute::Model],
}

/// The timeline, newest first.
pub fn timeline(sources: &Sources<'_>) -> Vec<Entry> {
    let invoice = sources.invoice;
    let by = |action: Action| sources.audit.iter().find(|event| event.action == action.word());
    let actor = |action: Action| by(action).and_then(|event| event.actor_name.clone());
    let mut entries =
        vec![Entry { actor: actor(Action::InvoiceCreated), ..Entry::new(Kind::Created, invoice.created_at) }];
    if let Some(at) = invoice.published_at {
        entries.push(Entry { actor: actor(Action::InvoicePublished), ..Entry::new(Kind::Published, at) });
    }
    if let Some(at) = invoice.voided_at {
        let detail = invoice.void_reason.clone();
        entries.push(Entry { actor: actor(Action::InvoiceVoided), detail, ..Entry::new(Kind::Voided, at) });
    }
    if let Some(at) = invoice.paid_at {
        entries.push(Entry::new(Kind::Paid, at));
    }
    entries.extend(sources.messages.iter().filter(|message| message.kind == "invoice_published").map(mail));
    for (row, share) in sources.payments {
        payment_entries(
            &row.payment,
            share,
            row.resident.as_ref().map(|resident| resident.name.as_str()),
            &mut entries,
        );
    }
    for (payment, deposit) in sources.deposits {
        if deposit.status == "paid" {
            let entry = Entry::new(Kind::Deposited, deposit.updated_at);
            entries.push(Entry {
                payment: Some(*payment),
                detail: Some(deposit.processor_payout_id.clone()),
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

fn refund_entry(refund: &refund::Model) -> Option<Entry> {
    let (kind, at, detail) = match refund.status.as_str() {
        "failed" => (Kind::RefundFailed, refund.updated_at, refund.failure.clone()),
        "canceled" => return None,
        _ => (Kind::Refunded, refund.created_at, refund.reason.clone()),
    };
    let (payment, amount) = (Some(refund.payment_id), Some(refund.amount));
    Some(Entry { payment, amount, detail, ..Entry::new(kind, at) })
}

fn dispute_entries(dispute: &dispute::Model, entries: &mut Vec<Entry>) {
    let entry = |kind: Kind, at: i64| Entry {
        payment: Some(dispute.payment_id),
        amount: Some(dispute.amount),
        detail: Some(dispute.reason.clone()),
        ..Entry::new(kind, at)
    };
    let arrived_lost = dispute.stage == "lost" && dispute.turn <= 1;
    if !arrived_lost {
        entries.push(entry(Kind::Disputed, dispute.created_at));
    }
    match dispute.stage.as_str() {
        "won" => entries.push(entry(Kind::DisputeWon, dispute.updated_at)),
        "lost" => entries.push(entry(Kind::Returned, dispute.updated_at)),
        _ => {}
    }
}

fn mail(message: &message::Model) -> Entry {
    let email = Some((message.to_address.clone(), message.language.clone()));
    let (kind, at) = match (message.sent_at, message.failed_at) {
        (Some(at), _) => (Kind::EmailSent, at),
        (None, Some(at)) => (Kind::EmailFailed, at),
        (None, None) => (Kind::EmailQueued, message.created_at),
    };
    Entry {
        email,
        detail: message.last_error.clone().filter(|_| kind != Kind::EmailSent),
        ..Entry::new(kind, at)
    }
}

fn payment_entries(
    row: &payment::Model,
    share: &payment_allocation::Model,
    payer: Option<&str>,
    entries: &mut Vec<Entry>,
) {
    let online = matches!(row.method.as_str(), "card" | "bank");
    let entry = |kind: Kind, at: i64| Entry {
        actor: payer.filter(|_| online).map(str::to_owned),
        payment: Some(row.id),
        amount: Some(share.amount),
        fee: (row.fee > 0).then_some(row.fee),
        method: Some(row.method.clone()),
        ..Entry::new(kind, at)
    };
    if online {
        entries.push(entry(Kind::CheckoutStarted, row.created_at));
        if let Some(at) = row.processing_at {
            entries.push(entry(Kind::TransferStarted, at));
        }
        match row.status.as_str() {
            "succeeded" => {
                entries.push(entry(Kind::PaymentSucceeded, row.succeeded_at.unwrap_or(row.updated_at)));
            }
            "failed" => {
                let failed = entry(Kind::PaymentFailed, row.updated_at);
                entries.push(Entry { detail: row.failure.clone(), ..failed });
            }
            "expired" => entries.push(entry(Kind::CheckoutExpired, row.updated_at)),
            _ => {}
        }
    } else {
        let recorded = entry(Kind::PaymentRecorded, row.created_at);
        entries.push(Entry { detail: row.reference.clone(), ..recorded });
        if row.status == "reversed" {
            let reversed = entry(Kind::PaymentReversed, row.updated_at);
            entries.push(Entry { detail: row.reversal_reason.clone(), ..reversed });
        }
    }
}
