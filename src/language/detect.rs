//! The language of whole texts by the model: one answer and its confidence, or a probability for each language.
//!
//! ```
//! use tolmach::language::detect::Identifier;
//!
//! let identifier = Identifier::new(None)?;
//! let found = identifier.detect("Видео дня");
//! assert_eq!(found.language.code(), "ru");
//! assert!(identifier.detect("12:30, https://example.org").language.code() == "und");
//! # Ok::<(), tolmach::Error>(())
//! ```

use std::cell::RefCell;

use ndarray::Array2;
use rayon::prelude::*;

use super::calibration::{LEAST, RELIABLE, by_script, names, prior, temperature};
use super::format::MOST_LANGUAGES;
use super::han;
use super::memory::{Memory, STEP};
use super::model::exp;
use super::{Detection, Language, Model, Script};
use crate::error::{Error, Result};

/// Texts that a thread takes at a time.
const BATCH: usize = 64;

thread_local! {
    /// The words that this thread has seen, with their scores.
    static SEEN: RefCell<Memory> = RefCell::new(Memory::new());
}

/// Finds the language of texts among those that it may answer with.
#[derive(Clone, Debug)]
pub struct Identifier {
    model: &'static Model<'static>,
    /// The possible answers, in the order of their codes.
    languages: Vec<Language>,
    /// For each language of the model: its prior, or minus infinity where it is no possible answer.
    priors: Vec<f32>,
}

impl Identifier {
    /// One that answers with one of `languages`, or with any that the model knows.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for an empty list, [`Error::UnknownLanguage`] for a language that the model does
    /// not know.
    pub fn new(languages: Option<&[Language]>) -> Result<Self> {
        Self::over(Model::shared(), languages)
    }

    /// [`new`](Self::new) over another model than the one that comes with the crate.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new).
    pub fn over(model: &'static Model<'static>, languages: Option<&[Language]>) -> Result<Self> {
        let mut chosen = languages.map_or_else(|| model.languages().to_vec(), <[Language]>::to_vec);
        chosen.sort_unstable();
        chosen.dedup();
        if chosen.is_empty() {
            return Err(Error::InvalidOption {
                option: "languages",
                reason: "the list is empty; name at least one language, or None for all".into(),
            });
        }
        if let Some(unknown) = chosen.iter().find(|l| !model.languages().contains(l)) {
            return Err(Error::UnknownLanguage {
                name: unknown.code().into(),
                purpose: "detection",
                known: model.languages().iter().map(|l| l.code()).collect(),
            });
        }
        let priors = model.languages().iter();
        let priors = priors
            .map(|language| match chosen.binary_search(language) {
                Ok(_) => prior(*language),
                Err(_) => f32::NEG_INFINITY,
            })
            .collect();
        Ok(Self {
            model,
            languages: chosen,
            priors,
        })
    }

    /// The possible answers, in the order of their codes.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The language of a text: that of the script of most of its letters which its words speak for. `und`, with
    /// confidence 0, where there are no letters outside addresses and code, or where no possible answer is written
    /// in that script.
    ///
    /// Of the answers given with a confidence of 0.9, about nine in ten are right.
    #[must_use]
    pub fn detect(&self, text: &str) -> Detection {
        SEEN.with_borrow_mut(|seen| self.answer(text, seen))
    }

    /// [`detect`](Self::detect) for each text, in their order, by all threads of the pool.
    #[must_use]
    pub fn detect_batch<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Vec<Detection> {
        texts
            .par_iter()
            .with_min_len(BATCH)
            .map(|text| self.detect(text.as_ref()))
            .collect()
    }

    /// The probability of each of [`languages`](Self::languages) for each text, of shape
    /// `(texts.len(), languages.len())`. A row adds up to 1, to a little less where there are few letters, or to 0
    /// where [`detect`](Self::detect) says `und`.
    #[must_use]
    pub fn probabilities<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Array2<f32> {
        let mut table = Array2::zeros((texts.len(), self.languages.len()));
        let rows = table.as_slice_mut().unwrap_or_default();
        rows.par_chunks_mut(self.languages.len())
            .zip(texts)
            .with_min_len(BATCH)
            .for_each(|(row, text)| row.copy_from_slice(&self.probabilities_of(text.as_ref())));
        table
    }

    /// The probability of each of [`languages`](Self::languages) for one text: a row of
    /// [`probabilities`](Self::probabilities).
    #[must_use]
    pub fn probabilities_of(&self, text: &str) -> Vec<f32> {
        let mut row = vec![0.0; self.languages.len()];
        SEEN.with_borrow_mut(|seen| {
            let Some(found) = self.weigh(text, seen) else {
                return;
            };
            for (column, probability) in found.columns.iter().zip(found.probabilities) {
                let language = self.model.languages()[*column];
                if let Ok(at) = self.languages.binary_search(&language) {
                    row[at] = probability;
                }
            }
        });
        row
    }

    fn answer(&self, text: &str, seen: &mut Memory) -> Detection {
        let Some(found) = self.weigh(text, seen) else {
            return Detection::NONE;
        };
        // The first of equals is the one with the smaller code.
        let answers = found.columns.iter().zip(found.probabilities);
        let best = answers.reduce(|a, b| if b.1 > a.1 { b } else { a });
        let Some((column, confidence)) = best.filter(|(_, confidence)| *confidence > 0.0) else {
            return Detection {
                script: Some(found.script),
                ..Detection::NONE
            };
        };
        let language = self.model.languages()[*column];
        Detection {
            language,
            confidence,
            script: Some(written(text, found.script, language)),
            reliable: confidence >= RELIABLE,
        }
    }

    /// The probabilities of the languages of the script of a text; `None` where there are no letters.
    fn weigh(&self, text: &str, seen: &mut Memory) -> Option<Weighed<'_>> {
        let sum = seen.read(self.model, text).most()?;
        let columns = self.model.columns(sum.script);
        let mut probabilities = [0.0; MOST_LANGUAGES];
        let factor = -STEP * temperature(sum.words) * names(sum.words, sum.capitals);
        for ((slot, column), against) in probabilities.iter_mut().zip(columns).zip(sum.against) {
            *slot = factor * against as f32 + self.priors[*column];
        }
        let possible = &mut probabilities[..columns.len()];
        let best = possible.iter().copied().fold(f32::MIN, f32::max);
        for probability in &mut *possible {
            *probability = if probability.is_finite() {
                exp(*probability - best)
            } else {
                0.0
            };
        }
        let total: f32 = possible.iter().sum();
        let sure = by_script(sum.letters) / total.max(f32::MIN_POSITIVE);
        // The best of them is 1 so far.
        let sure = if sure < LEAST { 0.0 } else { sure };
        for probability in possible {
            *probability *= sure;
        }
        Some(Weighed {
            script: sum.script,
            columns,
            probabilities,
        })
    }
}

/// What is known of a text.
struct Weighed<'m> {
    script: Script,
    /// Where the languages of the script stand among those of the model.
    columns: &'m [usize],
    /// The probability of each of them.
    probabilities: [f32; MOST_LANGUAGES],
}

/// The script that a text of this language is written in, where its family says less.
pub(super) fn written(text: &str, script: Script, language: Language) -> Script {
    match language.scripts() {
        [only] if only.family() == script => *only,
        [Script::HANS, Script::HANT] => han::kind(text).unwrap_or(Script::HANI),
        _ => script,
    }
}

#[cfg(test)]
mod tests {
    use super::Identifier;
    use crate::error::Error;
    use crate::language::{Language, Script};
    use proptest::prelude::*;

    fn identifier(codes: &[&str]) -> Identifier {
        let languages: Vec<_> = codes.iter().map(|code| Language::from_code(code)).collect();
        let some = (!languages.is_empty()).then_some(languages.as_slice());
        Identifier::new(some).unwrap()
    }

    #[test]
    fn short_texts() {
        for (text, language, script) in [
            ("Видео дня", "ru", Script::CYRL),
            ("Заголовок открываемого материала", "ru", Script::CYRL),
            ("Сьогодні вночі у Києві", "uk", Script::CYRL),
            ("Министерството на вътрешните работи", "bg", Script::CYRL),
            ("Влада Републике Србије", "sr", Script::CYRL),
            ("Bakanlar Kurulu bugün toplandı", "tr", Script::LATN),
            ("Azərbaycan Respublikasının Prezidenti", "az", Script::LATN),
            ("Հայաստանի Հանրապետություն", "hy", Script::ARMN),
            ("საქართველოს პარლამენტი", "ka", Script::GEOR),
            ("The government said on Monday", "en", Script::LATN),
            ("日本の首相は東京で", "ja", Script::JPAN),
            ("中国政府今天宣布", "zh", Script::HANS),
            ("中華民國總統府今天", "zh", Script::HANT),
            ("대한민국 정부", "ko", Script::KORE),
        ] {
            let found = identifier(&[]).detect(text);
            assert_eq!(
                (found.language.code(), found.script),
                (language, Some(script)),
                "{text}"
            );
            assert!(found.confidence > 0.8, "{text} {found:?}");
        }
    }

    #[test]
    fn no_evidence() {
        for text in [
            "",
            "12:30 — 5 %",
            "https://example.org/page me@example.org",
            "🙂",
            "ᎣᏏᏲ",
        ] {
            let found = identifier(&[]).detect(text);
            assert_eq!((found.language, found.reliable), (Language::UND, false), "{text}");
            assert!(found.confidence <= 0.0);
            assert!(identifier(&[]).probabilities(&[text]).sum() <= 0.0);
        }
    }

    #[test]
    fn saying_it_again_is_little_evidence() {
        let sure = |text: &str| identifier(&[]).detect(text).confidence;
        for text in [
            "GMT GMT GMT",
            "16:44 GMT 05.10.2020 10:59 GMT",
            "GMT UTC GMT CET",
            "NATO UTC GMT",
        ] {
            assert!(sure(text) < 0.5, "{text} {}", sure(text));
        }
        let (once, often) = (sure("Regen"), sure(&"Regen ".repeat(30)));
        assert!(
            once < often && often < sure("Regen in ganz Deutschland"),
            "{once} {often}"
        );
    }

    #[test]
    fn only_possible_answers() {
        assert_eq!(
            identifier(&["uk", "en"]).detect("Видео дня").language.code(),
            "uk"
        );
        assert_eq!(
            identifier(&["ru", "en"]).detect("Հայաստան").language,
            Language::UND
        );
        assert_eq!(identifier(&["ru", "hy"]).detect("Հայաստան").language.code(), "hy");
        assert!(matches!(
            Identifier::new(Some(&[])),
            Err(Error::InvalidOption { .. })
        ));
        let und = Identifier::new(Some(&[Language::UND]));
        assert!(matches!(und, Err(Error::UnknownLanguage { .. })));
    }

    #[test]
    fn probabilities_have_a_column_for_each_possible_answer() {
        let identifier = identifier(&["ru", "uk", "en"]);
        let table = identifier.probabilities(&["Видео дня", "12", "Read now"]);
        assert_eq!(table.dim(), (3, 3));
        let codes: Vec<_> = identifier.languages().iter().map(|l| l.code()).collect();
        assert_eq!(codes, ["en", "ru", "uk"]);
        assert!(table[[0, 1]] > table[[0, 2]] && table[[0, 0]] <= 0.0);
        assert!(table[[2, 0]] > 0.95);
    }

    proptest! {
        #[test]
        fn threads_and_neighbours_change_nothing(texts in prop::collection::vec(any::<String>(), 0..300)) {
            let identifier = identifier(&[]);
            let batch = identifier.detect_batch(&texts);
            let table = identifier.probabilities(&texts);
            for ((text, found), row) in texts.iter().zip(batch).zip(table.rows()) {
                prop_assert_eq!(identifier.detect(text), found);
                prop_assert!((0.0..=1.0).contains(&found.confidence));
                let most = row.iter().copied().fold(0.0, f32::max);
                prop_assert!((most - found.confidence).abs() < 1e-6);
                prop_assert!(row.sum() < 1.001);
            }
        }

        #[test]
        fn the_answer_is_allowed(text in any::<String>(), codes in prop::sample::subsequence(vec!["ar", "el", "en", "he", "ja", "ru", "zh"], 1..5)) {
            let language = identifier(&codes).detect(&text).language;
            prop_assert!(language == Language::UND || codes.contains(&language.code()));
        }
    }
}
