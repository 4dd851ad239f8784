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

mod keys;
mod pairs;
mod tables;

use keys::{BLOCK, Key, Keys, SHORT, Slots};
pub use pairs::Pairs;
pub use tables::Strings;
use tables::seed;

use crate::span::Span;

/// The row of a token that is no term: a stop word.
pub const DROPPED: u32 = u32::MAX;
/// The row of a token that a closed vocabulary does not hold; it still stands between its neighbours.
pub const UNKNOWN: u32 = u32::MAX - 1;
/// More terms or n-grams than this have no number: one takes 28 bits where counts are kept.
pub const LIMIT: usize = (1 << 28) - 1;

/// How many tokens are looked up together.
const STEP: usize = 64;

/// A text whose last bytes stand once more in front of zeros, so that a block can be read wherever a token starts.
struct Blocks<'t> {
    text: &'t [u8],
    tail: [u8; 2 * BLOCK],
    /// Where the tail starts in the text.
    from: usize,
}

impl<'t> Blocks<'t> {
    fn new(text: &'t [u8]) -> Self {
        let from = text.len().saturating_sub(BLOCK);
        let mut tail = [0; 2 * BLOCK];
        tail[..text.len() - from].copy_from_slice(&text[from..]);
        Self { text, tail, from }
    }

    /// The bytes from `start` on, as far as there are any.
    #[inline]
    fn at(&self, start: usize) -> &[u8; BLOCK] {
        let block = self.text.get(start..).and_then(<[u8]>::first_chunk);
        block.unwrap_or_else(|| {
            self.tail[start - self.from..]
                .first_chunk()
                .unwrap_or(&[0; BLOCK])
        })
    }

    /// The key of a token, if it is short enough for one.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "a key that passes through memory is read back before it is written out"
    )]
    fn key(&self, token: Span, lower: bool) -> Key {
        if token.len() > SHORT {
            return Key::NONE;
        }
        Key::new(self.at(token.start), token.len(), lower)
    }
}

/// A token that is about to be looked up.
#[derive(Clone, Copy, Debug)]
struct Pending {
    key: Key,
    hash: u64,
    token: Span,
}

/// The distinct raw tokens of a batch and the number of each one's term.
#[derive(Debug)]
pub struct Lexicon {
    seed: u64,
    short: Keys,
    long: Long,
    pending: Vec<Pending>,
}

/// The tokens that are too long for a key.
#[derive(Debug, Default)]
struct Long {
    tokens: Strings,
    terms: Vec<u32>,
    scratch: Vec<u8>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self {
            seed: seed(),
            short: Keys::default(),
            long: Long::default(),
            pending: Vec::new(),
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
    pub fn term(
        &mut self,
        text: &[u8],
        start: usize,
        length: usize,
        lower: bool,
        make: impl FnOnce(&[u8]) -> u32,
    ) -> u32 {
        if length == 0 || length > SHORT {
            return self.long.term(&text[start..start + length], lower, make);
        }
        let key = Blocks::new(text).key(Span::new(start, start + length), lower);
        let hash = key.hash(self.seed);
        short(&mut self.short.with_room(1, self.seed), &key, hash, make)
    }

    /// Appends the terms of the tokens of a text, in their order, but for those that are [`DROPPED`]: what
    /// [`term`](Self::term) says of each.
    ///
    /// Some tokens at a time are first cut out, then their places in the table are read, then they are looked up: the
    /// processor waits for memory once for all of them.
    ///
    /// # Panics
    ///
    /// If a token does not lie inside the text.
    pub fn terms(
        &mut self,
        text: &[u8],
        mut tokens: impl Iterator<Item = Span>,
        lower: bool,
        mut make: impl FnMut(&[u8]) -> u32,
        out: &mut Vec<u32>,
    ) {
        let blocks = Blocks::new(text);
        let mut pending = std::mem::take(&mut self.pending);
        loop {
            pending.clear();
            for token in tokens.by_ref().take(STEP) {
                let key = blocks.key(token, lower);
                let hash = key.hash(self.seed);
                pending.push(Pending { key, hash, token });
            }
            if pending.is_empty() {
                break;
            }
            let mut slots = self.short.with_room(STEP, self.seed);
            let touched = pending
                .iter()
                .fold(0, |all, pending| all ^ slots.touch(pending.hash));
            std::hint::black_box(touched);
            for Pending { key, hash, token } in &pending {
                let term = if key.length() == 0 {
                    self.long.term(&text[token.start..token.end], lower, &mut make)
                } else {
                    short(&mut slots, key, *hash, &mut make)
                };
                if term != DROPPED {
                    out.push(term);
                }
            }
        }
        self.pending = pending;
    }

    /// Distinct raw tokens seen.
    #[must_use]
    pub fn len(&self) -> usize {
        self.short.len() + self.long.tokens.len()
    }

    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The term of a short token, for which the table has room.
#[inline]
fn short(slots: &mut Slots<'_>, key: &Key, hash: u64, make: impl FnOnce(&[u8]) -> u32) -> u32 {
    match slots.find(key, hash) {
        Ok(term) => term,
        Err(at) => {
            let term = make(&key.bytes()[..key.length()]);
            slots.put(at, key, term);
            term
        }
    }
}

impl Long {
    #[cold]
    fn term(&mut self, token: &[u8], lower: bool, make: impl FnOnce(&[u8]) -> u32) -> u32 {
        let known = self.tokens.len();
        let id = if lower {
            self.scratch.clear();
            self.scratch.extend_from_slice(token);
            self.scratch.make_ascii_lowercase();
            self.tokens.intern(&self.scratch)
        } else {
            self.tokens.intern(token)
        } as usize;
        if id == known {
            let term = make(self.tokens.get(id));
            self.terms.push(term);
        }
        self.terms[id]
    }
}
