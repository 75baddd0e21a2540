//! Prints the story: a line a step with its time.

use std::fmt::Display;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Longest a step waits for something to become true.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How often it looks.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Counts steps and time.
pub(super) struct Narrator {
    steps: u32,
    began: Instant,
}

impl Narrator {
    /// Starts counting.
    pub(super) fn begin() -> Narrator {
        Narrator { steps: 0, began: Instant::now() }
    }

    /// A heading.
    pub(super) fn chapter(&self, title: &str) {
        println!("\n{title}");
    }

    /// Does a step and prints it with its detail; a failure names the step.
    pub(super) async fn step<T>(
        &mut self,
        what: &str,
        act: impl Future<Output = Result<(String, T)>>,
    ) -> Result<T> {
        self.steps = self.steps.saturating_add(1);
        let began = Instant::now();
        let (detail, result) = act.await.with_context(|| format!("step {}, {what}", self.steps))?;
        println!("{:>4}  {:>6} ms  {what}: {detail}", self.steps, began.elapsed().as_millis());
        Ok(result)
    }

    /// The last line.
    pub(super) fn end(&self) {
        println!("\nAll {} steps are true, in {:.1} s.", self.steps, self.began.elapsed().as_secs_f64());
    }
}

/// Fails with what was expected and found.
pub(super) fn expect_eq<A: Display + PartialEq<B>, B: Display>(
    what: &str,
    found: A,
    expected: B,
) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    bail!("{what}: expected {expected}, found {found}")
}

/// Looks until something is true: `look` gives the value, or says what it found instead.
pub(super) async fn wait_until<T, F: Future<Output = Result<Result<T, String>>>>(
    expected: &str,
    mut look: impl FnMut() -> F,
) -> Result<T> {
    let end = Instant::now() + TIMEOUT;
    loop {
        match look().await? {
            Ok(value) => return Ok(value),
            Err(found) if Instant::now() >= end => {
                bail!("expected {expected} within {} s, found {found}", TIMEOUT.as_secs())
            }
            Err(_) => tokio::time::sleep(POLL_INTERVAL).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn failed_step_is_named_in_the_error() {
        let mut narrator = Narrator::begin();
        let error = narrator
            .step("sums add up", async { expect_eq("sum", 3, 4).map(|()| (String::new(), ())) })
            .await;
        assert_eq!(format!("{:#}", error.unwrap_err()), "step 1, sums add up: sum: expected 4, found 3");
    }

    #[tokio::test]
    async fn wait_until_returns_once_the_condition_holds() {
        let mut looks = 0;
        let found = wait_until("three looks", || {
            looks += 1;
            let looks = looks;
            async move { Ok(if looks == 3 { Ok(looks) } else { Err(looks.to_string()) }) }
        });
        assert_eq!(found.await.unwrap(), 3);
    }
}
