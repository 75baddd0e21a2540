//! An email to one person. At most one of the columns that refer to other objects is set: the one it is about;
//! an email without any is about its property.

use domain::email::{EmailKind, EmailStatus};
use domain::id::{
    AutopayId, AutopayRunId, DisputeId, EmailId, InvitationId, InvoiceId, OrganizationId, PaymentId,
    PayoutId, PropertyId, RefundId, SignInLinkId, SignUpId,
};
use domain::instant::Instant;
use locales::Language;
use sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "emails")]
pub struct Model {
    /// Key, UUIDv7.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmailId,
    /// The tenant; none for sign-in links.
    pub organization_id: Option<OrganizationId>,
    /// The property it speaks for.
    pub property_id: Option<PropertyId>,
    /// Which mail.
    pub kind: EmailKind,
    /// The same mail is sent once.
    pub key: String,
    /// `en` or `fr`.
    pub language: Language,
    /// Recipient.
    pub to_name: String,
    /// Their address.
    pub to_address: String,
    /// About this invoice.
    pub invoice_id: Option<InvoiceId>,
    /// About this payment.
    pub payment_id: Option<PaymentId>,
    /// About this refund.
    pub refund_id: Option<RefundId>,
    /// About this dispute.
    pub dispute_id: Option<DisputeId>,
    /// About this payout.
    pub payout_id: Option<PayoutId>,
    /// About this autopay.
    pub autopay_id: Option<AutopayId>,
    /// About what this autopay does for an invoice.
    pub autopay_run_id: Option<AutopayRunId>,
    /// Carries this sign-in link.
    pub sign_in_link_id: Option<SignInLinkId>,
    /// Carries the link of this invitation.
    pub invitation_id: Option<InvitationId>,
    /// Carries the link of this sign-up.
    pub sign_up_id: Option<SignUpId>,
    /// `queued`, `sent` or `failed`.
    pub status: EmailStatus,
    /// As sent.
    pub subject: Option<String>,
    /// Why it is not sent.
    pub last_error: Option<String>,
    /// When queued.
    pub created_at: Instant,
    /// When the mail server took it.
    pub sent_at: Option<Instant>,
    /// When given up.
    pub failed_at: Option<Instant>,
}

/// What decides an email.
#[derive(Clone, Debug)]
pub struct NewEmail {
    /// Key.
    pub id: EmailId,
    /// The tenant; none for sign-in links.
    pub organization_id: Option<OrganizationId>,
    /// The property it speaks for.
    pub property_id: Option<PropertyId>,
    /// Which mail.
    pub kind: EmailKind,
    /// The same mail is sent once.
    pub key: String,
    /// Of its text.
    pub language: Language,
    /// Recipient.
    pub to_name: String,
    /// Their address.
    pub to_address: String,
    /// When queued.
    pub created_at: Instant,
}

impl Model {
    /// A queued email that is about nothing yet.
    pub fn new(new: NewEmail) -> Model {
        Model {
            id: new.id,
            organization_id: new.organization_id,
            property_id: new.property_id,
            kind: new.kind,
            key: new.key,
            language: new.language,
            to_name: new.to_name,
            to_address: new.to_address,
            invoice_id: None,
            payment_id: None,
            refund_id: None,
            dispute_id: None,
            payout_id: None,
            autopay_id: None,
            autopay_run_id: None,
            sign_in_link_id: None,
            invitation_id: None,
            sign_up_id: None,
            status: EmailStatus::Queued,
            subject: None,
            last_error: None,
            created_at: new.created_at,
            sent_at: None,
            failed_at: None,
        }
    }
}

/// Relations to other tables.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
