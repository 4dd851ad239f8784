//! Tokens and normal forms for Python.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, DictionaryArray, Int8Array, Int64Array, LargeListArray, LargeStringArray, StringArray,
    UInt32Array, UInt64Array,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::door::leave;
use super::sentence::language as sentence_language;
use super::table::Columns;
use super::texts::{Text, Texts, size};
use crate::span::CharCursor;
use crate::token::{Clitics, Hyphens, Kind, Kinds, Normalizer, Options, Pattern, Step, TokenBatch};
use crate::token::{Token, Tokenizer as Core};

/// What Python's `Token` is made of: start, end, kind, text.
type TokenFields = (usize, usize, &'static str, String);

/// Cuts texts into tokens.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Tokenizer(Core);

#[pymethods]
impl Tokenizer {
    #[new]
    #[allow(
        clippy::too_many_arguments,
        clippy::fn_params_excessive_bools,
        reason = "Python has keywords"
    )]
    fn new(
        pattern: &str,
        keep: Option<Vec<String>>,
        normalize: Vec<String>,
        abbreviations: bool,
        language: Option<&str>,
        hyphens: &str,
        clitics: &str,
        addresses: bool,
        dates: bool,
        repair_glued: bool,
    ) -> PyResult<Self> {
        let options = Options {
            keep: keep.map(Kinds::parse).transpose()?,
            abbreviations,
            language: language.map(sentence_language).transpose()?,
            hyphens: Hyphens::from_name(hyphens)?,
            clitics: Clitics::from_name(clitics)?,
            addresses,
            dates,
            repair_glued,
            normalizer: Normalizer::parse(normalize)?,
        };
        Ok(Self(Core::with_pattern(Pattern::parse(pattern)?, options)))
    }

    /// The normalised forms of the tokens of one text.
    fn tokenize(&self, py: Python<'_>, text: Text<'_>) -> PyResult<Vec<String>> {
        let text = text.as_str()?;
        leave(py, text.len(), Some(1), None, |_, _| {
            let mut tokens = Vec::new();
            self.0.each(text, |token| tokens.push(self.form(text, token)))?;
            Ok(tokens)
        })
    }

    /// The tokens of one text with code-point offsets.
    fn spans(&self, py: Python<'_>, text: Text<'_>) -> PyResult<Vec<TokenFields>> {
        let text = text.as_str()?;
        leave(py, text.len(), Some(1), None, |_, _| {
            let mut cursor = CharCursor::new(text);
            let mut tokens = Vec::new();
            self.0.each(text, |token| {
                let chars = cursor.span(token.span);
                tokens.push((chars.start, chars.end, token.kind.name(), self.form(text, token)));
            })?;
            Ok(tokens)
        })
    }

    /// One row for each text: the list of its tokens, null where the text is missing.
    #[pyo3(signature = (texts, n_jobs=None, progress=None))]
    fn tokenize_batch(
        &self,
        py: Python<'_>,
        texts: &Texts,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Columns> {
        let batch = self.batch(py, texts, n_jobs, progress)?;
        let nulls = batch.present.iter().copied().collect::<NullBuffer>();
        let offsets = OffsetBuffer::new(ScalarBuffer::from(batch.offsets));
        let tokens: ArrayRef = Arc::new(strings(batch.string_offsets, batch.bytes)?);
        let field = Arc::new(Field::new_list_field(DataType::LargeUtf8, false));
        let lists = LargeListArray::try_new(field, offsets, tokens, Some(nulls)).map_err(arrow)?;
        Columns::new(vec![("tokens", Arc::new(lists))])
    }

    /// One row for each token.
    #[pyo3(signature = (texts, n_jobs=None, progress=None))]
    fn spans_batch(
        &self,
        py: Python<'_>,
        texts: &Texts,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Columns> {
        let batch = self.batch(py, texts, n_jobs, progress)?;
        let rows = batch.rows();
        let names = StringArray::from_iter_values(Kind::ALL.map(Kind::name));
        let keys = Int8Array::from_iter_values(batch.kinds.iter().map(|kind| (*kind as u8).cast_signed()));
        let kinds = DictionaryArray::try_new(keys, Arc::new(names)).map_err(arrow)?;
        Columns::new(vec![
            ("text", Arc::new(Int64Array::from(rows))),
            ("start", Arc::new(UInt32Array::from(batch.starts))),
            ("end", Arc::new(UInt32Array::from(batch.ends))),
            ("kind", Arc::new(kinds)),
            ("token", Arc::new(strings(batch.string_offsets, batch.bytes)?)),
        ])
    }
}

impl Tokenizer {
    fn form(&self, text: &str, token: Token) -> String {
        self.0
            .options()
            .normalizer
            .apply(token.span.of(text))
            .into_owned()
    }

    fn batch(
        &self,
        py: Python<'_>,
        texts: &Texts,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<TokenBatch> {
        let texts = texts.borrow(py)?;
        leave(py, size(&texts), n_jobs, progress, |workers, monitor| {
            self.0.tokenize_batch(&texts, workers, monitor)
        })
    }
}

/// Columns `text` (a row number), `start`, `end` and `word`, a row for each word that is glued of several.
#[pyfunction]
#[pyo3(signature = (texts, n_jobs=None, progress=None))]
pub fn glued_words(
    py: Python<'_>,
    texts: &Texts,
    n_jobs: Option<isize>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Columns> {
    let texts = texts.borrow(py)?;
    let found = leave(py, size(&texts), n_jobs, progress, |workers, monitor| {
        Core::default().glued_batch(&texts, workers, monitor)
    })?;
    let (mut rows, mut starts, mut ends, mut words) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((row, text), spans) in (0_i64..).zip(texts.iter()).zip(found) {
        let text = text.unwrap_or_default();
        let mut cursor = CharCursor::new(text);
        for span in spans {
            let chars = cursor.span(span);
            rows.push(row);
            starts.push(chars.start as u64);
            ends.push(chars.end as u64);
            words.push(span.of(text));
        }
    }
    Columns::new(vec![
        ("text", Arc::new(Int64Array::from(rows))),
        ("start", Arc::new(UInt64Array::from(starts))),
        ("end", Arc::new(UInt64Array::from(ends))),
        ("word", Arc::new(LargeStringArray::from(words))),
    ])
}

/// A text after the named changes.
#[pyfunction]
pub fn normalize(py: Python<'_>, text: Text<'_>, steps: Vec<String>) -> PyResult<String> {
    let text = text.as_str()?;
    leave(py, text.len(), Some(1), None, |_, _| {
        Ok(Normalizer::parse(steps)?.apply(text).into_owned())
    })
}

/// The names of the changes, in the order in which they are made.
#[pyfunction]
pub fn normalize_steps() -> Vec<&'static str> {
    Step::ALL.into_iter().map(Step::name).collect()
}

/// Strings from their offsets and bytes, without a copy; the bytes are checked once for being UTF-8.
pub fn strings(offsets: Vec<i64>, bytes: Vec<u8>) -> PyResult<LargeStringArray> {
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    LargeStringArray::try_new(offsets, Buffer::from_vec(bytes), None).map_err(arrow)
}

fn arrow(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}
