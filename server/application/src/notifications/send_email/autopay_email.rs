//! What mail about automatic payments is made from: the run or the autopay as they are now.

use domain::autopay::AutopayEndReason;
use domain::autopay::AutopaySkipReason;
use domain::id::InvoiceId;
use domain::invoice::InvoiceStatus;
use domain::money::Money;
use entity::{email, property};

use super::{invoice_number, invoice_prefix};
use crate::app::App;
use crate::error::AppError;
use crate::fees::quote;
use crate::notifications::EmailKind;
use crate::notifications::email::{AutopayInvoice, EmailContent};
use store::{Scope, StoreError, StoreResult};

pub(super) async fn content(
    app: &App,
    row: &email::Model,
    kind: EmailKind,
    property: &property::Model,
) -> StoreResult<Option<EmailContent>> {
    let id = row.related_id.ok_or_else(|| StoreError::Corrupt("mail about no autopay".into()))?;
    let recipient_name = row.to_name.clone();
    let manage = format!("{}/portal/autopay", app.base_url);
    if kind == EmailKind::AutopayStopped {
        let Some(autopay) = store::autopays::get(app.db.read(), id).await? else { return Ok(None) };
        let label = autopay.label.unwrap_or_default();
        let reason = autopay.ended_reason.unwrap_or(AutopayEndReason::Stopped);
        return Ok(Some(EmailContent::AutopayStopped { recipient_name, label, reason, url: manage }));
    }
    let Some(run) = store::autopays::run(app.db.read(), id).await? else { return Ok(None) };
    let Some(autopay) = store::autopays::get(app.db.read(), run.autopay_id).await? else { return Ok(None) };
    let scope = Scope::for_organization(property.organization_id);
    let invoice = store::invoices::get(app.db.read(), &scope, run.invoice_id).await?;
    let Some(invoice) =
        invoice.map(|row| row.invoice).filter(|invoice| invoice.status == InvoiceStatus::Open)
    else {
        return Ok(None);
    };
    let currency = invoice.currency;
    let on = run.charge_on.0;
    let policy = quote::fee_policy(property)?;
    let price = quote::price(app, property, policy, (autopay.method, invoice.balance), on);
    let price = price.map_err(|error| match error {
        AppError::Store(error) => error,
        other => StoreError::Corrupt(other.to_string()),
    })?;
    let about = AutopayInvoice {
        name: (
            invoice_number(&invoice_prefix(app, property.organization_id).await?, &invoice),
            invoice.title.clone(),
        ),
        amount: Money::new(invoice.balance, currency),
        fee: Money::new(price.fee, currency),
    };
    if kind == EmailKind::AutopaySkipped {
        let above = run.skipped_reason == Some(AutopaySkipReason::AboveCap);
        let url = format!("{}/portal/invoices/{}/pay", app.base_url, InvoiceId::from_uuid(invoice.id));
        let cap = above.then(|| Money::new(autopay.cap, currency));
        return Ok(Some(EmailContent::AutopaySkipped { recipient_name, cap, invoice: about, url }));
    }
    let label = autopay.label.unwrap_or_default();
    Ok(Some(EmailContent::AutopayNotice { recipient_name, label, on, invoice: about, url: manage }))
}
