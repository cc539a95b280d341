//! IR → what the templates spell out. Every string of a view is final TypeScript; a template never
//! decides. `protocol` is the framework-free layer; each target has a file of its own.

mod docs;
pub mod hooks;
mod imports;
mod props;
pub mod protocol;
pub mod react;
mod shape;
pub mod svelte;
pub mod types;
pub mod vue;

pub use imports::{Imports, Layer};
