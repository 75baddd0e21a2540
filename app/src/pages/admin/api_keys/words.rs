//! The words for what keys may do and whether they work.

use leptos::prelude::*;

use crate::api::admin::{ApiKeyStatus, ApiScope};
use crate::components::{Tone, badge};
use crate::i18n::Text;

/// What a scope allows, in a word or two.
pub(super) fn scope_name(scope: ApiScope) -> Text {
    match scope {
        ApiScope::PropertiesRead => t!(team_scope_properties_read),
        ApiScope::CommunityWrite => t!(team_scope_community_write),
        ApiScope::InvoicesRead => t!(team_scope_invoices_read),
        ApiScope::InvoicesWrite => t!(team_scope_invoices_write),
        ApiScope::LedgerRead => t!(team_scope_ledger_read),
    }
}

/// What a scope allows, in a sentence.
pub(super) fn scope_text(scope: ApiScope) -> Text {
    match scope {
        ApiScope::PropertiesRead => t!(team_scope_properties_read_text),
        ApiScope::CommunityWrite => t!(team_scope_community_write_text),
        ApiScope::InvoicesRead => t!(team_scope_invoices_read_text),
        ApiScope::InvoicesWrite => t!(team_scope_invoices_write_text),
        ApiScope::LedgerRead => t!(team_scope_ledger_read_text),
    }
}

/// Whether a key works.
pub(super) fn status_badge(status: ApiKeyStatus) -> AnyView {
    match status {
        ApiKeyStatus::Active => badge(Tone::Ok, t!(team_key_active)),
        ApiKeyStatus::Expired => badge(Tone::Warn, t!(team_key_expired)),
        ApiKeyStatus::Revoked => badge(Tone::Quiet, t!(team_key_status_revoked)),
    }
}
