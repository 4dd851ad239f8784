//! One spelling for each word: a token's characters changed, its place in the text kept.
//!
//! ```
//! use tolmach::token::{Normalizer, Step};
//!
//! let normalizer = Normalizer::new([Step::Lowercase, Step::Accents, Step::Quotes]);
//! assert_eq!(normalizer.apply("António’s"), "antonio's");
//! ```

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use crate::error::{Error, Result};
use crate::language::Script;
use crate::language::lookalike::mend;

/// One change. Steps are taken in the order in which they stand here, whatever the order they are named in.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Step {
    /// Takes out characters that are not seen: zero-width spaces, soft hyphens, marks of order and of direction;
    /// joiners only where they join nothing, outside of scripts and emoji that need them.
    ZeroWidth,
    /// Canonical composition (UAX #15).
    Nfc,
    /// Compatible composition: "ﬁ" becomes "fi", full-width forms become narrow.
    Nfkc,
    /// Every white space becomes one space, and several in a row become one.
    Spaces,
    /// Quotation marks and apostrophes become `"` and `'`.
    Quotes,
    /// Dashes, hyphens and the minus sign become `-`.
    Dashes,
    /// Letters that look like those of the script of the rest of the word become those: a Cyrillic «а» in "Ukrаine".
    Lookalikes,
    /// Lower case, with all of Unicode's rules.
    Lowercase,
    /// Takes off accents: compatible decomposition without its combining marks, as scikit-learn's
    /// `strip_accents="unicode"`.
    Accents,
}

impl Step {
    /// Every step, in their order.
    pub const ALL: [Self; 9] = [
        Self::ZeroWidth,
        Self::Nfc,
        Self::Nfkc,
        Self::Spaces,
        Self::Quotes,
        Self::Dashes,
        Self::Lookalikes,
        Self::Lowercase,
        Self::Accents,
    ];

    /// The name, as in `"zero_width"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ZeroWidth => "zero_width",
            Self::Nfc => "nfc",
            Self::Nfkc => "nfkc",
            Self::Spaces => "spaces",
            Self::Quotes => "quotes",
            Self::Dashes => "dashes",
            Self::Lookalikes => "lookalikes",
            Self::Lowercase => "lowercase",
            Self::Accents => "accents",
        }
    }

    /// The step with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    fn apply(self, text: &str) -> Option<String> {
        match self {
            Self::ZeroWidth => text.contains(is_invisible).then(|| visible(text)),
            Self::Nfc => (is_nfc_quick(text.chars()) != IsNormalized::Yes).then(|| text.nfc().collect()),
            Self::Nfkc => (is_nfkc_quick(text.chars()) != IsNormalized::Yes).then(|| text.nfkc().collect()),
            Self::Spaces => one_space(text),
            Self::Quotes => replace(text, |c| match c {
                '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' | '‹' | '›' | '＇' => {
                    Some('\'')
                }
                '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '「' | '」' | '『' | '』' | '＂' => {
                    Some('"')
                }
                _ => None,
            }),
            Self::Dashes => replace(text, |c| match c {
                '\u{2010}'..='\u{2015}' | '−' | '⁃' | '﹘' | '﹣' | '－' | '֊' | '־' => Some('-'),
                _ => None,
            }),
            Self::Lookalikes => alike(text),
            Self::Lowercase => {
                let upper = |c: char| !c.is_lowercase() && c.to_lowercase().ne([c]);
                text.contains(upper).then(|| text.to_lowercase())
            }
            Self::Accents => {
                (!text.is_ascii()).then(|| text.nfkd().filter(|c| !is_combining_mark(*c)).collect())
            }
        }
    }
}

/// A choice of steps.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Normalizer {
    steps: u16,
}

impl Normalizer {
    /// No steps: every token as it stands in the text.
    pub const NONE: Self = Self { steps: 0 };

    /// These steps, in [their](Step) order.
    #[must_use]
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let steps = steps.into_iter().fold(0, |steps, step| steps | 1 << step as u8);
        Self { steps }
    }

    /// The steps with these names, in [their](Step) order.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for a name that no step has.
    pub fn parse(names: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self> {
        let steps = names.into_iter().map(|name| {
            let name = name.as_ref();
            Step::from_name(name).ok_or_else(|| Error::InvalidOption {
                option: "normalize",
                reason: format!(
                    "{name:?} is no step; there are {}",
                    Step::ALL.map(Step::name).join(", ")
                ),
            })
        });
        Ok(Self::new(steps.collect::<Result<Vec<_>>>()?))
    }

    /// Whether there are no steps.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.steps == 0
    }

    /// The normalised form, borrowed where nothing changes. It is empty where nothing visible was there.
    #[must_use]
    pub fn apply(self, text: &str) -> Cow<'_, str> {
        let mut result = Cow::Borrowed(text);
        if self.is_empty() {
            return result;
        }
        for step in Step::ALL {
            if self.steps & 1 << step as u8 == 0 {
                continue;
            }
            if let Some(changed) = step.apply(&result) {
                result = Cow::Owned(changed);
            }
        }
        result
    }
}

fn replace(text: &str, to: impl Fn(char) -> Option<char>) -> Option<String> {
    text.chars()
        .any(|c| to(c).is_some())
        .then(|| text.chars().map(|c| to(c).unwrap_or(c)).collect())
}

/// White space runs as one space each; `None` where they are that already.
fn one_space(text: &str) -> Option<String> {
    let mut before = 'x';
    let changes = text.chars().any(|c| {
        let change = c.is_whitespace() && (c != ' ' || before == ' ');
        before = c;
        change
    });
    changes.then(|| {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if !c.is_whitespace() {
                out.push(c);
            } else if !out.ends_with(' ') {
                out.push(' ');
            }
        }
        out
    })
}

/// Each run of letters in one script, where letters of another only look like it; `None` where nothing changes.
fn alike(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let pieces = text.split_inclusive(|c: char| !c.is_alphabetic());
    let mut changed = false;
    let mended: String = pieces
        .map(|piece| {
            let mended = one_script(piece);
            changed |= mended.is_some();
            mended.map_or(Cow::Borrowed(piece), Cow::Owned)
        })
        .collect();
    changed.then_some(mended)
}

/// The word in the script of which it has more letters, or of the only one that has all of them; `None` where it is
/// of one script, or has as many letters of either.
fn one_script(word: &str) -> Option<String> {
    let scripts = [Script::LATN, Script::CYRL, Script::GREK];
    let letters = |script| word.chars().filter(|c| Script::of(*c).family() == script).count();
    let mut whole: Vec<_> = scripts
        .into_iter()
        .filter_map(|script| Some((letters(script), mend(word, script)?)))
        .filter(|(letters, _)| *letters > 0)
        .collect();
    whole.sort_by_key(|(letters, _)| std::cmp::Reverse(*letters));
    let tie = matches!(&whole[..], [(first, _), (second, _), ..] if first == second);
    whole
        .into_iter()
        .next()
        .filter(|_| !tie)
        .map(|(_, mended)| mended)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The text without invisible characters. A joiner or non-joiner stays behind a character of a script that shapes
/// its letters, and between emoji.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let joins = matches!(c, '\u{200c}' | '\u{200d}')
            && out
                .chars()
                .next_back()
                .is_some_and(|before| before >= '\u{590}' && !before.is_whitespace());
        if joins || !is_invisible(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Normalizer, Step};
    use proptest::prelude::*;
    use std::borrow::Cow;

    #[test]
    fn steps() {
        for (step, text, expected) in [
            (Step::ZeroWidth, "Arme\u{ad}nia\u{200b}", "Armenia"),
            (Step::ZeroWidth, "می\u{200c}خواهم", "می\u{200c}خواهم"),
            (Step::ZeroWidth, "👩\u{200d}👧", "👩\u{200d}👧"),
            (Step::ZeroWidth, "\u{200b}", ""),
            (Step::Nfc, "e\u{301}", "é"),
            (Step::Nfkc, "ﬁｎ", "fin"),
            (Step::Spaces, "1\u{a0}000\n\n km", "1 000 km"),
            (Step::Quotes, "«Azerbaijan’s» „x“", "\"Azerbaijan's\" \"x\""),
            (Step::Dashes, "Moscow–Baku — −5", "Moscow-Baku - -5"),
            (Step::Lookalikes, "Ukrаine и Мoсква", "Ukraine и Москва"),
            (Step::Lookalikes, "Putin и Macron", "Putin и Macron"),
            (Step::Lookalikes, "дzуf аa", "дzуf аa"),
            (Step::Lowercase, "ΣΟΦΟΣ İ", "σοφος i\u{307}"),
            (Step::Accents, "António Й ﬁ", "Antonio И fi"),
        ] {
            assert_eq!(Normalizer::new([step]).apply(text), expected, "{step:?}");
        }
    }

    #[test]
    fn names_lead_back() {
        for step in Step::ALL {
            assert_eq!(Step::from_name(step.name()), Some(step));
        }
        assert!(Step::ALL.is_sorted());
    }

    proptest! {
        #[test]
        fn what_is_normal_stays(text in any::<String>(), chosen in any::<u16>()) {
            let steps = Step::ALL.into_iter().filter(|step| chosen >> *step as u8 & 1 == 1);
            let normalizer = Normalizer::new(steps.clone());
            let once = normalizer.apply(&text).into_owned();
            if steps.clone().count() == 1 {
                // One step is idempotent; of several, a later one may make work for an earlier.
                prop_assert!(matches!(normalizer.apply(&once), Cow::Borrowed(_)) || normalizer.apply(&once) == once);
            }
            if normalizer.is_empty() {
                prop_assert_eq!(once, text);
            }
        }
    }
}
