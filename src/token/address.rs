//! Addresses and names of the web: `https://www.un.org/en`, `press@un.org`, `@antonioguterres`, `#Karabakh`.

/// Top-level domains that make an address of a name without scheme. Short words of English that are domains as
/// well ("is", "it", "me", "so", "to") are left out: a missing space after a full stop is far more frequent.
#[rustfmt::skip]
const DOMAINS: [&str; 88] = [
    "ae", "aero", "app", "ar", "au", "az", "bg", "biz", "blog", "br", "by", "ca", "cat", "ch", "cn", "co",
    "com", "coop", "cz", "de", "dev", "dk", "edu", "ee", "eg", "es", "eu", "fi", "fm", "fr", "ge", "gov",
    "gr", "hk", "hr", "hu", "id", "ie", "il", "info", "int", "io", "ir", "jobs", "jp", "ke", "kg", "kr", "kz",
    "lt", "lv", "md", "mil", "mobi", "museum", "mx", "my", "net", "news", "ng", "nl", "nz", "online", "org",
    "ph", "pk", "pl", "pt", "ro", "rs", "ru", "sa", "se", "sg", "shop", "site", "sk", "su", "th", "tj", "tr",
    "tv", "tw", "ua", "uk", "uz", "vn", "za",
];

/// Whether what follows a word could make it an address, by one look at the bytes up to the next white space: a
/// point or an @ with something behind it, or a scheme. `pointed` says that the word itself holds a point.
pub(super) fn may_start(rest: &[u8], pointed: bool) -> bool {
    if pointed || rest.starts_with(b"://") {
        return true;
    }
    let rest = &rest[..rest.len().min(REACH)];
    let word = rest
        .iter()
        .position(u8::is_ascii_whitespace)
        .unwrap_or(rest.len());
    let mut pairs = rest[..word].windows(2);
    pairs.any(|pair| {
        pair[0] == b'@' || pair[0] == b'.' && (pair[1].is_ascii_alphanumeric() || pair[1] >= 0x80)
    })
}

/// The end of the address of the web that starts at byte `start`: with a scheme, with "www.", or a bare domain.
pub(crate) fn url(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let scheme = head(rest).find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '.' | '-'));
    if let Some(scheme) = scheme.filter(|at| *at > 1 && rest[*at..].starts_with("://")) {
        let host = scheme + 3;
        let end = trim(rest, host, path_end(rest, host));
        return (end > host).then_some(start + end);
    }
    let host = domain(rest)?;
    let www = rest
        .get(..4)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("www."));
    let last = rest[..host].rsplit('.').next()?;
    let known = DOMAINS.binary_search(&last).is_ok();
    let path = rest[host..].starts_with('/');
    if !(www || known || path && last.bytes().all(|b| b.is_ascii_lowercase()) && rest[..host].is_ascii()) {
        return None;
    }
    let end = match rest.as_bytes().get(host) {
        Some(b'/' | b'?' | b'#') => trim(rest, host, path_end(rest, host)),
        Some(b':') if rest[host + 1..].starts_with(|c: char| c.is_ascii_digit()) => {
            trim(rest, host, path_end(rest, host))
        }
        _ => host,
    };
    Some(start + end)
}

/// The end of the e-mail address that starts at byte `start`.
pub(crate) fn email(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let local = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-');
    // RFC 5321 allows 64 characters before the @.
    let at = start + bytes[start..].iter().take(65).take_while(local).count();
    if at == start || bytes.get(at) != Some(&b'@') {
        return None;
    }
    Some(at + 1 + domain(&text[at + 1..])?)
}

/// The end of the mention or hashtag whose mark stands at byte `start`, if no letter or digit stands before it.
pub(super) fn tag(text: &str, start: usize) -> Option<usize> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '&' | '/')) {
        return None;
    }
    let rest = &text[start + 1..];
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let name = &rest[..end];
    let mention = text.as_bytes()[start] == b'@';
    // "#1" is a number; a mention of Mastodon ends with its server.
    let valid = name.chars().any(char::is_alphabetic);
    let server = mention
        .then(|| Some(end + 1 + domain(rest[end..].strip_prefix('@')?)?))
        .flatten();
    valid.then(|| start + 1 + server.unwrap_or(end))
}

/// The length of the domain at the start of `rest`: labels with points between them, the last one of at least two
/// letters.
fn domain(rest: &str) -> Option<usize> {
    let rest = head(rest);
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-'))
        .unwrap_or(rest.len());
    let mut host = rest[..end].trim_end_matches(['.', '-']);
    loop {
        let (before, last) = host.rsplit_once('.')?;
        // "example.com.Next": what follows the domain is the next sentence.
        let next_word = last.starts_with(char::is_uppercase)
            && before
                .rsplit('.')
                .next()
                .is_some_and(|label| DOMAINS.binary_search(&label).is_ok());
        if !next_word {
            let labels = host.split('.').all(|label| !label.is_empty() && label.len() < 64);
            let top = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
            return (labels && top && host.len() < 254).then_some(host.len());
        }
        host = before;
    }
}

/// The first bytes of `text`, as many as a domain may have and some more.
fn head(text: &str) -> &str {
    &text[..super::boundary(text, REACH)]
}

/// No domain is longer than 253 bytes.
const REACH: usize = 320;

/// Where an address that has reached `from` ends at the latest: at white space, quotation marks or brackets that
/// no address holds.
fn path_end(rest: &str, from: usize) -> usize {
    let stop = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '„' | '`' | '|')
            || matches!(
                c,
                '\\' | '^' | '{' | '}' | '。' | '、' | '，' | '）' | '（' | '‘' | '’' | '…' | '•'
            )
    };
    rest[from..].find(stop).map_or(rest.len(), |at| from + at)
}

/// Takes what belongs to the sentence off the end of an address: full stops, commas, a closing bracket whose
/// opening one is not inside.
fn trim(rest: &str, from: usize, end: usize) -> usize {
    let count = |bracket: char| rest[from..end].matches(bracket).count();
    // Closing brackets that have no opening one before them.
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    let mut end = end;
    while end > from {
        match rest.as_bytes()[end - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'-' => {}
            b')' if round > 0 => round -= 1,
            b']' if square > 0 => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{DOMAINS, email, tag, url};

    #[test]
    fn domains_are_sorted_for_the_search() {
        let mut sorted = DOMAINS;
        sorted.sort_unstable();
        assert_eq!(sorted, DOMAINS);
    }

    #[test]
    fn addresses_of_the_web() {
        for (text, found) in [
            ("https://www.un.org/en.", Some("https://www.un.org/en")),
            ("http://a.b/c?d=e&f=(g))", Some("http://a.b/c?d=e&f=(g)")),
            ("www.example.com, and", Some("www.example.com")),
            ("example.com", Some("example.com")),
            ("tass.com/world/1.", Some("tass.com/world/1")),
            ("example.com.Next", Some("example.com")),
            ("bit.ly/x1", Some("bit.ly/x1")),
            ("https://пример.рф/путь", Some("https://пример.рф/путь")),
            ("policy.Next", None),
            ("end.to", None),
            ("U.S.", None),
            ("https://", None),
            ("and/or", None),
            ("3.14", None),
        ] {
            assert_eq!(url(text, 0).map(|end| &text[..end]), found, "{text}");
        }
    }

    #[test]
    fn addresses_of_mail() {
        for (text, found) in [
            ("Jane.Doe@example.com. I", Some("Jane.Doe@example.com")),
            ("first-last+tag@mail.un.org,", Some("first-last+tag@mail.un.org")),
            ("me@here", None),
            ("@un.org", None),
            ("no address", None),
        ] {
            assert_eq!(email(text, 0).map(|end| &text[..end]), found, "{text}");
        }
    }

    #[test]
    fn mentions_and_hashtags() {
        for (text, found) in [
            ("@antonioguterres said", Some("@antonioguterres")),
            ("@un@mastodon.social!", Some("@un@mastodon.social")),
            ("#НагорныйКарабах.", Some("#НагорныйКарабах")),
            ("#2020vision", Some("#2020vision")),
            ("#1", None),
            ("# title", None),
        ] {
            assert_eq!(tag(text, 0).map(|end| &text[..end]), found, "{text}");
        }
        assert_eq!(tag("a@b", 1), None);
    }
}
