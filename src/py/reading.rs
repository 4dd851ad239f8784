//! Texts of Python's as the native threads take them: each takes the GIL, reads a piece, and gives the GIL back.
//!
//! So one thread reads while the others count, nothing waits until all texts are borrowed, and those that are not UTF-8
//! in memory need room for one piece at a time.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;

use super::texts::{Strings, Texts, ascii, characters, encoded_text, is_ascii, read, surrogate};
use crate::encode;
use crate::error::{Error, Result};
use crate::vectorize::queue::{PIECE, Queue, Slice, Work};

/// A string of more characters is encoded by the interpreter, in less memory than its code points take.
const LONG: usize = 1 << 20;

/// Runs `work` with a queue of the texts. Lone surrogates become U+FFFD if `forgiving` and are a `ValueError` if not.
pub fn with_queue<T>(
    py: Python<'_>,
    texts: &Texts,
    forgiving: bool,
    work: impl FnOnce(&dyn Queue, usize) -> PyResult<T>,
) -> PyResult<T> {
    let Some(strings) = texts.strings_of_python() else {
        let texts = texts.borrow(py)?;
        return work(&Slice::new(&texts), super::texts::size(&texts));
    };
    let queue = Reading {
        strings,
        forgiving,
        next: Mutex::default(),
        spare: Mutex::default(),
        failure: Mutex::default(),
    };
    let result = work(&queue, strings.characters());
    match lock(&queue.failure).take() {
        Some(failure) => Err(failure),
        None => result,
    }
}

struct Reading<'t> {
    strings: &'t Strings,
    forgiving: bool,
    /// The first row that nobody has taken, and the number of its piece.
    next: Mutex<(usize, usize)>,
    /// Memory for pieces, from piece to piece.
    spare: Mutex<Vec<Memory>>,
    /// Why a text could not be read.
    failure: Mutex<Option<PyErr>>,
}

#[derive(Default)]
struct Memory {
    codes: Vec<u32>,
    utf8: Vec<u8>,
}

/// A text of a piece.
enum Item<'t> {
    Missing,
    Here(&'t str),
    Codes(Range<usize>),
    Utf8(Range<usize>),
}

impl Queue for Reading<'_> {
    fn len(&self) -> usize {
        self.strings.items.len()
    }

    fn take(&self, work: &mut Work<'_>) -> Result<bool> {
        let mut memory = lock(&self.spare).pop().unwrap_or_default();
        let (start, number, mut items) = match Python::try_attach(|py| self.piece(py, &mut memory)) {
            Some(Ok(piece)) => piece,
            Some(Err(error)) => return Err(self.fail(error)),
            // The interpreter ends, and with it the thread that waits for this one.
            None => return Err(Error::Interrupted),
        };
        if items.is_empty() {
            return Ok(false);
        }
        let Memory { codes, utf8 } = &mut memory;
        for (at, item) in items.iter_mut().enumerate() {
            if let Item::Codes(range) = item {
                let start_of_text = utf8.len();
                if !encode::utf8(&codes[range.clone()], utf8) && !self.forgiving {
                    return Err(self.fail(surrogate(Some(start + at))));
                }
                *item = Item::Utf8(start_of_text..utf8.len());
            }
        }
        let texts: Vec<Option<&str>> = items
            .iter()
            .map(|item| match item {
                Item::Here(text) => Some(*text),
                Item::Utf8(range) => Some(encoded_text(utf8, range.start, range.end)),
                Item::Missing | Item::Codes(_) => None,
            })
            .collect();
        work(number, &texts)?;
        drop(texts);
        lock(&self.spare).push(memory);
        Ok(true)
    }
}

impl<'t> Reading<'t> {
    /// Takes the next piece: its first row, its number, its texts.
    fn piece(&self, py: Python<'_>, memory: &mut Memory) -> PyResult<(usize, usize, Vec<Item<'t>>)> {
        memory.codes.clear();
        memory.utf8.clear();
        let mut items = Vec::new();
        // Nobody waits for the GIL with this lock in hand, so taking it with the GIL in hand cannot block for good.
        let mut next = lock(&self.next);
        let (start, number) = *next;
        let mut size = 0;
        for item in &self.strings.items[start..] {
            if size >= PIECE {
                break;
            }
            size += 16;
            let Some(held) = item else {
                items.push(Item::Missing);
                continue;
            };
            let text = held.bind(py);
            items.push(if is_ascii(text)? {
                let text = ascii(held, py)?;
                size += text.len();
                Item::Here(text)
            } else {
                let length = characters(text)?;
                size += 2 * length;
                if length > LONG
                    && let Ok(bytes) = text.encode_utf8()
                {
                    let from = memory.utf8.len();
                    memory.utf8.extend_from_slice(bytes.as_bytes());
                    Item::Utf8(from..memory.utf8.len())
                } else {
                    let from = memory.codes.len();
                    read(text, &mut memory.codes)?;
                    Item::Codes(from..memory.codes.len())
                }
            });
        }
        *next = (start + items.len(), number + 1);
        Ok((start, number, items))
    }

    /// Keeps the exception for the caller in Python.
    fn fail(&self, error: PyErr) -> Error {
        lock(&self.failure).get_or_insert(error);
        Error::Interrupted
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
