//! Dates and times of day: "05.10.2020", "09.Jan.2026", "2020-10-05T18:19:00Z", "21:00".

use super::kind::Kind;

/// First letters of the names of the months, in the languages whose news write them between points or hyphens.
const MONTHS: [&str; 27] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mai", "okt", "dez",
    "янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт", "ноя",
];

/// The date or time that starts at byte `start`, where a digit stands: its end and kind.
pub(super) fn date_or_time(text: &str, start: usize) -> Option<(usize, Kind)> {
    let bytes = text.as_bytes();
    let digits = run(bytes, start);
    let mark = *bytes.get(start + digits)?;
    let (end, kind) = match mark {
        b':' if digits <= 2 => (time(bytes, start)?, Kind::Time),
        b'.' | b'-' | b'/' if matches!(digits, 1 | 2 | 4) => {
            let end = date(text, start, digits, mark)?;
            // ISO 8601: the time of that day.
            let at = end + 1;
            let timed = bytes.get(end) == Some(&b'T') && bytes.get(at).is_some_and(u8::is_ascii_digit);
            (
                timed
                    .then(|| zone(bytes, time(bytes, at)?))
                    .flatten()
                    .unwrap_or(end),
                Kind::Date,
            )
        }
        _ => return None,
    };
    // What goes on is something else: a number of version, an address.
    let next = text[end..].chars().next();
    let goes_on = next.is_some_and(|c| c.is_alphanumeric() || c == '_')
        || bytes
            .get(end)
            .is_some_and(|b| matches!(b, b'.' | b'-' | b'/' | b':'))
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    (!goes_on).then_some((end, kind))
}

/// How many ASCII digits stand from `at` on.
fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count()
}

fn number(bytes: &[u8], at: usize, digits: usize) -> usize {
    bytes[at..at + digits].iter().fold(0_usize, |n, b| {
        n.saturating_mul(10).saturating_add(usize::from(b - b'0'))
    })
}

/// The end of `h:mm`, `hh:mm` or `hh:mm:ss` with decimals.
fn time(bytes: &[u8], start: usize) -> Option<usize> {
    let hours = run(bytes, start);
    if !(1..=2).contains(&hours) || number(bytes, start, hours) > 24 {
        return None;
    }
    let mut end = minutes(bytes, start + hours)?;
    if let Some(seconds) = minutes(bytes, end) {
        end = seconds;
        if matches!(bytes.get(end), Some(b'.' | b',')) && run(bytes, end + 1) == 3 {
            end += 4;
        }
    }
    Some(end)
}

/// The end of a colon and two digits below 60.
fn minutes(bytes: &[u8], at: usize) -> Option<usize> {
    let colon = bytes.get(at) == Some(&b':');
    (colon && run(bytes, at + 1) == 2 && number(bytes, at + 1, 2) < 60).then_some(at + 3)
}

/// The end of a zone behind a time: `Z`, `+04:00`, `-0500`, or none.
fn zone(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at) {
        Some(b'Z') => Some(at + 1),
        Some(b'+' | b'-') if run(bytes, at + 1) == 4 => Some(at + 5),
        Some(b'+' | b'-') if run(bytes, at + 1) == 2 => minutes(bytes, at + 3),
        _ => Some(at),
    }
}

/// The end of day, month and year in either order, with the same mark between them.
fn date(text: &str, start: usize, digits: usize, mark: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let middle = start + digits + 1;
    let month = match run(bytes, middle) {
        0 => named_month(text, middle)?,
        n @ 1..=2 => n,
        _ => return None,
    };
    let last = middle + month + 1;
    if bytes.get(middle + month) != Some(&mark) {
        return None;
    }
    let end_digits = run(bytes, last.min(bytes.len()));
    let by_name = !bytes[middle].is_ascii_digit();
    let (year_first, year_last) = (
        digits == 4 && end_digits <= 2,
        digits <= 2 && matches!(end_digits, 2 | 4),
    );
    if end_digits == 0 || !(year_first || year_last) {
        return None;
    }
    if !by_name {
        let (first, second) = (number(bytes, start, digits), number(bytes, middle, month));
        let third = number(bytes, last, end_digits);
        let (day, month) = if year_first {
            (third, second)
        } else {
            (first, second)
        };
        let fits = |day: usize, month: usize| (1..=31).contains(&day) && (1..=12).contains(&month);
        // A short year between points or hyphens is too like a version or a range; 10/05/20 is a date.
        let short = end_digits == 2 && !year_first && mark == b'-';
        if short || !(fits(day, month) || fits(month, day)) {
            return None;
        }
    }
    Some(last + end_digits)
}

/// The bytes of a month's name or its abbreviation at `at`.
fn named_month(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let name: String = rest[..end]
        .chars()
        .take(10)
        .flat_map(char::to_lowercase)
        .collect();
    let known = MONTHS.iter().any(|month| name.starts_with(month)) || name == "дек";
    (known && name.chars().count() < 10).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::{Kind, date_or_time};

    #[test]
    fn dates_and_times() {
        for (text, found, kind) in [
            ("21:00 (20:00 Moscow time)", "21:00", Kind::Time),
            ("7:17 AM", "7:17", Kind::Time),
            ("18:19:05.", "18:19:05", Kind::Time),
            ("05.10.2020", "05.10.2020", Kind::Date),
            ("09.Jan.2026\n", "09.Jan.2026", Kind::Date),
            ("9-января-2026", "9-января-2026", Kind::Date),
            ("2020-10-05T18:19:00Z", "2020-10-05T18:19:00Z", Kind::Date),
            ("2020-10-05T18:19+04:00,", "2020-10-05T18:19+04:00", Kind::Date),
            ("10/5/20", "10/5/20", Kind::Date),
            ("2020/10/05.", "2020/10/05", Kind::Date),
        ] {
            assert_eq!(date_or_time(text, 0), Some((found.len(), kind)), "{text}");
        }
    }

    #[test]
    fn other_numbers() {
        for text in [
            "25:10",
            "12:75",
            "3:1",
            "1.2.3",
            "1.10.2020.5",
            "99.99.2020",
            "1991-1994",
            "10-11-12",
            "7,000",
            "12:30a",
            "1.10.2020a",
            "10.",
            "10:",
            "1-",
            "2020-10-05-1",
            "5.Oil.2020",
            "24",
        ] {
            assert_eq!(date_or_time(text, 0), None, "{text}");
        }
    }
}
