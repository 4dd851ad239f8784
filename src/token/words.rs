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
mod tests {
    use crate::token::{Clitics, Hyphens, Kind, Kinds, Options, Tokenizer, sentence};
    use proptest::prelude::*;

    fn tokens<'t>(options: &Options, text: &'t str) -> Vec<&'t str> {
        let tokens = Tokenizer::new(options.clone()).tokenize(text).unwrap();
        tokens.into_iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn words_as_readers_see_them() {
        for (text, expected) in [
            (
                "the U.S. and Mt. Fuji",
                &["the", "U.S.", "and", "Mt.", "Fuji"][..],
            ),
            ("J. E. Smith", &["J.", "E.", "Smith"]),
            ("you and I. Did", &["you", "and", "I", "Did"]),
            (
                "Mr. Doe, Pitt & Co. in No. 5. No. End.",
                &["Mr.", "Doe", "Pitt", "Co.", "in", "No.", "5", "No", "End"],
            ),
            ("z. B. oder т. е. 5", &["z.", "B.", "oder", "т.", "е.", "5"]),
            ("в 2020 г. и т.д.", &["в", "2020", "г.", "и", "т.д."]),
            (
                "Nagorno-Karabakh's de-escalate",
                &["Nagorno-Karabakh's", "de-escalate"],
            ),
            ("COVID-19, F-16", &["COVID-19", "F-16"]),
            ("In 1991-1994, 7,000", &["In", "1991", "1994", "7,000"]),
            ("co-chairs - Russia", &["co-chairs", "Russia"]),
            ("from 21:00 (20:00)", &["from", "21:00", "20:00"]),
            ("18:19 GMT 05.10.2020\n", &["18:19", "GMT", "05.10.2020"]),
            ("09.Jan.2026", &["09.Jan.2026"]),
            ("$10 million", &["10", "million"]),
            ("see https://t.co/a-b, ok", &["see", "https://t.co/a-b", "ok"]),
            ("mail a.b-c@d.org now", &["mail", "a.b-c@d.org", "now"]),
            ("via @un #ООН!", &["via", "@un", "#ООН"]),
            ("ab 👩‍👩‍👧 🇦🇲", &["ab", "👩‍👩‍👧", "🇦🇲"]),
            ("кое-что по-русски", &["кое-что", "по-русски"]),
        ] {
            assert_eq!(tokens(&Options::default(), text), expected, "{text}");
        }
    }

    #[test]
    fn switches() {
        let text = "U.S.-led l'homme 21:00 a@b.org";
        let plain = ["U.S", "led", "l'homme", "21", "00", "a", "b.org"];
        assert_eq!(tokens(&Options::plain(), text), plain);
        let split = Options {
            clitics: Clitics::Split,
            hyphens: Hyphens::Split,
            ..Options::default()
        };
        assert_eq!(
            tokens(&split, "Secretary-General's l'homme"),
            ["Secretary", "General", "'s", "l'", "homme"]
        );
    }

    #[test]
    fn kinds_and_keeping() {
        let all = Options {
            keep: Some(Kinds::ALL),
            ..Options::default()
        };
        let text = "Hi, $5 😀!";
        let kinds: Vec<_> = Tokenizer::new(all)
            .tokenize(text)
            .unwrap()
            .iter()
            .map(|token| token.kind)
            .collect();
        let expected = [
            Kind::Word,
            Kind::Punctuation,
            Kind::Symbol,
            Kind::Number,
            Kind::Emoji,
            Kind::Punctuation,
        ];
        assert_eq!(kinds, expected);
        let words = Options {
            keep: Some(Kinds::NONE.with(Kind::Word)),
            ..Options::default()
        };
        assert_eq!(tokens(&words, text), ["Hi"]);
    }

    fn options() -> impl Strategy<Value = Options> {
        (any::<[bool; 6]>()).prop_map(
            |[abbreviations, hyphens, clitics, addresses, dates, repair_glued]| Options {
                keep: Some(Kinds::ALL),
                abbreviations,
                hyphens: if hyphens { Hyphens::Whole } else { Hyphens::Split },
                clitics: if clitics { Clitics::Split } else { Clitics::Whole },
                addresses,
                dates,
                repair_glued,
                ..Options::default()
            },
        )
    }

    /// Texts that would take hours if anything looked at the rest of the text, or at what came before, at every step.
    #[test]
    fn long_odd_texts_take_time_with_their_length() {
        let times = 30_000;
        for part in [
            "a-",
            "a.",
            "1.a.",
            "я-",
            "é ",
            "a@",
            "http://",
            "aд",
            "(",
            ")",
            "No. ",
            "a. ",
            "z.Ba",
            "Mr. ",
            "I.",
            "@a",
            "#a",
            "'s",
            "1:",
            "ก",
            "中",
            ". . ",
            "...",
            "[1]",
            "U.S. ",
            "x)",
            "A b.",
            "“",
            "\u{301}",
            "👩\u{200d}",
            "a\u{200d}",
            "•",
            "• ",
            "1. ",
            "\n",
        ] {
            let text = format!("http://x.y/{}", part.repeat(times)) + &part.repeat(times);
            for hyphens in [Hyphens::Split, Hyphens::Whole] {
                let options = Options {
                    keep: Some(Kinds::ALL),
                    hyphens,
                    clitics: Clitics::Split,
                    repair_glued: true,
                    ..Options::default()
                };
                let tokens = Tokenizer::new(options).tokenize(&text).unwrap();
                assert!(tokens.last().is_some_and(|token| token.span.end <= text.len()));
            }
            let sentences = sentence::Splitter::default().split(&part.repeat(times));
            assert!(sentences.len() <= part.len() * times);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn tokens_and_gaps_rebuild_the_text(
            text in prop_oneof![
                any::<String>(),
                "(also|The|the|policy|\\.|Next|2024|Armenia's|Видео|-| ){0,9}",
                "([a-zA-Z0-9éд]{0,3}[-.:/@#' ’‐,&_\n$]{0,2}){0,8}",
                "(https?://|www\\.|@|#|[0-9]{1,4}[.:/-]|[A-Za-zя]{1,4}[.'-]?| ){0,12}",
            ],
            options in options(),
        ) {
            let mut at = 0;
            for token in Tokenizer::new(options).tokenize(&text).unwrap() {
                prop_assert!(!token.span.is_empty() && at <= token.span.start);
                prop_assert!(text[at..token.span.start].chars().all(char::is_whitespace));
                prop_assert!(text.is_char_boundary(token.span.start) && text.is_char_boundary(token.span.end));
                at = token.span.end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
