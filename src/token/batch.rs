//! The tokens of many texts in a few flat vectors, which Arrow and `NumPy` take over as they are.

use super::evidence::Evidence;
use super::{Kind, Normalizer, Options, Token, Tokenizer};
use crate::batch::{Monitor, Workers};
use crate::error::{Error, Result};
use crate::span::{CharCursor, Span};

/// The length of tokens that are copied at once.
const SHORT: usize = 16;

/// The tokens of a batch of texts, one after another.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TokenBatch {
    /// Where the tokens of each text start, with the number of all tokens at the end.
    pub offsets: Vec<i64>,
    /// Whether each text is there.
    pub present: Vec<bool>,
    /// The first code point of each token in its text.
    pub starts: Vec<u32>,
    /// The code point behind each token in its text.
    pub ends: Vec<u32>,
    /// What each token is.
    pub kinds: Vec<Kind>,
    /// Where the characters of each token start in `bytes`, with the number of all bytes at the end.
    pub string_offsets: Vec<i64>,
    /// The normalised forms of all tokens, one after another.
    pub bytes: Vec<u8>,
}

impl TokenBatch {
    fn new() -> Self {
        Self {
            offsets: vec![0],
            string_offsets: vec![0],
            ..Self::default()
        }
    }

    /// Appends the tokens of one more text.
    fn push(&mut self, tokenizer: &Tokenizer, text: Option<&str>, evidence: Option<&Evidence>) -> Result<()> {
        self.present.push(text.is_some());
        if let Some(text) = text {
            if u32::try_from(text.len()).is_err() {
                return Err(Error::TooLarge {
                    what: format!("a text of {} bytes is more than 4 GiB; split it", text.len()),
                });
            }
            let normalizer = tokenizer.options().normalizer;
            if text.is_ascii() {
                tokenizer.each_by(text, evidence, |token| {
                    self.token(token, token.span, text, normalizer);
                })?;
            } else {
                let mut cursor = CharCursor::new(text);
                tokenizer.each_by(text, evidence, |token| {
                    self.token(token, cursor.span(token.span), text, normalizer);
                })?;
            }
        }
        self.offsets.push(self.starts.len().cast_signed() as i64);
        Ok(())
    }

    /// Appends a token with its place in code points.
    #[inline]
    fn token(&mut self, token: Token, chars: Span, text: &str, normalizer: Normalizer) {
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
        self.kinds.push(token.kind);
        let Span { start, end } = token.span;
        let bytes = text.as_bytes();
        if !normalizer.is_empty() {
            let form = normalizer.apply(&text[start..end]);
            self.bytes.extend_from_slice(form.as_bytes());
        } else if let Some(wide) = bytes[start..].first_chunk::<SHORT>()
            && end - start <= SHORT
        {
            // Copying a fixed number of bytes is one instruction; nearly every word is shorter.
            let length = self.bytes.len() + (end - start);
            self.bytes.extend_from_slice(wide);
            self.bytes.truncate(length);
        } else {
            self.bytes.extend_from_slice(&bytes[start..end]);
        }
        self.string_offsets.push(self.bytes.len().cast_signed() as i64);
    }

    /// Makes room for the tokens of `texts`, as many as news has, so that the vectors grow seldom.
    fn reserve(&mut self, texts: &[Option<&str>]) {
        const BYTES_PER_TOKEN: usize = 5;
        let bytes: usize = texts.iter().flatten().map(|text| text.len()).sum();
        let tokens = bytes / BYTES_PER_TOKEN;
        self.offsets.reserve(texts.len());
        self.present.reserve(texts.len());
        self.starts.reserve(tokens);
        self.ends.reserve(tokens);
        self.kinds.reserve(tokens);
        self.string_offsets.reserve(tokens);
        self.bytes.reserve(bytes + SHORT);
    }

    /// Appends a batch.
    fn append(&mut self, other: &Self) {
        let tokens = self.starts.len().cast_signed() as i64;
        let bytes = self.bytes.len().cast_signed() as i64;
        self.offsets
            .extend(other.offsets[1..].iter().map(|at| at + tokens));
        self.string_offsets
            .extend(other.string_offsets[1..].iter().map(|at| at + bytes));
        self.present.extend_from_slice(&other.present);
        self.starts.extend_from_slice(&other.starts);
        self.ends.extend_from_slice(&other.ends);
        self.kinds.extend_from_slice(&other.kinds);
        self.bytes.extend_from_slice(&other.bytes);
    }

    /// The row of the text of each token.
    #[must_use]
    pub fn rows(&self) -> Vec<i64> {
        let mut rows = Vec::with_capacity(self.starts.len());
        for (row, pair) in (0_i64..).zip(self.offsets.windows(2)) {
            rows.extend((pair[0]..pair[1]).map(|_| row));
        }
        rows
    }
}

impl Tokenizer {
    /// The tokens of each text, in their order; the result does not depend on the number of threads.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the monitor was cancelled, [`Error::TooLarge`] for a text of more than 4 GiB, and
    /// what [`each`](Self::each) may fail with.
    pub fn tokenize_batch(
        &self,
        texts: &[Option<&str>],
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<TokenBatch> {
        let pieces = workers.pieces(texts, |text| text.map_or(0, str::len) + 64);
        // What a piece has done is counted text by text; the pieces themselves are no progress.
        let silent = Monitor::default();
        let evidence = if self.repairs() {
            Some(evidence(&pieces, workers, monitor)?)
        } else {
            None
        };
        let parts = workers.map(&pieces, &silent, |piece| {
            let mut batch = TokenBatch::new();
            batch.reserve(piece);
            for text in *piece {
                batch.push(self, *text, evidence.as_ref())?;
                monitor.step(1)?;
            }
            Ok(batch)
        })?;
        let mut parts = parts.into_iter();
        let mut batch = parts.next().unwrap_or_else(|| Ok(TokenBatch::new()))?;
        for part in parts {
            batch.append(&part?);
        }
        Ok(batch)
    }

    /// The words and numbers of each text that [`Options::repair_glued`] cuts, as they stand there, glued.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the monitor was cancelled.
    pub fn glued_batch(
        &self,
        texts: &[Option<&str>],
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Vec<Vec<Span>>> {
        let pieces = workers.pieces(texts, |text| text.map_or(0, str::len) + 64);
        let evidence = evidence(&pieces, workers, monitor)?;
        let whole = Self::new(Options {
            repair_glued: false,
            ..self.options().clone()
        });
        workers
            .map(texts, monitor, |text| {
                text.map_or(Ok(Vec::new()), |text| {
                    let mut starts = Vec::new();
                    whole.each_by(text, Some(&evidence), |token| starts.push(token.span.start))?;
                    let mut starts = starts.into_iter().peekable();
                    let mut glued = Vec::new();
                    whole.each_by(text, None, |token| {
                        while starts.next_if(|start| *start <= token.span.start).is_some() {}
                        if starts.peek().is_some_and(|start| *start < token.span.end) {
                            glued.push(token.span);
                        }
                    })?;
                    Ok(glued)
                })
            })?
            .into_iter()
            .collect()
    }
}

/// What the batch as a whole says of its words.
fn evidence(pieces: &[&[Option<&str>]], workers: &Workers, monitor: &Monitor) -> Result<Evidence> {
    let silent = Monitor::default();
    let parts = workers.map(pieces, &silent, |piece| {
        let mut evidence = Evidence::default();
        for text in piece.iter().flatten() {
            evidence.add(text);
            monitor.step(0)?;
        }
        Ok(evidence)
    })?;
    let mut all = Evidence::default();
    for part in parts {
        all.merge(part?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::TokenBatch;
    use crate::batch::{Monitor, Workers};
    use crate::error::Error;
    use crate::token::{Normalizer, Options, Step, Tokenizer};
    use proptest::prelude::*;

    fn batch(texts: &[Option<&str>], threads: usize) -> TokenBatch {
        let normalizer = Normalizer::new([Step::Lowercase]);
        let tokenizer = Tokenizer::new(Options {
            normalizer,
            repair_glued: true,
            ..Options::default()
        });
        let workers = Workers::new(Some(threads)).unwrap();
        tokenizer
            .tokenize_batch(texts, &workers, &Monitor::default())
            .unwrap()
    }

    #[test]
    fn flat_columns() {
        let found = batch(&[Some("Видео дня"), None, Some(""), Some("U.S.")], 1);
        assert_eq!(found.offsets, [0, 2, 2, 2, 3]);
        assert_eq!(found.present, [true, false, true, true]);
        assert_eq!(
            (&found.starts[..], &found.ends[..]),
            (&[0, 6, 0][..], &[5, 9, 4][..])
        );
        assert_eq!(found.string_offsets, [0, 10, 16, 20]);
        assert_eq!(found.bytes, "видеодняu.s.".as_bytes());
        assert_eq!(found.rows(), [0, 0, 3]);
        assert_eq!(batch(&[], 2).offsets, [0]);
    }

    #[test]
    fn glued_words_are_found_where_they_stand() {
        let texts = [
            Some("Read alsoArmenia's note.\nLatest newsThe Use"),
            None,
            Some("YouTube"),
        ];
        let workers = Workers::new(Some(1)).unwrap();
        let found = Tokenizer::default()
            .glued_batch(&texts, &workers, &Monitor::default())
            .unwrap();
        let words: Vec<_> = found[0]
            .iter()
            .map(|span| span.of(texts[0].unwrap_or_default()))
            .collect();
        assert_eq!(words, ["alsoArmenia's", "newsThe"]);
        assert_eq!(found[1..], [vec![], vec![]]);
    }

    #[test]
    fn a_cancelled_batch_says_so() {
        let monitor = Monitor::default();
        monitor.cancel();
        let workers = Workers::new(Some(1)).unwrap();
        let result = Tokenizer::default().tokenize_batch(&[Some("a")], &workers, &monitor);
        assert_eq!(result, Err(Error::Interrupted));
    }

    proptest! {
        #[test]
        fn threads_change_nothing(texts in prop::collection::vec(any::<Option<String>>(), 0..40)) {
            let texts: Vec<_> = texts.iter().map(Option::as_deref).collect();
            prop_assert_eq!(batch(&texts, 1), batch(&texts, 3));
        }
    }
}
