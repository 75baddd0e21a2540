//! Everything that happened to an invoice.

use async_graphql::{Context, ID, Result, SimpleObject};
use domain::id;
use domain::id::PaymentId;
use domain::money;

use crate::graphql::enums::schema_enum;
use crate::graphql::loaders::{
    AuditEventsOfObject, DisputesOfPayment, EmailsOfInvoice, LoadExt, PaymentsOfInvoice, PayoutOfPayment,
    RefundsOfPayment,
};
use crate::graphql::payments::PaymentMethod;
use crate::graphql::people::Language;
use crate::graphql::request::ContextExt;
use crate::graphql::scalars::{DateTime, Money, encode_id};
use application::invoices::invoice_timeline::{
    InvoiceTimelineEntry, InvoiceTimelineKind, InvoiceTimelineSources, invoice_timeline,
};
use store::invoices::InvoiceRow;

schema_enum!(TimelineKind = InvoiceTimelineKind);

/// One thing that happened to an invoice.
#[derive(SimpleObject)]
pub struct TimelineEntry {
    /// What happened; it decides which of the other fields are set.
    kind: TimelineKind,
    /// When it happened; entries are sorted by it.
    at: DateTime,
    /// Name of the person or API key that did it, or of the payer; null when Propty or the payment processor
    /// did it.
    actor: Option<String>,
    /// For payments, the part allocated to this invoice; for refunds and disputes, their amount; for write-offs,
    /// what was written off. Null otherwise.
    amount: Option<Money>,
    /// Fee the payer paid on top; null when there was none.
    fee: Option<Money>,
    /// How the payment was made; null for anything but payments.
    method: Option<PaymentMethod>,
    /// Id of the payment concerned; null when it is about none.
    payment_id: Option<ID>,
    /// Address the email was sent to; null for anything but emails.
    email_to: Option<String>,
    /// Language of the email; null for anything but emails.
    email_language: Option<Language>,
    /// Reason, reference, processor id or error, depending on `kind`; null when there is none.
    detail: Option<String>,
}

pub(super) async fn timeline(ctx: &Context<'_>, row: &InvoiceRow) -> Result<Vec<TimelineEntry>> {
    let id = row.invoice.id;
    let (audit, messages, payments) = futures::try_join!(
        ctx.load(AuditEventsOfObject(id.uuid())),
        ctx.load(EmailsOfInvoice(id)),
        ctx.load(PaymentsOfInvoice(id)),
    )?;
    let payments = payments.unwrap_or_default();
    let asked = payments.iter().map(|(row, _)| async move {
        let found = ctx.load(PayoutOfPayment(row.payment.id)).await?;
        Ok::<_, async_graphql::Error>(found.map(|payout| (row.payment.id, payout)))
    });
    let payouts: Vec<(PaymentId, entity::payout::Model)> =
        futures::future::try_join_all(asked).await?.into_iter().flatten().collect();
    let went_back = payments.iter().map(|(row, _)| async move {
        let id = row.payment.id;
        futures::try_join!(ctx.load(RefundsOfPayment(id)), ctx.load(DisputesOfPayment(id)))
    });
    let (mut refunds, mut disputes) = (Vec::new(), Vec::new());
    for (some, others) in futures::future::try_join_all(went_back).await? {
        refunds.extend(some.unwrap_or_default());
        disputes.extend(others.unwrap_or_default());
    }
    let sources = InvoiceTimelineSources {
        invoice: &row.invoice,
        audit: &audit.unwrap_or_default(),
        messages: &messages.unwrap_or_default(),
        payments: &payments,
        payouts: &payouts,
        refunds: &refunds,
        disputes: &disputes,
    };
    let entries = invoice_timeline(ctx.caller()?, &sources);
    Ok(entries.into_iter().map(|entry| encode(entry, row.invoice.currency)).collect())
}

fn encode(entry: InvoiceTimelineEntry, currency: money::Currency) -> TimelineEntry {
    let money = |minor: Option<i64>| minor.map(|minor| Money::stored(minor, currency));
    let (email_to, language) = entry.email.unzip();
    TimelineEntry {
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
    }
}
