//! What choices mean for an invoice, in a sentence or two.

use crate::api::admin::FeePreview;
use crate::api::{Money, OnlinePaymentMethod};
use crate::i18n::{self, Language};

/// “A $1,200.00 invoice costs the resident $1,205.00 by bank transfer and $1,236.15 by card. The community
/// receives $1,200.00 either way.”
pub(super) fn sentence(language: Language, quotes: &[FeePreview]) -> String {
    let of = |method| quotes.iter().find(|quote| quote.method == method);
    let (Some(bank), Some(card)) = (of(OnlinePaymentMethod::Bank), of(OnlinePaymentMethod::Card)) else {
        return String::new();
    };
    let money = |money: &Money| i18n::money(language, money);
    let amount = money(&bank.amount);
    let costs = if bank.total == card.total {
        locales::fees_preview_same(language, &amount, &money(&bank.total))
    } else {
        locales::fees_preview_costs(language, &amount, &money(&bank.total), &money(&card.total))
    };
    let receives = if bank.received == card.received {
        locales::fees_received_same(language, &money(&bank.received))
    } else {
        locales::fees_received_both(language, &money(&bank.received), &money(&card.received))
    };
    format!("{costs} {receives}")
}
