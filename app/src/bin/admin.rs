//! The team's administration.

fn main() {
    app::pages::admin::start();
}
