//! What must hold of every answer, whatever the input.

use tolmach::language::{Detection, LanguageSpan};
use tolmach::span::Span;

/// Bytes as a text: those that are no UTF-8 become U+FFFD, so that every input of the fuzzer is one.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Panics unless the span lies in the text, on boundaries of characters.
pub fn inside(text: &str, span: Span) {
    assert!(
        text.get(span.start..span.end).is_some(),
        "{span:?} is not in {text:?}"
    );
}

/// Panics unless the spans are in order, apart and inside the text.
pub fn ordered(text: &str, spans: impl IntoIterator<Item = Span>) {
    let mut last = 0;
    for span in spans {
        inside(text, span);
        assert!(span.start >= last && span.end > span.start, "{span:?} after {last}");
        last = span.end;
    }
}

/// Panics unless an answer about a text is one.
pub fn answer(detection: &Detection) {
    assert!((0.0..=1.0).contains(&detection.confidence), "{detection:?}");
}

/// Panics unless each letter lies in exactly one span and the spans begin and end with letters.
pub fn cover(text: &str, spans: &[LanguageSpan]) {
    ordered(text, spans.iter().map(|span| span.span));
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
        let within = |span: &&LanguageSpan| (span.span.start..span.span.end).contains(&at);
        assert_eq!(spans.iter().filter(within).count(), 1, "{c:?} at {at}");
    }
    for span in spans {
        assert!((0.0..=1.0).contains(&span.confidence), "{span:?}");
    }
}
