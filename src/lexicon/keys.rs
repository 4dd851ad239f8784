//! A table from short tokens to numbers, where a token is compared as an integer.
//!
//! A slot is 32 bytes: up to 27 bytes of a token, its length, and its number. So a look-up reads a single cache line,
//! and a word of thirteen Cyrillic letters is as short as one of English.

#![allow(
    clippy::cast_possible_truncation,
    reason = "the words of a slot are taken apart and put together"
)]

use super::tables::hash_words;
use crate::pages::{LARGE, Pages};

/// The longest token that a key can hold.
pub(super) const SHORT: usize = 27;
/// How many bytes are read at the start of a token, whatever its length.
pub(super) const BLOCK: usize = 32;

/// A table of so many slots grows to as much memory as the system gives out in one.
const FEW: usize = 1 << 12;

/// For each length the bits of a block that belong to the token.
const MASKS: [[u64; 4]; SHORT + 1] = {
    let mut masks = [[0; 4]; SHORT + 1];
    let mut length = 0;
    while length <= SHORT {
        let mut byte = 0;
        while byte < length {
            masks[length][byte / 8] |= 0xFF << (8 * (byte % 8));
            byte += 1;
        }
        length += 1;
    }
    masks
};

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

/// The bytes of a token and its length: equal exactly for equal tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key([u64; 4]);

impl Key {
    /// The key of the first `length` bytes of a block, at least one and at most [`SHORT`].
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "a key that passes through memory is read back before it is written out"
    )]
    pub fn new(block: &[u8; BLOCK], length: usize, lower: bool) -> Self {
        let (words, _) = block.as_chunks::<8>();
        let mut key = [0; 4];
        for i in 0..4 {
            key[i] = u64::from_le_bytes(words[i]) & MASKS[length][i];
        }
        if lower {
            key = key.map(lower_eight);
        }
        key[3] |= (length as u64) << 24;
        Self(key)
    }

    /// What stands for a token that is too long, or starts nowhere.
    pub const NONE: Self = Self([0; 4]);

    /// Length of the token; zero for [`Self::NONE`].
    #[inline]
    pub fn length(&self) -> usize {
        (self.0[3] >> 24) as usize & 0xFF
    }

    /// The bytes of the token and others behind it.
    pub fn bytes(&self) -> [u8; BLOCK] {
        let mut bytes = [0; BLOCK];
        for (part, word) in bytes.chunks_mut(8).zip(self.0) {
            part.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    #[inline]
    pub fn hash(&self, seed: u64) -> u64 {
        hash_words(self.0, seed)
    }
}

/// The table. Its slots are in the order of the upper bits of hashes, so that it grows from front to back.
#[derive(Debug, Default)]
pub(super) struct Keys {
    slots: Pages<[u64; 4]>,
    length: usize,
}

/// The table while some keys are looked up.
pub(super) struct Slots<'k> {
    slots: &'k mut [[u64; 4]],
    length: &'k mut usize,
}

impl Keys {
    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// The table with room for `more` keys.
    #[inline]
    pub fn with_room(&mut self, more: usize, seed: u64) -> Slots<'_> {
        // Full tables have longer ways to a key, but those of most corpora stay in the memory next to the processor.
        while (self.length + more) * 16 > self.slots.len() * 13 {
            self.grow(seed);
        }
        self.slots()
    }

    fn slots(&mut self) -> Slots<'_> {
        Slots {
            slots: &mut self.slots,
            length: &mut self.length,
        }
    }

    fn grow(&mut self, seed: u64) {
        let size = match self.slots.len() {
            few @ ..FEW => (few * 4).max(64),
            more => (more * 2).max(LARGE / size_of::<[u64; 4]>()),
        };
        let old = std::mem::replace(&mut self.slots, Pages::zeroed(size));
        self.length = 0;
        let mut slots = self.slots();
        for slot in old.iter().filter(|slot| slot[3] as u32 != 0) {
            let key = Key([slot[0], slot[1], slot[2], u64::from(slot[3] as u32)]);
            if let Err(at) = slots.find(&key, key.hash(seed)) {
                slots.put(at, &key, (slot[3] >> 32) as u32);
            }
        }
    }
}

impl Slots<'_> {
    /// Where the search for a hash starts.
    #[inline]
    fn home(&self, hash: u64) -> usize {
        // Sizes are powers of two of at least 64, so that both shifts are below 64.
        (hash >> (self.slots.len().leading_zeros() + 1)) as usize
    }

    /// Reads the slot where the search for a hash starts, so that it is near when the search comes.
    #[inline]
    pub fn touch(&self, hash: u64) -> u64 {
        self.slots[self.home(hash)][3]
    }

    /// The value of `key`, or the place where it belongs.
    #[inline]
    pub fn find(&self, key: &Key, hash: u64) -> Result<u32, usize> {
        let mut at = self.home(hash);
        loop {
            let slot = &self.slots[at];
            let differs = (slot[0] ^ key.0[0])
                | (slot[1] ^ key.0[1])
                | (slot[2] ^ key.0[2])
                | u64::from(slot[3] as u32 ^ key.0[3] as u32);
            if differs == 0 {
                return Ok((slot[3] >> 32) as u32);
            }
            if slot[3] as u32 == 0 {
                return Err(at);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Puts a key where [`find`](Self::find) said it belongs.
    #[inline]
    pub fn put(&mut self, at: usize, key: &Key, value: u32) {
        self.slots[at] = key.0;
        self.slots[at][3] |= u64::from(value) << 32;
        *self.length += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Key, Keys, SHORT};
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn key(token: &[u8], lower: bool) -> Key {
        let mut block = [b'x'; BLOCK];
        block[..token.len()].copy_from_slice(token);
        Key::new(&block, token.len(), lower)
    }

    #[test]
    fn a_key_holds_the_token_alone() {
        let key = key("Ünited@Z[".as_bytes(), true);
        assert_eq!(&key.bytes()[..key.length()], "Ünited@z[".as_bytes());
    }

    proptest! {
        #[test]
        fn agrees_with_a_map(tokens in prop::collection::vec(r"[a-c]{1,3}|[а-я]{1,13}|[\x00]{1,4}", 0..400), seed in any::<u64>()) {
            let (mut keys, mut map) = (Keys::default(), HashMap::new());
            for (token, value) in tokens.iter().zip(0_u32..) {
                prop_assert!(token.len() <= SHORT);
                let mut slots = keys.with_room(1, seed);
                let key = key(token.as_bytes(), false);
                let found = slots.find(&key, key.hash(seed));
                prop_assert_eq!(found.ok(), map.get(token).copied());
                if let Err(at) = found {
                    slots.put(at, &key, value);
                    map.insert(token, value);
                }
            }
            prop_assert_eq!(keys.len(), map.len());
        }
    }
}
