//! Measures a language model on `dev`: `cargo run --release --example measure_model`.
//!
//! Arguments: the folder of the data (`../shared/data/lid`), a model file (the one in the crate), `--hold-out` to
//! measure languages without `dev` on the lines that `train_model --hold-out` left out, `--calibrate` to
//! measure all of them on such lines (the constants of calibration are chosen so, never on `dev`), `--table` for a row for each
//! language. Single words are types of at least five letters, pairs are neighbours among such words, sentences have
//! at least 30 letters; up to 1,000 of each for a language.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::print_stdout,
    clippy::missing_docs_in_private_items,
    reason = "a program for people who work on the project"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use tolmach::language::detect::Identifier;
use tolmach::language::words::words;
use tolmach::language::{Detection, Language, Model};

#[path = "train_model/corpus.rs"]
#[allow(dead_code, reason = "training needs more of it")]
mod corpus;

/// The languages that lingua knows, over which the targets of the project are averaged.
const LINGUA: &str = "af sq ar hy az eu be bn nb bs bg ca zh hr cs da nl en eo et fi fr lg ka de el gu he hi hu is id ga \
    it ja kk ko la lv lt mk ms mi mr mn nn fa pl pt pa ro ru sr sn sk sl so st es sw sv tl ta te th ts tn tr uk ur vi \
    cy xh yo zu";
const KINDS: [&str; 3] = ["words", "pairs", "sentences"];
const MOST: usize = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let hold_out = arguments.iter().any(|argument| argument == "--hold-out");
    let calibrate = arguments.iter().any(|argument| argument == "--calibrate");
    let table = arguments.iter().any(|argument| argument == "--table");
    arguments.retain(|argument| !argument.starts_with("--"));
    let data = PathBuf::from(arguments.first().map_or("../shared/data/lid", String::as_str));
    let start = Instant::now();
    let model = match arguments.get(1) {
        Some(path) => Box::leak(Box::new(Model::read(Box::leak(
            std::fs::read(path)?.into_boxed_slice(),
        ))?)),
        None => Model::shared(),
    };
    println!("loaded in {:?}", start.elapsed());
    let identifier = Identifier::over(model, None)?;

    let mut tests = [const { BTreeMap::new() }; 3];
    for language in Language::all() {
        for (kind, texts) in tests.iter_mut().zip(texts(&data, language, hold_out, calibrate)?) {
            if !texts.is_empty() {
                kind.insert(language, texts);
            }
        }
    }
    let mut rows: BTreeMap<Language, Vec<String>> = BTreeMap::new();
    for (kind, tests) in KINDS.iter().zip(&tests) {
        let answers: BTreeMap<Language, Vec<Detection>> = tests
            .iter()
            .map(|(language, texts)| (*language, identifier.detect_batch(texts)))
            .collect();
        report(kind, &answers);
        for (language, answers) in &answers {
            rows.entry(*language).or_default().push(cell(*language, answers));
        }
    }
    speed(&identifier, &data, &tests[0])?;
    if table {
        println!("| language | words | pairs | sentences |\n|---|---|---|---|");
        for (language, cells) in rows {
            println!(
                "| {} {} | {} |",
                language.code(),
                language.name(),
                cells.join(" | ")
            );
        }
    }
    Ok(())
}

/// How fast one thread goes through news, and through the single words of all languages, each of which is new to it.
fn speed(
    identifier: &Identifier,
    data: &Path,
    words: &BTreeMap<Language, Vec<String>>,
) -> Result<(), Box<dyn Error>> {
    let mut news = Vec::new();
    for line in corpus::unpack(&data.join("../bench/english_news_reviews.jsonl.gz"))?.lines() {
        let document: serde_json::Value = serde_json::from_str(line)?;
        news.push(document["text"].as_str().unwrap_or_default().to_owned());
    }
    let words: Vec<&String> = words.values().flatten().collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let bytes: usize = news.iter().map(String::len).sum();
    let time = |run: &(dyn Fn() + Sync)| {
        let rounds = (0..5).map(|_| {
            let start = Instant::now();
            pool.install(run);
            start.elapsed().as_secs_f64()
        });
        rounds.fold(f64::MAX, f64::min)
    };
    let long = time(&|| drop(identifier.detect_batch(&news)));
    let short = time(&|| drop(identifier.detect_batch(&words)));
    println!(
        "one thread: news {:.0} MB/s, single words {:.2} million a second",
        bytes as f64 / long / 1e6,
        words.len() as f64 / short / 1e6
    );
    Ok(())
}

/// The words, pairs and sentences of a language.
fn texts(
    data: &Path,
    language: Language,
    hold_out: bool,
    calibrate: bool,
) -> Result<[Vec<String>; 3], Box<dyn Error>> {
    let path = data.join("dev").join(format!("{}.txt.gz", language.code()));
    let lines: Vec<String> = if path.exists() && !calibrate {
        corpus::unpack(&path)?.lines().map(String::from).collect()
    } else if hold_out || calibrate {
        corpus::held_out(data, language)?
    } else {
        Vec::new()
    };
    let mut types = BTreeSet::new();
    let (mut singles, mut pairs, mut sentences) = (Vec::new(), Vec::new(), Vec::new());
    for line in &lines {
        let found: Vec<&str> = words(line)
            .filter(|w| !w.neutral)
            .map(|w| w.span.of(line))
            .collect();
        let long: Vec<&str> = found
            .iter()
            .copied()
            .filter(|word| word.chars().count() >= 5)
            .collect();
        singles.extend(
            long.iter()
                .filter(|word| types.insert(word.to_lowercase()))
                .map(|w| (*w).to_owned()),
        );
        pairs.extend(long.windows(2).map(|pair| pair.join(" ")));
        if found.iter().map(|word| word.chars().count()).sum::<usize>() >= 30 {
            sentences.push(line.clone());
        }
    }
    Ok([singles, pairs, sentences].map(|texts| sample(&texts)))
}

/// Up to [`MOST`] of them, evenly spread.
fn sample(texts: &[String]) -> Vec<String> {
    let all = texts.len();
    let wanted = all.min(MOST);
    (0..wanted).map(|at| texts[at * all / wanted].clone()).collect()
}

fn accuracy(language: Language, answers: &[Detection]) -> f64 {
    let right = answers.iter().filter(|found| found.language == language).count();
    right as f64 / answers.len() as f64
}

fn mean(values: &[f64]) -> f64 {
    100.0 * values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn report(kind: &str, answers: &BTreeMap<Language, Vec<Detection>>) {
    let known = |language: &Language| LINGUA.split_whitespace().any(|code| code == language.code());
    let rates = |chosen: &dyn Fn(&Language) -> bool| -> Vec<f64> {
        answers
            .iter()
            .filter(|(language, _)| chosen(language))
            .map(|(language, answers)| accuracy(*language, answers))
            .collect()
    };
    let (all, shared) = (rates(&|_| true), rates(&|language| known(language)));
    // Languages count alike, however many texts they have.
    let (mut bins, mut sure, mut right) = ([(0.0, 0.0, 0.0); 10], 0.0, 0.0);
    for (language, answers) in answers.iter().filter(|(language, _)| known(language)) {
        let weight = 1.0 / answers.len() as f64;
        for found in answers {
            let hit = if found.language == *language { weight } else { 0.0 };
            let bin = &mut bins[((found.confidence * 10.0) as usize).min(9)];
            *bin = (
                bin.0 + weight,
                bin.1 + hit,
                bin.2 + weight * f64::from(found.confidence),
            );
            if found.reliable {
                sure += weight;
                right += hit;
            }
        }
    }
    let total: f64 = bins.iter().map(|bin| bin.0).sum();
    let error: f64 = bins.iter().map(|bin| (bin.1 - bin.2).abs()).sum::<f64>() / total;
    println!(
        "{kind}: {:.2} % over {} languages, {:.2} % over {} that lingua knows; calibration error {error:.3}; \
         reliable {:.1} %, of these right {:.2} %",
        mean(&all),
        all.len(),
        mean(&shared),
        shared.len(),
        100.0 * sure / total,
        100.0 * right / f64::max(sure, 1e-9),
    );
    let curve: Vec<String> = bins
        .iter()
        .filter(|bin| bin.0 > 0.0)
        .map(|bin| {
            format!(
                "{:.2}→{:.2} ({:.0} %)",
                bin.2 / bin.0,
                bin.1 / bin.0,
                100.0 * bin.0 / total
            )
        })
        .collect();
    println!("  {}", curve.join(", "));
}

/// The accuracy, and what the language is most often taken for.
fn cell(language: Language, answers: &[Detection]) -> String {
    let mut wrong: BTreeMap<Language, usize> = BTreeMap::new();
    for found in answers.iter().filter(|found| found.language != language) {
        *wrong.entry(found.language).or_default() += 1;
    }
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort_by_key(|(language, count)| (std::cmp::Reverse(*count), *language));
    let named: Vec<String> = wrong
        .iter()
        .take(2)
        .map(|(language, count)| {
            format!(
                "{} {:.0}",
                language.code(),
                100.0 * *count as f64 / answers.len() as f64
            )
        })
        .collect();
    format!(
        "{:.1} ({})",
        100.0 * accuracy(language, answers),
        named.join(", ")
    )
}
