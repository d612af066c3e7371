//! Turns `locales/*.toml` into constants, so that a sentence missing in one language is a compile error and one that no page says weighs nothing.
//! (leptos_i18n would bring ICU into the browser, rust-i18n looks keys up at run time and checks none: 40 lines of our own cost less.)
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build that cannot read its sentences must stop, and cargo speaks by environment"
)]
use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

const LANGUAGES: [&str; 2] = ["fr", "en"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=migrations");
    let texts = LANGUAGES.map(|lang| {
        let file = format!("locales/{lang}.toml");
        println!("cargo:rerun-if-changed={file}");
        let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}"));
        text.parse::<toml::Table>().unwrap_or_else(|e| panic!("{file}: {e}"))
    });
    let mut out = String::new();
    for room in texts.iter().flat_map(|t| t.keys()).collect::<BTreeSet<_>>() {
        writeln!(out, "/// What the room `{room}` says.\npub mod {room} {{ use crate::base::text::Text;")
            .expect("a string takes text");
        let keys: BTreeSet<_> =
            texts.iter().filter_map(|t| t.get(room)?.as_table()).flat_map(|t| t.keys()).collect();
        for key in keys {
            let said = texts
                .each_ref()
                .map(|t| t.get(room).and_then(|r| r.get(key)).and_then(|v| v.as_str()).unwrap_or_default());
            for (lang, text) in LANGUAGES.iter().zip(said) {
                assert!(!text.is_empty(), "locales/{lang}.toml has no [{room}] {key}");
            }
            writeln!(
                out,
                "/// « {} »\npub const {}: Text = Text({said:?});",
                said[0].replace('\n', " "),
                key.to_uppercase()
            )
            .expect("a string takes text");
        }
        out.push_str("}\n");
    }
    let folder = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join("words.rs"), out).expect("OUT_DIR can be written");
}
