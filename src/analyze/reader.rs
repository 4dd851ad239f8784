//! Reads texts: the stages one after the other, each once for a distinct word where that is enough.

use crate::analyze::space::Pieces;
use crate::analyze::{Analyzer, Pattern, Unit, is_space};
use crate::lexicon::{DROPPED, Lexicon, UNKNOWN};
use crate::pages::Pages;
use crate::token::sklearn::Words;
use crate::vectorize::grams::{Grams, Space};

/// Reads texts one after the other; what it has learned about words stays.
#[derive(Debug, Default)]
pub struct Reader {
    lexicon: Lexicon,
    /// Lexicons of words in the languages of [`Analyzer::languages`], by their numbers.
    foreign: Vec<Lexicon>,
    words: Words,
    prepared: String,
    joined: String,
    ends: Vec<usize>,
    terms: Vec<u32>,
    nodes: Vec<u32>,
    /// The terms of characters by code point.
    characters: Vec<u32>,
    /// The features of each distinct padded word, by its row in the lexicon.
    expansions: Pages<u32>,
    expansion_ends: Pages<usize>,
    /// The rows of the words of a text.
    rows: Vec<u32>,
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
            foreign,
            words,
            terms,
            ..
        } = self;
        terms.clear();
        let lowered;
        let mut source = text;
        if matches!(analyzer.pattern, Pattern::Default | Pattern::Runs(_))
            && words.find(text, &analyzer.characters).context
            && lower
        {
            lowered = analyzer.characters.lower(text);
            words.find(&lowered, &analyzer.characters);
            source = &lowered;
        }
        if matches!(analyzer.pattern, Pattern::Default) && analyzer.languages.is_none() {
            let make = |raw: &[u8]| analyzer.make(raw, lower, 0, space);
            lexicon.terms(source.as_bytes(), words.iter(source), lower, make, terms);
            return;
        }
        let mut guide = analyzer.languages.as_ref().map(|languages| {
            foreign.resize_with(languages.len(), Lexicon::default);
            languages.guide(source)
        });
        let mut add = |text: &str, start: usize, length: usize, lower: bool| {
            let (language, lexicon) = match &mut guide {
                None => (0, &mut *lexicon),
                Some(guide) => {
                    let language = guide.at(start);
                    (language, foreign.get_mut(language).unwrap_or(lexicon))
                }
            };
            let term = lexicon.term(text.as_bytes(), start, length, lower, |raw| {
                analyzer.make(raw, lower, language, space)
            });
            if term != DROPPED {
                terms.push(term);
            }
        };
        match &analyzer.pattern {
            Pattern::Default => {
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
        let mut vocabulary = Grams::flat();
        self.lexicon = Lexicon::default();
        self.foreign.clear();
        self.words(analyzer, text, false, &mut vocabulary);
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
        let (mut lexicon, mut rows) = (std::mem::take(&mut self.lexicon), std::mem::take(&mut self.rows));
        rows.clear();
        let make = |raw: &[u8]| self.expand(analyzer, raw, lower, space);
        lexicon.terms(text.as_bytes(), Pieces::new(text), lower, make, &mut rows);
        let (expansions, ends) = (&*self.expansions, &*self.expansion_ends);
        for &row in &rows {
            let row = row as usize;
            let start = if row == 0 { 0 } else { ends[row - 1] };
            out.extend_from_slice(&expansions[start..ends[row]]);
        }
        (self.lexicon, self.rows) = (lexicon, rows);
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
        let (inside, whole) = (longest.min(terms.len() - 1), terms.len());
        let mut features = Vec::new();
        grams(&terms, &mut self.nodes, (shortest, inside), space, &mut features);
        if longest >= whole {
            grams(&terms, &mut self.nodes, (whole, whole), space, &mut features);
        }
        self.expansions.extend_from_slice(&features);
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
            space.extend_all(nodes, &terms[length - 1..]);
        }
        if length >= shortest {
            out.extend(nodes.iter().filter(|node| **node != UNKNOWN));
        }
    }
}
