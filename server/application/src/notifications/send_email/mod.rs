//! Renders one message in its recipient's language from what is true now, hands it to the mail server, and
//! records that. A crash between the two may send it again, with the same Message-ID.

mod autopay_email;
mod link_email;
mod return_email;

use domain::id::{EmailId, InvoiceId, PaymentId, PayoutId, PropertyId, Uuid};
use domain::integration::EmailStatus;
use domain::invoice::InvoiceStatus;
use domain::money::Money;
use domain::payment_account::PaymentAccountStatus;
use domain::payout::PayoutFailureReason;
use entity::{email, invoice, organization, payment, property};
use jiff::Timestamp;
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};

use crate::app::{App, date_in_zone};
use crate::notifications::EmailKind;
use crate::notifications::email::{Brand, EmailContent};
use crate::outbox::{Job, JobOutcome};
use crate::ports::{Email, ExternalError};
use crate::urls::pay_page;
use store::{Scope, StoreError, StoreResult};

/// Renders and sends one message, unless it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendEmail {
    /// The email.
    pub email: Uuid,
}

impl Job for SendEmail {
    const KIND: &'static str = "send_email";

    fn key(&self) -> String {
        self.email.to_string()
    }

    async fn run(&self, app: &App) -> JobOutcome {
        send(app, self.email).await
    }

    /// Marks the message as failed, where an admin sees why.
    async fn on_failure(&self, app: &App, error: &str) -> StoreResult<()> {
        let Some(row) = store::emails::get(app.db.write(), self.email).await? else { return Ok(()) };
        let now = app.now_ms();
        store::emails::save(app.db.write(), row, |row| {
            row.status = Set(EmailStatus::Failed);
            row.failed_at = Set(Some(now));
            row.last_error = Set(Some(error.to_owned()));
        })
        .await?;
        Ok(())
    }
}

async fn send(app: &App, id: Uuid) -> JobOutcome {
    let email = match compose(app, id).await {
        Ok(Some(email)) => email,
        Ok(None) => return JobOutcome::Finished,
        Err(error @ StoreError::Corrupt(_)) => return JobOutcome::Failed(error.to_string()),
        Err(error) => return JobOutcome::Retry(error.to_string()),
    };
    let subject = email.subject.clone();
    let sent = app.mailer.send(email).await;
    match record_delivery(app, id, subject, &sent).await {
        Ok(()) => match sent {
            Ok(()) => JobOutcome::Finished,
            Err(ExternalError::Unavailable(error)) => JobOutcome::Retry(error),
            Err(error) => JobOutcome::Failed(error.to_string()),
        },
        Err(error) => JobOutcome::Retry(error.to_string()),
    }
}

async fn record_delivery(
    app: &App,
    id: Uuid,
    subject: String,
    sent: &Result<(), ExternalError>,
) -> StoreResult<()> {
    let Some(row) = store::emails::get(app.db.write(), id).await? else { return Ok(()) };
    let now = app.now_ms();
    let error = sent.as_ref().err().map(ToString::to_string);
    store::emails::save(app.db.write(), row, |row| {
        row.subject = Set(Some(subject));
        if sent.is_ok() {
            row.status = Set(EmailStatus::Sent);
            row.sent_at = Set(Some(now));
        }
        row.last_error = Set(error.clone());
    })
    .await?;
    let result = error.as_deref().map_or(Ok(()), Err);
    store::integrations::record_result(
        app.db.write(),
        store::integrations::Integration::Email,
        app.new_id(),
        now,
        result,
    )
    .await
}

async fn compose(app: &App, id: Uuid) -> StoreResult<Option<Email>> {
    let Some(row) = store::emails::get(app.db.read(), id).await? else { return Ok(None) };
    if row.status == EmailStatus::Sent {
        return Ok(None);
    }
    let language = row.language;
    let (organization, property) = sender(app, &row).await?;
    let Some(content) = content(app, &row, property.as_ref()).await? else { return Ok(None) };
    let brand = Brand {
        organization: organization.map_or_else(|| "Propty".to_owned(), |organization| organization.name),
        property: property.as_ref().map(|property| property.name.clone()).unwrap_or_default(),
        base_url: app.base_url.to_string(),
        reply_to: property.and_then(|property| property.reply_to),
    };
    let rendered = crate::notifications::email::render(&content, language, &brand);
    Ok(Some(Email {
        message_id: format!("{}@{}", EmailId::from_uuid(row.id), app.mail_domain),
        from_name: brand.organization,
        reply_to: brand.reply_to,
        to: (row.to_name, row.to_address),
        language: language.code(),
        subject: rendered.subject,
        html: rendered.html,
        text: rendered.text,
        date: Timestamp::from_millisecond(row.created_at).unwrap_or_else(|_| app.now()),
    }))
}

async fn sender(
    app: &App,
    row: &email::Model,
) -> StoreResult<(Option<organization::Model>, Option<property::Model>)> {
    let Some(id) = row.organization_id else { return Ok((None, None)) };
    let scope = Scope::for_organization(id);
    let organization = store::properties::organization(app.db.read(), &scope, id).await?;
    let property = match row.property_id {
        Some(property) => store::properties::property(app.db.read(), &scope, property).await?,
        None => None,
    };
    Ok((organization, property))
}

async fn content(
    app: &App,
    row: &email::Model,
    property: Option<&property::Model>,
) -> StoreResult<Option<EmailContent>> {
    if let Some(link) = row.link_id {
        return link_email::content(app, row, link).await;
    }
    let kind = EmailKind::from_code(&row.kind)
        .ok_or_else(|| StoreError::Corrupt(format!("no mail is called {}", row.kind)))?;
    let property = property.ok_or_else(|| StoreError::Corrupt("mail without property".into()))?;
    if kind == EmailKind::InvoicePublished {
        return invoice_published(app, row, property).await;
    }
    if kind == EmailKind::AccountAttention {
        return account_attention(app, row, property).await;
    }
    if kind == EmailKind::TeamPayoutFailed {
        return payout_failed(app, row).await;
    }
    if matches!(kind, EmailKind::AutopayUpcoming | EmailKind::AutopaySkipped | EmailKind::AutopayStopped) {
        return autopay_email::content(app, row, kind, property).await;
    }
    let id = row.payment_id.ok_or_else(|| StoreError::Corrupt("mail without payment".into()))?;
    let scope = Scope::for_organization(property.organization_id);
    let Some(payment) = store::payments::get(app.db.read(), &scope, id).await? else { return Ok(None) };
    let payer = payment.resident.as_ref().map(|resident| resident.name.clone());
    payment_content(app, row, kind, property, payment.payment, payer).await.map(Some)
}

pub(super) async fn invoice_prefix(app: &App, organization: Uuid) -> StoreResult<String> {
    let row =
        store::properties::organization(app.db.read(), &Scope::for_organization(organization), organization)
            .await?;
    Ok(row.map_or_else(|| "INV".to_owned(), |row| row.invoice_prefix))
}

pub(super) fn invoice_number(prefix: &str, invoice: &invoice::Model) -> String {
    invoice.number.map_or_else(String::new, |number| domain::invoice::invoice_number(prefix, number))
}

async fn invoice_published(
    app: &App,
    row: &email::Model,
    property: &property::Model,
) -> StoreResult<Option<EmailContent>> {
    let Some(id) = row.invoice_id else { return Ok(None) };
    let scope = Scope::for_organization(property.organization_id);
    let Some(invoice) = store::invoices::get(app.db.read(), &scope, id).await? else { return Ok(None) };
    if matches!(invoice.invoice.status, InvoiceStatus::Void | InvoiceStatus::Uncollectible) {
        return Ok(None);
    }
    let currency = invoice.invoice.currency;
    let lines = store::invoices::lines(app.db.read(), &[id]).await?.remove(&id).unwrap_or_default();
    let account = store::payment_accounts::of_property(app.db.read(), property.id).await?;
    let payable_online = account.is_some_and(|account| account.card_ready || account.bank_ready);
    let page = format!("{}/portal/invoices/{}", app.base_url, InvoiceId::from_uuid(id));
    Ok(Some(EmailContent::InvoicePublished {
        recipient_name: row.to_name.clone(),
        number: invoice_number(&invoice_prefix(app, property.organization_id).await?, &invoice.invoice),
        title: invoice.invoice.title.clone(),
        description: invoice.invoice.description.clone().unwrap_or_default(),
        unit: invoice.unit.label,
        due_on: invoice.invoice.due_on.0,
        lines: lines.into_iter().map(|line| (line.description, Money::new(line.amount, currency))).collect(),
        total: Money::new(invoice.invoice.total, currency),
        balance: Money::new(invoice.invoice.balance, currency),
        pay_url: if payable_online { format!("{page}/pay") } else { page },
        payable_online,
    }))
}

/// What the account needs now; nothing once it needs nothing any more.
async fn account_attention(
    app: &App,
    row: &email::Model,
    property: &property::Model,
) -> StoreResult<Option<EmailContent>> {
    let account = store::payment_accounts::of_property(app.db.read(), property.id).await?;
    let Some(account) = account else { return Ok(None) };
    let disabled = match account.status {
        PaymentAccountStatus::Disabled => true,
        PaymentAccountStatus::Restricted => false,
        _ => return Ok(None),
    };
    let deadline = account.requirements_deadline.and_then(|at| Timestamp::from_millisecond(at).ok());
    let id = PropertyId::from_uuid(property.id);
    Ok(Some(EmailContent::AccountAttention {
        recipient_name: row.to_name.clone(),
        disabled,
        by: deadline.map(|at| date_in_zone(at, &property.time_zone)),
        url: format!("{}/admin/settings/payments?property={id}", app.base_url),
    }))
}

async fn payout_failed(app: &App, row: &email::Model) -> StoreResult<Option<EmailContent>> {
    let id = row.payout_id.ok_or_else(|| StoreError::Corrupt("mail without deposit".into()))?;
    let Some(payout) = store::payouts::get(app.db.read(), id).await? else { return Ok(None) };
    Ok(Some(EmailContent::TeamPayoutFailed {
        amount: Money::new(payout.amount, payout.currency),
        expected_on: payout.arrives_on.0,
        reason: PayoutFailureReason::from_code(payout.failure_code.as_deref().unwrap_or_default()),
        url: format!("{}/admin/payments/deposits/{}", app.base_url, PayoutId::from_uuid(id)),
    }))
}

async fn payment_content(
    app: &App,
    row: &email::Model,
    kind: EmailKind,
    property: &property::Model,
    payment: payment::Model,
    payer: Option<String>,
) -> StoreResult<EmailContent> {
    let currency = payment.currency;
    let money = |minor| Money::new(minor, currency);
    let method = payment.method;
    let prefix = invoice_prefix(app, property.organization_id).await?;
    let paid = store::payments::invoices_of(app.db.read(), payment.id).await?;
    let invoices: Vec<(String, String, Money)> = paid
        .iter()
        .map(|(share, invoice)| {
            (invoice_number(&prefix, invoice), invoice.title.clone(), money(share.amount))
        })
        .collect();
    let id = PaymentId::from_uuid(payment.id);
    let url = format!("{}/portal/payments/{id}", app.base_url);
    let total = money(payment.amount.saturating_add(payment.fee));
    let first = paid.first().map(|(_, invoice)| InvoiceId::from_uuid(invoice.id));
    let ids: Vec<Uuid> = paid.iter().map(|(_, invoice)| invoice.id).collect();
    let pay_url = if ids.is_empty() { url.clone() } else { pay_page(app, &ids) };
    let recipient_name = row.to_name.clone();
    let amount = money(payment.amount);
    let payer_name = || payer.clone().unwrap_or_else(|| "—".to_owned());
    let team_url = first.map_or_else(
        || format!("{}/admin/payments", app.base_url),
        |invoice| format!("{}/admin/invoices/{invoice}", app.base_url),
    );
    Ok(match kind {
        EmailKind::Refunded
        | EmailKind::Returned
        | EmailKind::TeamOverpaid
        | EmailKind::TeamRefundFailed
        | EmailKind::TeamDisputed
        | EmailKind::TeamReturned => {
            let about =
                return_email::PaymentEmail { payment, payer: payer_name(), url, team_url, pay_url, invoices };
            return_email::content(app, row, kind, property, about).await?
        }
        EmailKind::PaymentProcessing => {
            let expected = payment.expected_by.map(|day| day.0);
            let expected_by = expected.unwrap_or_else(|| app.today(&property.time_zone));
            EmailContent::PaymentProcessing { recipient_name, amount, total, expected_by, url }
        }
        EmailKind::PaymentFailed => {
            let reason = payment.failure;
            EmailContent::PaymentFailed { recipient_name, method, amount, reason, invoices, url: pay_url }
        }
        EmailKind::TeamPayment => EmailContent::TeamPayment {
            payer: payer_name(),
            unit: unit_label(app, &payment).await?,
            amount,
            method,
            invoice_numbers: invoices.into_iter().map(|(number, _, _)| number).collect(),
            url: team_url,
        },
        EmailKind::Receipt
        | EmailKind::InvoicePublished
        | EmailKind::TeamPayoutFailed
        | EmailKind::AutopayUpcoming
        | EmailKind::AutopaySkipped
        | EmailKind::AutopayStopped
        | EmailKind::AccountAttention => {
            let paid_on = match payment.received_on {
                Some(day) => day.0,
                None => {
                    let at = payment.succeeded_at.unwrap_or(payment.created_at);
                    date_in_zone(
                        Timestamp::from_millisecond(at).unwrap_or_else(|_| app.now()),
                        &property.time_zone,
                    )
                }
            };
            let owed = store::invoices::balances_by_unit(app.db.read(), &[payment.unit_id]).await?;
            EmailContent::Receipt {
                recipient_name,
                method,
                amount,
                fee: money(payment.fee),
                total,
                paid_on,
                invoices,
                balance_left: money(owed.get(&payment.unit_id).copied().unwrap_or_default()),
                reference: payment.reference.unwrap_or_else(|| id.to_string()),
                url,
            }
        }
    })
}

/// The label of the unit a payment is for.
pub(super) async fn unit_label(app: &App, payment: &payment::Model) -> StoreResult<String> {
    let scope = Scope::for_organization(payment.organization_id);
    let units = store::properties::units_by_id(app.db.read(), &scope, &[payment.unit_id]).await?;
    Ok(units.first().map(|row| row.unit.label.clone()).unwrap_or_default())
}
