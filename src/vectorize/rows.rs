//! Rows of a matrix made by several threads, each from its own state.

use std::sync::Mutex;

use crate::batch::{Monitor, Workers};
use crate::error::Result;
use crate::vectorize::csr::{Csr, stack};
use crate::vectorize::queue::Queue;

/// Something that appends one text's row to a matrix.
pub trait Row<T> {
    /// Appends columns, ascending, and values; the end of the row is noted by the caller.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`](crate::Error::TooLarge) for a text with more features than a count can have.
    fn row(&mut self, text: &str, out: &mut Csr<T>) -> Result<()>;
}

/// The rows of all texts, in their order; missing texts are empty rows. `make` gives each thread its state, on which
/// no result may depend.
///
/// # Errors
///
/// [`Error::Interrupted`](crate::Error::Interrupted), and what [`Row::row`] fails with.
pub fn rows<T: Copy + Send, R: Row<T>>(
    texts: &dyn Queue,
    make: impl Fn() -> R + Sync,
    workers: &Workers,
    monitor: &Monitor,
) -> Result<Csr<T>> {
    let done = Mutex::new(Vec::new());
    let run = || -> Result<()> {
        let mut state = make();
        let mut mine = Vec::new();
        let mut work = |number: usize, piece: &[Option<&str>]| {
            let mut out = Csr {
                data: Vec::new(),
                indices: Vec::new(),
                indptr: vec![0],
            };
            for text in piece {
                if let Some(text) = text {
                    state.row(text, &mut out)?;
                }
                out.indptr.push(out.data.len());
            }
            mine.push((number, out));
            monitor.step(piece.len())
        };
        while texts.take(&mut work)? {}
        done.lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .extend(mine);
        Ok(())
    };
    workers.each(texts.len(), run)?;
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(number, _)| *number);
    Ok(stack(done.into_iter().map(|(_, block)| block).collect()))
}
