//! How Python describes the way from a text to its features.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of functions that Python calls arrive by value"
)]

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::analyze::{self, Accents, Pattern, Unit};
use crate::error::Error;
use crate::lexicon::Strings;
use crate::token::sklearn;

/// Which characters make words, as the running Python sees it.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Characters(Arc<sklearn::Characters>);

#[pymethods]
impl Characters {
    /// Ranges of code points that `\w` matches, and the characters that `str.lower` changes.
    #[new]
    fn new(ranges: Vec<(usize, usize)>, cased: &str) -> Self {
        Self(Arc::new(sklearn::Characters::of_python(ranges, cased)))
    }
}

/// The way from a text to its features.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Analyzer(pub Arc<analyze::Analyzer>);

#[pymethods]
impl Analyzer {
    /// `unit` is scikit-learn's `analyzer`; `accents` are characters and their replacements, and whether the rest
    /// must be ASCII; `pattern` is an expression for `regex` and whether it is for whole runs of word characters.
    #[new]
    #[pyo3(signature = (characters, unit, lengths, lowercase, accents=None, stop_words=None, pattern=None))]
    fn new(
        characters: &Characters,
        unit: &str,
        lengths: (usize, usize),
        lowercase: bool,
        accents: Option<(Vec<(char, String)>, bool)>,
        stop_words: Option<Vec<String>>,
        pattern: Option<(String, bool)>,
    ) -> PyResult<Self> {
        let unit = match unit {
            "word" => Unit::Word,
            "char" => Unit::Char,
            "char_wb" => Unit::CharInWord,
            _ => return Err(PyValueError::new_err(format!("no analyzer {unit}"))),
        };
        let mut stops = Strings::default();
        for word in stop_words.unwrap_or_default() {
            stops.intern(word.as_bytes());
        }
        let pattern = match pattern {
            None => Pattern::Default,
            Some((source, runs)) => {
                let regex = regex::Regex::new(&source).map_err(|error| Error::InvalidPattern {
                    pattern: source,
                    reason: error.to_string(),
                })?;
                if runs {
                    Pattern::Runs(regex)
                } else {
                    Pattern::Matches(regex)
                }
            }
        };
        Ok(Self(Arc::new(analyze::Analyzer {
            unit,
            lengths,
            lowercase,
            accents: accents.map(|(replacements, ascii)| Accents {
                replacements: replacements
                    .into_iter()
                    .map(|(from, to)| (from, to.into_boxed_str()))
                    .collect(),
                ascii,
            }),
            stop_words: stops,
            pattern,
            stem: None,
            characters: Arc::clone(&characters.0),
        })))
    }
}
