//! Everything that happened to an invoice.

use async_graphql::{Context, Enum, ID, Result, SimpleObject};
use domain::id;
use domain::id::Uuid;
use domain::money;

use super::super::context::ContextExt;
use super::super::loaders::{
    AuditEventsOfObject, DisputesOfPayment, EmailsOfInvoice, PaymentsOfInvoice, PayoutOfPayment,
    RefundsOfPayment,
};
use super::super::payments::PaymentMethod;
use super::super::people::Language;
use super::super::scalars::{DateTime, Money, encode_id};
use super::types::is_team_member;
use application::invoices::invoice_timeline::{
    InvoiceTimelineEntry, InvoiceTimelineKind, InvoiceTimelineSources, invoice_timeline,
};
use store::invoices::InvoiceRow;

/// What happened.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "InvoiceTimelineKind")]
pub enum TimelineKind {
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
    /// The money arrived at the bank.
    PaidOut,
    /// The balance became zero.
    Paid,
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
#[derive(SimpleObject)]
pub struct TimelineEntry {
    /// What.
    kind: TimelineKind,
    /// When.
    at: DateTime,
    /// Name of the person who did it; null when Propty or Stripe did.
    actor: Option<String>,
    /// The part of a payment allocated to this invoice, or what was written off.
    amount: Option<Money>,
    /// Paid on top.
    fee: Option<Money>,
    /// How it was paid.
    method: Option<PaymentMethod>,
    /// The payment it is about.
    payment_id: Option<ID>,
    /// Whom mail went to.
    email_to: Option<String>,
    /// In which language.
    email_language: Option<Language>,
    /// Reason or error in words.
    detail: Option<String>,
}

pub(super) async fn timeline(ctx: &Context<'_>, row: &InvoiceRow) -> Result<Vec<TimelineEntry>> {
    let (loaders, id) = (ctx.loaders()?, row.invoice.id);
    let (audit, messages, payments) = futures::try_join!(
        loaders.get(AuditEventsOfObject(id)),
        loaders.get(EmailsOfInvoice(id)),
        loaders.get(PaymentsOfInvoice(id)),
    )?;
    let payments = payments.unwrap_or_default();
    let asked = payments.iter().map(|(row, _)| async move {
        let found = loaders.get(PayoutOfPayment(row.payment.id)).await?;
        Ok::<_, async_graphql::Error>(found.map(|payout| (row.payment.id, payout)))
    });
    let payouts: Vec<(Uuid, entity::payout::Model)> =
        futures::future::try_join_all(asked).await?.into_iter().flatten().collect();
    let went_back = payments.iter().map(|(row, _)| async move {
        let id = row.payment.id;
        futures::try_join!(loaders.get(RefundsOfPayment(id)), loaders.get(DisputesOfPayment(id)))
    });
    let (mut refunds, mut disputes) = (Vec::new(), Vec::new());
    for (some, others) in futures::future::try_join_all(went_back).await? {
        refunds.extend(some.unwrap_or_default());
        disputes.extend(others.unwrap_or_default());
    }
    let entries = invoice_timeline(&InvoiceTimelineSources {
        invoice: &row.invoice,
        audit: &audit.unwrap_or_default(),
        messages: &messages.unwrap_or_default(),
        payments: &payments,
        payouts: &payouts,
        refunds: &refunds,
        disputes: &disputes,
    });
    let team = is_team_member(ctx, row.invoice.organization_id, row.invoice.property_id)?;
    // A draft's making and the way of the payout are the team's business.
    let shown = |entry: &InvoiceTimelineEntry| {
        team || !matches!(
            entry.kind,
            InvoiceTimelineKind::Created | InvoiceTimelineKind::PaidOut | InvoiceTimelineKind::RefundFailed
        )
    };
    // Who gave up a debt, and why, is theirs too.
    let redacted = |entry: InvoiceTimelineEntry| match entry.kind {
        InvoiceTimelineKind::WrittenOff if !team => {
            InvoiceTimelineEntry { actor: None, detail: None, ..entry }
        }
        _ => entry,
    };
    let entries = entries.into_iter().filter(shown).map(redacted);
    entries.map(|entry| encode(entry, row.invoice.currency)).collect()
}

fn encode(entry: InvoiceTimelineEntry, currency: money::Currency) -> Result<TimelineEntry> {
    let money = |minor: Option<i64>| minor.map(|minor| Money::stored(minor, currency));
    let (email_to, language) = entry.email.unzip();
    Ok(TimelineEntry {
        kind: entry.kind.into(),
        at: DateTime::stored(entry.at),
        actor: entry.actor,
        amount: money(entry.amount),
        fee: money(entry.fee),
        method: entry.method.map(PaymentMethod::from),
        payment_id: entry.payment.map(encode_id::<id::Payment>),
        email_to,
        email_language: language.map(Language::from),
        detail: entry.detail,
    })
}
