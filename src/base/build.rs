//! Turns `locales/<lang>/<room>.toml` into constants, so that a sentence missing in one language is a compile
//! error and one that no page says weighs nothing. (leptos_i18n would bring ICU into the browser, rust-i18n
//! looks keys up at run time and checks none: this costs less.) What stands under `[conflict]` are a room's
//! refusals, each under the word that programs know it by; all of them together are `base::Conflict`.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a build that cannot read its sentences must stop, and cargo speaks by environment"
)]
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

const LOCALES: &str = "../../locales";
const LANGUAGES: [&str; 2] = ["fr", "en"];

/// The table of a room's refusals.
const CONFLICT: &str = "conflict";

/// The sentences of a language: room, key, text.
type Sentences = BTreeMap<String, BTreeMap<String, String>>;

fn main() {
    for watched in ["build.rs", LOCALES] {
        println!("cargo:rerun-if-changed={watched}");
    }
    let said = LANGUAGES.map(read);
    let rooms: BTreeSet<_> = said.iter().flat_map(BTreeMap::keys).collect();
    let modules: String = rooms.into_iter().map(|room| module(room, &said)).collect();
    let folder = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    put(&Path::new(&folder).join("words.rs"), &modules);
    put(&Path::new(&folder).join("conflict.rs"), &conflict(&said[0][CONFLICT]));
}

/// In place whole: a copied build folder may share its files with the one it was copied from.
fn put(place: &Path, text: &str) {
    let made = place.with_extension("new");
    fs::write(&made, text).and_then(|()| fs::rename(made, place)).expect("OUT_DIR can be written");
}

fn read(lang: &str) -> Sentences {
    let folder = Path::new(LOCALES).join(lang);
    let files = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut said = Sentences::new();
    for file in files.flatten().map(|entry| entry.path()) {
        let table = parse(&file);
        for (word, text) in table.get(CONFLICT).and_then(toml::Value::as_table).into_iter().flatten() {
            let text = sentence(&file, word, text);
            let known = said.entry(CONFLICT.into()).or_default().insert(word.clone(), text);
            assert!(known.is_none(), "{}: another room refuses by the word {word}", file.display());
        }
        let own = table.iter().filter(|(_, value)| !value.is_table());
        said.insert(
            room_of(&file),
            own.map(|(key, value)| (key.clone(), sentence(&file, key, value))).collect(),
        );
    }
    said
}

fn room_of(file: &Path) -> String {
    file.file_stem().expect("a file has a name").display().to_string()
}

fn parse(file: &Path) -> toml::Table {
    let fail = |e: &dyn std::fmt::Display| -> ! { panic!("{}: {e}", file.display()) };
    let text = fs::read_to_string(file).unwrap_or_else(|e| fail(&e));
    text.parse().unwrap_or_else(|e| fail(&e))
}

fn sentence(file: &Path, key: &str, value: &toml::Value) -> String {
    match value.as_str() {
        Some(text) if !text.is_empty() => text.to_owned(),
        _ => panic!("{}: {key} is no sentence", file.display()),
    }
}

/// Why the state of a thing forbids an act: the refusals of all rooms as one type.
fn conflict(refusals: &BTreeMap<String, String>) -> String {
    let variant = |(word, text): (&String, &String)| format!("/// « {text} »\n{} = {word:?},\n", camel(word));
    let arm = |word: &String| format!("Self::{} => {},\n", camel(word), word.to_uppercase());
    let variants: String = refusals.iter().map(variant).collect();
    let arms: String = refusals.keys().map(arm).collect();
    format!(
        "crate::word_set!(\n/// Why the state of a thing forbids an act.\nConflict {{\n{variants}}}\n);\n\
         impl Conflict {{\nfn text(self) -> Text {{\n\
         use words::conflict::*;\nmatch self {{\n{arms}}}\n}}\n}}\n"
    )
}

/// `typing_paused` as a type is called: `TypingPaused`.
fn camel(key: &str) -> String {
    key.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

/// What a room says, each sentence in every language and with the same holes.
fn module(room: &str, said: &[Sentences; 2]) -> String {
    let tables = said.iter().filter_map(|rooms| rooms.get(room));
    let keys: BTreeSet<_> = tables.flat_map(BTreeMap::keys).collect();
    let mut out = format!("/// What the room `{room}` says.\npub mod {room} {{\n");
    for key in keys {
        let texts: [&str; 2] = std::array::from_fn(|n| {
            let text = said[n].get(room).and_then(|keys| keys.get(key));
            text.map(String::as_str)
                .unwrap_or_else(|| panic!("locales/{}/{room}.toml has no {key}", LANGUAGES[n]))
        });
        let [fr, en] = texts.map(holes);
        assert!(fr == en, "locales/*/{room}.toml: {key} has the holes {fr:?} in French, {en:?} in English");
        writeln!(out, "/// « {} »", texts[0].replace('\n', " ")).expect("a string takes text");
        out += &if fr.is_empty() { constant(key, texts) } else { structure(key, texts, &fr) };
    }
    out + "}\n"
}

fn constant(key: &str, texts: [&str; 2]) -> String {
    format!("pub const {}: super::Text = super::Text({texts:?});\n", key.to_uppercase())
}

/// A sentence with holes is a type with a field for each of them: `{n}` takes a number, any other a text.
fn structure(key: &str, texts: [&str; 2], holes: &BTreeSet<&str>) -> String {
    let name = camel(key);
    let field = |hole: &str| match hole {
        "n" => "pub n: N".to_owned(),
        text => format!("pub {text}: &'a str"),
    };
    let value = |hole: &str| match hole {
        "n" => "(\"n\", &self.n.to_string())".to_owned(),
        text => format!("({text:?}, self.{text})"),
    };
    let fields = holes.iter().map(|hole| field(hole)).collect::<Vec<_>>().join(", ");
    let values = holes.iter().map(|hole| value(hole)).collect::<Vec<_>>().join(", ");
    let Generics { declared, bounds, used } = Generics::of(holes);
    format!(
        "#[derive(Clone, Copy)]\npub struct {name}{declared} {{ {fields} }}\n\
         impl{bounds} super::Sentence for {name}{used} {{\n\
         fn fill(&self, lang: super::Lang) -> String {{\n\
         super::fill(lang.say(super::Text({texts:?})), &[{values}])\n}}\n}}\n"
    )
}

/// The parameters of a sentence's type: `{n}` may be any number, texts are borrowed.
struct Generics {
    declared: &'static str,
    bounds: &'static str,
    used: &'static str,
}

impl Generics {
    fn of(holes: &BTreeSet<&str>) -> Generics {
        match holes.iter().filter(|hole| **hole != "n").count() {
            0 => Generics { declared: "<N>", bounds: "<N: super::Count>", used: "<N>" },
            texts if texts < holes.len() => {
                Generics { declared: "<'a, N>", bounds: "<N: super::Count>", used: "<'_, N>" }
            }
            _ => Generics { declared: "<'a>", bounds: "", used: "<'_>" },
        }
    }
}

/// The names in braces.
fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}
