//! Words: where they are in a text and what each of them is.
//!
//! ```
//! use tolmach::token::{Kind, Options, Tokenizer};
//!
//! let tokenizer = Tokenizer::new(Options::default());
//! let text = "Nagorno-Karabakh, 21:00: the U.S. and 7,000 others";
//! let tokens = tokenizer.tokenize(text);
//! let words: Vec<_> = tokens.iter().map(|token| token.span.of(text)).collect();
//! assert_eq!(words, ["Nagorno-Karabakh", "21:00", "the", "U.S.", "and", "7,000", "others"]);
//! assert_eq!(tokens[1].kind, Kind::Time);
//! ```

mod address;
mod clitic;
mod date;
mod kind;
mod segment;
mod words;

pub use clitic::Clitics;
pub use kind::{Kind, Kinds};
pub use segment::{Segment, Segments};

use crate::span::Span;

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

/// What a [`Tokenizer`] does beyond the boundaries of UAX #29, and which tokens it gives out.
#[derive(Clone, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own for the user"
)]
pub struct Options {
    /// The kinds that are given out.
    pub keep: Kinds,
    /// Keep the full stop of abbreviations and initials: "U.S.", "Mr.", "J. E. Smith".
    pub abbreviations: bool,
    /// Compounds with hyphens.
    pub hyphens: Hyphens,
    /// Words with clitics.
    pub clitics: Clitics,
    /// Keep addresses of web and mail, mentions and hashtags whole.
    pub addresses: bool,
    /// Keep dates and times of day whole.
    pub dates: bool,
}

impl Options {
    /// The boundaries of UAX #29 and nothing else.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            keep: Kinds::CONTENT,
            abbreviations: false,
            hyphens: Hyphens::Split,
            clitics: Clitics::Whole,
            addresses: false,
            dates: false,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            keep: Kinds::CONTENT,
            abbreviations: true,
            hyphens: Hyphens::Whole,
            clitics: Clitics::Whole,
            addresses: true,
            dates: true,
        }
    }
}

/// Cuts texts into tokens. It is plain data: share it between threads.
#[derive(Clone, Debug, Default)]
pub struct Tokenizer {
    options: Options,
}

impl Tokenizer {
    /// A tokenizer with these options.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self { options }
    }

    /// The options.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Calls `found` with each token of `text`, in their order. Tokens never overlap, are never empty, and lie on
    /// character boundaries; between them stands what was not kept.
    pub fn each(&self, text: &str, mut found: impl FnMut(Token)) {
        let keep = self.options.keep;
        words::each(text, &self.options, |token| {
            if keep.contains(token.kind) {
                found(token);
            }
        });
    }

    /// The tokens of `text`.
    #[must_use]
    pub fn tokenize(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.each(text, |token| tokens.push(token));
        tokens
    }
}
