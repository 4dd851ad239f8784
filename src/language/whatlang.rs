//! The engine `whatlang`: 70 languages by trigrams and alphabets, made to see letters only.
//!
//! The crate takes every character from U+0080 to U+00FF for a Latin letter, full-width punctuation for Hangul
//! and lets quotation marks into its trigrams; so everything but letters and marks is blanked out before it
//! looks. It also ignores its allow-list in scripts that only one language uses; here an answer outside the list
//! is no answer.

use std::collections::BTreeSet;

use whatlang::{Detector, Lang};

use super::script::{Script, runs};
use super::{Detection, Language};

/// A detector over the languages of whatlang, or some of them.
#[derive(Debug)]
pub struct Whatlang {
    detector: Detector,
    allowed: BTreeSet<Language>,
}

impl Whatlang {
    /// A detector that answers with one of `languages`, or with any of [`languages`](Self::languages).
    /// Languages that whatlang does not know are never the answer.
    #[must_use]
    pub fn new(languages: Option<&[Language]>) -> Self {
        let Some(languages) = languages else {
            return Self {
                detector: Detector::new(),
                allowed: Self::languages().into_iter().collect(),
            };
        };
        Self {
            detector: Detector::with_allowlist(Self::list(languages)),
            allowed: languages.iter().copied().collect(),
        }
    }

    /// What whatlang calls `languages`, without those that it does not know.
    pub(super) fn list(languages: &[Language]) -> Vec<Lang> {
        let all = Lang::all().iter().copied();
        all.filter(|lang| languages.contains(&language(*lang))).collect()
    }

    /// The languages that whatlang knows, in the order of their codes.
    #[must_use]
    pub fn languages() -> Vec<Language> {
        let mut all: Vec<_> = Lang::all().iter().map(|lang| language(*lang)).collect();
        all.sort_unstable();
        all
    }

    /// The language of `text`. The confidence is whatlang's: the margin to the second best, scaled by length, not
    /// a probability; `reliable` means above 0.9.
    #[must_use]
    pub fn detect(&self, text: &str) -> Detection {
        let Some(script) = main_script(text) else {
            return Detection::NONE;
        };
        let none = Detection {
            script: Some(script),
            ..Detection::NONE
        };
        let Some(info) = self.detector.detect(&letters_only(text)) else {
            return none;
        };
        let language = language(info.lang());
        if !self.allowed.contains(&language) {
            return none;
        }
        #[allow(
            clippy::cast_possible_truncation,
            reason = "a confidence needs no more than f32 has"
        )]
        let confidence = info.confidence() as f32;
        Detection {
            language,
            confidence,
            script: Some(script),
            reliable: info.is_reliable(),
        }
    }
}

/// The row of our table for a language of whatlang.
pub(super) fn language(lang: Lang) -> Language {
    Language::from_name(lang.code()).unwrap_or(Language::UND)
}

/// The script that most letters are of; the first one in the text where two are level.
fn main_script(text: &str) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for run in runs(text) {
        let letters = run.span.of(text).chars().filter(|c| c.is_alphabetic()).count();
        match counts.iter_mut().find(|(script, _)| *script == run.script) {
            Some((_, count)) => *count += letters,
            None => counts.push((run.script, letters)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(script, _)| script)
}

/// `text` with every character that is neither a letter nor a mark replaced by a space.
pub(super) fn letters_only(text: &str) -> String {
    let keep = |c: char| c.is_alphabetic() || Script::of(c) == Script::ZINH;
    text.chars().map(|c| if keep(c) { c } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::{Language, Whatlang};

    fn code(text: &str, languages: Option<&[&str]>) -> &'static str {
        let languages: Option<Vec<_>> = languages.map(|list| {
            list.iter()
                .map(|code| Language::from_name(code).unwrap())
                .collect()
        });
        Whatlang::new(languages.as_deref()).detect(text).language.code()
    }

    #[test]
    fn every_language_has_a_row() {
        let languages = Whatlang::languages();
        assert_eq!(languages.len(), 70);
        assert!(!languages.contains(&Language::UND));
    }

    #[test]
    fn punctuation_is_not_a_script() {
        assert_eq!(code("好！！", None), "zh");
        assert_eq!(code("12345 №№ «»", None), "und");
        assert_eq!(code("", None), "und");
    }

    #[test]
    fn the_allow_list_holds_in_scripts_of_one_language() {
        assert_eq!(code("გამარჯობა", Some(&["en"])), "und");
        assert_eq!(code("გამარჯობა", Some(&["en", "ka"])), "ka");
    }

    #[test]
    fn alone_it_takes_the_russian_button_for_ukrainian() {
        assert_eq!(code("Видео дня", None), "uk");
    }
}
