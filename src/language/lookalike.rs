//! Letters of one script that look like letters of another, and words that mix them.
//!
//! ```
//! use tolmach::language::lookalike::mend;
//! use tolmach::language::Script;
//!
//! assert_eq!(mend("Hаши", Script::CYRL).as_deref(), Some("Наши"));
//! ```

use super::script::Script;
use super::words::words;
use crate::span::Span;

/// Letters that are drawn alike in Latin, Cyrillic and Greek, in this order; a dash where a script has none.
#[rustfmt::skip]
const ALIKE: &[[char; 3]] = &[
    ['A', 'А', 'Α'], ['B', 'В', 'Β'], ['C', 'С', '-'], ['E', 'Е', 'Ε'], ['H', 'Н', 'Η'], ['I', 'І', 'Ι'],
    ['J', 'Ј', '-'], ['K', 'К', 'Κ'], ['M', 'М', 'Μ'], ['N', '-', 'Ν'], ['O', 'О', 'Ο'], ['P', 'Р', 'Ρ'],
    ['S', 'Ѕ', '-'], ['T', 'Т', 'Τ'], ['X', 'Х', 'Χ'], ['Y', 'У', 'Υ'], ['Z', '-', 'Ζ'], ['-', 'Г', 'Γ'],
    ['-', 'П', 'Π'], ['-', 'Ф', 'Φ'], ['Ï', 'Ї', 'Ϊ'], ['Ë', 'Ё', '-'],
    ['a', 'а', '-'], ['c', 'с', '-'], ['e', 'е', '-'], ['h', 'һ', '-'], ['i', 'і', '-'], ['j', 'ј', '-'],
    ['k', 'к', 'κ'], ['o', 'о', 'ο'], ['p', 'р', 'ρ'], ['s', 'ѕ', '-'], ['v', '-', 'ν'], ['x', 'х', '-'],
    ['y', 'у', '-'], ['ï', 'ї', 'ϊ'], ['ë', 'ё', '-'], ['ə', 'ә', '-'], ['Ə', 'Ә', '-'],
    ['è', 'ѐ', '-'], ['È', 'Ѐ', '-'], ['ì', 'ѝ', '-'], ['Ì', 'Ѝ', '-'],
];

const SCRIPTS: [Script; 3] = [Script::LATN, Script::CYRL, Script::GREK];

/// The letter of `script` that looks like `c`, which is of another script.
#[must_use]
pub fn twin(c: char, script: Script) -> Option<char> {
    let column = SCRIPTS.iter().position(|known| *known == script)?;
    let row = ALIKE.iter().find(|row| row.contains(&c))?;
    Some(row[column]).filter(|twin| *twin != '-' && *twin != c)
}

/// `word` with every letter of another script replaced by the one of `script` that it looks like; `None` where
/// there is nothing to replace or a letter has no twin.
#[must_use]
pub fn mend(word: &str, script: Script) -> Option<String> {
    let mended: Option<String> = word
        .chars()
        .map(|c| {
            let own = Script::of(c).family();
            if own == script || own.is_neutral() || !c.is_alphabetic() {
                Some(c)
            } else {
                twin(c, script)
            }
        })
        .collect();
    mended.filter(|mended| mended != word)
}

/// A piece of a run of letters that mixes scripts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Part {
    /// Bytes of the piece.
    pub span: Span,
    /// The script that it is in.
    pub script: Script,
    /// Whether it holds look-alikes from other scripts.
    pub mixed: bool,
}

/// Cuts a run of letters that mixes scripts where the script changes, or leaves it whole where all letters of
/// other scripts are look-alikes. Where two scripts would do, the one with more letters wins, then `previous`,
/// then the one that is not Latin.
#[must_use]
pub fn parts(text: &str, run: Span, previous: Script) -> Vec<Part> {
    let word = run.of(text);
    let whole = |script: Script| {
        let count = |c: &char| Script::of(*c).family() == script;
        mend(word, script).map(|_| {
            let letters = word.chars().filter(count).count();
            (letters, script == previous, script != Script::LATN, script)
        })
    };
    let best = SCRIPTS.iter().filter_map(|script| whole(*script)).max();
    if let Some((_, _, _, script)) = best {
        return vec![Part {
            span: run,
            script,
            mixed: true,
        }];
    }
    let mut parts: Vec<Part> = Vec::new();
    for (offset, c) in word.char_indices() {
        let script = Script::of(c).family();
        let at = run.start + offset;
        let own = c.is_alphabetic() && !script.is_neutral();
        match parts.last_mut() {
            // Letters and marks without a script go with what stands before them.
            Some(part) if part.script == script || !own => part.span.end = at + c.len_utf8(),
            Some(part) if part.script.is_neutral() => {
                part.script = script;
                part.span.end = at + c.len_utf8();
            }
            _ => parts.push(Part {
                span: Span::new(at, at + c.len_utf8()),
                script,
                mixed: false,
            }),
        }
    }
    for part in &mut parts {
        let kept = part
            .span
            .of(text)
            .trim_end_matches(['\'', '’', '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}']);
        part.span.end = part.span.start + kept.len();
    }
    parts
}

/// A word whose letters are of several scripts but all look right in one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MixedWord {
    /// Bytes of the word.
    pub span: Span,
    /// The script that it is in.
    pub script: Script,
    /// The word with all letters of that script.
    pub mended: String,
}

/// The words of `text` that mix scripts with look-alike letters, in order.
pub fn mixed_words(text: &str) -> impl Iterator<Item = MixedWord> + '_ {
    words(text).filter(|word| word.mixed).filter_map(|word| {
        Some(MixedWord {
            span: word.span,
            script: word.script,
            mended: mend(word.span.of(text), word.script)?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Script, Span, mend, parts};

    #[test]
    fn whole_or_cut() {
        for (word, expected) in [
            ("Hаши", vec![("Hаши", "Cyrl", true)]),
            ("Pоссия", vec![("Pоссия", "Cyrl", true)]),
            ("Аrmenia", vec![("Аrmenia", "Latn", true)]),
            ("Cо", vec![("Cо", "Cyrl", true)]),
            (
                "alsoАрмения",
                vec![("also", "Latn", false), ("Армения", "Cyrl", false)],
            ),
            (
                "IPhone'ом",
                vec![("IPhone", "Latn", false), ("ом", "Cyrl", false)],
            ),
        ] {
            let found: Vec<_> = parts(word, Span::new(0, word.len()), Script::ZYYY)
                .into_iter()
                .map(|part| (part.span.of(word), part.script.to_string(), part.mixed))
                .collect();
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(w, s, m)| (w, s.to_string(), m))
                .collect();
            assert_eq!(found, expected, "{word}");
        }
    }

    #[test]
    fn the_word_before_decides_a_tie() {
        let found = parts("Cо", Span::new(0, 3), Script::LATN);
        assert_eq!(found[0].script, Script::LATN);
    }

    #[test]
    fn nothing_to_mend() {
        assert_eq!(mend("Наши", Script::CYRL), None);
        assert_eq!(mend("Wаши", Script::CYRL), None);
    }
}
