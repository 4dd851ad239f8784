//! Where tokens come from: UAX #29 with rules for news or without, white space, or a regular expression.

use std::sync::Arc;

use fancy_regex::Regex;

use super::evidence::Evidence;
use super::kind::{Kind, Kinds};
use super::{Options, Token, sklearn, words};
use crate::error::{Error, Result};
use crate::span::Span;

/// What cuts a text.
#[derive(Clone, Debug, Default)]
pub enum Pattern {
    /// Words by UAX #29 and by the rules that [`Options`] switches.
    #[default]
    Words,
    /// Words by UAX #29 alone.
    Uax29,
    /// scikit-learn's default, `(?u)\b\w\w+\b`: runs of two or more letters, digits and underscores.
    Sklearn,
    /// Whatever stands between white space.
    Whitespace,
    /// The matches of a regular expression, or of its only group.
    Regex(Arc<Regex>),
}

impl Pattern {
    /// The pattern with this name, `"words"`, `"uax29"`, `"sklearn"` or `"whitespace"`; anything else is a regular expression in
    /// the syntax of the crate `fancy-regex`, with look-around and references back.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPattern`] if it is none, or one with more than one group.
    pub fn parse(pattern: &str) -> Result<Self> {
        let invalid = |reason: String| Error::InvalidPattern {
            pattern: pattern.into(),
            reason,
        };
        match pattern {
            "words" => Ok(Self::Words),
            "uax29" => Ok(Self::Uax29),
            "sklearn" => Ok(Self::Sklearn),
            "whitespace" => Ok(Self::Whitespace),
            _ => {
                let regex = Regex::new(pattern).map_err(|error| invalid(error.to_string()))?;
                if regex.captures_len() > 2 {
                    return Err(invalid("more than one group; make the others (?:…)".into()));
                }
                Ok(Self::Regex(Arc::new(regex)))
            }
        }
    }

    /// Calls `found` with every token of `text` whose kind is among `keep`, and perhaps with others.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidPattern`] when an expression with look-around or references back gives up on this text.
    pub(super) fn each(
        &self,
        text: &str,
        keep: Kinds,
        options: &Options,
        evidence: Option<&Evidence>,
        mut found: impl FnMut(Token),
    ) -> Result<()> {
        match self {
            Self::Words => words::each(text, keep, options, evidence, found),
            Self::Uax29 => words::each(text, keep, &Options::plain(), None, found),
            Self::Sklearn => {
                let mut words = sklearn::Words::default();
                words.find(text, sklearn::Characters::shared());
                for span in words.iter(text) {
                    found(token(text, span));
                }
            }
            Self::Whitespace => {
                for piece in text.split_whitespace() {
                    let start = piece.as_ptr() as usize - text.as_ptr() as usize;
                    found(token(text, Span::new(start, start + piece.len())));
                }
            }
            Self::Regex(regex) => return matches(regex, text, found),
        }
        Ok(())
    }
}

fn token(text: &str, span: Span) -> Token {
    Token {
        span,
        kind: Kind::of(span.of(text)),
    }
}

fn matches(regex: &Regex, text: &str, mut found: impl FnMut(Token)) -> Result<()> {
    let gave_up = |error: fancy_regex::Error| Error::InvalidPattern {
        pattern: regex.as_str().into(),
        reason: format!("it gave up on a text: {error}"),
    };
    let mut take = |start: usize, end: usize| {
        if start < end {
            found(token(text, Span::new(start, end)));
        }
    };
    if regex.captures_len() == 1 {
        for found in regex.find_iter(text) {
            let found = found.map_err(gave_up)?;
            take(found.start(), found.end());
        }
        return Ok(());
    }
    // A group inside look-around can lie outside of its match; tokens stay in order and apart all the same.
    let mut last = 0;
    for groups in regex.captures_iter(text) {
        if let Some(group) = groups
            .map_err(gave_up)?
            .get(1)
            .filter(|group| group.start() >= last)
        {
            take(group.start(), group.end());
            last = last.max(group.end());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Pattern;
    use crate::error::Error;
    use crate::token::{Options, Tokenizer};
    use proptest::prelude::*;

    fn tokens<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        let tokenizer = Tokenizer::with_pattern(Pattern::parse(pattern).unwrap(), Options::default());
        let tokens = tokenizer.tokenize(text).unwrap();
        tokens.into_iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn patterns() {
        let text = "The U.S. -- and 7,000…";
        for (pattern, expected) in [
            ("words", &["The", "U.S.", "and", "7,000"][..]),
            ("uax29", &["The", "U.S", "and", "7,000"]),
            ("whitespace", &["The", "U.S.", "--", "and", "7,000…"]),
            ("sklearn", &["The", "and", "000"]),
            (r"\w\w+", &["The", "and", "000"]),
            (r"(\w)\w+", &["T", "a", "0"]),
            (r"\w+(?=,)", &["7"]),
            (r"x*", &[]),
        ] {
            assert_eq!(tokens(pattern, text), expected, "{pattern}");
        }
    }

    #[test]
    fn invalid_patterns() {
        for pattern in ["(", "(a)(b)", "[z-a]"] {
            let message = Pattern::parse(pattern).unwrap_err().to_string();
            assert!(message.contains(pattern), "{message}");
        }
    }

    #[test]
    fn a_group_behind_its_match_is_no_second_token() {
        assert_eq!(tokens("(?=(abc)).", "abc"), ["abc"]);
    }

    #[test]
    fn a_pattern_that_backtracks_without_end_gives_up() {
        let pattern = Pattern::parse(r"(a|b|ab)*(?>c)").unwrap();
        let text = "ab".repeat(40);
        let result = Tokenizer::with_pattern(pattern, Options::default()).tokenize(&text);
        assert!(
            matches!(&result, Err(Error::InvalidPattern { reason, .. }) if reason.contains("gave up")),
            "{result:?}"
        );
    }

    proptest! {
        #[test]
        fn white_space_is_all_that_is_left_out(text in any::<String>()) {
            let expected: Vec<_> = text.split_whitespace().collect();
            prop_assert_eq!(tokens("whitespace", &text), expected);
        }
    }
}
