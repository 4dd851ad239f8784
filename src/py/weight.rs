//! How Python says what a count becomes, and the arrays that come back.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of functions that Python calls arrive by value"
)]

use std::sync::atomic::{AtomicU32, Ordering};

use numpy::{Element, IntoPyArray, PyArray1, PyArrayMethods, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::vectorize::csr::{Counts, Csr, Weigh};
use crate::vectorize::limits::ends;
use crate::vectorize::weight::{Bm25, Cell, Norm, Real, Saturation, TfIdf};

/// What a count becomes, and in which type.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Weights(pub Kind);

/// The kinds of weights. Tables are arrays of Python's, read where they lie.
pub enum Kind {
    Counts {
        dtype: String,
        binary: bool,
    },
    TfIdf64(Tables<f64>),
    TfIdf32(Tables<f32>),
    Bm25 {
        k1: f64,
        b: f64,
        delta: f64,
        saturation: Saturation,
        idf: Py<PyArray1<f64>>,
        mean_length: f64,
        single: bool,
    },
}

/// What tf-idf weights are computed from.
pub struct Tables<T> {
    counts: Option<Py<PyArray1<T>>>,
    idf: Option<Py<PyArray1<T>>>,
    norm: Norm,
    binary: bool,
    missed: AtomicU32,
}

/// Something that makes a matrix with any kind of weights.
pub trait Fill<'py> {
    /// Makes the matrix.
    fn fill<T: Cell + Element>(&mut self, weigh: &impl Weigh<T>) -> PyResult<Matrix<'py>>;
}

impl Weights {
    /// Calls `fill` with what computes the weights.
    pub fn with<'py>(&self, py: Python<'py>, mut fill: impl Fill<'py>) -> PyResult<Matrix<'py>> {
        match &self.0 {
            Kind::Counts { dtype, binary } => {
                let counts = Counts { binary: *binary };
                match dtype.as_str() {
                    "int32" => fill.fill::<i32>(&counts),
                    "float64" => fill.fill::<f64>(&counts),
                    "float32" => fill.fill::<f32>(&counts),
                    _ => fill.fill::<i64>(&counts),
                }
            }
            Kind::TfIdf64(tables) => tables.with(py, fill),
            Kind::TfIdf32(tables) => tables.with(py, fill),
            Kind::Bm25 {
                k1,
                b,
                delta,
                saturation,
                idf,
                mean_length,
                single,
            } => {
                let idf = idf.bind(py).try_readonly()?;
                let bm25 = Bm25 {
                    k1: *k1,
                    b: *b,
                    delta: *delta,
                    saturation: *saturation,
                    idf: idf.as_slice()?,
                    mean_length: *mean_length,
                };
                if *single {
                    fill.fill::<f32>(&bm25)
                } else {
                    fill.fill::<f64>(&bm25)
                }
            }
        }
    }
}

impl<T: Real + Element> Tables<T> {
    fn new(
        counts: Option<Bound<'_, PyArray1<T>>>,
        idf: Option<Bound<'_, PyArray1<T>>>,
        norm: Option<&str>,
        binary: bool,
    ) -> PyResult<Self> {
        Ok(Self {
            counts: counts.map(Bound::unbind),
            idf: idf.map(Bound::unbind),
            norm: self::norm(norm)?,
            binary,
            missed: AtomicU32::new(0),
        })
    }

    fn with<'py>(&self, py: Python<'py>, mut fill: impl Fill<'py>) -> PyResult<Matrix<'py>> {
        let read = |array: &Option<Py<PyArray1<T>>>| -> PyResult<Option<PyReadonlyArray1<'py, T>>> {
            Ok(array
                .as_ref()
                .map(|array| array.bind(py).try_readonly())
                .transpose()?)
        };
        let (counts, idf) = (read(&self.counts)?, read(&self.idf)?);
        let weigh = TfIdf {
            counts: counts.as_ref().map(|array| array.as_slice()).transpose()?,
            idf: idf.as_ref().map(|array| array.as_slice()).transpose()?,
            norm: self.norm,
            binary: self.binary,
            missed: AtomicU32::new(0),
        };
        let matrix = fill.fill::<T>(&weigh);
        self.missed
            .store(weigh.missed.load(Ordering::Relaxed), Ordering::Relaxed);
        matrix
    }
}

#[pymethods]
impl Weights {
    /// Counts, or ones if `binary`, as `int64`, `int32`, `float64` or `float32`.
    #[staticmethod]
    fn counts(dtype: &str, binary: bool) -> PyResult<Self> {
        if !["int64", "int32", "float64", "float32"].contains(&dtype) {
            return Err(PyValueError::new_err(format!("no counts of type {dtype}")));
        }
        Ok(Self(Kind::Counts {
            dtype: dtype.into(),
            binary,
        }))
    }

    /// tf-idf weights: the weight of each count, if it is not the count, the factor of each column, if there is one,
    /// and the norm of rows, in single precision if `single`.
    #[staticmethod]
    #[pyo3(signature = (counts, idf, norm, single, binary))]
    fn tfidf(
        counts: Option<&Bound<'_, PyAny>>,
        idf: Option<&Bound<'_, PyAny>>,
        norm: Option<&str>,
        single: bool,
        binary: bool,
    ) -> PyResult<Self> {
        Ok(Self(if single {
            Kind::TfIdf32(Tables::new(array(counts)?, array(idf)?, norm, binary)?)
        } else {
            Kind::TfIdf64(Tables::new(array(counts)?, array(idf)?, norm, binary)?)
        }))
    }

    /// BM25 weights; `saturation` is `plain`, `atire`, `l` or `plus`.
    #[staticmethod]
    #[pyo3(signature = (k1, b, delta, saturation, idf, mean_length, single))]
    fn bm25(
        k1: f64,
        b: f64,
        delta: f64,
        saturation: &str,
        idf: Bound<'_, PyArray1<f64>>,
        mean_length: f64,
        single: bool,
    ) -> PyResult<Self> {
        let saturation = match saturation {
            "plain" => Saturation::Plain,
            "atire" => Saturation::Atire,
            "l" => Saturation::L,
            "plus" => Saturation::Plus,
            _ => return Err(PyValueError::new_err(format!("no saturation {saturation}"))),
        };
        Ok(Self(Kind::Bm25 {
            k1,
            b,
            delta,
            saturation,
            idf: idf.unbind(),
            mean_length,
            single,
        }))
    }

    /// The largest count that had no weight, zero if there was none: the matrix is then to be made again.
    fn missed(&self) -> u32 {
        match &self.0 {
            Kind::TfIdf64(tables) => tables.missed.load(Ordering::Relaxed),
            Kind::TfIdf32(tables) => tables.missed.load(Ordering::Relaxed),
            _ => 0,
        }
    }
}

fn array<'py, T: Element>(object: Option<&Bound<'py, PyAny>>) -> PyResult<Option<Bound<'py, PyArray1<T>>>> {
    object
        .map(|object| Ok(object.cast::<PyArray1<T>>()?.clone()))
        .transpose()
}

/// A norm by scikit-learn's name.
pub fn norm(name: Option<&str>) -> PyResult<Norm> {
    match name {
        None => Ok(Norm::None),
        Some("l1") => Ok(Norm::L1),
        Some("l2") => Ok(Norm::L2),
        Some(other) => Err(PyValueError::new_err(format!("no norm {other}"))),
    }
}

/// The three arrays of a sparse matrix: data, indices, indptr.
#[derive(IntoPyObject)]
pub struct Matrix<'py>(Bound<'py, PyAny>, Bound<'py, PyAny>, Bound<'py, PyAny>);

impl<'py> Matrix<'py> {
    /// A matrix of so many values in memory of `NumPy`'s, which takes large pages where it can; `write` fills it and says
    /// where rows start.
    pub fn written<T: Element + Default>(
        py: Python<'py>,
        size: usize,
        write: impl FnOnce(&mut [T], &mut [i32]) -> PyResult<Vec<usize>>,
    ) -> PyResult<Self> {
        let data = PyArray1::<T>::zeros(py, size, false);
        let indices = PyArray1::<i32>::zeros(py, size, false);
        let indptr = write(
            data.readwrite().as_slice_mut()?,
            indices.readwrite().as_slice_mut()?,
        )?;
        Self::of(data, indices, indptr)
    }

    /// Moves a matrix into `NumPy`.
    pub fn new<T: Element>(py: Python<'py>, csr: Csr<T>) -> PyResult<Self> {
        Self::of(
            csr.data.into_pyarray(py),
            csr.indices.into_pyarray(py),
            csr.indptr,
        )
    }

    /// Indices are 32-bit integers where all positions fit, scikit-learn's rule.
    fn of<T: Element>(
        data: Bound<'py, PyArray1<T>>,
        indices: Bound<'py, PyArray1<i32>>,
        indptr: Vec<usize>,
    ) -> PyResult<Self> {
        let py = data.py();
        Ok(match ends(indptr, i32::MAX) {
            Ok(ends) => Self(
                data.into_any(),
                indices.into_any(),
                ends.into_pyarray(py).into_any(),
            ),
            Err(ends) => Self(
                data.into_any(),
                indices.cast_array::<i64>(false)?.into_any(),
                ends.into_pyarray(py).into_any(),
            ),
        })
    }
}
