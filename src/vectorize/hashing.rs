//! The hashing trick: the column of a feature is the hash of its name, as scikit-learn computes it.
//!
//! ```
//! use tolmach::vectorize::hashing::{Hashing, murmur3};
//!
//! assert_eq!(murmur3(b"foo", 0), -156_908_512);
//! let hashing = Hashing { columns: 1 << 20, alternate_sign: true };
//! assert_eq!(hashing.place(b"foo"), (670_688, -1));
//! ```

use std::sync::{Mutex, PoisonError};

use crate::analyze::{Analyzer, Reader};
use crate::batch::{Monitor, Workers};
use crate::error::Result;
use crate::vectorize::csr::Csr;
use crate::vectorize::grams::Grams;
use crate::vectorize::limits::Limits;
use crate::vectorize::queue::Queue;
use crate::vectorize::shelf::{Put, Shelf, Slice};
use crate::vectorize::sorting::Rows;
use crate::vectorize::tally::Tally;
use crate::vectorize::weight::{Norm, Real, divide, length};

/// The signed 32-bit `MurmurHash3` (x86 variant) of Austin Appleby, which is in the public domain.
#[must_use]
pub fn murmur3(bytes: &[u8], seed: u32) -> i32 {
    const C1: u32 = 0xCC9E_2D51;
    const C2: u32 = 0x1B87_3593;
    let mix = |k: u32| k.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2);
    let (blocks, tail) = bytes.as_chunks::<4>();
    let mut hash = seed;
    for block in blocks {
        hash ^= mix(u32::from_le_bytes(*block));
        hash = hash.rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64);
    }
    if !tail.is_empty() {
        let mut last = [0; 4];
        last[..tail.len()].copy_from_slice(tail);
        hash ^= mix(u32::from_le_bytes(last));
    }
    // The algorithm takes the length modulo 2³².
    #[allow(clippy::cast_possible_truncation, reason = "defined so")]
    let length = bytes.len() as u32;
    hash ^= length;
    hash = (hash ^ hash >> 16).wrapping_mul(0x85EB_CA6B);
    hash = (hash ^ hash >> 13).wrapping_mul(0xC2B2_AE35);
    (hash ^ hash >> 16).cast_signed()
}

/// From names to columns and signs.
#[derive(Clone, Copy, Debug)]
pub struct Hashing {
    /// How many columns there are; at least one.
    pub columns: u32,
    /// Whether the hash decides about the sign, too.
    pub alternate_sign: bool,
}

impl Hashing {
    /// The column of a name, and 1 or -1.
    #[must_use]
    pub fn place(&self, name: &[u8]) -> (u32, i8) {
        let hash = murmur3(name, 0);
        let sign = if self.alternate_sign && hash < 0 { -1 } else { 1 };
        (hash.unsigned_abs() % self.columns, sign)
    }
}

/// What a hashed row is made of and becomes.
#[derive(Clone, Copy, Debug)]
pub struct Hashed {
    /// Names to columns.
    pub hashing: Hashing,
    /// Whether each value is taken as one.
    pub binary: bool,
    /// How rows are normalised.
    pub norm: Norm,
}

/// A thread forgets what it has learned after this many features, so that an endless stream needs bounded memory.
const FORGET: usize = 1 << 20;

impl Hashed {
    /// The matrix of texts; missing texts are empty ones.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn transform<T: Real>(
        self,
        analyzer: &Analyzer,
        texts: &dyn Queue,
        ready: bool,
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Csr<T>> {
        let rows = self.read(analyzer, texts, ready, workers, monitor)?;
        let (mut data, mut indices) = (vec![T::default(); rows.size()], vec![0; rows.size()]);
        let indptr = rows.write(&mut data, &mut indices, workers, monitor)?;
        Ok(Csr {
            data,
            indices,
            indptr,
        })
    }

    /// The rows of texts, whose values are still to be written; missing texts are empty ones.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted), [`Error::TooLarge`](crate::Error::TooLarge) for a text with
    /// more than 2³¹ - 1 features, and those of the queue.
    pub fn read(
        self,
        analyzer: &Analyzer,
        texts: &dyn Queue,
        ready: bool,
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<HashedRows> {
        let done = Mutex::new(Vec::new());
        let run = || -> Result<()> {
            let mut filler = Filler::new(self, analyzer, ready);
            let mut work = |number: usize, piece: &[Option<&str>]| {
                filler.piece(number, piece)?;
                monitor.step(piece.len())
            };
            while texts.take(&mut work)? {}
            let pieces = filler.finish();
            done.lock().unwrap_or_else(PoisonError::into_inner).extend(pieces);
            Ok(())
        };
        workers.each(texts.len(), run)?;
        let mut pieces: Vec<Piece> = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        pieces.sort_unstable_by_key(|piece| piece.number);
        let mut indptr = vec![0];
        let mut end = 0;
        for length in pieces.iter().flat_map(|piece| &piece.lengths) {
            end += *length as usize;
            indptr.push(end);
        }
        Ok(HashedRows {
            how: self,
            pieces,
            indptr,
        })
    }
}

/// A matrix whose values are still to be written, into memory that the caller has.
#[derive(Debug)]
pub struct HashedRows {
    how: Hashed,
    pieces: Vec<Piece>,
    indptr: Vec<usize>,
}

impl HashedRows {
    /// How many values the matrix has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.indptr.last().copied().unwrap_or(0)
    }

    /// Writes the values and the column of each, and returns where each row starts, and the end.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted).
    ///
    /// # Panics
    ///
    /// If there is not room for [`size`](Self::size) of them.
    pub fn write<T: Real>(
        self,
        mut data: &mut [T],
        mut indices: &mut [i32],
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Vec<usize>> {
        let mut jobs = Vec::with_capacity(self.pieces.len());
        for piece in self.pieces {
            let (data_part, rest) = data.split_at_mut(piece.columns.len());
            data = rest;
            let (indices_part, rest) = indices.split_at_mut(piece.columns.len());
            indices = rest;
            jobs.push((piece, data_part, indices_part));
        }
        let how = self.how;
        let write = |(): &mut (), (piece, data, indices): (Piece, &mut [T], &mut [i32])| {
            how.write(&piece, data, indices);
            monitor.step(0)
        };
        workers.in_order(jobs, || (), write)?;
        Ok(self.indptr)
    }
}

impl Hashed {
    /// Writes the rows of a piece.
    fn write<T: Real>(&self, piece: &Piece, data: &mut [T], indices: &mut [i32]) {
        indices.copy_from_slice(&piece.columns);
        let mut large = piece.large.iter();
        for (value, &sum) in data.iter_mut().zip(&*piece.sums) {
            let sum = match sum {
                LARGE => large.next().copied().unwrap_or(0),
                small => i32::from(small),
            };
            *value = T::narrow(if self.binary { 1.0 } else { f64::from(sum) });
        }
        let mut rest = data;
        for length_of_row in &piece.lengths {
            let (row, after) = std::mem::take(&mut rest).split_at_mut(*length_of_row as usize);
            rest = after;
            let length = length(row.iter().copied(), self.norm);
            divide(row, length);
        }
    }
}

/// The rows of consecutive texts: columns, and sums in a byte each wherever they are small.
#[derive(Debug)]
struct Piece<C = Slice<i32>, S = Slice<i8>> {
    number: usize,
    lengths: Vec<u32>,
    columns: C,
    sums: S,
    /// The sums for which [`LARGE`] stands.
    large: Vec<i32>,
}

/// Stands for a sum that does not fit a byte.
const LARGE: i8 = i8::MIN;

/// Turns texts into rows, one piece after the other.
struct Filler<'a> {
    how: Hashed,
    analyzer: &'a Analyzer,
    ready: bool,
    reader: Reader,
    grams: Grams,
    /// Column and sign of each feature.
    places: Vec<(u32, i8)>,
    tally: Tally,
    features: Vec<u32>,
    rows: Rows,
    /// Columns and sums of a piece in the making.
    columns: Vec<i32>,
    sums: Vec<i8>,
    /// All pieces, and where their columns and sums are.
    pieces: Vec<Piece<Put, Put>>,
    all_columns: Shelf<i32>,
    all_sums: Shelf<i8>,
}

impl<'a> Filler<'a> {
    fn new(how: Hashed, analyzer: &'a Analyzer, ready: bool) -> Self {
        Self {
            how,
            analyzer,
            ready,
            reader: Reader::default(),
            grams: Grams::new(analyzer.is_flat()),
            places: Vec::new(),
            tally: Tally::default(),
            features: Vec::new(),
            rows: Rows::default(),
            columns: Vec::new(),
            sums: Vec::new(),
            pieces: Vec::new(),
            all_columns: Shelf::default(),
            all_sums: Shelf::default(),
        }
    }

    /// Makes a piece of consecutive texts.
    fn piece(&mut self, number: usize, texts: &[Option<&str>]) -> Result<()> {
        self.columns.clear();
        self.sums.clear();
        let (mut lengths, mut large) = (Vec::with_capacity(texts.len()), Vec::new());
        self.rows.clear();
        for text in texts {
            if let Some(text) = text {
                self.text(text)?;
            }
            self.rows.end();
            if self.rows.is_full() {
                self.sum(&mut lengths, &mut large);
            }
        }
        self.sum(&mut lengths, &mut large);
        self.pieces.push(Piece {
            number,
            lengths,
            large,
            columns: self.all_columns.put(&self.columns),
            sums: self.all_sums.put(&self.sums),
        });
        Ok(())
    }

    /// All pieces.
    fn finish(self) -> Vec<Piece> {
        let (columns, sums) = (self.all_columns.close(), self.all_sums.close());
        let whole = |piece: Piece<Put, Put>| Piece {
            number: piece.number,
            lengths: piece.lengths,
            columns: columns(piece.columns),
            sums: sums(piece.sums),
            large: piece.large,
        };
        self.pieces.into_iter().map(whole).collect()
    }

    /// Adds up what shares a column in each of the rows there are, and starts again.
    fn sum(&mut self, lengths: &mut Vec<u32>, large: &mut Vec<i32>) {
        self.rows.sort(self.how.hashing.columns as usize);
        for at in 0..self.rows.len() {
            let start = self.columns.len();
            for same in self.rows.row(at).chunk_by(|a, b| a.column == b.column) {
                let sum = same
                    .iter()
                    .fold(0, |sum: i32, place| sum.saturating_add(place.count.cast_signed()));
                self.columns.push(same[0].column.cast_signed());
                self.sums.push(match i8::try_from(sum) {
                    Ok(small) if small != LARGE => small,
                    _ => {
                        large.push(sum);
                        LARGE
                    }
                });
            }
            let length = self.columns.len() - start;
            lengths.push(u32::try_from(length).unwrap_or(u32::MAX));
        }
        self.rows.clear();
    }

    /// Appends the features of a text to the last row.
    fn text(&mut self, text: &str) -> Result<()> {
        if self.grams.len() > FORGET {
            self.reader = Reader::default();
            self.grams = Grams::new(self.analyzer.is_flat());
            self.tally = Tally::default();
            self.places.clear();
        }
        self.features.clear();
        self.reader.features(
            self.analyzer,
            text,
            self.ready,
            &mut self.grams,
            &mut self.features,
        );
        Limits::default().text(self.features.len())?;
        let mut name = Vec::new();
        for feature in (0_u32..).take(self.grams.len()).skip(self.places.len()) {
            name.clear();
            self.grams
                .write_name(feature, self.analyzer.joins_words(), &mut name);
            self.places.push(self.how.hashing.place(&name));
        }
        for entry in self.tally.count(&self.features, self.grams.len()) {
            let (column, sign) = self.places[entry.feature as usize];
            let count = i32::try_from(entry.count).unwrap_or(i32::MAX);
            self.rows.push(column, (count * i32::from(sign)).cast_unsigned());
        }
        Ok(())
    }
}
