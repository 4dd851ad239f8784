//! Stop words: the small change of a language, by list, with where each list comes from.
//!
//! ```
//! use tolmach::language::Language;
//! use tolmach::stem::stop_words::{stop_words, Source};
//!
//! let english = stop_words(Language::from_code("en"), None)?;
//! assert!(english.contains("the") && english.contains("don't") && english.contains("don’t"));
//! assert!(stop_words(Language::from_code("hy"), Some(Source::Iso))?.contains("և"));
//! # Ok::<(), tolmach::Error>(())
//! ```

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::language::Language;
use crate::token::{Clitics, Options, Tokenizer};

/// Who made a list.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Source {
    /// The lists of NLTK: short, of function words.
    Nltk,
    /// The lists of Stopwords ISO: long, collected from many places, with common words of content.
    Iso,
}

impl Source {
    /// Both, the one that is taken by default first.
    pub const ALL: [Self; 2] = [Self::Nltk, Self::Iso];

    /// The source with this name, `"nltk"` or `"iso"`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for any other name.
    pub fn from_name(name: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|source| source.name() == name)
            .ok_or_else(|| Error::InvalidOption {
                option: "source",
                reason: format!("{name:?} is no source of stop words; known are \"nltk\" and \"iso\""),
            })
    }

    /// The name that [`from_name`](Self::from_name) reads.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nltk => "nltk",
            Self::Iso => "iso",
        }
    }

    /// The sources that have a list of `language`, the default first.
    #[must_use]
    pub fn of(language: Language) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|source| source.published(language).is_some())
            .collect()
    }

    /// The words as they were published, or `None` where the source has no list of the language.
    fn published(self, language: Language) -> Option<&'static [&'static str]> {
        // Both sources have one list for the two written forms of Norwegian.
        let code = match language.code() {
            "nb" | "nn" => "no",
            code => code,
        };
        match self {
            Self::Nltk => stop_words::lookup(code),
            Self::Iso => ISO.contains(&code).then(|| stop_words_iso::get(code)),
        }
    }
}

/// A list of stop words: what it is and whose.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StopList {
    /// The language of the words.
    pub language: Language,
    /// Who made the list.
    pub source: Source,
    /// How many words were published.
    pub words: usize,
    /// Where they come from.
    pub origin: &'static str,
    /// Under which licence.
    pub licence: &'static str,
}

/// The codes of Stopwords ISO, which can only be asked for lists that it has.
#[rustfmt::skip]
const ISO: [&str; 58] = [
    "af", "ar", "bg", "bn", "br", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ko", "ku", "la", "lt", "lv", "mr", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "so", "st", "sv", "sw", "th", "tl", "tr", "uk", "ur", "vi", "yo", "zh", "zu",
];

/// Languages whose list in NLTK is Snowball's, by way of `PostgreSQL`.
const SNOWBALL: [&str; 15] = [
    "da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "nn", "pt", "ru", "sv", "tr",
];

/// Every list, in the order of the languages' codes.
#[must_use]
pub fn lists() -> Vec<StopList> {
    let of = |language: Language| {
        Source::ALL.into_iter().filter_map(move |source| {
            let words = source.published(language)?.len();
            let (origin, licence) = match source {
                Source::Iso => ("Stopwords ISO (stopwords-iso/stopwords-iso)", "MIT"),
                Source::Nltk if SNOWBALL.contains(&language.code()) => {
                    ("Snowball, by way of PostgreSQL and NLTK Data", "BSD-3-Clause")
                }
                Source::Nltk => (
                    "contributed to NLTK Data, which states no licence for it",
                    "as distributed by the crate stop-words: MIT OR Apache-2.0",
                ),
            };
            Some(StopList {
                language,
                source,
                words,
                origin,
                licence,
            })
        })
    };
    Language::all().flat_map(of).collect()
}

/// The stop words of a language, in lower case, of one source or of the first that has any.
///
/// They match what the [`Tokenizer`] makes of a text: each word stands with both kinds of apostrophe, and where the
/// tokenizer cuts an entry (at a hyphen, a space, or the apostrophe of a clitic), its parts stand beside it. So a
/// token of a stop word is a stop word, whichever way it was cut.
///
/// # Errors
///
/// [`Error::UnknownLanguage`] where there is no list, with the languages that have one.
pub fn stop_words(language: Language, source: Option<Source>) -> Result<BTreeSet<String>> {
    let mut sources = Source::ALL
        .into_iter()
        .filter(|s| source.is_none_or(|wanted| wanted == *s));
    let published = sources.find_map(|source| source.published(language));
    let published = published.ok_or_else(|| Error::UnknownLanguage {
        name: language.code().into(),
        purpose: "stop words",
        known: known(source),
    })?;
    let tokenizers = [Clitics::Whole, Clitics::Split].map(|clitics| {
        let options = Options {
            clitics,
            ..Options::default()
        };
        Tokenizer::new(options)
    });
    let mut words = BTreeSet::new();
    let mut next: Vec<String> = published
        .iter()
        .map(|entry| entry.trim().to_lowercase())
        .collect();
    while let Some(entry) = next.pop() {
        for word in [entry.replace('’', "'"), entry.replace('\'', "’")] {
            if words.insert(word.clone()) {
                for tokenizer in &tokenizers {
                    tokenizer.each(&word, |token| next.push(token.span.of(&word).to_owned()))?;
                }
            }
        }
    }
    words.remove("");
    Ok(words)
}

/// The codes of the languages that have a list, of one source or of any, sorted.
#[must_use]
pub fn known(source: Option<Source>) -> Vec<&'static str> {
    let mut known: Vec<_> = lists()
        .into_iter()
        .filter(|list| source.is_none_or(|source| list.source == source))
        .map(|list| list.language.code())
        .collect();
    known.dedup();
    known
}

#[cfg(test)]
mod tests {
    use super::{Source, lists, stop_words};
    use crate::language::Language;
    use crate::token::{Clitics, Options, Tokenizer};
    use std::collections::BTreeSet;

    #[test]
    fn at_least_fifty_languages() {
        let languages: BTreeSet<_> = lists().into_iter().map(|list| list.language).collect();
        assert!(languages.len() >= 50, "{}", languages.len());
    }

    #[test]
    fn tokens_of_stop_words_are_stop_words() {
        for list in lists() {
            let words = stop_words(list.language, Some(list.source)).unwrap();
            for clitics in [Clitics::Whole, Clitics::Split] {
                let tokenizer = Tokenizer::new(Options {
                    clitics,
                    ..Options::default()
                });
                for word in &words {
                    for token in tokenizer.tokenize(word).unwrap() {
                        let token = token.span.of(word);
                        assert!(words.contains(token), "{} {word:?} {token:?}", list.language);
                    }
                }
            }
        }
    }

    #[test]
    fn every_code_has_a_list() {
        for code in super::ISO {
            assert!(!stop_words_iso::get(code).is_empty(), "{code}");
        }
    }

    #[test]
    fn words_that_must_be_there() {
        for (code, words) in [
            ("en", &["the", "isn't", "isn’t", "t"][..]),
            ("ru", &["и", "не"]),
            ("hy", &["և"]),
            ("az", &["və"]),
            ("nn", &["og"]),
            ("de", &["und"]),
            ("ja", &["の"]),
        ] {
            let stop = stop_words(Language::from_code(code), None).unwrap();
            for word in words {
                assert!(stop.contains(*word), "{code} {word}");
            }
        }
    }

    #[test]
    fn a_language_without_a_list() {
        let message = stop_words(Language::from_code("lg"), None)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("stop words") && message.contains("zu"),
            "{message}"
        );
        assert!(stop_words(Language::from_code("af"), Some(Source::Nltk)).is_err());
    }
}
