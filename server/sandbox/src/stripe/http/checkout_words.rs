//! What the payment page says, in each language.

use super::page::Language;

pub struct PageText {
    pub title: &'static str,
    pub sandbox: &'static str,
    pub total: &'static str,
    pub by_card: &'static str,
    pub by_bank: &'static str,
    pub card: &'static str,
    pub card_declined: &'static str,
    pub bank: &'static str,
    pub bank_fails: &'static str,
    pub bank_returns: &'static str,
    pub cancel: &'static str,
    pub declined: &'static str,
    pub done: &'static str,
    pub done_why: &'static str,
    pub expired: &'static str,
    pub expired_why: &'static str,
    pub unknown: &'static str,
    pub unknown_why: &'static str,
    pub back: &'static str,
}

impl PageText {
    pub fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                title: "Payment",
                sandbox: "Sandbox: no money moves",
                total: "Total",
                by_card: "Card",
                by_bank: "Bank transfer",
                card: "Pay by card",
                card_declined: "Try a card that is declined",
                bank: "Pay by bank transfer",
                bank_fails: "Pay by a bank transfer that will fail",
                bank_returns: "Pay by a bank transfer that the bank takes back later",
                cancel: "Cancel and go back",
                declined: "Your card was declined. Try again, or pay another way.",
                done: "This payment has been made",
                done_why: "There is nothing left to do here.",
                expired: "This payment page has expired",
                expired_why: "Nothing was taken. Go back and start the payment again.",
                unknown: "No such payment page",
                unknown_why: "Check the address, or start the payment again.",
                back: "Go back",
            },
            Language::French => Self {
                title: "Paiement",
                sandbox: "Environnement d’essai : aucun argent ne circule",
                total: "Total",
                by_card: "Carte",
                by_bank: "Virement bancaire",
                card: "Payer par carte",
                card_declined: "Essayer une carte qui sera refusée",
                bank: "Payer par virement bancaire",
                bank_fails: "Payer par un virement qui échouera",
                bank_returns: "Payer par un virement que la banque reprendra plus tard",
                cancel: "Annuler et revenir",
                declined: "Votre carte a été refusée. Réessayez ou payez autrement.",
                done: "Ce paiement a été effectué",
                done_why: "Il ne reste rien à faire ici.",
                expired: "Cette page de paiement a expiré",
                expired_why: "Rien n’a été prélevé. Revenez et recommencez le paiement.",
                unknown: "Page de paiement introuvable",
                unknown_why: "Vérifiez l’adresse ou recommencez le paiement.",
                back: "Revenir",
            },
        }
    }
}
