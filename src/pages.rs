//! Vectors whose memory, once they are large, goes back to the system when they are dropped.
//!
//! An allocator keeps much of what it is given back, for the thread that it came from. Where one phase of a computation
//! has taken its memory and given it back, the next one takes more beside it. So large vectors lie in mappings of their
//! own. Pages of a mapping that nobody has touched cost nothing, so room to grow is free.
//!
//! ```
//! use tolmach::pages::Pages;
//!
//! let mut numbers = Pages::zeroed(1 << 20);
//! numbers[7] = 3_u32;
//! numbers.push(4);
//! assert_eq!((numbers.len(), numbers[7], numbers[8]), ((1 << 20) + 1, 3, 0));
//! ```

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytemuck::{Pod, cast_slice, cast_slice_mut};
use memmap2::MmapMut;

/// Vectors of fewer bytes stay with the allocator: each page of a mapping that is filled anew costs about a microsecond.
const MAPPED: usize = 256 * 1024;
/// What the system gives out as one page, on most machines, if asked: filling it costs as much as forty small ones. Places
/// in it are found in fewer steps, too.
pub const LARGE: usize = 2 << 20;
/// What has grown to so many bytes grows to half of [`LARGE`] at once: an allocator keeps what it grew from, and pages
/// that are never filled cost nothing.
const MIDDLE: usize = LARGE / 64;

/// A vector of plain numbers, or of arrays of them.
pub struct Pages<T>(Memory<T>);

enum Memory<T> {
    Heap(Vec<T>),
    /// The bytes, and how many elements of them are in use.
    Mapped(MmapMut, usize),
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self(Memory::Heap(Vec::new()))
    }
}

impl<T: Pod> Pages<T> {
    /// So many zeros.
    #[must_use]
    pub fn zeroed(length: usize) -> Self {
        Self(match map::<T>(length) {
            Some(map) => Memory::Mapped(map, length),
            None => Memory::Heap(vec![T::zeroed(); length]),
        })
    }

    /// An empty vector with room for so many elements.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self(match map::<T>(capacity) {
            Some(map) => Memory::Mapped(map, 0),
            None => Memory::Heap(Vec::with_capacity(capacity)),
        })
    }

    /// For how many elements there is room.
    #[must_use]
    #[inline]
    pub fn capacity(&self) -> usize {
        match &self.0 {
            Memory::Heap(elements) => elements.capacity(),
            Memory::Mapped(map, _) => map.len() / size_of::<T>(),
        }
    }

    /// Appends an element.
    #[inline]
    pub fn push(&mut self, element: T) {
        let length = self.len();
        self.reserve(1);
        match &mut self.0 {
            Memory::Heap(elements) => elements.push(element),
            Memory::Mapped(map, used) => {
                *used += 1;
                cast_slice_mut::<u8, T>(whole::<T>(map))[length] = element;
            }
        }
    }

    /// Appends elements.
    pub fn extend_from_slice(&mut self, elements: &[T]) {
        let length = self.len();
        self.reserve(elements.len());
        match &mut self.0 {
            Memory::Heap(all) => all.extend_from_slice(elements),
            Memory::Mapped(map, used) => {
                *used += elements.len();
                cast_slice_mut(whole::<T>(map))[length..*used].copy_from_slice(elements);
            }
        }
    }

    /// Appends zeros until there are `length` elements.
    pub fn grow(&mut self, length: usize) {
        let before = self.len();
        self.reserve(length.saturating_sub(before));
        match &mut self.0 {
            Memory::Heap(elements) => elements.resize(length.max(before), T::zeroed()),
            Memory::Mapped(_, used) => {
                // Nothing is ever taken out again, so what lies behind the elements is zero still.
                *used = length.max(before);
            }
        }
    }

    /// Makes room for `more` elements.
    #[inline]
    fn reserve(&mut self, more: usize) {
        let capacity = self.capacity();
        if self.len() + more > capacity {
            let doubled = capacity.saturating_mul(2);
            let half = if doubled > MIDDLE / size_of::<T>() {
                LARGE / 2 / size_of::<T>()
            } else {
                0
            };
            self.move_to((self.len() + more).max(doubled).max(half));
        }
    }

    #[cold]
    fn move_to(&mut self, capacity: usize) {
        let mut roomy = Self::with_capacity(capacity);
        if let (Memory::Heap(elements), Memory::Heap(_)) = (&mut self.0, &roomy.0) {
            elements.reserve_exact(capacity - elements.len());
        } else {
            roomy.extend_from_slice(self);
            *self = roomy;
        }
    }
}

/// Zeroed memory for so many elements; `None` where they are few, or the system has no mapping for them.
fn map<T>(length: usize) -> Option<MmapMut> {
    let bytes = length.checked_mul(size_of::<T>())?;
    if bytes < MAPPED {
        return None;
    }
    let map = MmapMut::map_anon(bytes).ok()?;
    // A kernel that has no huge pages gives out small ones.
    #[cfg(target_os = "linux")]
    if bytes >= LARGE {
        let _ = map.advise(memmap2::Advice::HugePage);
    }
    Some(map)
}

/// The bytes of as many whole elements as there is room for.
fn whole<T>(map: &mut MmapMut) -> &mut [u8] {
    let rest = map.len() % size_of::<T>();
    let end = map.len() - rest;
    &mut map[..end]
}

impl<T: Pod> Deref for Pages<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            Memory::Heap(elements) => elements,
            Memory::Mapped(map, length) => cast_slice(&map[..length * size_of::<T>()]),
        }
    }
}

impl<T: Pod> DerefMut for Pages<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        match &mut self.0 {
            Memory::Heap(elements) => elements,
            Memory::Mapped(map, length) => cast_slice_mut(&mut map[..*length * size_of::<T>()]),
        }
    }
}

impl<T: Pod> Clone for Pages<T> {
    fn clone(&self) -> Self {
        let mut copy = Self::with_capacity(self.len());
        copy.extend_from_slice(self);
        copy
    }
}

impl<T: Pod + fmt::Debug> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Pages;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_a_vector(steps in prop::collection::vec((0_usize..3, 0_usize..200_000), 0..12)) {
            let (mut pages, mut vector) = (Pages::default(), Vec::new());
            for (step, number) in steps {
                let element = [number, 7, 9];
                match step {
                    0 => {
                        pages.push(element);
                        vector.push(element);
                    }
                    1 => {
                        pages.extend_from_slice(&vec![element; number]);
                        vector.extend(vec![element; number]);
                    }
                    _ => {
                        let length = vector.len() + number;
                        pages.grow(length);
                        vector.resize(length, [0; 3]);
                    }
                }
                prop_assert!(*pages == *vector);
            }
            prop_assert!(*pages.clone() == *vector);
        }

        #[test]
        fn starts_with_zeros(length in 0_usize..600_000) {
            prop_assert!(Pages::<u64>::zeroed(length).iter().all(|number| *number == 0));
        }
    }
}
