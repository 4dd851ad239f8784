//! Trains the language model: `cargo run --release --example train_model`.
//!
//! Arguments: the folder of the data (`../shared/data/lid`), the file to write (`models/language.bin`), and
//! `--hold-out` to leave every fourth line of the texts out, for measuring languages that have no other test data.
//! The same data gives the same file.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::print_stdout,
    clippy::missing_docs_in_private_items,
    reason = "a program for people who work on the project; counts and weights are small"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::thread;

use tolmach::language::format::{self, Table};
use tolmach::language::{Language, Script};

use corpus::Words;
use examples::Powers;
use learner::Settings;

#[path = "train_model/corpus.rs"]
mod corpus;
#[path = "train_model/examples.rs"]
mod examples;
#[path = "train_model/learner.rs"]
mod learner;
#[path = "train_model/pack.rs"]
mod pack;

/// Settings for scripts whose languages have word lists of tens of thousands of words.
const RICH: (Settings, Powers) = (
    Settings {
        rows: 0,
        longest: 5,
        seen: 600_000,
        epochs: 6,
        rate: 0.06,
        begin: 0.3,
        smoothing: 0.5,
        hidden: 0.3,
    },
    Powers {
        frequency: 0.35,
        share: 0.8,
        common: 0.4,
        scarcity: 0.25,
    },
);

/// Settings for scripts where some languages have one text alone: closer to naive Bayes, which overfits less.
const POOR: (Settings, Powers) = (
    Settings {
        seen: 250_000,
        epochs: 4,
        rate: 0.02,
        begin: 0.5,
        smoothing: 2.0,
        hidden: 0.7,
        ..RICH.0
    },
    Powers {
        frequency: 0.5,
        share: 0.6,
        common: 0.15,
        scarcity: 0.0,
    },
);

/// The scripts that several languages are written in, with the sizes of their tables and the longest n-grams.
const SCRIPTS: [(Script, u32, usize, (Settings, Powers)); 6] = [
    (Script::LATN, 190_000, 5, LATIN),
    (Script::CYRL, 131_072, 5, RICH),
    (Script::ARAB, 32_768, 5, POOR),
    (Script::DEVA, 32_768, 4, POOR),
    (Script::HEBR, 16_384, 5, POOR),
    (Script::HANI, 65_536, 3, POOR),
];

/// Latin has many languages of both kinds.
const LATIN: (Settings, Powers) = (
    Settings {
        seen: 2_500_000,
        epochs: 4,
        ..RICH.0
    },
    Powers {
        frequency: 0.45,
        common: 0.0,
        ..RICH.1
    },
);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let hold_out = arguments.iter().any(|argument| argument == "--hold-out");
    arguments.retain(|argument| !argument.starts_with("--"));
    let data = PathBuf::from(arguments.first().map_or("../shared/data/lid", String::as_str));
    let target = PathBuf::from(arguments.get(1).map_or("models/language.bin", String::as_str));

    let corpus = corpus::read(&data, hold_out)?;
    let mut scripts: BTreeMap<Script, Vec<(Language, &Words)>> = BTreeMap::new();
    for ((script, language), words) in &corpus {
        scripts.entry(*script).or_default().push((*language, words));
    }
    // Latin takes as long as all others together.
    let (latin, others) = SCRIPTS.split_at(1);
    let tables = thread::scope(|scope| {
        let first = scope.spawn(|| train(latin, &scripts));
        let mut rest = train(others, &scripts);
        let mut tables = first.join().unwrap_or_default();
        tables.append(&mut rest);
        tables
    });
    if tables.len() < SCRIPTS.len() {
        return Err("a script has no data".into());
    }
    let file = format::write(&tables)?;
    std::fs::write(&target, &file)?;
    println!("{}: {} bytes", target.display(), file.len());
    Ok(())
}

fn train(
    wanted: &[(Script, u32, usize, (Settings, Powers))],
    scripts: &BTreeMap<Script, Vec<(Language, &Words)>>,
) -> Vec<Table<Vec<u8>>> {
    let mut tables = Vec::new();
    for (script, rows, longest, (settings, powers)) in wanted {
        let Some(languages) = scripts.get(script) else {
            continue;
        };
        let examples = examples::examples(languages, *powers);
        println!(
            "{script}: {} languages, {} words",
            languages.len(),
            examples.len()
        );
        let settings = Settings {
            rows: *rows,
            longest: *longest,
            ..*settings
        };
        let weights = learner::learn(&examples, languages.len(), settings);
        tables.push(Table {
            script: *script,
            languages: languages.iter().map(|(language, _)| *language).collect(),
            longest: settings.longest,
            rows: settings.rows,
            unit: pack::UNIT,
            weights: pack::pack(&weights),
            bias: weights.bias,
        });
    }
    tables
}
