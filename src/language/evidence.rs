//! The language of a short fragment by its script, its letters, whatlang's vote and how common languages are: the
//! one place where the engine `whatlang` decides on spans.
//!
//! whatlang alone is wrong on most fragments of two words («Видео дня» it takes for Ukrainian), so its vote is one
//! voice of three, the louder the surer it is.

use whatlang::Detector;

use super::Language;
use super::prior::log_prior;
use super::script::Script;
use super::whatlang::{Whatlang, language, letters_only};

/// Letters of the alphabets of languages that share a script, small ones; a language without a row may use any.
#[rustfmt::skip]
const ALPHABETS: &[(&str, &str)] = &[
    ("ar", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"),
    ("be", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    ("bg", "абвгдежзийклмнопрстуфхцчшщъьюя"),
    ("fa", "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"),
    ("mk", "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ"),
    ("ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    ("sr", "абвгдђежзијклљмнњопрстћуфхцчџш"),
    ("uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    ("ur", "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے"),
];

/// Letters that speak for one language because hardly another one uses them.
#[rustfmt::skip]
const OWN: &[(&str, &str)] = &[
    ("az", "ə"), ("be", "ў"), ("cs", "řěů"), ("de", "ß"), ("es", "ñ¿¡"), ("fa", "پچژگ"), ("hu", "őű"),
    ("kk", "әғқңұһ"), ("ky", "ңөү"), ("lt", "ėįųū"), ("lv", "āēģķļņ"), ("mk", "ѓќѕ"), ("mn", "өү"),
    ("nb", "ø"), ("pl", "łąęńśźż"), ("pt", "ãõ"), ("ro", "țșţ"), ("ru", "ыэё"), ("sr", "ђћ"), ("sv", "å"),
    ("tg", "ҳҷӯӣ"), ("tr", "ğı"), ("tt", "җәңһ"), ("uk", "їєґ"), ("ur", "ٹڈڑںےہھ"), ("vi", "ơưđ"),
];

/// Weight of a letter that a language does not write.
const FOREIGN_LETTER: f32 = -4.0;
/// Weight of a letter of a language's own.
const OWN_LETTER: f32 = 3.0;
/// Weight of whatlang's vote at full confidence.
const VOTE: f32 = 8.0;

/// The most probable of `allowed` for letters of one script, with a confidence between 0 and 1;
/// [`Language::UND`] with confidence 0 where none of them is written in this script.
#[must_use]
pub fn decide(fragment: &str, script: Script, allowed: &[Language]) -> (Language, f32) {
    let candidates: Vec<_> = allowed
        .iter()
        .copied()
        .filter(|language| language.scripts().iter().any(|s| s.family() == script))
        .collect();
    let fragment = fragment.to_lowercase();
    let vote = vote(&fragment, &candidates);
    let mut scores: Vec<_> = candidates
        .iter()
        .map(|candidate| {
            let voted = vote.filter(|(language, _)| language == candidate);
            let score = log_prior(*candidate)
                + letters(&fragment, script, *candidate)
                + voted.map_or(0.0, |(_, confidence)| VOTE * confidence);
            (score, *candidate)
        })
        .collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let Some((best, winner)) = scores.first().copied() else {
        return (Language::UND, 0.0);
    };
    let total: f32 = scores.iter().map(|(score, _)| (score - best).exp()).sum();
    (winner, 1.0 / total)
}

/// What the letters say for or against a language, up to three of each kind.
fn letters(fragment: &str, script: Script, language: Language) -> f32 {
    let row = |table: &'static [(&str, &'static str)]| {
        table
            .iter()
            .find(|(code, _)| *code == language.code())
            .map(|(_, letters)| *letters)
    };
    let own = row(OWN).map_or(0, |own| {
        fragment.chars().filter(|c| own.contains(*c)).take(3).count()
    });
    let foreign = row(ALPHABETS).map_or(0, |alphabet| {
        let strange = |c: &char| c.is_alphabetic() && Script::of(*c) == script && !alphabet.contains(*c);
        fragment.chars().filter(strange).take(3).count()
    });
    OWN_LETTER * own as f32 + FOREIGN_LETTER * foreign as f32
}

fn vote(fragment: &str, candidates: &[Language]) -> Option<(Language, f32)> {
    let list = Whatlang::list(candidates);
    if list.is_empty() {
        return None;
    }
    let found = Detector::with_allowlist(list).detect(&letters_only(fragment))?;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a confidence needs no more than f32 has"
    )]
    let confidence = found.confidence() as f32;
    Some((language(found.lang()), confidence))
}

#[cfg(test)]
mod tests {
    use super::{Language, Script, decide};
    use crate::language::whatlang::Whatlang;

    #[test]
    fn letters_and_priors_correct_whatlang() {
        let all: Vec<_> = Language::all().collect();
        let whatlang = Whatlang::new(None).detect("Видео дня").language.code();
        assert_eq!(whatlang, "uk", "the engine alone is wrong");
        let (language, confidence) = decide("Видео дня", Script::CYRL, &all);
        assert_eq!(language.code(), "ru");
        assert!(confidence > 0.5, "{confidence}");
    }

    #[test]
    fn no_language_of_the_script_is_allowed() {
        let english = [Language::from_code("en")];
        assert_eq!(decide("Видео", Script::CYRL, &english), (Language::UND, 0.0));
    }
}
