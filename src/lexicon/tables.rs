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

/// The hash of up to 16 bytes.
#[inline]
pub(super) fn hash_key(key: u128, seed: u64) -> u64 {
    fold(
        key as u64 ^ seed,
        (key >> 64) as u64 ^ seed.rotate_left(32) ^ 0x9E37_79B9_7F4A_7C15,
    )
}

/// The hash of any number of bytes.
fn hash_bytes(bytes: &[u8], seed: u64) -> u64 {
    let (blocks, tail) = bytes.as_chunks::<16>();
    let mut hash = seed ^ (bytes.len() as u64);
    for block in blocks {
        hash = hash_key(u128::from_le_bytes(*block), hash);
    }
    let mut last = [0; 16];
    last[..tail.len()].copy_from_slice(tail);
    hash_key(u128::from_le_bytes(last), hash)
}

/// A table from integers that are not zero to numbers.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub entries: Vec<u128>,
    pub values: Vec<u32>,
    pub length: usize,
}

impl Keys {
    /// The value of `key`, or the place where it belongs; the table must have room.
    #[inline]
    pub fn find(&self, key: u128, hash: u64) -> Result<u32, usize> {
        let mask = self.entries.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let found = self.entries[at];
            if found == key {
                return Ok(self.values[at]);
            }
            if found == 0 {
                return Err(at);
            }
            at = (at + 1) & mask;
        }
    }

    pub fn reserve(&mut self, seed: u64) {
        if self.length * 2 < self.entries.len() {
            return;
        }
        let size = (self.entries.len() * 2).max(64);
        let entries = std::mem::replace(&mut self.entries, vec![0; size]);
        let values = std::mem::replace(&mut self.values, vec![0; size]);
        for (key, value) in entries.into_iter().zip(values).filter(|(key, _)| *key != 0) {
            if let Err(at) = self.find(key, hash_key(key, seed)) {
                (self.entries[at], self.values[at]) = (key, value);
            }
        }
    }
}

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
        let hash = hash_bytes(string, self.seed);
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

/// A table from pairs of numbers to numbers.
#[derive(Clone, Debug)]
pub struct Pairs {
    seed: u64,
    /// The pair, and its value plus one; zero where nothing is.
    slots: Vec<(u64, u32)>,
    length: usize,
}

impl Default for Pairs {
    fn default() -> Self {
        Self {
            seed: seed(),
            slots: Vec::new(),
            length: 0,
        }
    }
}

impl Pairs {
    /// The value of a pair; `new` on first sight.
    #[inline]
    pub fn intern(&mut self, first: u32, second: u32, new: u32) -> u32 {
        if (self.length + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        let key = u64::from(first) << 32 | u64::from(second);
        match self.find(key) {
            Ok(value) => value,
            Err(at) => {
                self.slots[at] = (key, new + 1);
                self.length += 1;
                new
            }
        }
    }

    /// The value of a pair, if it was seen.
    #[must_use]
    pub fn get(&self, first: u32, second: u32) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.find(u64::from(first) << 32 | u64::from(second)).ok()
    }

    #[inline]
    fn find(&self, key: u64) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut at = fold(key ^ self.seed, 0x9E37_79B9_7F4A_7C15) as usize & mask;
        loop {
            let (found, value) = self.slots[at];
            if value == 0 {
                return Err(at);
            }
            if found == key {
                return Ok(value - 1);
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let old = std::mem::replace(&mut self.slots, vec![(0, 0); size]);
        for slot in old.into_iter().filter(|slot| slot.1 != 0) {
            if let Err(at) = self.find(slot.0) {
                self.slots[at] = slot;
            }
        }
    }
}
