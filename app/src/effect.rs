//! What runs again whenever a signal it reads changes.

use leptos::prelude::Effect;

/// Runs now and after each change of what it reads. Boxed, so that what makes it run is compiled once.
pub fn follow(run: impl FnMut() + 'static) {
    boxed(Box::new(run));
}

fn boxed(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}
