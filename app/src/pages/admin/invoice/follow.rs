//! An invoice that is looked at again by itself while something is under way: a payment, or mail that
//! waits to be sent. The page changes only when the invoice has, so that focus and selection stay.

use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::admin::{InvoiceView, invoice};
use crate::api::{ApiError, TimelineKind};
use crate::session::use_sign_in;

const BETWEEN: Duration = Duration::from_secs(3);

/// An invoice as it is now.
#[derive(Clone, Copy)]
pub(super) struct Live {
    answer: RwSignal<Option<Result<InvoiceView, ApiError>>>,
    look: RwSignal<u32>,
}

impl Live {
    /// What the server said last; `None` before it said anything.
    pub(super) fn answer(self) -> Option<Result<InvoiceView, ApiError>> {
        self.answer.get()
    }

    /// The invoice, once it is known.
    pub(super) fn invoice(self) -> Option<InvoiceView> {
        self.answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().ok()).cloned())
    }

    /// Asks the server again.
    pub(super) fn look(self) {
        let _ = self.look.try_update(|count| *count = count.wrapping_add(1));
    }
}

/// Follows the invoice with this id while the page is there.
pub(super) fn follow(id: Memo<String>) -> Live {
    let live = Live { answer: RwSignal::new(None), look: RwSignal::new(0) };
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(handle)) = timer.try_get_value() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    let sign_in = use_sign_in();
    Effect::new(move |shown: Option<String>| {
        let id = id.get();
        let look = live.look.get();
        stop();
        if shown.as_ref() != Some(&id) {
            live.answer.set(None);
        }
        let (invoice_id, sign_in) = (id.clone(), sign_in.clone());
        spawn_local(async move {
            let answer = invoice(invoice_id).await;
            // The page may be gone, or have asked again since.
            if live.look.try_get_untracked() != Some(look) {
                return;
            }
            match answer {
                Err(ApiError::SignedOut) => return sign_in(),
                // Losing the connection for a moment takes nothing off the page.
                Err(ApiError::Network)
                    if live.answer.with_untracked(|known| matches!(known, Some(Ok(_)))) => {}
                answer => {
                    if live.answer.with_untracked(|known| known.as_ref() != Some(&answer)) {
                        live.answer.set(Some(answer));
                    }
                }
            }
            if live.answer.with_untracked(|known| matches!(known, Some(Ok(invoice)) if is_moving(invoice))) {
                let next = set_timeout_with_handle(move || live.look(), BETWEEN).ok();
                let _ = timer.try_update_value(|timer| *timer = next);
            }
        });
        id
    });
    live
}

/// Whether the invoice is about to change by itself.
fn is_moving(invoice: &InvoiceView) -> bool {
    invoice.active_payment.is_some()
        || invoice.timeline.iter().any(|entry| entry.kind == TimelineKind::EmailQueued)
}
