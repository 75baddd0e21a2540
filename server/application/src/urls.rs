//! Addresses of pages, for mail and for the way back from the processor.

use domain::id::InvoiceId;

use crate::app::App;

/// The portal's page on which these invoices are paid.
pub fn pay_page(app: &App, invoices: &[InvoiceId]) -> String {
    let ids: Vec<String> = invoices.iter().map(|id| id.to_string()).collect();
    match ids.as_slice() {
        [only] => format!("{}/portal/invoices/{only}/pay", app.base_url),
        several => format!("{}/portal/pay?invoices={}", app.base_url, several.join(",")),
    }
}
