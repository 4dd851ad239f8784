//! Writing systems: the script of a character, and the runs of one script in a text.
//!
//! ```
//! use tolmach::language::script::{Script, runs};
//!
//! let text = "Read now: Видео дня!";
//! let found: Vec<_> = runs(text).map(|run| (run.script, run.span.of(text))).collect();
//! assert_eq!(found, [(Script::LATN, "Read now"), (Script::CYRL, "Видео дня")]);
//! ```

use std::fmt;

use unicode_script::UnicodeScript;

use crate::span::Span;

/// A writing system by its ISO 15924 code.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Script([u8; 4]);

impl Script {
    /// Arabic.
    pub const ARAB: Self = Self(*b"Arab");
    /// Armenian.
    pub const ARMN: Self = Self(*b"Armn");
    /// Bengali.
    pub const BENG: Self = Self(*b"Beng");
    /// Cyrillic.
    pub const CYRL: Self = Self(*b"Cyrl");
    /// Devanagari.
    pub const DEVA: Self = Self(*b"Deva");
    /// Ethiopic.
    pub const ETHI: Self = Self(*b"Ethi");
    /// Georgian.
    pub const GEOR: Self = Self(*b"Geor");
    /// Greek.
    pub const GREK: Self = Self(*b"Grek");
    /// Gujarati.
    pub const GUJR: Self = Self(*b"Gujr");
    /// Gurmukhi.
    pub const GURU: Self = Self(*b"Guru");
    /// Hangul alone.
    pub const HANG: Self = Self(*b"Hang");
    /// Han characters of either kind.
    pub const HANI: Self = Self(*b"Hani");
    /// Simplified Han characters.
    pub const HANS: Self = Self(*b"Hans");
    /// Traditional Han characters.
    pub const HANT: Self = Self(*b"Hant");
    /// Hebrew.
    pub const HEBR: Self = Self(*b"Hebr");
    /// Hiragana.
    pub const HIRA: Self = Self(*b"Hira");
    /// Japanese: Han, Hiragana and Katakana.
    pub const JPAN: Self = Self(*b"Jpan");
    /// Katakana.
    pub const KANA: Self = Self(*b"Kana");
    /// Khmer.
    pub const KHMR: Self = Self(*b"Khmr");
    /// Kannada.
    pub const KNDA: Self = Self(*b"Knda");
    /// Korean: Hangul and Han.
    pub const KORE: Self = Self(*b"Kore");
    /// Lao.
    pub const LAOO: Self = Self(*b"Laoo");
    /// Latin.
    pub const LATN: Self = Self(*b"Latn");
    /// Malayalam.
    pub const MLYM: Self = Self(*b"Mlym");
    /// Burmese.
    pub const MYMR: Self = Self(*b"Mymr");
    /// Odia.
    pub const ORYA: Self = Self(*b"Orya");
    /// Sinhala.
    pub const SINH: Self = Self(*b"Sinh");
    /// Tamil.
    pub const TAML: Self = Self(*b"Taml");
    /// Telugu.
    pub const TELU: Self = Self(*b"Telu");
    /// Thai.
    pub const THAI: Self = Self(*b"Thai");
    /// Inherited: marks that take the script of their letter.
    pub const ZINH: Self = Self(*b"Zinh");
    /// Common: digits, punctuation, symbols, spaces.
    pub const ZYYY: Self = Self(*b"Zyyy");
    /// Unknown or unassigned.
    pub const ZZZZ: Self = Self(*b"Zzzz");

    /// The Unicode script property of a character (UAX #24).
    #[must_use]
    pub fn of(c: char) -> Self {
        if c.is_ascii() {
            return if c.is_ascii_alphabetic() {
                Self::LATN
            } else {
                Self::ZYYY
            };
        }
        let name = c.script().short_name().as_bytes();
        name.try_into().map_or(Self::ZZZZ, Self)
    }

    /// The script with this code, if Unicode knows it.
    #[must_use]
    pub fn from_code(code: [u8; 4]) -> Option<Self> {
        let name = std::str::from_utf8(&code).ok()?;
        unicode_script::Script::from_short_name(name)?;
        Some(Self(code))
    }

    /// The four letters of the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("Zzzz")
    }

    /// The script whose letters may stand in one word with this one's: Japanese writes in three scripts, Korean
    /// in two, Chinese in either kind of Han.
    #[must_use]
    pub fn family(self) -> Self {
        match self {
            Self::HIRA | Self::KANA | Self::HANS | Self::HANT | Self::JPAN => Self::HANI,
            Self::KORE => Self::HANG,
            other => other,
        }
    }

    /// Whether characters of this script say nothing about the script of a text.
    #[must_use]
    pub fn is_neutral(self) -> bool {
        matches!(self, Self::ZYYY | Self::ZINH | Self::ZZZZ)
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Script({})", self.as_str())
    }
}

/// A stretch of text whose letters are all of one script (one [family](Script::family)).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ScriptRun {
    /// Bytes from its first letter to its last.
    pub span: Span,
    /// The family of its letters.
    pub script: Script,
}

/// The runs of one script, in order: each letter of the text lies in exactly one, digits, punctuation and white
/// space between letters of one script lie inside, those at either end of a run outside.
pub fn runs(text: &str) -> impl Iterator<Item = ScriptRun> {
    let mut letters = text.char_indices().filter_map(|(at, c)| {
        let script = Script::of(c).family();
        let counts = !script.is_neutral() && c.is_alphabetic();
        counts.then_some((Span::new(at, at + c.len_utf8()), script))
    });
    let mut next = letters.next();
    std::iter::from_fn(move || {
        let (mut span, script) = next.take()?;
        for (letter, other) in letters.by_ref() {
            if other != script {
                next = Some((letter, other));
                break;
            }
            span.end = letter.end;
        }
        Some(ScriptRun { span, script })
    })
}

#[cfg(test)]
mod tests {
    use super::{Script, runs};
    use proptest::prelude::*;

    #[test]
    fn scripts_of_characters() {
        for (c, code) in [
            ('a', "Latn"),
            ('7', "Zyyy"),
            ('д', "Cyrl"),
            ('й', "Cyrl"),
            ('\u{301}', "Zinh"),
            ('é', "Latn"),
            ('水', "Hani"),
            ('ひ', "Hira"),
            ('한', "Hang"),
            ('«', "Zyyy"),
            ('\u{e000}', "Zzzz"),
        ] {
            assert_eq!(Script::of(c).as_str(), code, "{c}");
        }
    }

    #[test]
    fn japanese_is_one_run() {
        let text = "水をください。 water";
        let found: Vec<_> = runs(text).map(|run| run.span.of(text)).collect();
        assert_eq!(found, ["水をください", "water"]);
    }

    #[test]
    fn no_letters_no_runs() {
        assert_eq!(runs("12:30 — 5 %!").count(), 0);
    }

    proptest! {
        #[test]
        fn runs_are_disjoint_and_hold_every_letter(text in any::<String>()) {
            let mut at = 0;
            for run in runs(&text) {
                prop_assert!(at <= run.span.start && !run.span.is_empty());
                prop_assert!(!text[at..run.span.start].chars().any(|c| c.is_alphabetic() && !Script::of(c).is_neutral()));
                at = run.span.end;
            }
            prop_assert!(!text[at..].chars().any(|c| c.is_alphabetic() && !Script::of(c).is_neutral()));
        }
    }
}
