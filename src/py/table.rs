//! Columns of results in Arrow memory, handed on through the Arrow C stream interface.

use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::DataType;
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};

use super::cell;

/// Columns of equal length with names; `tolmach.Table` shows them.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Columns {
    batch: RecordBatch,
}

impl Columns {
    /// Columns by name, in their order.
    pub fn new(columns: Vec<(&str, ArrayRef)>) -> PyResult<Self> {
        let batch = RecordBatch::try_from_iter(columns);
        Ok(Self {
            batch: batch.map_err(|error| PyValueError::new_err(error.to_string()))?,
        })
    }
}

#[pymethods]
impl Columns {
    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    /// The names, in order.
    #[getter]
    fn names(&self) -> Vec<String> {
        self.batch
            .schema()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect()
    }

    /// What column `index` holds: `text`, `list`, or numbers and booleans by their name in `NumPy`.
    fn kind(&self, index: usize) -> PyResult<String> {
        let column = self.batch.columns().get(index);
        let kind = column
            .ok_or_else(|| PyIndexError::new_err("no such column"))?
            .data_type();
        Ok(match kind {
            DataType::Boolean => "bool".into(),
            number if number.is_numeric() => number.to_string().to_lowercase(),
            list if list.is_nested() => "list".into(),
            _ => "text".into(),
        })
    }

    /// The values of rows `start..end` of column `index` as Python objects.
    fn values<'py>(
        &self,
        py: Python<'py>,
        index: usize,
        start: usize,
        end: usize,
    ) -> PyResult<Bound<'py, PyList>> {
        let rows = self.batch.num_rows();
        let column = self.batch.columns().get(index);
        match column {
            Some(column) if start <= end && end <= rows => {
                cell::to_list(py, column.slice(start, end - start).as_ref())
            }
            _ => Err(PyIndexError::new_err("no such rows or column")),
        }
    }

    /// An Arrow stream of one record batch; `requested_schema` is a wish that need not be granted.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let schema = self.batch.schema();
        let reader = RecordBatchIterator::new([Ok(self.batch.clone())], Arc::clone(&schema));
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}
