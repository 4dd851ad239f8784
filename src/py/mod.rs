//! The extension module `tolmach._core`: one thin file for each noun of the core, which never imports it.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments are extracted by value from Python objects"
)]

mod analyze;
mod capsule;
mod cell;
mod column;
mod door;
mod error;
mod frequencies;
mod hashing;
mod interpreter;
mod language;
mod reading;
mod sentence;
mod stem;
mod support;
mod table;
mod texts;
mod token;
mod vectorize;
mod weight;

use pyo3::prelude::*;

/// The native half of the package. Its classes are private: the Python modules beside it are the interface.
#[pymodule]
mod _core {
    #[pymodule_export]
    use super::analyze::{Analyzer, Characters};
    #[pymodule_export]
    use super::error::raise_each;
    #[pymodule_export]
    use super::frequencies::Frequencies;
    #[pymodule_export]
    use super::hashing::hash_texts;
    #[pymodule_export]
    use super::language::{Detector, detections_table, language_code, mixed_words};
    #[pymodule_export]
    use super::sentence::{sentences, sentences_batch};
    #[pymodule_export]
    use super::stem::{Stemmer, stop_lists, stop_words};
    #[pymodule_export]
    use super::support::languages;
    #[pymodule_export]
    use super::table::Columns;
    #[pymodule_export]
    use super::texts::Texts;
    #[pymodule_export]
    use super::token::{Tokenizer, glued_words, normalize, normalize_steps};
    #[pymodule_export]
    use super::vectorize::{Counted, Counter, Vocabulary};
    #[pymodule_export]
    use super::weight::Weights;

    #[pymodule_init]
    fn begin(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        super::interpreter::refuse_subinterpreters(module.py())
    }

    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "the name that Python packages give it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
