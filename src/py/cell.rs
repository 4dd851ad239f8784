//! Values of an Arrow column as Python objects.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int32Type, Int64Type, UInt32Type, UInt64Type};
use arrow_schema::DataType;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// The values of a column. Those of a dictionary are made once and shared.
pub fn to_list<'py>(py: Python<'py>, column: &dyn Array) -> PyResult<Bound<'py, PyList>> {
    let values: Vec<_> = if let Some(dictionary) = column.as_any_dictionary_opt() {
        let words = to_list(py, dictionary.values().as_ref())?;
        // `normalized_keys` wants a word to map null keys to.
        let keys = if words.is_empty() {
            Vec::new()
        } else {
            dictionary.normalized_keys()
        };
        (0..column.len())
            .map(|row| {
                if column.is_null(row) {
                    Ok(py.None().into_bound(py))
                } else {
                    words.get_item(keys[row])
                }
            })
            .collect::<PyResult<_>>()?
    } else {
        (0..column.len())
            .map(|row| to_python(py, column, row))
            .collect::<PyResult<_>>()?
    };
    PyList::new(py, values)
}

/// The value in `row` of a column that is no dictionary: `None`, a number, a `str`, a list or a dict of fields.
fn to_python<'py>(py: Python<'py>, column: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    match column.data_type() {
        DataType::Boolean => column.as_boolean().value(row).into_bound_py_any(py),
        DataType::Int32 => column
            .as_primitive::<Int32Type>()
            .value(row)
            .into_bound_py_any(py),
        DataType::Int64 => column
            .as_primitive::<Int64Type>()
            .value(row)
            .into_bound_py_any(py),
        DataType::UInt32 => column
            .as_primitive::<UInt32Type>()
            .value(row)
            .into_bound_py_any(py),
        DataType::UInt64 => column
            .as_primitive::<UInt64Type>()
            .value(row)
            .into_bound_py_any(py),
        DataType::Float32 => column
            .as_primitive::<Float32Type>()
            .value(row)
            .into_bound_py_any(py),
        DataType::Float64 => column
            .as_primitive::<Float64Type>()
            .value(row)
            .into_bound_py_any(py),
        DataType::Utf8 => column.as_string::<i32>().value(row).into_bound_py_any(py),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into_bound_py_any(py),
        DataType::Utf8View => column.as_string_view().value(row).into_bound_py_any(py),
        DataType::Dictionary(_, _) => {
            // The keys of one row: those of all rows for each row would take quadratic time.
            let row = column.slice(row, 1);
            let dictionary = row.as_any_dictionary();
            to_python(py, dictionary.values().as_ref(), dictionary.normalized_keys()[0])
        }
        DataType::LargeList(_) => Ok(to_list(py, column.as_list::<i64>().value(row).as_ref())?.into_any()),
        DataType::Struct(fields) => {
            let dict = PyDict::new(py);
            for (field, values) in fields.iter().zip(column.as_struct().columns()) {
                dict.set_item(
                    field.name(),
                    to_list(py, values.slice(row, 1).as_ref())?.get_item(0)?,
                )?;
            }
            Ok(dict.into_any())
        }
        other => Err(PyTypeError::new_err(format!("no Python form for {other}"))),
    }
}
