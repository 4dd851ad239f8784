//! Language detection for Python.

use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, BooleanArray, Float32Array};
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::door::leave;
use super::table::Columns;
use super::texts::{Texts, size, utf8};
use crate::error::Error;
use crate::language::{Detection, Language, Script, whatlang};

/// What Python's `Detection` is made of: language, confidence, script, reliable.
type DetectionFields = (&'static str, f32, Option<String>, bool);

/// The engine `whatlang`.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Whatlang(whatlang::Whatlang);

#[pymethods]
impl Whatlang {
    #[new]
    #[pyo3(signature = (languages=None))]
    fn new(languages: Option<Vec<String>>) -> PyResult<Self> {
        let known = whatlang::Whatlang::languages();
        let languages = languages.map(|names| parse(&names, &known)).transpose()?;
        Ok(Self(whatlang::Whatlang::new(languages.as_deref())))
    }

    /// The codes of the languages that the engine knows.
    #[staticmethod]
    fn languages() -> Vec<&'static str> {
        whatlang::Whatlang::languages()
            .into_iter()
            .map(Language::code)
            .collect()
    }

    fn detect(&self, py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<DetectionFields> {
        let text = utf8(text, 0)?;
        leave(py, text.len(), Some(1), None, |_, _| {
            Ok(fields(self.0.detect(text)))
        })
    }

    #[pyo3(signature = (texts, n_jobs=None, progress=None))]
    fn detect_batch(
        &self,
        py: Python<'_>,
        texts: &Texts,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Columns> {
        let texts = texts.borrow(py)?;
        let found = leave(py, size(&texts), n_jobs, progress, |workers, monitor| {
            workers.map(&texts, monitor, |text| text.map(|text| self.0.detect(text)))
        })?;
        detections(&found)
    }
}

/// Languages from names or codes.
fn parse(names: &[String], known: &[Language]) -> Result<Vec<Language>, Error> {
    let one = |name: &String| {
        let found = Language::from_name(name).filter(|language| known.contains(language));
        found.ok_or_else(|| Error::UnknownLanguage {
            name: name.clone(),
            purpose: "detection",
            known: known.iter().map(|language| language.code()).collect(),
        })
    };
    names.iter().map(one).collect()
}

fn fields(found: Detection) -> DetectionFields {
    (
        found.language.code(),
        found.confidence,
        found.script.map(|script| script.to_string()),
        found.reliable,
    )
}

/// Columns `language`, `confidence`, `script`, `reliable`, null where the text is missing.
fn detections(found: &[Option<Detection>]) -> PyResult<Columns> {
    let mut languages = StringDictionaryBuilder::<Int32Type>::new();
    let mut scripts = StringDictionaryBuilder::<Int32Type>::new();
    for item in found {
        languages.append_option(item.map(|item| item.language.code()));
        scripts.append_option(item.and_then(|item| item.script).as_ref().map(Script::as_str));
    }
    let confidences: Float32Array = found
        .iter()
        .map(|item| item.map(|item| item.confidence))
        .collect();
    let reliable: BooleanArray = found.iter().map(|item| item.map(|item| item.reliable)).collect();
    let columns: [ArrayRef; 4] = [
        Arc::new(languages.finish()),
        Arc::new(confidences),
        Arc::new(scripts.finish()),
        Arc::new(reliable),
    ];
    Columns::new(
        ["language", "confidence", "script", "reliable"]
            .into_iter()
            .zip(columns)
            .collect(),
    )
}
