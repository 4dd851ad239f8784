//! The terms that are columns of a matrix, and the way from a text to its row.
//!
//! ```
//! use tolmach::vectorize::vocabulary::Vocabulary;
//!
//! let vocabulary = Vocabulary::from_names(["and", "cat", "dog"]);
//! assert_eq!(vocabulary.name(1), "cat");
//! assert_eq!(vocabulary.len(), 3);
//! ```

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::analyze::{Analyzer, Reader};
use crate::batch::{Monitor, Workers};
use crate::error::Result;
use crate::lexicon::UNKNOWN;
use crate::vectorize::count::Counted;
use crate::vectorize::csr::{Csr, Sorter, Weigh};
use crate::vectorize::grams::{Grams, Space};
use crate::vectorize::limits::Limits;
use crate::vectorize::queue::Queue;
use crate::vectorize::rows::{Row, rows};
use crate::vectorize::tally::{Entry, Tally};
use crate::vectorize::weight::Cell;

/// Below this many texts, sorting the features of each is cheaper than memory for all columns.
const FEW: usize = 64;

/// After so many terms a long run over all of them asks whether it should stop.
const OFTEN: usize = 1 << 14;

/// The terms of columns. Those of counted texts are written down when somebody asks for them.
#[derive(Debug, Default)]
pub struct Vocabulary {
    length: usize,
    names: OnceLock<Names>,
    counted: Option<Features>,
    index: Mutex<Option<Arc<Index>>>,
}

/// Names of columns, in one buffer.
#[derive(Debug, Default)]
struct Names {
    text: String,
    ends: Vec<usize>,
    /// The columns in the order in which their terms were first seen.
    seen: Vec<u32>,
}

/// The columns as features that have been counted.
#[derive(Debug)]
struct Features {
    grams: Arc<Grams>,
    words: bool,
    /// The feature of each column.
    order: Vec<u32>,
}

impl Features {
    /// The column of each feature, [`UNKNOWN`] for those that have none.
    fn columns(&self) -> Vec<u32> {
        let mut columns = vec![UNKNOWN; self.grams.len()];
        for (column, feature) in (0_u32..).zip(&self.order) {
            columns[*feature as usize] = column;
        }
        columns
    }

    fn names(&self) -> Names {
        let mut text = Vec::new();
        let mut ends = Vec::with_capacity(self.order.len());
        for &feature in &self.order {
            self.grams.write_name(feature, self.words, &mut text);
            ends.push(text.len());
        }
        // Features are numbered in the order of their first sight.
        let mut seen = self.columns();
        seen.retain(|column| *column != UNKNOWN);
        Names {
            text: String::from_utf8(text).unwrap_or_default(),
            ends,
            seen,
        }
    }
}

/// The way from features to columns.
#[derive(Debug)]
struct Index {
    grams: Arc<Grams>,
    /// The column of each feature, [`UNKNOWN`] for mere beginnings of n-grams.
    columns: Vec<u32>,
    /// How many columns there are.
    width: usize,
    words: bool,
}

impl Vocabulary {
    /// Names in the order of their columns. An empty name is a column that no text fills.
    #[must_use]
    pub fn from_names<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Self {
        let mut all = Names::default();
        for name in names {
            all.text.push_str(name.as_ref());
            all.ends.push(all.text.len());
        }
        all.seen = (0_u32..).take(all.ends.len()).collect();
        Self {
            length: all.ends.len(),
            names: OnceLock::from(all),
            ..Self::default()
        }
    }

    /// The names of the features `order`.
    #[must_use]
    pub fn from_counted(counted: &Counted, order: &[u32]) -> Self {
        let features = Features {
            grams: Arc::clone(&counted.grams),
            words: counted.words,
            order: order.to_vec(),
        };
        // Few of many features are not worth the memory of all.
        let few = order.len() < counted.grams.len() / 2;
        Self {
            length: order.len(),
            names: if few {
                OnceLock::from(features.names())
            } else {
                OnceLock::new()
            },
            counted: (!few).then_some(features),
            index: Mutex::default(),
        }
    }

    /// A vocabulary whose terms were first seen in the order of the columns `seen`.
    #[must_use]
    pub fn with_order(mut self, seen: Vec<u32>) -> Self {
        if let Some(names) = self.names.get_mut() {
            names.seen = seen;
        }
        self
    }

    fn written(&self) -> &Names {
        let write = || self.counted.as_ref().map(Features::names).unwrap_or_default();
        self.names.get_or_init(write)
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The name of a column.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    #[must_use]
    pub fn name(&self, column: usize) -> &str {
        let Names { text, ends, .. } = self.written();
        let start = if column == 0 { 0 } else { ends[column - 1] };
        &text[start..ends[column]]
    }

    /// All names, in the order of their columns.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|column| self.name(column))
    }

    /// The columns in the order in which their terms were first seen.
    #[must_use]
    pub fn seen(&self) -> &[u32] {
        &self.written().seen
    }

    fn index(&self, analyzer: &Analyzer, monitor: &Monitor) -> Result<Arc<Index>> {
        let mut kept = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let (flat, words) = (analyzer.is_flat(), analyzer.joins_words());
        if let Some(index) = kept.as_ref()
            && index.grams.is_flat() == flat
            && index.words == words
        {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(match &self.counted {
            Some(features) if features.grams.is_flat() == flat && features.words == words => Index {
                columns: features.columns(),
                width: self.length,
                words,
                grams: Arc::clone(&features.grams),
            },
            _ => Index::new(self.names(), flat, words, monitor)?,
        });
        *kept = Some(Arc::clone(&index));
        Ok(index)
    }

    /// The matrix of texts over these columns; missing texts are empty ones.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`](crate::Error::Interrupted), and [`Error::TooLarge`](crate::Error::TooLarge) for a text with
    /// more than 2³¹ - 1 features.
    pub fn transform<T: Cell>(
        &self,
        analyzer: &Analyzer,
        texts: &dyn Queue,
        ready: bool,
        weigh: &impl Weigh<T>,
        workers: &Workers,
        monitor: &Monitor,
    ) -> Result<Csr<T>> {
        let index = self.index(analyzer, monitor)?;
        let make = || Filler {
            index: &index,
            analyzer,
            ready,
            weigh,
            reader: Reader::default(),
            tally: Tally::default(),
            few: texts.len() < FEW,
            features: Vec::new(),
            entries: Vec::new(),
            sorter: Sorter::default(),
        };
        rows(texts, make, workers, monitor)
    }
}

impl Index {
    fn new<'n>(
        names: impl Iterator<Item = &'n str>,
        flat: bool,
        words: bool,
        monitor: &Monitor,
    ) -> Result<Self> {
        let mut grams = Grams::new(flat);
        let (mut columns, mut width) = (Vec::new(), 0);
        for (column, name) in (0_u32..).zip(names).filter(|(_, name)| !name.is_empty()) {
            let feature = if flat {
                grams.term(name.as_bytes())
            } else if words {
                insert(&mut grams, name.split(' ').map(str::as_bytes))
            } else {
                let ends = name.char_indices().map(|(at, c)| at..at + c.len_utf8());
                insert(&mut grams, ends.map(|range| &name.as_bytes()[range]))
            };
            columns.resize(grams.len(), UNKNOWN);
            columns[feature as usize] = column;
            width = column as usize + 1;
            if width % OFTEN == 0 {
                monitor.step(0)?;
            }
        }
        Limits::default().thread(grams.len())?;
        Ok(Self {
            grams: Arc::new(grams),
            columns,
            width,
            words,
        })
    }
}

/// The node of a sequence of terms.
fn insert<'n>(grams: &mut Grams, mut names: impl Iterator<Item = &'n [u8]>) -> u32 {
    let first = grams.term(names.next().unwrap_or_default());
    let mut node = grams.root(first);
    for name in names {
        let term = grams.term(name);
        node = grams.extend(node, term);
    }
    node
}

/// Turns texts into rows, one after the other.
struct Filler<'a, W> {
    index: &'a Index,
    analyzer: &'a Analyzer,
    ready: bool,
    weigh: &'a W,
    reader: Reader,
    tally: Tally,
    /// Whether there are too few texts to pay for the memory of a tally.
    few: bool,
    features: Vec<u32>,
    entries: Vec<Entry>,
    sorter: Sorter,
}

impl<T: Cell, W: Weigh<T>> Row<T> for Filler<'_, W> {
    fn row(&mut self, text: &str, out: &mut Csr<T>) -> Result<()> {
        self.features.clear();
        self.reader.features(
            self.analyzer,
            text,
            self.ready,
            &mut &*self.index.grams,
            &mut self.features,
        );
        Limits::default().text(self.features.len())?;
        let columns = &self.index.columns;
        self.features.retain_mut(|feature| {
            *feature = columns[*feature as usize];
            *feature != UNKNOWN
        });
        let terms = self.features.len() as u64;
        self.entries.clear();
        if self.few {
            self.features.sort_unstable();
            let same = self.features.chunk_by(|a, b| a == b);
            self.entries.extend(same.map(|same| Entry {
                feature: same[0],
                count: u32::try_from(same.len()).unwrap_or(u32::MAX),
            }));
        } else {
            self.entries
                .extend_from_slice(self.tally.count(&self.features, self.index.width));
        }
        self.sorter
            .sort(self.entries.iter().map(|entry| (entry.feature, entry.count)));
        let row = &self.sorter.places;
        let start = out.data.len();
        out.data.resize(start + row.len(), T::default());
        self.weigh.row(row, row, terms, &mut out.data[start..]);
        out.indices
            .extend(row.iter().map(|place| place.column.cast_signed()));
        Ok(())
    }
}
