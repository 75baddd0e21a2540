//! The object an email is about: a typed id, kept in the column of `emails` that refers to its table.

use domain::id::{
    AutopayId, AutopayRunId, DisputeId, InvitationId, InvoiceId, PaymentId, PayoutId, PropertyId, RefundId,
    SignInLinkId, SignUpId,
};
use entity::email;

/// An id of an object that emails are about.
pub(crate) trait RelatedObject: Copy + Send + std::fmt::Display {
    /// The object of a stored email; none when the email is about something else.
    fn of(row: &email::Model) -> Option<Self>;
    /// Makes an email be about the object.
    fn assign(self, row: &mut email::Model);
}

macro_rules! related_objects {
    ($($id:ident: $column:ident,)*) => {
        $(
            impl RelatedObject for $id {
                fn of(row: &email::Model) -> Option<Self> {
                    row.$column
                }
                fn assign(self, row: &mut email::Model) {
                    row.$column = Some(self);
                }
            }
        )*
    };
}

related_objects! {
    PropertyId: property_id,
    InvoiceId: invoice_id,
    PaymentId: payment_id,
    RefundId: refund_id,
    DisputeId: dispute_id,
    PayoutId: payout_id,
    AutopayId: autopay_id,
    AutopayRunId: autopay_run_id,
    SignInLinkId: sign_in_link_id,
    InvitationId: invitation_id,
    SignUpId: sign_up_id,
}
