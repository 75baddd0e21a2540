//! Waiting for what another process does: it can't wake us, so it is asked again and again, for a bounded time.

use std::time::Duration;

use tokio::time::{Instant, sleep};

const AT_MOST: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);

/// Resolves when `holds` does; panics with `what` when it does not in 20 seconds.
pub async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + AT_MOST;
    while !holds().await {
        assert!(Instant::now() < deadline, "waited {AT_MOST:?} in vain until {what}");
        sleep(PAUSE).await;
    }
}
