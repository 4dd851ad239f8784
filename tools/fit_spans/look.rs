//! What the program that fits the constants of spans shows: single mistakes, and how fast spans are.

use std::error::Error;
use std::time::Instant;

use tolmach::language::Model;
use tolmach::language::decode::Costs;
use tolmach::language::fragments::Fragments;

use super::Kinds;

/// What is not found as it stands, and what is found and does not.
pub fn list(kinds: &Kinds, kind: &str, costs: &Costs) -> Result<(), Box<dyn Error>> {
    let (_, documents) = kinds
        .iter()
        .find(|(name, _)| *name == kind)
        .ok_or("no such kind")?;
    let fragments = Fragments::new(Model::shared(), None, costs.clone());
    for (number, document) in documents.iter().enumerate() {
        let text = &document.text;
        let found = fragments.spans(text, None).into_iter();
        let found: Vec<_> = found
            .filter(|span| span.language.code() != document.main)
            .map(|span| {
                (
                    span.span.start,
                    span.span.end,
                    span.language.code(),
                    span.confidence,
                )
            })
            .collect();
        for (start, end, code) in &document.fragments {
            if !found.iter().any(|f| (f.0, f.1, f.2) == (*start, *end, code)) {
                let meets = |f: &&(usize, usize, &str, f32)| f.0 < *end && *start < f.1;
                let met = found.iter().filter(meets);
                let met: Vec<_> = met
                    .map(|f| format!("{} {:.2} [{}]", f.2, f.3, &text[f.0..f.1]))
                    .collect();
                println!("{number} {code} [{}] -> {}", &text[*start..*end], met.join("; "));
            }
        }
        for (start, end, code, confidence) in &found {
            let meets = |f: &(usize, usize, String)| f.0 < *end && *start < f.1;
            if !document.fragments.iter().any(meets) {
                let before = text[..*start]
                    .char_indices()
                    .rev()
                    .nth(30)
                    .map_or(0, |(at, _)| at);
                let after = text[*end..]
                    .char_indices()
                    .nth(30)
                    .map_or(text.len(), |(at, _)| end + at);
                let (before, found) = (&text[before..*start], &text[*start..*end]);
                println!(
                    "{number} {} + {code} {confidence:.2} {before}|{found}|{}",
                    document.main,
                    &text[*end..after]
                );
            }
        }
    }
    Ok(())
}

/// Megabytes of the English texts in a second of one thread, of mixed ones too.
pub fn speed(kinds: &Kinds) -> Result<(), Box<dyn Error>> {
    let fragments = Fragments::new(Model::shared(), None, Costs::default());
    for kind in ["pure_en", "line", "inline"] {
        let (_, documents) = kinds
            .iter()
            .find(|(name, _)| *name == kind)
            .ok_or("no such kind")?;
        let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
        let rounds = (0..15).map(|_| {
            let start = Instant::now();
            for document in documents {
                std::hint::black_box(fragments.spans(&document.text, None));
            }
            start.elapsed().as_secs_f64()
        });
        println!(
            "{kind}: {:.1} MB/s",
            bytes as f64 / rounds.fold(f64::MAX, f64::min) / 1e6
        );
    }
    Ok(())
}
