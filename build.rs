//! Turns `locales/<lang>/<room>.toml` into constants, so that a sentence missing in one language is a compile error and one that no page says
//! weighs nothing. (leptos_i18n would bring ICU into the browser, rust-i18n looks keys up at run time and checks none: this costs less.)
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build that cannot read its sentences must stop, and cargo speaks by environment"
)]
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

const LANGUAGES: [&str; 2] = ["fr", "en"];

/// The sentences of a language: room, key, text.
type Sentences = BTreeMap<String, BTreeMap<String, String>>;

fn main() {
    for watched in ["build.rs", "migrations", "locales"] {
        println!("cargo:rerun-if-changed={watched}");
    }
    let said = LANGUAGES.map(read);
    let rooms: BTreeSet<_> = said.iter().flat_map(BTreeMap::keys).collect();
    let modules: String = rooms.into_iter().map(|room| module(room, &said)).collect();
    let folder = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    // Put in place whole: a copied build folder may share its files with the one it was copied from.
    let (made, place) = (Path::new(&folder).join("words.new"), Path::new(&folder).join("words.rs"));
    fs::write(&made, modules).and_then(|()| fs::rename(made, place)).expect("OUT_DIR can be written");
}

fn read(lang: &str) -> Sentences {
    let folder = Path::new("locales").join(lang);
    let files = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    files.flatten().map(|entry| entry.path()).map(|file| (room_of(&file), table(&file))).collect()
}

fn room_of(file: &Path) -> String {
    file.file_stem().expect("a file has a name").display().to_string()
}

fn table(file: &Path) -> BTreeMap<String, String> {
    let fail = |e: &dyn std::fmt::Display| -> ! { panic!("{}: {e}", file.display()) };
    let text = fs::read_to_string(file).unwrap_or_else(|e| fail(&e));
    let table: toml::Table = text.parse().unwrap_or_else(|e| fail(&e));
    let text_of = |key: &str, value: &toml::Value| match value.as_str() {
        Some(text) if !text.is_empty() => text.to_owned(),
        _ => fail(&format!("{key} is no sentence")),
    };
    table.iter().map(|(key, value)| (key.clone(), text_of(key, value))).collect()
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
    let name: String = key.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
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
    let (declared, bounds, used) = match (holes.contains("n"), holes.len()) {
        (true, 1) => ("<N>", "<N: super::Count>", "<N>"),
        (true, _) => ("<'a, N>", "<N: super::Count>", "<'_, N>"),
        (false, _) => ("<'a>", "", "<'_>"),
    };
    format!(
        "#[derive(Clone, Copy)]\npub struct {name}{declared} {{ {fields} }}\n\
         impl{bounds} super::Sentence for {name}{used} {{\n\
         fn fill(&self, lang: super::Lang) -> String {{ super::fill(lang.say(super::Text({texts:?})), &[{values}]) }}\n}}\n"
    )
}

/// The names in braces.
fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}
