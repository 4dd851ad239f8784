//! What can be done with each language: a row for every language that anything here knows.
//!
//! ```
//! use tolmach::support::table;
//!
//! let table = table();
//! let russian = table.iter().find(|row| row.language.code() == "ru").unwrap();
//! assert_eq!(russian.stems, ["snowball", "rust-stemmers"]);
//! assert!(russian.detection.contains(&"whatlang") && russian.abbreviations);
//! assert_eq!(russian.segmentation, "uax29");
//! ```

use crate::language::Language;
use crate::language::detector::Engine as Detection;
use crate::stem::Engine;
use crate::stem::stop_words::Source;
use crate::token::{DICTIONARY_LANGUAGES, sentence};

/// What can be done with a language.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Support {
    /// The language.
    pub language: Language,
    /// The engines that detect it.
    pub detection: Vec<&'static str>,
    /// The engines that stem it, the default first.
    pub stems: Vec<&'static str>,
    /// The sources of its stop words, the default first.
    pub stop_words: Vec<&'static str>,
    /// Whether its abbreviations are known to the sentences.
    pub abbreviations: bool,
    /// What its words come from: `"dictionary"` where no spaces divide them, `"uax29"` otherwise.
    pub segmentation: &'static str,
}

/// A row for each language, in the order of their codes.
#[must_use]
pub fn table() -> Vec<Support> {
    let detection = [("tolmach", Detection::Tolmach), ("whatlang", Detection::Whatlang)]
        .map(|(name, engine)| (name, engine.languages()));
    let abbreviations = sentence::languages();
    let stems = [Engine::Snowball, Engine::RustStemmers].map(|engine| (engine.name(), engine.languages()));
    let row = |language: Language| Support {
        language,
        detection: having(&detection, language),
        stems: having(&stems, language),
        stop_words: Source::of(language).into_iter().map(Source::name).collect(),
        abbreviations: abbreviations.contains(&language),
        segmentation: if DICTIONARY_LANGUAGES.contains(&language.code()) {
            "dictionary"
        } else {
            "uax29"
        },
    };
    Language::all().map(row).collect()
}

/// The names of the engines that have a language.
fn having(engines: &[(&'static str, Vec<Language>)], language: Language) -> Vec<&'static str> {
    let having = engines
        .iter()
        .filter(|(_, languages)| languages.contains(&language));
    having.map(|(name, _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::language::Language;
    use crate::stem::{Engine, Stemmer, stop_words::stop_words};
    use crate::token::Segments;

    #[test]
    fn the_table_keeps_its_word() {
        for row in table() {
            let code = row.language;
            assert_eq!(
                Stemmer::new(code, Engine::Snowball).is_ok(),
                row.stems.contains(&"snowball"),
                "{code}"
            );
            assert_eq!(
                Stemmer::new(code, Engine::RustStemmers).is_ok(),
                row.stems.contains(&"rust-stemmers")
            );
            assert_eq!(
                stop_words(code, None).is_ok(),
                !row.stop_words.is_empty(),
                "{code}"
            );
        }
    }

    #[test]
    fn words_of_six_languages_come_from_a_dictionary() {
        for (code, text, words) in [
            ("zh", "今天天气很好", 3),
            ("ja", "東京都に住んでいます", 6),
            ("th", "ภาษาไทยง่าย", 3),
            ("lo", "ພາສາລາວງ່າຍ", 3),
            ("km", "ភាសាខ្មែរស្រួល", 3),
            ("my", "မြန်မာစာလွယ်သည်", 4),
        ] {
            let language = Language::from_code(code);
            assert!(
                table()
                    .iter()
                    .any(|row| row.language == language && row.segmentation == "dictionary")
            );
            let found: Vec<_> = Segments::new(text).map(|segment| segment.span.of(text)).collect();
            assert!(
                found.len().abs_diff(words) <= 2 && found.len() > 1,
                "{code} {found:?}"
            );
        }
    }
}
