//! Whether a sentence ends at a mark that could end one.

use super::abbreviations::{Class, Knowledge, is_month};
use super::lists;
use crate::language::Language;
use crate::token::boundary;

/// A mark that could end a sentence, in a block of a text.
pub(super) struct Mark<'b> {
    /// The block.
    pub block: &'b str,
    /// Where the present sentence starts.
    pub sentence: usize,
    /// The first byte of the mark.
    pub start: usize,
    /// The byte behind the mark, before closing quotation marks and brackets.
    pub end: usize,
    /// The byte behind those.
    pub closed: usize,
    /// What kind of mark it is.
    pub shape: Shape,
}

/// Kinds of marks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    /// One full stop, of those that abbreviations have as well.
    Stop,
    /// Several full stops, with or without spaces, or the character for three.
    Ellipsis,
    /// Question and exclamation marks.
    Strong,
    /// The full stops of scripts that use them for nothing else: "。", "।", "։".
    Full,
}

/// The word that follows a mark, and what stands right before it.
struct Next<'b> {
    word: &'b str,
    first: char,
    rest: &'b str,
}

impl<'b> Next<'b> {
    /// What follows the white space at the start of `rest`.
    fn of(rest: &'b str) -> Option<Self> {
        let from = rest.trim_start().trim_start_matches(is_opening);
        let from = from.trim_start();
        let first = from.chars().next()?;
        let end = from.find(|c: char| !c.is_alphanumeric()).unwrap_or(from.len());
        let (word, rest) = from.split_at(end);
        Some(Self { word, first, rest })
    }

    /// Whether it looks like the start of a sentence: a capital, a digit or a letter without case. Brands like
    /// "iPhone" start with a small letter and a capital.
    fn could_start(&self) -> bool {
        if !self.first.is_lowercase() {
            return self.first.is_alphanumeric();
        }
        self.word.chars().nth(1).is_some_and(char::is_uppercase)
    }

    /// Whether it is an initial: "E." of "J. E. Smith".
    fn is_initial(&self) -> bool {
        self.word.chars().count() == 1 && self.rest.starts_with('.')
    }

    fn starts(&self, knowledge: &Knowledge) -> bool {
        !self.is_initial() && knowledge.starts(self.word)
    }
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '»'
            | '›'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '「'
            | '『'
    ) || matches!(c, '-' | '–' | '—' | '―' | '*' | '_' | '#' | '（' | '【' | '…')
}

/// Whether the sentence ends behind the mark and what closes it.
pub(super) fn ends(mark: &Mark<'_>, language: Option<Language>) -> bool {
    let Mark {
        block,
        sentence,
        end,
        closed,
        shape,
        ..
    } = *mark;
    if shape == Shape::Full || closed == block.len() {
        return true;
    }
    let rest = &block[closed..];
    if !rest.starts_with(char::is_whitespace) {
        return glued(mark, rest);
    }
    let Some(next) = Next::of(rest) else { return false };
    if !next.could_start() || lists::is_number(&block[sentence..end]) {
        return false;
    }
    match shape {
        Shape::Full => true,
        // "I" is a capital in any place, so it says nothing: "the thing is . . . I didn't mean it."
        Shape::Ellipsis => next.word != "I",
        Shape::Strong => !attribution(&block[end..closed], &next),
        Shape::Stop if closed > end => true,
        Shape::Stop => stop(mark, &next, Knowledge::of(language), language),
    }
}

/// Whether "Aliyev said." follows what stands in quotation marks: it belongs to the sentence.
fn attribution(closing: &str, next: &Next<'_>) -> bool {
    const VERBS: [&str; 12] = [
        "said",
        "says",
        "asked",
        "added",
        "told",
        "wrote",
        "stressed",
        "noted",
        "cried",
        "shouted",
        "exclaimed",
        "replied",
    ];
    let second = next.rest.trim_start().split(|c: char| !c.is_alphabetic()).next();
    closing.contains(['"', '”', '’', '\'', '»', '“']) && second.is_some_and(|word| VERBS.contains(&word))
}

/// Whether a single full stop with white space behind it ends the sentence.
fn stop(mark: &Mark<'_>, next: &Next<'_>, knowledge: &Knowledge, language: Option<Language>) -> bool {
    let before = &mark.block[mark.sentence..mark.start];
    let word = last_word(before);
    let lead = before[..before.len() - word.len()].trim_end();
    let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut letters = bare.chars();
    let (Some(first), second) = (letters.next(), letters.next()) else {
        return true;
    };
    if first.is_numeric() {
        return number(bare, next, knowledge, language);
    }
    // "z. B.", "т. е.": single letters with spaces between them count as one abbreviation.
    if second.is_none()
        && let Some(chain) = chain(lead, bare)
    {
        return knowledge.class(&chain) != Some(Class::Never) && next.starts(knowledge);
    }
    match knowledge.class(bare) {
        Some(Class::Never) => return false,
        Some(Class::Number) if next.first.is_numeric() || is_roman(next.word) => return false,
        Some(Class::Number) if bare.chars().count() > 1 => return true,
        Some(Class::Either) => return next.starts(knowledge),
        _ => {}
    }
    if is_day_half(bare) {
        // "At 5 a.m. Mr. Smith went": nothing has been said yet, so nothing ends.
        let said = lead.split_whitespace().count() > 2;
        return next.starts(knowledge) || said && next.first.is_uppercase();
    }
    if is_pointed(bare) {
        return next.starts(knowledge);
    }
    if second.is_none() {
        return initial(first, lead, next, knowledge);
    }
    true
}

/// Behind a number: the sentence goes on where it is that of a day, or of a thing in a language that numbers with a
/// full stop.
fn number(word: &str, next: &Next<'_>, knowledge: &Knowledge, language: Option<Language>) -> bool {
    const ORDINAL: [&str; 14] = [
        "bs", "cs", "da", "de", "et", "fi", "hr", "hu", "lv", "nb", "nn", "sk", "sl", "tr",
    ];
    let short = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    let ordinal = language.is_some_and(|language| ORDINAL.contains(&language.code()));
    if !short {
        return true;
    }
    !is_month(next.word) && (!ordinal || next.starts(knowledge))
}

/// A single letter: "Jonas E. Smith" goes on, "you and I. Did you" does not.
fn initial(letter: char, lead: &str, next: &Next<'_>, knowledge: &Knowledge) -> bool {
    let named = last_word(lead).starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic());
    if lead.is_empty() || named && letter.is_uppercase() {
        return false;
    }
    next.starts(knowledge) || letter == 'I'
}

/// "т. е.", "i. d. R.", "n. d. Chr.": no abbreviation has more letters with spaces between them.
const LONGEST_CHAIN: usize = 6;

/// Two or more single letters with points and spaces, the last of them `letter`, without the spaces.
fn chain(lead: &str, letter: &str) -> Option<String> {
    let mut parts = vec![letter];
    let mut lead = lead;
    while let Some(rest) = lead.strip_suffix('.') {
        let part = last_word(rest);
        if parts.len() == LONGEST_CHAIN || part.chars().count() != 1 || !part.chars().all(char::is_lowercase)
        {
            break;
        }
        parts.push(part);
        lead = rest[..rest.len() - part.len()].trim_end();
    }
    parts.reverse();
    (parts.len() > 1).then(|| parts.join("."))
}

/// Letters, digits, points, hyphens and apostrophes at the end of `text`.
fn last_word(text: &str) -> &str {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '’' | '\'' | '°' | 'º' | '№' | '&');
    let near = tail(text);
    &near[near.trim_end_matches(inside).len()..]
}

/// "a.m", "P.M", "pm".
fn is_day_half(word: &str) -> bool {
    ["a.m", "p.m", "am", "pm"]
        .iter()
        .any(|half| word.eq_ignore_ascii_case(half))
}

/// "U.S", "e.g", "И.о": single letters with points between them.
fn is_pointed(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word != "I" && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
}

/// How far a word is looked at: no word is longer, and what has no spaces at all must not be read anew at every mark.
const REACH: usize = 256;

/// The first [`REACH`] bytes of `text`, or a few less.
fn head(text: &str) -> &str {
    &text[..boundary(text, REACH)]
}

/// The last [`REACH`] bytes of `text`, or a few more.
fn tail(text: &str) -> &str {
    &text[boundary(text, text.len().saturating_sub(REACH))..]
}

/// Whether the sentence ends at a mark that the next word follows without a space: "policy.Next".
fn glued(mark: &Mark<'_>, rest: &str) -> bool {
    let Mark {
        block,
        sentence,
        start,
        end,
        closed,
        shape,
    } = *mark;
    let Some(first) = rest.chars().next() else {
        return false;
    };
    // A quotation mark that opens stands before the next sentence, not behind this one.
    let (word, first) = if closed == end && matches!(first, '“' | '„' | '«' | '(' | '‘') {
        let inner = &rest[first.len_utf8()..];
        (inner, inner.chars().next().unwrap_or(' '))
    } else {
        (rest, first)
    };
    if !first.is_uppercase() {
        return false;
    }
    let after = &word[first.len_utf8()..];
    let small = after.starts_with(char::is_lowercase) || after.starts_with([' ', '\'', '’']);
    // Addresses, names of files and code: "Jane.Doe@example.com", "x?Y=1", "a.B.c", "Node.Js", "example.Com".
    let around = |c: char| matches!(c, '@' | '/' | '=' | '_' | '\\' | '&' | '#' | '~');
    let left = tail(&block[sentence..start]).split_whitespace().next_back();
    let left = left.unwrap_or_default();
    let right = head(rest).split_whitespace().next().unwrap_or_default();
    if !small || left.contains(around) || right.contains(around) {
        return false;
    }
    if shape != Shape::Stop || closed > end {
        return true;
    }
    let tail = right.trim_end_matches(|c: char| !c.is_alphanumeric());
    let letters = left.chars().rev().take_while(|c| c.is_alphabetic()).count();
    let year = left.len() >= 4 && left.bytes().all(|b| b.is_ascii_digit());
    let lower = left.chars().next_back().is_some_and(char::is_lowercase);
    let domain = tail.len() <= 4
        && matches!(
            tail.to_lowercase().as_str(),
            "com" | "net" | "org" | "info" | "js" | "ru"
        );
    (letters > 1 && lower || year) && !left.contains('.') && !tail.contains('.') && !domain
}
