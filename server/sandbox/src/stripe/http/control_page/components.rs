//! What the sections are built from: forms, states, rows and instants.

use jiff::Timestamp;
use maud::{Markup, Render, html};

/// A form of one button that posts to a control and comes back to a section.
pub struct Form {
    action: String,
    back: &'static str,
    label: &'static str,
    about: Option<String>,
    fields: Vec<Markup>,
    main: bool,
}

impl Form {
    pub fn new(action: impl Into<String>, back: &'static str, label: &'static str) -> Self {
        Self { action: action.into(), back, label, about: None, fields: Vec::new(), main: false }
    }

    /// What the button is about, for those who don't see the row it stands in.
    pub fn about(mut self, what: &str) -> Self {
        self.about = Some(what.to_owned());
        self
    }

    /// The button that is pressed most.
    pub fn main(mut self) -> Self {
        self.main = true;
        self
    }

    pub fn hidden(mut self, name: &str, value: &str) -> Self {
        self.fields.push(html! { input type="hidden" name=(name) value=(value); });
        self
    }

    pub fn number(mut self, name: &str, label: &str, value: i64) -> Self {
        self.fields.push(html! {
            label { (label) " " input type="number" name=(name) value=(value) min="0"; }
        });
        self
    }

    /// A choice of values with their names; the chosen one first shown.
    pub fn choice(mut self, name: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Self {
        self.fields.push(html! {
            label {
                (label) " "
                select name=(name) {
                    @for (value, text) in options {
                        option value=(value) selected[*value == chosen] { (text) }
                    }
                }
            }
        });
        self
    }
}

impl Render for Form {
    fn render(&self) -> Markup {
        let class = self.main.then_some("main");
        let about = self.about.as_ref().map(|what| format!("{} {what}", self.label));
        html! {
            form method="post" action={ "/_sandbox/" (self.action) } {
                input type="hidden" name="back" value=(self.back);
                @for field in &self.fields { (field) }
                button name="label" value=(self.label) class=[class] aria-label=[about] { (self.label) }
            }
        }
    }
}

/// How good a state is.
#[derive(Clone, Copy)]
pub enum Tone {
    Ok,
    Warn,
    Bad,
    Info,
    Plain,
}

/// A state as a word with a dot.
pub fn state_label(tone: Tone, words: &str) -> Markup {
    let class = match tone {
        Tone::Ok => "ok",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Info => "info",
        Tone::Plain => "plain",
    };
    html! { span class={ "state " (class) } { (words) } }
}

/// One thing: its title, its state, more about it, and what can happen to it.
pub fn row(title: &str, state: &Markup, more: &Markup, forms: &[Form]) -> Markup {
    html! {
        li {
            div.head { strong { (title) } (state) }
            p.muted { (more) }
            @if !forms.is_empty() {
                div.actions {
                    @for form in forms { (form) }
                }
            }
        }
    }
}

/// The rows, or a sentence when there are none.
pub fn rows(rows: &[Markup], empty: &str) -> Markup {
    row_list("rows", rows, empty)
}

/// As [`rows`], each with its one button beside it.
pub fn short_rows(rows: &[Markup], empty: &str) -> Markup {
    row_list("rows short", rows, empty)
}

fn row_list(class: &str, rows: &[Markup], empty: &str) -> Markup {
    html! {
        @if rows.is_empty() {
            p class="card muted" { (empty) }
        } @else {
            ul class=(class) {
                @for row in rows { (row) }
            }
        }
    }
}

pub fn section(id: &str, title: &str, content: &Markup) -> Markup {
    html! {
        section id=(id) aria-labelledby={ (id) "-title" } {
            h2 id={ (id) "-title" } { (title) }
            (content)
        }
    }
}

/// An identifier, which may break anywhere.
pub fn code(id: &str) -> Markup {
    html! { code { (id) } }
}

/// Such as `Thu 19 Nov 2026, 15:00 UTC`.
pub fn instant(at: i64) -> String {
    let at = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%a %-d %b %Y, %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_html_has_action_fields_and_return_section() {
        let html = Form::new("payouts/po_1/fail", "payouts", "Fail")
            .about("payout \"po_1\"")
            .choice("reason", "Reason", &[("no_account", "No account"), ("declined", "Declined")], "declined")
            .render()
            .into_string();
        assert!(html.starts_with("<form method=\"post\" action=\"/_sandbox/payouts/po_1/fail\">"));
        assert!(html.contains("<option value=\"declined\" selected>Declined</option>"));
        assert!(html.contains("aria-label=\"Fail payout &quot;po_1&quot;\">Fail</button>"));
    }

    #[test]
    fn timestamps_are_human_readable() {
        assert_eq!(instant(1_795_100_400), "Thu 19 Nov 2026, 15:00 UTC");
    }
}
