//! `propty schema`: prints the GraphQL schema, as it is committed in `server/schema.graphql`.

/// Prints it.
pub fn run() {
    print!("{}", api::graphql::sdl());
}
