//! The pieces pages are built from. Each has its own style file of the same name in `style/components`.

mod badge;
mod banner;
mod button;
mod card;
mod dialog;
mod empty;
mod failure;
mod field;
mod form;
mod language;
mod load;
mod money;
mod page;
mod pagination;
mod progress;
mod question;
mod sending;
mod skeleton;
mod table;
mod tabs;
mod timeline;
mod toast;

pub use badge::{InvoiceBadge, PaymentBadge, Tone, badge};
pub use banner::Banner;
pub use button::{Action, ActionLink, Kind};
pub use card::{card, paragraph};
pub use dialog::Dialog;
pub use empty::Empty;
pub use failure::{payment_failure, payment_failure_named, refund_failure, refund_failure_named};
pub use field::{Choice, Field, Select};
pub(crate) use field::{described_by, hint_view, invalid, problem_view};
pub use form::{ErrorSummary, Problem, Problems};
pub use language::{LanguageChoice, LanguageSwitch};
pub use load::{Fetched, Load, failed, fetched};
pub use money::{
    amount, day, day_in_text, day_short, method_name, moment, moment_day, moment_in_text, return_reason,
};
pub use page::{PageHeading, Shell};
pub use pagination::{Pagination, slice_of};
pub use progress::Progress;
pub use question::{Question, Questions};
pub use sending::{Call, Form, Sending};
pub use skeleton::{ListSkeleton, PageSkeleton};
pub use table::{Cell, Column, Table, column, figures};
pub use tabs::{Tab, Tabs};
pub use timeline::{Timeline, TimelineItem};
pub use toast::{Toaster, Toasts, provide_toasts, use_toasts};
