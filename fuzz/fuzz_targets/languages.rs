//! Detection, probabilities, spans and strip over any text, both engines, all languages or a few.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tolmach::language::Language;
use tolmach::language::detector::{Detector, Engine};
use tolmach_fuzz::{answer, cover, ordered, text};

static DETECTORS: LazyLock<Vec<Detector>> = LazyLock::new(|| {
    let few = ["en", "ru", "hy", "zh"].map(Language::from_code);
    let mut all = Vec::new();
    for engine in [Engine::Tolmach, Engine::Whatlang] {
        all.extend([None, Some(&few[..])].map(|languages| Detector::new(engine, languages).unwrap()));
    }
    all
});

fuzz_target!(|data: &[u8]| {
    let Some((choice, bytes)) = data.split_first() else {
        return;
    };
    let text = text(bytes);
    let detector = &DETECTORS[usize::from(*choice) % DETECTORS.len()];
    answer(&detector.detect(&text));
    let probabilities = detector.probabilities(&text);
    assert_eq!(probabilities.len(), detector.languages().len());
    assert!(probabilities.iter().all(|p| (0.0..=1.0).contains(p)), "{probabilities:?}");
    let main = (choice & 16 != 0).then(|| Language::from_code("en"));
    let spans = detector.spans(&text, main);
    cover(&text, &spans);
    let keep = Language::from_code(if choice & 32 != 0 { "ru" } else { "en" });
    let stripped = detector.strip(&text, &[keep], main);
    ordered(&text, stripped.pieces.iter().map(|(_, span)| *span));
    for (at, span) in &stripped.pieces {
        assert_eq!(stripped.text[*at..*at + span.len()], *span.of(&text));
    }
});
