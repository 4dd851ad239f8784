//! White space as Python sees it, and what stands between.

use crate::span::Span;

/// Python's white space: that of Unicode, and the four separators of ASCII.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// What a byte says about white space.
const NONE: u8 = 0;
const SPACE: u8 = 1;
/// It may start a character that is white space: U+0085, U+00A0, U+1680, those from U+2000, U+3000.
const PERHAPS: u8 = 2;

const KINDS: [u8; 256] = {
    let mut kinds = [NONE; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte {
            0x09..=0x0D | 0x1C..=0x20 => SPACE,
            0xC2 | 0xE1..=0xE3 => PERHAPS,
            _ => NONE,
        };
        byte += 1;
    }
    kinds
};

/// The stretches of a text without white space, in order.
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Pieces<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Bytes of the white space at `at`; zero where there is none.
    #[inline]
    fn space(&self, at: usize) -> usize {
        match KINDS[usize::from(self.text.as_bytes()[at])] {
            NONE => 0,
            SPACE => 1,
            _ => {
                let first = self.text[at..].chars().next();
                first.filter(|c| is_space(*c)).map_or(0, char::len_utf8)
            }
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while self.at < self.text.len() {
            match self.space(self.at) {
                0 => break,
                width => self.at += width,
            }
        }
        let start = self.at;
        while self.at < self.text.len() && self.space(self.at) == 0 {
            // Only first bytes are ever white space, so the others of a character may be passed one by one.
            self.at += 1;
        }
        (start < self.at).then(|| Span::new(start, self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::{Pieces, is_space};
    use proptest::prelude::*;

    #[test]
    fn every_white_space_divides() {
        for space in (char::MIN..=char::MAX).filter(|c| is_space(*c)) {
            let text = format!("я{space}{space}b");
            let pieces: Vec<_> = Pieces::new(&text).map(|span| span.of(&text)).collect();
            assert_eq!(pieces, ["я", "b"], "{space:?}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_split(text in r"[\PC \n\u{a0}\u{2003}\u{3000}а-я]{0,60}") {
            let pieces: Vec<_> = Pieces::new(&text).map(|span| span.of(&text)).collect();
            let split: Vec<_> = text.split(is_space).filter(|piece| !piece.is_empty()).collect();
            prop_assert_eq!(pieces, split);
        }
    }
}
