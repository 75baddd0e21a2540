//! The pieces pages are built from. Each has its own style file of the same name in `style/components`.

mod badge;
mod banner;
mod button;
mod dialog;
mod empty;
mod field;
mod form;
mod language;
mod load;
mod money;
mod page;
mod pagination;
mod progress;
mod skeleton;
mod table;
mod tabs;
mod timeline;
mod toast;

pub use badge::{InvoiceBadge, PaymentBadge, Tone, badge};
pub use banner::Banner;
pub use button::{Action, ActionLink, Kind};
pub use dialog::Dialog;
pub use empty::Empty;
pub use field::{Choice, Field, Select};
pub use form::{ErrorSummary, Problem, Problems};
pub use language::LanguageSwitch;
pub use load::{Fetched, Load, failed, fetched};
pub use money::{amount, day, day_short, method_name, moment, moment_day};
pub use page::{PageHeading, Shell};
pub use pagination::{Pagination, slice_of};
pub use progress::Progress;
pub use skeleton::{ListSkeleton, PageSkeleton};
pub use table::{Cell, Column, Table, column, figures};
pub use tabs::{Tab, Tabs};
pub use timeline::{Timeline, TimelineItem};
pub use toast::{Toaster, provide_toasts, use_toasts};
