//! Identifiers: UUIDv7 in the database, TypeIDs such as `inv_01jd4w8h2qf3v…` everywhere else. Each kind of object
//! has a type of its own, so that a payment's id is refused where an invoice's is wanted, by the compiler inside
//! and by the parser where an id comes in.

mod column;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use crate::instant::Instant;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use type_safe_id::StaticType as IdKind;
use type_safe_id::TypeSafeId;
pub use uuid::Uuid;

/// Id of an object of the kind `K`. Its text and its serialized form are the TypeID; its column is the UUID.
pub struct Id<K> {
    uuid: Uuid,
    kind: PhantomData<fn() -> K>,
}

/// A text that is no id of the kind wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id that starts with {prefix}_")]
pub struct InvalidId {
    /// What ids of the kind start with.
    pub prefix: &'static str,
}

impl<K> Id<K> {
    /// From the key of a row.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Id { uuid, kind: PhantomData }
    }

    /// The id that no object has.
    pub const fn nil() -> Self {
        Id::from_uuid(Uuid::nil())
    }

    /// The bare key, where objects of several kinds share a column.
    pub const fn uuid(&self) -> Uuid {
        self.uuid
    }

    /// The 16 bytes of the key.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.uuid.as_bytes()
    }
}

impl<K> From<Id<K>> for Uuid {
    fn from(id: Id<K>) -> Uuid {
        id.uuid
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Id<K> {}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl<K> Eq for Id<K> {}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl<K: IdKind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TypeSafeId::<K>::from_uuid(self.uuid).fmt(f)
    }
}

impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: IdKind> FromStr for Id<K> {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let id = text.parse::<TypeSafeId<K>>().map_err(|_| InvalidId { prefix: K::TYPE })?;
        Ok(Id::from_uuid(id.uuid()))
    }
}

impl<K: IdKind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, K: IdKind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

macro_rules! ids {
    ($($kind:ident, $alias:ident, $prefix:literal;)*) => {
        $(
            #[doc = concat!("Marks the ids that start with `", $prefix, "_`.")]
            #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
            pub struct $kind;
            impl IdKind for $kind {
                const TYPE: &'static str = $prefix;
            }
            #[doc = concat!("Id of a kind of object, written `", $prefix, "_…`.")]
            pub type $alias = Id<$kind>;
        )*
    };
}

ids! {
    Organization, OrganizationId, "org";
    Property, PropertyId, "prop";
    Unit, UnitId, "unit";
    Resident, ResidentId, "res";
    Residency, ResidencyId, "rsd";
    User, UserId, "user";
    Member, MemberId, "mem";
    Invoice, InvoiceId, "inv";
    InvoiceLine, InvoiceLineId, "line";
    Payment, PaymentId, "pay";
    PaymentAccount, PaymentAccountId, "pacc";
    Autopay, AutopayId, "auto";
    AutopayRun, AutopayRunId, "arun";
    Refund, RefundId, "ref";
    Dispute, DisputeId, "dsp";
    Payout, PayoutId, "po";
    BillingRun, BillingRunId, "run";
    LedgerAccount, LedgerAccountId, "acc";
    LedgerTransaction, LedgerTransactionId, "txn";
    SignInLink, SignInLinkId, "link";
    SignUp, SignUpId, "sup";
    RecoveryCode, RecoveryCodeId, "rec";
    Email, EmailId, "eml";
    Session, SessionId, "ses";
    Invitation, InvitationId, "minv";
    ApiKey, ApiKeyId, "key";
    AuditEvent, AuditEventId, "evt";
    WebhookEvent, WebhookEventId, "whe";
    PeriodClosing, PeriodClosingId, "pcl";
    Integration, IntegrationId, "int";
    Job, JobId, "job";
}

/// Makes a UUIDv7 from an instant and ten random bytes, so that clock and randomness stay injected.
pub fn uuid_v7(at: Instant, random: &[u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(at.as_millis()).unwrap_or_default(), random)
        .into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_kind_are_refused_for_another() {
        let invoice = InvoiceId::from_uuid(uuid_v7(Instant::from_millis(1_700_000_000_000), &[7; 10]));
        let text = invoice.to_string();
        assert!(text.starts_with("inv_"), "{text}");
        assert_eq!(text.parse::<InvoiceId>().unwrap(), invoice);
        assert_eq!(text.parse::<PaymentId>().unwrap_err().to_string(), "not an id that starts with pay_");
    }

    #[test]
    fn ids_are_serialized_as_their_text() {
        let payment = PaymentId::from_uuid(uuid_v7(Instant::from_millis(1_700_000_000_000), &[7; 10]));
        let json = serde_json::to_string(&payment).unwrap();
        assert_eq!(json, format!("\"{payment}\""));
        assert_eq!(serde_json::from_str::<PaymentId>(&json).unwrap(), payment);
        assert!(serde_json::from_str::<InvoiceId>(&json).is_err());
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        let uuid = |millis, random| uuid_v7(Instant::from_millis(millis), &random);
        assert!(uuid(1, [255; 10]) < uuid(2, [0; 10]));
    }
}
