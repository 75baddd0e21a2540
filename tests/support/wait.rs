//! Waiting for what another process does: it can't wake us, so it is asked again and again, for a bounded time.

use std::time::Duration;

use tokio::time::{Instant, sleep};

const TIMEOUT: Duration = Duration::from_secs(20);
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Resolves when `holds` does; panics with `what` when it does not in 20 seconds.
pub async fn wait_until(what: &str, holds: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + TIMEOUT;
    while !holds().await {
        assert!(Instant::now() < deadline, "waited {TIMEOUT:?} in vain until {what}");
        sleep(POLL_INTERVAL).await;
    }
}
