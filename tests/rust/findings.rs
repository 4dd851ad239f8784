//! What the fuzzers have found, kept as tests: each of these inputs once panicked or gave a wrong answer.

use std::sync::Arc;

use tolmach::analyze::locate::locate;
use tolmach::analyze::{Analyzer, Pattern};
use tolmach::batch::{Monitor, Workers};
use tolmach::vectorize::count::{Counted, Counter};
use tolmach::vectorize::queue::Slice;

fn count(analyzer: Analyzer, texts: &[Option<&str>]) -> Counted {
    let mut counter = Counter::new(Arc::new(analyzer), true);
    counter
        .feed(
            &Slice::new(texts),
            false,
            &Workers::new(Some(1)).unwrap(),
            &Monitor::default(),
        )
        .unwrap();
    counter.finish(&Monitor::default()).unwrap()
}

fn names(counted: &Counted) -> Vec<String> {
    let order = counted.order(&Workers::new(Some(1)).unwrap());
    let name = |feature| String::from_utf8(counted.grams.name(feature, counted.words)).unwrap();
    order.into_iter().map(name).collect()
}

/// The empty token had the key of no token, so it was taken for whichever term was there first.
#[test]
fn a_pattern_that_matches_nothing_at_all() {
    for (pattern, longest, expected) in [
        ("", 1, &[""][..]),
        (r"x*", 2, &["", " "]),
        (r"\w*", 1, &["", "ab", "c"]),
        (r"â\b\w\w+\b|", 2, &["", " "]),
    ] {
        let analyzer = Analyzer {
            pattern: Pattern::Matches(regex::Regex::new(pattern).unwrap()),
            lengths: (1, longest),
            ..Analyzer::default()
        };
        let counted = count(analyzer, &[Some("c, ab"), Some("ab")]);
        assert_eq!(names(&counted), expected, "{pattern}");
    }
}

/// The source of an empty token was looked for one byte before it.
#[test]
fn places_of_terms_beside_empty_ones() {
    let analyzer = Analyzer {
        pattern: Pattern::Matches(regex::Regex::new("b?").unwrap()),
        lengths: (1, 2),
        ..Analyzer::default()
    };
    for (text, term, expected) in [
        ("", "", &[][..]),
        ("ab", "", &[]),
        ("abé", "b", &["b"]),
        ("ab", " b", &["ab"]),
    ] {
        let found: Vec<_> = locate(&analyzer, text, term)
            .iter()
            .map(|span| span.of(text))
            .collect();
        assert_eq!(found, expected, "{term:?} in {text:?}");
    }
}
