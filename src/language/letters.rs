//! Letters and what stands between them: the classes of characters that words are cut by, and how words are
//! capitalised.

use unicode_normalization::char::is_combining_mark;

use super::script::Script;

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Case {
    /// No capitals, or a script that has none.
    Lower,
    /// A capital first letter.
    Capital,
    /// Two letters or more, all of them capitals.
    Upper,
    /// A capital after a small letter, as in names of products and in glued words.
    Inner,
}

/// What a character does to words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Class {
    Letter(Script),
    /// Belongs to the letter before it.
    Attached,
    /// Stays inside a word between two letters.
    Apostrophe,
    Digit,
    Line,
    Space,
    /// Ends a sentence where white space follows.
    Stop,
    /// Ends a sentence whatever follows.
    FullStop,
    Mark,
    /// Opens or closes a quotation or a bracket.
    Quote,
    /// Keeps together what it stands between.
    Joint,
}

pub fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter(Script::LATN),
        '0'..='9' => Class::Digit,
        '\'' | '’' => Class::Apostrophe,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        '.' | ':' | '…' | '։' => Class::Stop,
        '!' | '?' | ';' | '|' | '。' | '！' | '？' | '；' | '：' | '؟' | '؛' | '۔' | '।' | '॥' | '•' => {
            Class::FullStop
        }
        '-' | '/' | '_' | '&' | '@' | '#' | '+' | '*' | '~' | '^' | '=' | '$' | '%' | '\\' | '`' | '‐'
        | '‑' | '·' | '־' => Class::Joint,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '‚' | '(' | ')' | '[' | ']' | '「'
        | '」' | '『' | '』' | '（' | '）' => Class::Quote,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Class::Attached,
        _ if c.is_ascii() => {
            if c.is_ascii_whitespace() {
                Class::Space
            } else {
                Class::Mark
            }
        }
        _ if c.is_alphabetic() => Class::Letter(Script::of(c).family()),
        _ if is_combining_mark(c) => Class::Attached,
        _ if c.is_numeric() => Class::Digit,
        _ if c.is_whitespace() => Class::Space,
        _ => Class::Mark,
    }
}

/// A run of letters while it is read.
pub struct Run {
    pub start: usize,
    pub end: usize,
    pub script: Script,
    pub mixed: bool,
    letters: usize,
    upper: usize,
    starts_upper: bool,
    inner: bool,
}

impl Run {
    pub fn new(start: usize) -> Self {
        Self {
            start,
            end: start,
            script: Script::ZYYY,
            mixed: false,
            letters: 0,
            upper: 0,
            starts_upper: false,
            inner: false,
        }
    }

    pub fn letter(&mut self, c: char, script: Script) {
        if self.script.is_neutral() {
            self.script = script;
        } else {
            self.mixed |= script != self.script && !script.is_neutral();
        }
        let upper = c.is_uppercase();
        self.inner |= upper && self.letters > self.upper;
        self.starts_upper |= upper && self.letters == 0;
        self.upper += usize::from(upper);
        self.letters += 1;
    }

    pub fn case(&self) -> Case {
        if self.inner {
            Case::Inner
        } else if self.upper > 1 && self.upper == self.letters {
            Case::Upper
        } else if self.starts_upper {
            Case::Capital
        } else {
            Case::Lower
        }
    }
}

/// Where the token that starts at `start` ends, and whether it holds characters that addresses and code are made of.
pub fn token_end(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut suspicious = false;
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => break,
            b'/' | b'@' | b'_' | b'\\' | b'=' | b'<' | b'>' | b'{' | b'}' | b'(' | b'`' => suspicious = true,
            // A full stop or colon before white space is only a full stop.
            b'.' | b':' | b';' => suspicious |= bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
            b'&' => {
                let entity = |b: &u8| b.is_ascii_alphabetic() || *b == b'#';
                suspicious |= bytes.get(at + 1).is_some_and(entity);
            }
            // The first bytes of every white space beyond ASCII.
            0xc2 | 0xe1 | 0xe2 | 0xe3
                if text[at..]
                    .chars()
                    .next()
                    .is_some_and(|c| matches!(class(c), Class::Space | Class::Line)) =>
            {
                break;
            }
            _ => {}
        }
        at += 1;
    }
    (at, suspicious)
}
