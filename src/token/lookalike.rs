//! Letters of one script inside a word of another: Latin "a" in «Вaку», Cyrillic «а» in "Ukrаine".

/// Pairs of letters that look alike in most typefaces, Latin and Cyrillic, in both cases; chosen from the
/// confusables of UTS #39 whose shapes are the same rather than similar.
const CYRILLIC: [(char, char); 38] = [
    ('A', 'А'),
    ('a', 'а'),
    ('B', 'В'),
    ('C', 'С'),
    ('c', 'с'),
    ('E', 'Е'),
    ('e', 'е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('i', 'і'),
    ('J', 'Ј'),
    ('j', 'ј'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('o', 'о'),
    ('P', 'Р'),
    ('p', 'р'),
    ('S', 'Ѕ'),
    ('s', 'ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('x', 'х'),
    ('Y', 'У'),
    ('y', 'у'),
    ('Ä', 'Ӓ'),
    ('ä', 'ӓ'),
    ('Ë', 'Ё'),
    ('ë', 'ё'),
    ('Ï', 'Ї'),
    ('ï', 'ї'),
    ('Ö', 'Ӧ'),
    ('ö', 'ӧ'),
    ('Ə', 'Ә'),
    ('ə', 'ә'),
    ('h', 'һ'),
    ('Q', 'Ԛ'),
    ('W', 'Ԝ'),
];
/// The same for Latin and Greek, where only capitals are alike.
const GREEK: [(char, char); 15] = [
    ('A', 'Α'),
    ('B', 'Β'),
    ('E', 'Ε'),
    ('Z', 'Ζ'),
    ('H', 'Η'),
    ('I', 'Ι'),
    ('K', 'Κ'),
    ('M', 'Μ'),
    ('N', 'Ν'),
    ('O', 'Ο'),
    ('P', 'Ρ'),
    ('T', 'Τ'),
    ('Y', 'Υ'),
    ('X', 'Χ'),
    ('o', 'ο'),
];

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic()
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}') && c.is_alphabetic()
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}') && c.is_alphabetic()
}

/// The word with each strange letter in the script of the rest, or `None` where there is nothing to change: a word
/// of one script, one in which some letter of the other script has no double, or one where it could be either.
pub(super) fn fold(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    // Word by word, so that a text in two scripts keeps both.
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        match fold_word(piece) {
            Some(folded) => {
                out.push_str(&folded);
                changed = true;
            }
            None => out.push_str(piece),
        }
    }
    changed.then_some(out)
}

fn fold_word(word: &str) -> Option<String> {
    let count = |of: fn(char) -> bool| word.chars().filter(|c| of(*c)).count();
    let latin = count(is_latin);
    let (other, pairs) = match (count(is_cyrillic), count(is_greek)) {
        (0, 0) => return None,
        (_, 0) => (is_cyrillic as fn(char) -> bool, &CYRILLIC[..]),
        (0, _) => (is_greek as fn(char) -> bool, &GREEK[..]),
        _ => return None,
    };
    if latin == 0 {
        return None;
    }
    let to_latin = |c: char| pairs.iter().find(|(_, double)| *double == c).map(|(c, _)| *c);
    let from_latin = |c: char| pairs.iter().find(|(double, _)| *double == c).map(|(_, c)| *c);
    let all_to_latin = word.chars().filter(|c| other(*c)).all(|c| to_latin(c).is_some());
    let all_from_latin = word
        .chars()
        .filter(|c| is_latin(*c))
        .all(|c| from_latin(c).is_some());
    let to_majority = latin > count(other);
    match (all_to_latin, all_from_latin) {
        (true, false) => Some(word.chars().map(|c| to_latin(c).unwrap_or(c)).collect()),
        (false, true) => Some(word.chars().map(|c| from_latin(c).unwrap_or(c)).collect()),
        (true, true) if to_majority => Some(word.chars().map(|c| to_latin(c).unwrap_or(c)).collect()),
        (true, true) if latin < count(other) => {
            Some(word.chars().map(|c| from_latin(c).unwrap_or(c)).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folds() {
        for (word, folded) in [
            ("Ukrаine", Some("Ukraine")),
            ("Вaку", Some("Ваку")),
            ("Мoсквa", Some("Москва")),
            ("Αthens", Some("Athens")),
            ("Putin и Macron", None),
            ("Москва", None),
            ("дzуf", None),
            ("ascii", None),
            ("аa", None),
        ] {
            assert_eq!(fold(word).as_deref(), folded, "{word}");
        }
    }
}
