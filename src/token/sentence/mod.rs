//! Sentences: where they start and end in texts as they are scraped, with headings, bullets and missing spaces.
//!
//! ```
//! use tolmach::token::sentence::Splitter;
//!
//! let text = "At 5 p.m. Mr. Smith left.Next came J. E. Doe.\n\n  • The U.S. stayed\n18:19 GMT 05.10.2020";
//! let sentences: Vec<_> = Splitter::default().split(text).iter().map(|span| span.of(text)).collect();
//! assert_eq!(
//!     sentences,
//!     ["At 5 p.m. Mr. Smith left.", "Next came J. E. Doe.", "• The U.S. stayed", "18:19 GMT 05.10.2020"]
//! );
//! ```

mod abbreviations;
mod batch;
mod blocks;
mod ends;
mod lists;

use std::sync::LazyLock;

use icu_segmenter::options::SentenceBreakInvariantOptions;
use icu_segmenter::{SentenceSegmenter, SentenceSegmenterBorrowed};

pub use abbreviations::languages;
pub(super) use abbreviations::{Class, Knowledge};
pub use batch::SentenceBatch;

use crate::error::{Error, Result};
use crate::language::Language;
use crate::span::Span;
use ends::{Mark, Shape};

/// Whose rules say where a sentence ends.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Rules {
    /// Ours, for news as it is scraped. Sentences come without the white space around them.
    #[default]
    News,
    /// The boundaries of UAX #29. Sentences come with the white space behind them, and together are the text.
    Uax29,
}

impl Rules {
    /// `"news"` or `"uax29"`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for any other name.
    pub fn from_name(name: &str) -> Result<Self> {
        match name {
            "news" => Ok(Self::News),
            "uax29" => Ok(Self::Uax29),
            other => Err(Error::InvalidOption {
                option: "rules",
                reason: format!("{other:?} are no rules of sentences; known are \"news\" and \"uax29\""),
            }),
        }
    }
}

/// Cuts texts into sentences. It is plain data: share it between threads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Splitter {
    /// The language of the texts, whose abbreviations are then the only ones; without it, or where its abbreviations
    /// are not known, those of [all languages](languages) together.
    pub language: Option<Language>,
    /// Whose rules.
    pub rules: Rules,
}

impl Splitter {
    /// Calls `found` with the bytes of each sentence of `text`, in order. Between sentences stands white space only.
    pub fn each(self, text: &str, mut found: impl FnMut(Span)) {
        match self.rules {
            Rules::News => blocks::each(text, |block| self.block(text, block, &mut found)),
            Rules::Uax29 => uax29(text, found),
        }
    }

    /// The sentences of `text`.
    #[must_use]
    pub fn split(self, text: &str) -> Vec<Span> {
        let mut sentences = Vec::new();
        self.each(text, |span| sentences.push(span));
        sentences
    }

    /// The sentences of one block.
    fn block(self, text: &str, span: Span, found: &mut impl FnMut(Span)) {
        let block = span.of(text);
        let mut items = lists::starts(block).into_iter().peekable();
        let mut emit = |from: usize, to: usize| {
            let part = &block[from..to];
            let start = from + part.len() - part.trim_start().len();
            let end = start + part.trim().len();
            if start < end {
                found(Span::new(span.start + start, span.start + end));
            }
        };
        let (mut sentence, mut at) = (0, 0);
        while let Some(candidate) = find(block, at) {
            while let Some(start) = items.next_if(|start| *start <= candidate.start) {
                emit(sentence, start);
                sentence = start;
            }
            let mark = match candidate.what {
                What::Break if candidate.start > sentence => {
                    emit(sentence, candidate.start);
                    (sentence, at) = (candidate.start, candidate.end);
                    continue;
                }
                What::Break | What::Nothing => {
                    at = candidate.end;
                    continue;
                }
                What::Mark(shape) => candidate.mark(block, sentence, shape),
            };
            at = mark.closed.max(candidate.end);
            // A sentence ends, and dots with spaces say that something was left out before the next one.
            if mark.shape == Shape::Ellipsis && omission(block, candidate.start, candidate.end) {
                emit(sentence, candidate.start + 1);
                sentence = candidate.start + 1;
            } else if ends::ends(&mark, self.language) {
                emit(sentence, mark.closed);
                sentence = mark.closed;
            }
        }
        for start in items {
            emit(sentence, start);
            sentence = start;
        }
        emit(sentence, block.len());
    }
}

/// A place at which a sentence may end or start.
struct Candidate {
    start: usize,
    end: usize,
    what: What,
}

enum What {
    /// A mark that may end a sentence.
    Mark(Shape),
    /// A sentence starts here whatever stands before: a bullet, the end of a line.
    Break,
    /// None after all.
    Nothing,
}

impl Candidate {
    fn mark<'b>(&self, block: &'b str, sentence: usize, shape: Shape) -> Mark<'b> {
        Mark {
            block,
            sentence,
            start: self.start,
            end: self.end,
            closed: self.end + closing(&block[self.end..]),
            shape,
        }
    }
}

/// The first candidate at or behind byte `from`.
fn find(block: &str, from: usize) -> Option<Candidate> {
    let bytes = block.as_bytes();
    let mut at = from;
    loop {
        at += bytes
            .get(at..)?
            .iter()
            .position(|b| INTERESTING[usize::from(*b)])?;
        if let Some(candidate) = candidate(block, at) {
            return Some(candidate);
        }
        at += 1;
        while !block.is_char_boundary(at) {
            at += 1;
        }
    }
}

/// Bytes with which candidates start: ASCII marks, and the first bytes of the others.
const INTERESTING: [bool; 256] = {
    let mut bytes = [false; 256];
    let marks = [
        b'.', b'!', b'?', b':', b';', 0xcd, 0xd6, 0xd8, 0xdb, 0xdc, 0xe0, 0xe1, 0xe2, 0xe3, 0xef, 0xc2,
    ];
    let mut i = 0;
    while i < marks.len() {
        bytes[marks[i] as usize] = true;
        i += 1;
    }
    bytes
};

/// What stands at byte `at`, if it may end or start a sentence.
fn candidate(block: &str, at: usize) -> Option<Candidate> {
    let rest = &block[at..];
    let first = rest.chars().next()?;
    let end = at + first.len_utf8();
    let before = || block[..at].chars().next_back().unwrap_or(' ');
    let shape = match first {
        '.' | '…' | '．' => return Some(stops(block, at)),
        '!' | '?' | '؟' | '‼' | '⁇' | '⁈' | '⁉' | '‽' | '՞' => Shape::Strong,
        '。' | '！' | '？' | '｡' | '।' | '॥' | '։' | '۔' | '܀' | '።' | '፧' | '။' | '។' | '៕' => {
            Shape::Full
        }
        // What Greek asks and Armenian ends with, where they are typed with ASCII.
        ';' | '\u{37e}' if matches!(before(), 'α'..='ω' | 'ά'..='ώ') => Shape::Strong,
        ':' if matches!(before(), 'ա'..='և') => Shape::Strong,
        '•' | '‣' | '◦' | '⁃' | '▪' | '●' | '■' | '►' | '➤' | '\u{f0b7}' => {
            let bullet = before().is_whitespace() && rest.len() > first.len_utf8();
            return bullet.then_some(Candidate {
                start: at,
                end,
                what: What::Break,
            });
        }
        '\u{2028}' | '\u{2029}' | '\u{85}' => {
            return Some(Candidate {
                start: at,
                end,
                what: What::Break,
            });
        }
        _ => return None,
    };
    let more = |c: char| matches!(c, '!' | '?' | '.' | '…' | '؟' | '！' | '？' | '。' | '‽');
    let run = block[end..].find(|c| !more(c)).unwrap_or(block.len() - end);
    Some(Candidate {
        start: at,
        end: end + run,
        what: What::Mark(shape),
    })
}

/// The run of full stops at `at`, with single spaces between them or not, and with what else ends a sentence.
fn stops(block: &str, at: usize) -> Candidate {
    let mut end = at;
    let mut count = 0;
    let mut strong = false;
    loop {
        let rest = &block[end..];
        let Some(first) = rest.chars().next() else { break };
        match first {
            '.' | '．' => count += 1,
            '…' => count += 3,
            '!' | '?' => strong = true,
            ' ' | '\u{a0}' if rest[first.len_utf8()..].starts_with(['.', '…']) => {
                let after = rest[first.len_utf8()..].trim_start_matches(['.', '…']);
                // " .5" and " .com" are no ellipsis.
                if after.starts_with(char::is_alphanumeric) && count < 2 {
                    break;
                }
            }
            _ => break,
        }
        end += first.len_utf8();
    }
    let bracketed = block[..at].ends_with(['[', '(']) && block[end..].starts_with([']', ')']);
    let what = match (strong, count) {
        // "[...]" stands for words that were left out.
        _ if bracketed => What::Nothing,
        (true, _) => What::Mark(Shape::Strong),
        (false, 1) => What::Mark(Shape::Stop),
        _ => What::Mark(Shape::Ellipsis),
    };
    Candidate { start: at, end, what }
}

/// Whether the dots from `start` to `end` are a full stop behind a word and three more with spaces before them, and
/// something follows.
fn omission(block: &str, start: usize, end: usize) -> bool {
    let spaced = block[start..end]
        .strip_prefix('.')
        .is_some_and(|rest| rest == " . . .");
    spaced
        && !block[..start].ends_with(char::is_whitespace)
        && !block[end..].trim_start_matches(is_closing).is_empty()
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '）' | '】' | '＂'
    )
}

/// The bytes at the start of `rest` that belong to the sentence before: closing quotation marks and brackets,
/// numbers of footnotes.
fn closing(rest: &str) -> usize {
    let mut end = 0;
    while let Some(c) = rest[end..].chars().next() {
        let after = end + c.len_utf8();
        let follows = rest[after..].chars().next();
        match c {
            // These open in one language and close in another: they close what no letter follows.
            '"' | '\'' | '“' | '«' | '‹' | '’' if follows.is_some_and(char::is_alphanumeric) => break,
            '“' | '«' | '‹' => end = after,
            '[' => match footnote(&rest[end..]) {
                Some(length) => end += length,
                None => break,
            },
            c if is_closing(c) => end = after,
            _ => break,
        }
    }
    end
}

/// The length of the number of a footnote in brackets, "[12]".
fn footnote(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    ((1..=3).contains(&digits) && inner[digits..].starts_with(']')).then_some(digits + 2)
}

/// The sentences of UAX #29.
fn uax29(text: &str, mut found: impl FnMut(Span)) {
    static ICU: LazyLock<SentenceSegmenterBorrowed<'static>> =
        LazyLock::new(|| SentenceSegmenter::new(SentenceBreakInvariantOptions::default()));
    let mut start = 0;
    for end in ICU.segment_str(text).skip(1) {
        found(Span::new(start, end));
        start = end;
    }
}

#[cfg(test)]
mod tests;
