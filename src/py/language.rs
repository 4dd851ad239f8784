//! Language detection for Python.

use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, BooleanArray, Float32Array, Int64Array, LargeStringArray};
use numpy::{IntoPyArray, PyArray1, PyArray2, PyArrayMethods};
use pyo3::prelude::*;

use super::door::leave;
use super::table::Columns;
use super::texts::{Text, Texts, size};
use crate::error::Error;
use crate::language::strip::Stripped;
use crate::language::{Detection, Language, LanguageSpan, detector, lookalike};
use crate::span::{CharCursor, Span};

/// What Python's `Detection` is made of: language, confidence, script, reliable.
type Answer<S> = (S, f32, Option<String>, bool);
/// [`Answer`] of an engine of our own.
type DetectionFields = Answer<&'static str>;
/// What Python's `LanguageSpan` is made of: start, end, language, script, confidence.
type SpanFields = (usize, usize, &'static str, String, f32);
/// What Python's `Stripped` is made of: the text, the removed spans, and pieces as result start, start and end.
type StrippedFields = (String, Vec<SpanFields>, Vec<(usize, usize, usize)>);
/// What Python's `MixedWord` is made of: start, end, script, the word mended.
type MixedFields = (usize, usize, String, String);

/// A text and its main language, as far as they are known.
type WithMain<'t> = (Option<&'t str>, Option<Language>);

/// A language detector of one of the engines.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Detector(detector::Detector);

#[pymethods]
impl Detector {
    #[new]
    #[pyo3(signature = (engine, languages=None))]
    fn new(engine: &str, languages: Option<Vec<String>>) -> PyResult<Self> {
        let engine = detector::Engine::from_name(engine)?;
        let known = engine.languages();
        let languages = languages.map(|names| parse(names, &known)).transpose()?;
        Ok(Self(detector::Detector::new(engine, languages.as_deref())?))
    }

    /// The codes of the possible answers, sorted.
    #[getter]
    fn languages(&self) -> Vec<&'static str> {
        self.0
            .languages()
            .iter()
            .map(|language| language.code())
            .collect()
    }

    fn detect(&self, py: Python<'_>, text: Text<'_>) -> PyResult<DetectionFields> {
        let text = text.as_str()?;
        leave(py, text.len(), Some(1), None, |_, _| {
            Ok(detection(self.0.detect(text)))
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

    /// The probability of each of `languages`.
    fn probabilities<'py>(&self, py: Python<'py>, text: Text<'py>) -> PyResult<Bound<'py, PyArray1<f32>>> {
        let text = text.as_str()?;
        let row = leave(py, text.len(), Some(1), None, |_, _| {
            Ok(self.0.probabilities(text))
        })?;
        Ok(row.into_pyarray(py))
    }

    /// A row of probabilities for each text, of no numbers where it is missing.
    #[pyo3(signature = (texts, n_jobs=None, progress=None))]
    fn probabilities_batch<'py>(
        &self,
        py: Python<'py>,
        texts: &Texts,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyArray2<f32>>> {
        let texts = texts.borrow(py)?;
        let width = self.0.languages().len();
        let table = leave(py, size(&texts), n_jobs, progress, |workers, monitor| {
            let row = |text: &Option<_>| {
                text.map_or_else(|| vec![f32::NAN; width], |text| self.0.probabilities(text))
            };
            Ok(workers.map(&texts, monitor, row)?.concat())
        })?;
        table.into_pyarray(py).reshape([texts.len(), width])
    }

    #[pyo3(signature = (text, main=None))]
    fn spans(&self, py: Python<'_>, text: Text<'_>, main: Option<String>) -> PyResult<Vec<SpanFields>> {
        let text = text.as_str()?;
        let main = self.main(main)?;
        leave(py, text.len(), Some(1), None, |_, _| {
            Ok(in_characters(text, &self.0.spans(text, main)))
        })
    }

    /// Columns `text` (a row number), `start`, `end`, `language`, `script`, `confidence`, a row for each span.
    /// `mains` says the main language of each text, or is empty.
    #[pyo3(signature = (texts, mains, n_jobs=None, progress=None))]
    fn spans_batch(
        &self,
        py: Python<'_>,
        texts: &Texts,
        mains: Vec<Option<String>>,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Columns> {
        let texts = texts.borrow(py)?;
        let items = self.with_mains(&texts, mains)?;
        let found = leave(py, size(&texts), n_jobs, progress, |workers, monitor| {
            workers.map(&items, monitor, |(text, main)| {
                text.map_or_else(Vec::new, |text| in_characters(text, &self.0.spans(text, *main)))
            })
        })?;
        spans(&found)
    }

    #[pyo3(signature = (text, keep, main=None))]
    fn strip(
        &self,
        py: Python<'_>,
        text: Text<'_>,
        keep: Vec<String>,
        main: Option<String>,
    ) -> PyResult<StrippedFields> {
        let text = text.as_str()?;
        let (keep, main) = (parse(keep, self.0.languages())?, self.main(main)?);
        leave(py, text.len(), Some(1), None, |_, _| {
            Ok(stripped(text, self.0.strip(text, &keep, main)))
        })
    }

    /// Columns `text`, the stripped texts, and `removed`, the number of spans taken out of each; null where the
    /// text is missing.
    #[pyo3(signature = (texts, keep, mains, n_jobs=None, progress=None))]
    fn strip_batch(
        &self,
        py: Python<'_>,
        texts: &Texts,
        keep: Vec<String>,
        mains: Vec<Option<String>>,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Columns> {
        let texts = texts.borrow(py)?;
        let keep = parse(keep, self.0.languages())?;
        let items = self.with_mains(&texts, mains)?;
        let found = leave(py, size(&texts), n_jobs, progress, |workers, monitor| {
            workers.map(&items, monitor, |(text, main)| {
                text.map(|text| self.0.strip(text, &keep, *main))
            })
        })?;
        let removed: Int64Array = found
            .iter()
            .map(|item| item.as_ref().map(|s| long(s.removed.len())))
            .collect();
        let texts: LargeStringArray = found.into_iter().map(|item| item.map(|s| s.text)).collect();
        Columns::new(vec![("text", Arc::new(texts)), ("removed", Arc::new(removed))])
    }
}

impl Detector {
    fn main(&self, name: Option<String>) -> Result<Option<Language>, Error> {
        let parsed = name
            .map(|name| parse(vec![name], self.0.languages()))
            .transpose()?;
        Ok(parsed.and_then(|languages| languages.first().copied()))
    }

    fn with_mains<'t>(
        &self,
        texts: &[Option<&'t str>],
        mains: Vec<Option<String>>,
    ) -> Result<Vec<WithMain<'t>>, Error> {
        if mains.is_empty() {
            return Ok(texts.iter().map(|text| (*text, None)).collect());
        }
        if mains.len() != texts.len() {
            return Err(Error::InvalidOption {
                option: "main",
                reason: format!("{} languages were given for {} texts", mains.len(), texts.len()),
            });
        }
        let pairs = texts.iter().zip(mains);
        pairs.map(|(text, main)| Ok((*text, self.main(main)?))).collect()
    }
}

/// The code in use here for a language by name or another code, or nothing.
#[pyfunction]
pub fn language_code(name: &str) -> Option<&'static str> {
    Language::from_name(name).map(Language::code)
}

/// The table of `detect_batch` from answers that another engine gave.
#[pyfunction(name = "detections")]
pub fn detections_table(found: Vec<Option<Answer<String>>>) -> PyResult<Columns> {
    table(found)
}

/// The words of a text that mix scripts with letters that look alike.
#[pyfunction]
pub fn mixed_words(py: Python<'_>, text: Text<'_>) -> PyResult<Vec<MixedFields>> {
    let text = text.as_str()?;
    leave(py, text.len(), Some(1), None, |_, _| {
        let mut cursor = CharCursor::new(text);
        let field = |word: lookalike::MixedWord| {
            let Span { start, end } = cursor.span(word.span);
            (start, end, word.script.to_string(), word.mended)
        };
        Ok(lookalike::mixed_words(text).map(field).collect())
    })
}

/// Languages from names or codes.
fn parse(names: Vec<String>, known: &[Language]) -> Result<Vec<Language>, Error> {
    let one = |name: String| {
        let found = Language::from_name(&name).filter(|language| known.contains(language));
        found.ok_or_else(|| Error::UnknownLanguage {
            name,
            purpose: "detection",
            known: known.iter().map(|language| language.code()).collect(),
        })
    };
    names.into_iter().map(one).collect()
}

fn detection(found: Detection) -> DetectionFields {
    (
        found.language.code(),
        found.confidence,
        found.script.map(|script| script.to_string()),
        found.reliable,
    )
}

fn detections(found: &[Option<Detection>]) -> PyResult<Columns> {
    let found: Vec<_> = found.iter().map(|item| item.map(detection)).collect();
    table(found)
}

/// Columns `language`, `confidence`, `script`, `reliable`, null where the text is missing.
fn table<S: AsRef<str>>(found: Vec<Option<Answer<S>>>) -> PyResult<Columns> {
    let mut languages = StringDictionaryBuilder::<Int32Type>::new();
    let mut scripts = StringDictionaryBuilder::<Int32Type>::new();
    let (mut confidences, mut reliable) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
    for item in found {
        let (language, confidence, script, sure) = item.map_or((None, None, None, None), |(l, c, s, r)| {
            (Some(l), Some(c), s, Some(r))
        });
        languages.append_option(language);
        scripts.append_option(script);
        confidences.push(confidence);
        reliable.push(sure);
    }
    let (confidences, reliable) = (Float32Array::from(confidences), BooleanArray::from(reliable));
    Columns::new(vec![
        ("language", Arc::new(languages.finish())),
        ("confidence", Arc::new(confidences)),
        ("script", Arc::new(scripts.finish())),
        ("reliable", Arc::new(reliable)),
    ])
}

fn in_characters(text: &str, spans: &[LanguageSpan]) -> Vec<SpanFields> {
    let mut cursor = CharCursor::new(text);
    let field = |found: &LanguageSpan| {
        let Span { start, end } = cursor.span(found.span);
        (
            start,
            end,
            found.language.code(),
            found.script.to_string(),
            found.confidence,
        )
    };
    spans.iter().map(field).collect()
}

fn spans(found: &[Vec<SpanFields>]) -> PyResult<Columns> {
    let rows: Vec<_> = found
        .iter()
        .enumerate()
        .flat_map(|(text, spans)| spans.iter().map(move |span| (text, span)))
        .collect();
    let mut languages = StringDictionaryBuilder::<Int32Type>::new();
    let mut scripts = StringDictionaryBuilder::<Int32Type>::new();
    for (_, (_, _, language, script, _)) in &rows {
        languages.append_value(language);
        scripts.append_value(script);
    }
    let numbers = |value: fn(&(usize, &SpanFields)) -> usize| -> ArrayRef {
        Arc::new(
            rows.iter()
                .map(|row| Some(long(value(row))))
                .collect::<Int64Array>(),
        )
    };
    let confidences: Float32Array = rows.iter().map(|(_, span)| Some(span.4)).collect();
    Columns::new(vec![
        ("text", numbers(|(text, _)| *text)),
        ("start", numbers(|(_, span)| span.0)),
        ("end", numbers(|(_, span)| span.1)),
        ("language", Arc::new(languages.finish())),
        ("script", Arc::new(scripts.finish())),
        ("confidence", Arc::new(confidences)),
    ])
}

fn stripped(text: &str, found: Stripped) -> StrippedFields {
    let (mut source, mut result) = (CharCursor::new(text), CharCursor::new(&found.text));
    let piece = |(at, piece): &(usize, Span)| {
        let Span { start, end } = source.span(*piece);
        (result.at(*at), start, end)
    };
    let pieces = found.pieces.iter().map(piece).collect();
    let removed = in_characters(text, &found.removed);
    (found.text, removed, pieces)
}

fn long(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
