//! One row for each distinct raw token of a batch, so that whatever a token needs is done once.
//!
//! Text is a long stream of few distinct words: of the tokens of a news corpus, one in forty is new. A lexicon maps
//! the bytes of a raw token to the number of its term, which stands for the normalised form, or to [`DROPPED`]; what
//! lies between (lower case, stop list, stem) runs on first sight only.
//!
//! ```
//! use tolmach::lexicon::{Lexicon, Strings};
//!
//! let mut terms = Strings::default();
//! let mut lexicon = Lexicon::default();
//! let mut calls = 0;
//! for token in ["The", "the", "The"] {
//!     lexicon.term(token.as_bytes(), 0, token.len(), false, |raw| {
//!         calls += 1;
//!         terms.intern(&raw.to_ascii_lowercase())
//!     });
//! }
//! assert_eq!((calls, terms.len()), (2, 1));
//! ```

#![allow(
    clippy::cast_possible_truncation,
    reason = "hashes are cut to the bits that a table needs; numbers of terms are checked against LIMIT"
)]

mod tables;

use tables::{Keys, hash_key, seed};
pub use tables::{Pairs, Strings};

/// The row of a token that is no term: a stop word.
pub const DROPPED: u32 = u32::MAX;
/// The row of a token that a closed vocabulary does not hold; it still stands between its neighbours.
pub const UNKNOWN: u32 = u32::MAX - 1;
/// More terms or n-grams than this have no number: one takes 28 bits where counts are kept.
pub const LIMIT: usize = 1 << 28;

/// The longest token whose bytes and length fit one integer.
const SHORT: usize = 15;

/// ASCII capitals of eight bytes made small, all other bytes kept.
#[inline]
const fn lower_eight(bytes: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = bytes & (0x7F * ONES);
    let from_a = low + (0x80 - 0x41) * ONES;
    let past_z = low + (0x80 - 0x5B) * ONES;
    let capital = (from_a ^ past_z) & !bytes & (0x80 * ONES);
    bytes | capital >> 2
}

/// The bytes of a short token with its length on top: equal exactly for equal tokens, and never zero.
#[inline]
fn short_key(text: &[u8], start: usize, length: usize, lower: bool) -> u128 {
    let block = if let Some(block) = text.get(start..start + 16) {
        let mut whole = [0; 16];
        whole.copy_from_slice(block);
        whole
    } else {
        let mut padded = [0; 16];
        padded[..length].copy_from_slice(&text[start..start + length]);
        padded
    };
    let key = u128::from_le_bytes(block) & ((1 << (8 * length)) - 1);
    let key = if lower {
        u128::from(lower_eight((key >> 64) as u64)) << 64 | u128::from(lower_eight(key as u64))
    } else {
        key
    };
    key | (length as u128) << 120
}

/// The distinct raw tokens of a batch and the number of each one's term.
#[derive(Debug)]
pub struct Lexicon {
    seed: u64,
    short: Keys,
    long: Strings,
    long_terms: Vec<u32>,
    scratch: Vec<u8>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self {
            seed: seed(),
            short: Keys::default(),
            long: Strings::default(),
            long_terms: Vec::new(),
            scratch: Vec::new(),
        }
    }
}

impl Lexicon {
    /// The term of the token `text[start..start + length]`; on first sight it is what `make` says of its bytes, in
    /// which ASCII capitals are small if `lower`.
    ///
    /// # Panics
    ///
    /// If the token does not lie inside the text.
    #[inline]
    pub fn term(
        &mut self,
        text: &[u8],
        start: usize,
        length: usize,
        lower: bool,
        make: impl FnOnce(&[u8]) -> u32,
    ) -> u32 {
        if length > SHORT {
            return self.long(&text[start..start + length], lower, make);
        }
        let key = short_key(text, start, length, lower);
        let hash = hash_key(key, self.seed);
        if self.short.length * 2 >= self.short.entries.len() {
            self.short.reserve(self.seed);
        }
        match self.short.find(key, hash) {
            Ok(term) => term,
            Err(at) => {
                let term = make(&key.to_le_bytes()[..length]);
                (self.short.entries[at], self.short.values[at]) = (key, term);
                self.short.length += 1;
                term
            }
        }
    }

    fn long(&mut self, token: &[u8], lower: bool, make: impl FnOnce(&[u8]) -> u32) -> u32 {
        let known = self.long.len();
        let id = if lower {
            self.scratch.clear();
            self.scratch.extend_from_slice(token);
            self.scratch.make_ascii_lowercase();
            self.long.intern(&self.scratch)
        } else {
            self.long.intern(token)
        } as usize;
        if id == known {
            let term = make(self.long.get(id));
            self.long_terms.push(term);
        }
        self.long_terms[id]
    }

    /// Distinct raw tokens seen.
    #[must_use]
    pub fn len(&self) -> usize {
        self.short.length + self.long.len()
    }

    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
