//! How Python says what a count becomes, and the arrays that come back.

#![allow(
    clippy::needless_pass_by_value,
    reason = "arguments of functions that Python calls arrive by value"
)]

use std::sync::atomic::{AtomicU32, Ordering};

use numpy::{Element, IntoPyArray, PyReadonlyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::vectorize::csr::{Counts, Csr};
use crate::vectorize::weight::{Bm25, Norm, Real, Saturation, TfIdf};

/// What a count becomes, and in which type.
#[pyclass(frozen, module = "tolmach._core")]
pub struct Weights(pub Kind);

/// The kinds of weights, one for each type of a matrix.
pub enum Kind {
    Int64(Counts),
    Int32(Counts),
    Float64(Counts),
    Float32(Counts),
    TfIdf64(TfIdf<f64>),
    TfIdf32(TfIdf<f32>),
    Bm25(Bm25),
    Bm25Single(Bm25),
}

/// Runs the same code for each kind of weights, `$weigh` being what computes them and the type of the matrix coming
/// from `T`.
macro_rules! with_weights {
    ($weights:expr, ($weigh:ident, $T:ident) => $run:expr) => {
        match &$weights.0 {
            $crate::py::weight::Kind::Int64($weigh) => {
                type $T = i64;
                $run
            }
            $crate::py::weight::Kind::Int32($weigh) => {
                type $T = i32;
                $run
            }
            $crate::py::weight::Kind::Float64($weigh) => {
                type $T = f64;
                $run
            }
            $crate::py::weight::Kind::Float32($weigh) => {
                type $T = f32;
                $run
            }
            $crate::py::weight::Kind::TfIdf64($weigh) => {
                type $T = f64;
                $run
            }
            $crate::py::weight::Kind::TfIdf32($weigh) => {
                type $T = f32;
                $run
            }
            $crate::py::weight::Kind::Bm25($weigh) => {
                type $T = f64;
                $run
            }
            $crate::py::weight::Kind::Bm25Single($weigh) => {
                type $T = f32;
                $run
            }
        }
    };
}
pub(super) use with_weights;

#[pymethods]
impl Weights {
    /// Counts, or ones if `binary`, as `int64`, `int32`, `float64` or `float32`.
    #[staticmethod]
    fn counts(dtype: &str, binary: bool) -> PyResult<Self> {
        let counts = Counts { binary };
        Ok(Self(match dtype {
            "int64" => Kind::Int64(counts),
            "int32" => Kind::Int32(counts),
            "float64" => Kind::Float64(counts),
            "float32" => Kind::Float32(counts),
            _ => return Err(PyValueError::new_err(format!("no counts of type {dtype}"))),
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
            Kind::TfIdf32(table(counts, idf, norm, binary)?)
        } else {
            Kind::TfIdf64(table(counts, idf, norm, binary)?)
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
        idf: PyReadonlyArray1<'_, f64>,
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
        let bm25 = Bm25 {
            k1,
            b,
            delta,
            saturation,
            idf: idf.as_array().to_vec(),
            mean_length,
        };
        Ok(Self(if single {
            Kind::Bm25Single(bm25)
        } else {
            Kind::Bm25(bm25)
        }))
    }

    /// The largest count that had no weight, zero if there was none: the matrix is then to be made again.
    fn missed(&self) -> u32 {
        match &self.0 {
            Kind::TfIdf64(tfidf) => tfidf.missed.swap(0, Ordering::Relaxed),
            Kind::TfIdf32(tfidf) => tfidf.missed.swap(0, Ordering::Relaxed),
            _ => 0,
        }
    }
}

fn table<T: Real + Element>(
    counts: Option<&Bound<'_, PyAny>>,
    idf: Option<&Bound<'_, PyAny>>,
    norm: Option<&str>,
    binary: bool,
) -> PyResult<TfIdf<T>> {
    let values = |array: Option<&Bound<'_, PyAny>>| -> PyResult<Option<Vec<T>>> {
        array
            .map(|array| Ok(array.extract::<PyReadonlyArray1<'_, T>>()?.as_array().to_vec()))
            .transpose()
    };
    Ok(TfIdf {
        counts: values(counts)?,
        idf: values(idf)?,
        norm: self::norm(norm)?,
        binary,
        missed: AtomicU32::new(0),
    })
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
    /// Moves a matrix into `NumPy`. Indices are 32-bit integers where all positions fit, scikit-learn's rule.
    pub fn new<T: Element>(py: Python<'py>, csr: Csr<T>) -> Self {
        let ends: Result<Vec<i32>, _> = csr.indptr.iter().map(|end| i32::try_from(*end)).collect();
        let data = csr.data.into_pyarray(py).into_any();
        if let Ok(ends) = ends {
            Self(
                data,
                csr.indices.into_pyarray(py).into_any(),
                ends.into_pyarray(py).into_any(),
            )
        } else {
            let wide = |values: Vec<i64>| values.into_pyarray(py).into_any();
            let indices = wide(csr.indices.into_iter().map(i64::from).collect());
            let ends = csr
                .indptr
                .into_iter()
                .map(|end| i64::try_from(end).unwrap_or(i64::MAX));
            Self(data, indices, wide(ends.collect()))
        }
    }
}
