//! The committed schema is what the server tells.

#[test]
fn the_committed_schema_is_current() {
    let committed = include_str!("../../server/schema.graphql");
    assert!(
        committed == api::graphql::sdl(),
        "server/schema.graphql is stale: run `cargo run --bin propty -- schema > server/schema.graphql`"
    );
}
