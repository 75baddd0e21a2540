//! What is written to the audit trail, and the hash that chains each event to the one before, per
//! organization, so that a later change shows.

use crate::id::{OrganizationId, Uuid};
use crate::instant::Instant;
use crate::{coded_enum, described_enum};
use sha2::{Digest, Sha256};

described_enum! {
    /// What an audit event is about.
    pub enum AuditCategory {
        /// Sign-ins, passwords, second factors and sessions.
        Access,
        /// Members, invitations, roles and residents' access.
        Team,
        /// Invoices, payments, refunds, disputes, automatic payments, payouts and the books.
        Money,
        /// API keys and their use.
        Keys,
        /// Settings of the organization, its properties and their payment accounts.
        Settings,
    }
}

macro_rules! actions {
    ($($(#[$($attribute:tt)*])* $action:ident, $category:ident, $word:literal;)*) => {
        coded_enum! {
            /// What was done. `objectId` of the event is the id of the object named here, unless said
            /// otherwise.
            pub enum AuditAction {
                $($(#[$($attribute)*])* $action = $word,)*
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
    /// A person signed in. The event has no object id.
    SignedIn, Access, "signed_in";
    /// A sign-in with the address of a member or resident was rejected: wrong password or code. The event has
    /// no object id.
    SignInFailed, Access, "sign_in_failed";
    /// A person signed out, or ended other sessions of theirs. The event has no object id.
    SignedOut, Access, "signed_out";
    /// A person set or changed their password. The event has no object id.
    PasswordChanged, Access, "password.changed";
    /// A person removed their password. The event has no object id.
    PasswordRemoved, Access, "password.removed";
    /// A person enabled their second factor. The event has no object id.
    SecondFactorEnabled, Access, "second_factor.enabled";
    /// A person disabled their second factor. The event has no object id.
    SecondFactorDisabled, Access, "second_factor.disabled";
    /// A person replaced their recovery codes. The event has no object id.
    RecoveryCodesReplaced, Access, "recovery_codes.replaced";
    /// The organization was created.
    OrganizationCreated, Settings, "organization.created";
    /// Settings of the organization were changed.
    OrganizationUpdated, Settings, "organization.updated";
    /// A property was created.
    PropertyCreated, Settings, "property.created";
    /// A unit was created.
    UnitCreated, Settings, "unit.created";
    /// The fee settings of a property were changed.
    FeesChanged, Settings, "fees.changed";
    /// A payment account was opened for a property, which is the object.
    PaymentAccountConnected, Settings, "payment_account.connected";
    /// The status of a property's payment account changed; the property is the object.
    PaymentAccountChanged, Settings, "payment_account.changed";
    /// A person was invited to the team. The event has no object id.
    MemberInvited, Team, "member.invited";
    /// An invitation to the team was revoked. The event has no object id.
    MemberInvitationRevoked, Team, "member.invitation_revoked";
    /// An invitation was accepted: a member joined the team.
    MemberJoined, Team, "member.joined";
    /// The role or properties of a member were changed.
    MemberUpdated, Team, "member.updated";
    /// A member was removed from the team.
    MemberRemoved, Team, "member.removed";
    /// A resident was added.
    ResidentCreated, Team, "resident.created";
    /// A resident was invited to the portal.
    ResidentInvited, Team, "resident.invited";
    /// A resident accepted the invitation to the portal.
    ResidentJoined, Team, "resident.joined";
    /// One or all residencies of a resident ended.
    ResidentMovedOut, Team, "resident.moved_out";
    /// An API key was created.
    ApiKeyCreated, Keys, "api_key.created";
    /// An API key was revoked.
    ApiKeyRevoked, Keys, "api_key.revoked";
    /// An API key was used; recorded once a day for each network.
    ApiKeyUsed, Keys, "api_key.used";
    /// A draft invoice was created.
    InvoiceCreated, Money, "invoice.created";
    /// A draft invoice was deleted.
    InvoiceDiscarded, Money, "invoice.discarded";
    /// An invoice was published.
    InvoicePublished, Money, "invoice.published";
    /// An invoice was voided.
    InvoiceVoided, Money, "invoice.voided";
    /// What was owed on an invoice was written off.
    InvoiceWrittenOff, Money, "invoice.written_off";
    /// The email about an invoice was sent again.
    InvoiceEmailResent, Money, "invoice.email_resent";
    /// An online payment was started.
    PaymentStarted, Money, "payment.started";
    /// An online payment was closed to make room for another.
    PaymentReplaced, Money, "payment.replaced";
    /// An online payment was received.
    PaymentSucceeded, Money, "payment.succeeded";
    /// An online payment failed.
    PaymentFailed, Money, "payment.failed";
    /// A payment at the payment processor differs from the one recorded, and was not applied.
    PaymentMismatch, Money, "payment.mismatch";
    /// A payment received outside Propty was recorded.
    PaymentRecorded, Money, "payment.recorded";
    /// A recorded payment was reversed.
    PaymentReversed, Money, "payment.reversed";
    /// A refund of a payment was requested. The event has no object id.
    RefundRequested, Money, "refund.requested";
    /// The status of a refund changed. The event has no object id.
    RefundChanged, Money, "refund.changed";
    /// The status of a dispute changed. The event has no object id.
    DisputeChanged, Money, "dispute.changed";
    /// A resident enabled automatic payments. The event has no object id.
    AutopayStarted, Money, "autopay.started";
    /// A resident changed the terms of automatic payments. The event has no object id.
    AutopayChanged, Money, "autopay.changed";
    /// Automatic payments of a resident ended. The event has no object id.
    AutopayEnded, Money, "autopay.ended";
    /// The status of a payout changed.
    PayoutChanged, Money, "payout.changed";
    /// Webhook events of the payment processor were replayed. The event has no object id.
    WebhookEventReplayed, Money, "webhook_event.replayed";
    /// The books of a property were closed through a day. The event has no object id.
    PeriodClosed, Money, "period.closed";
    /// The latest closed period of a property's books was reopened. The event has no object id.
    PeriodReopened, Money, "period.reopened";
}

coded_enum! {
    /// Who did something.
    pub enum ActorKind {
        /// A person, signed in or signing in.
        Person = "person",
        /// A program with an API key.
        ApiKey = "api_key",
        /// Propty itself, in a job or after a webhook event.
        Propty = "propty",
    }
}

/// What an event's hash covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEventHashInput<'a> {
    /// Hash of the event before, lower-case hex; empty for an organization's first.
    pub previous: &'a str,
    /// The organization.
    pub organization: OrganizationId,
    /// Position in the organization's chain, from 1.
    pub sequence: i64,
    /// When.
    pub at: Instant,
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
        part(&self.at.as_millis().to_be_bytes());
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
            organization: OrganizationId::from_uuid(id),
            sequence: 1,
            at: Instant::from_millis(5),
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
            AuditEventHashInput { at: Instant::from_millis(6), ..event.clone() },
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
