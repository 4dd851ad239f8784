//! How large things may get: numbers that have to fit the integers that hold them.

use crate::error::{Error, Result};
use crate::lexicon::{LIMIT, UNKNOWN};

/// What counting may reach before it stops with an error. The defaults are what the integers hold; a test takes less.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Distinct features of one thread.
    pub thread: usize,
    /// Distinct features of all threads together, those that several have seen counted for each; distinct words of one.
    pub together: usize,
    /// Features of one text, equal ones counted each time: so no count in it is larger.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            thread: LIMIT,
            together: UNKNOWN as usize,
            text: i32::MAX as usize,
        }
    }
}

impl Limits {
    /// Checks a text by the number of its features.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`].
    pub fn text(&self, features: usize) -> Result<()> {
        let what = || {
            format!(
                "a text has {features} features, more than {}; split it",
                self.text
            )
        };
        fits(features, self.text, what)
    }

    /// Checks the number of distinct features of a thread.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`].
    pub fn thread(&self, distinct: usize) -> Result<()> {
        fits(distinct, self.thread, || distinct_features(self.thread))
    }

    /// Checks the sum of the distinct features of parts that are to be put together.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`].
    pub fn together(&self, parts: impl IntoIterator<Item = usize>) -> Result<()> {
        let sum = parts.into_iter().fold(0, usize::saturating_add);
        fits(sum, self.together, || distinct_features(self.together))
    }
}

fn distinct_features(most: usize) -> String {
    format!("more than {most} distinct features; raise the shortest n-gram or use hashing")
}

fn fits(number: usize, most: usize, what: impl FnOnce() -> String) -> Result<()> {
    if number > most {
        return Err(Error::TooLarge { what: what() });
    }
    Ok(())
}

/// Where the rows of a matrix end, as 32-bit integers where `most` fits them, scikit-learn's rule, and else as 64-bit.
///
/// # Errors
///
/// The wide integers.
pub fn ends(indptr: Vec<usize>, most: i32) -> Result<Vec<i32>, Vec<i64>> {
    let narrow = |end: &usize| i32::try_from(*end).ok().filter(|end| *end <= most);
    let narrowed: Option<Vec<i32>> = indptr.iter().map(narrow).collect();
    narrowed.ok_or_else(|| {
        let wide = |end| i64::try_from(end).unwrap_or(i64::MAX);
        indptr.into_iter().map(wide).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::{Limits, ends};
    use crate::analyze::Analyzer;
    use crate::batch::{Monitor, Workers};
    use crate::error::{Error, Result};
    use crate::vectorize::count::Counter;
    use crate::vectorize::csr::check_columns;
    use crate::vectorize::queue::Slice;

    fn count(limits: Limits, threads: usize) -> Result<usize> {
        let words: Vec<_> = (0..9_000).map(|i| format!("word{i:05}")).collect();
        let text = words.join(" ");
        let texts = [Some(text.as_str()), Some("two words and two more"), Some(&text)];
        let workers = Workers::new(Some(threads))?;
        let mut counter = Counter::new(Analyzer::default().into(), true).with_limits(limits);
        counter.feed(&Slice::new(&texts), false, &workers, &Monitor::default())?;
        Ok(counter.finish(&Monitor::default())?.grams.len())
    }

    #[test]
    fn what_fits_is_counted() {
        for threads in [1, 2] {
            assert_eq!(count(Limits::default(), threads), Ok(9_004));
        }
    }

    #[test]
    fn a_text_with_too_many_features() {
        let limits = Limits {
            text: 8_999,
            ..Limits::default()
        };
        assert!(
            matches!(count(limits, 1), Err(Error::TooLarge { what }) if what.contains("has 9000 features, more than 8999; split it"))
        );
    }

    #[test]
    fn too_many_distinct_features() {
        let limits = Limits {
            thread: 9_003,
            ..Limits::default()
        };
        assert!(
            matches!(count(limits, 1), Err(Error::TooLarge { what }) if what.starts_with("more than 9003 distinct"))
        );
        let limits = Limits {
            together: 9_003,
            ..Limits::default()
        };
        for threads in [1, 2] {
            assert!(
                matches!(count(limits, threads), Err(Error::TooLarge { what }) if what.starts_with("more than 9003 distinct"))
            );
        }
        assert!(Limits::default().together([usize::MAX, 1]).is_err());
    }

    #[test]
    fn positions_beyond_the_small_integers_are_wide() {
        assert_eq!(ends(vec![0, 7, 9], 9), Ok(vec![0, 7, 9]));
        assert_eq!(ends(vec![0, 7, 10], 9), Err(vec![0, 7, 10]));
        assert_eq!(ends(vec![0, 1 << 31], i32::MAX), Err(vec![0, 1 << 31]));
        assert!(check_columns(i32::MAX as usize).is_ok());
        assert!(matches!(check_columns(1 << 31), Err(Error::TooLarge { .. })));
    }
}
