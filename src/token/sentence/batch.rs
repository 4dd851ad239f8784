//! The sentences of many texts in flat vectors.

use super::Splitter;
use crate::batch::{Monitor, Workers};
use crate::error::{Error, Result};
use crate::span::CharCursor;

/// The sentences of a batch of texts, one after another.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SentenceBatch {
    /// The row of the text of each sentence.
    pub rows: Vec<i64>,
    /// The first code point of each sentence in its text.
    pub starts: Vec<u32>,
    /// The code point behind each sentence in its text.
    pub ends: Vec<u32>,
    /// Where the characters of each sentence start in `bytes`, with the number of all bytes at the end.
    pub string_offsets: Vec<i64>,
    /// The sentences one after another.
    pub bytes: Vec<u8>,
}

impl SentenceBatch {
    fn push(&mut self, splitter: Splitter, row: i64, text: &str) -> Result<()> {
        if u32::try_from(text.len()).is_err() {
            return Err(Error::TooLarge {
                what: format!("a text of {} bytes is more than 4 GiB; split it", text.len()),
            });
        }
        let mut cursor = CharCursor::new(text);
        splitter.each(text, |span| {
            let chars = cursor.span(span);
            self.rows.push(row);
            #[allow(
                clippy::cast_possible_truncation,
                reason = "no text is longer than a u32 counts"
            )]
            self.starts.push(chars.start as u32);
            #[allow(
                clippy::cast_possible_truncation,
                reason = "no text is longer than a u32 counts"
            )]
            self.ends.push(chars.end as u32);
            self.bytes.extend_from_slice(span.of(text).as_bytes());
            self.string_offsets.push(self.bytes.len().cast_signed() as i64);
        });
        Ok(())
    }

    fn append(&mut self, other: &Self) {
        let bytes = self.bytes.len().cast_signed() as i64;
        self.rows.extend_from_slice(&other.rows);
        self.starts.extend_from_slice(&other.starts);
        self.ends.extend_from_slice(&other.ends);
        self.string_offsets
            .extend(other.string_offsets[1..].iter().map(|at| at + bytes));
        self.bytes.extend_from_slice(&other.bytes);
    }
}

impl Splitter {
    /// The sentences of each text, in their order; the result does not depend on the number of threads. A missing
    /// text has none.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the monitor was cancelled, [`Error::TooLarge`] for a text of more than 4 GiB.
    pub fn split_batch(
        self,
        texts: &[Option<&str>],
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<SentenceBatch> {
        let rows: Vec<_> = (0_i64..).zip(texts.iter().copied()).collect();
        let pieces = workers.pieces(&rows, |(_, text)| text.map_or(0, str::len) + 64);
        // What a piece has done is counted text by text; the pieces themselves are no progress.
        let silent = Monitor::default();
        let parts = workers.map(&pieces, &silent, |piece| {
            let mut batch = SentenceBatch {
                string_offsets: vec![0],
                ..SentenceBatch::default()
            };
            for (row, text) in *piece {
                if let Some(text) = text {
                    batch.push(self, *row, text)?;
                }
                monitor.step(1)?;
            }
            Ok(batch)
        })?;
        let mut batch = SentenceBatch {
            string_offsets: vec![0],
            ..SentenceBatch::default()
        };
        for part in parts {
            batch.append(&part?);
        }
        Ok(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::{SentenceBatch, Splitter};
    use crate::batch::{Monitor, Workers};
    use proptest::prelude::*;

    fn batch(texts: &[Option<&str>], threads: usize) -> SentenceBatch {
        let workers = Workers::new(Some(threads)).unwrap();
        Splitter::default()
            .split_batch(texts, &workers, &Monitor::default())
            .unwrap()
    }

    #[test]
    fn flat_columns() {
        let found = batch(&[Some("Да. Нет."), None, Some(" One ")], 1);
        assert_eq!(found.rows, [0, 0, 2]);
        assert_eq!(
            (&found.starts[..], &found.ends[..]),
            (&[0, 4, 1][..], &[3, 8, 4][..])
        );
        assert_eq!(found.bytes, "Да.Нет.One".as_bytes());
        assert_eq!(found.string_offsets, [0, 5, 12, 15]);
    }

    proptest! {
        #[test]
        fn threads_change_nothing(texts in prop::collection::vec(any::<Option<String>>(), 0..40)) {
            let texts: Vec<_> = texts.iter().map(Option::as_deref).collect();
            prop_assert_eq!(batch(&texts, 1), batch(&texts, 3));
        }
    }
}
