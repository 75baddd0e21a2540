//! Short confirmations at the edge of the page, in its one live region.

use std::time::Duration;

use leptos::prelude::*;

/// How long a toast stays.
const SHOWN_FOR: Duration = Duration::from_secs(6);

/// Shows toasts.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Option<String>>,
    /// Counts the toasts, so that an older one's timer does not take a newer one away.
    count: RwSignal<u32>,
}

impl Toasts {
    /// Shows these words for a while, in place of what was there.
    pub fn show(self, words: impl Into<String>) {
        self.shown.set(Some(words.into()));
        self.count.update(|count| *count = count.wrapping_add(1));
        let mine = self.count.get_untracked();
        set_timeout(
            move || {
                if self.count.try_get_untracked() == Some(mine) {
                    self.shown.set(None);
                }
            },
            SHOWN_FOR,
        );
    }
}

/// Makes the toasts of an entry point.
pub fn provide_toasts() {
    provide_context(Toasts { shown: RwSignal::new(None), count: RwSignal::new(0) });
}

/// The toasts of this page.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(|| Toasts { shown: RwSignal::new(None), count: RwSignal::new(0) })
}

/// The live region. It is always in the page, since screen readers only follow a region they know.
#[component]
pub fn Toaster() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="toaster" role="status" aria-live="polite">
            {move || toasts.shown.get().map(|words| view! { <p class="toast">{words}</p> })}
        </div>
    }
    .into_any()
}
