//! Cards and bank accounts that are saved and charged later: customers, setup pages and payment methods. Sent by the
//! hand-written client: the library keeps payment methods in a crate of their own, for the sake of two calls.

use application::ports::ExternalError;
use application::ports::processor::{NewCustomer, NewSetup, RemoteSetup, SavedMethodApi, SetupStatus};
use async_trait::async_trait;
use domain::fee::OnlineMethod;
use domain::money::Currency;
use serde_json::Value;

use super::fields::{Fields, currency_code, field, livemode, metadata, method_name, text};
use super::{Stripe, checked_id, checked_url, errors};

#[async_trait]
impl SavedMethodApi for Stripe {
    async fn create_customer(&self, customer: NewCustomer) -> Result<String, ExternalError> {
        let mut fields = vec![field("name", &customer.name)];
        fields.extend(customer.email.as_ref().map(|email| field("email", email)));
        let key = &customer.idempotency_key;
        let created = self.api.post(&customer.account, "v1/customers", &fields, key).await?;
        text(&created, "/id").ok_or_else(errors::unreadable)
    }

    async fn create_setup(&self, setup: NewSetup) -> Result<RemoteSetup, ExternalError> {
        let mut fields = vec![
            field("mode", "setup"),
            field("customer", &setup.customer),
            field("currency", currency_code(setup.currency)),
            field("allowed_payment_method_types[0]", method_name(setup.method, setup.currency)),
            field("locale", if setup.language == "fr" { "fr-CA" } else { "en" }),
            field("success_url", &setup.success_url),
            field("cancel_url", &setup.cancel_url),
        ];
        for (name, value) in &setup.metadata {
            fields.push(field(&format!("metadata[{name}]"), value));
            fields.push(field(&format!("setup_intent_data[metadata][{name}]"), value));
        }
        if (setup.method, setup.currency) == (OnlineMethod::Bank, Currency::Cad) {
            let options = "payment_method_options[acss_debit]";
            fields.push(field(&format!("{options}[currency]"), "cad"));
            fields.push(field(&format!("{options}[mandate_options][payment_schedule]"), "sporadic"));
            fields.push(field(&format!("{options}[mandate_options][transaction_type]"), "personal"));
        }
        let session =
            self.api.post(&setup.account, "v1/checkout/sessions", &fields, &setup.idempotency_key).await?;
        self.remote_setup(&session, None, None)
    }

    async fn retrieve_setup(&self, account: &str, session: &str) -> Result<RemoteSetup, ExternalError> {
        let session =
            self.api.get(account, &format!("v1/checkout/sessions/{}", checked_id(session)?)).await?;
        let Some(intent) = text(&session, "/setup_intent") else { return Err(errors::unreadable()) };
        let intent = self.api.get(account, &format!("v1/setup_intents/{}", checked_id(&intent)?)).await?;
        let method = match text(&intent, "/payment_method") {
            Some(method) => {
                Some(self.api.get(account, &format!("v1/payment_methods/{}", checked_id(&method)?)).await?)
            }
            None => None,
        };
        self.remote_setup(&session, Some(&intent), method.as_ref())
    }

    async fn detach_payment_method(&self, account: &str, method: &str) -> Result<(), ExternalError> {
        let path = format!("v1/payment_methods/{}/detach", checked_id(method)?);
        let key = format!("detach:{method}");
        match self.api.post(account, &path, &Fields::new(), &key).await {
            // One that is attached to nobody is refused.
            Ok(_) | Err(ExternalError::NotFound(_) | ExternalError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Stripe {
    fn remote_setup(
        &self,
        session: &Value,
        intent: Option<&Value>,
        method: Option<&Value>,
    ) -> Result<RemoteSetup, ExternalError> {
        let url = text(session, "/url").map(|url| checked_url(&self.api_url, &url)).transpose()?;
        let status = match text(session, "/status").as_deref() {
            Some("complete") => SetupStatus::Complete,
            Some("expired") => SetupStatus::Expired,
            _ => SetupStatus::Open,
        };
        Ok(RemoteSetup {
            session_id: text(session, "/id").ok_or_else(errors::unreadable)?,
            url,
            status,
            payment_method_id: method.and_then(|method| text(method, "/id")),
            mandate_id: intent.and_then(|intent| text(intent, "/mandate")),
            label: method.and_then(label),
            attached: method.is_some_and(|method| text(method, "/customer").is_some()),
            metadata: metadata(session),
            livemode: livemode(session),
        })
    }
}

/// What a payer knows a payment method by.
fn label(method: &Value) -> Option<String> {
    let kind = text(method, "/type")?;
    let last = text(method, &format!("/{kind}/last4"))?;
    let name =
        text(method, &format!("/{kind}/brand")).or_else(|| text(method, &format!("/{kind}/bank_name")));
    let name = crate::one_line(&name.unwrap_or_default());
    let mut letters = name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    Some(format!("{name} •••• {last}").trim().to_owned())
}
