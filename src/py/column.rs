//! Columns of texts in Arrow memory, read where they lie.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, StringArrayType};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

/// Whether an array of this type holds text.
///
/// # Errors
///
/// `TypeError` where it does not.
pub fn check(kind: &DataType) -> PyResult<()> {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(()),
        DataType::Dictionary(_, words) => check(words),
        other => Err(not_text(other)),
    }
}

/// Appends each text of an Arrow array.
pub fn append<'a>(array: &'a dyn Array, out: &mut Vec<Option<&'a str>>) -> PyResult<()> {
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
