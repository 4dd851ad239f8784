//! Spans by the model: which words of a text are in another language than the rest, and how sure that is.
//!
//! The scores of a text's words name its main language. A word that any other language would explain better is a
//! gain; only where gains pile up beyond the cost of changing language twice can a fragment be, and only there the
//! walk of [`decode`](super::decode) is taken. A language that it finds is admitted if its words, taken together,
//! speak for it against the main language by a margin; then the walk is taken again among the admitted ones.

use std::cell::RefCell;
use std::ops::Range;

use super::calibration::{by_script, prior};
use super::case::Case;
use super::decode::{Costs, Walk, regions};
use super::detect::written;
use super::neighbours::are_neighbours;
use super::prior::log_prior;
use super::scores::{IMPOSSIBLE, SILENT, ScoreTable, WordScores};
use super::segment::{Candidate, Context, Segment};
use super::spans::{Label, assemble};
use super::words::{Boundary, Word};
use super::{Language, LanguageSpan};

thread_local! {
    /// The scores of the words that this thread has met, for the one model of the process.
    static TABLE: RefCell<ScoreTable> = RefCell::default();
}

const ENGLISH: Language = Language::from_code("en");

/// Finds the languages of spans by the word scores of a model.
#[derive(Debug)]
pub struct Fragments<'m, M> {
    pub(super) model: &'m M,
    pub(super) costs: Costs,
    /// For each language of the model, whether it may be an answer.
    allowed: Vec<bool>,
    /// For each language of the model, how much it is believed in beforehand as a main language.
    pub(super) priors: Vec<f32>,
    /// For each language of the model, what changing into it costs beyond the change itself.
    rare: Vec<f32>,
    /// For each language of the model, how much it is believed in as that of a fragment.
    beliefs: Vec<f32>,
}

impl<'m, M: WordScores> Fragments<'m, M> {
    /// Spans in `languages`, or in all that the model knows.
    #[must_use]
    pub fn new(model: &'m M, languages: Option<&[Language]>, costs: Costs) -> Self {
        let known = model.languages();
        let commonest = known.iter().map(|l| log_prior(*l)).fold(f32::MIN, f32::max);
        Self {
            model,
            allowed: known
                .iter()
                .map(|language| languages.is_none_or(|list| list.contains(language)))
                .collect(),
            priors: known.iter().map(|language| prior(*language)).collect(),
            rare: known
                .iter()
                .map(|language| costs.rare * (commonest - log_prior(*language)))
                .collect(),
            beliefs: known
                .iter()
                .map(|language| costs.belief * log_prior(*language))
                .collect(),
            costs,
        }
    }

    /// The spans of `text`, in order and disjoint; each letter lies in exactly one. `main` says which language most
    /// of the text is in, where the caller knows. Takes time in proportion to the length of the text.
    #[must_use]
    pub fn spans(&self, text: &str, main: Option<Language>) -> Vec<LanguageSpan> {
        TABLE.with_borrow_mut(|table| {
            table.prepare(self.model, &self.allowed, self.costs.depth);
            self.spans_with(table, text, main)
        })
    }

    /// What comes into question as a fragment, with what speaks for it: what the constants of [`Costs::stands`] and
    /// [`Costs::extends`] are fitted on.
    #[must_use]
    pub fn candidates(&self, text: &str) -> Vec<Candidate> {
        TABLE.with_borrow_mut(|table| {
            table.prepare(self.model, &self.allowed, self.costs.depth);
            let (case, known) = self.read(table, text, None);
            if !known {
                return Vec::new();
            }
            let regions = regions(&self.costs, table, &case.words, &case.scored, case.main);
            let found = self.walk(table, &case, &regions, &self.rare);
            let found = found.iter();
            found
                .map(|segment| segment.candidate(table, &self.context(&case, segment.language)))
                .collect()
        })
    }

    fn spans_with(&self, table: &mut ScoreTable, text: &str, main: Option<Language>) -> Vec<LanguageSpan> {
        let (case, known) = self.read(table, text, main);
        if !known {
            let labels: Vec<_> = case.words.iter().map(unknown).collect();
            return assemble(text, &case.words, &labels);
        }
        let labels = self.label(table, &case);
        let mut spans = assemble(text, &case.words, &labels);
        for span in &mut spans {
            span.script = written(span.span.of(text), span.script, span.language);
        }
        spans
    }

    /// A label for each word but the neutral ones.
    fn label(&self, table: &mut ScoreTable, case: &Case) -> Vec<Option<Label>> {
        let regions = regions(&self.costs, table, &case.words, &case.scored, case.main);
        let mut entry = self.rare.clone();
        entry[case.main] = 0.0;
        let found = self.walk(table, case, &regions, &entry);
        let mut found = self.standing(table, case, found);
        if self.admit(case, &found, &mut entry) {
            found = self.walk(table, case, &regions, &entry);
            found = self.standing(table, case, found);
            self.extend(table, case, &mut found);
        }
        let known = self.model.languages();
        let mut labels: Vec<_> = case
            .words
            .iter()
            .zip(&case.scored)
            .map(|(word, scored)| (*scored == SILENT).then(|| unknown(word)).flatten())
            .collect();
        // What is left of the text's evidence without that of the fragments.
        let mut rest = case.total.clone();
        for segment in &found {
            if Some(case.words[segment.words.start].script) == case.script {
                for ((rest, pooled), rare) in rest.iter_mut().zip(&segment.pooled).zip(&self.rare) {
                    *rest -= pooled + rare;
                }
            }
        }
        let mut fill = |words: Range<usize>, language: usize, confidence: f32| {
            for at in words {
                if !case.words[at].neutral && labels[at].is_none() {
                    labels[at] = Some(Label {
                        language: known[language],
                        script: case.words[at].script,
                        confidence,
                    });
                }
            }
        };
        for segment in &found {
            let confidence = self.confidence(&segment.pooled, segment.language);
            fill(segment.words.clone(), segment.language, confidence);
        }
        let certain = self.certain(table, case, &rest);
        fill(0..case.words.len(), case.main, certain);
        labels
    }

    /// Walks through the regions and returns what is not in the main language, in order.
    fn walk(&self, table: &ScoreTable, case: &Case, regions: &[Range<usize>], entry: &[f32]) -> Vec<Segment> {
        let mut found: Vec<Segment> = Vec::new();
        let (mut walk, mut path) = (Walk::default(), Vec::new());
        let nothing = vec![0.0; entry.len()];
        for region in regions {
            walk.begin(entry.len(), case.main);
            for at in region.clone() {
                let word = case.scored[at];
                let change = self.costs.change[case.words[at].boundary as usize];
                let scores = if word == SILENT {
                    &nothing
                } else {
                    table.scores(word.row)
                };
                walk.step(change, self.costs.direct, entry, scores, word.weight);
                walk.favour(word.weight * self.costs.lean);
            }
            // Behind the region the text goes on in its main language.
            if let Some(next) = case.words.get(region.end) {
                let mut back = vec![IMPOSSIBLE * 1e3; entry.len()];
                back[case.main] = 0.0;
                walk.step(self.costs.change[next.boundary as usize], 0.0, entry, &back, 1.0);
            }
            walk.finish(&mut path);
            for (at, language) in region.clone().zip(&path) {
                let (word, language) = (case.scored[at], usize::from(*language));
                if language == case.main || word == SILENT {
                    continue;
                }
                // Each line has to stand by itself.
                let goes_on = at > region.start
                    && case.words[at].boundary < Boundary::Line
                    && found.last().is_some_and(|last| {
                        last.language == language
                            && last.words.end > region.start
                            && path[last.words.end - region.start..at - region.start]
                                .iter()
                                .all(|between| usize::from(*between) == language)
                    });
                if !goes_on {
                    found.push(Segment {
                        words: at..at,
                        language,
                        pooled: self.rare.iter().map(|rare| -rare).collect(),
                        named: self.beliefs.clone(),
                    });
                }
                if let Some(segment) = found.last_mut() {
                    segment.words.end = at + 1;
                    segment.take(&self.costs, table, &self.context(case, language), at);
                }
            }
        }
        for segment in &mut found {
            segment.decide(case.main);
        }
        found
    }

    /// What a fragment in `language` stands in.
    fn context<'c>(&self, case: &'c Case<'_>, language: usize) -> Context<'c> {
        let known = self.model.languages();
        Context {
            text: case.text,
            words: &case.words,
            scored: &case.scored,
            main: case.main,
            english: known[case.main] == ENGLISH,
            uncased: case.uncased,
            near: are_neighbours(known[case.main], known[language]),
        }
    }

    /// The fragments that stand, and lines between two that do in the same language.
    fn standing(&self, table: &ScoreTable, case: &Case, mut found: Vec<Segment>) -> Vec<Segment> {
        let stands =
            |segment: &Segment| segment.stands(&self.costs, table, &self.context(case, segment.language));
        let mut kept: Vec<bool> = found.iter().map(stands).collect();
        for at in 1..found.len().max(1) - 1 {
            let goes_on = |a: &Segment, b: &Segment| {
                let between = &case.scored[a.words.end..b.words.start];
                a.language == b.language && between.iter().all(|word| *word == SILENT)
            };
            kept[at] |= kept[at - 1]
                && kept[at + 1]
                && goes_on(&found[at - 1], &found[at])
                && goes_on(&found[at], &found[at + 1]);
        }
        let mut kept = kept.into_iter();
        found.retain(|_| kept.next() == Some(true));
        found
    }

    /// Takes words into the fragments that belong to them, and decides on their languages again.
    fn extend(&self, table: &ScoreTable, case: &Case, found: &mut [Segment]) {
        let mut free = 0;
        for at in 0..found.len() {
            let end = found
                .get(at + 1)
                .map_or(case.words.len(), |next| next.words.start);
            let segment = &mut found[at];
            let before = segment.words.clone();
            let context = self.context(case, segment.language);
            segment.extend(&self.costs, table, &context, free..end);
            if segment.words != before {
                segment.decide(case.main);
            }
            free = segment.words.end;
        }
    }

    /// Sets the cost of changing into each language by what was found of it in the whole text: languages with too
    /// little evidence against the main one are shut out, those with most of it become cheaper. Says whether that
    /// could change anything.
    fn admit(&self, case: &Case, found: &[Segment], entry: &mut [f32]) -> bool {
        let mut evidence = vec![0.0_f32; entry.len()];
        for segment in found {
            let gained = segment.pooled[segment.language] - segment.pooled[case.main];
            evidence[segment.language] += gained.max(0.0);
        }
        let total: f32 = evidence.iter().sum();
        for (language, (entry, evidence)) in entry.iter_mut().zip(&evidence).enumerate() {
            if language == case.main {
                continue;
            }
            if *evidence >= self.costs.margin {
                *entry -= self.costs.again * evidence / total;
            } else {
                *entry -= IMPOSSIBLE;
            }
        }
        !found.is_empty()
    }

    /// How probable the main language is by what `rest` says of each, as for whole texts.
    fn certain(&self, table: &mut ScoreTable, case: &Case, rest: &[f32]) -> f32 {
        let evidence = |language: usize| case.temperature * rest[language] + self.priors[language];
        let Some(script) = case.script else {
            return 0.0;
        };
        let possible = table.possible(script).iter().enumerate();
        let others = possible.filter(|(language, possible)| **possible && *language != case.main);
        let against: f32 = others
            .map(|(other, _)| (evidence(other) - evidence(case.main)).exp())
            .sum();
        by_script(case.letters) / (1.0 + against)
    }

    /// The share of right answers among those with such pooled scores.
    fn confidence(&self, pooled: &[f32], language: usize) -> f32 {
        let others = pooled.iter().enumerate().filter(|(other, _)| *other != language);
        let next = others.map(|(_, score)| *score).fold(f32::NEG_INFINITY, f32::max);
        // Beyond this more evidence does not make answers any surer.
        let margin = (pooled[language] - next).min(6.0);
        1.0 / (1.0 + (-(self.costs.sure[0] + self.costs.sure[1] * margin)).exp())
    }
}

/// The label of a word for which no language is possible; none for a neutral one.
fn unknown(word: &Word) -> Option<Label> {
    (!word.neutral).then_some(Label {
        language: Language::UND,
        script: word.script,
        confidence: 0.0,
    })
}
