//! The interpreter that tolmach works in: the main one of the process.

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

/// Refuses an interpreter that is not the first of its process: classes and exceptions kept here would be handed from
/// one to the other, which ends in a crash.
///
/// # Errors
///
/// `ImportError` in a subinterpreter.
pub fn refuse_subinterpreters(py: Python<'_>) -> PyResult<()> {
    // The module under its name from 3.13 on, and before. A Python without it has no subinterpreters to speak of.
    let interpreters = py
        .import("_interpreters")
        .or_else(|_| py.import("_xxsubinterpreters"));
    let Ok(interpreters) = interpreters else {
        return Ok(());
    };
    let id = |which| interpreters.call_method0(which);
    if id("get_current")?.eq(id("get_main")?)? {
        return Ok(());
    }
    Err(PyImportError::new_err(
        "tolmach does not work in subinterpreters; use it in the main interpreter, with threads or with processes",
    ))
}
