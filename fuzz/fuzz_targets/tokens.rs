//! Tokens with any options, sentences, normal forms and stems of any text.

#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use tolmach::language::Language;
use tolmach::span::{CharCursor, Span};
use tolmach::stem::{Engine, Stemmer};
use tolmach::token::sentence::{Rules, Splitter};
use tolmach::token::{Clitics, Hyphens, Kind, Kinds, Normalizer, Options, Pattern, Step, Tokenizer};
use tolmach_fuzz::{ordered, text};

static STEMMERS: LazyLock<Vec<Stemmer>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for engine in [Engine::Snowball, Engine::RustStemmers] {
        let names = engine.algorithms();
        all.extend(names.into_iter().map(|name| Stemmer::named(name, engine).unwrap()));
    }
    all
});

#[derive(Arbitrary, Debug)]
struct Input<'d> {
    switches: u16,
    pattern: u8,
    steps: u16,
    language: u8,
    stemmer: u8,
    bytes: &'d [u8],
}

fn language(number: u8) -> Option<Language> {
    let all = Language::all().count() + 1;
    Language::all().nth(usize::from(number) % all)
}

fn options(input: &Input<'_>) -> Options {
    let on = |bit: u16| input.switches & 1 << bit != 0;
    Options {
        keep: on(0).then_some(Kinds::ALL.with(Kind::Space)),
        abbreviations: on(1),
        language: language(input.language),
        hyphens: if on(2) { Hyphens::Whole } else { Hyphens::Split },
        clitics: if on(3) { Clitics::Whole } else { Clitics::Split },
        addresses: on(4),
        dates: on(5),
        repair_glued: on(6),
        normalizer: Normalizer::NONE,
    }
}

fuzz_target!(|input: Input<'_>| {
    let text = text(input.bytes);
    let pattern = match input.pattern % 5 {
        0 | 1 => Pattern::Words,
        2 => Pattern::Uax29,
        3 => Pattern::Sklearn,
        _ => Pattern::Whitespace,
    };
    let everything = input.switches & 1 != 0 && input.pattern % 5 <= 2;
    let tokenizer = Tokenizer::with_pattern(pattern, options(&input));
    let tokens = tokenizer.tokenize(&text).unwrap();
    ordered(&text, tokens.iter().map(|token| token.span));
    if everything {
        let joined: String = tokens.iter().map(|token| token.span.of(&text)).collect();
        assert_eq!(joined, text, "all kinds of tokens rebuild the text");
    }
    let mut cursor = CharCursor::new(&text);
    for token in &tokens {
        let Span { start, end } = cursor.span(token.span);
        assert_eq!(end - start, token.span.of(&text).chars().count());
    }

    let rules = if input.switches & 128 != 0 { Rules::News } else { Rules::Uax29 };
    let splitter = Splitter {
        language: language(input.language),
        rules,
    };
    ordered(&text, splitter.split(&text));

    let steps = Step::ALL.into_iter().enumerate();
    let steps = steps.filter(|(at, _)| input.steps & 1 << at != 0).map(|(_, step)| step);
    let normalizer = Normalizer::new(steps);
    let stemmer = &STEMMERS[usize::from(input.stemmer) % STEMMERS.len()];
    for token in &tokens {
        let word = normalizer.apply(token.span.of(&text));
        let lower = word.to_lowercase();
        let stem = stemmer.stem(&lower);
        assert!(lower.is_empty() || !stem.is_empty(), "the stem of {lower:?} is empty");
    }
    let _ = normalizer.apply(&text);
    let _ = stemmer.stem(&text);
});
