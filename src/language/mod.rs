//! Which language a text is in, and where in it another one stands.

pub mod calibration;
mod case;
pub mod decode;
pub mod detect;
pub mod detector;
pub mod evidence;
pub mod features;
pub mod format;
pub mod fragments;
pub mod han;
mod letters;
pub mod lookalike;
mod memory;
pub mod model;
pub mod neighbours;
mod neutral;
pub mod prior;
mod repeats;
pub mod scores;
pub mod script;
pub mod segment;
pub mod spans;
pub mod strip;
pub mod tag;
pub mod whatlang;
pub mod words;

pub use model::Model;
pub use script::Script;
pub use tag::Language;

use crate::span::Span;

/// The language of a text as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detection {
    /// The language, or [`Language::UND`] where there is no evidence.
    pub language: Language,
    /// Between 0 and 1; 0 for `und`. What it means is the engine's matter.
    pub confidence: f32,
    /// The script of most letters; `None` where there are no letters.
    pub script: Option<Script>,
    /// Whether the engine stands by its answer.
    pub reliable: bool,
}

impl Detection {
    /// No evidence: what texts without letters are.
    pub const NONE: Self = Self {
        language: Language::UND,
        confidence: 0.0,
        script: None,
        reliable: false,
    };
}

/// A stretch of text in one language, trimmed to letters at both ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LanguageSpan {
    /// Bytes from its first letter to its last.
    pub span: Span,
    /// The language, or [`Language::UND`] where there is no evidence.
    pub language: Language,
    /// The script of its letters.
    pub script: Script,
    /// Between 0 and 1.
    pub confidence: f32,
}
