//! The only place where the stages meet: from a text to its features, in scikit-learn's order.
//!
//! ```text
//! text → lower case, accents → words → stop list → stem → n-grams       (words)
//!                            → white space → n-grams                    (characters)
//! ```
//!
//! The stages of words run once for each distinct word, wherever that cannot be told from running them over the
//! whole text, as scikit-learn does.

pub mod locate;
mod reader;
mod space;
pub mod treatment;

pub use reader::Reader;
use space::is_space;

use std::collections::HashMap;
use std::sync::Arc;

use regex::Regex;

use crate::analyze::treatment::{Languages, Treatment};
use crate::lexicon::DROPPED;
use crate::token::sklearn::Characters;
use crate::vectorize::grams::Space;

/// What a feature is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    /// Runs of words.
    Word,
    /// Runs of characters of the whole text.
    Char,
    /// Runs of characters inside words, which are padded with a space on both sides.
    CharInWord,
}

/// What a word is.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// scikit-learn's default: two or more of Python's word characters.
    Default,
    /// The matches of an expression.
    Matches(Regex),
    /// Runs of Python's word characters that an expression matches as a whole.
    Runs(Regex),
}

/// Replacements of single characters that take accents off.
#[derive(Clone, Debug, Default)]
pub struct Accents {
    /// What each character becomes; others stay.
    pub replacements: HashMap<char, Box<str>>,
    /// Whether whatever is not ASCII afterwards goes.
    pub ascii: bool,
}

/// How a text becomes features: fixed for all texts of a vectoriser.
#[derive(Clone, Debug)]
pub struct Analyzer {
    /// What features are made of.
    pub unit: Unit,
    /// How many units the shortest and the longest feature has.
    pub lengths: (usize, usize),
    /// Whether capitals become small.
    pub lowercase: bool,
    /// Whether and how accents go.
    pub accents: Option<Accents>,
    /// What a word is.
    pub pattern: Pattern,
    /// What becomes of a word; where `languages` are there, of a word in none of them.
    pub plain: Treatment,
    /// What becomes of a word in the language of its span.
    pub languages: Option<Languages>,
    /// Which characters make words.
    pub characters: Arc<Characters>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self {
            unit: Unit::Word,
            lengths: (1, 1),
            lowercase: true,
            accents: None,
            pattern: Pattern::Default,
            plain: Treatment::default(),
            languages: None,
            characters: Arc::clone(Characters::shared()),
        }
    }
}

impl Analyzer {
    /// Whether a feature is always a single term: n-grams of words that may hold spaces are told apart by their
    /// text alone, as are single words.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.unit == Unit::Word && (self.lengths.1 == 1 || !matches!(self.pattern, Pattern::Default))
    }

    /// Whether the names of features are their parts with a space between.
    #[must_use]
    pub fn joins_words(&self) -> bool {
        self.unit == Unit::Word
    }

    /// The treatment of words in a language, by its number.
    fn treatment(&self, language: usize) -> &Treatment {
        let languages = self.languages.as_ref();
        languages
            .and_then(|languages| languages.treatment(language))
            .unwrap_or(&self.plain)
    }

    /// The term of a raw word that was not seen before in its language.
    fn make(&self, raw: &[u8], lower: bool, language: usize, space: &mut impl Space) -> u32 {
        let lowered;
        let mut word = raw;
        if lower && !raw.is_ascii() {
            lowered = self
                .characters
                .lower(std::str::from_utf8(raw).unwrap_or_default());
            word = lowered.as_bytes();
        }
        let mut scratch = Vec::new();
        match self.treatment(language).form(word, &mut scratch) {
            Some(form) => space.term(form),
            None => DROPPED,
        }
    }

    /// The whole text with the stages before the words done, or what is left to do for each word.
    fn prepare<'t>(&self, text: &'t str, ready: bool, scratch: &'t mut String) -> (&'t str, bool) {
        if ready || !(self.lowercase || self.accents.is_some()) {
            return (text, false);
        }
        let accents = self.accents.as_ref().filter(|_| !text.is_ascii());
        let by_word = match self.unit {
            Unit::Word => matches!(self.pattern, Pattern::Default),
            Unit::CharInWord => true,
            Unit::Char => false,
        };
        if by_word && accents.is_none() {
            return (text, self.lowercase);
        }
        *scratch = if self.lowercase {
            self.characters.lower(text)
        } else {
            text.to_owned()
        };
        if let Some(accents) = accents {
            *scratch = accents.strip(scratch);
        }
        (scratch, false)
    }
}

impl Accents {
    /// The text without accents.
    fn strip(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match self.replacements.get(&c) {
                Some(plain) if self.ascii => out.extend(plain.chars().filter(char::is_ascii)),
                Some(plain) => out.push_str(plain),
                None if self.ascii && !c.is_ascii() => {}
                None => out.push(c),
            }
        }
        out
    }
}
