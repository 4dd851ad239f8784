//! Words of named cases, and the law of rebuilding over arbitrary text.

use crate::token::{Clitics, Hyphens, Kind, Kinds, Options, Tokenizer, sentence};
use proptest::prelude::*;

fn tokens<'t>(options: &Options, text: &'t str) -> Vec<&'t str> {
    let tokens = Tokenizer::new(options.clone()).tokenize(text).unwrap();
    tokens.into_iter().map(|token| token.span.of(text)).collect()
}

#[test]
fn words_as_readers_see_them() {
    for (text, expected) in [
        (
            "the U.S. and Mt. Fuji",
            &["the", "U.S.", "and", "Mt.", "Fuji"][..],
        ),
        ("J. E. Smith", &["J.", "E.", "Smith"]),
        ("you and I. Did", &["you", "and", "I", "Did"]),
        (
            "Mr. Doe, Pitt & Co. in No. 5. No. End.",
            &["Mr.", "Doe", "Pitt", "Co.", "in", "No.", "5", "No", "End"],
        ),
        ("z. B. oder т. е. 5", &["z.", "B.", "oder", "т.", "е.", "5"]),
        ("в 2020 г. и т.д.", &["в", "2020", "г.", "и", "т.д."]),
        (
            "Nagorno-Karabakh's de-escalate",
            &["Nagorno-Karabakh's", "de-escalate"],
        ),
        ("COVID-19, F-16", &["COVID-19", "F-16"]),
        ("In 1991-1994, 7,000", &["In", "1991", "1994", "7,000"]),
        ("co-chairs - Russia", &["co-chairs", "Russia"]),
        ("from 21:00 (20:00)", &["from", "21:00", "20:00"]),
        ("18:19 GMT 05.10.2020\n", &["18:19", "GMT", "05.10.2020"]),
        ("09.Jan.2026", &["09.Jan.2026"]),
        ("$10 million", &["10", "million"]),
        ("see https://t.co/a-b, ok", &["see", "https://t.co/a-b", "ok"]),
        ("mail a.b-c@d.org now", &["mail", "a.b-c@d.org", "now"]),
        ("via @un #ООН!", &["via", "@un", "#ООН"]),
        ("ab 👩‍👩‍👧 🇦🇲", &["ab", "👩‍👩‍👧", "🇦🇲"]),
        ("кое-что по-русски", &["кое-что", "по-русски"]),
    ] {
        assert_eq!(tokens(&Options::default(), text), expected, "{text}");
    }
}

#[test]
fn switches() {
    let text = "U.S.-led l'homme 21:00 a@b.org";
    let plain = ["U.S", "led", "l'homme", "21", "00", "a", "b.org"];
    assert_eq!(tokens(&Options::plain(), text), plain);
    let split = Options {
        clitics: Clitics::Split,
        hyphens: Hyphens::Split,
        ..Options::default()
    };
    assert_eq!(
        tokens(&split, "Secretary-General's l'homme"),
        ["Secretary", "General", "'s", "l'", "homme"]
    );
}

#[test]
fn kinds_and_keeping() {
    let all = Options {
        keep: Some(Kinds::ALL),
        ..Options::default()
    };
    let text = "Hi, $5 😀!";
    let kinds: Vec<_> = Tokenizer::new(all)
        .tokenize(text)
        .unwrap()
        .iter()
        .map(|token| token.kind)
        .collect();
    let expected = [
        Kind::Word,
        Kind::Punctuation,
        Kind::Symbol,
        Kind::Number,
        Kind::Emoji,
        Kind::Punctuation,
    ];
    assert_eq!(kinds, expected);
    let words = Options {
        keep: Some(Kinds::NONE.with(Kind::Word)),
        ..Options::default()
    };
    assert_eq!(tokens(&words, text), ["Hi"]);
}

fn options() -> impl Strategy<Value = Options> {
    (any::<[bool; 6]>()).prop_map(
        |[abbreviations, hyphens, clitics, addresses, dates, repair_glued]| Options {
            keep: Some(Kinds::ALL),
            abbreviations,
            hyphens: if hyphens { Hyphens::Whole } else { Hyphens::Split },
            clitics: if clitics { Clitics::Split } else { Clitics::Whole },
            addresses,
            dates,
            repair_glued,
            ..Options::default()
        },
    )
}

/// Texts that would take hours if anything looked at the rest of the text, or at what came before, at every step.
#[test]
fn long_odd_texts_take_time_with_their_length() {
    let times = 30_000;
    for part in [
        "a-",
        "a.",
        "1.a.",
        "я-",
        "é ",
        "a@",
        "http://",
        "aд",
        "(",
        ")",
        "No. ",
        "a. ",
        "z.Ba",
        "Mr. ",
        "I.",
        "@a",
        "#a",
        "'s",
        "1:",
        "ก",
        "中",
        ". . ",
        "...",
        "[1]",
        "U.S. ",
        "x)",
        "A b.",
        "“",
        "\u{301}",
        "👩\u{200d}",
        "a\u{200d}",
        "•",
        "• ",
        "1. ",
        "\n",
    ] {
        let text = format!("http://x.y/{}", part.repeat(times)) + &part.repeat(times);
        for hyphens in [Hyphens::Split, Hyphens::Whole] {
            let options = Options {
                keep: Some(Kinds::ALL),
                hyphens,
                clitics: Clitics::Split,
                repair_glued: true,
                ..Options::default()
            };
            let tokens = Tokenizer::new(options).tokenize(&text).unwrap();
            assert!(tokens.last().is_some_and(|token| token.span.end <= text.len()));
        }
        let sentences = sentence::Splitter::default().split(&part.repeat(times));
        assert!(sentences.len() <= part.len() * times);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn tokens_and_gaps_rebuild_the_text(
        text in prop_oneof![
            any::<String>(),
            "(also|The|the|policy|\\.|Next|2024|Armenia's|Видео|-| ){0,9}",
            "([a-zA-Z0-9éд]{0,3}[-.:/@#' ’‐,&_\n$]{0,2}){0,8}",
            "(https?://|www\\.|@|#|[0-9]{1,4}[.:/-]|[A-Za-zя]{1,4}[.'-]?| ){0,12}",
        ],
        options in options(),
    ) {
        let mut at = 0;
        for token in Tokenizer::new(options).tokenize(&text).unwrap() {
            prop_assert!(!token.span.is_empty() && at <= token.span.start);
            prop_assert!(text[at..token.span.start].chars().all(char::is_whitespace));
            prop_assert!(text.is_char_boundary(token.span.start) && text.is_char_boundary(token.span.end));
            at = token.span.end;
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
    }
}
