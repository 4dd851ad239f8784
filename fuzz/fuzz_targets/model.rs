//! Any bytes as a model file, with and without a right checksum: refused, or a model whose scores are numbers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tolmach::Error;
use tolmach::language::decode::Costs;
use tolmach::language::fragments::Fragments;
use tolmach::language::{Model, format};
use tolmach_fuzz::{cover, text};

/// The checksum of the format, so that the fuzzer gets past it.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |sum, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(17)
    })
}

fn check(file: &[u8], text: &str) {
    let model = match Model::read(file) {
        Ok(model) => model,
        Err(Error::Damaged { .. }) => return,
        Err(other) => panic!("{other} for a damaged file"),
    };
    let mut scores = vec![0.0; model.languages().len()];
    for word in text.split_whitespace() {
        model.score_word(word, &mut scores);
    }
    assert!(scores.iter().all(|score| score.is_finite()), "{scores:?}");
    cover(text, &Fragments::new(&model, None, Costs::default()).spans(text, None));
}

fuzz_target!(|data: &[u8]| {
    let Some((length, data)) = data.split_first() else {
        return;
    };
    let (words, body) = data.split_at(usize::from(*length).min(data.len()));
    let text = text(words);
    check(body, &text);
    let mut whole = b"TOLM\x01\0\0\0".to_vec();
    whole.extend(body);
    whole.extend(checksum(&whole).to_le_bytes());
    check(&whole, &text);
    let _ = format::read(&whole);
});
