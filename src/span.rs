//! Where something stands in a text: byte ranges, and the only place that turns bytes into characters.
//!
//! ```
//! use tolmach::span::{CharCursor, Span};
//!
//! let text = "Read «Видео дня» now";
//! let start = text.find("Видео").unwrap();
//! let span = Span::new(start, start + "Видео дня".len());
//! assert_eq!(span.of(text), "Видео дня");
//! let mut cursor = CharCursor::new(text);
//! assert_eq!(cursor.span(span), Span::new(6, 15));
//! ```

/// A half-open range of positions in a text: bytes everywhere in this crate, code points once a
/// [`CharCursor`] has converted it.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Span {
    /// First position inside.
    pub start: usize,
    /// First position after.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The part of `text` that a byte span covers.
    ///
    /// # Panics
    ///
    /// If the span does not lie on character boundaries inside `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Number of positions inside.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is inside.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Converts byte offsets of one text into code-point offsets, moving forward only.
///
/// A text of pure ASCII costs one scan and nothing per offset; any other costs one more pass over the bytes up
/// to the last offset asked for, whatever the number of offsets.
#[derive(Clone, Debug)]
pub struct CharCursor<'t> {
    bytes: &'t [u8],
    ascii: bool,
    byte: usize,
    chars: usize,
}

impl<'t> CharCursor<'t> {
    /// A cursor at the start of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            ascii: text.is_ascii(),
            byte: 0,
            chars: 0,
        }
    }

    /// The number of code points before byte offset `byte`.
    ///
    /// Offsets may come in any order; each step back to before the last one starts the count again.
    ///
    /// # Panics
    ///
    /// If `byte` lies behind the end of the text.
    pub fn at(&mut self, byte: usize) -> usize {
        if self.ascii {
            assert!(
                byte <= self.bytes.len(),
                "offset {byte} lies behind the end of the text"
            );
            return byte;
        }
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += count_chars(&self.bytes[self.byte..byte]);
        self.byte = byte;
        self.chars
    }

    /// The code-point range of a byte range.
    pub fn span(&mut self, span: Span) -> Span {
        let start = self.at(span.start);
        Span::new(start, self.at(span.end))
    }
}

/// Code points that start in `bytes`: every byte but the continuation bytes `10xxxxxx`.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b.cast_signed() >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::{CharCursor, Span};
    use proptest::prelude::*;

    #[test]
    fn ascii_offsets_are_byte_offsets() {
        assert_eq!(CharCursor::new("abc").span(Span::new(1, 3)), Span::new(1, 3));
    }

    #[test]
    fn a_step_back_counts_again() {
        let mut cursor = CharCursor::new("яблоко");
        assert_eq!((cursor.at(12), cursor.at(4), cursor.at(6)), (6, 2, 3));
    }

    proptest! {
        #[test]
        fn agrees_with_char_indices(text in any::<String>()) {
            let mut cursor = CharCursor::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(cursor.at(byte), chars);
            }
            prop_assert_eq!(cursor.at(text.len()), text.chars().count());
        }
    }
}
