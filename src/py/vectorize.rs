//! Counting, vocabularies and matrices for the estimators of `tolmach.vectorize`.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of functions that Python calls arrive by value"
)]

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use numpy::{Element, IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

use super::analyze::Analyzer;
use super::door::leave;
use super::reading::with_queue;
use super::texts::Texts;
use super::weight::{Fill, Matrix, Weights};
use crate::analyze;
use crate::vectorize::count;
use crate::vectorize::csr::Weigh;
use crate::vectorize::vocabulary;
use crate::vectorize::weight::Cell;

/// The value behind a lock, whatever became of the thread that held it last.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts the features of texts that come in batches.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Counter {
    inner: Mutex<(Option<count::Counter>, usize)>,
}

#[pymethods]
impl Counter {
    #[new]
    fn new(analyzer: &Analyzer, rows: bool) -> Self {
        let counter = count::Counter::new(Arc::clone(&analyzer.0), rows);
        Self {
            inner: Mutex::new((Some(counter), 0)),
        }
    }

    /// Counts a batch; a lone surrogate is a `ValueError` unless `forgiving`.
    #[pyo3(signature = (texts, ready=false, forgiving=false, n_jobs=None, progress=None))]
    fn feed(
        &self,
        py: Python<'_>,
        texts: &Texts,
        ready: bool,
        forgiving: bool,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        with_queue(py, texts, forgiving, |queue, size| {
            leave(py, size, n_jobs, progress, |workers, monitor| {
                let mut inner = lock(&self.inner);
                inner.1 += size;
                match &mut inner.0 {
                    Some(counter) => counter.feed(queue, ready, workers, monitor),
                    None => Ok(()),
                }
            })
        })
    }

    /// Ends the counting.
    #[pyo3(signature = (n_jobs=None))]
    fn finish(&self, py: Python<'_>, n_jobs: Option<isize>) -> PyResult<Counted> {
        // Whoever is counting holds the lock and wants the GIL now and then.
        let (counter, bytes) = py.detach(|| {
            let mut inner = lock(&self.inner);
            (inner.0.take(), inner.1)
        });
        let counter = counter.ok_or_else(|| PyRuntimeError::new_err("this counter has been finished"))?;
        leave(py, bytes, n_jobs, None, |workers, monitor| {
            // Where texts were counted, so that memory that was freed there is used again.
            workers.install(|| {
                let all = counter.finish(monitor)?;
                let order = all.order(workers);
                Ok(Counted {
                    bytes,
                    inner: Mutex::new((all, order)),
                })
            })
        })
    }
}

/// Texts as counts; columns are in the order of their names.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Counted {
    bytes: usize,
    inner: Mutex<(count::Counted, Vec<u32>)>,
}

impl Counted {
    /// Runs something that looks at the counts.
    pub fn with<T>(&self, look: impl FnOnce(&count::Counted) -> T) -> T {
        look(&lock(&self.inner).0)
    }
}

#[pymethods]
impl Counted {
    /// How many texts there are.
    #[getter]
    fn documents(&self) -> usize {
        lock(&self.inner).0.documents
    }

    fn __len__(&self) -> usize {
        lock(&self.inner).1.len()
    }

    /// How many texts hold each column.
    fn document_frequencies<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<i64>> {
        let inner = lock(&self.inner);
        let of = |feature: &u32| inner.0.document_frequencies[*feature as usize].cast_signed();
        inner.1.iter().map(of).collect::<Vec<_>>().into_pyarray(py)
    }

    /// How often each column stands in all texts together.
    fn totals<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<i64>> {
        let inner = lock(&self.inner);
        let of = |feature: &u32| inner.0.totals[*feature as usize].cast_signed();
        inner.1.iter().map(of).collect::<Vec<_>>().into_pyarray(py)
    }

    /// The largest count.
    fn largest(&self) -> u32 {
        lock(&self.inner).0.largest()
    }

    /// Leaves only the columns where `mask` is true.
    fn select(&self, mask: PyReadonlyArray1<'_, bool>) -> PyResult<()> {
        let mut inner = lock(&self.inner);
        if mask.len()? != inner.1.len() {
            return Err(PyValueError::new_err(
                "the mask has not one entry for each column",
            ));
        }
        let mut kept = mask.as_array().into_iter();
        inner.1.retain(|_| kept.next().is_some_and(|kept| *kept));
        Ok(())
    }

    /// The terms of the columns.
    fn vocabulary(&self) -> Vocabulary {
        let inner = lock(&self.inner);
        Vocabulary(vocabulary::Vocabulary::from_counted(&inner.0, &inner.1))
    }

    /// The matrix; the counts are used up.
    #[pyo3(signature = (weights, n_jobs=None))]
    fn matrix<'py>(
        &self,
        py: Python<'py>,
        weights: &Weights,
        n_jobs: Option<isize>,
    ) -> PyResult<Matrix<'py>> {
        weights.with(
            py,
            Counting {
                py,
                counted: self,
                n_jobs,
            },
        )
    }
}

/// The matrix of what has been counted.
struct Counting<'a, 'py> {
    py: Python<'py>,
    counted: &'a Counted,
    n_jobs: Option<isize>,
}

impl<'py> Fill<'py> for Counting<'_, 'py> {
    fn fill<T: Cell + Element>(&mut self, weigh: &impl Weigh<T>) -> PyResult<Matrix<'py>> {
        let Self { py, counted, n_jobs } = *self;
        let layout = leave(py, counted.bytes, n_jobs, None, |workers, monitor| {
            let mut inner = lock(&counted.inner);
            let (all, order) = &mut *inner;
            workers.install(|| all.layout(order, weigh.wants_order(), workers, monitor))
        })?;
        Matrix::written(py, layout.size(), |data, indices| {
            leave(py, counted.bytes, n_jobs, None, |workers, monitor| {
                layout.write::<T>(weigh, data, indices, workers, monitor)
            })
        })
    }
}

/// The matrix of texts over a vocabulary.
struct Transforming<'a, 'py> {
    py: Python<'py>,
    vocabulary: &'a vocabulary::Vocabulary,
    analyzer: &'a analyze::Analyzer,
    texts: &'a Texts,
    ready: bool,
    forgiving: bool,
    n_jobs: Option<isize>,
    progress: Option<&'a Bound<'py, PyAny>>,
}

impl<'py> Fill<'py> for Transforming<'_, 'py> {
    fn fill<T: Cell + Element>(&mut self, weigh: &impl Weigh<T>) -> PyResult<Matrix<'py>> {
        let (vocabulary, analyzer, ready) = (self.vocabulary, self.analyzer, self.ready);
        let csr = with_queue(self.py, self.texts, self.forgiving, |queue, size| {
            leave(self.py, size, self.n_jobs, self.progress, |workers, monitor| {
                vocabulary.transform::<T>(analyzer, queue, ready, weigh, workers, monitor)
            })
        })?;
        Matrix::new(self.py, csr)
    }
}

/// The terms of the columns of a matrix.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Vocabulary(vocabulary::Vocabulary);

impl Vocabulary {
    /// The vocabulary itself.
    pub fn core(&self) -> &vocabulary::Vocabulary {
        &self.0
    }
}

impl From<vocabulary::Vocabulary> for Vocabulary {
    fn from(vocabulary: vocabulary::Vocabulary) -> Self {
        Self(vocabulary)
    }
}

#[pymethods]
impl Vocabulary {
    /// Terms in the order of their columns; a term without UTF-8 form is never found in a text.
    #[new]
    fn new(names: Vec<Bound<'_, PyString>>) -> Self {
        let names = names.iter().map(|name| name.to_str().unwrap_or_default());
        Self(vocabulary::Vocabulary::from_names(names))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The terms, in the order of their columns.
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.0.names())
    }

    /// The columns in the order in which their terms were first seen.
    fn seen<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<u32>> {
        self.0.seen().to_vec().into_pyarray(py)
    }

    /// Writes term → column into a dict, terms in the order of their first sight.
    fn fill(&self, py: Python<'_>, into: &Bound<'_, PyDict>) -> PyResult<()> {
        for columns in self.0.seen().chunks(1 << 14) {
            for &column in columns {
                into.set_item(PyString::new(py, self.0.name(column as usize)), column)?;
            }
            py.check_signals()?;
        }
        Ok(())
    }

    /// The matrix of texts over these columns.
    #[pyo3(signature = (analyzer, texts, weights, ready=false, forgiving=false, n_jobs=None, progress=None))]
    #[allow(
        clippy::too_many_arguments,
        reason = "one for each choice of a caller in Python"
    )]
    fn transform<'py>(
        &self,
        py: Python<'py>,
        analyzer: &Analyzer,
        texts: &Texts,
        weights: &Weights,
        ready: bool,
        forgiving: bool,
        n_jobs: Option<isize>,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Matrix<'py>> {
        weights.with(
            py,
            Transforming {
                py,
                vocabulary: &self.0,
                analyzer: &analyzer.0,
                texts,
                ready,
                forgiving,
                n_jobs,
                progress,
            },
        )
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let py = slf.py();
        let restore = slf.get_type().getattr("_restore")?;
        let this = slf.get();
        let names: String = this.0.names().collect();
        let lengths: Vec<usize> = this.0.names().map(str::len).collect();
        let state = (
            PyBytes::new(py, names.as_bytes()),
            lengths.into_pyarray(py),
            this.0.seen().to_vec().into_pyarray(py),
        );
        Ok((restore, state.into_pyobject(py)?.into_any()))
    }

    #[staticmethod]
    #[pyo3(name = "_restore")]
    fn restore(
        names: &[u8],
        lengths: PyReadonlyArray1<'_, usize>,
        seen: PyReadonlyArray1<'_, u32>,
    ) -> PyResult<Self> {
        let damaged = || PyValueError::new_err("the pickled vocabulary is damaged");
        let names = std::str::from_utf8(names).map_err(|_| damaged())?;
        let mut at = 0_usize;
        let mut parts = Vec::with_capacity(lengths.len()?);
        for length in lengths.as_array() {
            let end = at.checked_add(*length).ok_or_else(damaged)?;
            parts.push(names.get(at..end).ok_or_else(damaged)?);
            at = end;
        }
        let seen = seen.as_array().to_vec();
        let mut missing = vec![true; parts.len()];
        for column in &seen {
            let first = missing.get_mut(*column as usize).map(std::mem::take);
            first.filter(|first| *first).ok_or_else(damaged)?;
        }
        if seen.len() != parts.len() {
            return Err(damaged());
        }
        Ok(Self(vocabulary::Vocabulary::from_names(parts).with_order(seen)))
    }
}
