//! The only place that knows which Python exception an error of the core becomes.

use pyo3::exceptions::{PyKeyboardInterrupt, PyOverflowError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use crate::error::Error;

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        match error {
            Error::UnknownLanguage { .. } => ours("UnknownLanguageError", message),
            Error::InvalidOption { .. } => ours("InvalidOptionError", message),
            Error::InvalidPattern { .. } => ours("InvalidPatternError", message),
            Error::Damaged { .. } => ours("DamagedDataError", message),
            Error::TooLarge { .. } => PyOverflowError::new_err(message),
            Error::Interrupted => PyKeyboardInterrupt::new_err(()),
        }
    }
}

/// An exception of `tolmach.errors`, where their docstrings and family tree stand.
fn ours(name: &str, message: String) -> PyErr {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    Python::attach(|py| {
        let module = MODULE.get_or_try_init(py, || py.import("tolmach.errors").map(Bound::unbind));
        let class = module.and_then(|module| module.bind(py).getattr(name));
        match class.and_then(|class| Ok(class.cast_into::<PyType>()?)) {
            Ok(class) => PyErr::from_type(class, message),
            Err(error) => error,
        }
    })
}

/// One example of every error of the core, as the exceptions that they become: what the test of this table reads.
#[pyfunction(name = "_raise_each")]
pub fn raise_each() -> Vec<(&'static str, PyErr)> {
    let reason = || String::from("an example");
    vec![
        (
            "UnknownLanguage",
            Error::UnknownLanguage {
                name: reason(),
                purpose: "detection",
                known: vec!["en", "ru"],
            }
            .into(),
        ),
        (
            "InvalidOption",
            Error::InvalidOption {
                option: "n_jobs",
                reason: reason(),
            }
            .into(),
        ),
        (
            "InvalidPattern",
            Error::InvalidPattern {
                pattern: reason(),
                reason: reason(),
            }
            .into(),
        ),
        (
            "Damaged",
            Error::Damaged {
                what: "model",
                reason: reason(),
            }
            .into(),
        ),
        ("TooLarge", Error::TooLarge { what: reason() }.into()),
        ("Interrupted", Error::Interrupted.into()),
    ]
}
