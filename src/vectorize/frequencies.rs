//! In how many texts each term stands, learned bit by bit: what partial fits and merges add up.
//!
//! Adding up is associative, and but for the order of first sight commutative: texts may be counted in any parts, on
//! any number of machines.

use crate::error::Result;
use crate::lexicon::Strings;
use crate::vectorize::count::Counted;
use crate::vectorize::limits::Limits;
use crate::vectorize::order::sorted;
use crate::vectorize::vocabulary::Vocabulary;

use crate::batch::Workers;

/// Terms and their frequencies.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    terms: Strings,
    of_documents: Vec<u64>,
    totals: Vec<u64>,
    documents: u64,
}

impl Frequencies {
    /// Terms by columns, how many texts hold each, how often each stands in them all, and how many texts there were.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary, of_documents: &[u64], totals: &[u64], documents: u64) -> Self {
        let mut all = Self {
            documents,
            ..Self::default()
        };
        for &column in vocabulary.seen() {
            let column = column as usize;
            let count = |of: &[u64]| of.get(column).copied().unwrap_or(0);
            all.add(
                vocabulary.name(column).as_bytes(),
                count(of_documents),
                count(totals),
            );
        }
        all
    }

    fn add(&mut self, term: &[u8], of_documents: u64, total: u64) {
        let at = self.terms.intern(term) as usize;
        if at == self.of_documents.len() {
            self.of_documents.push(0);
            self.totals.push(0);
        }
        // Only numbers from a damaged file are too large to be added up.
        self.of_documents[at] = self.of_documents[at].saturating_add(of_documents);
        self.totals[at] = self.totals[at].saturating_add(total);
    }

    /// Adds texts that have been counted, or nothing where that fails.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`](crate::Error::TooLarge) for more terms than there are numbers, those on both sides counted
    /// twice.
    pub fn count(&mut self, counted: &Counted, limits: &Limits) -> Result<()> {
        limits.together([self.len(), counted.grams.len()])?;
        let mut name = Vec::new();
        for (feature, &frequency) in (0_u32..).zip(&counted.document_frequencies) {
            if frequency > 0 {
                name.clear();
                counted.grams.write_name(feature, counted.words, &mut name);
                let total = counted.totals.get(feature as usize).copied().unwrap_or(0);
                self.add(&name, frequency, total);
            }
        }
        self.documents = self.documents.saturating_add(counted.documents as u64);
        Ok(())
    }

    /// Adds what has been learned elsewhere, or nothing where that fails.
    ///
    /// # Errors
    ///
    /// As [`count`](Self::count).
    pub fn merge(&mut self, other: &Self, limits: &Limits) -> Result<()> {
        limits.together([self.len(), other.len()])?;
        for (at, term) in other.terms.iter().enumerate() {
            self.add(term, other.of_documents[at], other.totals[at]);
        }
        self.documents = self.documents.saturating_add(other.documents);
        Ok(())
    }

    /// How many texts there were.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// How many terms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The numbers of the terms, in the order of their names.
    #[must_use]
    pub fn order(&self, workers: &Workers) -> Vec<u32> {
        sorted(&self.terms, workers)
    }

    /// How many texts hold the term of a number, and how often it stands in them all.
    ///
    /// # Panics
    ///
    /// If there is no such term.
    #[must_use]
    pub fn of(&self, term: u32) -> (u64, u64) {
        (self.of_documents[term as usize], self.totals[term as usize])
    }

    /// The vocabulary of the terms of these numbers.
    #[must_use]
    pub fn vocabulary(&self, order: &[u32]) -> Vocabulary {
        let name = |term: &u32| std::str::from_utf8(self.terms.get(*term as usize)).unwrap_or_default();
        let mut seen: Vec<u32> = (0_u32..).take(order.len()).collect();
        seen.sort_unstable_by_key(|column| order[*column as usize]);
        Vocabulary::from_names(order.iter().map(name)).with_order(seen)
    }
}

#[cfg(test)]
mod tests {
    use super::Frequencies;
    use crate::analyze::Analyzer;
    use crate::batch::{Monitor, Workers};
    use crate::error::Error;
    use crate::vectorize::count::Counter;
    use crate::vectorize::limits::Limits;
    use crate::vectorize::queue::Slice;
    use proptest::prelude::*;

    fn learned(texts: &[String]) -> Frequencies {
        let texts: Vec<_> = texts.iter().map(|text| Some(text.as_str())).collect();
        let mut counter = Counter::new(Analyzer::default().into(), false);
        let workers = Workers::new(Some(1)).unwrap();
        counter
            .feed(&Slice::new(&texts), false, &workers, &Monitor::default())
            .unwrap();
        let mut all = Frequencies::default();
        let texts_as_counts = counter.finish(&Monitor::default()).unwrap();
        all.count(&texts_as_counts, &Limits::default()).unwrap();
        all
    }

    fn table(all: &Frequencies) -> Vec<(String, (u64, u64))> {
        let order = all.order(&Workers::new(Some(1)).unwrap());
        let vocabulary = all.vocabulary(&order);
        let row = |(name, term): (&str, &u32)| (name.to_owned(), all.of(*term));
        vocabulary.names().zip(&order).map(row).collect()
    }

    #[test]
    fn too_many_terms_leave_what_was_there() {
        let (mut all, more) = (learned(&["one two".into()]), learned(&["two three".into()]));
        let limits = Limits {
            together: 3,
            ..Limits::default()
        };
        assert!(matches!(all.merge(&more, &limits), Err(Error::TooLarge { .. })));
        assert_eq!(table(&all), table(&learned(&["one two".into()])));
    }

    proptest! {
        #[test]
        fn any_split_in_any_order_is_the_whole(texts in prop::collection::vec("[a-dÄä ]{0,20}", 0..12), at in 0_usize..12) {
            let at = at.min(texts.len());
            let whole = learned(&texts);
            let (first, second) = (learned(&texts[..at]), learned(&texts[at..]));
            let mut ahead = first.clone();
            ahead.merge(&second, &Limits::default()).unwrap();
            let mut back = second;
            back.merge(&first, &Limits::default()).unwrap();
            prop_assert_eq!(table(&ahead), table(&whole));
            prop_assert_eq!(table(&back), table(&whole));
            prop_assert_eq!(ahead.documents(), whole.documents());
        }
    }
}
