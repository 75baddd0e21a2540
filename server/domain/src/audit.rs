//! What is written to the audit trail, and the hash that chains each event to the one before, per
//! organization, so that a later change shows.

use crate::coded_enum;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditCategory {
    /// Sign-ins, passwords, second factors, sessions.
    Access,
    /// Members, invitations, roles and residents' access.
    Team,
    /// Invoices, payments, payouts.
    Money,
    /// API keys and their use.
    Keys,
    /// Organization, properties, payment accounts.
    Settings,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident, $category:ident, $word:literal;)*) => {
        coded_enum! {
            /// What was done.
            pub enum AuditAction {
                $($(#[$doc])* $action = $word,)*
            }
        }

        impl AuditAction {
            /// What it is about.
            pub fn category(self) -> AuditCategory {
                match self { $(AuditAction::$action => AuditCategory::$category),* }
            }
        }
    };
}

actions! {
    /// Somebody signed in.
    SignedIn, Access, "signed_in";
    /// A sign-in was refused.
    SignInFailed, Access, "sign_in_failed";
    /// Somebody signed out, here or elsewhere.
    SignedOut, Access, "signed_out";
    /// A password was set.
    PasswordChanged, Access, "password.changed";
    /// A password was removed.
    PasswordRemoved, Access, "password.removed";
    /// A second factor was turned on.
    SecondFactorEnabled, Access, "second_factor.enabled";
    /// A second factor was turned off.
    SecondFactorDisabled, Access, "second_factor.disabled";
    /// Recovery codes were replaced.
    RecoveryCodesReplaced, Access, "recovery_codes.replaced";
    /// The organization was opened.
    OrganizationCreated, Settings, "organization.created";
    /// Its settings were changed.
    OrganizationUpdated, Settings, "organization.updated";
    /// A property was added.
    PropertyCreated, Settings, "property.created";
    /// A unit was added.
    UnitCreated, Settings, "unit.created";
    /// Who bears the fees was changed.
    FeesChanged, Settings, "fees.changed";
    /// A payment account was opened.
    PaymentAccountConnected, Settings, "payment_account.connected";
    /// A payment account changed its state.
    PaymentAccountChanged, Settings, "payment_account.changed";
    /// Somebody was invited to the team.
    MemberInvited, Team, "member.invited";
    /// An invitation was withdrawn.
    MemberInvitationRevoked, Team, "member.invitation_revoked";
    /// Somebody joined the team.
    MemberJoined, Team, "member.joined";
    /// A role was changed.
    MemberUpdated, Team, "member.updated";
    /// Somebody left the team.
    MemberRemoved, Team, "member.removed";
    /// A resident was added.
    ResidentCreated, Team, "resident.created";
    /// A resident was invited.
    ResidentInvited, Team, "resident.invited";
    /// A resident accepted.
    ResidentJoined, Team, "resident.joined";
    /// A resident moved out.
    ResidentMovedOut, Team, "resident.moved_out";
    /// A key was made.
    ApiKeyCreated, Keys, "api_key.created";
    /// A key was ended.
    ApiKeyRevoked, Keys, "api_key.revoked";
    /// A key was used, told once a day and network.
    ApiKeyUsed, Keys, "api_key.used";
    /// A draft was made.
    InvoiceCreated, Money, "invoice.created";
    /// A draft was deleted.
    InvoiceDiscarded, Money, "invoice.discarded";
    /// An invoice was published.
    InvoicePublished, Money, "invoice.published";
    /// An invoice was voided.
    InvoiceVoided, Money, "invoice.voided";
    /// An invoice was written off.
    InvoiceWrittenOff, Money, "invoice.written_off";
    /// An invoice was mailed again.
    InvoiceEmailResent, Money, "invoice.email_resent";
    /// A resident went to pay.
    PaymentStarted, Money, "payment.started";
    /// An attempt was replaced by another.
    PaymentReplaced, Money, "payment.replaced";
    /// A payment came.
    PaymentSucceeded, Money, "payment.succeeded";
    /// A payment failed.
    PaymentFailed, Money, "payment.failed";
    /// A payment needs a look.
    PaymentMismatch, Money, "payment.mismatch";
    /// Money was recorded by hand.
    PaymentRecorded, Money, "payment.recorded";
    /// And taken back.
    PaymentReversed, Money, "payment.reversed";
    /// A refund was decided.
    RefundRequested, Money, "refund.requested";
    /// A refund moved.
    RefundChanged, Money, "refund.changed";
    /// A dispute moved.
    DisputeChanged, Money, "dispute.changed";
    /// A resident lets their invoices be paid automatically.
    AutopayStarted, Money, "autopay.started";
    /// And on other terms.
    AutopayChanged, Money, "autopay.changed";
    /// And no more.
    AutopayEnded, Money, "autopay.ended";
    /// A payout changed its state.
    PayoutChanged, Money, "payout.changed";
    /// What the processor had told was applied again.
    WebhookEventReplayed, Money, "webhook_event.replayed";
    /// The books were closed through a day.
    PeriodClosed, Money, "period.closed";
    /// And reopened.
    PeriodReopened, Money, "period.reopened";
}

coded_enum! {
    /// Who did it.
    pub enum ActorKind {
        /// Somebody signed in.
        Person = "person",
        /// A program with a key.
        ApiKey = "api_key",
        /// Propty itself, after a webhook or in a job.
        Propty = "propty",
    }
}

/// What an event's hash covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEventHashInput<'a> {
    /// Hash of the event before, lower-case hex; empty for an organization's first.
    pub previous: &'a str,
    /// The organization.
    pub organization: Uuid,
    /// Position in the organization's chain, from 1.
    pub sequence: i64,
    /// Instant in Unix milliseconds.
    pub at: i64,
    /// Word of the action.
    pub action: &'a str,
    /// Word of the actor's kind.
    pub actor_kind: &'a str,
    /// Person or key.
    pub actor: Option<Uuid>,
    /// Their name then.
    pub actor_name: Option<&'a str>,
    /// The address it was asked from.
    pub network: Option<&'a str>,
    /// The object.
    pub object: Uuid,
    /// Its name then.
    pub subject: Option<&'a str>,
    /// JSON.
    pub detail: &'a str,
}

impl AuditEventHashInput<'_> {
    /// SHA-256 over all parts with their lengths, as lower-case hex.
    pub fn hash(&self) -> String {
        let mut digest = Sha256::new();
        let mut part = |bytes: &[u8]| {
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        };
        part(self.previous.as_bytes());
        part(self.organization.as_bytes());
        part(&self.sequence.to_be_bytes());
        part(&self.at.to_be_bytes());
        part(self.action.as_bytes());
        part(self.actor_kind.as_bytes());
        // Absent and empty must not hash alike.
        for text in [self.actor_name, self.network, self.subject] {
            part(&[u8::from(text.is_some())]);
            part(text.unwrap_or_default().as_bytes());
        }
        part(self.actor.unwrap_or_default().as_bytes());
        part(self.object.as_bytes());
        part(self.detail.as_bytes());
        hex::encode(digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_action_has_a_word_of_its_own() {
        let words: BTreeSet<&str> = AuditAction::ALL.iter().map(|action| action.code()).collect();
        assert_eq!(words.len(), AuditAction::ALL.len());
    }

    #[test]
    fn a_changed_part_changes_the_hash() {
        let id = Uuid::from_bytes([3; 16]);
        let event = AuditEventHashInput {
            previous: "",
            organization: id,
            sequence: 1,
            at: 5,
            action: "signed_in",
            actor_kind: "person",
            actor: Some(id),
            actor_name: Some("Ana"),
            network: None,
            object: id,
            subject: None,
            detail: "{}",
        };
        assert_eq!(event.hash(), event.clone().hash());
        for changed in [
            AuditEventHashInput { previous: "x", ..event.clone() },
            AuditEventHashInput { sequence: 2, ..event.clone() },
            AuditEventHashInput { at: 6, ..event.clone() },
            AuditEventHashInput { action: "signed_out", ..event.clone() },
            AuditEventHashInput { actor: None, ..event.clone() },
            AuditEventHashInput { actor_name: Some("Eve"), ..event.clone() },
            AuditEventHashInput { network: Some(""), ..event.clone() },
            AuditEventHashInput { subject: Some(""), ..event.clone() },
            AuditEventHashInput { detail: "{ }", ..event.clone() },
        ] {
            assert_ne!(changed.hash(), event.hash(), "{changed:?}");
        }
    }
}
