//! The training data: for each language and script, how often each word occurs.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use tolmach::language::features::Letters;
use tolmach::language::words::words;
use tolmach::language::{Language, Script, han};

/// Pieces that text in scripts without spaces is cut into, in letters; the same as in detection.
const PIECE: usize = 16;

/// Folded words with how often they occur.
pub type Words = BTreeMap<String, Occurrence>;

/// How often a word occurs in a language.
#[derive(Clone, Copy, Debug, Default)]
pub struct Occurrence {
    /// Times that it was counted, in all sources.
    pub count: f64,
    /// Relative frequency, a mean over the sources.
    pub frequency: f64,
}

/// The words of each language in each of its scripts, their relative frequencies adding up to 1.
pub type Corpus = BTreeMap<(Script, Language), Words>;

/// Where words come from, and how much they count where there is a frequency list and where there is none.
const SOURCES: [(&str, f64, f64); 4] = [
    ("freq", 1.0, 1.0),
    ("udhr", 0.05, 0.5),
    ("text", 0.3, 1.0),
    ("words", 0.1, 0.5),
];

/// Reads `udhr`, `freq`, `text` and `words` under `data`; never `dev`. With `hold_out`, every fourth line of `udhr`
/// and `text` is left out.
pub fn read(data: &Path, hold_out: bool) -> Result<Corpus, Box<dyn Error>> {
    let mut corpus = Corpus::new();
    let listed = languages(&data.join("freq"))?;
    for language in Language::all() {
        let mut merged: BTreeMap<Script, Words> = BTreeMap::new();
        for (source, with_list, without_list) in SOURCES {
            let share = if listed.contains(language.code()) {
                with_list
            } else {
                without_list
            };
            let mut counts: BTreeMap<Script, Words> = BTreeMap::new();
            for file in files(&data.join(source), language)? {
                count(&unpack(&file)?, source, hold_out, language, &mut counts);
            }
            for (script, words) in counts {
                let total: f64 = words.values().map(|word| word.count).sum();
                let scripted = merged.entry(script).or_default();
                for (word, Occurrence { count, .. }) in words {
                    let occurrence = scripted.entry(word).or_default();
                    occurrence.count += count;
                    occurrence.frequency += share * count / total;
                }
            }
        }
        for (script, mut words) in merged {
            let total: f64 = words.values().map(|word| word.frequency).sum();
            for word in words.values_mut() {
                word.frequency /= total;
            }
            corpus.insert((script, language), words);
        }
    }
    Ok(corpus)
}

/// The lines that `read` leaves out with `hold_out`.
#[allow(dead_code, reason = "the program that measures needs it")]
pub fn held_out(data: &Path, language: Language) -> Result<Vec<String>, Box<dyn Error>> {
    let mut lines = Vec::new();
    for source in ["udhr", "text"] {
        for file in files(&data.join(source), language)? {
            lines.extend(unpack(&file)?.lines().skip(3).step_by(4).map(String::from));
        }
    }
    Ok(lines)
}

/// Adds the words of a file to `counts`.
fn count(text: &str, source: &str, hold_out: bool, language: Language, counts: &mut BTreeMap<Script, Words>) {
    for (number, line) in text.lines().enumerate() {
        if source == "freq" {
            let (word, times) = line.split_once('\t').unwrap_or((line, "1"));
            add(word, times.parse().unwrap_or(1.0), language, counts);
        } else if source == "words" || !(hold_out && number % 4 == 3) {
            add(line, 1.0, language, counts);
        }
    }
}

fn add(line: &str, times: f64, language: Language, counts: &mut BTreeMap<Script, Words>) {
    let mut letters = Letters::default();
    for word in words(line).filter(|word| !word.neutral && !word.mixed) {
        if !language.scripts().iter().any(|s| s.family() == word.script) {
            continue;
        }
        let spelled: Vec<char> = word.span.of(line).chars().collect();
        let length = if word.script == Script::HANI {
            PIECE
        } else {
            spelled.len()
        };
        for piece in spelled.chunks(length) {
            letters.fold(&piece.iter().collect::<String>());
            if !letters.is_empty() {
                for (script, spelling) in spellings(letters.to_string(), language, word.script) {
                    let words = counts.entry(script).or_default();
                    words.entry(spelling).or_default().count += times;
                }
            }
        }
    }
}

/// A word in the ways that it is written in.
fn spellings(word: String, language: Language, script: Script) -> Vec<(Script, String)> {
    let other = match language.code() {
        "sr" if script == Script::LATN => Some((Script::CYRL, serbian_cyrillic(&word))),
        "sr" => Some((Script::LATN, serbian_latin(&word))),
        "ru" => Some((script, word.replace('ё', "е"))),
        // Both letters are in use, the one with the comma being the right one.
        "ro" if word.contains(['ș', 'ț']) => Some((script, word.replace('ș', "ş").replace('ț', "ţ"))),
        "ro" => Some((script, word.replace('ş', "ș").replace('ţ', "ț"))),
        "zh" => Some((script, han::traditional(&word))),
        _ => None,
    };
    let mut all = vec![(script, word)];
    all.extend(other.filter(|other| *other != all[0]));
    all
}

/// The Serbian letters in both scripts, digraphs first.
#[rustfmt::skip]
const SERBIAN: [(&str, &str); 30] = [
    ("dž", "џ"), ("lj", "љ"), ("nj", "њ"), ("a", "а"), ("b", "б"), ("v", "в"), ("g", "г"), ("d", "д"), ("đ", "ђ"),
    ("e", "е"), ("ž", "ж"), ("z", "з"), ("i", "и"), ("j", "ј"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"),
    ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("ć", "ћ"), ("u", "у"), ("f", "ф"), ("h", "х"),
    ("c", "ц"), ("č", "ч"), ("š", "ш"),
];

fn serbian_cyrillic(word: &str) -> String {
    let start = word.to_owned();
    SERBIAN
        .iter()
        .fold(start, |word, (latin, cyrillic)| word.replace(latin, cyrillic))
}

fn serbian_latin(word: &str) -> String {
    let start = word.to_owned();
    SERBIAN
        .iter()
        .fold(start, |word, (latin, cyrillic)| word.replace(cyrillic, latin))
}

/// The codes of the files in a folder.
fn languages(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut codes = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        codes.extend(name.split('.').next().map(String::from));
    }
    Ok(codes)
}

/// The files of a language in a folder, in the order of their names.
fn files(folder: &Path, language: Language) -> Result<Vec<std::path::PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.split('.').next() == Some(language.code()) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The text of a compressed file.
pub fn unpack(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    GzDecoder::new(File::open(path)?).read_to_string(&mut text)?;
    Ok(text)
}
