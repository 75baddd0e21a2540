//! The adapter against the sandbox.
