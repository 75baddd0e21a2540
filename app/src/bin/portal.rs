//! The residents' portal.

fn main() {
    app::pages::portal::start();
}
