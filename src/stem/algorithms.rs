//! Which algorithms there are, and whose code runs them.

use std::borrow::Cow;

use frostem::Algorithm as Frostem;
use rust_stemmers::Algorithm as Legacy;

use super::Engine;
use crate::language::Language;

/// What a [`Stemmer`](super::Stemmer) runs.
#[derive(Clone)]
pub(super) enum Backend {
    Frostem(frostem::Stemmer),
    Finnish,
    RustStemmers(Legacy),
}

/// One algorithm by Snowball's name.
pub(super) struct Row {
    pub name: &'static str,
    pub language: Option<Language>,
    snowball: Frostem,
    legacy: Option<Legacy>,
}

impl Row {
    /// What runs it in `engine`, where that has it.
    pub fn backend(&self, engine: Engine) -> Option<Backend> {
        match engine {
            Engine::Snowball if self.snowball == Frostem::Finnish => Some(Backend::Finnish),
            Engine::Snowball => Some(Backend::Frostem(frostem::Stemmer::new(self.snowball))),
            Engine::RustStemmers => self.legacy.map(Backend::RustStemmers),
        }
    }
}

/// The Finnish stem. The reference vocabulary that this crate is measured against is that of Snowball 3.0, which
/// `waken_snowball` follows; later Snowball cuts 0.2 % of its words differently («agathon»), which `frostem` follows.
pub(super) fn finnish(word: &str) -> Cow<'_, str> {
    let mut env = waken_snowball::SnowballEnv::create(word);
    waken_snowball::algorithms::finnish_stemmer::stem(&mut env);
    env.get_current()
}

const fn row(name: &'static str, code: &str, snowball: Frostem, legacy: Option<Legacy>) -> Row {
    let language = if code.is_empty() {
        None
    } else {
        Some(Language::from_code(code))
    };
    Row {
        name,
        language,
        snowball,
        legacy,
    }
}

/// Every algorithm, sorted by name, but for the second row of Norwegian: one algorithm serves both its forms.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row("arabic", "ar", Frostem::Arabic, Some(Legacy::Arabic)),
    row("armenian", "hy", Frostem::Armenian, None),
    row("basque", "eu", Frostem::Basque, None),
    row("catalan", "ca", Frostem::Catalan, None),
    row("czech", "cs", Frostem::Czech, None),
    row("danish", "da", Frostem::Danish, Some(Legacy::Danish)),
    row("dutch", "nl", Frostem::Dutch, Some(Legacy::Dutch)),
    row("dutch_porter", "", Frostem::DutchPorter, None),
    row("earlymodernenglish", "", Frostem::Earlymodernenglish, None),
    row("english", "en", Frostem::English, Some(Legacy::English)),
    row("esperanto", "eo", Frostem::Esperanto, None),
    row("estonian", "et", Frostem::Estonian, None),
    row("finnish", "fi", Frostem::Finnish, Some(Legacy::Finnish)),
    row("french", "fr", Frostem::French, Some(Legacy::French)),
    row("german", "de", Frostem::German, Some(Legacy::German)),
    row("greek", "el", Frostem::Greek, Some(Legacy::Greek)),
    row("hindi", "hi", Frostem::Hindi, None),
    row("hungarian", "hu", Frostem::Hungarian, Some(Legacy::Hungarian)),
    row("indonesian", "id", Frostem::Indonesian, None),
    row("irish", "ga", Frostem::Irish, None),
    row("italian", "it", Frostem::Italian, Some(Legacy::Italian)),
    row("lithuanian", "lt", Frostem::Lithuanian, None),
    row("lovins", "", Frostem::Lovins, None),
    row("nepali", "ne", Frostem::Nepali, None),
    row("norwegian", "nb", Frostem::Norwegian, Some(Legacy::Norwegian)),
    row("norwegian", "nn", Frostem::Norwegian, Some(Legacy::Norwegian)),
    row("persian", "fa", Frostem::Persian, None),
    row("polish", "pl", Frostem::Polish, None),
    row("porter", "", Frostem::Porter, None),
    row("portuguese", "pt", Frostem::Portuguese, Some(Legacy::Portuguese)),
    row("romanian", "ro", Frostem::Romanian, Some(Legacy::Romanian)),
    row("russian", "ru", Frostem::Russian, Some(Legacy::Russian)),
    row("serbian", "sr", Frostem::Serbian, None),
    row("sesotho", "st", Frostem::Sesotho, None),
    row("spanish", "es", Frostem::Spanish, Some(Legacy::Spanish)),
    row("swedish", "sv", Frostem::Swedish, Some(Legacy::Swedish)),
    row("tamil", "ta", Frostem::Tamil, Some(Legacy::Tamil)),
    row("turkish", "tr", Frostem::Turkish, Some(Legacy::Turkish)),
    row("ukrainian", "uk", Frostem::Ukrainian, None),
    row("yiddish", "yi", Frostem::Yiddish, None),
];

#[cfg(test)]
mod tests {
    use super::ROWS;
    use crate::stem::{Engine, Stemmer};
    use std::io::Read;
    use std::path::Path;

    #[test]
    fn the_table_is_sorted() {
        assert!(ROWS.is_sorted_by(|a, b| a.name <= b.name));
    }

    #[test]
    fn stems_are_those_of_the_reference() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/conformance/snowball");
        let mut measured = 0;
        for row in ROWS {
            let Ok(file) = std::fs::File::open(folder.join(format!("{}.tsv.gz", row.name))) else {
                continue;
            };
            let mut text = String::new();
            flate2::read::GzDecoder::new(file)
                .read_to_string(&mut text)
                .unwrap();
            let stemmer = Stemmer::named(row.name, Engine::Snowball).unwrap();
            let pairs: Vec<_> = text.lines().filter_map(|line| line.split_once('\t')).collect();
            let right = pairs
                .iter()
                .filter(|(word, stem)| stemmer.stem(word) == *stem)
                .count();
            assert!(
                right * 1000 >= pairs.len() * 999,
                "{}: {right} of {}",
                row.name,
                pairs.len()
            );
            measured += 1;
        }
        assert!(
            measured == 0 || measured >= 32,
            "only {measured} vocabularies in {}",
            folder.display()
        );
    }
}
