//! Short fragments of other languages in English, Russian and other texts: each one found, named and cut exactly.

use proptest::prelude::*;
use tolmach::language::LanguageSpan;
use tolmach::language::detector::{Detector, Engine};
use tolmach::language::words::words;

const ENGLISH: &str = "The talks between the two sides will go on this week, the spokesman said on Monday.";
const RUSSIAN: &str =
    "Переговоры между сторонами продолжатся на этой неделе, сообщил представитель министерства.";

/// The language and text of fragments that stand in English text.
#[rustfmt::skip]
const IN_ENGLISH: &[(&str, &str)] = &[
    ("ru", "Видео дня"), ("ru", "Заголовок открываемого материала"), ("ru", "Читайте также"), ("ru", "Новости"),
    ("ru", "Фото: пресс-служба президента"), ("ru", "Подписывайтесь на наш канал"), ("ru", "Смотрите ещё"),
    ("ru", "В этот день"),
    ("uk", "Читайте також: останні новини України"), ("uk", "Ще більше новин"), ("uk", "Її слова"),
    ("uk", "Підписуйтесь на наш канал"), ("uk", "Головні події дня"),
    ("bg", "Прочетете още по темата"), ("bg", "Последни новини от България"), ("bg", "Времето в страната днес ще бъде слънчево"),
    ("sr", "Прочитајте још вести"), ("sr", "Највећи сукоб на свету"), ("sr", "Пратите нас на друштвеним мрежама ђака"),
    ("mk", "Прочитајте повеќе вести"), ("mk", "Ѓорѓи рече дека ќе дојде"), ("mk", "најнови вести од куќата"),
    ("be", "Чытайце таксама пра ўсё"), ("be", "Навіны ў краіне сёння"), ("be", "Што ўжо вядома"),
    ("el", "Διαβάστε επίσης"), ("el", "Τα νέα της ημέρας"), ("el", "Αθήνα"),
    ("ar", "اقرأ أيضا"), ("ar", "آخر الأخبار العاجلة"), ("ar", "صورة اليوم في المدينة"),
    ("fa", "بیشتر بخوانید چگونه"), ("fa", "پربیننده‌ترین خبرها"),
    ("ur", "مزید پڑھیں"), ("ur", "یہ بھی دیکھیں"),
    ("hy", "Կարդացեք նաև"), ("hy", "Օրվա լուրերը"), ("hy", "Հայաստան"),
    ("ka", "წაიკითხეთ აგრეთვე"), ("ka", "დღის ვიდეო"), ("ka", "საქართველო"),
    ("he", "קראו עוד"), ("he", "חדשות היום"), ("he", "סרטון היום"),
];

/// English fragments that stand in Russian text.
const IN_RUSSIAN: &[&str] = &[
    "Read more",
    "Breaking news of the day",
    "This article was first published in the newspaper",
    "Follow us on social media",
    "Video of the day",
    "All rights reserved",
];

const ENGINES: [Engine; 2] = [Engine::Tolmach, Engine::Whatlang];

fn spans(engine: Engine, text: &str) -> Vec<LanguageSpan> {
    Detector::new(engine, None).unwrap().spans(text, None)
}

/// The fragment on a line of its own, at the end of a line, and within a sentence.
fn documents(around: &str, fragment: &str) -> [String; 3] {
    let (first, second) = around.split_once(", ").unwrap();
    [
        format!("{around}\n\n{fragment}\n\n{around}"),
        format!("{around} {fragment}\n{around}"),
        format!("{around} {first}, «{fragment}», {second}"),
    ]
}

fn check(engine: Engine, around: &str, main: &str, code: &str, fragment: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for text in documents(around, fragment) {
        let found: Vec<_> = spans(engine, &text);
        let foreign: Vec<_> = found
            .iter()
            .filter(|span| span.language.code() != main)
            .map(|span| (span.language.code(), span.span.of(&text)))
            .collect();
        if foreign != [(code, fragment)] {
            wrong.push(format!(
                "expected {code} {fragment:?}, found {foreign:?} in {text:?}"
            ));
        }
    }
    wrong
}

#[test]
fn fragments_in_english_text() {
    assert!(IN_ENGLISH.len() >= 40);
    for engine in ENGINES {
        let wrong: Vec<_> = IN_ENGLISH
            .iter()
            .flat_map(|(code, fragment)| check(engine, ENGLISH, "en", code, fragment))
            .collect();
        assert!(wrong.is_empty(), "{engine:?}: {}", wrong.join("\n"));
    }
}

#[test]
fn english_fragments_in_russian_text() {
    for engine in ENGINES {
        let wrong: Vec<_> = IN_RUSSIAN
            .iter()
            .flat_map(|fragment| check(engine, RUSSIAN, "ru", "en", fragment))
            .collect();
        assert!(wrong.is_empty(), "{engine:?}: {}", wrong.join("\n"));
    }
}

#[test]
fn the_seeds_hold_two_russian_fragments_and_nothing_else() {
    let mut found = Vec::new();
    let mut seeds = 0;
    for entry in std::fs::read_dir("seeds").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        seeds += 1;
        let text = std::fs::read_to_string(path).unwrap();
        for span in spans(Engine::Tolmach, &text) {
            if span.language.code() != "en" {
                assert!(span.confidence > 0.8, "{span:?}");
                found.push(format!("{} {}", span.language, span.span.of(&text)));
            }
        }
    }
    found.sort();
    assert_eq!(seeds, 5);
    assert_eq!(found, ["ru Видео дня", "ru Заголовок открываемого материала"]);
}

#[test]
fn neutral_words_go_with_their_surroundings() {
    for (text, expected) in [
        (
            "The β-carotene and 5 µm Ω",
            vec![("en", "The β-carotene and 5 µm Ω")],
        ),
        ("https://example.org", vec![("und", "https://example.org")]),
        (
            "Чтобы узнать больше, зайдите на https://example.org/news ещё сегодня",
            vec![(
                "ru",
                "Чтобы узнать больше, зайдите на https://example.org/news ещё сегодня",
            )],
        ),
        (
            "Витамин C полезен для детей",
            vec![("ru", "Витамин C полезен для детей")],
        ),
        ("Hаши дети пошли в школу", vec![("ru", "Hаши дети пошли в школу")]),
        (
            "Компания Apple и NATO в XXI веке",
            vec![("ru", "Компания Apple и NATO в XXI веке")],
        ),
        (
            "The reporter of Правда, Smith, wrote",
            vec![
                ("en", "The reporter of"),
                ("ru", "Правда"),
                ("en", "Smith, wrote"),
            ],
        ),
        ("12:30 — 5 %, 😀", vec![]),
    ] {
        let found: Vec<_> = spans(Engine::Tolmach, text)
            .into_iter()
            .map(|s| (s.language.code(), s.span.of(text)))
            .collect();
        assert_eq!(found, expected);
    }
}

proptest! {
    #[test]
    fn spans_are_ordered_disjoint_and_hold_every_letter(text in "\\PC{0,80}|[a-z А-я\\n.,«»א-ת0-9@/:]{0,120}") {
        let mut at = 0;
        for found in spans(Engine::Tolmach, &text) {
            let span = found.span;
            prop_assert!(at <= span.start && !span.is_empty());
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            prop_assert!(!text[at..span.start].chars().any(char::is_alphabetic));
            prop_assert!(text[span.start..].starts_with(char::is_alphabetic));
            prop_assert!((0.0..=1.0).contains(&found.confidence));
            prop_assert!(words(&text).any(|word| word.span.end == span.end));
            at = span.end;
        }
        prop_assert!(!text[at..].chars().any(char::is_alphabetic));
    }
}

#[test]
fn datelines_alone_are_in_no_language_to_speak_of() {
    let detector = Detector::new(Engine::Tolmach, None).unwrap();
    for text in [
        "16:44 GMT 05.10.2020 10:59 GMT",
        "GMT GMT GMT",
        "10:00 UTC, NATO, 12:00 UTC",
    ] {
        for span in detector.spans(text, None) {
            assert!(span.confidence < 0.7, "{text} {span:?}");
        }
    }
}

#[test]
fn fragments_in_mid_clause_keep_the_words_that_english_has_too() {
    let detector = Detector::new(Engine::Tolmach, None).unwrap();
    for (language, fragment) in [
        ("es", "se han referido"),
        ("es", "de América del Norte se encuentra en Farmington"),
        ("es", "más cultivos ecológicos, sobre todo de"),
        ("de", "Das Ergebnis hat uns"),
        ("fr", "le meilleur"),
        ("fr", "Une élection présidentielle s'est tenue au Guatemala en"),
    ] {
        let text = format!("The talks between the two sides {fragment} will go on, the spokesman said.");
        let found: Vec<_> = detector
            .spans(&text, None)
            .into_iter()
            .map(|span| (span.language.code(), span.span.of(&text).to_owned()))
            .collect();
        let expected = [
            ("en", "The talks between the two sides".to_owned()),
            (language, fragment.to_owned()),
            ("en", "will go on, the spokesman said".to_owned()),
        ];
        assert_eq!(found, expected, "{fragment}");
    }
}

#[test]
fn alone_the_main_language_is_as_sure_as_the_text() {
    let detector = Detector::new(Engine::Tolmach, None).unwrap();
    for text in [
        "Azerbaijan",
        "Рекламодателям",
        "The talks will go on",
        "GMT GMT",
        "Regierung und Bundestag",
    ] {
        let (found, span) = (detector.detect(text), detector.spans(text, None)[0]);
        assert_eq!(found.language, span.language, "{text}");
        assert!(
            (found.confidence - span.confidence).abs() < 0.15,
            "{text} {found:?} {span:?}"
        );
    }
}

#[test]
fn names_on_the_next_line_are_not_taken_along() {
    let detector = Detector::new(Engine::Tolmach, None).unwrap();
    for (before, after) in [
        (
            "The company was sold last year.",
            "Palo Alto is a city in California.",
        ),
        (
            "The trade agency Synstar.",
            "En route to the city they were stopped.",
        ),
    ] {
        let text = format!("{before}\nde una antigua propietaria del siglo\n{after}");
        let spans = detector.spans(&text, None);
        let found: Vec<_> = spans
            .iter()
            .map(|s| (s.language.code(), s.span.of(&text)))
            .collect();
        assert_eq!(
            found[1],
            ("es", "de una antigua propietaria del siglo"),
            "{found:?}"
        );
    }
    // A short line between two in another language goes with them.
    let text = "The minister spoke on Monday.\nLos ministros se han reunido esta mañana\nMadrid\n\
        La reunión ha terminado sin acuerdo\nHe will speak again on Friday.";
    let spans = detector.spans(text, None);
    assert_eq!(
        spans.iter().map(|s| s.language.code()).collect::<Vec<_>>(),
        ["en", "es", "en"]
    );
}

#[test]
fn names_of_people_side_by_side_are_no_fragment() {
    let detector = Detector::new(Engine::Tolmach, None).unwrap();
    for names in [
        "Jeyhun Bayramov. Vladimir Putin",
        "Shavkat Mirziyoyev – Zoran Zaev",
        "Marcelo Rebelo de Sousa / Nikol Pashinyan",
        "Hikmet Hajiyev, Shavkat Mirziyoyev, Abdel Fattah el-Sisi",
    ] {
        let text = format!("The call was made by {names} said that a ceasefire was needed in the region.");
        let found = detector.spans(&text, None);
        assert!(
            found.iter().all(|span| span.language.code() == "en"),
            "{text} {found:?}"
        );
    }
    let text = "The call was made by the minister, Die Verhandlungen dauern an, a spokesman said.";
    assert!(
        detector
            .spans(text, None)
            .iter()
            .any(|span| span.language.code() == "de")
    );
}
