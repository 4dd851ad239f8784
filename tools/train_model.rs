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
use examples::{Example, Powers};
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
        epochs: 16,
        rate: 0.06,
        begin: 0.3,
        smoothing: 0.5,
        hidden: 0.3,
        dropped: 0.3,
        unpacked: 0.7,
        trust: 0.8,
    },
    Powers {
        frequency: 0.35,
        share: 0.8,
        common: 0.5,
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
        dropped: 0.0,
        trust: 1.0,
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
    (Script::CYRL, 164_000, 5, RICH),
    (Script::ARAB, 32_768, 5, POOR),
    (Script::DEVA, 32_768, 4, POOR),
    (Script::HEBR, 16_384, 5, POOR),
    (Script::HANI, 65_536, 3, POOR),
];

/// Latin has many languages of both kinds.
const LATIN: (Settings, Powers) = (
    Settings {
        seen: 2_500_000,
        epochs: 12,
        rate: 0.1,
        begin: 0.2,
        dropped: 0.2,
        ..RICH.0
    },
    Powers {
        frequency: 0.45,
        common: 0.09,
        scarcity: 0.05,
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
        let (weights, bias) = if languages.len() <= 16 {
            table::<16>(&examples, languages.len(), settings)
        } else {
            table::<64>(&examples, languages.len(), settings)
        };
        tables.push(Table {
            script: *script,
            languages: languages.iter().map(|(language, _)| *language).collect(),
            longest: settings.longest,
            rows: settings.rows,
            unit: pack::UNIT * settings.trust,
            weights,
            bias: bias.iter().map(|bias| bias * settings.trust).collect(),
        });
    }
    tables
}

/// The packed rows and the biases of a table; `LANES`, the languages rounded up, lets the compiler keep sums in vector
/// registers.
fn table<const LANES: usize>(
    examples: &[Example<'_>],
    languages: usize,
    settings: Settings,
) -> (Vec<u8>, Vec<f32>) {
    let weights = learner::learn::<LANES>(examples, languages, settings);
    (
        pack::pack(&weights, languages),
        weights.bias[..languages].to_vec(),
    )
}
