//! Columns of texts in Arrow memory, read where they lie.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{AnyDictionaryArray, Array, ArrayRef, StringArrayType};
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

/// Whether rows of this type, as a stream has them, are texts or have a single column of texts.
///
/// # Errors
///
/// `TypeError` where they are not.
pub fn check_rows(kind: &DataType) -> PyResult<()> {
    match kind {
        DataType::Struct(columns) if columns.len() == 1 => check(columns[0].data_type()),
        other => check(other),
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

/// The column itself where a producer streams rows (`DuckDB`'s relations do) that have only one.
pub fn only_column(chunk: ArrayRef) -> PyResult<ArrayRef> {
    match chunk.as_struct_opt() {
        None => Ok(chunk),
        Some(rows) if rows.num_columns() == 1 && rows.null_count() == 0 => Ok(Arc::clone(rows.column(0))),
        Some(rows) => Err(not_text(rows.data_type())),
    }
}

/// Where the characters of a column, or of the words of its dictionary, lie in memory.
pub fn address(column: &ArrayRef) -> Option<usize> {
    let words = column.as_any_dictionary_opt().map(AnyDictionaryArray::values);
    let data = words.unwrap_or(column).to_data();
    data.buffers().last().map(|buffer| buffer.as_ptr() as usize)
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
