//! Look-ups of payouts, by payment and below a payout.

use domain::id::{OrganizationId, PaymentId, PayoutId};
use entity::{payout, payout_item};

use super::{look_up, look_up_by_id};
use store::Scope;
use store::payouts::PayoutItemTotal;

look_up_by_id!(
    /// The payout that carried a payment.
    PayoutOfPayment(PaymentId) => payout::Model,
    |app, ids| async move {
        let found = store::payouts::of_payments(app.db.read(), &ids).await?;
        Ok(found.into_iter().filter_map(|(item, payout)| Some((item.payment_id?, payout))).collect())
    }
);
look_up_by_id!(
    /// Items of a payout.
    ItemsOfPayout(PayoutId) => Vec<payout_item::Model>,
    |app, ids| store::payouts::items(app.db.read(), &ids)
);
look_up_by_id!(
    /// Sums over a payout's items of each kind.
    CompositionOfPayout(PayoutId) => Vec<PayoutItemTotal>,
    |app, ids| store::payouts::composition(app.db.read(), &ids)
);

/// A payout of an organization; the organization comes from a row that a scope let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PayoutKey {
    /// The tenant.
    pub organization: OrganizationId,
    /// The payout.
    pub payout: PayoutId,
}

look_up!(PayoutKey => payout::Model, |app, keys| async move {
    let ids: Vec<PayoutId> = keys.iter().map(|key| key.payout).collect();
    let scope = Scope::for_organizations(keys.iter().map(|key| key.organization));
    let rows = store::payouts::get_many(app.db.read(), &scope, &ids).await?;
    let key = |row: &payout::Model| PayoutKey { organization: row.organization_id, payout: row.id };
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
});
