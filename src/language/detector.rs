//! One detector over either engine: the language of texts, their spans, and texts without foreign ones.
//!
//! ```
//! use tolmach::language::detector::{Detector, Engine};
//!
//! let detector = Detector::new(Engine::Tolmach, None)?;
//! let text = "Read also\n\nВидео дня\n\nGuterres will be speaking to both of them.";
//! let russian: Vec<_> = detector.spans(text, None).into_iter().filter(|s| s.language.code() == "ru").collect();
//! assert_eq!(russian[0].span.of(text), "Видео дня");
//! # Ok::<(), tolmach::Error>(())
//! ```

use super::decode::Costs;
use super::detect::Identifier;
use super::fragments::Fragments;
use super::spans::by_script;
use super::strip::{Stripped, strip};
use super::whatlang::Whatlang;
use super::{Detection, Language, LanguageSpan, Model};
use crate::error::{Error, Result};

/// Who decides.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Engine {
    /// The model that comes with the crate.
    Tolmach,
    /// The crate whatlang: 70 languages, for longer texts; spans by script.
    Whatlang,
}

impl Engine {
    /// The engine of this name.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for any other name.
    pub fn from_name(name: &str) -> Result<Self> {
        match name {
            "tolmach" => Ok(Self::Tolmach),
            "whatlang" => Ok(Self::Whatlang),
            _ => Err(Error::InvalidOption {
                option: "engine",
                reason: format!(
                    "{name:?} is unknown; there are 'tolmach' and 'whatlang', or give a callable"
                ),
            }),
        }
    }

    /// The languages that it knows, in the order of their codes.
    #[must_use]
    pub fn languages(self) -> Vec<Language> {
        match self {
            Self::Tolmach => Model::shared().languages().to_vec(),
            Self::Whatlang => Whatlang::languages(),
        }
    }
}

/// A detector of an engine for all of its languages or some of them.
#[derive(Debug)]
pub struct Detector {
    decides: Decides,
    languages: Vec<Language>,
}

#[derive(Debug)]
enum Decides {
    Tolmach(Identifier, Box<Fragments<'static, Model<'static>>>),
    Whatlang(Whatlang),
}

impl Detector {
    /// A detector that answers with one of `languages`, or with any that the engine knows.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for an empty list, [`Error::UnknownLanguage`] for a language that the engine does
    /// not know.
    pub fn new(engine: Engine, languages: Option<&[Language]>) -> Result<Self> {
        let known = engine.languages();
        let mut chosen = languages.map_or_else(|| known.clone(), <[Language]>::to_vec);
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.is_empty() {
            return Err(Error::InvalidOption {
                option: "languages",
                reason: "the list is empty; name at least one language, or None for all".into(),
            });
        }
        if let Some(language) = chosen.iter().find(|language| !known.contains(language)) {
            return Err(Error::UnknownLanguage {
                name: language.code().into(),
                purpose: "detection",
                known: known.iter().map(|language| language.code()).collect(),
            });
        }
        let some = languages.map(|_| chosen.as_slice());
        Ok(Self {
            decides: match engine {
                Engine::Tolmach => Decides::Tolmach(
                    Identifier::new(some)?,
                    Box::new(Fragments::new(Model::shared(), some, Costs::default())),
                ),
                Engine::Whatlang => Decides::Whatlang(Whatlang::new(some)),
            },
            languages: chosen,
        })
    }

    /// The possible answers, in the order of their codes.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The language of a text.
    #[must_use]
    pub fn detect(&self, text: &str) -> Detection {
        match &self.decides {
            Decides::Tolmach(identifier, _) => identifier.detect(text),
            Decides::Whatlang(whatlang) => whatlang.detect(text),
        }
    }

    /// The probability of each of [`languages`](Self::languages): what adds up to 1 or less, or zeros where there is
    /// no evidence. whatlang names one language only; it gets the confidence and the others nothing.
    #[must_use]
    pub fn probabilities(&self, text: &str) -> Vec<f32> {
        match &self.decides {
            Decides::Tolmach(identifier, _) => identifier.probabilities_of(text),
            Decides::Whatlang(whatlang) => {
                let found = whatlang.detect(text);
                let share = |language: &Language| {
                    if *language == found.language {
                        found.confidence
                    } else {
                        0.0
                    }
                };
                self.languages.iter().map(share).collect()
            }
        }
    }

    /// The spans of a text, in order and disjoint; each letter lies in exactly one. `main` says which language
    /// most of the text is in, where the caller knows.
    #[must_use]
    pub fn spans(&self, text: &str, main: Option<Language>) -> Vec<LanguageSpan> {
        match &self.decides {
            Decides::Tolmach(_, fragments) => fragments.spans(text, main),
            Decides::Whatlang(_) => by_script(text, &self.languages, main),
        }
    }

    /// The text without the spans in other languages than `keep`.
    #[must_use]
    pub fn strip(&self, text: &str, keep: &[Language], main: Option<Language>) -> Stripped {
        strip(text, &self.spans(text, main), keep)
    }
}
