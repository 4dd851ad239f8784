//! Blocks of a text: lines, or several lines where one is broken only because it was too wide.

use crate::span::Span;

/// Calls `found` with every block that holds more than white space, in order, without white space at its ends.
pub(super) fn each(text: &str, mut found: impl FnMut(Span)) {
    let mut paragraph: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.is_empty() {
            finish(text, &mut paragraph, &mut found);
        } else {
            paragraph.push(line);
        }
    }
    finish(text, &mut paragraph, &mut found);
}

/// The lines of a text without the white space at their ends.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at > text.len() {
            return None;
        }
        let rest = &text[at..];
        let end = line_end(rest.as_bytes());
        let line = &rest[..end];
        let kept = line.trim_start();
        let start = at + line.len() - kept.len();
        at += end + 1;
        Some(Span::new(start, start + kept.trim_end().len()))
    })
}

fn line_end(bytes: &[u8]) -> usize {
    let is_end = |b: &u8| matches!(b, b'\n' | b'\r');
    bytes.iter().position(is_end).unwrap_or(bytes.len())
}

fn finish(text: &str, paragraph: &mut Vec<Span>, found: &mut impl FnMut(Span)) {
    if let (true, [first, .., last]) = (is_wrapped(text, paragraph), &paragraph[..]) {
        found(Span::new(first.start, last.end));
    } else {
        let mut block: Option<Span> = None;
        for line in paragraph.iter().copied() {
            block = Some(match block {
                Some(before) if continues(text, before, line) => Span::new(before.start, line.end),
                Some(before) => {
                    found(before);
                    line
                }
                None => line,
            });
        }
        block.into_iter().for_each(found);
    }
    paragraph.clear();
}

/// Whether the lines of a paragraph were broken at a width: but for the last they are about equally long, and a
/// third of them goes on with a small letter.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    const WIDTHS: std::ops::RangeInclusive<usize> = 40..=130;
    const SLACK: usize = 22;
    let [first, rest @ .., _] = lines else {
        return false;
    };
    let width = |line: &Span| line.of(text).chars().count();
    let widest = rest.iter().map(width).max().unwrap_or(0).max(width(first));
    if rest.is_empty() || !WIDTHS.contains(&widest) {
        return false;
    }
    let even = [first]
        .into_iter()
        .chain(rest)
        .all(|line| width(line) + SLACK >= widest);
    let small = lines[1..]
        .iter()
        .filter(|line| starts_small(text, **line))
        .count();
    even && small * 3 >= lines.len() - 1
}

/// Whether a line only goes on with what the one before it left open.
fn continues(text: &str, before: Span, line: Span) -> bool {
    const LONG: usize = 40;
    let open = before
        .of(text)
        .ends_with(|c: char| c.is_alphanumeric() || c == ',');
    open && before.len() >= LONG && starts_small(text, line)
}

fn starts_small(text: &str, line: Span) -> bool {
    line.of(text).starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::each;

    fn blocks(text: &str) -> Vec<&str> {
        let mut blocks = Vec::new();
        each(text, |span| blocks.push(span.of(text)));
        blocks
    }

    #[test]
    fn lines_are_blocks() {
        let text = "A heading\n\n  • one \r\n• two\n18:19 GMT 05.10.2020\n";
        assert_eq!(
            blocks(text),
            ["A heading", "• one", "• two", "18:19 GMT 05.10.2020"]
        );
    }

    #[test]
    fn broken_lines_are_joined() {
        let wrapped = "The conflict between Azerbaijan and Armenia over the region\nof Nagorno-Karabakh began in 1988. \
                       It went on until a truce\nwas signed in Bishkek, the capital of Kyrgyzstan, and then\nbegan anew.";
        assert_eq!(blocks(wrapped).len(), 1);
        let two = "Azerbaijan’s presidency has said Armenia must\nraise the white flag.\nFighting goes on.";
        assert_eq!(blocks(two), [&two[..two.len() - 18], "Fighting goes on."]);
    }

    #[test]
    fn short_lines_are_not_joined() {
        assert_eq!(blocks("apples\npears\nplums").len(), 3);
        assert_eq!(blocks("log in or register\nmore").len(), 2);
    }
}
