//! Words that a full stop follows without ending the sentence, and words that sentences start with, by language.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::language::Language;

/// How an abbreviation stands to what follows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::token) enum Class {
    /// A name or an example follows: the sentence goes on.
    Never,
    /// Before a number the sentence goes on.
    Number,
    /// The sentence ends if the next word is one that sentences start with.
    Either,
}

/// The abbreviations of a language. A word in lower case stands for any case; one with a capital for that and for
/// capitals throughout. Behind a tilde stand those that are words of other languages, and so are known only where the
/// language of the text is.
struct Row {
    code: &'static str,
    never: &'static str,
    number: &'static str,
    either: &'static str,
    starters: &'static str,
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row {
        code: "en",
        never: "Mr Mrs Ms Mx Messrs Mmes Dr Prof Gen Maj Col Lt Cpl Sgt Capt Cmdr Adm Brig Gov Sen Rep Reps Sens Rev Hon Pres \
                Amb Supt Insp Det Fr St Ste Mt Ft Pvt Cllr Atty Asst Assoc vs viz cf e.g i.e eg",
        number: "p pp no nos No Nos n° fig figs vol vols ch sec sect art para app ed eds Jan Feb Mar Apr Jun Jul Aug Sep \
                 Sept Oct Nov Dec tel ext approx ca c rm bldg",
        either: "co inc ltd corp bros jr sr etc al plc llc llp dept univ assn Ave Blvd Rd Mon Tue Tues Wed Thu Thur Thurs \
                 Fri Ph.D M.D B.A M.A ft oz lb lbs est min max misc st Calif Conn Fla Ill Mass Mich Minn Okla Ore Penn Tenn \
                 Tex Va Wash Wis",
        starters: "A An The This That These Those There Then They He She It We You I In On At By For From With As If When \
                   While Where What Who Why How But And Or So Yet However Meanwhile Also After Before During Since Until \
                   Although Though Because His Her Its Their Our My Your One Some Many Most All No Not Now Here According \
                   Earlier Later Last Both Such To Of Did Do Does Is Are Was Were Has Have Had Will Would Can Could Should \
                   Please Let Each Every Another Other Between Under Over About Despite Following Instead Still Even Only",
    },
    Row {
        code: "ru",
        never: "т.е т.н т.к т.ч см ср им проф акад доц канд инж ген полк подп майор кап ст.лейт св прп ул пр-т просп пер \
                бул наб пл обл р-н пос дер мкр корп стр оф проч напр т.наз г-н г-жа рис табл илл гл",
        number: "с стр д кв корп оф №  п пп ч ст рис табл т гл янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек тел",
        either: "г гг в вв н.э до.н.э т.д т.п др пр руб коп тыс млн млрд трлн долл чел экз ед кг км м см мм га л ч мин сек \
                 соч изд ред пер авт с.г н.с о.о вып обл",
        starters: "В Во На Он Она Оно Они Это Этот Эта Эти Но И А По С Со К Ко У О Об За Из Как Что Мы Вы Я Не Ни Если Когда \
                   При Для Также Однако От До Под Над Так Там Тут Здесь Тогда Потом После Перед Его Её Ее Их Мой Наш Ваш \
                   Все Всё Кто Где Куда Почему Да Нет Или Хотя Поэтому Кроме Между Через Уже Еще Ещё Только Теперь",
    },
    Row {
        code: "uk",
        never: "т.зв напр див ім проф акад вул просп пров св обл р-н смт",
        number: "с ст рис табл гл буд кв січ лют бер квіт трав черв лип серп вер жовт лист груд",
        either: "р рр ст т.д т.п ін грн коп тис млн млрд",
        starters: "У В Це Цей Ця Ці Він Вона Вони Ми Ви Я Але І Й Та На За З Із Зі Що Як Якщо Коли Де До Про Для Не Також \
                   Проте Однак Після Перед Його Її Їх Усі Всі",
    },
    Row {
        code: "bg",
        never: "напр проф акад инж ген св бул ул гр т.нар",
        number: "с стр т бр чл",
        either: "г др т.н лв ст хил млн млрд",
        starters: "В На Той Тя То Те Това Тази Този Тези Но И А По С За От Как Какво Ние Вие Аз Не Ако Когато Където Също",
    },
    Row {
        code: "de",
        never: "z.B d.h u.a i.d.R Hr Hrn Fr Frl Dipl Ing Hl evtl ggf bzw sog vgl z.T z.Zt inkl exkl insb insbes geb gest gegr \
                ca i.e u.U o.ä St Abt Prof Dr Mag med phil jur rer nat",
        number: "Nr Nrn Abs Art Bd Bde Kap Abb Tab Ziff Anm Aufl Jg S Tel Jän Febr Mär Okt Dez Std",
        either: "usw etc u.v.m Co Mio Mrd Tsd Str Jh Jhd Hrsg Hg Verf Min Sek max min Hbf e.V",
        starters: "Der Die Das Den Dem Des Ein Eine Einer Einen Er Sie Es Wir Ihr Ich Du Man In Im Am An Auf Aus Bei Mit Nach \
                   Von Vom Zu Zum Zur Und Aber Oder Doch Auch Als Wenn Weil Dass Da Dann Dort Hier So Wie Was Wer Wo Warum \
                   Dies Diese Dieser Dieses Jetzt Nun Seit Für Durch Um Über Unter Vor Bis Trotz Während Obwohl Nicht Kein \
                   Keine Alle Alles Viele Seine Ihre Sein Unser Allerdings Jedoch Zudem Dabei Damit Deshalb",
    },
    Row {
        code: "fr",
        never: "M MM Mme Mmes Mlle Mlles Mgr Vve Pr Me Cie p.ex cf av bd Ste St",
        number: "n° nº art chap p pp fig tél vol éd janv févr avr juil sept oct nov déc",
        either: "etc env apr J.-C boul",
        starters: "Le La Les L Un Une Des Il Elle Ils Elles On Nous Vous Je Tu Ce Cet Cette Ces C Mais Et Ou Donc Or Ni Car \
                   En Dans Sur Sous Par Pour Avec Sans Chez De Du À Au Aux Si Quand Comme Qui Que Où Pourquoi Comment \
                   Selon Après Avant Depuis Pendant Ainsi Aussi Cependant Pourtant Toutefois Son Sa Ses Leur Leurs Tout",
    },
    Row {
        code: "es",
        never: "Sr Sra Sres Sras Srta D Dª Dña Dr Dra Dres Prof Profa Lic Ing Arq Gral Cnel Cap Tte Mons Fr Sto Sta p.ej Ud \
                Uds Vd Vds Excmo Ilmo Avda",
        number: "núm núms nº n.º pág págs art arts cap vol fig tel ene febr abr jun jul ago sept oct nov dic",
        either: "etc Cía S.A EE.UU a.C d.C aprox Av",
        starters: "El La Los Las Un Una Unos Unas Él Ella Ellos Ellas Nosotros Yo Tú Se Es Esto Este Esta Estos Estas Ese Esa \
                   Eso Pero Y O En Con Por Para De Del Al A Desde Hasta Sin Sobre Según Si Cuando Como Que Qué Quién Dónde \
                   Por Tras Durante Además También Sin Su Sus Mi No Ya Todo Todos Muchos Ahora Aunque Mientras Después",
    },
    Row {
        code: "pt",
        never: "Sr Sra Srs Srta Dr Dra Drs Exmo Exma Prof Profa Eng Arq Gen Cel Cap ~Ten D V.Exa p.ex Sto Sta Av",
        number: "nº n.º núm pág págs art cap vol fig tel jan fev abr mai jun jul ago set out dez",
        either: "etc Ltda S.A Cia a.C d.C aprox",
        starters: "O A Os As Um Uma Ele Ela Eles Elas Nós Eu Isso Isto Este Esta Esse Essa Mas E Ou Em No Na Nos Nas Com Por \
                   Para De Do Da Dos Das Ao Desde Até Sem Sobre Segundo Se Quando Como Que Quem Onde Após Antes Durante \
                   Além Também Seu Sua Não Já Todo Todos Muitos Agora Embora Enquanto Depois Porém",
    },
    Row {
        code: "it",
        never: "Sig Sigg Sig.ra Sig.na Dott Dott.ssa Prof Prof.ssa Ing Avv Arch Geom Rag Mons ~Card Gen Col Cap ~Ten Egr Gent \
                Spett ~S p.es ad.es ~On Rev",
        number: "n nn nr pag pagg p pp art artt cap vol fig tel gen febb apr giu lug ago sett ott nov dic",
        either: "ecc etc S.p.A S.r.l a.C d.C ca",
        starters: "Il Lo La I Gli Le Un Uno Una L Lui Lei Loro Noi Voi Io Esso Essa Questo Questa Questi Queste Quello Quella \
                   Ma E Ed O In Nel Nella Con Per Di Del Della Dei A Al Alla Da Dal Dalla Su Sul Sulla Se Quando Come Che Chi \
                   Dove Perché Secondo Dopo Prima Durante Anche Inoltre Tuttavia Suo Sua Non Già Tutto Tutti Ora Mentre Così",
    },
    Row {
        code: "nl",
        never: "dhr mevr mw drs ir ing mr dr prof ds Sint St bijv bv d.w.z o.a m.b.t t.a.v t.o.v a.h.w zgn vgl resp",
        number: "nr nrs blz p art afb hfst tel jan feb mrt apr jun jul aug sept okt nov dec",
        either: "enz etc e.d N.V B.V ca jl mln mld",
        starters: "De Het Een Hij Zij Ze Wij We Jij Je Ik U Dit Dat Deze Die Er Maar En Of In Op Aan Bij Met Na Van Voor Door \
                   Naar Om Over Uit Te Als Toen Omdat Dan Daar Hier Zo Hoe Wat Wie Waar Waarom Ook Volgens Sinds Tijdens \
                   Hun Zijn Haar Niet Geen Alle Veel Nu Echter Toch",
    },
    Row {
        code: "pl",
        never: "np tzw tzn dr prof mgr inż ~hab płk gen ~por kpt ks św ul ~al ~pl ~os ~im m.in ob ww śp bp abp kard ~lek ~red",
        number: "nr s str art ust pkt rys tab poz t r tel st",
        either: "itd itp ok godz min sek zł gr tys mln mld r w wyd",
        starters: "W We Na Do Z Ze Po Od Za O I A Ale Lub To Ten Ta Te Ci On Ona Ono Oni One My Wy Ja Nie Jak Jeśli Jeżeli Gdy \
                   Kiedy Gdzie Co Kto Dlaczego Dla Przez Przed Pod Nad Przy Również Także Jednak Jego Jej Ich Wszystkie \
                   Według Podczas Teraz Już Tylko",
    },
    Row {
        code: "cs",
        never: "např tzv tzn tj mj resp popř p pí sv dr prof doc ing mgr bc judr mudr phdr rndr gen plk kpt ul nám tř",
        number: "č čl odst str s obr tab kap tel sv r",
        either: "atd apod aj hod min tis mil mld Kč r stol",
        starters: "V Ve Na Do Z Ze Po Od Za O A Ale Nebo To Ten Ta Ti Ty On Ona Ono Oni My Vy Já Ne Jak Jestliže Když Kdy Kde \
                   Co Kdo Proč Pro Před Pod Nad Při Také Však Jeho Její Jejich Všechny Podle Během Nyní Už Jen Pokud",
    },
    Row {
        code: "sv",
        never: "t.ex bl.a d.v.s dvs s.k resp jfr prof dr hr fr St f.d t.o.m fr.o.m",
        number: "nr s sid kap art fig tel jan febr mars apr aug sept okt nov dec kl ca",
        either: "m.m etc osv m.fl milj mdr kr st e.Kr f.Kr",
        starters: "Den Det De En Ett Han Hon Vi Ni Jag Du Man Men Och Eller I På Av Med För Från Till Om När Som Där Här Hur \
                   Vad Vem Varför Efter Före Under Enligt Också Dock Hans Hennes Deras Inte Alla Nu Även",
    },
    Row {
        code: "da",
        never: "f.eks bl.a dvs d.v.s hr fr fru prof dr St ca jf pga ifm mht vedr",
        number: "nr s kap art fig tlf jan febr mar apr aug sept okt nov dec kl",
        either: "m.m m.v mfl m.fl osv etc mio mia kr stk",
        starters: "Den Det De En Et Han Hun Vi I Jeg Du Man Men Og Eller På Af Med For Fra Til Om Når Som Der Her Hvordan Hvad \
                   Hvem Hvorfor Efter Før Under Ifølge Også Dog Hans Hendes Deres Ikke Alle Nu",
    },
    Row {
        code: "tr",
        never: "Dr Prof Doç Yrd Av Gen Alb Yzb Bşk Sn örn bkz vb.gibi Hz Sok Cad Mah Apt",
        number: "s no No cilt md tel sf",
        either: "vb vs vd A.Ş Ltd Şti yy",
        starters: "Bu O Şu Bir Ve Ama Ancak Fakat Ben Sen Biz Siz Onlar Her Hiç Çok Daha En Eğer Ne Neden Nasıl Kim Nerede Sonra \
                   Önce Ayrıca Yine Onun Onların İlk Son Tüm",
    },
    Row {
        code: "el",
        never: "π.χ κ κα κος κκ Δρ καθ βλ λ.χ δηλ αγ Αγ",
        number: "αρ σελ τηλ άρθ κεφ",
        either: "κ.ά κ.λπ κλπ κτλ μ.Χ π.Χ μ.μ π.μ εκ δισ χιλ",
        starters: "Ο Η Το Οι Τα Ένας Μια Ένα Αυτός Αυτή Αυτό Αλλά Και Ή Σε Στο Στη Στην Στον Με Για Από Αν Όταν Όπως Που Πώς \
                   Τι Ποιος Γιατί Μετά Πριν Επίσης Όμως Ωστόσο Δεν Όλα Τώρα",
    },
    Row {
        code: "hy",
        never: "օր տիկ պրն պրոֆ դոկտ փող",
        number: "էջ հ հատ նկ",
        either: "թ թթ դ դդ դր մլն մլրդ հազ և.այլն",
        starters: "Այս Այդ Այն Նա Նրանք Մենք Դուք Ես Դու Բայց Եվ Իսկ Երբ Եթե Որտեղ Ինչ Ով Ինչպես",
    },
];

/// What is known of one language, or of all together.
#[derive(Default)]
pub(in crate::token) struct Knowledge {
    classes: HashMap<String, Class>,
    starters: HashSet<&'static str>,
}

impl Knowledge {
    /// What is known of `language`; of all languages together where that is nothing, or where there is none.
    pub fn of(language: Option<Language>) -> &'static Self {
        static ALL: LazyLock<Knowledge> = LazyLock::new(|| {
            let mut knowledge = Knowledge::default();
            for row in ROWS {
                knowledge.add(row, false);
            }
            knowledge
        });
        static EACH: LazyLock<HashMap<Language, Knowledge>> = LazyLock::new(|| {
            let one = |row: &Row| {
                let mut knowledge = Knowledge::default();
                knowledge.add(row, true);
                (Language::from_code(row.code), knowledge)
            };
            ROWS.iter().map(one).collect()
        });
        language
            .and_then(|language| EACH.get(&relative(language)))
            .unwrap_or(&ALL)
    }

    fn add(&mut self, row: &Row, only: bool) {
        let lists = [
            (row.either, Class::Either),
            (row.number, Class::Number),
            (row.never, Class::Never),
        ];
        for (words, class) in lists {
            for word in words.split_whitespace() {
                let word = match word.strip_prefix('~') {
                    Some(word) if only => word,
                    Some(_) => continue,
                    None => word,
                };
                if word.starts_with(char::is_uppercase) {
                    self.insert(word.to_uppercase(), class);
                } else {
                    let mut letters = word.chars();
                    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
                    self.insert(first.chain(letters).collect(), class);
                    self.insert(word.to_uppercase(), class);
                }
                self.insert(word.to_owned(), class);
            }
        }
        self.starters.extend(row.starters.split_whitespace());
    }

    /// Where languages disagree, the one in which the sentence goes on has the last word.
    fn insert(&mut self, word: String, class: Class) {
        let known = self.classes.entry(word).or_insert(class);
        let rank = |class| match class {
            Class::Never => 0,
            Class::Number => 1,
            Class::Either => 2,
        };
        if rank(class) < rank(*known) {
            *known = class;
        }
    }

    /// What a full stop behind `word` says; the word without that full stop and without spaces: "z.B" of "z. B.".
    pub fn class(&self, word: &str) -> Option<Class> {
        self.classes.get(word).copied()
    }

    /// Whether sentences start with `word`.
    pub fn starts(&self, word: &str) -> bool {
        self.starters.contains(word)
    }
}

/// The language whose abbreviations serve `language` as well.
fn relative(language: Language) -> Language {
    match language.code() {
        "nb" | "nn" => Language::from_code("da"),
        "sk" => Language::from_code("cs"),
        "be" => Language::from_code("ru"),
        "mk" => Language::from_code("bg"),
        "gl" => Language::from_code("es"),
        "af" => Language::from_code("nl"),
        "az" => Language::from_code("tr"),
        _ => language,
    }
}

/// The languages whose abbreviations are known, in the order of their codes; `related` tells those that borrow them.
#[must_use]
pub fn languages() -> Vec<Language> {
    Language::all()
        .filter(|language| ROWS.iter().any(|row| row.code == relative(*language).code()))
        .collect()
}

/// First letters of the months, as they follow the number of a day: "3. Oktober", "3. října".
pub(super) fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 30] = [
        "janu", "jän", "febr", "märz", "mars", "marts", "april", "mai", "maj", "juni", "juli", "august",
        "septem", "oktob", "novem", "dezem", "decem", "leden", "únor", "březn", "dubn", "květn", "červ",
        "srpn", "září", "říj", "listopad", "prosin", "ledn", "augusti",
    ];
    let word = word.to_lowercase();
    MONTHS.iter().any(|month| word.starts_with(month))
}

#[cfg(test)]
mod tests {
    use super::{Class, Knowledge, ROWS, is_month, languages};
    use crate::language::Language;

    #[test]
    fn classes_by_language() {
        let of = |code: &str| Knowledge::of(Language::from_name(code));
        for (code, word, class) in [
            ("en", "Mr", Some(Class::Never)),
            ("en", "MR", Some(Class::Never)),
            ("en", "Inc", Some(Class::Either)),
            ("en", "p", Some(Class::Number)),
            ("en", "end", None),
            ("ru", "г", Some(Class::Either)),
            ("ru", "т.е", Some(Class::Never)),
            ("de", "z.B", Some(Class::Never)),
            ("it", "On", Some(Class::Never)),
            ("und", "On", None),
            ("und", "z.B", Some(Class::Never)),
            ("nb", "f.eks", Some(Class::Never)),
        ] {
            assert_eq!(of(code).class(word), class, "{code} {word}");
        }
        assert!(of("de").starts("Der") && !of("de").starts("Oktober"));
    }

    #[test]
    fn at_least_ten_languages() {
        assert!(languages().len() >= 20);
        assert!(ROWS.iter().all(|row| Language::from_name(row.code).is_some()));
        assert!(is_month("Oktober") && is_month("října") && !is_month("Haus"));
    }
}
