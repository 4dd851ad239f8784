//! Languages that share most of their words: a fragment of one within a text of the other is hardly ever one.
//!
//! ```
//! use tolmach::language::Language;
//! use tolmach::language::neighbours::are_neighbours;
//!
//! let [bokmål, nynorsk, english] = ["nb", "nn", "en"].map(Language::from_code);
//! assert!(are_neighbours(bokmål, nynorsk) && !are_neighbours(bokmål, english));
//! ```

use super::Language;

/// Groups in which a sentence of one language often reads like one of another. Languages whose readers meet the other
/// one in one text every day (Ukrainian and Russian, Azerbaijani and Turkish) are left out on purpose.
const GROUPS: &[&[&str]] = &[
    &["af", "nl"],
    &["bg", "mk"],
    &["bs", "hr", "sr"],
    &["cs", "sk"],
    &["da", "nb", "nn"],
    &["es", "gl", "pt"],
    &["fa", "ur"],
    &["hi", "mr", "ne"],
    &["id", "jv", "ms"],
    &["st", "tn"],
    &["xh", "zu"],
];

/// Whether two languages share most of their words.
#[must_use]
pub fn are_neighbours(a: Language, b: Language) -> bool {
    let both = |group: &&&[&str]| group.contains(&a.code()) && group.contains(&b.code());
    a != b && GROUPS.iter().any(|group| both(&group))
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, are_neighbours};
    use crate::language::Language;

    #[test]
    fn every_member_is_a_language_of_one_group() {
        let mut all: Vec<&str> = GROUPS.iter().flat_map(|group| group.iter().copied()).collect();
        assert!(
            all.iter()
                .all(|code| Language::from_name(code).is_some_and(|l| l.code() == *code))
        );
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
        let [russian, serbian] = ["ru", "sr"].map(Language::from_code);
        assert!(!are_neighbours(russian, russian) && !are_neighbours(russian, serbian));
    }
}
