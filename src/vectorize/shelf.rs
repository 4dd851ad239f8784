//! Slices of numbers, one after the other in a few large pieces of memory, each of which goes back to the system when the
//! last slice in it is dropped.

use std::ops::{Deref, Range};
use std::sync::Arc;

use bytemuck::Pod;

use crate::pages::{LARGE, Pages};

/// Bytes of the first piece of memory.
const FIRST: usize = LARGE / 32;
/// Bytes of the others. Huge pages would be filled faster, by one part in twenty of the whole time, but each thread has few
/// of them, which would be held to the end.
const BOARD: usize = LARGE / 4;

/// Where slices are put.
#[derive(Debug)]
pub(crate) struct Shelf<T: Pod> {
    boards: Vec<Pages<T>>,
}

/// Where a slice was put.
#[derive(Clone, Debug)]
pub(crate) struct Put {
    board: usize,
    range: Range<usize>,
}

/// A slice that has been put on a shelf.
#[derive(Clone, Debug)]
pub(crate) struct Slice<T: Pod> {
    board: Arc<Pages<T>>,
    range: Range<usize>,
}

impl<T: Pod> Default for Shelf<T> {
    fn default() -> Self {
        Self { boards: Vec::new() }
    }
}

impl<T: Pod> Shelf<T> {
    /// Keeps a copy of a slice.
    pub fn put(&mut self, slice: &[T]) -> Put {
        let fits = |board: &Pages<T>| board.capacity() - board.len() >= slice.len();
        if !self.boards.last().is_some_and(fits) {
            let bytes = if self.boards.is_empty() { FIRST } else { BOARD };
            self.boards
                .push(Pages::with_capacity(slice.len().max(bytes / size_of::<T>())));
        }
        let number = self.boards.len() - 1;
        let board = &mut self.boards[number];
        board.extend_from_slice(slice);
        Put {
            board: number,
            range: board.len() - slice.len()..board.len(),
        }
    }

    /// What makes slices of the places where they were put. It holds all of them.
    pub fn close(self) -> impl Fn(Put) -> Slice<T> {
        let boards: Vec<_> = self.boards.into_iter().map(Arc::new).collect();
        move |put| Slice {
            board: Arc::clone(&boards[put.board]),
            range: put.range,
        }
    }
}

impl<T: Pod> Deref for Slice<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.board[self.range.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn gives_back_what_was_put(lengths in prop::collection::vec(0_usize..90_000, 0..20)) {
            let mut shelf = Shelf::default();
            let slices: Vec<_> = (0_u64..).zip(lengths).map(|(at, length)| vec![at; length]).collect();
            let places: Vec<_> = slices.iter().map(|slice| shelf.put(slice)).collect();
            let slice_of = shelf.close();
            for (slice, put) in slices.iter().zip(places) {
                prop_assert!(*slice_of(put) == **slice);
            }
        }
    }
}
