//! Fits spans: `cargo run --release --example fit_spans -- FOLDER [--learn] [--fit] [--list KIND] [--speed]`.
//!
//! The folder holds the documents that `python tools/language_samples.py FOLDER` writes. With `--learn` the weights of
//! candidates and of the words beside them are learnt from half 0 and printed, with `--fit` other constants are searched for
//! there, each in turn by steps that become smaller; either way the figures of both halves are printed. What is fitted well on
//! half 0 has to hold on half 1, which neither sees. `--list` names what went wrong in documents of a kind of half 0,
//! `--speed` says how fast texts are gone through.
#![allow(
    clippy::print_stdout,
    clippy::missing_docs_in_private_items,
    reason = "a program for people who work on the project"
)]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;
use tolmach::language::decode::Costs;
use tolmach::language::fragments::Fragments;
use tolmach::language::{LanguageSpan, Model};

#[path = "fit_spans/learn.rs"]
mod learn;
#[path = "fit_spans/look.rs"]
mod look;
use learn::learn;
use look::{list, speed};

/// The kinds of documents, and what a point of F1 by letter and of exact fragments is worth in each.
const MIXED: [(&str, f64); 8] = [
    ("line", 1.0),
    ("inline", 1.0),
    ("line.key", 1.0),
    ("inline.key", 1.0),
    ("quoted", 0.5),
    ("between", 0.5),
    ("line.others", 0.25),
    ("inline.others", 0.25),
];
/// Documents in one language, and what a wrong letter in 1,000 and one flagged document in 100 cost.
const PURE: [(&str, f64, f64); 2] = [("pure_en", 0.6, 0.06), ("pure_others", 0.01, 0.03)];
/// The constants that are searched for. `change` at punctuation is left alone: how often fragments stand in quotation
/// marks is a property of the documents made here.
const NAMES: [&str; 10] = [
    "stands", "extends", "lean", "name", "belief", "proper", "again", "rare", "letter", "repeated",
];
const ROUNDS: usize = 2;

struct Document {
    text: String,
    main: String,
    /// Bytes from start to end, and the language.
    fragments: Vec<(usize, usize, String)>,
}

/// What was found in documents; all numbers but the first three count letters.
#[derive(Clone, Copy, Default)]
struct Tally {
    documents: f64,
    flagged: f64,
    exact: f64,
    fragments: f64,
    letters: f64,
    right: f64,
    claimed: f64,
    foreign: f64,
    wrong: f64,
    /// Spans, the sum of their confidences, and those whose letters are mostly of their language, by confidence.
    sure: [[f64; 3]; BINS],
}

const BINS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.iter().find(|argument| !argument.starts_with("--"));
    let folder = PathBuf::from(folder.ok_or("name the folder of the documents")?);
    let mut costs = Costs::default();
    if let Some(at) = arguments.iter().position(|argument| argument == "--list") {
        let kind = arguments.get(at + 1).ok_or("name a kind of documents")?;
        return list(&read(&folder, 0)?, kind, &costs);
    }
    if arguments.iter().any(|argument| argument == "--speed") {
        return speed(&read(&folder, 0)?);
    }
    if arguments.iter().any(|argument| argument == "--learn") {
        learn(&read(&folder, 0)?, &mut costs);
        println!("{:?}\n{:?}", costs.stands, costs.extends);
    }
    if arguments.iter().any(|argument| argument == "--fit") {
        costs = fit(&read(&folder, 0)?, costs);
        println!("{costs:#?}");
    }
    for half in 0..2 {
        let mut sure = [[0.0; 3]; BINS];
        println!(
            "half {half}: | kind | precision | recall | F1 | exact, % | wrong letters in 1,000 | flagged, % |"
        );
        for (kind, documents) in read(&folder, half)? {
            let found = tally(&documents, &costs);
            let [precision, recall, f1] = found.scores();
            println!(
                "| {kind} | {precision:.3} | {recall:.3} | {f1:.3} | {:.1} | {:.2} | {:.1} |",
                100.0 * found.exact / found.fragments.max(1.0),
                1000.0 * found.wrong / found.letters,
                100.0 * found.flagged / found.documents,
            );
            add(&mut sure, &found.sure);
        }
        for [spans, confidence, right] in sure {
            println!(
                "confidence {:.3}: right {:.3} of {spans}",
                confidence / spans,
                right / spans
            );
        }
    }
    Ok(())
}

type Kinds = Vec<(&'static str, Vec<Document>)>;

/// The documents of a half, by kind.
fn read(folder: &Path, half: usize) -> Result<Kinds, Box<dyn Error>> {
    let names = MIXED
        .iter()
        .map(|kind| kind.0)
        .chain(PURE.iter().map(|kind| kind.0));
    let documents = |name| -> Result<Vec<Document>, Box<dyn Error>> {
        let file = fs::read_to_string(folder.join(format!("{half}.{name}.jsonl")))?;
        file.lines().map(document).collect()
    };
    names.map(|name| Ok((name, documents(name)?))).collect()
}

fn document(line: &str) -> Result<Document, Box<dyn Error>> {
    let row: Value = serde_json::from_str(line)?;
    let text = |value: &Value| value.as_str().map(String::from).ok_or("text is missing");
    let byte = |value: &Value| {
        value
            .as_u64()
            .and_then(|at| usize::try_from(at).ok())
            .ok_or("no offset")
    };
    let fragments = row["fragments"].as_array().ok_or("fragments are missing")?;
    Ok(Document {
        text: text(&row["text"])?,
        main: text(&row["main"])?,
        fragments: fragments
            .iter()
            .map(|row| Ok((byte(&row[0])?, byte(&row[1])?, text(&row[2])?)))
            .collect::<Result<_, &str>>()?,
    })
}

fn tally(documents: &[Document], costs: &Costs) -> Tally {
    let fragments = Fragments::new(Model::shared(), None, costs.clone());
    documents
        .par_chunks(100)
        .map(|documents| {
            let mut tally = Tally::default();
            for document in documents {
                tally.add(document, &fragments.spans(&document.text, None));
            }
            tally
        })
        .collect::<Vec<_>>()
        .into_iter()
        .fold(Tally::default(), Tally::plus)
}

impl Tally {
    fn add(&mut self, document: &Document, spans: &[LanguageSpan]) {
        let mut spans_left = spans.iter().peekable();
        let mut fragments_left = document.fragments.iter().peekable();
        let claimed_before = self.claimed;
        for (at, _) in document.text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
            while spans_left.next_if(|span| span.span.end <= at).is_some() {}
            while fragments_left.next_if(|fragment| fragment.1 <= at).is_some() {}
            let span = spans_left.peek().filter(|span| span.span.start <= at);
            let fragment = fragments_left.peek().filter(|fragment| fragment.0 <= at);
            let answer = span.map_or("und", |span| span.language.code());
            let truth = fragment.map_or(document.main.as_str(), |fragment| &fragment.2);
            let (foreign, claimed) = (truth != document.main, answer != document.main);
            self.letters += 1.0;
            self.foreign += f64::from(foreign);
            self.claimed += f64::from(claimed);
            self.right += f64::from(foreign && truth == answer);
            self.wrong += f64::from(claimed && !foreign);
        }
        for (start, end, language) in &document.fragments {
            let exact = |span: &LanguageSpan| {
                (span.span.start, span.span.end, span.language.code()) == (*start, *end, language)
            };
            self.fragments += 1.0;
            self.exact += f64::from(spans.iter().any(exact));
        }
        for span in spans.iter().filter(|span| span.language.code() != document.main) {
            let language = span.language.code();
            let own = document
                .fragments
                .iter()
                .filter(|fragment| fragment.2 == language);
            let shared = own.map(|(start, end, _)| {
                (*end.min(&span.span.end)).saturating_sub(*start.max(&span.span.start))
            });
            let right = 2 * shared.sum::<usize>() > span.span.len();
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from 0 to 1"
            )]
            let bin = &mut self.sure[((span.confidence * BINS as f32) as usize).min(BINS - 1)];
            *bin = [
                bin[0] + 1.0,
                bin[1] + f64::from(span.confidence),
                bin[2] + f64::from(right),
            ];
        }
        self.documents += 1.0;
        self.flagged += f64::from(self.claimed > claimed_before);
    }

    fn plus(mut self, other: Self) -> Self {
        add(&mut self.sure, &other.sure);
        Self {
            sure: self.sure,
            documents: self.documents + other.documents,
            flagged: self.flagged + other.flagged,
            exact: self.exact + other.exact,
            fragments: self.fragments + other.fragments,
            letters: self.letters + other.letters,
            right: self.right + other.right,
            claimed: self.claimed + other.claimed,
            foreign: self.foreign + other.foreign,
            wrong: self.wrong + other.wrong,
        }
    }

    /// Precision, recall and F1 by letter.
    fn scores(&self) -> [f64; 3] {
        let precision = self.right / self.claimed.max(1.0);
        let recall = self.right / self.foreign.max(1.0);
        [
            precision,
            recall,
            2.0 * precision * recall / (precision + recall).max(1e-9),
        ]
    }
}

fn add(sum: &mut [[f64; 3]; BINS], other: &[[f64; 3]; BINS]) {
    for (sum, other) in sum.iter_mut().flatten().zip(other.iter().flatten()) {
        *sum += other;
    }
}

/// How good constants are: F1 and exact fragments, less false alarms.
fn worth(kinds: &Kinds, costs: &Costs) -> f64 {
    let mut worth = 0.0;
    for (kind, documents) in kinds {
        let found = tally(documents, costs);
        if let Some((_, weight)) = MIXED.iter().find(|(name, _)| name == kind) {
            worth += weight * (found.scores()[2] + found.exact / found.fragments);
        }
        if let Some((_, letters, flags)) = PURE.iter().find(|(name, ..)| name == kind) {
            worth -= letters * 1000.0 * found.wrong / found.letters
                + flags * 100.0 * found.flagged / found.documents;
        }
    }
    worth
}

/// Goes up the hill, one constant at a time.
fn fit(kinds: &Kinds, mut costs: Costs) -> Costs {
    /// Less is noise.
    const GAIN: f64 = 3e-4;
    let mut best = worth(kinds, &costs);
    let mut steps = [0.25_f32; NAMES.len()];
    for _ in 0..ROUNDS {
        for (name, step) in NAMES.iter().zip(&mut steps) {
            let before = best;
            for direction in [1.0, -1.0] {
                loop {
                    let mut tried = costs.clone();
                    let constant = constant(&mut tried, name);
                    *constant = (*constant + direction * *step * constant.max(0.8)).max(0.0);
                    let found = worth(kinds, &tried);
                    if found < best + GAIN {
                        break;
                    }
                    println!(
                        "{name} {constant:.2}: {found:.4}",
                        constant = self::constant(&mut tried, name)
                    );
                    (best, costs) = (found, tried);
                }
                if best > before {
                    break;
                }
            }
            if best <= before {
                *step /= 2.0;
            }
        }
    }
    costs
}

/// The constant of a name.
fn constant<'c>(costs: &'c mut Costs, name: &str) -> &'c mut f32 {
    match name {
        "stands" => &mut costs.stands[0],
        "extends" => &mut costs.extends[0],
        "repeated" => &mut costs.repeated,
        "lean" => &mut costs.lean,
        "name" => &mut costs.name,
        "belief" => &mut costs.belief,
        "proper" => &mut costs.proper,
        "again" => &mut costs.again,
        "rare" => &mut costs.rare,
        _ => &mut costs.letter,
    }
}
