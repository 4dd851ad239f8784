//! From ids and counts to sparse matrices: vocabularies, counts, weights.
//!
//! Nothing in here sees a text: [`analyze`](crate::analyze) hands over numbers of features.

pub mod count;
pub mod csr;
pub mod frequencies;
pub mod grams;
pub mod hashing;
pub mod layout;
pub mod limits;
pub mod order;
mod packing;
pub mod queue;
pub mod rows;
mod shelf;
pub mod sorting;
pub mod tally;
pub mod vocabulary;
pub mod weight;
