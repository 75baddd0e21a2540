//! The dialog that gives money of a payment back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::controls::TextArea;
use super::actions::Form;
use super::decide::{foot, has_reason};
use crate::api::Decimal;
use crate::api::admin::{self, InvoicePayment};
use crate::browser;
use crate::components::{Dialog, ErrorSummary, Field, Kind, Problem, use_toasts};
use crate::i18n::{self, read_amount, text, use_language};

/// The dialog.
#[component]
pub(super) fn Refund(payment: InvoicePayment, form: Form) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let most = payment.refundable.clone();
    let typed = RwSignal::new(i18n::typed_amount(language.get_untracked(), &most.amount.0));
    let reason = RwSignal::new(String::new());
    let key = browser::new_key();
    let (wrong, above) = (t!(error_invalid_amount), t!(error_amount_above_refundable));
    let required = t!(admin_reason_required);
    let hint = {
        let most = most.clone();
        text(move || {
            let language = language.get();
            locales::admin_refund_most(language, &i18n::money(language, &most)).into()
        })
    };
    let press = Callback::new(move |()| {
        let amount = read_amount(&typed.get_untracked());
        let cents = amount.clone().and_then(|amount| Decimal(amount).cents()).filter(|cents| *cents > 0);
        let words = match (cents, most.amount.cents()) {
            (None, _) => Some(wrong),
            (Some(cents), Some(most)) if cents > most => Some(above),
            _ => None,
        };
        if let Some(words) = words {
            form.problems.show(vec![Problem { field: Some("amount".to_owned()), words }]);
            return;
        }
        if !has_reason(form, reason, required) {
            return;
        }
        form.busy.set(true);
        let (id, key, why) = (payment.id.clone(), key.clone(), reason.get_untracked().trim().to_owned());
        let version = payment.version;
        spawn_local(async move {
            match admin::refund_payment(id, amount, why, version, key).await {
                Ok(()) => {
                    form.open.set(false);
                    toasts.show(locales::admin_refunded(language.get_untracked()));
                    form.live.look();
                }
                Err(error) => form
                    .refused(error, |field| ["amount", "reason"].contains(&field).then(|| field.to_owned())),
            }
        });
    });
    view! {
        <Dialog open=form.open title=t!(admin_refund_title)>
            <ErrorSummary problems=form.problems/>
            <p>{t!(admin_refund_text)}</p>
            <Field id="amount" label=t!(common_amount) value=typed problems=form.problems hint=hint inputmode="decimal"/>
            <TextArea id="reason" label=t!(admin_reason) value=reason problems=form.problems hint=t!(admin_refund_reason_hint)/>
            {foot(form, t!(admin_refund), Kind::Danger, press)}
        </Dialog>
    }
}
