//! What 64 bytes of UTF-8 are, one bit each.

/// Classes of 64 bytes, the first byte in the lowest bit.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Classes {
    /// ASCII letters, digits and the underscore.
    pub word: u64,
    /// Bytes of characters outside of ASCII.
    pub high: u64,
    /// First bytes of the characters U+0400 to U+047F.
    pub cyrillic: u64,
}

/// The classes of 64 bytes.
#[inline]
pub(super) fn classes(chunk: &[u8; 64]) -> Classes {
    let letter_digit_line =
        |byte: u8| (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10 || byte == b'_';
    let word = gather(&chunk.map(|byte| u8::from(letter_digit_line(byte))));
    if chunk.iter().fold(0, |all, byte| all | byte) < 0x80 {
        return Classes {
            word,
            ..Classes::default()
        };
    }
    Classes {
        word,
        high: gather(&chunk.map(|byte| byte >> 7)),
        cyrillic: gather(&chunk.map(|byte| u8::from(byte & 0xFE == 0xD0))),
    }
}

/// Packs 64 bytes of 0 or 1 into 64 bits, the first byte lowest.
#[inline]
fn gather(flags: &[u8; 64]) -> u64 {
    // The product moves bit 0 of byte i to bit 56 + i; no two partial products meet there.
    const SPREAD: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = flags.as_chunks::<8>();
    let mut bits = 0;
    for (i, eight) in eights.iter().enumerate() {
        bits |= (u64::from_le_bytes(*eight).wrapping_mul(SPREAD) >> 56) << (8 * i);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::classes;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_one_byte_at_a_time(chunk in prop::array::uniform32(any::<(u8, u8)>())) {
            let chunk: [u8; 64] = std::array::from_fn(|at| if at % 2 == 0 { chunk[at / 2].0 } else { chunk[at / 2].1 });
            let bits = |is: fn(u8) -> bool| (0..64).filter(|at| is(chunk[*at])).fold(0_u64, |all, at| all | 1 << at);
            let found = classes(&chunk);
            prop_assert_eq!(found.word, bits(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
            prop_assert_eq!(found.high, bits(|byte| byte >= 0x80));
            prop_assert_eq!(found.cyrillic, bits(|byte| byte == 0xD0 || byte == 0xD1));
        }
    }
}
