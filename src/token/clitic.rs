//! Small words that lean on another with an apostrophe: "Armenia's", "don't", "l'homme".

/// What a word with a clitic is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Clitics {
    /// One token, as in UAX #29.
    #[default]
    Whole,
    /// Two: "Armenia" and "'s", "do" and "n't", "l'" and "homme".
    Split,
}

/// What leans on the word before it in English. The rest of such a word must be at least one letter.
const AFTER: [&str; 6] = ["s", "ll", "re", "ve", "d", "m"];
/// What leans on the word after it in French, Italian, Catalan and Occitan, beside single letters.
const BEFORE: [&str; 26] = [
    "all", "anch", "aujourd", "bell", "buon", "c", "com", "coll", "dall", "dell", "dev", "jusqu", "lorsqu",
    "mezz", "nell", "pell", "puisqu", "qu", "quell", "quelqu", "quest", "quoiqu", "sant", "sull", "tutt",
    "un",
];
/// One word, whatever stands in it.
const WHOLE: [&str; 3] = ["aujourd", "o", "ma"];

/// Where a word is cut: the byte at which its second part starts.
pub(super) fn cut(word: &str) -> Option<usize> {
    let at = word.find(['\'', '’'])?;
    let mark = word[at..].chars().next()?.len_utf8();
    let (left, right) = (&word[..at], &word[at + mark..]);
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    if AFTER.contains(&right.as_str()) {
        return Some(at);
    }
    // "don't": the n belongs to the clitic.
    if right == "t" && left.len() > 1 && left.ends_with('n') {
        return Some(at - 1);
    }
    if WHOLE.contains(&left.as_str()) {
        return None;
    }
    let single = matches!(left.as_str(), "c" | "d" | "j" | "l" | "m" | "n" | "s" | "t");
    // "D'Angelo" and "O'Brien" are names; "L'homme" and "d'Angelo" are two words.
    let name = starts_upper(word) && starts_upper(&word[at + mark..]);
    ((single || BEFORE.contains(&left.as_str())) && !name).then_some(at + mark)
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn cuts() {
        for (word, parts) in [
            ("Armenia's", Some(("Armenia", "'s"))),
            ("Azerbaijan’s", Some(("Azerbaijan", "’s"))),
            ("don't", Some(("do", "n't"))),
            ("they'll", Some(("they", "'ll"))),
            ("it's", Some(("it", "'s"))),
            ("l'homme", Some(("l'", "homme"))),
            ("L’homme", Some(("L’", "homme"))),
            ("qu'il", Some(("qu'", "il"))),
            ("dell'anno", Some(("dell'", "anno"))),
            ("aujourd'hui", None),
            ("O'Brien", None),
            ("D'Angelo", None),
            ("o'clock", None),
            ("can", None),
            ("п'ять", None),
        ] {
            assert_eq!(cut(word).map(|at| word.split_at(at)), parts, "{word}");
        }
    }
}
