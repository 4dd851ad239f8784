//! Which languages there are: their codes, names and scripts.
//!
//! ```
//! use tolmach::language::Language;
//!
//! let russian = Language::from_name("ru").unwrap();
//! assert_eq!((russian.code(), russian.iso639_3(), russian.name()), ("ru", "rus", "Russian"));
//! assert_eq!(Language::from_name("russian"), Some(russian));
//! assert_eq!(Language::from_name("RUS"), Some(russian));
//! ```

use std::fmt;

use super::script::Script;

/// A language by its BCP 47 code, or [`Language::UND`] where there is no evidence.
///
/// Two letters where ISO 639-1 has them, three letters otherwise. The order is that of the codes.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Language(u8);

struct Row {
    code: &'static str,
    iso639_3: &'static str,
    name: &'static str,
    scripts: &'static [Script],
}

const fn row(
    code: &'static str,
    iso639_3: &'static str,
    name: &'static str,
    scripts: &'static [Script],
) -> Row {
    Row {
        code,
        iso639_3,
        name,
        scripts,
    }
}

/// Every language, sorted by code. The scripts of a language stand in the order of how much is written in them.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("af", "afr", "Afrikaans", &[Script::LATN]),
    row("ak", "aka", "Akan", &[Script::LATN]),
    row("am", "amh", "Amharic", &[Script::ETHI]),
    row("ar", "ara", "Arabic", &[Script::ARAB]),
    row("az", "aze", "Azerbaijani", &[Script::LATN, Script::CYRL]),
    row("be", "bel", "Belarusian", &[Script::CYRL]),
    row("bg", "bul", "Bulgarian", &[Script::CYRL]),
    row("bn", "ben", "Bengali", &[Script::BENG]),
    row("br", "bre", "Breton", &[Script::LATN]),
    row("bs", "bos", "Bosnian", &[Script::LATN]),
    row("ca", "cat", "Catalan", &[Script::LATN]),
    row("cs", "ces", "Czech", &[Script::LATN]),
    row("cy", "cym", "Welsh", &[Script::LATN]),
    row("da", "dan", "Danish", &[Script::LATN]),
    row("de", "deu", "German", &[Script::LATN]),
    row("el", "ell", "Greek", &[Script::GREK]),
    row("en", "eng", "English", &[Script::LATN]),
    row("eo", "epo", "Esperanto", &[Script::LATN]),
    row("es", "spa", "Spanish", &[Script::LATN]),
    row("et", "est", "Estonian", &[Script::LATN]),
    row("eu", "eus", "Basque", &[Script::LATN]),
    row("fa", "fas", "Persian", &[Script::ARAB]),
    row("fi", "fin", "Finnish", &[Script::LATN]),
    row("fr", "fra", "French", &[Script::LATN]),
    row("ga", "gle", "Irish", &[Script::LATN]),
    row("gl", "glg", "Galician", &[Script::LATN]),
    row("gu", "guj", "Gujarati", &[Script::GUJR]),
    row("ha", "hau", "Hausa", &[Script::LATN]),
    row("he", "heb", "Hebrew", &[Script::HEBR]),
    row("hi", "hin", "Hindi", &[Script::DEVA]),
    row("hr", "hrv", "Croatian", &[Script::LATN]),
    row("hu", "hun", "Hungarian", &[Script::LATN]),
    row("hy", "hye", "Armenian", &[Script::ARMN]),
    row("id", "ind", "Indonesian", &[Script::LATN]),
    row("ig", "ibo", "Igbo", &[Script::LATN]),
    row("is", "isl", "Icelandic", &[Script::LATN]),
    row("it", "ita", "Italian", &[Script::LATN]),
    row("ja", "jpn", "Japanese", &[Script::JPAN]),
    row("jv", "jav", "Javanese", &[Script::LATN]),
    row("ka", "kat", "Georgian", &[Script::GEOR]),
    row("kk", "kaz", "Kazakh", &[Script::CYRL]),
    row("km", "khm", "Khmer", &[Script::KHMR]),
    row("kn", "kan", "Kannada", &[Script::KNDA]),
    row("ko", "kor", "Korean", &[Script::KORE]),
    row("ky", "kir", "Kyrgyz", &[Script::CYRL]),
    row("la", "lat", "Latin", &[Script::LATN]),
    row("lg", "lug", "Ganda", &[Script::LATN]),
    row("lo", "lao", "Lao", &[Script::LAOO]),
    row("lt", "lit", "Lithuanian", &[Script::LATN]),
    row("lv", "lav", "Latvian", &[Script::LATN]),
    row("mi", "mri", "Maori", &[Script::LATN]),
    row("mk", "mkd", "Macedonian", &[Script::CYRL]),
    row("ml", "mal", "Malayalam", &[Script::MLYM]),
    row("mn", "mon", "Mongolian", &[Script::CYRL]),
    row("mr", "mar", "Marathi", &[Script::DEVA]),
    row("ms", "msa", "Malay", &[Script::LATN]),
    row("mt", "mlt", "Maltese", &[Script::LATN]),
    row("my", "mya", "Burmese", &[Script::MYMR]),
    row("nb", "nob", "Norwegian Bokmål", &[Script::LATN]),
    row("ne", "nep", "Nepali", &[Script::DEVA]),
    row("nl", "nld", "Dutch", &[Script::LATN]),
    row("nn", "nno", "Norwegian Nynorsk", &[Script::LATN]),
    row("or", "ori", "Odia", &[Script::ORYA]),
    row("pa", "pan", "Punjabi", &[Script::GURU]),
    row("pl", "pol", "Polish", &[Script::LATN]),
    row("ps", "pus", "Pashto", &[Script::ARAB]),
    row("pt", "por", "Portuguese", &[Script::LATN]),
    row("ro", "ron", "Romanian", &[Script::LATN]),
    row("ru", "rus", "Russian", &[Script::CYRL]),
    row("si", "sin", "Sinhala", &[Script::SINH]),
    row("sk", "slk", "Slovak", &[Script::LATN]),
    row("sl", "slv", "Slovenian", &[Script::LATN]),
    row("sn", "sna", "Shona", &[Script::LATN]),
    row("so", "som", "Somali", &[Script::LATN]),
    row("sq", "sqi", "Albanian", &[Script::LATN]),
    row("sr", "srp", "Serbian", &[Script::CYRL, Script::LATN]),
    row("st", "sot", "Southern Sotho", &[Script::LATN]),
    row("sv", "swe", "Swedish", &[Script::LATN]),
    row("sw", "swa", "Swahili", &[Script::LATN]),
    row("ta", "tam", "Tamil", &[Script::TAML]),
    row("te", "tel", "Telugu", &[Script::TELU]),
    row("tg", "tgk", "Tajik", &[Script::CYRL]),
    row("th", "tha", "Thai", &[Script::THAI]),
    row("tk", "tuk", "Turkmen", &[Script::LATN]),
    row("tl", "tgl", "Tagalog", &[Script::LATN]),
    row("tn", "tsn", "Tswana", &[Script::LATN]),
    row("tr", "tur", "Turkish", &[Script::LATN]),
    row("ts", "tso", "Tsonga", &[Script::LATN]),
    row("tt", "tat", "Tatar", &[Script::CYRL]),
    row("ug", "uig", "Uyghur", &[Script::ARAB]),
    row("uk", "ukr", "Ukrainian", &[Script::CYRL]),
    row("und", "und", "undetermined", &[]),
    row("ur", "urd", "Urdu", &[Script::ARAB]),
    row("uz", "uzb", "Uzbek", &[Script::LATN, Script::CYRL]),
    row("vi", "vie", "Vietnamese", &[Script::LATN]),
    row("xh", "xho", "Xhosa", &[Script::LATN]),
    row("yi", "yid", "Yiddish", &[Script::HEBR]),
    row("yo", "yor", "Yoruba", &[Script::LATN]),
    row("zh", "zho", "Chinese", &[Script::HANS, Script::HANT]),
    row("zu", "zul", "Zulu", &[Script::LATN]),
];

/// Other codes in use for a row of the table: members of a macrolanguage that other software reports, and
/// codes that were withdrawn.
const ALIASES: &[(&str, &str)] = &[
    ("arb", "ar"),
    ("azj", "az"),
    ("cmn", "zh"),
    ("ekk", "et"),
    ("iw", "he"),
    ("khk", "mn"),
    ("lvs", "lv"),
    ("mo", "ro"),
    ("no", "nb"),
    ("nor", "nb"),
    ("pes", "fa"),
    ("swh", "sw"),
    ("uzn", "uz"),
    ("ydd", "yi"),
    ("zsm", "ms"),
];

impl Language {
    /// No language: there is no evidence.
    pub const UND: Self = Self::from_code("und");

    /// The language with this exact code, for constants.
    ///
    /// # Panics
    ///
    /// If there is none; in a constant, that is an error of compilation.
    #[must_use]
    pub const fn from_code(code: &str) -> Self {
        let mut i = 0;
        while i < ROWS.len() {
            let row = ROWS[i].code.as_bytes();
            let code = code.as_bytes();
            let same = row.len() == code.len()
                && row[0] == code[0]
                && row[1] == code[1]
                && (row.len() == 2 || row[2] == code[2]);
            if same {
                #[allow(
                    clippy::cast_possible_truncation,
                    reason = "the table has fewer than 256 rows"
                )]
                return Self(i as u8);
            }
            i += 1;
        }
        panic!("no such language code");
    }

    /// The language with this code (two or three letters) or English name, in any case; a region or script after
    /// the code (`zh-Hant`, `pt_BR`) is not looked at.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        let code = name.split(['-', '_']).next().unwrap_or_default();
        let code = ALIASES
            .iter()
            .find(|(alias, _)| *alias == code)
            .map_or(code, |(_, code)| code);
        Self::all()
            .chain([Self::UND])
            .find(|l| l.code() == code || l.iso639_3() == code || l.name().to_lowercase() == name)
    }

    /// Every language but [`UND`](Self::UND), in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX)
            .take(ROWS.len())
            .map(Self)
            .filter(|l| *l != Self::UND)
    }

    /// The BCP 47 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The ISO 639-3 code.
    #[must_use]
    pub fn iso639_3(self) -> &'static str {
        self.row().iso639_3
    }

    /// The English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The scripts it is written in, the most usual one first; none for [`UND`](Self::UND).
    #[must_use]
    pub fn scripts(self) -> &'static [Script] {
        self.row().scripts
    }

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.0)]
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, Language, ROWS};

    #[test]
    fn the_table_is_sorted_by_code() {
        assert!(ROWS.is_sorted_by(|a, b| a.code < b.code));
    }

    #[test]
    fn every_spelling_leads_back() {
        for language in Language::all() {
            for spelling in [language.code(), language.iso639_3(), language.name()] {
                assert_eq!(Language::from_name(spelling), Some(language), "{spelling}");
            }
        }
    }

    #[test]
    fn aliases_stand_for_a_row_and_hide_none() {
        for (alias, code) in ALIASES {
            assert_eq!(Language::from_name(alias).map(Language::code), Some(*code));
            assert!(
                ROWS.iter()
                    .all(|row| row.code != *alias && row.iso639_3 != *alias),
                "{alias}"
            );
        }
    }

    #[test]
    fn tags_with_region_and_nonsense() {
        assert_eq!(Language::from_name("pt-BR").map(Language::code), Some("pt"));
        assert_eq!(Language::from_name("klingon"), None);
        assert_eq!(Language::from_name(""), None);
    }
}
