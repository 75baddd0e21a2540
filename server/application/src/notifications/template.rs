//! A kind of email as one type: what it is about, what it reads and what it says. Each has a file in `templates`.

use domain::email::EmailKind;
use store::StoreResult;

use super::context::EmailContext;
use super::email::{EmailBody, EmailComposer, Site};
use super::related::RelatedObject;

/// A kind of email; a value holds what one email says. Addresses are absolute; amounts of one email share a
/// currency.
pub(crate) trait EmailTemplate: Sized + Send {
    /// Its code in the table.
    const KIND: EmailKind;
    /// Whether it greets its recipient by name.
    const GREETS: bool = true;
    /// The object it is about.
    type Related: RelatedObject;

    /// Reads what is true now; none when the email is not worth sending any more.
    fn load(
        context: &EmailContext<'_>,
        related: Self::Related,
    ) -> impl Future<Output = StoreResult<Option<Self>>> + Send;

    /// Writes it in the recipient's language.
    fn compose(&self, composer: &EmailComposer) -> EmailBody;

    /// The pages its recipient uses.
    fn site(&self) -> Site {
        Site::Portal
    }
}
