//! Spans of language: labels of words put together into stretches that hold every letter of a text.
//!
//! ```
//! use tolmach::language::{Language, spans};
//!
//! let text = "Guterres said.\n\nВидео дня\n\nHe will speak to both (https://example.org).";
//! let all: Vec<_> = Language::all().collect();
//! let found: Vec<_> = spans::by_script(text, &all, None)
//!     .into_iter()
//!     .map(|span| (span.language.code(), span.span.of(text)))
//!     .collect();
//! assert_eq!(found[1], ("ru", "Видео дня"));
//! assert_eq!(found[2], ("en", "He will speak to both (https://example.org"));
//! ```

use super::evidence::decide;
use super::lookalike::twin;
use super::script::Script;
use super::words::{Boundary, Case, Word, words};
use super::{Language, LanguageSpan};

/// Bytes of the main script's letters that decide on its language where it is not given.
const SAMPLE: usize = 8 * 1024;

/// What a word is said to be in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The language.
    pub language: Language,
    /// The script of the span that the word goes into.
    pub script: Script,
    /// Between 0 and 1.
    pub confidence: f32,
}

/// The spans of `text` as far as scripts tell them apart: each run of one script is in one of `allowed`, and all
/// runs of the script of most letters are in the same one, `main` if it is given and written in that script.
#[must_use]
pub fn by_script(text: &str, allowed: &[Language], main: Option<Language>) -> Vec<LanguageSpan> {
    let mut words: Vec<_> = words(text).collect();
    take_along(text, &mut words);
    let script = main_script(text, &words);
    let mut labels: Vec<Option<Label>> = vec![None; words.len()];
    let main = main.filter(|main| main.scripts().iter().any(|s| Some(s.family()) == script));
    let whole = script.map(|script| {
        let (language, confidence) = main.map_or_else(
            || decide(&sample(text, &words, script), script, allowed),
            |main| (main, 1.0),
        );
        Label {
            language,
            script,
            confidence,
        }
    });
    let mut at = 0;
    while at < words.len() {
        let run = words[at..]
            .iter()
            .take_while(|word| word.neutral || word.script == words[at].script)
            .count()
            .max(1);
        let run = &words[at..at + run];
        if !run[0].neutral {
            let label = match whole {
                Some(label) if label.script == run[0].script => label,
                _ => {
                    let (language, confidence) = decide(&joined(text, run), run[0].script, allowed);
                    Label {
                        language,
                        script: run[0].script,
                        confidence,
                    }
                }
            };
            for (word, slot) in run.iter().zip(&mut labels[at..]) {
                *slot = Some(label).filter(|_| !word.neutral);
            }
        }
        at += run.len();
    }
    assemble(text, &words, &labels)
}

/// Letters and marks of a word.
pub fn letters(text: &str, word: &Word) -> usize {
    // Every byte but the continuation bytes starts a character.
    word.span
        .of(text)
        .bytes()
        .filter(|b| b.cast_signed() >= -0x40)
        .count()
}

/// The script that most letters are of.
fn main_script(text: &str, words: &[Word]) -> Option<Script> {
    let mut sizes: Vec<(Script, usize)> = Vec::new();
    for word in words.iter().filter(|word| !word.neutral) {
        match sizes.iter_mut().find(|(script, _)| *script == word.script) {
            Some((_, size)) => *size += letters(text, word),
            None => sizes.push((word.script, letters(text, word))),
        }
    }
    let most = sizes.iter().map(|(_, size)| *size).max()?;
    sizes
        .into_iter()
        .find(|(_, size)| *size == most)
        .map(|(script, _)| script)
}

fn sample(text: &str, words: &[Word], script: Script) -> String {
    let mut sample = String::new();
    for word in words.iter().filter(|word| !word.neutral && word.script == script) {
        if sample.len() > SAMPLE {
            break;
        }
        sample.push_str(word.span.of(text));
        sample.push(' ');
    }
    sample
}

fn joined(text: &str, words: &[Word]) -> String {
    let parts: Vec<_> = words
        .iter()
        .filter(|word| !word.neutral)
        .map(|word| word.span.of(text))
        .collect();
    parts.join(" ")
}

/// Makes words neutral that stand for something else than a language: single letters among words of another
/// script (α, Ω, or a letter that looks like one of that script), and names, acronyms and numerals in Latin letters
/// within a line of another script.
pub fn take_along(text: &str, words: &mut [Word]) {
    for at in 0..words.len() {
        let word = words[at];
        let mut letters = word.span.of(text).chars();
        let (Some(letter), None, false) = (letters.next(), letters.next(), word.neutral) else {
            continue;
        };
        let beside = |word: Option<&Word>| word.filter(|word| !word.neutral).map(|word| word.script);
        let before = at.checked_sub(1).and_then(|at| beside(words.get(at)));
        let after = beside(words.get(at + 1));
        let Some(around) = before.or(after).filter(|script| *script != word.script) else {
            continue;
        };
        if before.is_some() && after.is_some() && before != after {
            continue;
        }
        words[at].neutral = word.script == Script::GREK || twin(letter, around).is_some();
    }
    if words.iter().any(|word| word.script != Script::LATN) {
        take_names_along(text, words);
    }
}

/// The most words of a name.
const NAME: usize = 3;

fn take_names_along(text: &str, words: &mut [Word]) {
    let latin_text = main_script(text, words) == Some(Script::LATN);
    let mut at = 0;
    while at < words.len() {
        let named = |word: &Word| word.neutral || word.script == Script::LATN;
        let run = words[at..].iter().take_while(|word| named(word)).count();
        let (start, end) = (at, at + run);
        at = end.max(start + 1);
        let own = words[start..end].iter().filter(|word| !word.neutral);
        if own.clone().count() > NAME || own.clone().any(|word| word.case == Case::Lower) {
            continue;
        }
        let before = start > 0 && words[start].boundary < Boundary::Line;
        let after = words.get(end).is_some_and(|word| word.boundary < Boundary::Line);
        let broken = words[start..end]
            .iter()
            .skip(1)
            .any(|word| word.boundary == Boundary::Line);
        // In a text in Latin script a name beside a fragment may be the text's own.
        let inside = if latin_text {
            before && after
        } else {
            before || after
        };
        if inside && !broken {
            for word in &mut words[start..end] {
                word.neutral = true;
            }
        }
    }
}

/// Puts words together into spans: a word without a label goes with the neighbour that it is closer to, words of
/// one language and script become one span, and each span is as sure as its letters are on average.
#[must_use]
pub fn assemble(text: &str, words: &[Word], labels: &[Option<Label>]) -> Vec<LanguageSpan> {
    let mut spans: Vec<(LanguageSpan, f64)> = Vec::new();
    for (word, label) in words.iter().zip(fill(words, labels)) {
        let letters = word.span.len() as f64;
        let sure = f64::from(label.confidence) * letters;
        match spans.last_mut() {
            Some((span, total)) if (span.language, span.script) == (label.language, label.script) => {
                span.span.end = word.span.end;
                *total += sure;
                // `confidence` holds the letters so far until the spans are complete.
                span.confidence += word.span.len() as f32;
            }
            _ => spans.push((
                LanguageSpan {
                    span: word.span,
                    language: label.language,
                    script: label.script,
                    confidence: word.span.len() as f32,
                },
                sure,
            )),
        }
    }
    debug_assert!(spans.iter().all(|(span, _)| span.span.end <= text.len()));
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a confidence needs no more than f32 has"
    )]
    let mean = |(span, total): (LanguageSpan, f64)| LanguageSpan {
        confidence: ((total / f64::from(span.confidence)) as f32).clamp(0.0, 1.0),
        ..span
    };
    spans.into_iter().map(mean).collect()
}

/// A label for every word: those without one take that of the labelled word before or after them, whichever the
/// weaker boundary separates them from, of two equal ones the one before.
fn fill(words: &[Word], labels: &[Option<Label>]) -> Vec<Label> {
    const NOTHING: Label = Label {
        language: Language::UND,
        script: Script::ZYYY,
        confidence: 0.0,
    };
    let mut filled = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        if let Some(label) = labels[at] {
            filled.push(label);
            at += 1;
            continue;
        }
        let gap = labels[at..].iter().take_while(|label| label.is_none()).count();
        let before = filled.last().copied();
        let after = labels.get(at + gap).copied().flatten();
        let split = match (before, after) {
            (Some(_), Some(_)) => {
                // The last of the strongest boundaries in and around the gap is where it is cut.
                let strongest = words[at..=at + gap].iter().map(|word| word.boundary).max();
                let cut = words[at..=at + gap]
                    .iter()
                    .rposition(|word| Some(word.boundary) == strongest);
                cut.unwrap_or(gap)
            }
            (Some(_), None) => gap,
            _ => 0,
        };
        for step in 0..gap {
            let script = words[at + step].script;
            let nearer = if step < split { before } else { after };
            let fits = |side: &Label| side.script == script;
            // Of two scripts a word goes with its own, so that no span holds a word that it must not.
            let side = match (before.filter(fits), after.filter(fits)) {
                (Some(own), None) | (None, Some(own)) => Some(own),
                _ => nearer,
            };
            filled.push(side.unwrap_or(Label { script, ..NOTHING }));
        }
        at += gap;
    }
    filled
}
