//! Where a community is.

use crate::graphql::enums::schema_enum;

schema_enum!(Country = domain::place::Country);
