//! Stems and stop words for Python.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, LargeStringArray, StringArray};
use pyo3::prelude::*;

use super::door::leave;
use super::table::Columns;
use super::texts::{Text, Texts, size};
use crate::error::{Error, Result};
use crate::language::Language;
use crate::stem::stop_words::{self as core, Source, StopList};
use crate::stem::{Engine, Stemmer as Core};

/// Cuts the endings off the words of one language.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Stemmer(Core);

#[pymethods]
impl Stemmer {
    #[new]
    fn new(language: &str, engine: &str) -> PyResult<Self> {
        Ok(Self(Core::named(language, Engine::from_name(engine)?)?))
    }

    /// The codes of the languages that an engine has, and the names of all its algorithms.
    #[staticmethod]
    fn known(engine: &str) -> PyResult<(Vec<&'static str>, Vec<&'static str>)> {
        let engine = Engine::from_name(engine)?;
        let codes = engine.languages().into_iter().map(Language::code);
        Ok((codes.collect(), engine.algorithms()))
    }

    /// Snowball's name of the algorithm.
    #[getter]
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn stem(&self, word: Text<'_>) -> PyResult<String> {
        Ok(self.0.stem(word.as_str()?).into_owned())
    }

    #[pyo3(signature = (words, n_jobs=None, progress=None))]
    fn stem_batch(
        &self,
        py: Python<'_>,
        words: &Texts,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Columns> {
        let words = words.borrow(py)?;
        let stems = leave(py, size(&words), n_jobs, progress, |_, monitor| {
            let stems = self.0.stem_batch(&words, monitor)?;
            Ok(LargeStringArray::from_iter(stems))
        })?;
        Columns::new(vec![("stem", Arc::new(stems))])
    }
}

/// The stop words of a language, of one source or of the first that has any.
#[pyfunction]
#[pyo3(signature = (language, source=None))]
pub fn stop_words(language: &str, source: Option<&str>) -> PyResult<Vec<String>> {
    let source = source.map(Source::from_name).transpose()?;
    Ok(core::stop_words(named(language)?, source)?.into_iter().collect())
}

/// Every list of stop words: `language`, `source`, `words`, `origin`, `licence`.
#[pyfunction]
pub fn stop_lists() -> PyResult<Columns> {
    let lists = core::lists();
    let column = |of: fn(&StopList) -> &'static str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(lists.iter().map(of)))
    };
    let words = lists.iter().map(|list| list.words.cast_signed() as i64);
    Columns::new(vec![
        ("language", column(|list| list.language.code())),
        ("source", column(|list| list.source.name())),
        ("words", Arc::new(Int64Array::from_iter_values(words))),
        ("origin", column(|list| list.origin)),
        ("licence", column(|list| list.licence)),
    ])
}

fn named(name: &str) -> Result<Language> {
    Language::from_name(name).ok_or_else(|| Error::UnknownLanguage {
        name: name.into(),
        purpose: "stop words",
        known: core::known(None),
    })
}
