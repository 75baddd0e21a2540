//! Identifiers. Rows and most functions hold the bare UUIDv7; where an id comes in or goes out it is a TypeID such as
//! `inv_01jd4w8h2qf3v…`, one type per kind of object, so that a payment's id is refused where an invoice's is wanted.

use type_safe_id::{StaticType, TypeSafeId};
pub use uuid::Uuid;

macro_rules! ids {
    ($($kind:ident, $alias:ident, $prefix:literal;)*) => {
        $(
            #[doc = concat!("Marks the ids that start with `", $prefix, "_`.")]
            #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
            pub struct $kind;
            impl StaticType for $kind {
                const TYPE: &'static str = $prefix;
            }
            #[doc = concat!("Id of a kind of object, written `", $prefix, "_…`.")]
            pub type $alias = TypeSafeId<$kind>;
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
    Payment, PaymentId, "pay";
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
    Email, EmailId, "eml";
    Session, SessionId, "ses";
    Invitation, InvitationId, "minv";
    ApiKey, ApiKeyId, "key";
    AuditEvent, AuditEventId, "evt";
    WebhookEvent, WebhookEventId, "whe";
    PeriodClosing, PeriodClosingId, "pcl";
}

/// Makes a UUIDv7 from an instant and ten random bytes, so that clock and randomness stay injected.
pub fn uuid_v7(unix_millis: i64, random: &[u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(unix_millis).unwrap_or_default(), random)
        .into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_kind_are_refused_for_another() {
        let invoice = InvoiceId::from_uuid(uuid_v7(1_700_000_000_000, &[7; 10]));
        let text = invoice.to_string();
        assert!(text.starts_with("inv_"), "{text}");
        assert_eq!(text.parse::<InvoiceId>().unwrap().uuid(), invoice.uuid());
        assert!(text.parse::<PaymentId>().is_err());
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        assert!(uuid_v7(1, &[255; 10]) < uuid_v7(2, &[0; 10]));
    }
}
