//! Words that scraping has glued together: "alsoArmenia's", "newsThe", "policy.Next", "2024The".
//!
//! A cut is looked for where a capital stands behind a small letter, a digit or a full stop, and where the script
//! changes. It is made on evidence alone: that the parts are words, by the [list](Known) of known words or by the
//! corpus, and that the whole is none.

use super::evidence::{Evidence, bare, form};
use super::known::Known;
use super::sentence::{Class, Knowledge};
use crate::language::Script;
use crate::language::lookalike;
use crate::span::Span;

/// Words that lean on nothing and join no names: behind one of them, a capital is evidence enough.
#[rustfmt::skip]
const FUNCTION: [&str; 117] = [
    "a", "about", "after", "against", "also", "although", "among", "an", "and", "are", "as", "at", "aus", "avec", "bei", "because",
    "been", "before", "being", "between", "but", "by", "como", "con", "could", "dans", "das", "dass", "dem", "der",
    "des", "did", "does", "during", "een", "ein", "eine", "er", "et", "for", "from", "für", "had", "has", "have", "het",
    "his", "if", "ils", "in", "into", "is", "its", "met", "mit", "nach", "nicht", "not", "of", "on", "or",
    "our", "over", "par", "para", "por", "pour", "que", "qui", "said", "says", "since", "sur", "than", "that", "the", "their",
    "them", "then", "these", "they", "this", "those", "to", "toward", "und", "under", "until", "upon", "voor",
    "was", "were", "when", "where", "which", "while", "who", "will", "with", "without", "would", "zu", "zum", "zur",
    "в", "для", "и", "из", "к", "на", "не", "от", "по", "с", "что", "та", "що",
];
/// Beginnings of names, which a capital follows without a space: `McDonald`, `MacArthur`, `iPhone`.
const BEGINNINGS: [&str; 7] = ["fitz", "mac", "mc", "mi", "my", "o", "we"];
/// Words that are part of names: `deVere`, `LaRouche`. Where they stand alone often, they are words as well.
#[rustfmt::skip]
const PARTICLES: [&str; 25] = [
    "al", "ap", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "les", "lo",
    "los", "st", "ter", "van", "ver", "von",
];
/// What stands behind the full stop in names of files and servers.
const ENDINGS: [&str; 22] = [
    "com", "net", "org", "info", "biz", "gov", "edu", "js", "py", "md", "txt", "pdf", "doc", "docx", "xls",
    "xlsx", "html", "json", "exe", "jpg", "jpeg", "png",
];

/// A place in a token where two words may meet: the left ends at `left`, the right starts at `right`, and between them
/// stands nothing or a full stop.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Cut {
    pub left: usize,
    pub right: usize,
}

/// Where `token` is cut: every place where two words meet, or none if there is a doubt about one of them.
pub(super) fn cuts(token: &str, evidence: &Evidence) -> Vec<Cut> {
    // No word is that long, and looking for scripts takes time with the square of the length.
    const LONGEST: usize = 256;
    if token.len() > LONGEST {
        return Vec::new();
    }
    let places = places(token);
    if places.is_empty() {
        return places;
    }
    // The list of known words holds names that are written as one ("youtube"), and some that are mistakes ("newyork").
    let name = Known::shared().contains(&form(token));
    let mut start = 0;
    for (i, cut) in places.iter().enumerate() {
        let end = places.get(i + 1).map_or(token.len(), |next| next.left);
        let meeting = Meeting {
            whole: token,
            left: last_part(&token[start..cut.left]),
            right: first_part(&token[cut.right..end]),
            stop: cut.left < cut.right,
        };
        let apart = || evidence.pair(meeting.left, meeting.right) >= 2;
        if name && !apart() || !meeting.is_glued(evidence) {
            return Vec::new();
        }
        start = cut.right;
    }
    places
}

/// Two words that meet.
struct Meeting<'t> {
    whole: &'t str,
    left: &'t str,
    right: &'t str,
    stop: bool,
}

impl Meeting<'_> {
    fn is_glued(&self, evidence: &Evidence) -> bool {
        let Self {
            whole,
            left,
            right,
            stop,
        } = *self;
        let known = Known::shared();
        let is_word = |word: &str| known.contains(&form(word)) || evidence.form(word) >= 2;
        let right_length = bare(right).chars().count();
        let left_length = left.chars().count();
        let lower = left.to_lowercase();
        if right_length < 2 || left.is_empty() {
            return false;
        }
        if script(left) != script(right) && !is_number(left) {
            return left_length > 1 && (is_word(left) || is_word(right));
        }
        if is_number(left) {
            return is_word(right) && (stop || right_length > 2 && left_length > 1 || right_length > 3);
        }
        if stop {
            let small = left.starts_with(char::is_lowercase);
            let right_is_word = is_word(right) || small && right_length > 3;
            return left_length > 1
                && is_word(left)
                && right_is_word
                && !ENDINGS.contains(&form(right).as_str());
        }
        let once = evidence.word(whole) <= 1;
        if BEGINNINGS.contains(&lower.as_str()) {
            return false;
        }
        if PARTICLES.contains(&lower.as_str()) {
            return evidence.form(left) >= 5 && once && is_word(right);
        }
        if left.starts_with(char::is_lowercase) {
            if FUNCTION.contains(&left) {
                // A single or second letter needs more: "aFrench" and "asIt", but no "aBc".
                return left_length > 1 && right_length > 2 || is_word(right);
            }
            // A whole that stands several times is a name, unless its first part is a word of every day.
            let common = known.is_common(left);
            let words =
                left_length > 1 && is_word(left) && is_word(right) && (common || evidence.word(whole) < 3);
            return words || common && once && left_length > 2 && right_length > 3;
        }
        // Two capitals make a name as often as two words: the corpus must know both apart.
        let apart = evidence.pair(left, right);
        if apart >= 1 && apart >= evidence.word(whole) / 3 {
            return true;
        }
        if Knowledge::of(None).class(left) == Some(Class::Never) {
            return once && right_length > 3;
        }
        let (enough, length) = if left.chars().all(char::is_uppercase) {
            (3, 4)
        } else {
            (2, 3)
        };
        let rarer = evidence.form(left).min(evidence.form(right));
        let often = rarer >= enough && once || rarer >= 10 && evidence.word(whole) == 2;
        often && right_length >= length && is_word(left) && is_word(right)
    }
}

/// Where a capital follows a small letter, a digit or a full stop, or letters of another script follow.
fn places(token: &str) -> Vec<Cut> {
    let mut places = Vec::new();
    // Few tokens hold a capital behind their first letter.
    let mut chars = token.char_indices().skip(1);
    if !chars.any(|(_, c)| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic()) {
        return places;
    }
    let chars: Vec<(usize, char)> = token.char_indices().collect();
    let at = |i: usize| chars.get(i).map_or('\0', |(_, c)| *c);
    for i in 1..chars.len() {
        let (byte, c) = chars[i];
        let before = at(i - 1);
        let title = c.is_uppercase() && at(i + 1).is_lowercase();
        let cut = if title && before == '.' && i > 1 && (at(i - 2).is_lowercase() || at(i - 2).is_numeric()) {
            Cut {
                left: chars[i - 1].0,
                right: byte,
            }
        } else {
            let small = before.is_lowercase() || before.is_numeric();
            let acronym =
                i > 1 && before.is_uppercase() && at(i - 2).is_uppercase() && at(i + 2).is_lowercase();
            if !(title && (small || acronym) || changes_script(token, &chars, i)) {
                continue;
            }
            Cut {
                left: byte,
                right: byte,
            }
        };
        places.push(cut);
    }
    places
}

/// Whether character `i` is the first letter of another script, and no look-alike.
fn changes_script(token: &str, chars: &[(usize, char)], i: usize) -> bool {
    let ((_, before), (byte, c)) = (chars[i - 1], chars[i]);
    if before.is_ascii() && c.is_ascii() || !before.is_alphabetic() || !c.is_alphabetic() {
        return false;
    }
    let (old, new) = (Script::of(before).family(), Script::of(c).family());
    let divided = |script| {
        matches!(
            script,
            Script::LATN | Script::CYRL | Script::GREK | Script::ARMN | Script::GEOR
        )
    };
    if old == new || !divided(old) || !divided(new) {
        return false;
    }
    let parts = lookalike::parts(token, Span::new(0, token.len()), old);
    parts.iter().any(|part| part.span.start == byte && !part.mixed)
}

fn script(word: &str) -> Option<Script> {
    let letter = word.chars().find(|c| c.is_alphabetic())?;
    Some(Script::of(letter).family())
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_numeric() || matches!(c, '.' | ','))
}

fn last_part(word: &str) -> &str {
    word.rsplit(['-', '‐', '‑', '.', ':']).next().unwrap_or(word)
}

fn first_part(word: &str) -> &str {
    word.split(['-', '‐', '‑', '.', ':']).next().unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::super::evidence::Evidence;
    use super::cuts;

    fn parts<'t>(token: &'t str, corpus: &str) -> Vec<&'t str> {
        let mut evidence = Evidence::default();
        evidence.add(corpus);
        evidence.add(token);
        let mut parts = Vec::new();
        let mut start = 0;
        for cut in cuts(token, &evidence) {
            parts.push(&token[start..cut.left]);
            start = cut.right;
        }
        parts.push(&token[start..]);
        parts
    }

    #[test]
    fn glued_words_are_cut() {
        for (token, expected) in [
            ("alsoArmenia's", &["also", "Armenia's"][..]),
            ("newsThe", &["news", "The"]),
            ("policy.Next", &["policy", "Next"]),
            ("2024The", &["2024", "The"]),
            ("firstOld", &["first", "Old"]),
            ("ofStepanakert", &["of", "Stepanakert"]),
            ("alsoВидео", &["also", "Видео"]),
            ("такжеРоссия", &["также", "Россия"]),
            ("saidThe.Then", &["said", "The", "Then"]),
        ] {
            assert_eq!(parts(token, ""), expected, "{token}");
        }
    }

    #[test]
    fn names_stay() {
        for token in [
            "McDonald",
            "iPhone",
            "YouTube",
            "LinkedIn",
            "PlayStation",
            "BlackRock",
            "deVere",
            "eBay",
            "MacArthur",
            "O'Brien",
            "setup.Exe",
            "example.Com",
            "Node.Js",
            "GmbH",
            "PhD",
            "H5N1",
            "3D",
            "5GHz",
            "USA",
            "Armenia",
            "word",
            "don't",
            "McDonald's",
            "Ελλάδα",
            "СССР",
            "WhatsApp",
            "JavaScript",
            "TikTok",
            "PayPal",
            "iPod's",
            "UTF8",
            "Yerevan's",
            "IPhone",
        ] {
            assert_eq!(parts(token, ""), [token], "{token}");
        }
    }

    #[test]
    fn a_corpus_knows_its_names() {
        assert_eq!(parts("PrimeMinister", ""), ["PrimeMinister"]);
        assert_eq!(
            parts("PrimeMinister", "the Prime Minister said"),
            ["Prime", "Minister"]
        );
        assert_eq!(parts("reefWatch", ""), ["reef", "Watch"]);
        let brand = "reefWatch and reefWatch or reefWatch";
        assert_eq!(parts("reefWatch", brand), ["reefWatch"]);
    }
}
