//! Languages, tokens and term vectors of messy multilingual text.
//!
//! The crate is the engine of the Python package of the same name and is usable without Python: the bindings
//! are behind the feature `python`, which is not on by default.
//!
//! | module | what it is about |
//! |---|---|
//! | [`span`] | byte ranges, and code points for those who count them |
//! | [`batch`] | many texts over many threads |
//! | [`language`] | which language a text is in, and where in it another one stands |
//! | [`token`] | words and sentences, and what each word is |
//! | [`stem`] | stems of words, and words to leave out |
//! | [`lexicon`] | everything about a word, once for each distinct one |
//! | [`analyze`] | from a text to its features, in scikit-learn's order |
//! | [`vectorize`] | sparse matrices of counts and weights |
//! | [`encode`] | code points as UTF-8 |
//! | [`pages`] | large vectors in memory of their own |
//! | [`support`] | what can be done with each language |
//! | [`error`] | what can go wrong |

pub mod analyze;
pub mod batch;
pub mod encode;
pub mod error;
pub mod language;
pub mod lexicon;
pub mod pages;
#[cfg(feature = "python")]
mod py;
pub mod span;
pub mod stem;
pub mod support;
pub mod token;
pub mod vectorize;

pub use error::{Error, Result};
