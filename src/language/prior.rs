//! How common a language is: what decides where the letters do not.

use super::Language;

/// Rounded shares of web pages in per mille, in the order of the codes; languages that are not listed have less
/// than all of these. Only the order of magnitude matters.
#[rustfmt::skip]
const SHARES: &[(&str, f32)] = &[
    ("ar", 6.0), ("az", 0.6), ("be", 0.1), ("bg", 3.0), ("bn", 0.5), ("bs", 0.3), ("ca", 1.5), ("cs", 10.0),
    ("da", 5.0), ("de", 55.0), ("el", 5.0), ("en", 490.0), ("es", 60.0), ("et", 1.2), ("eu", 0.3), ("fa", 13.0),
    ("fi", 5.0), ("fr", 44.0), ("gl", 0.2), ("he", 5.0), ("hi", 1.0), ("hr", 2.5), ("hu", 6.0), ("hy", 0.3),
    ("id", 11.0), ("is", 0.3), ("it", 27.0), ("ja", 50.0), ("ka", 0.4), ("kk", 0.4), ("ko", 8.0), ("lt", 1.6),
    ("lv", 1.0), ("mk", 0.3), ("mn", 0.2), ("ms", 0.5), ("nb", 2.5), ("nl", 21.0), ("pl", 18.0), ("pt", 38.0),
    ("ro", 5.0), ("ru", 40.0), ("sk", 3.5), ("sl", 1.2), ("sq", 0.4), ("sr", 2.0), ("sv", 5.0), ("th", 4.0),
    ("tr", 18.0), ("uk", 6.0), ("ur", 0.2), ("uz", 0.4), ("vi", 11.0), ("zh", 12.0),
];

/// The share of a language that is not listed.
const RARE: f32 = 0.05;

/// The natural logarithm of how common `language` is, up to a constant.
#[must_use]
pub fn log_prior(language: Language) -> f32 {
    SHARES
        .binary_search_by(|(code, _)| (*code).cmp(language.code()))
        .map_or(RARE, |row| SHARES[row].1)
        .ln()
}

#[cfg(test)]
mod tests {
    use super::{SHARES, log_prior};
    use crate::language::Language;

    #[test]
    fn every_row_is_a_language_and_found() {
        assert!(SHARES.is_sorted_by(|a, b| a.0 < b.0));
        for (code, share) in SHARES {
            let language = Language::from_name(code).unwrap();
            assert_eq!(language.code(), *code);
            assert!((log_prior(language) - share.ln()).abs() < 1e-6);
        }
    }
}
