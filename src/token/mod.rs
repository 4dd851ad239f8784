//! Words: where they are in a text and what each of them is.
//!
//! ```
//! use tolmach::token::{Kind, Options, Tokenizer};
//!
//! let tokenizer = Tokenizer::new(Options::default());
//! let text = "Nagorno-Karabakh, 21:00: the U.S. and 7,000 others";
//! let tokens = tokenizer.tokenize(text)?;
//! let words: Vec<_> = tokens.iter().map(|token| token.span.of(text)).collect();
//! assert_eq!(words, ["Nagorno-Karabakh", "21:00", "the", "U.S.", "and", "7,000", "others"]);
//! assert_eq!(tokens[1].kind, Kind::Time);
//! # Ok::<(), tolmach::Error>(())
//! ```

mod abbreviation;
pub(crate) mod address;
mod ascii;
mod batch;
mod clitic;
mod date;
mod evidence;
mod glue;
mod kind;
mod known;
mod normalize;
mod pattern;
mod segment;
pub mod sentence;
pub mod sklearn;
mod words;

pub use batch::TokenBatch;
pub use clitic::Clitics;
pub use kind::{Kind, Kinds};
pub use normalize::{Normalizer, Step};
pub use pattern::Pattern;
pub use segment::{DICTIONARY_LANGUAGES, Segment, Segments};

use crate::error::{Error, Result};
use crate::language::Language;
use crate::span::Span;
use evidence::Evidence;

/// A token: where it stands and what it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Token {
    /// Its bytes in the text.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a compound with hyphens is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Hyphens {
    /// One token: "Nagorno-Karabakh", "de-escalate".
    #[default]
    Whole,
    /// Its parts and the hyphens between them, as in UAX #29.
    Split,
}

impl Hyphens {
    /// `"whole"` or `"split"`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for any other name.
    pub fn from_name(name: &str) -> Result<Self> {
        whole_or_split("hyphens", name).map(|whole| if whole { Self::Whole } else { Self::Split })
    }
}

impl Clitics {
    /// `"whole"` or `"split"`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for any other name.
    pub fn from_name(name: &str) -> Result<Self> {
        whole_or_split("clitics", name).map(|whole| if whole { Self::Whole } else { Self::Split })
    }
}

fn whole_or_split(option: &'static str, name: &str) -> Result<bool> {
    match name {
        "whole" => Ok(true),
        "split" => Ok(false),
        other => Err(Error::InvalidOption {
            option,
            reason: format!("{other:?} is neither \"whole\" nor \"split\""),
        }),
    }
}

/// What a [`Tokenizer`] does beyond the boundaries of UAX #29, and which tokens it gives out.
#[derive(Clone, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own for the user"
)]
pub struct Options {
    /// The kinds that are given out; where none are named, [`Kinds::CONTENT`] of words, and everything that any other
    /// pattern finds.
    pub keep: Option<Kinds>,
    /// Keep the full stop of abbreviations and initials: "U.S.", "Mr.", "J. E. Smith".
    pub abbreviations: bool,
    /// The language whose abbreviations these are; those of all [languages](sentence::languages) where there is none.
    pub language: Option<Language>,
    /// Compounds with hyphens.
    pub hyphens: Hyphens,
    /// Words with clitics.
    pub clitics: Clitics,
    /// Keep addresses of web and mail, mentions and hashtags whole.
    pub addresses: bool,
    /// Keep dates and times of day whole.
    pub dates: bool,
    /// Cut words that scraping has glued together ("alsoArmenia's", "policy.Next") where the list of known words or the
    /// corpus, which is the batch or the single text, is evidence for both parts.
    pub repair_glued: bool,
    /// What is done to the characters of each token.
    pub normalizer: Normalizer,
}

impl Options {
    /// The boundaries of UAX #29 and nothing else.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            keep: None,
            abbreviations: false,
            language: None,
            hyphens: Hyphens::Split,
            clitics: Clitics::Whole,
            addresses: false,
            dates: false,
            repair_glued: false,
            normalizer: Normalizer::NONE,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            keep: None,
            abbreviations: true,
            language: None,
            hyphens: Hyphens::Whole,
            clitics: Clitics::Whole,
            addresses: true,
            dates: true,
            repair_glued: false,
            normalizer: Normalizer::NONE,
        }
    }
}

/// Cuts texts into tokens. It is plain data: share it between threads.
#[derive(Clone, Debug, Default)]
pub struct Tokenizer {
    pattern: Pattern,
    options: Options,
}

impl Tokenizer {
    /// A tokenizer of words with these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self::with_pattern(Pattern::Words, options)
    }

    /// A tokenizer with this pattern. Of the options, those that join and cut words serve [`Pattern::Words`] alone.
    #[must_use]
    pub fn with_pattern(pattern: Pattern, options: Options) -> Self {
        Self { pattern, options }
    }

    /// The options.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Calls `found` with each token of `text`, in their order. Tokens never overlap, are never empty, and lie on
    /// character boundaries; between them stands what was not kept.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPattern`] when a regular expression with look-around or
    /// references back gives up on this text; no other pattern fails.
    pub fn each(&self, text: &str, found: impl FnMut(Token)) -> Result<()> {
        let evidence = self.repairs().then(|| Evidence::of(text));
        self.each_by(text, evidence.as_ref(), found)
    }

    /// Whether glued words are looked for.
    fn repairs(&self) -> bool {
        self.options.repair_glued && matches!(self.pattern, Pattern::Words)
    }

    /// [`each`](Self::each) with what the corpus says of its words.
    fn each_by(&self, text: &str, evidence: Option<&Evidence>, mut found: impl FnMut(Token)) -> Result<()> {
        let keep = self.options.keep.unwrap_or(match self.pattern {
            Pattern::Words | Pattern::Uax29 => Kinds::CONTENT,
            Pattern::Sklearn | Pattern::Whitespace | Pattern::Regex(_) => Kinds::ALL.with(Kind::Space),
        });
        self.pattern.each(text, keep, &self.options, evidence, |token| {
            if keep.contains(token.kind) {
                found(token);
            }
        })
    }

    /// The tokens of `text`.
    ///
    /// # Errors
    ///
    /// As [`each`](Self::each).
    pub fn tokenize(&self, text: &str) -> Result<Vec<Token>> {
        let mut tokens = Vec::new();
        self.each(text, |token| tokens.push(token))?;
        Ok(tokens)
    }
}

/// The last character boundary of `text` at or before byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
