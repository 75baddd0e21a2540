//! The sandbox as its users see it: real clients over loopback.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests a panic is the failure's report")]

mod aftermath;
mod autopay;
mod control;
mod events;
mod faults;
mod inbox;
mod objects;
mod pages;
mod payments;
mod s3;
mod shapes;
mod support;
