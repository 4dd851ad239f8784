//! Any texts, any analyser: one thread and two count the same, and a vocabulary gives the matrix of its own texts back.

#![no_main]

use std::sync::{Arc, LazyLock};

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use tolmach::analyze::treatment::{Languages, Treatment};
use tolmach::analyze::{Accents, Analyzer, Unit};
use tolmach::batch::{Monitor, Workers};
use tolmach::token::sklearn::Characters;
use tolmach::vectorize::count::{Counted, Counter};
use tolmach::vectorize::csr::{Counts, Csr};
use tolmach::vectorize::hashing::{Hashed, Hashing};
use tolmach::vectorize::queue::Slice;
use tolmach::vectorize::vocabulary::Vocabulary;
use tolmach::vectorize::weight::Norm;

#[derive(Arbitrary, Debug)]
struct Input<'d> {
    unit: u8,
    shortest: u8,
    more: u8,
    lowercase: bool,
    accents: u8,
    treatment: u8,
    columns: u16,
    texts: Vec<Option<&'d str>>,
}

// Treatments of a hundred languages take a second under a sanitizer.
static TREATMENTS: LazyLock<(Treatment, Treatment, Languages)> = LazyLock::new(|| {
    let named = |name| Treatment::named(name, Characters::shared()).unwrap();
    (named("en"), named("ru"), Languages::all(Characters::shared()).unwrap())
});

fn analyzer(input: &Input<'_>) -> Analyzer {
    let shortest = 1 + usize::from(input.shortest % 3);
    let accents = (input.accents & 1 != 0).then(|| Accents {
        replacements: [('é', "e"), ('ß', "ss"), ('İ', "I\u{307}")]
            .map(|(from, to)| (from, to.into()))
            .into_iter()
            .collect(),
        ascii: input.accents & 2 != 0,
    });
    let mut analyzer = Analyzer {
        unit: [Unit::Word, Unit::Char, Unit::CharInWord][usize::from(input.unit % 3)],
        lengths: (shortest, shortest + usize::from(input.more % 3)),
        lowercase: input.lowercase,
        accents,
        ..Analyzer::default()
    };
    match input.treatment % 4 {
        1 => analyzer.plain = TREATMENTS.0.clone(),
        2 => analyzer.plain = TREATMENTS.1.clone(),
        3 => analyzer.languages = Some(TREATMENTS.2.clone()),
        _ => {}
    }
    analyzer
}

fn well_formed(csr: &Csr<f64>, rows: usize, columns: usize) {
    assert_eq!(csr.indptr.len(), rows + 1);
    assert_eq!(csr.indptr[rows], csr.data.len());
    assert_eq!(csr.indices.len(), csr.data.len());
    for ends in csr.indptr.windows(2) {
        let row = &csr.indices[ends[0]..ends[1]];
        assert!(row.is_sorted_by(|a, b| a < b), "{row:?}");
        assert!(row.iter().all(|column| usize::try_from(*column).unwrap() < columns));
    }
}

fn count(analyzer: &Arc<Analyzer>, texts: &[Option<&str>], workers: &Workers) -> (Csr<f64>, Counted, Vec<u32>) {
    let monitor = Monitor::default();
    let mut counter = Counter::new(Arc::clone(analyzer), true);
    let (first, second) = texts.split_at(texts.len() / 2);
    counter.feed(&Slice::new(first), false, workers, &monitor).unwrap();
    counter.feed(&Slice::new(second), false, workers, &monitor).unwrap();
    let mut counted = counter.finish(&monitor).unwrap();
    let order = counted.order(workers);
    let csr = counted.matrix(&order, &Counts { binary: false }, workers, &monitor).unwrap();
    (csr, counted, order)
}

fuzz_target!(|input: Input<'_>| {
    let texts = &input.texts;
    let analyzer = Arc::new(analyzer(&input));
    let (one, two) = (Workers::new(Some(1)).unwrap(), Workers::new(Some(2)).unwrap());
    let (csr, counted, order) = count(&analyzer, texts, &one);
    well_formed(&csr, texts.len(), order.len());
    let vocabulary = Vocabulary::from_counted(&counted, &order);
    let (again, _, _) = count(&analyzer, texts, &two);
    assert_eq!(csr, again, "two threads count as one");
    let (counts, monitor) = (Counts { binary: false }, Monitor::default());
    let transformed = vocabulary.transform(&analyzer, &Slice::new(texts), false, &counts, &one, &monitor).unwrap();
    assert_eq!(csr, transformed, "the vocabulary of these texts finds what was counted");
    let how = Hashed {
        hashing: Hashing {
            columns: u32::from(input.columns).max(1),
            alternate_sign: input.lowercase,
        },
        binary: input.accents & 4 != 0,
        norm: Norm::None,
    };
    let hashed = how.transform(&analyzer, &Slice::new(texts), false, &two, &monitor).unwrap();
    well_formed(&hashed, texts.len(), usize::from(input.columns).max(1));
});
