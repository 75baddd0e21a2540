//! Hosted payment pages: opening one, reading what became of it, closing it.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::failure::PaymentFailure;
use domain::fee::OnlineMethod;
use domain::money::{Currency, Money};
use domain::payment::RemotePaymentStatus;
use jiff::Timestamp;
use stripe::StripeRequest;
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionAllowedPaymentMethodTypes as AllowedMethod,
    CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData,
    CreateCheckoutSessionPaymentIntentData, CreateCheckoutSessionPaymentMethodOptions as MethodOptions,
    CreateCheckoutSessionPaymentMethodOptionsAcssDebit as AcssOptions,
    CreateCheckoutSessionPaymentMethodOptionsAcssDebitMandateOptions as MandateOptions,
    CreateCheckoutSessionPaymentMethodOptionsAcssDebitMandateOptionsPaymentSchedule as PaymentSchedule,
    CreateCheckoutSessionPaymentMethodOptionsAcssDebitMandateOptionsTransactionType as TransactionType,
    ExpireCheckoutSession, ListCheckoutSession, ProductData, RetrieveCheckoutSession,
};
use stripe_checkout::{
    CheckoutSession, CheckoutSessionLocale, CheckoutSessionMode, CheckoutSessionPaymentStatus,
    CheckoutSessionStatus,
};
use stripe_core::payment_intent::RetrievePaymentIntent;
use stripe_core::{PaymentIntent, PaymentIntentStatus};
use stripe_types::RangeQueryTs;

use super::list::list_all;
use super::{Stripe, checked_id, checked_url, errors, idempotent_strategy, parse_currency, retry};
use application::ports::ExternalError;
use application::ports::processor::{CheckoutApi, CheckoutLine, NewCheckout, RemotePayment};

/// The key under which the payment's own id is written into the metadata.
const PAYMENT_KEY: &str = "payment";

#[async_trait]
impl CheckoutApi for Stripe {
    async fn create_checkout(&self, checkout: NewCheckout) -> Result<RemotePayment, ExternalError> {
        let account = checked_id(&checkout.account)?;
        let key = idempotent_strategy(&checkout.idempotency_key)?;
        let request = session_request(&checkout)?;
        let session = retry(&self.retry_policy, || {
            let call = request.customize().account_id(account.into()).request_strategy(key.clone());
            async { call.send(&self.client).await.map_err(errors::from_library) }
        })
        .await?;
        self.remote_payment(session, None)
    }

    async fn retrieve_checkout(&self, account: &str, session: &str) -> Result<RemotePayment, ExternalError> {
        let request = RetrieveCheckoutSession::new(checked_id(session)?).customize();
        let session = request.account_id(checked_id(account)?.into()).send(&self.client).await;
        let session = session.map_err(errors::from_library)?;
        let intent = match &session.payment_intent {
            None => None,
            Some(intent) => Some(self.retrieve_intent(account, intent.id().as_str()).await?),
        };
        self.remote_payment(session, intent)
    }

    async fn find_checkout(
        &self,
        account: &str,
        (name, value): (&str, &str),
        since: Timestamp,
    ) -> Result<Option<RemotePayment>, ExternalError> {
        let since = RangeQueryTs::gte(since.as_second());
        let pages: Vec<CheckoutSession> = list_all!(self, account, ListCheckoutSession::new().created(since));
        let found = pages.into_iter().find(|page| {
            page.metadata.as_ref().and_then(|metadata| metadata.get(name)).is_some_and(|found| found == value)
        });
        found.map(|page| self.remote_payment(page, None)).transpose()
    }

    async fn expire_checkout(&self, account: &str, session: &str) -> Result<RemotePayment, ExternalError> {
        let request = ExpireCheckoutSession::new(checked_id(session)?).customize();
        let session = request.account_id(checked_id(account)?.into()).send(&self.client).await;
        self.remote_payment(session.map_err(errors::from_library)?, None)
    }
}

impl Stripe {
    /// A payment intent with its charge and fee.
    pub(super) async fn retrieve_intent(
        &self,
        account: &str,
        id: &str,
    ) -> Result<PaymentIntent, ExternalError> {
        let expand = ["latest_charge.balance_transaction".to_owned()];
        let request = RetrievePaymentIntent::new(checked_id(id)?).expand(expand).customize();
        request.account_id(checked_id(account)?.into()).send(&self.client).await.map_err(errors::from_library)
    }

    fn remote_payment(
        &self,
        session: CheckoutSession,
        intent: Option<PaymentIntent>,
    ) -> Result<RemotePayment, ExternalError> {
        let currency = session.currency.as_ref().map(|currency| parse_currency(&currency.to_string()));
        let currency = currency.ok_or_else(errors::unreadable)??;
        let amount = session.amount_total.ok_or_else(errors::unreadable)?;
        let charge = intent.as_ref().and_then(|intent| intent.latest_charge.as_ref());
        let fee = charge
            .and_then(|charge| charge.as_object()?.balance_transaction.as_ref()?.as_object())
            .map(|transaction| transaction.fee);
        let url = session.url.as_deref().map(|url| checked_url(&self.api_url, url)).transpose()?;
        Ok(RemotePayment {
            outcome: outcome(&session, intent.as_ref()),
            failure: intent.as_ref().and_then(failure),
            processor_fee: fee,
            charge_id: charge.map(|charge| charge.id().to_string()),
            intent_id: session.payment_intent.as_ref().map(|intent| intent.id().to_string()),
            url,
            charged: Money::new(amount, currency),
            // The intent is what is charged: where there is one, what it carries counts.
            metadata: intent.as_ref().map_or_else(
                || session.metadata.clone().unwrap_or_default().into_iter().collect(),
                |intent| intent.metadata.clone().into_iter().collect(),
            ),
            livemode: session.livemode,
            session_id: Some(session.id.to_string()),
        })
    }
}

fn session_request(checkout: &NewCheckout) -> Result<CreateCheckoutSession, ExternalError> {
    let metadata: HashMap<String, String> = checkout.metadata.iter().cloned().collect();
    let items = checkout.lines.iter().map(|line| line_item(line, checkout.currency));
    let method = match (checkout.method, checkout.currency) {
        (OnlineMethod::Card, _) => AllowedMethod::Card,
        (OnlineMethod::Bank, Currency::Usd) => AllowedMethod::UsBankAccount,
        (OnlineMethod::Bank, Currency::Cad) => AllowedMethod::AcssDebit,
    };
    let debits_canada = matches!(method, AllowedMethod::AcssDebit);
    let intent = CreateCheckoutSessionPaymentIntentData {
        metadata: Some(metadata.clone()),
        application_fee_amount: (checkout.application_fee > 0).then_some(checkout.application_fee),
        ..CreateCheckoutSessionPaymentIntentData::new()
    };
    let locale =
        if checkout.language == "fr" { CheckoutSessionLocale::FrMinusCa } else { CheckoutSessionLocale::En };
    let mut request = CreateCheckoutSession::new()
        .mode(CheckoutSessionMode::Payment)
        .allowed_payment_method_types([method])
        .line_items(items.collect::<Result<Vec<_>, _>>()?)
        .locale(locale)
        .payment_intent_data(intent)
        .success_url(checkout.success_url.clone())
        .cancel_url(checkout.cancel_url.clone())
        .expires_at(checkout.expires_at.as_second());
    if let Some(payment) = metadata.get(PAYMENT_KEY) {
        request = request.client_reference_id(payment.clone());
    }
    if let Some(email) = &checkout.email {
        request = request.customer_email(email.clone());
    }
    if debits_canada {
        request = request.payment_method_options(canadian_mandate());
    }
    Ok(request.metadata(metadata))
}

fn line_item(
    line: &CheckoutLine,
    currency: Currency,
) -> Result<CreateCheckoutSessionLineItems, ExternalError> {
    let code = currency.code().to_ascii_lowercase();
    let price = CreateCheckoutSessionLineItemsPriceData {
        currency: code.parse().map_err(|_| errors::unreadable())?,
        product: None,
        product_data: Some(ProductData::new(line.name.clone())),
        recurring: None,
        tax_behavior: None,
        unit_amount: Some(line.amount),
        unit_amount_decimal: None,
    };
    Ok(CreateCheckoutSessionLineItems {
        price_data: Some(price),
        quantity: Some(1),
        ..CreateCheckoutSessionLineItems::new()
    })
}

/// A resident agrees to a debit each time they pay: no schedule.
fn canadian_mandate() -> MethodOptions {
    let mandate = MandateOptions {
        payment_schedule: Some(PaymentSchedule::Sporadic),
        transaction_type: Some(TransactionType::Personal),
        ..MandateOptions::new()
    };
    let acss = AcssOptions { mandate_options: Some(mandate), ..AcssOptions::new() };
    MethodOptions { acss_debit: Some(acss), ..MethodOptions::new() }
}

/// The payment intent knows best; where there is none, or it still waits, the session decides.
fn outcome(session: &CheckoutSession, intent: Option<&PaymentIntent>) -> RemotePaymentStatus {
    let paid = matches!(
        session.payment_status,
        CheckoutSessionPaymentStatus::Paid | CheckoutSessionPaymentStatus::NoPaymentRequired
    );
    let intent = intent.map(|intent| &intent.status);
    match (&session.status, intent) {
        (_, Some(PaymentIntentStatus::Succeeded)) => RemotePaymentStatus::Succeeded,
        (_, Some(PaymentIntentStatus::Processing)) => RemotePaymentStatus::Processing,
        (_, None) if paid => RemotePaymentStatus::Succeeded,
        (Some(CheckoutSessionStatus::Expired), _) => RemotePaymentStatus::Expired,
        (_, Some(PaymentIntentStatus::Canceled)) => RemotePaymentStatus::Failed,
        // The page is done with, and the bank said no afterwards.
        (Some(CheckoutSessionStatus::Complete), Some(PaymentIntentStatus::RequiresPaymentMethod)) => {
            RemotePaymentStatus::Failed
        }
        _ => RemotePaymentStatus::Waiting,
    }
}

/// Why the last attempt failed: the card network's code, the bank's, and Stripe's own.
fn failure(intent: &PaymentIntent) -> Option<PaymentFailure> {
    if matches!(intent.status, PaymentIntentStatus::Succeeded) {
        return None;
    }
    let error = intent.last_payment_error.as_ref();
    let charge = intent.latest_charge.as_ref().and_then(|charge| charge.as_object()?.failure_code.as_deref());
    if error.is_none() && charge.is_none() {
        return None;
    }
    let declined = error.and_then(|error| error.decline_code.as_deref());
    let code = error.and_then(|error| error.code.as_ref()).map(|code| code.as_str());
    Some(PaymentFailure::from_processor_codes([declined, charge, code].into_iter().flatten()))
}
