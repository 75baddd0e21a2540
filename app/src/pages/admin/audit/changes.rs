//! The facts of an event: the well-known names and values in words, any other as it stands.

use leptos::prelude::*;

use super::super::parts::small_line;
use crate::api::admin::AuditChange;
use crate::components::{payment_failure_named, refund_failure_named};
use crate::i18n::{Words, text, use_language};

/// “Role: Property manager → Organization manager”.
pub(super) fn change(change: AuditChange) -> AnyView {
    let language = use_language();
    let AuditChange { name, before, after } = change;
    let words = text(move || {
        let language = language.get();
        let shown = |value: &String| {
            let one = |value: &str| {
                value_words(&name, value).map_or_else(|| value.to_owned(), |words| words(language).to_owned())
            };
            // Only these are several names of the API; a text of somebody's own stays whole.
            if name == "scopes" {
                value.split(", ").map(one).collect::<Vec<_>>().join(", ")
            } else {
                one(value)
            }
        };
        let called = name_words(&name).map_or_else(|| name.clone(), |words| words(language).to_owned());
        match (before.as_ref().map(shown), after.as_ref().map(shown)) {
            (Some(before), Some(after)) => locales::team_change_both(language, &called, &before, &after),
            (Some(before), None) => locales::team_change_gone(language, &called, &before),
            (None, Some(after)) => locales::team_change_is(language, &called, &after),
            (None, None) => called,
        }
        .into()
    });
    small_line(words)
}

fn name_words(name: &str) -> Option<Words> {
    Some(match name {
        "name" => locales::common_name,
        "email" => locales::common_email,
        "role" => locales::team_role,
        "properties" => locales::team_properties,
        "property" => locales::common_property,
        "unit" => locales::common_unit,
        "resident" => locales::common_resident,
        "invoice" => locales::common_invoice,
        "number" => locales::common_number,
        "total" => locales::common_total,
        "amount" => locales::common_amount,
        "fee" => locales::common_fee,
        "balance" => locales::common_balance,
        "reason" => locales::admin_reason,
        "method" => locales::team_field_method,
        "reference" => locales::common_reference,
        "status" => locales::common_status,
        "language" => locales::common_language,
        "bankFees" => locales::fees_of_bank,
        "cardFees" => locales::fees_of_card,
        "cardCap" => locales::fees_cap,
        "cardAcknowledged" => locales::fees_field_acknowledged,
        "region" => locales::fees_region,
        "disconnected" => locales::fees_field_disconnected,
        "replaced" => locales::fees_field_replaced,
        "dueOn" => locales::common_due,
        "receivedOn" => locales::admin_received_on,
        "startsOn" => locales::team_resident_starts,
        "endsOn" => locales::team_move_out_day,
        "expiresOn" | "expiresAt" => locales::team_key_ends,
        "scopes" => locales::team_key_may,
        "country" => locales::team_country,
        "timeZone" => locales::team_time_zone,
        "replyTo" => locales::team_reply_to,
        "address" => locales::team_street,
        "city" => locales::team_city,
        "kind" => locales::team_resident_kind,
        "isPrimary" | "primary" => locales::admin_primary_resident,
        "notify" => locales::team_field_notify,
        "secondFactorRequired" => locales::team_second_factor,
        "secondFactor" => locales::team_field_code_too,
        "prefix" => locales::team_field_prefix,
        "sessions" => locales::team_field_sessions,
        "accessEnded" => locales::team_field_access_ended,
        "residencies" => locales::team_field_residencies,
        "why" => locales::team_field_why,
        "failure" | "refundFailure" => locales::team_field_failure,
        "currency" => locales::team_field_currency,
        "account" => locales::team_field_account,
        "surplus" => locales::team_field_surplus,
        "through" => locales::books_field_through,
        "since" => locales::books_field_since,
        "events" => locales::books_field_events,
        "event" => locales::books_field_event,
        _ => return None,
    })
}

/// The words of a value that is a name of the API; its case does not matter.
fn value_words(name: &str, value: &str) -> Option<Words> {
    let value = value.to_ascii_uppercase();
    Some(match (name, value.as_str()) {
        (_, "TRUE") => locales::team_yes,
        (_, "FALSE") => locales::team_no,
        ("role", "ORGANIZATION_MANAGER") => locales::team_role_organization,
        ("role", "PROPERTY_MANAGER") => locales::team_role_property,
        ("scopes", "PROPERTIES_READ") => locales::team_scope_properties_read,
        ("scopes", "COMMUNITY_WRITE") => locales::team_scope_community_write,
        ("scopes", "INVOICES_READ") => locales::team_scope_invoices_read,
        ("scopes", "INVOICES_WRITE") => locales::team_scope_invoices_write,
        ("scopes", "LEDGER_READ") => locales::team_scope_ledger_read,
        ("bankFees" | "cardFees", "PASS") => locales::admin_fees_pass,
        ("bankFees" | "cardFees", "ABSORB") => locales::admin_fees_absorb,
        ("language", "EN") => locales::common_language_english,
        ("language", "FR") => locales::common_language_french,
        ("country", "US") => locales::team_country_us,
        ("country", "CA") => locales::team_country_ca,
        ("kind", "OWNER") => locales::admin_owner,
        ("kind", "TENANT") => locales::admin_tenant,
        ("method", "BANK") => locales::method_bank,
        ("method", "CARD") => locales::method_card,
        ("method", "CASH") => locales::method_cash,
        ("method", "CHEQUE") => locales::method_cheque,
        ("method", "OTHER") => locales::method_other,
        ("method", "PASSWORD") => locales::common_password,
        ("method", "SECOND_FACTOR") => locales::team_method_second_factor,
        ("method", "LINK") => locales::team_method_link,
        ("method", "INVITATION") => locales::team_method_invitation,
        ("failure", reason) => return payment_failure_named(reason),
        ("refundFailure", reason) => return refund_failure_named(reason),
        ("status", status) => return status_words(status),
        ("why", "OTHER_AMOUNT") => locales::books_differs_amount,
        ("why", "OTHER_CURRENCY") => locales::books_differs_currency,
        ("why", "OTHER_MODE") => locales::books_differs_mode,
        ("why", "OTHER_SESSION") => locales::books_differs_session,
        ("why", word) if word.starts_with("OTHER_") => locales::books_differs_mark,
        ("method" | "secondFactor", "APP" | "TOTP") => locales::team_method_app,
        ("method" | "secondFactor", "RECOVERY_CODE" | "RECOVERY") => locales::team_method_recovery,
        _ => return None,
    })
}

/// The words of a refund's, payout's, dispute's or payment account's status.
fn status_words(status: &str) -> Option<Words> {
    Some(match status {
        "REQUESTED" => locales::admin_refund_requested,
        "PENDING" => locales::admin_refund_pending,
        "SUCCEEDED" => locales::admin_refund_succeeded,
        "FAILED" => locales::admin_refund_failed,
        "CANCELED" => locales::admin_refund_canceled,
        "IN_TRANSIT" => locales::books_deposit_in_transit,
        "PAID" => locales::books_deposit_paid,
        "INQUIRY" => locales::admin_dispute_inquiry,
        "NEEDS_RESPONSE" => locales::admin_dispute_needs_response,
        "UNDER_REVIEW" => locales::admin_dispute_under_review,
        "WON" => locales::admin_dispute_won,
        "LOST" => locales::admin_dispute_lost,
        "CLOSED" => locales::admin_dispute_closed,
        "NOT_CONNECTED" => locales::admin_account_not_connected,
        "ONBOARDING_STARTED" => locales::admin_account_onboarding,
        "PENDING_VERIFICATION" => locales::admin_account_pending,
        "ACTIVE" => locales::admin_account_active,
        "RESTRICTED" => locales::admin_account_restricted,
        "DISABLED" => locales::admin_account_disabled,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use locales::Language;

    use super::{name_words, value_words};

    #[test]
    fn known_names_and_values_have_words() {
        let role = value_words("role", "property_manager").map(|words| words(Language::En));
        assert_eq!(role, Some("Property manager"));
        assert_eq!(name_words("total").map(|words| words(Language::Fr)), Some("Total"));
        let payout = value_words("status", "in_transit").map(|words| words(Language::Fr));
        assert_eq!(payout, Some("En route"));
        assert!(name_words("somethingNew").is_none());
        assert!(value_words("total", "1200.00").is_none());
        assert!(value_words("reason", "other").is_none());
    }
}
