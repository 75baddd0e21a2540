//! The main job, played over HTTP alone against the running parts.

use std::process::ExitCode;

use anyhow::Result;

use super::community::Community;
use super::sandbox_environment::Surroundings;

/// Plays it; fails at the first step that is not true.
pub async fn tell(_surroundings: &Surroundings, _community: &Community) -> Result<ExitCode> {
    anyhow::bail!("not yet")
}
