//! Where somebody is signed in.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id;
use entity::session;

use super::super::context::ContextExt;
use super::super::scalars::{DateTime, encode_id};

/// How a session began.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::session::SignInMethod")]
pub enum SignInMethod {
    /// Address and password.
    Password,
    /// An emailed link.
    Link,
    /// Accepting an invitation, or signing an organization up.
    Invitation,
}

/// A browser somebody is signed in with.
pub struct Session(pub session::Model);

/// A browser somebody is signed in with.
#[Object]
impl Session {
    /// `ses_…`
    async fn id(&self) -> ID {
        encode_id::<id::Session>(self.0.id)
    }
    /// Whether it is the one that asks.
    async fn is_current(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.session.as_ref().is_some_and(|current| current.id == self.0.id))
    }
    /// How it began.
    async fn method(&self) -> Result<SignInMethod> {
        Ok(self.0.method.into())
    }
    /// Browser and system, such as `Firefox · Windows`; empty when unknown.
    async fn device(&self) -> String {
        device(&self.0.user_agent)
    }
    /// The address it was last used from.
    async fn network(&self) -> &str {
        &self.0.network
    }
    /// When it began.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.created_at)
    }
    /// When it was last used, to the minute.
    async fn last_seen_at(&self) -> DateTime {
        DateTime::stored(self.0.last_seen_at)
    }
}

/// What people call the program behind a browser's name for itself. Names are looked for in the order in which
/// browsers that pretend to be others come first.
fn device(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 8] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome · Linux");
        assert_eq!(device(&format!("{chrome} Edg/131.0")), "Edge · Linux");
        let iphone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(device(iphone), "Safari · iPhone");
        assert_eq!(device("curl/8.0"), "");
    }
}
