//! What becomes of a word in its language: left out, or shortened to its stem.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::language::detector::{Detector, Engine as Detection};
use crate::language::{Language, LanguageSpan};
use crate::lexicon::Strings;
use crate::span::Span;
use crate::stem::{Engine, Stemmer, stop_words};
use crate::token::sklearn::{Characters, Words};

/// Words to leave out, and the stemmer for the others.
#[derive(Clone, Debug, Default)]
pub struct Treatment {
    /// Words that are left out, in the form they have before stemming.
    pub stop_words: Strings,
    /// What shortens the others.
    pub stemmer: Option<Stemmer>,
}

impl Treatment {
    /// The stop list and the stemmer of a language, whichever of them there are.
    ///
    /// Where the entries of the list are several words for the vectoriser, like "you've", its words are left out.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLanguage`] for a language with neither.
    pub fn of(language: Language, characters: &Characters) -> Result<Self> {
        let list = stop_words::stop_words(language, None);
        let stemmer = Stemmer::new(language, Engine::Snowball).ok();
        let mut stop_words = Strings::default();
        match list {
            Ok(list) => {
                let mut words = Words::default();
                for entry in &list {
                    let entry = characters.lower(entry);
                    stop_words.intern(entry.as_bytes());
                    words.find(&entry, characters);
                    for span in words.iter(&entry) {
                        stop_words.intern(span.of(&entry).as_bytes());
                    }
                }
            }
            Err(error) if stemmer.is_none() => return Err(error),
            Err(_) => {}
        }
        Ok(Self { stop_words, stemmer })
    }

    /// The treatment of the language with this name or code.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLanguage`] for what is no language, or one without stop list and stemmer.
    pub fn named(name: &str, characters: &Characters) -> Result<Self> {
        let language = Language::from_name(name).ok_or_else(|| Error::UnknownLanguage {
            name: name.into(),
            purpose: "stop words",
            known: stop_words::known(None),
        })?;
        Self::of(language, characters)
    }

    /// Whether nothing is left out or shortened.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.stop_words.is_empty() && self.stemmer.is_none()
    }

    /// The form under which a normalised word is counted; `None` for one that is left out.
    pub fn form<'w>(&self, word: &'w [u8], scratch: &'w mut Vec<u8>) -> Option<&'w [u8]> {
        if self.stop_words.position(word).is_some() {
            return None;
        }
        let Some(stemmer) = &self.stemmer else {
            return Some(word);
        };
        scratch.clear();
        scratch.extend_from_slice(
            stemmer
                .stem(std::str::from_utf8(word).unwrap_or_default())
                .as_bytes(),
        );
        Some(scratch)
    }
}

/// The treatments of all languages, and who says which one a word is in.
#[derive(Clone, Debug)]
pub struct Languages {
    detector: Arc<Detector>,
    treatments: Vec<(Language, Treatment)>,
}

impl Languages {
    /// Every language that the default detector tells apart and that has a stop list or a stemmer.
    ///
    /// # Errors
    ///
    /// Those of [`Detector::new`].
    pub fn all(characters: &Characters) -> Result<Self> {
        let detector = Detector::new(Detection::Tolmach, None)?;
        let mut treatments = Vec::new();
        for &language in detector.languages() {
            match Treatment::of(language, characters) {
                Ok(treatment) => treatments.push((language, treatment)),
                Err(Error::UnknownLanguage { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        treatments.sort_unstable_by_key(|(language, _)| *language);
        Ok(Self {
            detector: Arc::new(detector),
            treatments,
        })
    }

    /// The same with a list or a stemmer of the caller's own in place of those of the languages.
    #[must_use]
    pub fn with(mut self, stop_words: Option<&Strings>, stemmer: Option<&Stemmer>) -> Self {
        for (_, treatment) in &mut self.treatments {
            if let Some(own) = stop_words {
                treatment.stop_words = own.clone();
            }
            if let Some(own) = stemmer {
                treatment.stemmer = Some(own.clone());
            }
        }
        self
    }

    /// The spans of a text.
    #[must_use]
    pub fn spans(&self, text: &str) -> Vec<LanguageSpan> {
        self.detector.spans(text, None)
    }

    /// How many treatments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.treatments.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.treatments.is_empty()
    }

    /// The treatment of a number that [`Guide::at`] gave out.
    #[must_use]
    pub fn treatment(&self, number: usize) -> Option<&Treatment> {
        self.treatments.get(number).map(|(_, treatment)| treatment)
    }

    /// A guide through one text.
    #[must_use]
    pub fn guide(&self, text: &str) -> Guide {
        let number = |span: &LanguageSpan| {
            let found = self
                .treatments
                .binary_search_by_key(&span.language, |(language, _)| *language);
            (span.span, found.unwrap_or(self.treatments.len()))
        };
        Guide {
            spans: self.spans(text).iter().map(number).collect(),
            next: 0,
            none: self.treatments.len(),
        }
    }
}

/// Says which treatment each word of a text gets, for words in their order.
#[derive(Debug)]
pub struct Guide {
    spans: Vec<(Span, usize)>,
    next: usize,
    none: usize,
}

impl Guide {
    /// The number of the treatment of the word that starts at a byte; the number of treatments where it has none.
    pub fn at(&mut self, start: usize) -> usize {
        while self
            .spans
            .get(self.next)
            .is_some_and(|(span, _)| span.end <= start)
        {
            self.next += 1;
        }
        match self.spans.get(self.next) {
            Some((span, number)) if span.start <= start => *number,
            _ => self.none,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Languages, Treatment};
    use crate::language::Language;
    use crate::token::sklearn::Characters;

    #[test]
    fn the_parts_of_a_stop_word_are_stop_words() {
        let english = Language::from_name("en").unwrap();
        let treatment = Treatment::of(english, Characters::shared()).unwrap();
        for word in ["you've", "you", "ve"] {
            assert!(
                treatment.form(word.as_bytes(), &mut Vec::new()).is_none(),
                "{word}"
            );
        }
        assert_eq!(
            treatment.form(b"stations", &mut Vec::new()),
            Some(&b"station"[..])
        );
    }

    #[test]
    fn a_guide_knows_where_each_language_stands() {
        let languages = Languages::all(Characters::shared()).unwrap();
        let text = "The children were running home. Дети бежали домой из школы.";
        let mut guide = languages.guide(text);
        let english = languages
            .treatment(guide.at(text.find("running").unwrap()))
            .unwrap();
        let russian = languages
            .treatment(guide.at(text.find("школы").unwrap()))
            .unwrap();
        assert_eq!(english.form(b"running", &mut Vec::new()), Some(&b"run"[..]));
        assert_eq!(
            russian.form("школы".as_bytes(), &mut Vec::new()),
            Some("школ".as_bytes())
        );
    }
}
