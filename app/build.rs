//! Registers the server's schema, against which every operation in `src/api` is checked at build time.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=../server/schema.graphql");
    cynic_codegen::register_schema("propty").from_sdl_file("../server/schema.graphql")?.as_default()?;
    Ok(())
}
