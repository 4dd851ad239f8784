//! N-grams as ids: each is the node of a tree, reached from the n-gram before its last term.
//!
//! ```
//! use tolmach::vectorize::grams::{Grams, Space};
//!
//! let mut grams = Grams::tree();
//! let (new, york) = (grams.term(b"new"), grams.term(b"york"));
//! let node = grams.root(new);
//! let node = grams.extend(node, york);
//! assert_eq!(grams.name(node, true), b"new york");
//! ```

use crate::lexicon::{Pairs, Strings, UNKNOWN};

/// The parent of n-grams of one term.
const NONE: u32 = UNKNOWN;

/// How many features are taken over together.
const STEP: usize = 64;

/// Where terms and n-grams get their numbers from.
pub trait Space {
    /// The number of a normalised term; [`UNKNOWN`] where the space is closed and does not hold it.
    fn term(&mut self, name: &[u8]) -> u32;
    /// The feature that consists of one term.
    fn root(&mut self, term: u32) -> u32;
    /// The feature `node` with one more term at its end.
    fn extend(&mut self, node: u32, term: u32) -> u32;
    /// The features `nodes[i]` with the term `terms[i]` at their ends, in place.
    fn extend_all(&mut self, nodes: &mut [u32], terms: &[u32]) {
        for (node, term) in nodes.iter_mut().zip(terms) {
            *node = self.extend(*node, *term);
        }
    }
}

/// A space that gives numbers to whatever it sees, in the order of first sight.
#[derive(Clone, Debug)]
pub struct Grams {
    terms: Strings,
    /// Whether each feature is a term of the same number.
    flat: bool,
    /// The node of each term alone; [`NONE`] before it is seen.
    roots: Vec<u32>,
    /// Parent and last term of each node.
    nodes: Pairs,
}

impl Grams {
    /// A space whose features are terms.
    #[must_use]
    pub fn flat() -> Self {
        Self::new(true)
    }

    /// A space whose features are sequences of terms.
    #[must_use]
    pub fn tree() -> Self {
        Self::new(false)
    }

    /// A flat space or a tree.
    #[must_use]
    pub fn new(flat: bool) -> Self {
        Self {
            flat,
            terms: Strings::default(),
            roots: Vec::new(),
            nodes: Pairs::default(),
        }
    }

    /// Whether each feature is a term.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.flat
    }

    /// All terms.
    #[must_use]
    pub fn terms(&self) -> &Strings {
        &self.terms
    }

    /// How many features there are, those included that are only the beginning of others.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.flat {
            self.terms.len()
        } else {
            self.nodes.len()
        }
    }

    /// Whether nothing was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Parent and last term of a node; the parent of a single term is [`UNKNOWN`].
    #[must_use]
    pub fn parts(&self, node: u32) -> (u32, u32) {
        self.nodes.get(node)
    }

    /// The text of a feature: its terms one after the other, with a space between words.
    #[must_use]
    pub fn name(&self, feature: u32, words: bool) -> Vec<u8> {
        let mut name = Vec::new();
        self.write_name(feature, words, &mut name);
        name
    }

    /// Appends the text of a feature.
    pub fn write_name(&self, feature: u32, words: bool, out: &mut Vec<u8>) {
        if self.flat {
            out.extend_from_slice(self.terms.get(feature as usize));
            return;
        }
        let (parent, term) = self.nodes.get(feature);
        if parent != NONE {
            self.write_name(parent, words, out);
            if words {
                out.push(b' ');
            }
        }
        out.extend_from_slice(self.terms.get(term as usize));
    }

    /// Gives back the memory that looking up terms takes, until somebody looks one up.
    pub fn rest(&mut self) {
        self.terms.rest();
    }

    /// Makes room for as many terms as another space has, which are about to be taken over.
    pub fn expect(&mut self, other: &Self) {
        self.terms.expect(&other.terms);
    }

    /// Takes over another space's terms, returning the number of each here.
    pub fn adopt_terms(&mut self, other: &Self) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(other.terms.len());
        self.terms.adopt(&other.terms, 0..other.terms.len(), &mut numbers);
        numbers
    }

    /// Takes over features `range` of another space, whose terms have the numbers `terms` here; `numbers` holds
    /// those of earlier features and gets those of the new ones.
    pub fn adopt(
        &mut self,
        other: &Self,
        range: std::ops::Range<usize>,
        terms: &[u32],
        numbers: &mut Vec<u32>,
    ) {
        if self.flat {
            self.terms.adopt(&other.terms, range, numbers);
            return;
        }
        let mut ahead = Vec::new();
        let mut lasts = Vec::new();
        for start in range.clone().step_by(STEP) {
            let step = start..range.end.min(start + STEP);
            ahead.clear();
            lasts.clear();
            for feature in step.clone() {
                let (parent, term) = other.nodes.get(place(feature));
                // The number of a parent that is part of this step is not known yet.
                if let Some(parent) = numbers.get(parent as usize) {
                    ahead.push(*parent);
                    lasts.push(terms[term as usize]);
                }
            }
            self.nodes.touch(&ahead, &lasts);
            for feature in step {
                let (parent, term) = other.nodes.get(place(feature));
                let term = terms[term as usize];
                numbers.push(match numbers.get(parent as usize) {
                    Some(parent) => self.extend(*parent, term),
                    None => self.root(term),
                });
            }
        }
    }

    /// The feature that a name stands for, without making a new one.
    #[must_use]
    pub fn find(&self, terms: &[&[u8]]) -> Option<u32> {
        let mut node = None;
        for name in terms {
            let term = self.terms.position(name)?;
            node = Some(match node {
                _ if self.flat => term,
                None => *self.roots.get(term as usize).filter(|node| **node != NONE)?,
                Some(node) => self.nodes.position(node, term)?,
            });
        }
        node
    }
}

impl Space for Grams {
    #[inline]
    fn term(&mut self, name: &[u8]) -> u32 {
        self.terms.intern(name)
    }

    #[inline]
    fn root(&mut self, term: u32) -> u32 {
        if self.flat {
            return term;
        }
        let at = term as usize;
        if at >= self.roots.len() {
            self.roots.resize(self.terms.len().max(at + 1), NONE);
        }
        if self.roots[at] == NONE {
            self.roots[at] = self.nodes.intern(NONE, term);
        }
        self.roots[at]
    }

    #[inline]
    fn extend(&mut self, node: u32, term: u32) -> u32 {
        self.nodes.intern(node, term)
    }

    fn extend_all(&mut self, nodes: &mut [u32], terms: &[u32]) {
        self.nodes.intern_all(nodes, terms);
    }
}

/// A closed space: what was not there when it was made is unknown.
impl Space for &Grams {
    #[inline]
    fn term(&mut self, name: &[u8]) -> u32 {
        self.terms.position(name).unwrap_or(UNKNOWN)
    }

    #[inline]
    fn root(&mut self, term: u32) -> u32 {
        if self.flat {
            return term;
        }
        self.roots.get(term as usize).copied().unwrap_or(UNKNOWN)
    }

    #[inline]
    fn extend(&mut self, node: u32, term: u32) -> u32 {
        if node == UNKNOWN || term == UNKNOWN {
            return UNKNOWN;
        }
        self.nodes.position(node, term).unwrap_or(UNKNOWN)
    }
}

/// The number of a feature; whoever counts stops before [`LIMIT`](crate::lexicon::LIMIT).
fn place(feature: usize) -> u32 {
    u32::try_from(feature).unwrap_or(UNKNOWN)
}
