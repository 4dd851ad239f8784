//! The segments of UAX #29 in ASCII: a table of classes, and eight bytes at a time.

use super::kind::Kind;
use super::segment::Segment;
use crate::span::Span;

const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// `ExtendNumLet`.
const UNDERSCORE: u8 = 4;
/// What a word or number is made of.
const CORE: u8 = LETTER | DIGIT | UNDERSCORE;
/// Joins two letters (WB6, WB7).
const MID_LETTER: u8 = 8;
/// Joins two digits (WB11, WB12).
const MID_DIGIT: u8 = 16;
const SPACE: u8 = 32;
/// `CR`, `LF`, `Newline`.
const LINE: u8 = 64;

/// A byte of a character outside of ASCII.
const BEYOND: u8 = 128;

/// Word break properties of ASCII, by byte.
const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut b = 0;
    while b < 256_usize {
        #[allow(clippy::cast_possible_truncation, reason = "the loop ends at 256")]
        let byte = b as u8;
        classes[b] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => UNDERSCORE,
            b':' => MID_LETTER,
            b'.' | b'\'' => MID_LETTER | MID_DIGIT,
            b',' | b';' => MID_DIGIT,
            b' ' => SPACE,
            b'\n' | b'\r' | 0x0b | 0x0c => LINE,
            0x80.. => BEYOND,
            _ => OTHER,
        };
        b += 1;
    }
    classes
};

#[inline]
fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// Whether a byte belongs to a character outside of ASCII.
#[inline]
pub(super) fn is_beyond(byte: u8) -> bool {
    byte >= 0x80
}

/// The segment that starts at `start`, where ASCII alone decides its end.
#[inline]
pub(super) fn segment(bytes: &[u8], start: usize) -> Option<Segment> {
    let first = bytes[start];
    let of = |kind, end| Segment {
        span: Span::new(start, end),
        kind,
        joined: false,
    };
    let kind = class(first);
    if kind == BEYOND {
        return None;
    }
    let mut end = start + 1;
    if kind & CORE != 0 {
        let mut seen = kind;
        let mut joined = false;
        loop {
            let (run, classes) = core_run(&bytes[end..]);
            end += run;
            seen |= classes;
            let Some(&middle) = bytes.get(end) else { break };
            if class(middle) == BEYOND {
                return None;
            }
            let joins = class(middle) & (MID_LETTER | MID_DIGIT);
            let Some(&next) = bytes.get(end + 1).filter(|_| joins != 0) else {
                break;
            };
            if class(next) == BEYOND {
                return None;
            }
            let (before, after) = (class(bytes[end - 1]), class(next));
            let letters = joins & MID_LETTER != 0 && before & after & LETTER != 0;
            let digits = joins & MID_DIGIT != 0 && before & after & DIGIT != 0;
            if !(letters || digits) {
                break;
            }
            end += 1;
            joined = true;
        }
        let kind = match seen & (LETTER | DIGIT) {
            0 => Kind::Punctuation,
            DIGIT => Kind::Number,
            LETTER => Kind::Word,
            _ => mixed(&bytes[start..end]),
        };
        return Some(Segment {
            joined,
            ..of(kind, end)
        });
    }
    if kind == LINE {
        let pair = first == b'\r' && bytes.get(end) == Some(&b'\n');
        return Some(of(Kind::Space, end + usize::from(pair)));
    }
    if kind == SPACE {
        while bytes.get(end) == Some(&b' ') {
            end += 1;
        }
    }
    // A mark, or another kind of space, would belong to what it follows (WB3d, WB4).
    if bytes.get(end).is_some_and(|next| *next >= 0x80) {
        return None;
    }
    let kind = match first {
        b' ' | b'\t' => Kind::Space,
        b'$' | b'+' | b'<' | b'=' | b'>' | b'^' | b'`' | b'|' | b'~' => Kind::Symbol,
        _ if first.is_ascii_graphic() => Kind::Punctuation,
        _ => Kind::Symbol,
    };
    Some(of(kind, end))
}

/// How many bytes at the start of `bytes` are ASCII letters, digits and underscores, and of which of these classes.
///
/// Eight bytes are looked at together, so that the end of a word, which no processor can foresee, costs no loop.
#[inline]
fn core_run(bytes: &[u8]) -> (usize, u8) {
    let mut seen = 0;
    let (eights, rest) = bytes.as_chunks::<8>();
    for (i, eight) in eights.iter().enumerate() {
        let (letters, digits, underscores) = core_bits(u64::from_le_bytes(*eight));
        let outside = !(letters | digits | underscores) & HIGH_BITS;
        // The bits of the bytes before the first one outside.
        let inside = (outside & outside.wrapping_neg()).wrapping_sub(1);
        seen |= u8::from(letters & inside != 0) * LETTER;
        seen |= u8::from(digits & inside != 0) * DIGIT;
        seen |= u8::from(underscores & inside != 0) * UNDERSCORE;
        if outside != 0 {
            return (8 * i + outside.trailing_zeros() as usize / 8, seen);
        }
    }
    let run = rest.iter().take_while(|b| class(**b) & CORE != 0);
    let run = run.inspect(|b| seen |= class(**b)).count();
    (8 * eights.len() + run, seen)
}

/// The highest bit of each of eight bytes.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Which of eight bytes are letters, digits and underscores: the highest bit of each byte says it.
///
/// Adding 128 - c to a byte below 128 carries into its highest bit if the byte is at least c, and never further.
#[inline]
const fn core_bits(eight: u64) -> (u64, u64, u64) {
    const fn each(byte: u8) -> u64 {
        byte as u64 * 0x0101_0101_0101_0101
    }
    const fn at_least(eight: u64, byte: u8) -> u64 {
        eight + each(128 - byte)
    }
    let ascii = !eight & HIGH_BITS;
    let low = eight & !HIGH_BITS;
    let small = low | each(0x20);
    let letters = at_least(small, b'a') & !at_least(small, b'z' + 1) & ascii;
    let digits = at_least(low, b'0') & !at_least(low, b'9' + 1) & ascii;
    let underscores = !at_least(low ^ each(b'_'), 1) & ascii;
    (letters, digits, underscores)
}

/// The kind of letters and digits together, as [`Kind::of`] has it.
fn mixed(piece: &[u8]) -> Kind {
    let letters = piece.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if piece[0].is_ascii_digit() && letters <= 3 {
        Kind::Number
    } else {
        Kind::Word
    }
}

#[cfg(test)]
mod tests {
    use super::{CORE, class, core_run};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eight_bytes_at_once_find_what_one_finds(bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..40),
            "[a-zA-Z0-9_@\\[`{/:^~]{0,40}".prop_map(String::into_bytes),
        ]) {
            let run = bytes.iter().take_while(|b| class(**b) & CORE != 0).count();
            let seen = bytes[..run].iter().fold(0, |seen, b| seen | class(*b));
            prop_assert_eq!(core_run(&bytes), (run, seen));
        }
    }
}
