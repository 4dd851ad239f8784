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
use learner::Settings;

#[path = "train_model/corpus.rs"]
mod corpus;
#[path = "train_model/examples.rs"]
mod examples;
#[path = "train_model/learner.rs"]
mod learner;
#[path = "train_model/pack.rs"]
mod pack;

/// The scripts that several languages are written in, with the size of their tables.
const SCRIPTS: [(Script, Settings); 6] = [
    (Script::LATN, settings(200_000, 5, 1_500_000, 4)),
    (Script::CYRL, settings(65_536, 5, 600_000, 4)),
    (Script::ARAB, settings(32_768, 5, 250_000, 4)),
    (Script::DEVA, settings(16_384, 5, 100_000, 4)),
    (Script::HEBR, settings(16_384, 5, 100_000, 4)),
    (Script::HANI, settings(65_536, 3, 200_000, 4)),
];

const fn settings(rows: u32, longest: usize, seen: usize, epochs: usize) -> Settings {
    Settings {
        rows,
        longest,
        seen,
        epochs,
    }
}

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
    wanted: &[(Script, Settings)],
    scripts: &BTreeMap<Script, Vec<(Language, &Words)>>,
) -> Vec<Table<Vec<u8>>> {
    let mut tables = Vec::new();
    for (script, settings) in wanted {
        let Some(languages) = scripts.get(script) else {
            continue;
        };
        let examples = examples::examples(languages);
        println!(
            "{script}: {} languages, {} words",
            languages.len(),
            examples.len()
        );
        let weights = learner::learn(&examples, languages.len(), *settings);
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
