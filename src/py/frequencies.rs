//! What partial fits have learned, for Python.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of functions that Python calls arrive by value"
)]

use std::sync::{Mutex, MutexGuard, PoisonError};

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::door::leave;
use super::vectorize::{Counted, Vocabulary};
use crate::vectorize::frequencies;
use crate::vectorize::limits::Limits;

/// Terms and their frequencies, added up.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Frequencies(Mutex<frequencies::Frequencies>);

impl Frequencies {
    fn lock(&self) -> MutexGuard<'_, frequencies::Frequencies> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Frequencies {
    #[new]
    fn new() -> Self {
        Self(Mutex::default())
    }

    /// Frequencies by the columns of a vocabulary.
    #[staticmethod]
    fn of(
        vocabulary: &Vocabulary,
        of_documents: PyReadonlyArray1<'_, i64>,
        totals: PyReadonlyArray1<'_, i64>,
        documents: u64,
    ) -> Self {
        let whole = |array: PyReadonlyArray1<'_, i64>| -> Vec<u64> {
            array.as_array().iter().map(|n| n.unsigned_abs()).collect()
        };
        let all =
            frequencies::Frequencies::new(vocabulary.core(), &whole(of_documents), &whole(totals), documents);
        Self(Mutex::new(all))
    }

    #[getter]
    fn documents(&self) -> u64 {
        self.lock().documents()
    }

    fn __len__(&self) -> usize {
        self.lock().len()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, State<'py>)> {
        let py = slf.py();
        let all = slf.get().lock();
        let order: Vec<u32> = (0_u32..).take(all.len()).collect();
        let counts: Vec<_> = order.iter().map(|term| all.of(*term)).collect();
        let signed = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let state = (
            Vocabulary::from(all.vocabulary(&order)).into_pyobject(py)?,
            counts
                .iter()
                .map(|counts| signed(counts.0))
                .collect::<Vec<_>>()
                .into_pyarray(py),
            counts
                .iter()
                .map(|counts| signed(counts.1))
                .collect::<Vec<_>>()
                .into_pyarray(py),
            all.documents(),
        );
        Ok((slf.get_type().getattr("of")?, state))
    }

    /// Adds texts that have been counted.
    fn count(&self, py: Python<'_>, counted: &Counted) -> PyResult<()> {
        Ok(py.detach(|| counted.with(|counted| self.lock().count(counted, &Limits::default())))?)
    }

    /// Adds what has been learned elsewhere.
    fn merge(&self, py: Python<'_>, other: &Self) -> PyResult<()> {
        Ok(py.detach(|| {
            let other = other.lock().clone();
            self.lock().merge(&other, &Limits::default())
        })?)
    }

    /// By the order of names: in how many texts each term stands, how often in all of them, and its number.
    #[pyo3(signature = (n_jobs=None))]
    fn sorted<'py>(&self, py: Python<'py>, n_jobs: Option<isize>) -> PyResult<Sorted<'py>> {
        let bytes = self.lock().len() * 16;
        let (order, counts) = leave(py, bytes, n_jobs, None, |workers, _| {
            let all = self.lock();
            let order = all.order(workers);
            let counts: Vec<_> = order.iter().map(|term| all.of(*term)).collect();
            Ok((order, counts))
        })?;
        let signed = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let of_documents: Vec<_> = counts.iter().map(|counts| signed(counts.0)).collect();
        let totals: Vec<_> = counts.iter().map(|counts| signed(counts.1)).collect();
        Ok((
            of_documents.into_pyarray(py),
            totals.into_pyarray(py),
            order.into_pyarray(py),
        ))
    }

    /// The vocabulary of the terms of these numbers.
    fn vocabulary(&self, order: PyReadonlyArray1<'_, u32>) -> PyResult<Vocabulary> {
        let order = order.as_array().to_vec();
        let all = self.lock();
        if order.iter().any(|term| *term as usize >= all.len()) {
            return Err(PyValueError::new_err("no term has such a number"));
        }
        Ok(Vocabulary::from(all.vocabulary(&order)))
    }
}

type State<'py> = (
    Bound<'py, Vocabulary>,
    Bound<'py, PyArray1<i64>>,
    Bound<'py, PyArray1<i64>>,
    u64,
);

type Sorted<'py> = (
    Bound<'py, PyArray1<i64>>,
    Bound<'py, PyArray1<i64>>,
    Bound<'py, PyArray1<u32>>,
);
