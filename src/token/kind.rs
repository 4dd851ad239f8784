//! What a token is: a word, a number, a sign.

use crate::error::{Error, Result};
use unicode_properties::{EmojiStatus, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};

/// What a token is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Kind {
    /// Letters, with whatever else stands among them: "Armenia", "U.S.", "COVID-19", "水".
    Word,
    /// A number, with its separators and a short unit or ending: "7,000", "1988", "5th", "10km".
    Number,
    /// An address on the web, with or without a scheme: `https://www.un.org/en`, `un.org`.
    Url,
    /// An e-mail address.
    Email,
    /// The name of a person on a platform: `@antonioguterres`.
    Mention,
    /// A subject on a platform: `#NagornoKarabakh`.
    Hashtag,
    /// One emoji with all that belongs to it: a skin tone, a family, a flag.
    Emoji,
    /// A sign that divides or encloses.
    Punctuation,
    /// Any other sign: of currency, of mathematics, a picture.
    Symbol,
    /// A date: "05.10.2020", "09.Jan.2026", "2020-10-05".
    Date,
    /// A time of day: "21:00".
    Time,
    /// White space, which is a gap unless somebody asks for it.
    Space,
}

impl Kind {
    /// Every kind, in the order of their discriminants.
    pub const ALL: [Self; 12] = [
        Self::Word,
        Self::Number,
        Self::Url,
        Self::Email,
        Self::Mention,
        Self::Hashtag,
        Self::Emoji,
        Self::Punctuation,
        Self::Symbol,
        Self::Date,
        Self::Time,
        Self::Space,
    ];

    /// The name in lower case, as in `"word"`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Number => "number",
            Self::Url => "url",
            Self::Email => "email",
            Self::Mention => "mention",
            Self::Hashtag => "hashtag",
            Self::Emoji => "emoji",
            Self::Punctuation => "punctuation",
            Self::Symbol => "symbol",
            Self::Date => "date",
            Self::Time => "time",
            Self::Space => "space",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// All names, for messages.
    fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// What a piece of text is by its characters alone. An empty piece is a symbol.
    #[must_use]
    pub fn of(piece: &str) -> Self {
        let first = piece.chars().next().unwrap_or('\u{fffd}');
        if first.is_alphabetic() {
            return Self::Word;
        }
        if is_emoji(piece, first) {
            return Self::Emoji;
        }
        let (mut letters, mut digits) = (0, false);
        for c in piece.chars() {
            letters += usize::from(c.is_alphabetic());
            digits |= c.is_numeric();
        }
        // "5th", "10km" and "90s" are numbers; "3COM" and "4chan" are not.
        if digits && (letters == 0 || first.is_numeric() && letters <= 3) {
            return Self::Number;
        }
        if letters > 0 {
            return Self::Word;
        }
        if piece.chars().all(char::is_whitespace) && !piece.is_empty() {
            return Self::Space;
        }
        match first.general_category_group() {
            GeneralCategoryGroup::Punctuation => Self::Punctuation,
            _ => Self::Symbol,
        }
    }
}

/// Whether a piece shows as an emoji: by the nature of its first character, or because a variation selector, a
/// keycap or a second half of a flag makes it one.
fn is_emoji(piece: &str, first: char) -> bool {
    match first.emoji_status() {
        EmojiStatus::NonEmoji | EmojiStatus::NonEmojiButEmojiComponent => false,
        EmojiStatus::EmojiPresentation
        | EmojiStatus::EmojiPresentationAndModifierBase
        | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
        | EmojiStatus::EmojiPresentationAndEmojiComponent => true,
        _ => piece.contains(['\u{fe0f}', '\u{20e3}']),
    }
}

/// A choice among the kinds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Kinds(u16);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind but white space.
    pub const ALL: Self = Self((1 << 11) - 1);
    /// What carries meaning: all but punctuation, symbols and white space.
    pub const CONTENT: Self = Self::ALL.without(Kind::Punctuation).without(Kind::Symbol);

    /// The kinds with these names; `"all"` stands for every kind but white space.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for a name that no kind has.
    pub fn parse(names: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self> {
        names.into_iter().try_fold(Self::NONE, |kinds, name| {
            let name = name.as_ref();
            if name == "all" {
                return Ok(Self(kinds.0 | Self::ALL.0));
            }
            let kind = Kind::from_name(name).ok_or_else(|| Error::InvalidOption {
                option: "keep",
                reason: format!("{name:?} is no kind of token; there are all, {}", Kind::names()),
            })?;
            Ok(kinds.with(kind))
        })
    }

    /// These kinds and one more.
    #[must_use]
    pub const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// These kinds but one.
    #[must_use]
    pub const fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind as u8))
    }

    /// Whether `kind` is among them.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Kinds};

    #[test]
    fn kinds_of_pieces() {
        for (piece, kind) in [
            ("Armenia", Kind::Word),
            ("Հայաստան", Kind::Word),
            ("'s", Kind::Word),
            ("水", Kind::Word),
            ("COVID-19", Kind::Word),
            ("B12", Kind::Word),
            ("4chan", Kind::Word),
            ("1988", Kind::Number),
            ("5th", Kind::Number),
            ("٣", Kind::Number),
            ("½", Kind::Number),
            ("😀", Kind::Emoji),
            ("👩‍👩‍👧", Kind::Emoji),
            ("🇦🇲", Kind::Emoji),
            ("❤️", Kind::Emoji),
            ("1️⃣", Kind::Emoji),
            ("❤", Kind::Symbol),
            ("©", Kind::Symbol),
            ("$", Kind::Symbol),
            ("•", Kind::Punctuation),
            ("«", Kind::Punctuation),
            ("_", Kind::Punctuation),
            ("\u{a0}", Kind::Space),
            ("\n", Kind::Space),
            ("\u{200b}", Kind::Symbol),
            ("", Kind::Symbol),
        ] {
            assert_eq!(Kind::of(piece), kind, "{piece:?}");
        }
    }

    #[test]
    fn kinds_by_name() {
        assert_eq!(
            Kinds::parse(["word", "url"]),
            Ok(Kinds::NONE.with(Kind::Word).with(Kind::Url))
        );
        assert_eq!(Kinds::parse(["all", "space"]), Ok(Kinds::ALL.with(Kind::Space)));
        assert!(
            Kinds::parse(["words"])
                .unwrap_err()
                .to_string()
                .contains("word, number")
        );
    }

    #[test]
    fn names_lead_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            assert_eq!(Kinds::ALL.contains(kind), kind != Kind::Space);
            assert!(Kinds::NONE.with(kind).contains(kind));
        }
    }
}
