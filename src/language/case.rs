//! What is known of a text before fragments are looked for: its words, what they say, and its main language.

use super::Language;
use super::calibration::{names, temperature};
use super::decode::uncased;
use super::fragments::Fragments;
use super::lookalike::mend;
use super::repeats::{count_as, is_abbreviation};
use super::scores::{IMPOSSIBLE, SILENT, ScoreTable, Scored, WordScores};
use super::script::Script;
use super::spans::{letters, take_along};
use super::words::{Case as Letters, Word, words};

/// What is known of one text while it is worked on.
pub struct Case<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words.
    pub words: Vec<Word>,
    /// Whether it has no capitals.
    pub uncased: bool,
    /// What the words say.
    pub scored: Vec<Scored>,
    /// Its main language.
    pub main: usize,
    /// The script of most letters.
    pub script: Option<Script>,
    /// Letters of that script.
    pub letters: usize,
    /// What the words of that script say, added up for each language.
    pub total: Vec<f32>,
    /// What that is to be multiplied by before it is a probability.
    pub temperature: f32,
}

impl<M: WordScores> Fragments<'_, M> {
    /// What is known of a text before fragments are looked for; whether its main language is.
    pub(super) fn read<'t>(
        &self,
        table: &mut ScoreTable,
        text: &'t str,
        main: Option<Language>,
    ) -> (Case<'t>, bool) {
        let mut words: Vec<_> = words(text).collect();
        take_along(text, &mut words);
        let uncased = uncased(&words);
        let mut scripts: Vec<(Script, bool, usize)> = Vec::new();
        let mut scored = Vec::with_capacity(words.len());
        // The rows of the text, each once, with the scripts of their words.
        let mut distinct: Vec<(u32, Word, f32)> = Vec::new();
        for word in &words {
            let script = scripts.iter().position(|(script, _, _)| *script == word.script);
            let script = script.unwrap_or_else(|| {
                let known = !word.script.is_neutral() && table.possible(word.script).contains(&true);
                scripts.push((word.script, known, 0));
                scripts.len() - 1
            });
            let known = !word.neutral && scripts[script].1;
            scored.push(if known {
                let letters = letters(text, word);
                scripts[script].2 += letters;
                let row = self.row(table, text, word);
                if table.count(row) == 1 {
                    let abbreviation = is_abbreviation(word.case, letters);
                    let weight = if abbreviation { self.costs.upper } else { 1.0 };
                    distinct.push((row, *word, weight));
                }
                Scored {
                    row,
                    weight: self.costs.weight(word, uncased && word.span.of(text).is_ascii()),
                }
            } else {
                SILENT
            });
        }
        let written_in = scripts.iter().rev().filter(|(_, _, letters)| *letters > 0);
        // The first of those with as many letters.
        let most = written_in.max_by_key(|(_, _, letters)| *letters);
        let mut case = Case {
            text,
            words,
            uncased,
            scored,
            main: 0,
            script: most.map(|(script, ..)| *script),
            letters: most.map_or(0, |(.., letters)| *letters),
            total: vec![0.0; self.priors.len()],
            temperature: 1.0,
        };
        let (mut count, mut capitals) = (0, 0);
        for (row, word, weight) in &distinct {
            if Some(word.script) == case.script {
                let times = count_as(table.counted(*row));
                add(&mut case.total, table.scores(*row), weight * times as f32);
                count += times as usize;
                capitals += if word.case == Letters::Lower {
                    0
                } else {
                    times as usize
                };
            }
        }
        case.temperature = temperature(count) * names(count, capitals);
        let main = self.main(table, &case, main);
        if let Some(main) = main {
            case.main = main;
            self.weigh_repeated(table, &mut case);
        }
        for (row, ..) in &distinct {
            table.forget(*row);
        }
        (case, main.is_some())
    }

    /// The row of a word, one that mixes scripts as if it did not.
    fn row(&self, table: &mut ScoreTable, text: &str, word: &Word) -> u32 {
        let written = word.span.of(text);
        match word.mixed.then(|| mend(written, word.script)).flatten() {
            Some(mended) => table.row(self.model, &mended, word.script),
            None => table.row(self.model, written, word.script),
        }
    }

    /// The main language: the one given, or that of the words of the script that most is written in.
    fn main(&self, table: &mut ScoreTable, case: &Case, given: Option<Language>) -> Option<usize> {
        let known = self.model.languages();
        if let Some(main) = given.and_then(|given| known.iter().position(|language| *language == given)) {
            return Some(main);
        }
        let evidence = case.total.iter().zip(&self.priors);
        let evidence = evidence.map(|(total, prior)| case.temperature * total + prior);
        let possible = evidence.zip(table.possible(case.script?)).enumerate();
        possible
            .filter(|(_, (_, possible))| **possible)
            .max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(&a.0)))
            .map(|(language, _)| language)
    }

    /// Lessens the weight of words that stand several times in the text and speak against its main language.
    fn weigh_repeated(&self, table: &mut ScoreTable, case: &mut Case) {
        for scored in case.scored.iter_mut().filter(|scored| **scored != SILENT) {
            let gain = table.gain(scored.row, case.main);
            if gain > 0.0 && gain < -0.5 * IMPOSSIBLE && table.counted(scored.row) > 1 {
                scored.weight *= self.costs.repeated;
            }
        }
    }
}

fn add(total: &mut [f32], scores: &[f32], weight: f32) {
    for (total, score) in total.iter_mut().zip(scores) {
        *total += weight * score;
    }
}
