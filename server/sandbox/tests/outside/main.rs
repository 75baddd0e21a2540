//! The sandbox as its users see it: real clients over loopback.

mod control;
mod events;
mod faults;
mod inbox;
mod objects;
mod pages;
mod payments;
mod s3;
mod support;
