//! Why money did not move.

use crate::graphql::enums::schema_enum;

schema_enum!(PaymentFailureReason = domain::failure::PaymentFailure);

schema_enum!(RefundFailureReason = domain::failure::RefundFailure);
