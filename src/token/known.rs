//! Which words are known: hashes of the frequent words of languages with capitals, in half a megabyte.
//!
//! The file `models/words.bin`, which `tools/train_words.py` makes, starts with `tolmach words 1\n`; two sections
//! follow, of common words and of the other known ones: the size of the space of hashes, the number of hashes and the
//! number of bytes, each 32 bits, lowest first, and then the hashes in order as Rice codes of their distances. A hash
//! is the upper half of the product of a word's 64-bit FNV-1a hash and the size of the space. Of words that are in
//! neither section, one in 256 is taken for known.

use std::sync::LazyLock;

static FILE: &[u8] = include_bytes!("../../models/words.bin");
const MAGIC: &[u8] = b"tolmach words 1\n";
/// Bits of the remainder of a code.
const REMAINDER: u32 = 8;

/// The words of the file.
pub(super) struct Known {
    common: Section,
    rest: Section,
}

/// Sorted hashes.
#[derive(Debug, Default, Eq, PartialEq)]
struct Section {
    space: u64,
    hashes: Vec<u32>,
}

impl Known {
    /// The words that come with this crate, unpacked on first use in some milliseconds.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<Known> = LazyLock::new(|| {
            let read = || {
                let (common, rest) = section(FILE.strip_prefix(MAGIC)?)?;
                let (rest, end) = section(rest)?;
                end.is_empty().then_some(Known { common, rest })
            };
            read().expect("the file is part of the crate, and a test reads it")
        });
        &SHARED
    }

    /// Whether a word in lower case is one of the most frequent of its language.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(fnv1a(word))
    }

    /// Whether a word in lower case is known at all.
    pub fn contains(&self, word: &str) -> bool {
        let hash = fnv1a(word);
        self.common.contains(hash) || self.rest.contains(hash)
    }
}

impl Section {
    fn contains(&self, hash: u64) -> bool {
        let place = (u128::from(hash) * u128::from(self.space)) >> 64;
        u32::try_from(place).is_ok_and(|place| self.hashes.binary_search(&place).is_ok())
    }
}

/// The section at the start of `data` and what follows it; `None` where the data is damaged.
fn section(data: &[u8]) -> Option<(Section, &[u8])> {
    let (space, data) = word(data)?;
    let (count, data) = word(data)?;
    let (length, data) = word(data)?;
    let (coded, rest) = data.split_at_checked(length as usize)?;
    let bit = |at: usize| Some(coded.get(at / 8)? >> (7 - at % 8) & 1);
    let (mut at, mut last) = (0, 0_u32);
    let mut hashes = Vec::with_capacity(count as usize);
    for _ in 0..count {
        let mut distance = 0_u32;
        while bit(at)? == 1 {
            distance = distance.checked_add(1 << REMAINDER)?;
            at += 1;
        }
        at += 1;
        let mut remainder = 0;
        for _ in 0..REMAINDER {
            remainder = remainder << 1 | u32::from(bit(at)?);
            at += 1;
        }
        last = last.checked_add(distance)?.checked_add(remainder)?;
        hashes.push(last);
    }
    let space = u64::from(space);
    Some((Section { space, hashes }, rest))
}

/// The number of 32 bits at the start of `data`, and the rest.
fn word(data: &[u8]) -> Option<(u32, &[u8])> {
    let (first, rest) = data.split_first_chunk()?;
    Some((u32::from_le_bytes(*first), rest))
}

/// The 64-bit FNV-1a hash of a word.
fn fnv1a(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{FILE, Known, MAGIC, fnv1a, section};
    use proptest::prelude::*;

    #[test]
    fn words_of_many_languages() {
        let known = Known::shared();
        for word in ["also", "the", "new", "также", "avec", "nicht"] {
            assert!(known.is_common(word), "{word}");
        }
        for word in ["armenia", "ceasefire", "youtube", "конфликт", "außerdem"] {
            assert!(known.contains(word), "{word}");
        }
        assert!(!known.is_common("ceasefire"));
    }

    #[test]
    fn one_foreign_word_in_256_is_taken_for_known() {
        let strange = (0..20_000).map(|i| format!("qx{i}zz"));
        let taken = strange.filter(|word| Known::shared().contains(word)).count();
        assert!((40..250).contains(&taken), "{taken}");
    }

    #[test]
    fn the_hash_of_nothing_is_its_offset() {
        assert_eq!(fnv1a(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a"), 0xaf63_dc4c_8601_ec8c);
    }

    proptest! {
        #[test]
        fn damaged_files_are_noticed_or_read(cut in 0..FILE.len(), at in 0..FILE.len(), byte in any::<u8>()) {
            let mut data = FILE[MAGIC.len()..cut.max(MAGIC.len())].to_vec();
            if let Some(place) = data.get_mut(at) {
                *place = byte;
            }
            if let Some((section, rest)) = section(&data) {
                prop_assert!(section.hashes.is_sorted() && rest.len() < data.len());
            }
        }
    }
}
