//! Columns that Arrow's C interface hands over in capsules.

use std::ffi::CStr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::ArrayStreamReader;
use arrow_array::{Array, ArrayReader, ArrayRef};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::column::{check, check_rows, only_column};

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// The chunks of a column behind `__arrow_c_stream__` or `__arrow_c_array__`, each of them text.
///
/// The producer vouches for addresses and lengths, as any extension module does. The contents are checked, in the time
/// of reading the column once: that strings are UTF-8, offsets in order and inside their buffer, keys inside their
/// dictionary. Arrow's import does not, and a `str` that is none would be undefined behaviour in whatever reads it.
///
/// # Errors
///
/// `TypeError` for anything but text, and where the contents are not what they should be.
pub fn chunks(column: &Bound<'_, PyAny>) -> PyResult<Vec<ArrayRef>> {
    if column.hasattr("__arrow_c_stream__")? {
        let capsule = column
            .call_method0("__arrow_c_stream__")?
            .cast_into::<PyCapsule>()?;
        return stream(&capsule);
    }
    let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) =
        column.call_method0("__arrow_c_array__")?.extract()?;
    Ok(vec![single(&schema, &array)?])
}

#[allow(unsafe_code, reason = "the Arrow C stream interface hands over a pointer")]
fn stream(capsule: &Bound<'_, PyCapsule>) -> PyResult<Vec<ArrayRef>> {
    let pointer = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: `pointer_checked` gives an address that is not null, from a capsule whose name promises that an aligned,
    // initialised `ArrowArrayStream` lies there for as long as the capsule lives, which is longer than this call; the
    // GIL is held, so nobody else takes it at the same time. `from_raw` moves the stream out and leaves a released one
    // behind: the capsule's destructor does not free it again, and a second reading finds that it is released, which
    // is an error. The reader owns the stream and releases it once, when it is dropped.
    let reader = unsafe { ArrayStreamReader::from_raw(pointer.cast().as_ptr()) }.map_err(unreadable)?;
    check_rows(reader.field().data_type())?;
    // The chunks may be made just now, as a query's are, by threads that want the GIL.
    let chunks: Result<Vec<_>, _> = capsule
        .py()
        .detach(|| reader.map(|chunk| chunk.and_then(checked)).collect());
    chunks.map_err(unreadable)?.into_iter().map(only_column).collect()
}

#[allow(unsafe_code, reason = "the Arrow C data interface hands over two pointers")]
fn single(schema: &Bound<'_, PyCapsule>, array: &Bound<'_, PyCapsule>) -> PyResult<ArrayRef> {
    let schema = schema.pointer_checked(Some(SCHEMA))?;
    let array = array.pointer_checked(Some(ARRAY))?;
    // SAFETY: as in `stream`: the name of the capsule promises an aligned, initialised `ArrowSchema` at an address that
    // is not null. It is only read; the reference ends with this function, before the capsule.
    let schema = unsafe { schema.cast::<FFI_ArrowSchema>().as_ref() };
    // SAFETY: as in `stream`: the name of the capsule promises an aligned, initialised `ArrowArray`. `from_raw` moves it
    // out and leaves a released one behind; what was moved is released once, by whoever drops it last.
    let array = unsafe { FFI_ArrowArray::from_raw(array.cast().as_ptr()) };
    if schema.release().is_none() || array.is_released() {
        return Err(unreadable("its memory has been given back or taken already"));
    }
    check(&DataType::try_from(schema).map_err(unreadable)?)?;
    // SAFETY: neither of the two is released, and the producer vouches that the array is of that schema: that its
    // buffers are as many and as long as the format says.
    let data = unsafe { from_ffi(array, schema) }.map_err(unreadable)?;
    checked(arrow_array::make_array(data)).map_err(unreadable)
}

/// The chunk, if its contents are what its type says. The one offset of an empty chunk may be any number.
fn checked(chunk: ArrayRef) -> Result<ArrayRef, arrow_schema::ArrowError> {
    if !chunk.is_empty() {
        chunk.to_data().validate_full()?;
    }
    Ok(chunk)
}

fn unreadable(error: impl std::fmt::Display) -> PyErr {
    PyTypeError::new_err(format!("the Arrow column cannot be read: {error}"))
}
