//! What `propty` can be told to do. Here, and only here, adapters are put behind the ports.

pub mod assemble;
pub mod doctor;
pub mod migrate;
pub mod schema;
pub mod serve;
pub mod worker;
