//! What was done, in words. An action that is added to the schema does not build until it has some.

use crate::api::admin::AuditAction;
use crate::i18n::Language;

pub(super) fn action_words(action: AuditAction) -> fn(Language) -> &'static str {
    match action {
        AuditAction::SignedIn => locales::team_did_signed_in,
        AuditAction::SignInFailed => locales::team_did_sign_in_failed,
        AuditAction::SignedOut => locales::team_did_signed_out,
        AuditAction::PasswordChanged => locales::team_did_password_changed,
        AuditAction::PasswordRemoved => locales::team_did_password_removed,
        AuditAction::SecondFactorEnabled => locales::team_did_second_factor_enabled,
        AuditAction::SecondFactorDisabled => locales::team_did_second_factor_disabled,
        AuditAction::RecoveryCodesReplaced => locales::team_did_recovery_codes_replaced,
        AuditAction::OrganizationCreated => locales::team_did_organization_created,
        AuditAction::OrganizationUpdated => locales::team_did_organization_updated,
        AuditAction::PropertyCreated => locales::team_did_property_created,
        AuditAction::UnitCreated => locales::team_did_unit_created,
        AuditAction::FeeModeChanged => locales::team_did_fee_mode_changed,
        AuditAction::PaymentAccountConnected => locales::team_did_payment_account_connected,
        AuditAction::PaymentAccountChanged => locales::team_did_payment_account_changed,
        AuditAction::MemberInvited => locales::team_did_member_invited,
        AuditAction::MemberInvitationRevoked => locales::team_did_member_invitation_revoked,
        AuditAction::MemberJoined => locales::team_did_member_joined,
        AuditAction::MemberUpdated => locales::team_did_member_updated,
        AuditAction::MemberRemoved => locales::team_did_member_removed,
        AuditAction::ResidentCreated => locales::team_did_resident_created,
        AuditAction::ResidentInvited => locales::team_did_resident_invited,
        AuditAction::ResidentJoined => locales::team_did_resident_joined,
        AuditAction::ResidentMovedOut => locales::team_did_resident_moved_out,
        AuditAction::ApiKeyCreated => locales::team_did_api_key_created,
        AuditAction::ApiKeyRevoked => locales::team_did_api_key_revoked,
        AuditAction::ApiKeyUsed => locales::team_did_api_key_used,
        AuditAction::InvoiceCreated => locales::team_did_invoice_created,
        AuditAction::InvoiceDiscarded => locales::team_did_invoice_discarded,
        AuditAction::InvoicePublished => locales::team_did_invoice_published,
        AuditAction::InvoiceVoided => locales::team_did_invoice_voided,
        AuditAction::InvoiceEmailResent => locales::team_did_invoice_email_resent,
        AuditAction::PaymentStarted => locales::team_did_payment_started,
        AuditAction::PaymentReplaced => locales::team_did_payment_replaced,
        AuditAction::PaymentSucceeded => locales::team_did_payment_succeeded,
        AuditAction::PaymentFailed => locales::team_did_payment_failed,
        AuditAction::PaymentParked => locales::team_did_payment_parked,
        AuditAction::PaymentRecorded => locales::team_did_payment_recorded,
        AuditAction::PaymentReversed => locales::team_did_payment_reversed,
        AuditAction::PayoutChanged => locales::team_did_payout_changed,
    }
}
