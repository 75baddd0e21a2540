//! Deterministic pseudo-random choices, so that screenshots of the demo stay the same.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use application::ports::Randomness;

/// A number below `below`, decided by the words alone; 0 when `below` is 0.
pub fn pick_below(words: &[&str], below: u64) -> u64 {
    let digest = Sha256::digest(words.join("\n").as_bytes());
    let number = digest.iter().take(6).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    number.checked_rem(below).unwrap_or(0)
}

/// Bytes for keys of rows while the past is played; nothing secret is made from them.
#[derive(Debug, Default)]
pub struct DeterministicRandomness(AtomicU64);

impl Randomness for DeterministicRandomness {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            for (to, from) in chunk.iter_mut().zip(Sha256::digest(count.to_be_bytes())) {
                *to = from;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_are_deterministic_and_spread() {
        assert_eq!(pick_below(&["a", "b"], 1000), pick_below(&["a", "b"], 1000));
        let all: std::collections::BTreeSet<u64> =
            (0..50).map(|n: u8| pick_below(&["a", &n.to_string()], 1000)).collect();
        assert!(all.len() > 40 && all.iter().all(|n| *n < 1000), "{all:?}");
        assert_eq!(pick_below(&["a"], 0), 0);
        let (mut one, mut two) = ([0; 40], [0; 40]);
        let bytes = DeterministicRandomness::default();
        bytes.fill(&mut one);
        bytes.fill(&mut two);
        assert_ne!(one, two);
    }
}
