//! Code points as UTF-8: what strings become that are kept in another form.
//!
//! ```
//! let mut out = Vec::new();
//! let whole = tolmach::encode::utf8(&[0x41, 0x44F, 0x20AC, 0x1F642], &mut out);
//! assert!(whole);
//! assert_eq!(out, "Aя€🙂".as_bytes());
//! ```

/// How many code points are written at a time: few enough for a buffer on the stack.
const STEP: usize = 32;

/// Appends code points as UTF-8 and says whether they all had a form: lone surrogates and numbers past the last code
/// point have none, and U+FFFD takes their place. What is appended is valid UTF-8 in any case.
#[allow(clippy::cast_possible_truncation, reason = "bytes are cut out of code points")]
pub fn utf8(codes: &[u32], out: &mut Vec<u8>) -> bool {
    let mut whole = true;
    let mut buffer = [0; STEP * 4];
    for step in codes.chunks(STEP) {
        let all = step.iter().fold(0, |all, code| all | code);
        let mut at = 0;
        if all < 0x80 {
            for (byte, code) in buffer.iter_mut().zip(step) {
                *byte = *code as u8;
            }
            at = step.len();
        } else if all < 0x800 {
            // Two bytes are written for each, whether one is meant or two: a branch would often be guessed wrong.
            for &code in step {
                let wide = code >= 0x80;
                let pair = (0xC0 | code >> 6) | (0x80 | code & 0x3F) << 8;
                let bytes = if wide { pair } else { code } as u16;
                buffer[at..at + 2].copy_from_slice(&bytes.to_le_bytes());
                at += 1 + usize::from(wide);
            }
        } else {
            for &code in step {
                let char = char::from_u32(code).unwrap_or_else(|| {
                    whole = false;
                    char::REPLACEMENT_CHARACTER
                });
                at += char.encode_utf8(&mut buffer[at..]).len();
            }
        }
        out.extend_from_slice(&buffer[..at]);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::utf8;
    use proptest::prelude::*;

    #[test]
    fn surrogates_are_replaced_and_reported() {
        let mut out = Vec::new();
        assert!(!utf8(&[0x61, 0xD800, 0x62], &mut out));
        assert!(!utf8(&[0x11_0000], &mut out));
        assert_eq!(out, "a\u{FFFD}b\u{FFFD}".as_bytes());
    }

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(text in r"([ -~]{0,40}|[а-я é]{0,40}|\PC{0,40}){0,4}") {
            let codes: Vec<u32> = text.chars().map(u32::from).collect();
            let mut out = b"before".to_vec();
            prop_assert!(utf8(&codes, &mut out));
            prop_assert_eq!(out, format!("before{text}").into_bytes());
        }
    }
}
