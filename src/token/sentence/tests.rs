//! Sentences of named cases, of the golden rules, and of arbitrary text.

use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{Rules, Splitter};
use crate::language::Language;

fn sentences<'t>(language: &str, text: &'t str) -> Vec<&'t str> {
    let splitter = Splitter {
        language: Language::from_name(language),
        ..Splitter::default()
    };
    splitter
        .split(text)
        .into_iter()
        .map(|span| span.of(text))
        .collect()
}

fn shared(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/conformance")
        .join(file)
}

#[test]
fn sentences_of_many_languages() {
    for (language, parts) in [
        (
            "und",
            &["It is Armenia's policy.", "Next, Mr. Doe left.", "He did."][..],
        ),
        ("und", &["Updated: September 20, 2023, 7:17 AM"]),
        ("en", &["See No. 5 and p. 7.", "No.", "It is Jan. 5 vs. Feb. 7."]),
        (
            "en",
            &[
                "\"We are taking steps,\" he said.",
                "\"Next!\" Aliyev said.",
                "“Go.”",
                "“Stay.”",
            ],
        ),
        ("en", &["Bodies were delivered to Syria...", "This means 93."]),
        ("en", &["He was born in 1988.", "He left."]),
        ("en", &["Visit Yahoo! in May?", "iPhones sell."]),
        (
            "ru",
            &[
                "В 2020 г. в г. Баку, т. е. в столице, жил А. С. Пушкин и др. поэты.",
                "Он уехал.",
            ],
        ),
        ("ru", &["Цена 5 тыс. руб. за кг и т. д.", "Это много."]),
        (
            "de",
            &[
                "Am 3. Oktober, z. B. in Berlin, sprach Dr. Kohl usw. lange.",
                "Das war es.",
            ],
        ),
        ("de", &["Die 2. Liga spielt.", "Er kam am 5.", "Wir auch."]),
        (
            "fr",
            &["M. Macron et Mme. Curie, p. ex., sont là.", "Où ?", "Ici."],
        ),
        (
            "es",
            &["El Sr. López vive en EE.UU. desde 1990.", "¿Qué?", "¡Hola!"],
        ),
        ("el", &["Τι κάνεις;", "Καλά, π.χ. σήμερα."]),
        ("hy", &["Նա եկավ։", "Մենք գնացինք:", "Այս տունը"]),
        ("hi", &["यह घर है।", "वह गया।"]),
        ("ja", &["今日は。", "「はい。」", "元気？"]),
    ] {
        for glue in [" ", "\n"] {
            let text = parts.join(glue);
            assert_eq!(sentences(language, &text), parts, "{language} {glue:?}");
        }
    }
}

#[test]
fn missing_spaces() {
    for (text, parts) in [
        (
            "Read the policy.Next came 2020.The end.",
            &["Read the policy.", "Next came 2020.", "The end."][..],
        ),
        ("Stop!Next: go?Yes.", &["Stop!", "Next: go?", "Yes."]),
        ("He said “no.”The end", &["He said “no.”", "The end"]),
        ("mail Jane.Doe@example.com or see www.Site.Com/A.Html, a.B.c", &[]),
        ("Node.Js and example.Com", &[]),
        ("中文。很好！是吗？", &["中文。", "很好！", "是吗？"]),
    ] {
        let expected = if parts.is_empty() { &[text][..] } else { parts };
        assert_eq!(sentences("und", text), expected, "{text}");
    }
}

#[test]
fn lines_bullets_and_lists() {
    let text = "War: Past developments\n\n  • One. Two\n  • Three\n09.Jan.2026\nSolidarity Deferred\n18:19 GMT 05.10.2020";
    let expected = [
        "War: Past developments",
        "• One.",
        "Two",
        "• Three",
        "09.Jan.2026",
        "Solidarity Deferred",
        "18:19 GMT 05.10.2020",
    ];
    assert_eq!(sentences("und", text), expected);
    assert_eq!(
        sentences("und", "News • Sport • Weather"),
        ["News", "• Sport", "• Weather"]
    );
    assert_eq!(
        sentences("und", "1. The first. It is long. 2. The second"),
        ["1. The first.", "It is long.", "2. The second"]
    );
}

/// The 48 rules of English; the sentences of one side are given without the spaces between them.
#[test]
fn golden_rules() {
    let Ok(file) = std::fs::read_to_string(shared("golden_sentences.json")) else {
        return;
    };
    let rules: Vec<(String, Vec<String>)> = serde_json::from_str(&file).unwrap();
    for language in ["en", "und"] {
        let wrong: Vec<_> = rules
            .iter()
            .filter(|(text, expected)| sentences(language, text) != *expected)
            .collect();
        assert!(
            wrong.is_empty(),
            "{language}: {} of {}: {wrong:#?}",
            wrong.len(),
            rules.len()
        );
    }
}

#[test]
fn uax29_conformance() {
    let Ok(file) = std::fs::read_to_string(shared("sentence_break.jsonl")) else {
        return;
    };
    for line in file.lines() {
        let pieces: Vec<String> = serde_json::from_str(line).unwrap();
        let text = pieces.concat();
        let splitter = Splitter {
            rules: Rules::Uax29,
            ..Splitter::default()
        };
        let found: Vec<_> = splitter
            .split(&text)
            .into_iter()
            .map(|span| span.of(&text))
            .collect();
        assert_eq!(found, pieces);
    }
}

fn texts() -> impl Strategy<Value = String> {
    let noisy = prop_oneof![
        4 => "[a-zA-Z]{1,4}",
        2 => "[.!?…:;]{1,4}",
        2 => "[ \\n\\r\\t]{1,2}",
        1 => "[0-9]{1,3}[.)]?",
        1 => prop::sample::select(vec![
            "• ", "“", "”", "\"", "'", "(", ")", "[1]", "Mr.", "U.S.", "е.", "。", "։", "\u{2028}", "é", "a@b.c", " . .",
        ]).prop_map(String::from),
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec(noisy, 0..40).prop_map(|parts| parts.concat())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn sentences_and_white_space_rebuild_the_text(text in texts(), rules in 0..2) {
        let rules = if rules == 0 { Rules::News } else { Rules::Uax29 };
        let mut at = 0;
        for span in (Splitter { language: None, rules }).split(&text) {
            prop_assert!(at <= span.start && !span.is_empty());
            prop_assert!(text[at..span.start].chars().all(char::is_whitespace));
            prop_assert!(rules == Rules::Uax29 || span.of(&text).trim() == span.of(&text));
            at = span.end;
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
    }
}
