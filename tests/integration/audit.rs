//! The audit trail: what is told of, who may read it, that it only grows, and that whatever is changed behind its
//! back shows.

mod concurrency;
mod hash_chain;
mod recorded_events;
