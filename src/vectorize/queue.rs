//! Texts as threads take them: piece by piece from a common queue.
//!
//! ```
//! use tolmach::vectorize::queue::{Queue, Slice};
//!
//! let texts = [Some("one"), None, Some("two")];
//! let queue = Slice::new(&texts);
//! let mut seen = 0;
//! while queue.take(&mut |_, piece| Ok(seen += piece.len()))? {}
//! assert_eq!(seen, queue.len());
//! # Ok::<(), tolmach::Error>(())
//! ```

use std::sync::{Mutex, PoisonError};

use crate::error::Result;

/// About this many bytes of text are one piece of work: enough to make taking one cheap, few enough to keep all
/// threads busy to the end.
pub const PIECE: usize = 64 * 1024;

/// What is done with a piece: its number and its texts.
pub type Work<'w> = dyn FnMut(usize, &[Option<&str>]) -> Result<()> + 'w;

/// Where threads get their texts from.
pub trait Queue: Sync {
    /// How many texts there are in all.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Passes the next consecutive texts to `work`, with the number of the piece: pieces are numbered 0, 1, 2… in the
    /// order of their texts. False where nothing is left.
    ///
    /// # Errors
    ///
    /// Those of `work`, and whatever keeps a text from being read.
    fn take(&self, work: &mut Work<'_>) -> Result<bool>;
}

/// Texts that are all in memory.
#[derive(Debug)]
pub struct Slice<'t> {
    texts: &'t [Option<&'t str>],
    /// The first row that nobody has taken, and the number of its piece.
    next: Mutex<(usize, usize)>,
}

impl<'t> Slice<'t> {
    /// A queue of these texts; missing ones are `None`.
    #[must_use]
    pub fn new(texts: &'t [Option<&'t str>]) -> Self {
        Self {
            texts,
            next: Mutex::default(),
        }
    }
}

impl Queue for Slice<'_> {
    fn len(&self) -> usize {
        self.texts.len()
    }

    fn take(&self, work: &mut Work<'_>) -> Result<bool> {
        let (number, piece) = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let rest = &self.texts[next.0..];
            if rest.is_empty() {
                return Ok(false);
            }
            let mut size = 0;
            let mut length = 0;
            while length < rest.len() && size < PIECE {
                size += rest[length].map_or(0, str::len) + 16;
                length += 1;
            }
            next.0 += length;
            next.1 += 1;
            (next.1 - 1, &rest[..length])
        };
        work(number, piece)?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::{PIECE, Queue, Slice};
    use crate::error::Error;

    #[test]
    fn pieces_are_numbered_and_rebuild_the_texts() {
        let long = "x".repeat(PIECE / 3);
        let texts: Vec<_> = (0..10).map(|at| (at % 4 > 0).then_some(long.as_str())).collect();
        let queue = Slice::new(&texts);
        let (mut numbers, mut all) = (Vec::new(), Vec::new());
        let mut work = |number, piece: &[Option<&str>]| {
            numbers.push(number);
            all.extend(piece.iter().map(Option::is_some));
            Ok(())
        };
        while queue.take(&mut work).unwrap() {}
        assert_eq!(numbers, (0..numbers.len()).collect::<Vec<_>>());
        assert!(numbers.len() > 1);
        assert_eq!(all, texts.iter().map(Option::is_some).collect::<Vec<_>>());
    }

    #[test]
    fn errors_of_the_work_come_through() {
        let queue = Slice::new(&[Some("text")]);
        assert_eq!(
            queue.take(&mut |_, _| Err(Error::Interrupted)),
            Err(Error::Interrupted)
        );
    }
}
