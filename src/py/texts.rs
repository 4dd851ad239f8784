//! Texts as Python holds them: strings of a list, or a column in Arrow memory, borrowed where they lie.

use std::sync::OnceLock;

use arrow_array::{Array, ArrayRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use pyo3::{ffi, intern};

use super::capsule::chunks;
use super::column::{address, append};
use crate::encode;

/// A batch of texts, some of them perhaps missing.
///
/// ASCII is borrowed from the `str` objects and a column from its buffers. Other strings are encoded into memory of this
/// batch: `CPython` would keep the UTF-8 form inside the `str` for good once it has been asked for.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Texts {
    source: Source,
    length: usize,
}

enum Source {
    Strings(Strings),
    Arrow(Vec<ArrayRef>),
}

/// Strings of Python's.
pub struct Strings {
    /// The objects; missing texts are `None`.
    pub items: Vec<Option<Py<PyString>>>,
    /// How long they are together.
    characters: usize,
    /// The UTF-8 form of those that are not ASCII, one after the other, and where each ends.
    encoded: OnceLock<(Vec<u8>, Vec<usize>)>,
}

#[pymethods]
impl Texts {
    /// The items of an iterable: `str`, or `None` for a missing text.
    #[staticmethod]
    fn from_strings(items: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut strings = Vec::with_capacity(items.len().unwrap_or(0));
        let mut characters = 0;
        for (row, item) in items.try_iter()?.enumerate() {
            let text = string(&item?, row)?;
            characters += text
                .as_ref()
                .map_or(Ok(0), |text| self::characters(text.bind(items.py())))?;
            strings.push(text);
        }
        Ok(Self {
            length: strings.len(),
            source: Source::Strings(Strings {
                items: strings,
                characters,
                encoded: OnceLock::new(),
            }),
        })
    }

    /// A column behind `__arrow_c_stream__` or `__arrow_c_array__`: strings of any Arrow kind, a dictionary
    /// of them, or rows of a single column of either; anything else is a `TypeError`.
    #[staticmethod]
    fn from_arrow(column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let chunks = chunks(column)?;
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

    /// The row of the first missing text.
    fn missing(&self) -> Option<usize> {
        match &self.source {
            Source::Strings(strings) => strings.items.iter().position(Option::is_none),
            Source::Arrow(chunks) => {
                let mut before = 0;
                for chunk in chunks {
                    if chunk.logical_null_count() > 0 {
                        let nulls = chunk.logical_nulls();
                        let first = nulls.and_then(|nulls| nulls.iter().position(|valid| !valid));
                        return Some(before + first.unwrap_or(0));
                    }
                    before += chunk.len();
                }
                None
            }
        }
    }

    /// Whether every text has a UTF-8 form: one with a lone surrogate has none.
    fn sound(&self, py: Python<'_>) -> bool {
        self.borrow(py).is_ok()
    }

    /// Addresses of the memory that holds the characters, one for each chunk of an Arrow column: what a test of
    /// copying compares.
    fn _addresses(&self) -> Vec<usize> {
        match &self.source {
            Source::Strings(_) => Vec::new(),
            Source::Arrow(chunks) => chunks.iter().filter_map(address).collect(),
        }
    }
}

impl Texts {
    /// The texts, in their order.
    ///
    /// # Errors
    ///
    /// `ValueError` for a string that has no UTF-8 form (a lone surrogate), with its row.
    pub fn borrow<'t>(&'t self, py: Python<'_>) -> PyResult<Vec<Option<&'t str>>> {
        match &self.source {
            Source::Strings(strings) => strings.borrow(py),
            Source::Arrow(chunks) => {
                let mut texts = Vec::with_capacity(self.length);
                for chunk in chunks {
                    append(chunk.as_ref(), &mut texts)?;
                }
                Ok(texts)
            }
        }
    }

    /// The strings, if that is what the texts are kept in.
    pub fn strings_of_python(&self) -> Option<&Strings> {
        match &self.source {
            Source::Strings(strings) => Some(strings),
            Source::Arrow(_) => None,
        }
    }
}

impl Strings {
    /// How many characters they have together.
    pub fn characters(&self) -> usize {
        self.characters
    }

    fn borrow<'t>(&'t self, py: Python<'_>) -> PyResult<Vec<Option<&'t str>>> {
        let (bytes, ends) = if let Some(encoded) = self.encoded.get() {
            encoded
        } else {
            let encoded = self.encode(py)?;
            self.encoded.get_or_init(|| encoded)
        };
        let mut ranges = std::iter::once(&0).chain(ends).zip(ends);
        let mut texts = Vec::with_capacity(self.items.len());
        for item in &self.items {
            texts.push(match item {
                None => None,
                Some(item) if is_ascii(item.bind(py))? => Some(ascii(item, py)?),
                Some(_) => ranges
                    .next()
                    .map(|(start, end)| encoded_text(bytes, *start, *end)),
            });
        }
        Ok(texts)
    }

    /// The UTF-8 form of those that are not ASCII.
    fn encode(&self, py: Python<'_>) -> PyResult<(Vec<u8>, Vec<usize>)> {
        let (mut bytes, mut ends, mut codes) = (Vec::new(), Vec::new(), Vec::new());
        for (row, item) in self.items.iter().enumerate() {
            let Some(item) = item.as_ref().map(|item| item.bind(py)) else {
                continue;
            };
            if !is_ascii(item)? {
                codes.clear();
                read(item, &mut codes)?;
                if !encode::utf8(&codes, &mut bytes) {
                    return Err(surrogate(Some(row)));
                }
                ends.push(bytes.len());
            }
        }
        Ok((bytes, ends))
    }
}

/// A part of what [`encode::utf8`] has written, from the end of one of its calls to the end of another; nothing else
/// may be given.
#[allow(
    unsafe_code,
    reason = "checking what was written a moment ago costs as much as writing it"
)]
pub fn encoded_text(bytes: &[u8], start: usize, end: usize) -> &str {
    // SAFETY: `encode::utf8` writes nothing but whole characters, and start and end are where its calls left off.
    unsafe { std::str::from_utf8_unchecked(&bytes[start..end]) }
}

/// Appends the code points of a string: the one way to read them, within the stable interface, that leaves nothing
/// behind in the string.
#[allow(unsafe_code, reason = "the interpreter writes into memory of ours")]
pub fn read(text: &Bound<'_, PyString>, codes: &mut Vec<u32>) -> PyResult<()> {
    let length = characters(text)?;
    codes.reserve(length);
    // SAFETY: there is room for `length` numbers behind the initialised ones, and `PyUnicode_AsUCS4` has written exactly
    // that many if it does not return null: the length is the string's own, and strings never change. A vector has no
    // more than `isize::MAX` bytes, so the length fits.
    unsafe {
        let free = codes.as_mut_ptr().add(codes.len());
        if ffi::PyUnicode_AsUCS4(text.as_ptr(), free, length.cast_signed(), 0).is_null() {
            return Err(PyErr::fetch(text.py()));
        }
        codes.set_len(codes.len() + length);
    }
    Ok(())
}

/// How many characters a string has, whatever the `__len__` of a class that inherits from `str` says.
#[allow(unsafe_code, reason = "a function of the interpreter that checks nothing")]
pub fn characters(text: &Bound<'_, PyString>) -> PyResult<usize> {
    // SAFETY: `text` is a `str` or inherits from it, and lives; the GIL is held.
    let length = unsafe { ffi::PyUnicode_GetLength(text.as_ptr()) };
    usize::try_from(length).map_err(|_| PyErr::fetch(text.py()))
}

/// The characters of a string that [`is_ascii`], where they lie.
#[allow(unsafe_code, reason = "the memory of a string outlives the hold of the GIL")]
pub fn ascii<'t>(text: &'t Py<PyString>, py: Python<'_>) -> PyResult<&'t str> {
    let borrowed: *const str = text.bind(py).to_str()?;
    // SAFETY: the bytes are part of the object, which never changes them and which `text` keeps alive.
    Ok(unsafe { &*borrowed })
}

/// Whether a string is ASCII, in which case its memory is UTF-8 already.
///
/// The C function behind `str.isascii` is called directly: a call of the method costs as much as reading a short text.
#[allow(
    unsafe_code,
    reason = "a function of the interpreter is called through a pointer"
)]
pub fn is_ascii(text: &Bound<'_, PyString>) -> PyResult<bool> {
    static FUNCTION: PyOnceLock<Option<ffi::PyCFunction>> = PyOnceLock::new();
    let py = text.py();
    let function = FUNCTION.get_or_try_init(py, || -> PyResult<_> {
        let method = intern!(py, "").getattr(intern!(py, "isascii"))?;
        // SAFETY: both functions check that they were given a builtin function and set an exception if not.
        let function = unsafe {
            (ffi::PyCFunction_GetFlags(method.as_ptr()) == ffi::METH_NOARGS)
                .then(|| ffi::PyCFunction_GetFunction(method.as_ptr()))
                .flatten()
        };
        drop(PyErr::take(py));
        Ok(function)
    })?;
    let Some(function) = function else {
        return text.call_method0(intern!(py, "isascii"))?.is_truthy();
    };
    // SAFETY: a function of a method without arguments takes its object, here a `str`, and null; it returns a new
    // reference, or null with an exception set.
    let answer = unsafe { Bound::from_owned_ptr_or_err(py, function(text.as_ptr(), std::ptr::null_mut()))? };
    answer.is_truthy()
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
    text.to_str().map_err(|_| surrogate(row))
}

/// The complaint about a text that has no UTF-8 form.
pub fn surrogate(row: Option<usize>) -> PyErr {
    let row = row.map_or(String::new(), |row| format!(" {row}"));
    PyValueError::new_err(format!(
        "text{row} holds a lone surrogate, which no UTF-8 text can; \
         mend it with text.encode('utf-8', 'surrogatepass').decode('utf-8', 'replace')"
    ))
}

fn string(item: &Bound<'_, PyAny>, row: usize) -> PyResult<Option<Py<PyString>>> {
    // A long list runs no Python that would look for Ctrl-C.
    if row % 8192 == 8191 {
        item.py().check_signals()?;
    }
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
