//! How fast the parts of the vectorisers are, one by one: `cargo bench`.

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tolmach::analyze::{Analyzer, Unit};
use tolmach::batch::{Monitor, Workers};
use tolmach::token::sklearn::{Characters, Words};
use tolmach::vectorize::count::Counter;
use tolmach::vectorize::csr::Counts;
use tolmach::vectorize::hashing::murmur3;
use tolmach::vectorize::queue::Slice;

/// Texts with words as unevenly frequent as those of a language, the same ones each time.
fn corpus(letters: &[char], texts: usize) -> Vec<String> {
    let mut state = 1_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut text = || {
        let mut text = String::new();
        for _ in 0..60 {
            // Zipf's law: the logarithm of the rank is even.
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a rank below 50,000"
            )]
            let mut rank = (next() * 50_000_f64.ln()).exp() as usize;
            while rank > 0 {
                let _ = write!(text, "{}{}", letters[rank % letters.len()], letters[rank % 3]);
                rank /= letters.len();
            }
            text.push(' ');
        }
        text
    };
    (0..texts).map(|_| text()).collect()
}

fn bytes(texts: &[String]) -> u64 {
    texts.iter().map(|text| text.len() as u64).sum()
}

fn kernels(criterion: &mut Criterion) {
    let scripts: [(&str, Vec<char>); 2] = [
        ("latin", ('a'..='z').collect()),
        ("cyrillic", ('а'..='я').collect()),
    ];
    for (script, letters) in scripts {
        let texts = corpus(&letters, 2000);
        let borrowed: Vec<_> = texts.iter().map(|text| Some(text.as_str())).collect();
        let mut group = criterion.benchmark_group(script);
        group.sample_size(20).throughput(Throughput::Bytes(bytes(&texts)));
        group.bench_function("words", |b| {
            let mut words = Words::default();
            b.iter(|| {
                let mut count = 0;
                for text in &texts {
                    words.find(text, Characters::shared());
                    count += words.iter(text).count();
                }
                black_box(count)
            });
        });
        group.bench_function("murmur3", |b| {
            b.iter(|| {
                texts
                    .iter()
                    .fold(0, |sum, text| sum ^ murmur3(text.as_bytes(), 0))
            });
        });
        let analyzers = [
            ("count", Analyzer::default()),
            (
                "count (1, 2)",
                Analyzer {
                    lengths: (1, 2),
                    ..Analyzer::default()
                },
            ),
            (
                "count char_wb (2, 4)",
                Analyzer {
                    unit: Unit::CharInWord,
                    lengths: (2, 4),
                    ..Analyzer::default()
                },
            ),
        ];
        for (name, analyzer) in analyzers {
            let analyzer = Arc::new(analyzer);
            let (workers, monitor) = (Workers::new(Some(1)).expect("one thread"), Monitor::default());
            group.bench_function(name, |b| {
                b.iter(|| {
                    let mut counter = Counter::new(Arc::clone(&analyzer), true);
                    counter
                        .feed(&Slice::new(&borrowed), false, &workers, &monitor)
                        .expect("nobody interrupts");
                    let mut all = counter.finish(&Monitor::default()).unwrap();
                    let order = all.order(&workers);
                    all.matrix::<i64>(&order, &Counts { binary: false }, &workers, &monitor)
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, kernels);
criterion_main!(benches);
