//! The audit trail: what is told of, who may read it, that it only grows, and that whatever is changed behind its
//! back shows.

mod chain;
mod crowd;
mod told;
