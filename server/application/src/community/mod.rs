//! What a community is made of: the organization's settings, properties, units and residents. `directory` reads
//! them as a caller may see them.

pub mod create_property;
pub mod create_resident;
pub mod create_units;
pub mod directory;
pub mod move_out;
pub mod set_fees;
pub mod update_organization;
