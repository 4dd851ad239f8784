//! Stems: what is left of a word without its endings, so that "station" and "stations" count as one.
//!
//! ```
//! use tolmach::stem::{Engine, Stemmer};
//!
//! let stemmer = Stemmer::named("russian", Engine::Snowball)?;
//! assert_eq!(stemmer.stem("станции"), "станц");
//! # Ok::<(), tolmach::Error>(())
//! ```

mod algorithms;
mod contain;
pub mod stop_words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use crate::batch::Monitor;
use crate::error::{Error, Result};
use crate::language::Language;
use algorithms::Backend;

/// Whose algorithms cut the words.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Engine {
    /// Snowball as it is today, of every language that it has.
    #[default]
    Snowball,
    /// The crate `rust-stemmers`: 18 languages, Snowball of 2018.
    RustStemmers,
}

impl Engine {
    /// The engine with this name, `"snowball"` or `"rust-stemmers"`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for any other name.
    pub fn from_name(name: &str) -> Result<Self> {
        match name {
            "snowball" => Ok(Self::Snowball),
            "rust-stemmers" => Ok(Self::RustStemmers),
            other => Err(Error::InvalidOption {
                option: "engine",
                reason: format!("{other:?} is no stemmer; known are \"snowball\" and \"rust-stemmers\""),
            }),
        }
    }

    /// The name that [`from_name`](Self::from_name) reads.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Snowball => "snowball",
            Self::RustStemmers => "rust-stemmers",
        }
    }

    /// The languages that the engine has, in the order of their codes.
    #[must_use]
    pub fn languages(self) -> Vec<Language> {
        let mut languages: Vec<_> = algorithms::ROWS
            .iter()
            .filter(|row| row.backend(self).is_some())
            .filter_map(|row| row.language)
            .collect();
        languages.sort_unstable();
        languages.dedup();
        languages
    }

    /// Every name that [`Stemmer::named`] takes for an algorithm beside the codes and names of languages, sorted.
    #[must_use]
    pub fn algorithms(self) -> Vec<&'static str> {
        let mut names: Vec<_> = algorithms::ROWS
            .iter()
            .filter(|row| row.backend(self).is_some())
            .map(|row| row.name)
            .collect();
        names.dedup();
        names
    }
}

/// Cuts words of one language. It is plain data: share it between threads, copy it freely.
#[derive(Clone)]
pub struct Stemmer {
    name: &'static str,
    language: Option<Language>,
    engine: Engine,
    backend: Backend,
}

impl Stemmer {
    /// The stemmer of a language.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLanguage`] where the engine has none, with the languages that it has.
    pub fn new(language: Language, engine: Engine) -> Result<Self> {
        Self::find(engine, language.code(), |row| row.language == Some(language))
    }

    /// The stemmer with this name: a language's code or English name, or one of Snowball's other algorithms,
    /// `"dutch_porter"`, `"porter"`, `"lovins"` or `"earlymodernenglish"`.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLanguage`] where the engine has none, with the names that it has.
    pub fn named(name: &str, engine: Engine) -> Result<Self> {
        let wanted = name.trim().to_lowercase();
        if let Ok(found) = Self::find(engine, name, |row| row.name == wanted) {
            return Ok(found);
        }
        let language = Language::from_name(name);
        Self::find(engine, name, |row| language.is_some() && row.language == language)
    }

    fn find(engine: Engine, name: &str, wanted: impl Fn(&algorithms::Row) -> bool) -> Result<Self> {
        let row = algorithms::ROWS
            .iter()
            .find_map(|row| Some((row, row.backend(engine).filter(|_| wanted(row))?)));
        let (row, backend) = row.ok_or_else(|| Error::UnknownLanguage {
            name: name.into(),
            purpose: "stemming",
            known: known(engine),
        })?;
        if engine == Engine::RustStemmers {
            contain::prepare();
        }
        Ok(Self {
            name: row.name,
            language: row.language,
            engine,
            backend,
        })
    }

    /// Snowball's name of the algorithm, like `"english"`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The language, where the algorithm is that of a whole language.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// Whose algorithm it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The stem of one word in lower case, borrowed where nothing was cut off.
    ///
    /// A stem is never empty unless the word is: a word of which nothing would be left is its own stem. Costs
    /// 0.1 to 1.5 microseconds, so stem the distinct words of a text, not each occurrence.
    #[must_use]
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let stem = match &self.backend {
            Backend::Frostem(stemmer) => stemmer.stem(word),
            Backend::Finnish => algorithms::finnish(word),
            Backend::RustStemmers(algorithm) => contain::stem(*algorithm, word),
        };
        if stem.is_empty() {
            Cow::Borrowed(word)
        } else {
            stem
        }
    }

    /// The stem of each word, in their order; equal words are stemmed once. `None` stays `None`.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`] when the monitor was cancelled.
    pub fn stem_batch<'w>(
        &self,
        words: &[Option<&'w str>],
        monitor: &Monitor,
    ) -> Result<Vec<Option<Cow<'w, str>>>> {
        let mut stems: HashMap<&str, Cow<'_, str>> = HashMap::new();
        let mut out = Vec::with_capacity(words.len());
        for chunk in words.chunks(4096) {
            out.extend(
                chunk.iter().map(|word| {
                    word.map(|word| stems.entry(word).or_insert_with(|| self.stem(word)).clone())
                }),
            );
            monitor.step(chunk.len())?;
        }
        Ok(out)
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stemmer({}, {})", self.name, self.engine.name())
    }
}

/// What an engine's message of an unknown language lists: codes, then the names that are no language's.
fn known(engine: Engine) -> Vec<&'static str> {
    let mut known: Vec<_> = engine.languages().into_iter().map(Language::code).collect();
    let others = algorithms::ROWS
        .iter()
        .filter(|row| row.backend(engine).is_some() && row.language.is_none())
        .map(|row| row.name);
    known.extend(others);
    known
}

#[cfg(test)]
mod tests {
    use super::{Engine, Stemmer};
    use crate::batch::Monitor;
    use crate::language::Language;
    use proptest::prelude::*;
    use std::borrow::Cow;

    fn all() -> Vec<Stemmer> {
        let engines = [Engine::Snowball, Engine::RustStemmers];
        let named = |engine: Engine| {
            let names = engine.algorithms().into_iter();
            names.map(move |name| Stemmer::named(name, engine).unwrap())
        };
        engines.into_iter().flat_map(named).collect()
    }

    #[test]
    fn names_codes_and_algorithms() {
        for (name, algorithm) in [
            ("ru", "russian"),
            ("Russian", "russian"),
            ("hye", "armenian"),
            ("no", "norwegian"),
            ("nn", "norwegian"),
            ("uk", "ukrainian"),
            ("norwegian", "norwegian"),
            ("dutch_porter", "dutch_porter"),
            ("porter", "porter"),
        ] {
            assert_eq!(
                Stemmer::named(name, Engine::Snowball).unwrap().name(),
                algorithm,
                "{name}"
            );
        }
    }

    #[test]
    fn unknown_languages_list_the_known() {
        let message = Stemmer::named("klingon", Engine::Snowball)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("klingon") && message.contains("hy, id"),
            "{message}"
        );
        let georgian = Language::from_code("ka");
        assert!(Stemmer::new(georgian, Engine::Snowball).is_err());
        assert!(Stemmer::named("hy", Engine::RustStemmers).is_err());
        assert!(Stemmer::named("und", Engine::Snowball).is_err());
    }

    #[test]
    fn the_engines_have_their_languages() {
        assert_eq!(Engine::RustStemmers.algorithms().len(), 18);
        assert!(Engine::Snowball.languages().len() >= 35);
    }

    #[test]
    fn greek_of_2018_neither_panics_nor_empties() {
        let stemmer = Stemmer::named("el", Engine::RustStemmers).unwrap();
        assert_eq!(stemmer.stem("ισαισα"), "ισαισα");
        assert_eq!(stemmer.stem("ισα"), "ισα");
    }

    #[test]
    fn equal_words_are_stemmed_alike() {
        let stemmer = Stemmer::named("en", Engine::Snowball).unwrap();
        let words = [Some("running"), None, Some("runs"), Some("running"), Some("")];
        let stems = stemmer.stem_batch(&words, &Monitor::default()).unwrap();
        let stems: Vec<_> = stems.iter().map(Option::as_deref).collect();
        assert_eq!(stems, [Some("run"), None, Some("run"), Some("run"), Some("")]);
    }

    fn words() -> impl Strategy<Value = String> {
        // Words of the letters that the endings are made of reach deeper than arbitrary characters do.
        prop_oneof![
            any::<String>(),
            "[αεισηοντμκρλυω]{1,12}",
            "[a-zäöüßéèåøæşţğıõ']{1,14}",
            "[а-яёґєії]{1,14}",
            "\\p{Arabic}{1,10}",
            "\\p{Tamil}{1,10}",
            "\\p{Hebrew}{1,10}",
            "\\p{Devanagari}{1,10}",
            "\\p{Armenian}{1,10}",
        ]
    }

    proptest! {
        #[test]
        fn no_word_panics_or_vanishes(word in words()) {
            for stemmer in all() {
                let stem = stemmer.stem(&word);
                prop_assert_eq!(stem.is_empty(), word.is_empty(), "{:?}", stemmer);
                if let Cow::Borrowed(stem) = stem {
                    prop_assert!(word.contains(stem));
                }
            }
        }
    }
}
