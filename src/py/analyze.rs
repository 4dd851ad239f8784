//! How Python describes the way from a text to its features.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of functions that Python calls arrive by value"
)]

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::analyze::treatment::{Languages, Treatment};
use crate::analyze::{self, Accents, Pattern, Unit};
use crate::error::Error;
use crate::lexicon::Strings;
use crate::span::CharCursor;
use crate::stem::{Engine, Stemmer};
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
    #[pyo3(signature = (characters, unit, lengths, lowercase, accents=None, stop_words=None, pattern=None,
        stemmer=None, language=None))]
    #[allow(clippy::too_many_arguments, reason = "one for each stage")]
    fn new(
        characters: &Characters,
        unit: &str,
        lengths: (usize, usize),
        lowercase: bool,
        accents: Option<(Vec<(char, String)>, bool)>,
        stop_words: Option<Vec<String>>,
        pattern: Option<(String, bool)>,
        stemmer: Option<&str>,
        language: Option<&str>,
    ) -> PyResult<Self> {
        let unit = match unit {
            "word" => Unit::Word,
            "char" => Unit::Char,
            "char_wb" => Unit::CharInWord,
            _ => return Err(PyValueError::new_err(format!("no analyzer {unit}"))),
        };
        let stemmer = stemmer
            .map(|name| Stemmer::named(name, Engine::Snowball))
            .transpose()?;
        let stop_words = stop_words.map(|words| {
            let mut strings = Strings::default();
            for word in words {
                strings.intern(word.as_bytes());
            }
            strings
        });
        let (mut plain, mut languages) = (Treatment::default(), None);
        match language {
            None => {}
            Some("auto") => {
                languages = Some(Languages::all(&characters.0)?.with(stop_words.as_ref(), stemmer.as_ref()));
            }
            Some(name) => plain = Treatment::named(name, &characters.0)?,
        }
        plain.stop_words = stop_words.unwrap_or(plain.stop_words);
        plain.stemmer = stemmer.or(plain.stemmer);
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
            pattern,
            plain,
            languages,
            characters: Arc::clone(&characters.0),
        })))
    }

    /// The code points of a text that are counted as a term.
    fn locate(&self, text: &str, term: &str) -> Vec<(usize, usize)> {
        let mut cursor = CharCursor::new(text);
        let spans = analyze::locate::locate(&self.0, text, term);
        spans
            .into_iter()
            .map(|span| (cursor.at(span.start), cursor.at(span.end)))
            .collect()
    }
}
