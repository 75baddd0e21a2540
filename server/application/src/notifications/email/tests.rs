//! Emails as their readers get them, in both languages, with friendly and hostile contents.

use domain::autopay::AutopayEndReason;
use domain::email::EmailKind;
use domain::failure::{PaymentFailure, RefundFailure};
use domain::money::{Currency, Money};
use domain::payment::PaymentMethod;
use domain::roles::Role;
use jiff::civil::date;
use locales::Language;

use super::*;
use crate::notifications::autopay_charge::AutopayCharge;
use crate::notifications::invoice_amount::InvoiceAmount;
use crate::notifications::payment_issue::PaymentIssue;
use crate::notifications::templates::account_attention::AccountAttention;
use crate::notifications::templates::autopay_skipped::AutopaySkipped;
use crate::notifications::templates::autopay_stopped::AutopayStopped;
use crate::notifications::templates::autopay_upcoming::AutopayUpcoming;
use crate::notifications::templates::invoice_published::{InvoiceLine, InvoicePublished};
use crate::notifications::templates::member_invitation::MemberInvitation;
use crate::notifications::templates::payment_failed::PaymentFailed;
use crate::notifications::templates::payment_processing::PaymentProcessing;
use crate::notifications::templates::receipt::Receipt;
use crate::notifications::templates::refunded::Refunded;
use crate::notifications::templates::resident_invitation::ResidentInvitation;
use crate::notifications::templates::returned::Returned;
use crate::notifications::templates::sign_in_link::SignInLink;
use crate::notifications::templates::sign_up::SignUp;
use crate::notifications::templates::team_disputed::TeamDisputed;
use crate::notifications::templates::team_overpaid::TeamOverpaid;
use crate::notifications::templates::team_payment::TeamPayment;
use crate::notifications::templates::team_payout_failed::TeamPayoutFailed;
use crate::notifications::templates::team_refund_failed::TeamRefundFailed;
use crate::notifications::templates::team_returned::TeamReturned;

const PORTAL_URL: &str =
    "https://pay.example.com/portal/invoices/inv_01jd4w8h2qf3v9n6c0r5t7x8yz/pay?from=mail&l=1";
const ADMIN_URL: &str = "https://pay.example.com/admin/invitation?from=mail&l=1";

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::Usd)
}

fn brand() -> Brand {
    Brand {
        organization: "Lakeside Management".to_owned(),
        property: "Maple Court".to_owned(),
        base_url: "https://pay.example.com".to_owned(),
        reply_to: Some("office@example.com".to_owned()),
    }
}

type Render = Box<dyn Fn(Language, &Brand) -> RenderedEmail>;

/// An email that can be rendered in any language.
struct Sample {
    name: &'static str,
    kind: EmailKind,
    render: Render,
}

fn sample<T: EmailTemplate + 'static>(name: &'static str, word: &str, template: T) -> Sample {
    let recipient = format!("Zoé {word}");
    Sample {
        name,
        kind: T::KIND,
        render: Box::new(move |language, brand| render(&template, &recipient, language, brand)),
    }
}

fn invoice_published(word: &str) -> InvoicePublished {
    InvoicePublished {
        number: "2026-0041".to_owned(),
        title: format!("December dues {word}"),
        description: format!("Covers water and heating.\nThe lift is repaired on the 12th. {word}"),
        unit: format!("204 {word}"),
        due_on: date(2026, 12, 1),
        lines: vec![
            InvoiceLine { description: format!("Monthly dues {word}"), amount: usd(110_000) },
            InvoiceLine { description: "Parking".to_owned(), amount: usd(15_000) },
        ],
        total: usd(125_000),
        balance: usd(120_000),
        pay_url: PORTAL_URL.to_owned(),
        payable_online: true,
    }
}

/// At least one of each kind; `word` stands wherever people can type.
fn samples(word: &str) -> Vec<Sample> {
    [payment_samples(word), autopay_samples(word), link_samples(word), team_samples(word)]
        .into_iter()
        .flatten()
        .collect()
}

fn payment_samples(word: &str) -> Vec<Sample> {
    let dues = |amount| InvoiceAmount {
        number: "2026-0041".to_owned(),
        title: format!("Monthly dues {word}"),
        amount: usd(amount),
    };
    let parking = InvoiceAmount {
        number: "2026-0042".to_owned(),
        title: "Parking, second place near the north entrance".to_owned(),
        amount: usd(20_000),
    };
    let invoices = vec![dues(100_000), parking];
    let url = PORTAL_URL.to_owned();
    vec![
        sample("invoice", word, invoice_published(word)),
        sample(
            "receipt",
            word,
            Receipt {
                method: PaymentMethod::Card,
                fee: usd(3_615),
                total: usd(123_615),
                paid_on: date(2026, 11, 22),
                invoices: invoices.clone(),
                balance_left: usd(0),
                reference: "pay_01jd4w8h2qf3v9n6c0r5t7x8yz".to_owned(),
                url: url.clone(),
            },
        ),
        sample(
            "failed",
            word,
            PaymentFailed {
                method: PaymentMethod::Bank,
                amount: usd(120_000),
                failure: Some(PaymentFailure::InsufficientFunds),
                invoices,
                url: url.clone(),
            },
        ),
        sample(
            "processing",
            word,
            PaymentProcessing {
                amount: usd(120_000),
                total: usd(120_500),
                expected_by: date(2026, 11, 27),
                url: url.clone(),
            },
        ),
        sample(
            "refunded",
            word,
            Refunded {
                method: PaymentMethod::Card,
                amount: usd(20_000),
                owed: Some(usd(20_000)),
                reason: Some(format!("Parking was billed twice {word}")),
                url: url.clone(),
            },
        ),
        sample(
            "returned",
            word,
            Returned {
                method: PaymentMethod::Bank,
                amount: usd(120_500),
                reason: "insufficient_funds".to_owned(),
                invoices: vec![dues(120_000)],
                url,
            },
        ),
    ]
}

fn autopay_samples(word: &str) -> Vec<Sample> {
    let charge = AutopayCharge {
        invoice: InvoiceAmount {
            number: "2026-0041".to_owned(),
            title: format!("December dues {word}"),
            amount: usd(120_000),
        },
        fee: usd(3_615),
    };
    let (label, url) = (format!("Visa •••• 4242 {word}"), PORTAL_URL.to_owned());
    vec![
        sample(
            "autopay notice",
            word,
            AutopayUpcoming {
                label: label.clone(),
                charge_on: date(2026, 12, 1),
                charge: charge.clone(),
                url: url.clone(),
            },
        ),
        sample("autopay skipped", word, AutopaySkipped { cap: Some(usd(100_000)), charge, url: url.clone() }),
        sample("autopay stopped", word, AutopayStopped { label, reason: AutopayEndReason::Declined, url }),
    ]
}

fn link_samples(word: &str) -> Vec<Sample> {
    let invitation = |role: Role| MemberInvitation {
        role,
        inviter: format!("Line Roy {word}"),
        url: ADMIN_URL.to_owned(),
        days: 14,
    };
    let sign_in = SignInLink { url: PORTAL_URL.to_owned(), minutes: 10, site: Site::Portal };
    let sign_up = SignUp { organization: "Ironwood & Co.".to_owned(), url: ADMIN_URL.to_owned(), hours: 24 };
    vec![
        sample("sign-in", word, sign_in),
        sample("invitation to the team", word, invitation(Role::OrganizationManager)),
        sample("invitation to a property", word, invitation(Role::PropertyManager)),
        sample("invitation to the portal", word, ResidentInvitation { url: PORTAL_URL.to_owned(), days: 14 }),
        sample("sign-up", word, sign_up),
    ]
}

fn team_samples(word: &str) -> Vec<Sample> {
    let url = PORTAL_URL.to_owned();
    let issue = || PaymentIssue {
        payer: format!("Zoé {word}"),
        unit: format!("204 {word}"),
        amount: usd(120_500),
        url: url.clone(),
    };
    let reason = || "insufficient_funds".to_owned();
    let disputed = |respond_by| TeamDisputed { issue: issue(), reason: reason(), respond_by };
    let failure = Some(RefundFailure::InsufficientFunds);
    vec![
        sample("team: overpaid", word, TeamOverpaid { issue: issue() }),
        sample("team: a refund failed", word, TeamRefundFailed { issue: issue(), failure }),
        sample("team: disputed", word, disputed(Some(date(2026, 12, 8)))),
        sample("team: inquired", word, disputed(None)),
        sample("team: returned", word, TeamReturned { issue: issue(), reason: reason() }),
        sample(
            "account restricted",
            word,
            AccountAttention { disabled: false, deadline: Some(date(2026, 12, 18)), url: url.clone() },
        ),
        sample(
            "account disabled",
            word,
            AccountAttention { disabled: true, deadline: None, url: url.clone() },
        ),
        sample(
            "team",
            word,
            TeamPayment {
                payer: format!("Zoé {word}"),
                unit: format!("204 {word}"),
                amount: usd(120_000),
                method: PaymentMethod::Bank,
                invoice_numbers: vec!["2026-0041".to_owned(), "2026-0042".to_owned()],
                url: url.clone(),
            },
        ),
        sample(
            "deposit failed",
            word,
            TeamPayoutFailed {
                amount: usd(120_000),
                expected_on: date(2026, 12, 4),
                reason: domain::payout::PayoutFailureReason::AccountClosed,
                url: "https://pay.example.com/admin/payments/deposits/po_1".to_owned(),
            },
        ),
    ]
}

fn find(samples: Vec<Sample>, name: &str) -> Sample {
    samples.into_iter().find(|sample| sample.name == name).unwrap()
}

fn render_sample(name: &str, language: Language) -> RenderedEmail {
    (find(samples("Gagné"), name).render)(language, &brand())
}

#[test]
fn every_kind_has_a_sample() {
    let samples = samples("");
    for kind in EmailKind::ALL.iter().copied() {
        assert!(samples.iter().any(|sample| sample.kind == kind), "{kind:?}");
    }
}

#[test]
fn invoice_email_shows_amount_due_date_and_link() {
    let english = render_sample("invoice", Language::En);
    assert_eq!(english.subject, "December dues Gagné: $1,200.00 due December 1, 2026");
    for words in
        ["Hello Zoé Gagné,", "$1,200.00", "Due December 1, 2026", "Pay $1,200.00", "-$50.00", "Maple Court"]
    {
        assert!(english.text.contains(words) && english.html.contains(words), "{words}\n{}", english.text);
    }
    let french = render_sample("invoice", Language::Fr);
    assert_eq!(
        french.subject,
        "December dues Gagné\u{a0}: 1\u{202f}200,00\u{a0}$ à payer, échéance 1er décembre 2026"
    );
    assert!(
        french.text.contains("Payer 1\u{202f}200,00\u{a0}$\nhttps://pay.example.com/"),
        "{}",
        french.text
    );
}

#[test]
fn invoice_email_without_online_payment_has_no_pay_button() {
    let offline =
        InvoicePublished { description: String::new(), payable_online: false, ..invoice_published("") };
    let rendered = render(&offline, "Zoé", Language::En, &brand());
    assert!(
        !rendered.text.contains("Pay $") && rendered.text.contains("View the invoice"),
        "{}",
        rendered.text
    );
}

#[test]
fn receipt_totals_add_up() {
    let english = render_sample("receipt", Language::En);
    assert_eq!(english.subject, "Receipt: we have received $1,236.15");
    for words in [
        "$1,000.00",
        "$200.00",
        "Processing fee: $36.15",
        "Total: $1,236.15",
        "Paid by: Card",
        "nothing left",
    ] {
        assert!(english.text.contains(words), "{words}\n{}", english.text);
    }
}

#[test]
fn user_input_is_escaped() {
    let word = "<script>alert(1)</script>\"'><img src=x onerror=y>\r\nBcc: all@example.com\u{202e}&amp;";
    let hostile = Brand {
        organization: word.to_owned(),
        property: word.to_owned(),
        base_url: "https://pay.example.com".to_owned(),
        reply_to: None,
    };
    for language in Language::ALL {
        for Sample { name: kind, render, .. } in samples(word) {
            let rendered = render(language, &hostile);
            assert!(!rendered.subject.contains(['\r', '\n', '\u{202e}']), "{kind}: {:?}", rendered.subject);
            let clean = (find(samples("x"), kind).render)(
                language,
                &Brand { organization: "x".to_owned(), property: "y".to_owned(), ..hostile.clone() },
            );
            for mark in ["<", "\"", "'"] {
                // A description keeps its lines, so line breaks don't count.
                let count = |html: &str| html.replace("<br>", "").matches(mark).count();
                assert_eq!(count(&rendered.html), count(&clean.html), "{kind}: {mark}\n{}", rendered.html);
            }
            assert!(!rendered.html.contains('\u{202e}') && !rendered.text.contains('\u{202e}'));
            assert!(kind == "invoice" || !rendered.text.contains("\nBcc"), "{kind}\n{}", rendered.text);
            // What was typed as an entity is shown as typed.
            assert!(rendered.html.contains("&amp;amp;"), "{kind}");
        }
    }
}

#[test]
fn every_email_is_a_complete_document_in_its_language() {
    for language in Language::ALL {
        for Sample { name: kind, render, .. } in samples("Gagné") {
            let rendered = render(language, &brand());
            assert!(rendered.html.starts_with("<!doctype html>"));
            assert!(rendered.html.contains(&format!("<html lang=\"{}\"", language.code())), "{kind}");
            for tag in ["table", "tr", "td", "th", "div", "a", "h1", "head", "body", "html", "style", "title"]
            {
                let opened = rendered.html.matches(&format!("<{tag} ")).count()
                    + rendered.html.matches(&format!("<{tag}>")).count();
                assert_eq!(opened, rendered.html.matches(&format!("</{tag}>")).count(), "{kind}: {tag}");
            }
            assert!(!rendered.html.contains("<img") && !rendered.html.contains("<script"), "{kind}");
            assert!(
                rendered.html.len() < 60_000,
                "{kind}: {} bytes are cut by some programs",
                rendered.html.len()
            );
            assert!(!rendered.text.contains('<') && !rendered.subject.is_empty(), "{kind}");
        }
    }
}

#[test]
fn french_emails_contain_no_english() {
    for Sample { name: kind, render, .. } in samples("Gagné") {
        let french = render(Language::Fr, &brand()).text;
        for word in ["Paid", "Pay ", "payment ", "Hello", "Unit", "Sent by", "Due", "Received"] {
            assert!(!french.contains(word), "{kind}: {word}\n{french}");
        }
    }
}
