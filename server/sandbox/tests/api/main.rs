//! The sandbox as its users see it: real clients over loopback.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests a panic is the failure's report")]

mod autopay;
mod control_api;
mod events;
mod faults;
mod inbox;
mod object_decoding;
mod object_shapes;
mod pages;
mod payments;
mod refunds_disputes_payouts;
mod s3;
mod support;
