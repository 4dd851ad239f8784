//! Open-addressing tables: from short keys, from strings and from pairs of numbers to numbers.

#![allow(
    clippy::cast_possible_truncation,
    reason = "hashes are cut to the bits that a table needs; numbers are checked against LIMIT by those who count"
)]

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

/// Different in every process, so that nobody can prepare a text whose words all collide. No result depends on it.
pub(super) fn seed() -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0_u8));
    *SEED
}

/// Multiplies to 128 bits and folds the halves together: the strongest mixing that one instruction buys.
#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// The hash of 16 bytes.
#[inline]
fn hash_block(block: [u64; 2], seed: u64) -> u64 {
    fold(
        block[0] ^ seed,
        block[1] ^ seed.rotate_left(32) ^ 0x9E37_79B9_7F4A_7C15,
    )
}

/// The hash of 32 bytes.
#[inline]
pub(super) fn hash_words(words: [u64; 4], seed: u64) -> u64 {
    // The halves do not wait for each other; sums, unlike differences of bits, do not cancel out equal halves.
    hash_block([words[0], words[1]], seed)
        .wrapping_add(hash_block([words[2], words[3]], seed.rotate_left(17)))
}

/// The hash of any number of bytes.
fn hash_bytes(bytes: &[u8], seed: u64) -> u64 {
    let (blocks, tail) = bytes.as_chunks::<16>();
    let mut hash = seed ^ (bytes.len() as u64);
    let halves = |block: &[u8; 16]| {
        let whole = u128::from_le_bytes(*block);
        [whole as u64, (whole >> 64) as u64]
    };
    for block in blocks {
        hash = hash_block(halves(block), hash);
    }
    let mut last = [0; 16];
    last[..tail.len()].copy_from_slice(tail);
    hash_block(halves(&last), hash)
}

/// How many strings or pairs are looked up together.
const STEP: usize = 64;

/// Distinct strings, numbered in the order of their first sight, in one buffer.
#[derive(Clone, Debug)]
pub struct Strings {
    seed: u64,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Part of the hash, and the number plus one; zero where nothing is.
    slots: Vec<(u32, u32)>,
}

impl Default for Strings {
    fn default() -> Self {
        Self {
            seed: seed(),
            bytes: Vec::new(),
            ends: Vec::new(),
            slots: Vec::new(),
        }
    }
}

impl Strings {
    /// The number of `string`, a new one on first sight.
    pub fn intern(&mut self, string: &[u8]) -> u32 {
        if (self.ends.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        self.intern_hashed(string, hash_bytes(string, self.seed))
    }

    /// The numbers of strings `range` of another table, new ones on first sight.
    pub fn adopt(&mut self, other: &Self, range: std::ops::Range<usize>, numbers: &mut Vec<u32>) {
        let mut hashes = [0; STEP];
        for start in range.clone().step_by(STEP) {
            let step = start..range.end.min(start + STEP);
            while (self.ends.len() + STEP) * 4 > self.slots.len() * 3 {
                self.grow();
            }
            let mut all = 0;
            for (hash, id) in hashes.iter_mut().zip(step.clone()) {
                *hash = hash_bytes(other.get(id), self.seed);
                all ^= self.slots[*hash as usize & (self.slots.len() - 1)].1;
            }
            std::hint::black_box(all);
            for (hash, id) in hashes.iter().zip(step) {
                numbers.push(self.intern_hashed(other.get(id), *hash));
            }
        }
    }

    /// The same for a string whose hash is known, in a table that has room.
    fn intern_hashed(&mut self, string: &[u8], hash: u64) -> u32 {
        match self.find(string, hash) {
            Ok(id) => id,
            Err(at) => {
                let id = self.ends.len() as u32;
                self.bytes.extend_from_slice(string);
                self.ends.push(self.bytes.len());
                self.slots[at] = ((hash >> 32) as u32, id + 1);
                id
            }
        }
    }

    /// The number of `string`, if it was seen.
    #[must_use]
    pub fn position(&self, string: &[u8]) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.find(string, hash_bytes(string, self.seed)).ok()
    }

    fn find(&self, string: &[u8], hash: u64) -> Result<u32, usize> {
        let tag = (hash >> 32) as u32;
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (found, id) = self.slots[at];
            if id == 0 {
                return Err(at);
            }
            if found == tag && self.get(id as usize - 1) == string {
                return Ok(id - 1);
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        self.slots.clear();
        self.slots.resize(size, (0, 0));
        for id in 0..self.ends.len() {
            let hash = hash_bytes(self.get(id), self.seed);
            let mut at = hash as usize & (size - 1);
            while self.slots[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = ((hash >> 32) as u32, id as u32 + 1);
        }
    }

    /// The bytes of string number `id`.
    ///
    /// # Panics
    ///
    /// If no string has that number.
    #[must_use]
    pub fn get(&self, id: usize) -> &[u8] {
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.bytes[start..self.ends[id]]
    }

    /// How many strings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All strings by their numbers.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.len()).map(|id| self.get(id))
    }
}

/// Distinct pairs of numbers, numbered in the order of their first sight.
///
/// A slot has the number of a pair and four bits of its hash; the pair itself stands once, in the list of all. That is
/// two places to read for a look-up and a third of the memory, and the reading of both can be done ahead.
#[derive(Clone, Debug)]
pub struct Pairs {
    seed: u64,
    all: Vec<(u32, u32)>,
    /// The number plus one above four bits of the hash; zero where nothing is.
    slots: Vec<u32>,
}

impl Default for Pairs {
    fn default() -> Self {
        Self {
            seed: seed(),
            all: Vec::new(),
            slots: Vec::new(),
        }
    }
}

impl Pairs {
    /// The number of a pair, a new one on first sight.
    #[inline]
    pub fn intern(&mut self, first: u32, second: u32) -> u32 {
        self.reserve(1);
        let hash = self.hash(first, second);
        match self.find(first, second, hash) {
            Ok(id) => id,
            Err(at) => {
                let id = self.all.len() as u32;
                self.all.push((first, second));
                self.slots[at] = (id + 1) << 4 | tag(hash);
                id
            }
        }
    }

    /// The numbers of the pairs `(firsts[i], seconds[i])` in place of `firsts`, new ones on first sight.
    pub fn intern_all(&mut self, firsts: &mut [u32], seconds: &[u32]) {
        for (firsts, seconds) in firsts.chunks_mut(STEP).zip(seconds.chunks(STEP)) {
            self.reserve(firsts.len());
            self.touch(firsts, seconds);
            for (first, second) in firsts.iter_mut().zip(seconds) {
                *first = self.intern(*first, *second);
            }
        }
    }

    /// Reads what the look-up of these pairs will read, all at once: the processor waits for memory only once then.
    pub fn touch(&self, firsts: &[u32], seconds: &[u32]) {
        if self.slots.is_empty() {
            return;
        }
        let mut all = 0;
        for (first, second) in firsts.iter().zip(seconds) {
            let slot = self.slots[self.home(self.hash(*first, *second))];
            all ^= self
                .all
                .get((slot >> 4).wrapping_sub(1) as usize)
                .map_or(0, |pair| pair.0);
        }
        std::hint::black_box(all);
    }

    /// The number of a pair, if it was seen.
    #[must_use]
    pub fn position(&self, first: u32, second: u32) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.find(first, second, self.hash(first, second)).ok()
    }

    /// The pair of a number.
    ///
    /// # Panics
    ///
    /// If no pair has that number.
    #[must_use]
    #[inline]
    pub fn get(&self, id: u32) -> (u32, u32) {
        self.all[id as usize]
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    #[inline]
    fn hash(&self, first: u32, second: u32) -> u64 {
        fold(
            (u64::from(first) << 32 | u64::from(second)) ^ self.seed,
            0x9E37_79B9_7F4A_7C15,
        )
    }

    /// Where the search for a hash starts: the upper bits, so that the table grows from front to back.
    #[inline]
    fn home(&self, hash: u64) -> usize {
        (hash >> (self.slots.len().leading_zeros() + 1)) as usize
    }

    #[inline]
    fn find(&self, first: u32, second: u32, hash: u64) -> Result<u32, usize> {
        let mut at = self.home(hash);
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return Err(at);
            }
            if slot & 15 == tag(hash) {
                let id = (slot >> 4) - 1;
                if self.all[id as usize] == (first, second) {
                    return Ok(id);
                }
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    #[inline]
    fn reserve(&mut self, more: usize) {
        while (self.all.len() + more) * 3 > self.slots.len() * 2 {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        // The old slots go first: the pairs know all that they say.
        self.slots = Vec::new();
        self.slots = vec![0; size];
        for id in 0..self.all.len() {
            let (first, second) = self.all[id];
            let hash = self.hash(first, second);
            let mut at = self.home(hash);
            while self.slots[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = (id as u32 + 1) << 4 | tag(hash);
        }
    }
}

/// Four bits of a hash that do not decide about its place.
#[inline]
fn tag(hash: u64) -> u32 {
    hash as u32 & 15
}
