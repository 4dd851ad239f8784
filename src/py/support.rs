//! The table of what can be done with each language, for Python.

use std::sync::Arc;

use arrow_array::builder::{LargeListBuilder, LargeStringBuilder};
use arrow_array::{ArrayRef, BooleanArray, LargeStringArray};
use pyo3::prelude::*;

use super::table::Columns;
use crate::support::{Support, table};

/// A row for each language.
#[pyfunction]
pub fn languages() -> PyResult<Columns> {
    let table = table();
    let names = |of: fn(&Support) -> String| -> ArrayRef {
        Arc::new(LargeStringArray::from_iter_values(table.iter().map(of)))
    };
    let lists = |of: fn(&Support) -> &[&'static str]| -> ArrayRef {
        let mut lists = LargeListBuilder::new(LargeStringBuilder::new());
        for row in &table {
            lists.append_value(of(row).iter().map(Some));
        }
        Arc::new(lists.finish())
    };
    let flags = |of: fn(&Support) -> bool| -> ArrayRef {
        Arc::new(table.iter().map(|row| Some(of(row))).collect::<BooleanArray>())
    };
    Columns::new(vec![
        ("language", names(|row| row.language.code().into())),
        ("name", names(|row| row.language.name().into())),
        ("detection", lists(|row| &row.detection)),
        ("stems", lists(|row| &row.stems)),
        ("stop_words", lists(|row| &row.stop_words)),
        ("abbreviations", flags(|row| row.abbreviations)),
        ("segmentation", names(|row| row.segmentation.into())),
    ])
}
