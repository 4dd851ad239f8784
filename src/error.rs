//! What can go wrong: one variant for each thing that a caller can do something about.
//!
//! Every message says what was found and what to do. Only `src/py/error.rs` knows which Python exception a
//! variant becomes.

use std::fmt;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure that a caller can act on.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A language name or code that nothing here knows, or that the asked feature does not support.
    UnknownLanguage {
        /// What the caller wrote.
        name: String,
        /// What needed the language: `"detection"`, `"stemming"`, `"stop words"`.
        purpose: &'static str,
        /// Codes that would have been accepted, sorted.
        known: Vec<&'static str>,
    },
    /// An option with a value that it cannot have.
    InvalidOption {
        /// The option as the caller spells it.
        option: &'static str,
        /// What is wrong with the value and which values are right.
        reason: String,
    },
    /// A pattern that is not a regular expression.
    InvalidPattern {
        /// The pattern as the caller wrote it.
        pattern: String,
        /// Where and why it failed to parse.
        reason: String,
    },
    /// Stored data (a model, a saved vectoriser) that is damaged or of another version.
    Damaged {
        /// What was read.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A size that does not fit the index type.
    TooLarge {
        /// What is too large and how large it may be.
        what: String,
    },
    /// The caller asked to stop (Ctrl-C in a notebook).
    Interrupted,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLanguage { name, purpose, known } => {
                write!(
                    f,
                    "unknown language {name:?} for {purpose}; known are: {}",
                    known.join(", ")
                )
            }
            Self::InvalidOption { option, reason } => write!(f, "{option}: {reason}"),
            Self::InvalidPattern { pattern, reason } => {
                write!(
                    f,
                    "the pattern {pattern:?} is not a valid regular expression: {reason}"
                )
            }
            Self::Damaged { what, reason } => write!(f, "the {what} cannot be used: {reason}"),
            Self::TooLarge { what } => f.write_str(what),
            Self::Interrupted => f.write_str("interrupted"),
        }
    }
}

impl std::error::Error for Error {}
