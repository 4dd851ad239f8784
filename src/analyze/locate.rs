//! Where in a text a feature came from.

use crate::analyze::{Analyzer, Pattern, Unit, is_space};
use crate::span::Span;
use crate::token::sklearn::Words;

/// A part of the analysed text: what it is counted as, and the bytes of the source that it came from.
type Piece = (String, Span);

/// The byte ranges of `text` that are counted as `term`, in the order of their ends; n-grams may overlap.
///
/// The padding of words in [`Unit::CharInWord`] has no place in the text: an n-gram with it covers what is left.
///
/// ```
/// use tolmach::analyze::{Analyzer, locate::locate};
///
/// let text = "The DOG and the dog";
/// let found: Vec<_> = locate(&Analyzer::default(), text, "dog").iter().map(|span| span.of(text)).collect();
/// assert_eq!(found, ["DOG", "dog"]);
/// ```
#[must_use]
pub fn locate(analyzer: &Analyzer, text: &str, term: &str) -> Vec<Span> {
    let source = Source::new(analyzer, text);
    let mut found = Vec::new();
    match analyzer.unit {
        Unit::Word => runs(&source.words(analyzer), analyzer.lengths, " ", term, &mut found),
        Unit::Char => runs(&source.characters(), analyzer.lengths, "", term, &mut found),
        Unit::CharInWord => {
            for word in source.padded() {
                let (shortest, longest) = analyzer.lengths;
                runs(
                    &word,
                    (shortest, longest.min(word.len() - 1)),
                    "",
                    term,
                    &mut found,
                );
                if longest >= word.len() {
                    runs(&word, (word.len(), word.len()), "", term, &mut found);
                }
            }
        }
    }
    found.retain(|span| !span.is_empty());
    found.sort_unstable_by_key(|span| (span.end, span.start));
    found.dedup();
    found
}

/// Adds every run of pieces that reads as `term`.
fn runs(pieces: &[Piece], lengths: (usize, usize), between: &str, term: &str, found: &mut Vec<Span>) {
    for first in 0..pieces.len() {
        let mut rest = term;
        for (count, (name, span)) in (1..=lengths.1).zip(&pieces[first..]) {
            if count > 1 {
                match rest.strip_prefix(between) {
                    Some(after) => rest = after,
                    None => break,
                }
            }
            match rest.strip_prefix(name.as_str()) {
                Some(after) => rest = after,
                None => break,
            }
            if rest.is_empty() && count >= lengths.0 {
                let start = pieces[first].1.start;
                found.push(Span::new(start.min(span.end), span.end));
            }
        }
    }
}

/// A text with the stages before the words done, and where each byte of it came from.
struct Source {
    text: String,
    /// The source character of each byte.
    origins: Vec<Span>,
}

impl Source {
    fn new(analyzer: &Analyzer, raw: &str) -> Self {
        let mut pieces: Vec<Piece> = raw
            .char_indices()
            .map(|(at, c)| (c.to_string(), Span::new(at, at + c.len_utf8())))
            .collect();
        if analyzer.lowercase {
            // The lower case of a sigma depends on its neighbours, but not the number of characters.
            let lowered = analyzer.characters.lower(raw);
            let mut rest = lowered.chars();
            for (piece, _) in &mut pieces {
                let characters = analyzer.characters.lower(piece).chars().count();
                *piece = rest.by_ref().take(characters).collect();
            }
        }
        if let Some(accents) = analyzer.accents.as_ref().filter(|_| !raw.is_ascii()) {
            for (piece, _) in &mut pieces {
                *piece = accents.strip(piece);
            }
        }
        let origins = pieces
            .iter()
            .flat_map(|(piece, span)| std::iter::repeat_n(*span, piece.len()));
        Self {
            origins: origins.collect(),
            text: pieces.iter().map(|(piece, _)| piece.as_str()).collect(),
        }
    }

    /// The source of a range of the text.
    fn origin(&self, span: Span) -> Span {
        if span.is_empty() {
            let behind = self.origins.last().map_or(0, |origin| origin.end);
            let at = self.origins.get(span.start).map_or(behind, |origin| origin.start);
            return Span::new(at, at);
        }
        Span::new(self.origins[span.start].start, self.origins[span.end - 1].end)
    }

    fn words(&self, analyzer: &Analyzer) -> Vec<Piece> {
        let text = &self.text;
        let mut words = Words::default();
        words.find(text, &analyzer.characters);
        let spans: Vec<Span> = match &analyzer.pattern {
            Pattern::Default => words.iter(text).collect(),
            Pattern::Matches(regex) => regex
                .find_iter(text)
                .map(|found| Span::new(found.start(), found.end()))
                .collect(),
            Pattern::Runs(regex) => words
                .runs()
                .filter(|span| regex.is_match(span.of(text)))
                .collect(),
        };
        let mut guide = analyzer.languages.as_ref().map(|languages| languages.guide(text));
        let mut scratch = Vec::new();
        let mut pieces = Vec::new();
        for span in spans {
            let language = guide.as_mut().map_or(0, |guide| guide.at(span.start));
            let treatment = analyzer.treatment(language);
            if let Some(form) = treatment.form(span.of(text).as_bytes(), &mut scratch) {
                pieces.push((String::from_utf8_lossy(form).into_owned(), self.origin(span)));
            }
        }
        pieces
    }

    fn characters(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut spaces = 0;
        for (at, c) in self.text.char_indices() {
            let span = self.origin(Span::new(at, at + c.len_utf8()));
            spaces = if is_space(c) { spaces + 1 } else { 0 };
            match pieces.last_mut() {
                Some(last) if spaces > 1 => *last = (" ".into(), Span::new(last.1.start, span.end)),
                _ => pieces.push((c.to_string(), span)),
            }
        }
        pieces
    }

    fn padded(&self) -> Vec<Vec<Piece>> {
        let mut words = Vec::new();
        for word in self.text.split(is_space).filter(|word| !word.is_empty()) {
            let start = word.as_ptr().addr() - self.text.as_ptr().addr();
            let whole = self.origin(Span::new(start, start + word.len()));
            let pad = |at: usize| (String::from(" "), Span::new(at, at));
            let mut pieces = vec![pad(whole.start)];
            for (at, c) in word.char_indices() {
                let span = Span::new(start + at, start + at + c.len_utf8());
                pieces.push((c.to_string(), self.origin(span)));
            }
            pieces.push(pad(whole.end));
            words.push(pieces);
        }
        words
    }
}
