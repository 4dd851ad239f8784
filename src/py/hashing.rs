//! Hashed features for the estimators of `tolmach.vectorize`.

use numpy::Element;
use pyo3::prelude::*;

use super::analyze::Analyzer;
use super::door::leave;
use super::reading::with_queue;
use super::texts::Texts;
use super::weight::Matrix;
use crate::vectorize::hashing::{Hashed, HashedRows, Hashing};
use crate::vectorize::weight::Real;

/// The matrix of texts whose columns are hashes of feature names.
#[pyfunction]
#[pyo3(signature = (analyzer, texts, n_features, alternate_sign, binary, norm, single, ready=false, forgiving=false,
    n_jobs=None, progress=None))]
#[allow(
    clippy::too_many_arguments,
    clippy::fn_params_excessive_bools,
    reason = "one for each choice of a caller in Python"
)]
pub fn hash_texts<'py>(
    py: Python<'py>,
    analyzer: &Analyzer,
    texts: &Texts,
    n_features: u32,
    alternate_sign: bool,
    binary: bool,
    norm: Option<&str>,
    single: bool,
    ready: bool,
    forgiving: bool,
    n_jobs: Option<isize>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Matrix<'py>> {
    let analyzer: &crate::analyze::Analyzer = &analyzer.0;
    let how = Hashed {
        hashing: Hashing {
            columns: n_features.max(1),
            alternate_sign,
        },
        binary,
        norm: super::weight::norm(norm)?,
    };
    let rows = with_queue(py, texts, forgiving, |queue, size| {
        leave(py, size, n_jobs, progress, |workers, monitor| {
            how.read(analyzer, queue, ready, workers, monitor)
        })
    })?;
    if single {
        hashed::<f32>(py, rows, n_jobs)
    } else {
        hashed::<f64>(py, rows, n_jobs)
    }
}

/// Hashed rows as a matrix.
fn hashed<T: Real + Element>(
    py: Python<'_>,
    rows: HashedRows,
    n_jobs: Option<isize>,
) -> PyResult<Matrix<'_>> {
    let size = rows.size();
    Matrix::written(py, size, |data, indices| {
        leave(py, size_of_val(data), n_jobs, None, |workers, monitor| {
            rows.write::<T>(data, indices, workers, monitor)
        })
    })
}
