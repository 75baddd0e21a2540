//! Messages as their readers get them, in both languages, with friendly and hostile contents.

use domain::autopay::AutopayEndReason;
use domain::failure::PaymentFailure;
use domain::money::{Currency, Money};
use domain::payment::PaymentMethod;
use jiff::civil::date;
use locales::Language;

use super::*;

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

/// One of each kind; `word` stands wherever people can type.
fn sample_contents(word: &str) -> Vec<(&'static str, EmailContent)> {
    let invoices = vec![
        ("2026-0041".to_owned(), format!("Monthly dues {word}"), usd(100_000)),
        ("2026-0042".to_owned(), "Parking, second place near the north entrance".to_owned(), usd(20_000)),
    ];
    let name = format!("Zoé {word}");
    let url =
        "https://pay.example.com/portal/invoices/inv_01jd4w8h2qf3v9n6c0r5t7x8yz/pay?from=mail&l=1".to_owned();
    let invitation = |role: InvitedRole| EmailContent::Invitation {
        recipient_name: name.clone(),
        role,
        inviter: format!("Line Roy {word}"),
        url: url.clone(),
        days: 14,
    };
    let team = |issue: PaymentIssue| EmailContent::TeamPaymentIssue {
        issue,
        payer: name.clone(),
        unit: format!("204 {word}"),
        amount: usd(120_500),
        reason: Some(format!("Insufficient funds {word}")),
        url: url.clone(),
    };
    let autopay_invoice = AutopayInvoice {
        name: ("2026-0041".to_owned(), format!("December dues {word}")),
        amount: usd(120_000),
        fee: usd(3_615),
    };
    vec![
        (
            "invoice",
            EmailContent::InvoicePublished {
                recipient_name: name.clone(),
                number: "2026-0041".to_owned(),
                title: format!("December dues {word}"),
                description: format!("Covers water and heating.\nThe lift is repaired on the 12th. {word}"),
                unit: format!("204 {word}"),
                due_on: date(2026, 12, 1),
                lines: vec![
                    (format!("Monthly dues {word}"), usd(110_000)),
                    ("Parking".to_owned(), usd(15_000)),
                ],
                total: usd(125_000),
                balance: usd(120_000),
                pay_url: url.clone(),
                payable_online: true,
            },
        ),
        (
            "receipt",
            EmailContent::Receipt {
                recipient_name: name.clone(),
                method: PaymentMethod::Card,
                amount: usd(120_000),
                fee: usd(3_615),
                total: usd(123_615),
                paid_on: date(2026, 11, 22),
                invoices: invoices.clone(),
                balance_left: usd(0),
                reference: "pay_01jd4w8h2qf3v9n6c0r5t7x8yz".to_owned(),
                url: url.clone(),
            },
        ),
        (
            "failed",
            EmailContent::PaymentFailed {
                recipient_name: name.clone(),
                method: PaymentMethod::Bank,
                amount: usd(120_000),
                reason: Some(PaymentFailure::InsufficientFunds),
                invoices,
                url: url.clone(),
            },
        ),
        (
            "processing",
            EmailContent::PaymentProcessing {
                recipient_name: name.clone(),
                amount: usd(120_000),
                total: usd(120_500),
                expected_by: date(2026, 11, 27),
                url: url.clone(),
            },
        ),
        (
            "autopay notice",
            EmailContent::AutopayNotice {
                recipient_name: name.clone(),
                label: format!("Visa •••• 4242 {word}"),
                on: date(2026, 12, 1),
                invoice: autopay_invoice.clone(),
                url: url.clone(),
            },
        ),
        (
            "autopay skipped",
            EmailContent::AutopaySkipped {
                recipient_name: name.clone(),
                cap: Some(usd(100_000)),
                invoice: autopay_invoice,
                url: url.clone(),
            },
        ),
        (
            "autopay stopped",
            EmailContent::AutopayStopped {
                recipient_name: name.clone(),
                label: format!("Visa •••• 4242 {word}"),
                reason: AutopayEndReason::Declined,
                url: url.clone(),
            },
        ),
        (
            "refunded",
            EmailContent::Refunded {
                recipient_name: name.clone(),
                method: PaymentMethod::Card,
                amount: usd(20_000),
                owed: Some(usd(20_000)),
                reason: Some(format!("Parking was billed twice {word}")),
                url: url.clone(),
            },
        ),
        (
            "returned",
            EmailContent::Returned {
                recipient_name: name.clone(),
                method: PaymentMethod::Bank,
                amount: usd(120_500),
                reason: "insufficient_funds".to_owned(),
                invoices: vec![("2026-0041".to_owned(), format!("Monthly dues {word}"), usd(120_000))],
                url: url.clone(),
            },
        ),
        ("team: overpaid", team(PaymentIssue::Overpaid)),
        ("team: a refund failed", team(PaymentIssue::RefundFailed)),
        ("team: disputed", team(PaymentIssue::Disputed(Some(date(2026, 12, 8))))),
        ("team: inquired", team(PaymentIssue::Disputed(None))),
        ("team: returned", team(PaymentIssue::Returned)),
        ("sign-in", EmailContent::SignInLink { recipient_name: name.clone(), url: url.clone(), minutes: 10 }),
        ("invitation to the team", invitation(InvitedRole::OrganizationManager)),
        ("invitation to a property", invitation(InvitedRole::PropertyManager)),
        ("invitation to the portal", invitation(InvitedRole::Resident)),
        (
            "sign-up",
            EmailContent::SignUp {
                recipient_name: name.clone(),
                organization: "Ironwood & Co.".to_owned(),
                url: url.clone(),
                hours: 24,
            },
        ),
        (
            "account restricted",
            EmailContent::AccountAttention {
                recipient_name: name.clone(),
                disabled: false,
                by: Some(date(2026, 12, 18)),
                url: url.clone(),
            },
        ),
        (
            "account disabled",
            EmailContent::AccountAttention {
                recipient_name: name.clone(),
                disabled: true,
                by: None,
                url: url.clone(),
            },
        ),
        (
            "team",
            EmailContent::TeamPayment {
                payer: name,
                unit: format!("204 {word}"),
                amount: usd(120_000),
                method: PaymentMethod::Bank,
                invoice_numbers: vec!["2026-0041".to_owned(), "2026-0042".to_owned()],
                url,
            },
        ),
        (
            "deposit failed",
            EmailContent::TeamPayoutFailed {
                amount: usd(120_000),
                expected_on: date(2026, 12, 4),
                reason: domain::payout::PayoutFailureReason::AccountClosed,
                url: "https://pay.example.com/admin/payments/deposits/po_1".to_owned(),
            },
        ),
    ]
}

fn render_sample(kind: &str, language: Language) -> RenderedEmail {
    let content = sample_contents("Gagné").into_iter().find(|(name, _)| *name == kind).unwrap().1;
    render(&content, language, &brand())
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
    let EmailContent::InvoicePublished {
        recipient_name,
        number,
        title,
        unit,
        due_on,
        lines,
        total,
        balance,
        pay_url,
        ..
    } = sample_contents("").remove(0).1
    else {
        panic!("the first kind is an invoice")
    };
    let offline = EmailContent::InvoicePublished {
        recipient_name,
        number,
        title,
        description: String::new(),
        unit,
        due_on,
        lines,
        total,
        balance,
        pay_url,
        payable_online: false,
    };
    let rendered = render(&offline, Language::En, &brand());
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
        for (kind, content) in sample_contents(word) {
            let rendered = render(&content, language, &hostile);
            assert!(!rendered.subject.contains(['\r', '\n', '\u{202e}']), "{kind}: {:?}", rendered.subject);
            let clean = render(
                &sample_contents("x").into_iter().find(|(name, _)| *name == kind).unwrap().1,
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
        for (kind, content) in sample_contents("Gagné") {
            let rendered = render(&content, language, &brand());
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
    for (kind, content) in sample_contents("Gagné") {
        let french = render(&content, Language::Fr, &brand()).text;
        for word in ["Paid", "Pay ", "payment ", "Hello", "Unit", "Sent by", "Due", "Received"] {
            assert!(!french.contains(word), "{kind}: {word}\n{french}");
        }
    }
}
