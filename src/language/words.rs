//! Words as languages are decided on: runs of letters of one script, and what stands between them.
//!
//! ```
//! use tolmach::language::words::{Boundary, words};
//!
//! let text = "See https://example.org.\nЧитайте также: don’t";
//! let found: Vec<_> = words(text).map(|word| (word.span.of(text), word.boundary, word.neutral)).collect();
//! assert_eq!(found, [
//!     ("See", Boundary::Line, false),
//!     ("https://example.org", Boundary::Space, true),
//!     ("Читайте", Boundary::Line, false),
//!     ("также", Boundary::Space, false),
//!     ("don’t", Boundary::Sentence, false),
//! ]);
//! ```

use std::collections::VecDeque;

use unicode_normalization::char::is_combining_mark;

pub use super::letters::Case;
use super::letters::{Class, Run, class, token_end};
use super::script::Script;
use super::{lookalike, neutral};
use crate::span::Span;

/// What stands between a word and the one before it, from the weakest to the strongest.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Boundary {
    /// No white space: a hyphen, a slash, digits, a full stop, or nothing where scripts change.
    Joined,
    /// White space alone.
    Space,
    /// A comma, a dash, a symbol.
    Mark,
    /// A quotation mark or a bracket.
    Quote,
    /// The end of a sentence, a colon or a semicolon.
    Sentence,
    /// The end of a line, or the start of the text.
    Line,
}

/// A run of letters with their marks and the apostrophes between them, all of one script but for look-alikes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// Bytes from its first letter to its last, with the marks of that letter.
    pub span: Span,
    /// The family of its letters; [neutral](Script::is_neutral) where they have none of their own.
    pub script: Script,
    /// What stands before it.
    pub boundary: Boundary,
    /// How it is capitalised.
    pub case: Case,
    /// Whether it says nothing about the language around it: part of an address, of code, or of a token with
    /// digits, or letters without a script.
    pub neutral: bool,
    /// Whether it is a single letter.
    pub short: bool,
    /// Whether some of its letters are of another script and only look right.
    pub mixed: bool,
}

/// The words of `text`, in order. Each letter (in the sense of the property Alphabetic) lies in exactly one.
#[must_use]
pub fn words(text: &str) -> Words<'_> {
    Words {
        text,
        at: 0,
        boundary: Boundary::Line,
        previous: Script::ZYYY,
        ready: VecDeque::new(),
        addresses: Vec::new(),
    }
}

/// The iterator that [`words`] returns.
#[derive(Clone, Debug)]
pub struct Words<'t> {
    text: &'t str,
    /// Everything before this byte has been cut.
    at: usize,
    /// The strongest boundary since the last word.
    boundary: Boundary,
    /// The script of the last word that has one.
    previous: Script,
    ready: VecDeque<Word>,
    addresses: Vec<Span>,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        while self.ready.is_empty() {
            self.token()?;
        }
        self.ready.pop_front()
    }
}

impl Words<'_> {
    /// Cuts the words of the next token, a stretch without white space, or gives `None` at the end of the text.
    fn token(&mut self) -> Option<()> {
        let mut chars = self.text[self.at..].char_indices();
        let (skipped, _) = chars.find(|(_, c)| match class(*c) {
            Class::Line => {
                self.boundary = Boundary::Line;
                false
            }
            Class::Space => {
                self.boundary = self.boundary.max(Boundary::Space);
                false
            }
            _ => true,
        })?;
        let start = self.at + skipped;
        if self.plain(start) {
            return Some(());
        }
        let (end, suspicious) = token_end(self.text, start);
        self.addresses.clear();
        if suspicious {
            neutral::find(self.text, Span::new(start, end), &mut self.addresses);
        }
        let addresses = std::mem::take(&mut self.addresses);
        let mut at = start;
        for address in &addresses {
            self.cut(Span::new(at, address.start));
            self.address(*address);
            at = address.end;
        }
        let stopped = self.cut(Span::new(at, end));
        if stopped {
            self.boundary = self.boundary.max(Boundary::Sentence);
        }
        self.addresses = addresses;
        self.at = end;
        Some(())
    }

    /// Cuts a token of nothing but letters of ASCII, with at most one mark of punctuation behind them, as most tokens of
    /// most texts are; says whether it was one.
    fn plain(&mut self, start: usize) -> bool {
        let bytes = &self.text.as_bytes()[start..];
        let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let after = match bytes.get(letters) {
            Some(b',') => Some(Boundary::Mark),
            Some(b'.' | b':' | b'!' | b'?' | b';') => Some(Boundary::Sentence),
            _ => None,
        };
        let end = letters + usize::from(after.is_some());
        if letters == 0 || !bytes.get(end).is_none_or(u8::is_ascii_whitespace) {
            return false;
        }
        let word = &bytes[..letters];
        let upper = word.iter().filter(|b| b.is_ascii_uppercase()).count();
        let leading = word.iter().take_while(|b| b.is_ascii_uppercase()).count();
        let case = match upper {
            0 => Case::Lower,
            // A capital after a small letter.
            _ if upper > leading => Case::Inner,
            _ if upper > 1 && upper == letters => Case::Upper,
            _ => Case::Capital,
        };
        self.push(
            Span::new(start, start + letters),
            Script::LATN,
            case,
            false,
            false,
        );
        self.boundary = after.unwrap_or(Boundary::Joined);
        self.at = start + end;
        true
    }

    /// Cuts the words of a part of a token that is no address; says whether it ends a sentence.
    fn cut(&mut self, part: Span) -> bool {
        let mut stopped = false;
        let mut after_digit = false;
        let mut at = part.start;
        while let Some(c) = self.text[at..part.end].chars().next() {
            let kind = class(c);
            if let Class::Letter(_) = kind {
                let run = self.run(Span::new(at, part.end));
                at = run.end;
                let before_digit = self.text[at..part.end].chars().next();
                let digit = after_digit || before_digit.is_some_and(|c| class(c) == Class::Digit);
                self.emit(&run, digit);
                (stopped, after_digit) = (false, false);
                continue;
            }
            after_digit = kind == Class::Digit;
            match kind {
                Class::Stop => stopped = true,
                Class::FullStop => self.boundary = Boundary::Sentence.max(self.boundary),
                Class::Mark | Class::Apostrophe => self.boundary = Boundary::Mark.max(self.boundary),
                Class::Quote => self.boundary = Boundary::Quote.max(self.boundary),
                Class::Digit | Class::Joint => stopped = false,
                _ => {}
            }
            at += c.len_utf8();
        }
        stopped
    }

    /// The letters from the start of `part` on, with marks and apostrophes between them.
    fn run(&self, part: Span) -> Run {
        let mut run = Run::new(part.start);
        let mut chars = self.text[part.start..part.end].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            match class(c) {
                Class::Letter(script) => run.letter(c, script),
                Class::Attached => {
                    // A soft hyphen or an empty space at the end of a word is no part of it.
                    if !is_combining_mark(c) {
                        continue;
                    }
                }
                Class::Apostrophe
                    if chars
                        .peek()
                        .is_some_and(|(_, next)| matches!(class(*next), Class::Letter(_))) => {}
                _ => break,
            }
            run.end = part.start + offset + c.len_utf8();
        }
        run
    }

    fn emit(&mut self, run: &Run, digit: bool) {
        let span = Span::new(run.start, run.end);
        if !run.mixed {
            self.push(span, run.script, run.case(), digit, false);
            return;
        }
        for part in lookalike::parts(self.text, span, self.previous) {
            let mut case = Run::new(part.span.start);
            for c in part.span.of(self.text).chars() {
                if let Class::Letter(script) = class(c) {
                    case.letter(c, script);
                }
            }
            self.push(part.span, part.script, case.case(), digit, part.mixed);
        }
    }

    /// An address as one word, from its first letter to its last.
    fn address(&mut self, address: Span) {
        let mut letters = address
            .of(self.text)
            .char_indices()
            .filter_map(|(offset, c)| match class(c) {
                Class::Letter(script) => Some((offset, c, script)),
                _ => None,
            });
        let Some((first, c, script)) = letters.next() else {
            return;
        };
        let last = letters
            .next_back()
            .map_or(first + c.len_utf8(), |(offset, c, _)| offset + c.len_utf8());
        let span = Span::new(address.start + first, address.start + last);
        self.push(span, script, Case::Lower, true, false);
    }

    fn push(&mut self, span: Span, script: Script, case: Case, neutral: bool, mixed: bool) {
        if !script.is_neutral() {
            self.previous = script;
        }
        self.ready.push_back(Word {
            span,
            script,
            boundary: self.boundary,
            case,
            neutral: neutral || script.is_neutral(),
            short: span.of(self.text).chars().nth(1).is_none(),
            mixed,
        });
        self.boundary = Boundary::Joined;
    }
}

#[cfg(test)]
mod tests {
    use super::{Boundary, Case, Word, words};
    use crate::language::Script;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|word| word.span.of(text)).collect()
    }

    #[test]
    fn letters_with_their_marks_and_apostrophes() {
        for (text, expected) in [
            ("don't stop", vec!["don't", "stop"]),
            ("'quoted' l’été", vec!["quoted", "l’été"]),
            ("हिन्दी में", vec!["हिन्दी", "में"]),
            ("cafe\u{301}, été", vec!["cafe\u{301}", "été"]),
            ("soft\u{ad}hyphen\u{ad} end", vec!["soft\u{ad}hyphen", "end"]),
            ("Nagorno-Karabakh", vec!["Nagorno", "Karabakh"]),
            ("水をください。水", vec!["水をください", "水"]),
            ("alsoАрмения", vec!["also", "Армения"]),
            ("12:30 — 5 %", vec![]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }

    #[test]
    fn boundaries() {
        for (text, expected) in [
            ("a b", Boundary::Space),
            ("a, b", Boundary::Mark),
            ("a «b»", Boundary::Quote),
            ("a (b)", Boundary::Quote),
            ("a. b", Boundary::Sentence),
            ("a.b", Boundary::Joined),
            ("a: b", Boundary::Sentence),
            ("a.)\tb", Boundary::Sentence),
            ("a\nb", Boundary::Line),
            ("a-b", Boundary::Joined),
            ("a 5 b", Boundary::Space),
            ("水。水", Boundary::Sentence),
        ] {
            assert_eq!(words(text).nth(1).unwrap().boundary, expected, "{text}");
        }
    }

    #[test]
    fn cases_and_neutral_words() {
        let find = |text| -> Word { words(text).next().unwrap() };
        assert_eq!(find("Видео").case, Case::Capital);
        assert_eq!(find("NATO").case, Case::Upper);
        assert_eq!(find("alsoArmenia's").case, Case::Inner);
        assert_eq!(find("A").case, Case::Capital);
        assert!(find("3rd").neutral && find("mp3").neutral && find("µ").neutral);
        assert!(!find("rd 3").neutral);
    }

    #[test]
    fn a_word_of_look_alikes_is_one_word() {
        let word = words("Hаши").next().unwrap();
        assert_eq!(
            (word.span.end, word.script, word.mixed),
            ("Hаши".len(), Script::CYRL, true)
        );
    }

    proptest! {
        #[test]
        fn plain_tokens_are_cut_like_any_other(tokens in prop::collection::vec("[A-Za-z]{1,6}[,.:!?;]?[ \t\n]", 0..12)) {
            // An invisible character behind a token changes nothing but the way that it is read.
            let other: String = tokens.iter().flat_map(|token| {
                let (token, space) = token.split_at(token.len() - 1);
                [token, "\u{2060}", space]
            }).collect();
            let seen = |text: &str| -> Vec<_> {
                words(text).map(|w| (w.span.of(text).to_owned(), w.script, w.boundary, w.case, w.neutral, w.short)).collect()
            };
            prop_assert_eq!(seen(&tokens.concat()), seen(&other));
        }

        #[test]
        fn words_are_disjoint_and_hold_every_letter(text in any::<String>()) {
            let mut at = 0;
            for word in words(&text) {
                prop_assert!(at <= word.span.start && !word.span.is_empty());
                prop_assert!(!text[at..word.span.start].chars().any(char::is_alphabetic));
                prop_assert!(word.span.of(&text).chars().next().unwrap().is_alphabetic());
                at = word.span.end;
            }
            prop_assert!(!text[at..].chars().any(char::is_alphabetic));
        }
    }
}
