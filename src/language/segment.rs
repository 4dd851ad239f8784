//! Stretches of words in another language than the rest of a text, and whether they stand.

use std::ops::Range;

use super::decode::Costs;
use super::scores::{IMPOSSIBLE, SILENT, ScoreTable, Scored};
use super::words::{Boundary, Case, Word};
use crate::span::Span;

/// How many numbers decide whether a fragment stands: what its words have gained together, how many they are, the
/// gains of the two best ones, how many words speak for it and against it, capitals, letters beyond ASCII, what stands
/// around it, and by how much its language beats the next one.
pub const FEATURES: usize = 20;
/// How many numbers decide whether the word beside a fragment belongs to it: what that word and the one behind it say, how it
/// is capitalised, what stands between, and what stands behind that word.
pub const EDGES: usize = 20;
/// Letters that a small word within a name has at most (de, el, van).
const PARTICLE: usize = 3;
/// More evidence than this makes a fragment no surer.
const MOST_GAINED: f32 = 60.0;

/// The text that a fragment stands in.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words.
    pub words: &'a [Word],
    /// What they say.
    pub scored: &'a [Scored],
    /// Its main language.
    pub main: usize,
    /// Whether that is English.
    pub english: bool,
    /// Whether it has no capitals.
    pub uncased: bool,
    /// Whether the language of the fragment shares most words with the main one.
    pub near: bool,
}

/// What comes into question as a fragment, and what speaks for it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Where it stands.
    pub span: Span,
    /// Whether it is of another script than the main language, so that nothing is to be decided.
    pub sure: bool,
    /// Whether its language shares most words with the main one.
    pub near: bool,
    /// What speaks for its standing.
    pub features: [f32; FEATURES],
    /// The words before it, from its start on, and what speaks for each of them being part of it; the same of those behind it.
    pub edges: [Vec<(Span, [f32; EDGES])>; 2],
}

/// A stretch of words in one language other than the main one.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Their numbers, without what is silent at the ends.
    pub words: Range<usize>,
    /// Its language, as a number of the model's.
    pub language: usize,
    /// The pooled scores of its words for each language.
    pub pooled: Vec<f32>,
    /// The same with the weights that decide on its language.
    pub named: Vec<f32>,
}

impl Segment {
    /// Gives it the language that its words speak for, all of them taken together, if that one beats the main one.
    pub fn decide(&mut self, main: usize) {
        let others = self
            .named
            .iter()
            .enumerate()
            .filter(|(language, _)| *language != main);
        let best = others.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        if let Some((best, _)) = best.filter(|(best, _)| self.pooled[*best] > self.pooled[main]) {
            self.language = best;
        }
    }

    /// What speaks for its standing; see [`FEATURES`].
    pub fn features(&self, table: &ScoreTable, context: &Context) -> [f32; FEATURES] {
        let Range { start, end } = self.words;
        let first = context.words[start].boundary;
        let next = context
            .words
            .get(end)
            .map_or(Boundary::Line, |word| word.boundary);
        let place = first.min(next);
        let gained = self.pooled[self.language] - self.pooled[context.main];
        let (mut count, mut capitals, mut marked, mut good, mut bad) = (0.0_f32, 0.0, 0.0, 0.0, 0.0);
        let mut best = [0.0_f32; 2];
        for at in start..end {
            let (word, scored) = (&context.words[at], context.scored[at]);
            if scored == SILENT {
                continue;
            }
            let gain = self.gain(table, context, at);
            count += 1.0;
            capitals += flag(word.case != Case::Lower);
            marked += flag(!word.span.of(context.text).is_ascii());
            good += flag(gain > 3.0);
            bad += flag(gain < 0.0);
            best = if scored.weight * gain > best[0] {
                [scored.weight * gain, best[0]]
            } else {
                [best[0], best[1].max(scored.weight * gain)]
            };
        }
        let others = self.pooled.iter().enumerate();
        let others = others.filter(|(language, _)| *language != context.main && *language != self.language);
        let second = others.map(|(_, score)| *score).fold(f32::NEG_INFINITY, f32::max);
        let gained = gained.min(MOST_GAINED) / 10.0;
        [
            1.0,
            gained,
            gained * gained,
            count / 4.0,
            count.ln(),
            best[0] / 10.0,
            best[1] / 10.0,
            good / count,
            bad / count,
            capitals / count,
            marked / count,
            flag(place == Boundary::Line),
            flag(matches!(
                place,
                Boundary::Mark | Boundary::Quote | Boundary::Sentence
            )),
            flag(first == Boundary::Quote && next >= Boundary::Quote),
            flag(first >= Boundary::Mark),
            flag(next >= Boundary::Mark),
            flag(context.uncased),
            (self.pooled[self.language] - second).min(6.0) / 6.0,
            flag(count < 2.0),
            flag(context.english),
        ]
    }

    /// Whether it stands: its words are of a script that the main language is not written in, or enough speaks for it.
    #[must_use]
    pub fn stands(&self, costs: &Costs, table: &ScoreTable, context: &Context) -> bool {
        if self.is_sure(context) {
            return true;
        }
        let mut least = 0.0;
        if context.near {
            least += costs.neighbour + costs.dialect * self.words.len() as f32;
        }
        if !context.uncased && self.is_of_names(table, context) {
            least += costs.names;
        }
        dot(&costs.stands, &self.features(table, context)) > least
    }

    /// Whether it may be nothing but names, and is no line of its own: the words that say anything are capitalised, but
    /// for short ones as in "Rebelo de Sousa", which are fewer. Of another script nothing is taken for a name.
    fn is_of_names(&self, table: &ScoreTable, context: &Context) -> bool {
        let within = |at: usize| {
            context
                .words
                .get(at)
                .is_some_and(|word| word.boundary != Boundary::Line)
        };
        if !within(self.words.start) && !within(self.words.end) {
            return false;
        }
        let (mut capitals, mut particles) = (0, 0);
        for at in self.words.clone().filter(|at| context.scored[*at] != SILENT) {
            let word = &context.words[at];
            if table.scores(context.scored[at].row)[context.main] <= IMPOSSIBLE {
                return false;
            }
            match word.case {
                Case::Lower if word.span.of(context.text).chars().nth(PARTICLE).is_some() => return false,
                Case::Lower => particles += 1,
                _ => capitals += 1,
            }
        }
        capitals > particles
    }

    /// What speaks for word `at`, the next one behind the end of a fragment (before its start if not `behind`), being
    /// part of it; see [`EDGES`]. `None` where that word is silent or of another script.
    #[must_use]
    pub fn edge(
        &self,
        table: &ScoreTable,
        context: &Context,
        at: usize,
        behind: bool,
    ) -> Option<[f32; EDGES]> {
        let word = context.words.get(at)?;
        let said = context.scored[at];
        if said == SILENT || word.script != context.words[self.words.start].script {
            return None;
        }
        let scores = table.scores(said.row);
        let (own, home) = (scores[self.language], scores[context.main]);
        let gain = (own - home).clamp(-16.0, 16.0);
        let between = if behind {
            word.boundary
        } else {
            context.words.get(at + 1)?.boundary
        };
        let far = if behind {
            context
                .words
                .get(at + 1)
                .map_or(Boundary::Line, |word| word.boundary)
        } else {
            word.boundary
        };
        let next = if behind {
            at.checked_add(1)
        } else {
            at.checked_sub(1)
        };
        let next = next.filter(|next| context.scored.get(*next).is_some_and(|scored| *scored != SILENT));
        let beyond = next.map_or(0.0, |next| self.gain(table, context, next));
        let capital = word.case != Case::Lower;
        Some([
            1.0,
            flag(behind),
            gain / 5.0,
            gain.max(0.0) / 5.0,
            own.max(-16.0) / 5.0,
            home.max(-16.0) / 5.0,
            flag(capital),
            flag(capital && behind),
            flag(capital) * gain / 5.0,
            flag(word.short),
            flag(between == Boundary::Joined),
            flag(between == Boundary::Mark),
            flag(between == Boundary::Quote),
            flag(between == Boundary::Sentence),
            flag(between == Boundary::Line),
            beyond / 5.0,
            flag(beyond > 2.0),
            flag(far == Boundary::Line),
            flag(far == Boundary::Quote),
            flag(matches!(far, Boundary::Mark | Boundary::Sentence)),
        ])
    }

    /// All of that for fitting.
    #[must_use]
    pub fn candidate(&self, table: &ScoreTable, context: &Context) -> Candidate {
        let edges = |places: &mut dyn Iterator<Item = usize>, behind: bool| {
            let edges = places.map_while(|at| {
                let edge = self.edge(table, context, at, behind)?;
                Some((context.words[at].span, edge))
            });
            edges.take(4).collect()
        };
        let Range { start, end } = self.words;
        Candidate {
            span: Span::new(context.words[start].span.start, context.words[end - 1].span.end),
            sure: self.is_sure(context),
            near: context.near,
            features: self.features(table, context),
            edges: [
                edges(&mut (0..start).rev(), false),
                edges(&mut (end..context.words.len()), true),
            ],
        }
    }

    /// Whether its words are of a script that the main language is not written in.
    fn is_sure(&self, context: &Context) -> bool {
        self.pooled[self.language] - self.pooled[context.main] > -0.5 * IMPOSSIBLE
    }

    /// Takes in what stands around it and is more probably part of it than not.
    pub fn extend(&mut self, costs: &Costs, table: &ScoreTable, context: &Context, free: Range<usize>) {
        let belongs = |segment: &Self, at: usize, behind: bool| {
            let edge = segment.edge(table, context, at, behind);
            edge.is_some_and(|edge| dot(&costs.extends, &edge) > 0.0)
        };
        while self.words.start > free.start && belongs(self, self.words.start - 1, false) {
            self.words.start -= 1;
            self.take(costs, table, context, self.words.start);
        }
        while self.words.end < free.end && belongs(self, self.words.end, true) {
            self.words.end += 1;
            self.take(costs, table, context, self.words.end - 1);
        }
    }

    /// Adds what a word says to what all of them say.
    pub fn take(&mut self, costs: &Costs, table: &ScoreTable, context: &Context, at: usize) {
        let (word, said) = (&context.words[at], context.scored[at]);
        let scores = table.scores(said.row);
        let named = if word.case == Case::Lower {
            1.0
        } else {
            costs.proper
        };
        for ((pooled, named_sum), score) in self.pooled.iter_mut().zip(&mut self.named).zip(scores) {
            *pooled += said.weight * score;
            *named_sum += named * score;
        }
    }

    /// How much better its language explains a word than the main one does.
    fn gain(&self, table: &ScoreTable, context: &Context, at: usize) -> f32 {
        let scores = table.scores(context.scored[at].row);
        (scores[self.language] - scores[context.main]).clamp(-16.0, 16.0)
    }
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

fn dot(weights: &[f32], features: &[f32]) -> f32 {
    weights
        .iter()
        .zip(features)
        .map(|(weight, feature)| weight * feature)
        .sum()
}
