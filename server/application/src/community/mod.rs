//! What a community is made of: the organization's settings, properties, units and residents.

pub mod create_property;
pub mod create_resident;
pub mod create_units;
pub mod move_out;
pub mod set_fees;
pub mod update_organization;
