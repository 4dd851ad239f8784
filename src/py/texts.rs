//! Texts as Python holds them: strings of a list, or a column in Arrow memory, borrowed where they lie.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::ArrayStreamReader;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ArrayRef, StringArrayType};
use arrow_schema::DataType;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyString};

const STREAM: &CStr = c"arrow_array_stream";

/// A batch of texts, some of them perhaps missing.
///
/// Strings are borrowed, never copied: those of a list from the `str` objects (`CPython` keeps the UTF-8 form of a
/// non-ASCII `str` inside the object from then on), those of an Arrow column from its buffers.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Texts {
    source: Source,
    length: usize,
}

enum Source {
    Strings(Vec<Option<Py<PyString>>>),
    Encoded(Vec<Option<Held>>),
    Arrow(Vec<ArrayRef>),
}

/// A text of Python's: itself where its memory is UTF-8 already, a copy in UTF-8 where it is not.
enum Held {
    Str(Py<PyString>),
    Utf8(Py<PyBytes>),
}

#[pymethods]
impl Texts {
    /// The items of an iterable: `str`, or `None` for a missing text.
    #[staticmethod]
    fn from_strings(items: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut strings = Vec::with_capacity(items.len().unwrap_or(0));
        for (row, item) in items.try_iter()?.enumerate() {
            strings.push(string(&item?, row)?);
        }
        Ok(Self {
            length: strings.len(),
            source: Source::Strings(strings),
        })
    }

    /// The items of an iterable, those beyond ASCII copied for as long as this batch lives: `str` objects keep their
    /// UTF-8 form for good once it has been asked for, which doubles the memory of a corpus that is read once.
    #[staticmethod]
    fn from_strings_once(items: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut held = Vec::with_capacity(items.len().unwrap_or(0));
        for (row, item) in items.try_iter()?.enumerate() {
            held.push(string(&item?, row)?.map(|text| hold(items.py(), text)));
        }
        Ok(Self {
            length: held.len(),
            source: Source::Encoded(held),
        })
    }

    /// A column behind `__arrow_c_stream__` or `__arrow_c_array__`: strings of any Arrow kind, a dictionary
    /// of them, or rows of a single column of either; anything else is a `TypeError`.
    #[staticmethod]
    fn from_arrow(column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let chunks = chunks(column)?;
        for chunk in &chunks {
            check(chunk.data_type())?;
        }
        Ok(Self {
            length: chunks.iter().map(Array::len).sum(),
            source: Source::Arrow(chunks),
        })
    }

    fn __len__(&self) -> usize {
        self.length
    }

    /// The texts as Python strings, for guests that read nothing else.
    fn strings<'t>(&'t self, py: Python<'t>) -> PyResult<Vec<Option<&'t str>>> {
        self.borrow(py)
    }

    /// The row of the first missing text, and whether some text has no UTF-8 form.
    fn flaws(&self, py: Python<'_>) -> (Option<usize>, bool) {
        if let Source::Encoded(held) = &self.source {
            // Copies are sound; only a text that could not be copied may have no UTF-8 form.
            let unsound = held.iter().flatten().any(|item| match item {
                Held::Str(text) => text.bind(py).to_str().is_err(),
                Held::Utf8(_) => false,
            });
            return (held.iter().position(Option::is_none), unsound);
        }
        match self.borrow(py) {
            Ok(texts) => (texts.iter().position(Option::is_none), false),
            Err(_) => (None, true),
        }
    }

    /// Addresses of the memory that holds the characters, one for each chunk of an Arrow column: what a test of
    /// copying compares.
    fn _addresses(&self) -> Vec<usize> {
        match &self.source {
            Source::Strings(_) | Source::Encoded(_) => Vec::new(),
            Source::Arrow(chunks) => chunks
                .iter()
                .filter_map(|chunk| {
                    let words = chunk.as_any_dictionary_opt().map(|texts| texts.values());
                    let data = words.unwrap_or(chunk).to_data();
                    data.buffers().last().map(|buffer| buffer.as_ptr() as usize)
                })
                .collect(),
        }
    }
}

impl Texts {
    /// The texts, in their order.
    ///
    /// # Errors
    ///
    /// `ValueError` for a string that has no UTF-8 form (a lone surrogate), with its row.
    pub fn borrow<'t>(&'t self, py: Python<'t>) -> PyResult<Vec<Option<&'t str>>> {
        let mut texts = Vec::with_capacity(self.length);
        match &self.source {
            Source::Strings(strings) => {
                for (row, item) in strings.iter().enumerate() {
                    texts.push(
                        item.as_ref()
                            .map(|item| utf8(item.bind(py), Some(row)))
                            .transpose()?,
                    );
                }
            }
            Source::Encoded(held) => {
                for (row, item) in held.iter().enumerate() {
                    texts.push(match item {
                        None => None,
                        Some(Held::Str(text)) => Some(utf8(text.bind(py), Some(row))?),
                        Some(Held::Utf8(bytes)) => std::str::from_utf8(bytes.as_bytes(py)).ok(),
                    });
                }
            }
            Source::Arrow(chunks) => {
                for chunk in chunks {
                    append(chunk.as_ref(), &mut texts)?;
                }
            }
        }
        Ok(texts)
    }
}

/// One text, for the calls that take no more.
pub struct Text<'py>(Bound<'py, PyString>);

impl<'py> FromPyObject<'_, 'py> for Text<'py> {
    type Error = PyErr;

    fn extract(text: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = text.cast::<PyString>() {
            return Ok(Self(text.to_owned()));
        }
        let kind = text.get_type().qualname()?;
        let hint = if kind == "bytes" {
            "decode it first: text.decode('utf-8')"
        } else {
            "for many texts there are the calls that end in _batch"
        };
        Err(PyTypeError::new_err(format!(
            "expected one text, a str, got {kind}; {hint}"
        )))
    }
}

impl Text<'_> {
    /// Its UTF-8 form.
    ///
    /// # Errors
    ///
    /// `ValueError` for a lone surrogate.
    pub fn as_str(&self) -> PyResult<&str> {
        utf8(&self.0, None)
    }
}

/// Bytes in all texts together.
pub fn size(texts: &[Option<&str>]) -> usize {
    texts.iter().flatten().map(|text| text.len()).sum()
}

fn utf8<'t>(text: &'t Bound<'_, PyString>, row: Option<usize>) -> PyResult<&'t str> {
    text.to_str().map_err(|_| {
        let row = row.map_or(String::new(), |row| format!(" {row}"));
        PyValueError::new_err(format!(
            "text{row} holds a lone surrogate, which no UTF-8 text can; \
             mend it with text.encode('utf-8', 'surrogatepass').decode('utf-8', 'replace')"
        ))
    })
}

/// A text with its UTF-8 form at hand. One that has none is kept as it is: whoever borrows it is told.
fn hold(py: Python<'_>, text: Py<PyString>) -> Held {
    let bound = text.bind(py);
    let ascii = bound.call_method0(intern!(py, "isascii"));
    if ascii.and_then(|ascii| ascii.is_truthy()).unwrap_or(true) {
        return Held::Str(text);
    }
    match bound.encode_utf8() {
        Ok(bytes) => Held::Utf8(bytes.unbind()),
        Err(_) => Held::Str(text),
    }
}

fn string(item: &Bound<'_, PyAny>, row: usize) -> PyResult<Option<Py<PyString>>> {
    if let Ok(text) = item.cast::<PyString>() {
        return Ok(Some(text.clone().unbind()));
    }
    if item.is_none() || is_missing(item) {
        return Ok(None);
    }
    let kind = item.get_type().qualname()?;
    let hint = if kind == "bytes" {
        "; decode it first: text.decode('utf-8')"
    } else {
        ""
    };
    Err(PyTypeError::new_err(format!(
        "text {row} is {kind}, not str{hint}"
    )))
}

/// Whether this is a `NaN`, which differs from itself, or pandas' `NA` or `NaT`.
fn is_missing(item: &Bound<'_, PyAny>) -> bool {
    let name = item.get_type().qualname();
    let pandas = name.is_ok_and(|name| name == "NAType" || name == "NaTType");
    pandas || item.extract::<f64>().is_ok_and(f64::is_nan)
}

fn chunks(column: &Bound<'_, PyAny>) -> PyResult<Vec<ArrayRef>> {
    if column.hasattr("__arrow_c_stream__")? {
        let capsule = column
            .call_method0("__arrow_c_stream__")?
            .cast_into::<PyCapsule>()?;
        return stream(column.py(), &capsule)?.into_iter().map(only_column).collect();
    }
    // A producer of one array: wrapped into the stream that the other branch reads.
    let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) =
        column.call_method0("__arrow_c_array__")?.extract()?;
    single(&schema, &array)
}

#[allow(unsafe_code, reason = "the Arrow C stream interface hands over a pointer")]
fn stream(py: Python<'_>, capsule: &Bound<'_, PyCapsule>) -> PyResult<Vec<ArrayRef>> {
    let pointer = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: the capsule's name says that it holds an initialised `ArrowArrayStream`; `from_raw` moves it out and
    // leaves a released one behind, so the capsule's destructor does not free it again.
    let reader = unsafe { ArrayStreamReader::from_raw(pointer.cast().as_ptr()) }.map_err(arrow)?;
    // The chunks may be made just now, as a query's are, by threads that want the GIL.
    py.detach(|| reader.collect::<Result<_, _>>()).map_err(arrow)
}

/// The column itself where a producer streams rows (`DuckDB`'s relations do) that have only one.
fn only_column(chunk: ArrayRef) -> PyResult<ArrayRef> {
    match chunk.as_struct_opt() {
        None => Ok(chunk),
        Some(rows) if rows.num_columns() == 1 && rows.null_count() == 0 => Ok(Arc::clone(rows.column(0))),
        Some(rows) => Err(not_text(rows.data_type())),
    }
}

#[allow(unsafe_code, reason = "the Arrow C data interface hands over two pointers")]
fn single(schema: &Bound<'_, PyCapsule>, array: &Bound<'_, PyCapsule>) -> PyResult<Vec<ArrayRef>> {
    use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
    let schema = schema.pointer_checked(Some(c"arrow_schema"))?;
    let array = array.pointer_checked(Some(c"arrow_array"))?;
    // SAFETY: the names of the capsules say what they hold; `from_raw` moves the array out and leaves a released
    // one behind; the schema is only read, and its capsule outlives the call.
    let data = unsafe {
        let array = FFI_ArrowArray::from_raw(array.cast().as_ptr());
        from_ffi(array, schema.cast::<FFI_ArrowSchema>().as_ref())
    };
    Ok(vec![arrow_array::make_array(data.map_err(arrow)?)])
}

fn arrow(error: impl std::fmt::Display) -> PyErr {
    PyTypeError::new_err(format!("the Arrow column cannot be read: {error}"))
}

/// Whether an array of this type holds text.
///
/// # Errors
///
/// `TypeError` where it does not.
fn check(kind: &DataType) -> PyResult<()> {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(()),
        DataType::Dictionary(_, words) => check(words),
        other => Err(not_text(other)),
    }
}

/// Appends each text of an Arrow array.
fn append<'a>(array: &'a dyn Array, out: &mut Vec<Option<&'a str>>) -> PyResult<()> {
    match array.data_type() {
        DataType::Utf8 => plain(&array.as_string::<i32>(), out),
        DataType::LargeUtf8 => plain(&array.as_string::<i64>(), out),
        DataType::Utf8View => plain(&array.as_string_view(), out),
        DataType::Null => out.resize(out.len() + array.len(), None),
        DataType::Dictionary(key, _) => match key.as_ref() {
            DataType::Int8 => return dictionary::<Int8Type>(array, out),
            DataType::Int16 => return dictionary::<Int16Type>(array, out),
            DataType::Int32 => return dictionary::<Int32Type>(array, out),
            DataType::Int64 => return dictionary::<Int64Type>(array, out),
            DataType::UInt8 => return dictionary::<UInt8Type>(array, out),
            DataType::UInt16 => return dictionary::<UInt16Type>(array, out),
            DataType::UInt32 => return dictionary::<UInt32Type>(array, out),
            DataType::UInt64 => return dictionary::<UInt64Type>(array, out),
            other => return Err(not_text(other)),
        },
        other => return Err(not_text(other)),
    }
    Ok(())
}

fn plain<'a>(strings: &impl StringArrayType<'a>, out: &mut Vec<Option<&'a str>>) {
    out.extend((0..strings.len()).map(|i| strings.is_valid(i).then(|| strings.value(i))));
}

fn dictionary<'a, K: ArrowDictionaryKeyType>(
    array: &'a dyn Array,
    out: &mut Vec<Option<&'a str>>,
) -> PyResult<()> {
    let array = array.as_dictionary::<K>();
    let mut words = Vec::with_capacity(array.values().len());
    append(array.values().as_ref(), &mut words)?;
    out.extend((0..array.len()).map(|i| array.key(i).and_then(|key| words[key])));
    Ok(())
}

fn not_text(kind: &DataType) -> PyErr {
    PyTypeError::new_err(format!(
        "the Arrow column holds {kind}, not text; choose a column of strings"
    ))
}
