//! The sandbox as its users see it: real clients over loopback.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests a panic is the failure's report")]

mod refunds_disputes_payouts;
mod autopay;
mod control_api;
mod events;
mod faults;
mod inbox;
mod object_decoding;
mod pages;
mod payments;
mod s3;
mod object_shapes;
mod support;
