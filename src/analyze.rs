//! The only place where the stages meet: from a text to its features, in scikit-learn's order.
//!
//! ```text
//! text → lower case, accents → words → stop list → stem → n-grams       (words)
//!                            → white space → n-grams                    (characters)
//! ```
//!
//! The stages of words run once for each distinct word, wherever that cannot be told from running them over the
//! whole text, as scikit-learn does.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use regex::Regex;

use crate::lexicon::{DROPPED, Lexicon, Strings, UNKNOWN};
use crate::token::sklearn::{Characters, Words};
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

/// A function from a word to its stem.
pub type Stem = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// How a text becomes features: fixed for all texts of a vectoriser.
#[derive(Clone)]
pub struct Analyzer {
    /// What features are made of.
    pub unit: Unit,
    /// How many units the shortest and the longest feature has.
    pub lengths: (usize, usize),
    /// Whether capitals become small.
    pub lowercase: bool,
    /// Whether and how accents go.
    pub accents: Option<Accents>,
    /// Words that are left out, in the form they have before stemming.
    pub stop_words: Strings,
    /// What a word is.
    pub pattern: Pattern,
    /// What becomes of a word that is kept.
    pub stem: Option<Stem>,
    /// Which characters make words.
    pub characters: Arc<Characters>,
}

impl fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Analyzer")
            .field("unit", &self.unit)
            .field("lengths", &self.lengths)
            .finish_non_exhaustive()
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Self {
            unit: Unit::Word,
            lengths: (1, 1),
            lowercase: true,
            accents: None,
            stop_words: Strings::default(),
            pattern: Pattern::Default,
            stem: None,
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

    /// The term of a raw word that was not seen before.
    fn make(&self, raw: &[u8], lower: bool, space: &mut impl Space) -> u32 {
        let lowered;
        let mut word = raw;
        if lower && !raw.is_ascii() {
            lowered = self
                .characters
                .lower(std::str::from_utf8(raw).unwrap_or_default());
            word = lowered.as_bytes();
        }
        if self.unit != Unit::Word {
            return space.term(word);
        }
        if self.stop_words.position(word).is_some() {
            return DROPPED;
        }
        match &self.stem {
            Some(stem) => space.term(stem(std::str::from_utf8(word).unwrap_or_default()).as_bytes()),
            None => space.term(word),
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

/// Python's white space: that of Unicode, and the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// Reads texts one after the other; what it has learned about words stays.
#[derive(Debug, Default)]
pub struct Reader {
    lexicon: Lexicon,
    words: Words,
    prepared: String,
    joined: String,
    ends: Vec<usize>,
    terms: Vec<u32>,
    nodes: Vec<u32>,
    /// The terms of characters by code point.
    characters: Vec<u32>,
    /// The features of each distinct padded word, by its row in the lexicon.
    expansions: Vec<u32>,
    expansion_ends: Vec<usize>,
}

impl Reader {
    /// Appends the features of a text, in the order in which scikit-learn's analyzer yields them.
    ///
    /// What `space` does not hold is left out. A `ready` text has gone through the stages before the words.
    pub fn features(
        &mut self,
        analyzer: &Analyzer,
        text: &str,
        ready: bool,
        space: &mut impl Space,
        out: &mut Vec<u32>,
    ) {
        let mut prepared = std::mem::take(&mut self.prepared);
        let (text, lower) = analyzer.prepare(text, ready, &mut prepared);
        match analyzer.unit {
            Unit::Word if analyzer.lengths.1 > 1 && analyzer.is_flat() => {
                self.joined(analyzer, text, space, out);
            }
            Unit::Word => {
                self.words(analyzer, text, lower, space);
                if analyzer.is_flat() {
                    out.extend(self.terms.iter().filter(|term| **term != UNKNOWN));
                } else {
                    grams(&self.terms, &mut self.nodes, analyzer.lengths, space, out);
                }
            }
            Unit::Char => {
                self.characters(text, space);
                grams(&self.terms, &mut self.nodes, analyzer.lengths, space, out);
            }
            Unit::CharInWord => self.padded(analyzer, text, lower, space, out),
        }
        self.prepared = prepared;
    }

    /// The terms of the words that are kept.
    fn words(&mut self, analyzer: &Analyzer, text: &str, lower: bool, space: &mut impl Space) {
        let Self {
            lexicon,
            words,
            terms,
            ..
        } = self;
        terms.clear();
        let mut add = |text: &str, start: usize, length: usize, lower: bool| {
            let term = lexicon.term(text.as_bytes(), start, length, lower, |raw| {
                analyzer.make(raw, lower, space)
            });
            if term != DROPPED {
                terms.push(term);
            }
        };
        match &analyzer.pattern {
            Pattern::Default => {
                let lowered;
                let mut source = text;
                if words.find(text, &analyzer.characters).context && lower {
                    lowered = analyzer.characters.lower(text);
                    words.find(&lowered, &analyzer.characters);
                    source = &lowered;
                }
                for span in words.iter(source) {
                    add(source, span.start, span.len(), lower);
                }
            }
            Pattern::Matches(regex) => {
                for found in regex.find_iter(text) {
                    add(text, found.start(), found.len(), false);
                }
            }
            Pattern::Runs(regex) => {
                words.find(text, &analyzer.characters);
                for span in words.runs() {
                    if regex.is_match(span.of(text)) {
                        add(text, span.start, span.len(), false);
                    }
                }
            }
        }
    }

    /// N-grams of words as strings.
    fn joined(&mut self, analyzer: &Analyzer, text: &str, space: &mut impl Space, out: &mut Vec<u32>) {
        // The words are numbered apart from the features, in a table of this text's own.
        let mut vocabulary = crate::vectorize::grams::Grams::flat();
        let mut lexicon = std::mem::take(&mut self.lexicon);
        self.words(analyzer, text, false, &mut vocabulary);
        std::mem::swap(&mut self.lexicon, &mut lexicon);
        let Self {
            joined, ends, terms, ..
        } = self;
        joined.clear();
        ends.clear();
        for term in terms.iter() {
            if !joined.is_empty() || !ends.is_empty() {
                joined.push(' ');
            }
            joined.push_str(std::str::from_utf8(vocabulary.terms().get(*term as usize)).unwrap_or_default());
            ends.push(joined.len());
        }
        for length in analyzer.lengths.0..=analyzer.lengths.1.min(ends.len()) {
            for first in 0..=ends.len() - length {
                let start = if first == 0 { 0 } else { ends[first - 1] + 1 };
                let feature = space.term(&joined.as_bytes()[start..ends[first + length - 1]]);
                if feature != UNKNOWN {
                    out.push(feature);
                }
            }
        }
    }

    /// The terms of the characters, runs of white space taken as one space.
    fn characters(&mut self, text: &str, space: &mut impl Space) {
        self.terms.clear();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if is_space(c) {
                let mut ahead = rest.clone();
                let more = ahead.by_ref().take_while(|c| is_space(*c)).count();
                for _ in 0..more {
                    rest.next();
                }
                let one = if more > 0 { ' ' } else { c };
                let term = self.character(one, space);
                self.terms.push(term);
            } else {
                let term = self.character(c, space);
                self.terms.push(term);
            }
        }
    }

    /// The term of a character.
    fn character(&mut self, c: char, space: &mut impl Space) -> u32 {
        let code = c as usize;
        if code >= self.characters.len() {
            self.characters
                .resize((code + 1).next_power_of_two().max(256), DROPPED);
        }
        if self.characters[code] == DROPPED {
            self.characters[code] = space.term(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.characters[code]
    }

    /// The n-grams of characters inside words.
    fn padded(
        &mut self,
        analyzer: &Analyzer,
        text: &str,
        lower: bool,
        space: &mut impl Space,
        out: &mut Vec<u32>,
    ) {
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            let start = word.as_ptr().addr() - text.as_ptr().addr();
            let mut lexicon = std::mem::take(&mut self.lexicon);
            let row = lexicon.term(text.as_bytes(), start, word.len(), lower, |raw| {
                self.expand(analyzer, raw, lower, space)
            });
            self.lexicon = lexicon;
            let row = row as usize;
            let start = if row == 0 { 0 } else { self.expansion_ends[row - 1] };
            out.extend_from_slice(&self.expansions[start..self.expansion_ends[row]]);
        }
    }

    /// Finds the features of a padded word and gives them a row.
    fn expand(&mut self, analyzer: &Analyzer, raw: &[u8], lower: bool, space: &mut impl Space) -> u32 {
        let raw = std::str::from_utf8(raw).unwrap_or_default();
        let lowered;
        let word = if lower {
            lowered = analyzer.characters.lower(raw);
            &lowered
        } else {
            raw
        };
        let mut terms = vec![self.character(' ', space)];
        for c in word.chars() {
            terms.push(self.character(c, space));
        }
        terms.push(self.character(' ', space));
        let (shortest, longest) = analyzer.lengths;
        // A word no longer than the n-gram is counted once, whole.
        let inside = longest.min(terms.len() - 1);
        grams(
            &terms,
            &mut self.nodes,
            (shortest, inside),
            space,
            &mut self.expansions,
        );
        if longest >= terms.len() {
            let whole = terms.len();
            grams(
                &terms,
                &mut self.nodes,
                (whole, whole),
                space,
                &mut self.expansions,
            );
        }
        self.expansion_ends.push(self.expansions.len());
        u32::try_from(self.expansion_ends.len() - 1).unwrap_or(0)
    }

    /// Distinct raw tokens seen.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.lexicon.len()
    }
}

/// Appends all runs of `lengths` consecutive terms, shorter ones first.
fn grams(
    terms: &[u32],
    nodes: &mut Vec<u32>,
    (shortest, longest): (usize, usize),
    space: &mut impl Space,
    out: &mut Vec<u32>,
) {
    nodes.clear();
    nodes.extend(terms.iter().map(|term| space.root(*term)));
    for length in 1..=longest.min(terms.len()) {
        if length > 1 {
            nodes.truncate(terms.len() - length + 1);
            for (node, last) in nodes.iter_mut().zip(&terms[length - 1..]) {
                *node = space.extend(*node, *last);
            }
        }
        if length >= shortest {
            out.extend(nodes.iter().filter(|node| **node != UNKNOWN));
        }
    }
}
