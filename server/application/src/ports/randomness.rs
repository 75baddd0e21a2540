//! Random bytes, for ids and secrets.

/// Gives bytes nobody can guess: from a cryptographically secure generator, except in demos and tests.
pub trait Randomness: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}
