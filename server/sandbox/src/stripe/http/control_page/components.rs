//! What the sections are built from: forms, states, rows and instants.

use jiff::Timestamp;

use super::super::page::escape;

/// A form of one button that posts to a control and comes back to a section.
pub struct Form {
    action: String,
    back: &'static str,
    label: &'static str,
    about: String,
    fields: String,
    main: bool,
}

impl Form {
    pub fn new(action: impl Into<String>, back: &'static str, label: &'static str) -> Self {
        Self { action: action.into(), back, label, about: String::new(), fields: String::new(), main: false }
    }

    /// What the button is about, for those who don't see the row it stands in.
    pub fn about(mut self, what: &str) -> Self {
        self.about = format!(" aria-label=\"{} {}\"", self.label, escape(what));
        self
    }

    /// The button that is pressed most.
    pub fn main(mut self) -> Self {
        self.main = true;
        self
    }

    pub fn hidden(mut self, name: &str, value: &str) -> Self {
        self.fields.push_str(&format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value)));
        self
    }

    pub fn number(mut self, name: &str, label: &str, value: i64) -> Self {
        self.fields.push_str(&format!(
            "<label>{label} <input type=\"number\" name=\"{name}\" value=\"{value}\" min=\"0\"></label>"
        ));
        self
    }

    /// A choice of values with their names; the chosen one first shown.
    pub fn choice(mut self, name: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Self {
        let options: String = options
            .iter()
            .map(|(value, text)| {
                let selected = if *value == chosen { " selected" } else { "" };
                format!("<option value=\"{value}\"{selected}>{text}</option>")
            })
            .collect();
        self.fields.push_str(&format!("<label>{label} <select name=\"{name}\">{options}</select></label>"));
        self
    }

    pub fn html(self) -> String {
        let Self { action, back, label, about, fields, main } = self;
        let class = if main { " class=\"main\"" } else { "" };
        format!(
            "<form method=\"post\" action=\"/_sandbox/{}\"><input type=\"hidden\" name=\"back\" value=\"{back}\">\
             {fields}<button name=\"label\" value=\"{label}\"{class}{about}>{label}</button></form>",
            escape(&action)
        )
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
pub fn status_badge(tone: Tone, words: &str) -> String {
    let class = match tone {
        Tone::Ok => "ok",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Info => "info",
        Tone::Plain => "plain",
    };
    format!("<span class=\"state {class}\">{}</span>", escape(words))
}

/// One thing: its title, its state, more about it (HTML), and what can happen to it.
pub fn row(title: &str, badge: &str, more: &str, forms: Vec<Form>) -> String {
    let forms: String = forms.into_iter().map(Form::html).collect();
    let actions = if forms.is_empty() { forms } else { format!("<div class=\"actions\">{forms}</div>") };
    format!(
        "<li><div class=\"head\"><strong>{title}</strong>{badge}</div><p class=\"muted\">{more}</p>{actions}</li>"
    )
}

/// The rows, or a sentence when there are none.
pub fn rows(rows: &[String], empty: &str) -> String {
    if rows.is_empty() {
        return format!("<p class=\"card muted\">{empty}</p>");
    }
    format!("<ul class=\"rows\">{}</ul>", rows.concat())
}

/// As [`rows`], each with its one button beside it.
pub fn short_rows(all: &[String], empty: &str) -> String {
    rows(all, empty).replacen("class=\"rows\"", "class=\"rows short\"", 1)
}

pub fn section(id: &str, title: &str, content: &str) -> String {
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{title}</h2>{content}</section>"
    )
}

/// An identifier, which may break anywhere.
pub fn code(id: &str) -> String {
    format!("<code>{}</code>", escape(id))
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
            .html();
        assert!(html.starts_with("<form method=\"post\" action=\"/_sandbox/payouts/po_1/fail\">"));
        assert!(html.contains("<option value=\"declined\" selected>Declined</option>"));
        assert!(html.contains("aria-label=\"Fail payout &quot;po_1&quot;\">Fail</button>"));
    }

    #[test]
    fn timestamps_are_human_readable() {
        assert_eq!(instant(1_795_100_400), "Thu 19 Nov 2026, 15:00 UTC");
    }
}
