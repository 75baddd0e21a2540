//! The parts of an invoice's page that only show: lines, timeline, summary, details.

use leptos::prelude::*;

use super::super::parts::{language_name, unit};
use super::reaches;
use crate::api::InvoiceStatus;
use crate::api::admin::{FeeMode, InvoiceView};
use crate::api::invoices::TimelineEntry;
use crate::components::{Timeline, TimelineItem, amount, day};
use crate::i18n::Text;

/// The lines with their total.
pub(super) fn lines(invoice: &InvoiceView) -> AnyView {
    let row = |line: &crate::api::admin::InvoiceLine| {
        let tax = line.tax_code.clone().map(|code| view! { <div class="muted small">{code}</div> });
        view! {
            <tr>
                <td>{line.description.clone()} {tax}</td>
                <td class="muted">{line.account.name.clone()}</td>
                <td class="figures">{amount(&line.amount)}</td>
            </tr>
        }
    };
    let description = invoice.description.clone().map(|words| view! { <p class="described">{words}</p> });
    view! {
        <section class="card" aria-labelledby="lines">
            <h2 id="lines">{t!(common_lines)}</h2>
            {description}
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!(common_description)}</th>
                        <th scope="col">{t!(admin_account)}</th>
                        <th scope="col" class="figures">{t!(common_amount)}</th>
                    </tr>
                </thead>
                <tbody>
                    {invoice.lines.iter().map(row).collect_view()}
                    <tr class="table-total">
                        <td colspan="2">{t!(common_total)}</td>
                        <td class="figures">{amount(&invoice.total)}</td>
                    </tr>
                </tbody>
            </table>
        </section>
    }
    .into_any()
}

/// Everything that happened.
pub(super) fn timeline(invoice: &InvoiceView) -> AnyView {
    let item = |entry: TimelineEntry| TimelineItem {
        kind: entry.kind,
        at: entry.at.0,
        actor: entry.actor,
        amount: entry.amount,
        fee: entry.fee,
        method: entry.method,
        email_to: entry.email_to,
        email_language: entry.email_language,
        detail: entry.detail,
    };
    view! {
        <section class="card" aria-labelledby="timeline">
            <h2 id="timeline">{t!(common_timeline)}</h2>
            <Timeline items=invoice.timeline.iter().cloned().map(item).collect()/>
        </section>
    }
    .into_any()
}

/// What was paid, what is on its way, what was written off and what is left.
pub(super) fn summary(invoice: &InvoiceView) -> AnyView {
    let written_off = (!invoice.written_off.amount.is_zero()).then(|| {
        view! {
            <dt>{t!(common_written_off)}</dt>
            <dd>{amount(&invoice.written_off)}</dd>
        }
    });
    view! {
        <section class="card" aria-labelledby="summary">
            <h2 id="summary">{t!(admin_payment_summary)}</h2>
            <dl class="pairs">
                <dt>{t!(common_total)}</dt>
                <dd>{amount(&invoice.total)}</dd>
                <dt>{t!(common_paid)}</dt>
                <dd>{amount(&invoice.paid)}</dd>
                <dt>{t!(common_on_its_way)}</dt>
                <dd>{amount(&invoice.processing)}</dd>
                {written_off}
                <dt class="pair-total">{t!(common_balance)}</dt>
                <dd class="pair-total">{amount(&invoice.balance)}</dd>
            </dl>
        </section>
    }
    .into_any()
}

/// The facts.
pub(super) fn details(invoice: &InvoiceView) -> AnyView {
    let resident = match &invoice.resident {
        None => view! { <span class="warn-text">{t!(admin_no_resident)}</span> }.into_any(),
        Some(resident) => {
            let closed = matches!(invoice.status, InvoiceStatus::Void | InvoiceStatus::Uncollectible);
            let mail = (!reaches(invoice) && !closed)
                .then(|| view! { <div class="warn-text small">{t!(admin_no_mail)}</div> });
            view! {
                <div>{resident.name.clone()}</div>
                <div class="muted small">{language_name(resident.language)}</div>
                {mail}
            }
            .into_any()
        }
    };
    let fees: Text = match (invoice.property.fees.bank, invoice.property.fees.card) {
        (FeeMode::Pass, FeeMode::Pass) => t!(admin_fees_pass),
        (FeeMode::Absorb, FeeMode::Absorb) => t!(admin_fees_absorb),
        (FeeMode::Pass, FeeMode::Absorb) => t!(fees_mixed_bank),
        (FeeMode::Absorb, FeeMode::Pass) => t!(fees_mixed_card),
    };
    let automatic = invoice.autopay_on.as_ref().map(|on| {
        view! {
            <dt>{t!(admin_autopay_on)}</dt>
            <dd>{day(&on.0)}</dd>
        }
    });
    view! {
        <section class="card" aria-labelledby="details">
            <h2 id="details">{t!(common_details)}</h2>
            <dl class="pairs">
                <dt>{t!(common_due)}</dt>
                <dd>{day(&invoice.due_on.0)}</dd>
                {automatic}
                <dt>{t!(common_property)}</dt>
                <dd>{invoice.property.name.clone()}</dd>
                <dt>{t!(common_unit)}</dt>
                <dd>{unit(&invoice.unit.label)}</dd>
                <dt>{t!(common_resident)}</dt>
                <dd>{resident}</dd>
                <dt>{t!(admin_fees_short)}</dt>
                <dd>{fees}</dd>
            </dl>
            <p class="object-id">{invoice.id.inner().to_owned()}</p>
        </section>
    }
    .into_any()
}
