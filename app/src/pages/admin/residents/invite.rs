//! Inviting a resident to the portal. Nothing is lost by it, so it is done at once.

use leptos::prelude::*;

use super::super::dialogs::{focus_heading, wait_for};
use super::super::parts::row_action;
use super::Changed;
use crate::api::admin::{ResidentRow, ResidentStatus, invite_resident};
use crate::api::error_text;
use crate::components::use_toasts;
use crate::i18n::use_language;

/// The button, for whom an invitation can reach and who has not accepted one.
pub(super) fn button(resident: &ResidentRow, changed: Changed) -> Option<AnyView> {
    let words = match resident.status {
        ResidentStatus::Pending => t!(team_resident_invite),
        ResidentStatus::Invited => t!(team_resident_invite_again),
        ResidentStatus::Active | ResidentStatus::Inactive => return None,
    };
    resident.email.as_ref()?;
    let (language, toasts) = (use_language(), use_toasts());
    let busy = RwSignal::new(false);
    let (id, name) = (resident.id.clone(), resident.name.clone());
    let press = {
        let name = name.clone();
        Callback::new(move |()| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            let name = name.clone();
            wait_for(invite_resident(id.clone()), move |answer| {
                let _ = busy.try_set(false);
                let language = language.get_untracked();
                match answer {
                    Ok(()) => {
                        toasts.show(locales::team_resident_invited(language, &name));
                        // The button goes with the list as it was.
                        focus_heading();
                        changed.raise();
                    }
                    Err(error) => toasts.show(error_text(language, &error)),
                }
            });
        })
    };
    let button = row_action(words, &name, false, press);
    Some(view! { <span class="row-busy" class:busy=busy aria-busy=move || busy.get().then_some("true")>{button}</span> }.into_any())
}
