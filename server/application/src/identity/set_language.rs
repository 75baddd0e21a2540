//! Choosing the language of the interface and of mail.

use locales::Language;

use super::Caller;
use crate::app::App;
use crate::error::AppResult;

/// Saves the language; gives the caller as they are now.
pub async fn set_language(app: &App, caller: &Caller, language: Language) -> AppResult<Caller> {
    let user = caller.require_person()?;
    let work = app.begin().await?;
    store::people::set_language(work.txn(), user.id, language.code()).await?;
    work.commit().await?;
    caller.reload(app).await
}
