//! Items of a list that stand in one line: "1. The first 2. The second", "a) this b) that".

/// How the items of a list are numbered.
struct Style {
    open: &'static str,
    close: &'static str,
}

/// Longer closings first: ".)" is not ".".
const STYLES: [Style; 4] = [
    Style {
        open: "",
        close: ".)",
    },
    Style {
        open: "(",
        close: ")",
    },
    Style { open: "", close: ")" },
    Style { open: "", close: "." },
];

/// The number of an item.
enum Number {
    Digits(u32),
    Letter(u8),
}

impl Number {
    fn next(&self) -> Option<String> {
        match self {
            Self::Digits(n) => Some((n + 1).to_string()),
            Self::Letter(b'z') => None,
            Self::Letter(letter) => Some(char::from(letter + 1).to_string()),
        }
    }
}

/// What numbers the item at the start of `text`: the bytes that it takes, its style and its number.
fn item(text: &str) -> Option<(usize, &'static Style, Number)> {
    // Most blocks start with a capital and are settled here.
    if !text.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '(') {
        return None;
    }
    STYLES.iter().find_map(|style| {
        let rest = text.strip_prefix(style.open)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (length, number) = match (digits, rest.as_bytes().first()?) {
            (1..=3, _) => (digits, Number::Digits(rest[..digits].parse().ok()?)),
            (0, letter @ b'a'..=b'z') => (1, Number::Letter(*letter)),
            _ => return None,
        };
        let after = rest[length..].strip_prefix(style.close)?;
        let end = text.len() - after.len();
        after
            .starts_with(char::is_whitespace)
            .then_some((end, style, number))
    })
}

/// The most bytes that a number has with what stands around it.
const LONGEST: usize = 32;

/// Whether `text` is nothing but the number of an item, which no sentence is: "1.", "a)", "• 9.", "IV.".
pub(super) fn is_number(text: &str) -> bool {
    // A sentence that goes on and on must not be read anew at every mark.
    if text.len() > LONGEST {
        return false;
    }
    let core = text.trim_matches(|c: char| !c.is_alphanumeric());
    let roman = |c: char| matches!(c, 'I' | 'V' | 'X');
    let count = core.chars().count();
    match count {
        1 => core
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_alphabetic() && c != 'I'),
        2..=3 => core.chars().all(|c| c.is_ascii_digit()) || core.chars().all(roman),
        4 => core.chars().all(roman),
        _ => false,
    }
}

/// Where the second and further items of a list start that `block` starts with, in order. Each item but the first
/// is numbered one higher than the one before it, in the same style, behind a space.
pub(super) fn starts(block: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let Some((mut at, style, mut number)) = item(block) else {
        return starts;
    };
    while let Some(next) = number.next() {
        let mark = format!(" {}{next}{}", style.open, style.close);
        let found = block[at..].match_indices(&mark).find_map(|(i, _)| {
            let start = at + i + 1;
            let (length, same, number) = item(&block[start..])?;
            std::ptr::eq(same, style).then_some((start, start + length, number))
        });
        let Some((start, end, found)) = found else { break };
        starts.push(start);
        (at, number) = (end, found);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::{is_number, starts};

    #[test]
    fn items_in_one_line() {
        for (block, items) in [
            (
                "1.) The first item 2.) The second item",
                &["2.) The second item"][..],
            ),
            ("(a) this (b) that", &["(b) that"]),
            (
                "a. The first b. The second c. The third",
                &["b. The second c. The third", "c. The third"],
            ),
            ("1. One 3. Three", &[]),
            ("1.5 and 2.5", &[]),
            ("A. Smith and B. Jones", &[]),
            ("no list 1. one", &[]),
        ] {
            let found: Vec<_> = starts(block).into_iter().map(|at| &block[at..]).collect();
            assert_eq!(found, items, "{block}");
        }
    }

    #[test]
    fn numbers_of_items() {
        for (text, expected) in [
            ("1.", true),
            ("• 10.", true),
            ("a)", true),
            ("IV.", true),
            ("(12)", true),
            ("I.", false),
            ("2020.", false),
            ("No.", false),
            ("...", false),
        ] {
            assert_eq!(is_number(text), expected, "{text}");
        }
    }
}
