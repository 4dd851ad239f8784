//! The pattern "words": the segments of UAX #29, joined where a reader sees one word and cut where two.

use super::clitic::{self, Clitics};
use super::evidence::Evidence;
use super::kind::{Kind, Kinds};
use super::segment::{Segment, Segments};
use super::sentence::Knowledge;
use super::{Hyphens, Options, Token, abbreviation, address, date, glue};
use crate::span::Span;

/// Calls `found` with every token of `text` whose kind is among `keep`, and perhaps with others. With `evidence`,
/// words that were glued together come apart.
pub(super) fn each(
    text: &str,
    keep: Kinds,
    options: &Options,
    evidence: Option<&Evidence>,
    mut found: impl FnMut(Token),
) {
    let mut segments = if keep.contains(Kind::Space) {
        Segments::new(text)
    } else {
        Segments::without_spaces(text)
    };
    let rules = Rules {
        text,
        options,
        knowledge: Knowledge::of(options.language),
    };
    while let Some(segment) = segments.next() {
        match segment.kind {
            Kind::Word | Kind::Number => {
                let token = rules.join(segment, &mut segments);
                segments.jump(token.span.end);
                match evidence {
                    Some(evidence) => rules.unglue(token, evidence, &mut found),
                    None => rules.lean(token, &mut found),
                }
            }
            Kind::Punctuation if options.addresses => {
                let token = rules.tag(segment);
                segments.jump(token.span.end);
                found(token);
            }
            kind => found(Token {
                span: segment.span,
                kind,
            }),
        }
    }
}

/// Bytes behind a word that may make it more than a word: a point, a hyphen, marks of addresses, times and dates,
/// and the first byte of the hyphens outside of ASCII.
const JOINS: [bool; 256] = {
    let mut joins = [false; 256];
    let marks = [b'.', b'-', b'@', b':', b'/', b'%', b'+', 0xe2];
    let mut i = 0;
    while i < marks.len() {
        joins[marks[i] as usize] = true;
        i += 1;
    }
    joins
};

struct Rules<'a> {
    text: &'a str,
    options: &'a Options,
    knowledge: &'static Knowledge,
}

impl Rules<'_> {
    /// The token that a word or number starts: itself, or more.
    #[inline]
    fn join(&self, segment: Segment, segments: &mut Segments<'_>) -> Token {
        let next = self
            .text
            .as_bytes()
            .get(segment.span.end)
            .copied()
            .unwrap_or(b' ');
        let plain = Token {
            span: segment.span,
            kind: segment.kind,
        };
        if !segment.joined && !JOINS[usize::from(next)] {
            return plain;
        }
        self.special(segment, next)
            .unwrap_or_else(|| self.hyphens(plain, segments))
    }

    /// The words of a token, where several were glued together.
    fn unglue(&self, token: Token, evidence: &Evidence, found: &mut impl FnMut(Token)) {
        let Span { start, end } = token.span;
        let word = matches!(token.kind, Kind::Word | Kind::Number);
        let cuts = if word {
            glue::cuts(token.span.of(self.text), evidence)
        } else {
            Vec::new()
        };
        if cuts.is_empty() {
            return self.lean(token, found);
        }
        let mut at = start;
        let ends = cuts.iter().map(|cut| (start + cut.left, start + cut.right));
        for (left, right) in ends.chain([(end, end)]) {
            let span = Span::new(at, left);
            self.lean(
                Token {
                    span,
                    kind: Kind::of(span.of(self.text)),
                },
                found,
            );
            if left < right {
                found(Token {
                    span: Span::new(left, right),
                    kind: Kind::Punctuation,
                });
            }
            at = right;
        }
    }

    /// A token, or the two of a word with a clitic.
    #[inline]
    fn lean(&self, token: Token, found: &mut impl FnMut(Token)) {
        if self.options.clitics == Clitics::Split
            && token.kind == Kind::Word
            && let Some(at) = clitic::cut(token.span.of(self.text))
        {
            let at = token.span.start + at;
            let kind = Kind::Word;
            found(Token {
                span: Span::new(token.span.start, at),
                kind,
            });
            found(Token {
                span: Span::new(at, token.span.end),
                kind,
            });
        } else {
            found(token);
        }
    }

    /// Addresses, dates, times and abbreviations.
    fn special(&self, segment: Segment, next: u8) -> Option<Token> {
        let Span { start, end } = segment.span;
        let bytes = self.text.as_bytes();
        let of = |end: usize, kind: Kind| Token {
            span: Span::new(start, end),
            kind,
        };
        let pointed = segment.joined && bytes[start..end].contains(&b'.');
        if self.options.addresses && address::may_start(&bytes[end..], pointed) {
            if matches!(next, b'@' | b'.' | b'_' | b'%' | b'+' | b'-')
                && let Some(end) = address::email(self.text, start)
            {
                return Some(of(end, Kind::Email));
            }
            let pointed = bytes[start..end].contains(&b'.');
            if (pointed || matches!(next, b':' | b'-' | b'.'))
                && let Some(end) = address::url(self.text, start).filter(|to| *to >= end)
            {
                return Some(of(end, Kind::Url));
            }
        }
        if self.options.dates
            && bytes[start].is_ascii_digit()
            && let Some((end, kind)) = date::date_or_time(self.text, start).filter(|(to, _)| *to >= end)
        {
            return Some(of(end, kind));
        }
        if self.options.abbreviations
            && next == b'.'
            && abbreviation::keeps_stop(self.text, segment.span, self.knowledge)
        {
            return Some(of(end + 1, Kind::Word));
        }
        None
    }

    /// A compound with hyphens, as far as it goes. At least one of its parts must be a word: "1991-1994" is two
    /// numbers.
    fn hyphens(&self, first: Token, segments: &mut Segments<'_>) -> Token {
        let mut token = first;
        if self.options.hyphens == Hyphens::Split {
            return token;
        }
        loop {
            let end = token.span.end;
            let rest = &self.text[end..];
            let Some(after) = rest.strip_prefix(['-', '\u{2010}', '\u{2011}']) else {
                return token;
            };
            if !after.starts_with(char::is_alphanumeric) {
                return token;
            }
            segments.jump(self.text.len() - after.len());
            let Some(part) = segments.next() else { return token };
            let word = part.kind == Kind::Word || token.kind == Kind::Word;
            if !word || !matches!(part.kind, Kind::Word | Kind::Number) {
                return token;
            }
            token = Token {
                span: Span::new(token.span.start, part.span.end),
                kind: Kind::Word,
            };
        }
    }

    /// A mention or hashtag, where the mark stands before a name.
    fn tag(&self, segment: Segment) -> Token {
        let start = segment.span.start;
        let kind = match self.text.as_bytes()[start] {
            b'@' => Kind::Mention,
            b'#' => Kind::Hashtag,
            _ => {
                return Token {
                    span: segment.span,
                    kind: segment.kind,
                };
            }
        };
        match address::tag(self.text, start) {
            Some(end) => Token {
                span: Span::new(start, end),
                kind,
            },
            None => Token {
                span: segment.span,
                kind: segment.kind,
            },
        }
    }
}

#[cfg(test)]
mod tests;
