//! Identifiers, and in-memory collections of objects in the order they were made.

use std::collections::HashMap;

use rand::Rng;
use rand::distr::Alphanumeric;

/// A fresh identifier in Stripe's manner: the prefix, an underscore, 24 letters and digits.
pub fn fresh(prefix: &str) -> String {
    format!("{prefix}_{}", random(24))
}

/// As [`fresh`], with the long tail that Checkout Sessions have.
pub fn fresh_session() -> String {
    format!("cs_test_a1{}", random(56))
}

fn random(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

/// An object with an identifier of its own.
pub trait StripeObject {
    fn id(&self) -> &str;
}

/// Objects of one kind in the order they were made, found by identifier.
pub struct Collection<T> {
    items: Vec<T>,
    index: HashMap<String, usize>,
}

impl<T> Default for Collection<T> {
    fn default() -> Self {
        Self { items: Vec::new(), index: HashMap::new() }
    }
}

impl<T: StripeObject> Collection<T> {
    pub fn add(&mut self, item: T) {
        self.index.insert(item.id().to_owned(), self.items.len());
        self.items.push(item);
    }

    pub fn get(&self, id: &str) -> Option<&T> {
        self.index.get(id).and_then(|place| self.items.get(*place))
    }

    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.index.get(id).and_then(|place| self.items.get_mut(*place))
    }

    /// Oldest first; reverse it for Stripe's lists.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.items.iter()
    }

    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.items.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_differ_and_keep_their_prefix() {
        let (one, two) = (fresh("pi"), fresh("pi"));
        assert_ne!(one, two);
        assert!(one.starts_with("pi_") && one.len() == 27);
        assert!(fresh_session().starts_with("cs_test_"));
    }
}
