//! Sentences for Python.

use std::sync::Arc;

use arrow_array::{Int64Array, UInt32Array};
use pyo3::prelude::*;

use super::door::leave;
use super::table::Columns;
use super::texts::{Text, Texts, size};
use super::token::strings;
use crate::error::{Error, Result};
use crate::language::Language;
use crate::span::CharCursor;
use crate::token::sentence::{self, Rules, Splitter};

/// The code-point spans of the sentences of one text.
#[pyfunction]
#[pyo3(signature = (text, language, rules))]
pub fn sentences(
    py: Python<'_>,
    text: Text<'_>,
    language: Option<&str>,
    rules: &str,
) -> PyResult<Vec<(usize, usize)>> {
    let splitter = splitter(language, rules)?;
    let text = text.as_str()?;
    leave(py, text.len(), Some(1), None, |_, _| {
        let mut cursor = CharCursor::new(text);
        let mut found = Vec::new();
        splitter.each(text, |span| {
            let chars = cursor.span(span);
            found.push((chars.start, chars.end));
        });
        Ok(found)
    })
}

/// One row for each sentence of all texts.
#[pyfunction]
#[pyo3(signature = (texts, language, rules, n_jobs=None, progress=None))]
pub fn sentences_batch(
    py: Python<'_>,
    texts: &Texts,
    language: Option<&str>,
    rules: &str,
    n_jobs: Option<isize>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Columns> {
    let splitter = splitter(language, rules)?;
    let texts = texts.borrow(py)?;
    let batch = leave(py, size(&texts), n_jobs, progress, |workers, monitor| {
        splitter.split_batch(&texts, workers, monitor)
    })?;
    Columns::new(vec![
        ("text", Arc::new(Int64Array::from(batch.rows))),
        ("start", Arc::new(UInt32Array::from(batch.starts))),
        ("end", Arc::new(UInt32Array::from(batch.ends))),
        ("sentence", Arc::new(strings(batch.string_offsets, batch.bytes)?)),
    ])
}

fn splitter(name: Option<&str>, rules: &str) -> Result<Splitter> {
    Ok(Splitter {
        language: name.map(language).transpose()?,
        rules: Rules::from_name(rules)?,
    })
}

/// The language with this code or name, whether or not its abbreviations are known.
pub fn language(name: &str) -> Result<Language> {
    Language::from_name(name).ok_or_else(|| Error::UnknownLanguage {
        name: name.into(),
        purpose: "abbreviations",
        known: sentence::languages().into_iter().map(Language::code).collect(),
    })
}
