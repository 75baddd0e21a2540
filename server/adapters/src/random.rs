//! The operating system's randomness.

use rand::RngCore;

use application::ports::Randomness;

/// Random bytes for secrets and ids, from a generator the operating system seeds and reseeds.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, buffer: &mut [u8]) {
        rand::rng().fill_bytes(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_fills_differ() {
        let (mut one, mut two) = ([0_u8; 32], [0_u8; 32]);
        SystemRandomness.fill(&mut one);
        SystemRandomness.fill(&mut two);
        assert_ne!(one, two);
        assert_ne!(one, [0; 32]);
    }
}
