//! Any pattern over any text: refused, found, or given up in bounded time; never a token outside of the text.

#![no_main]

use std::sync::Arc;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use tolmach::analyze::{self, Analyzer, locate::locate};
use tolmach::batch::{Monitor, Workers};
use tolmach::token::{Options, Pattern, Tokenizer};
use tolmach::vectorize::count::Counter;
use tolmach::vectorize::queue::Slice;
use tolmach_fuzz::{inside, ordered};

#[derive(Arbitrary, Debug)]
struct Input<'d> {
    pattern: &'d str,
    runs: bool,
    longest: u8,
    text: &'d str,
}

fuzz_target!(|input: Input<'_>| {
    let text = input.text;
    if let Ok(pattern) = Pattern::parse(input.pattern) {
        let tokenizer = Tokenizer::with_pattern(pattern, Options::default());
        if let Ok(tokens) = tokenizer.tokenize(text) {
            ordered(text, tokens.iter().map(|token| token.span));
        }
    }
    let Ok(regex) = regex::Regex::new(input.pattern) else {
        return;
    };
    let analyzer = Arc::new(Analyzer {
        pattern: if input.runs {
            analyze::Pattern::Runs(regex)
        } else {
            analyze::Pattern::Matches(regex)
        },
        lengths: (1, 1 + usize::from(input.longest % 3)),
        ..Analyzer::default()
    });
    let mut counter = Counter::new(Arc::clone(&analyzer), true);
    let workers = Workers::new(Some(1)).unwrap();
    counter.feed(&Slice::new(&[Some(text)]), false, &workers, &Monitor::default()).unwrap();
    let counted = counter.finish(&Monitor::default()).unwrap();
    for feature in counted.order(&workers).into_iter().take(16) {
        let name = counted.grams.name(feature, counted.words);
        let name = std::str::from_utf8(&name).unwrap();
        let found = locate(&analyzer, text, name);
        found.iter().for_each(|span| inside(text, *span));
    }
});
