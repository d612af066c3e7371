//! The rules of the house, as tests over `src/`. Each failure names the place, the rule and its reason; the
//! rule lives here and nowhere else.
use super::{
    house_syntax::{Syntax, parts},
    house_text::{House, Source, control_depth, functions, literals},
};

/// Fails with every violation, one a line, and the reason for the rule.
#[track_caller]
pub(super) fn hold(reason: &str, violations: Vec<String>) {
    assert!(violations.is_empty(), "\n{reason}\n  {}\n", violations.join("\n  "));
}

/// What `look` finds in each file.
pub(super) fn each(house: &House, mut look: impl FnMut(&Source, &mut Vec<String>)) -> Vec<String> {
    let mut violations = Vec::new();
    house.sources.iter().for_each(|source| look(source, &mut violations));
    violations
}

#[test]
fn a_file_is_read_without_much_scrolling() {
    let violations = each(&House::read(), |source, out| {
        let lines = source.text.lines().count();
        if lines > 400 && !source.is_test() {
            out.push(format!("{}: {lines} lines", source.path));
        }
    });
    hold(
        "A file has at most 400 lines (aim at 120), so that one can hold it in the head. \
         Split it by verb or by component.",
        violations,
    );
}

#[test]
fn a_function_fits_on_a_screen() {
    let violations = each(&House::read(), |source, out| {
        for function in functions(&source.code) {
            let limit = if function.is_component { 60 } else { 40 };
            if function.lines > limit && !source.is_test() && !function.is_table() {
                out.push(format!(
                    "{}: fn {} has {} lines, {limit} are allowed",
                    source.path, function.name, function.lines
                ));
            }
            let within = if function.is_door { 6 } else { 12 };
            if (function.is_door || function.is_handler) && function.body > within {
                out.push(format!(
                    "{}: {} has {} lines inside, {within} are allowed",
                    source.path, function.name, function.body
                ));
            }
        }
    });
    hold(
        "A function has at most 40 lines, a component 60; a server function 6 within, a handler of the HTTP \
         API 12 (name the caller → one verb → return). Give the parts names.",
        violations,
    );
}

#[test]
fn nothing_is_nested_deeply() {
    let violations = each(&House::read(), |source, out| {
        let deep =
            functions(&source.code).into_iter().filter(|f| !source.is_test() && control_depth(&f.text) > 3);
        out.extend(deep.map(|f| format!("{}: fn {}", source.path, f.name)));
    });
    hold(
        "Branches and loops are nested at most 3 deep: beyond that nobody follows. \
         Return early, or name the inner part.",
        violations,
    );
}

#[test]
fn every_file_says_what_it_is() {
    let violations = each(&House::read(), |source, out| {
        if !source.text.starts_with("//!") {
            out.push(source.path.clone());
        }
    });
    hold(
        "Every file starts with one or two `//!` lines, so that a newcomer knows whether to read on.",
        violations,
    );
}

#[test]
fn verbs_and_rules_are_explained() {
    let words = ["pub fn ", "pub async fn "];
    let violations = each(&House::read(), |source, out| {
        if !["service", "rules"].contains(&source.stem()) && !source.path.contains("/server/service/") {
            return;
        }
        let lines: Vec<&str> = source.code.lines().collect();
        for (place, line) in
            lines.iter().enumerate().filter(|(_, line)| words.iter().any(|w| line.starts_with(w)))
        {
            let above = lines[..place].iter().rev().find(|l| !l.trim_start().starts_with("#["));
            if !above.is_some_and(|l| l.trim_start().starts_with("///")) {
                out.push(format!("{}: {}", source.path, line.trim()));
            }
        }
    });
    hold(
        "What a verb does and a rule decides is said in a sentence: who may, what order, which error.",
        violations,
    );
}

#[test]
fn sql_stands_in_stores_only() {
    let violations = each(&House::read(), |source, out| {
        let machine_room = ["server/db", "server/events"].iter().any(|place| source.path.starts_with(place));
        if source.stem() == "store" || source.path.contains("/store/") || machine_room || source.is_test() {
            return;
        }
        let sql = |text: &&str| {
            ["select ", "insert into ", "update ", "delete from "]
                .iter()
                .any(|word| text.trim_start().starts_with(word))
        };
        out.extend(
            literals(&source.code).into_iter().filter(sql).map(|text| format!("{}: {text:.60}", source.path)),
        );
    });
    hold(
        "SQL stands in `store.rs` (or the machine room's db and events): \
         one place to read, to index and to test on both databases.",
        violations,
    );
}

#[test]
fn lower_rooms_do_not_know_higher_ones() {
    let house = House::read();
    let violations = each(&house, |source, out| {
        let Some(room) = source.room() else { return };
        let mine = house.rooms.iter().position(|r| r == room).unwrap_or(0);
        let above = &house.rooms[mine..];
        for path in Syntax::code(source).paths {
            let ["features", other, ..] = parts(&path)[..] else { continue };
            if above.iter().skip(1).any(|higher| higher == other) {
                out.push(format!("{} ({room}) knows {}", source.path, path.join("::")));
            }
        }
    });
    hold(
        "A room knows those before it in features/mod.rs, never those after: no cycles. \
         What is higher is told by an event, or drawn by desk.",
        violations,
    );
}

#[test]
fn the_two_gate_lines_keep_the_server_out_of_the_browser() {
    const DOOR: &str = "#[cfg(feature = \"ssr\")]\npub mod server;";
    // A room with many verbs names the files they stand in between the two halves.
    const API: [&str; 2] = ["#[cfg(feature = \"ssr\")]\nuse {super::server::", ", crate::server::caller};"];
    let house = House::read();
    let violations = each(&house, |source, out| {
        let Some(room) = source.room() else { return };
        let has_server =
            house.sources.iter().any(|s| s.path.starts_with(&["features/", room, "/server/"].concat()));
        if source.path == ["features/", room, "/mod.rs"].concat() && has_server && !source.text.contains(DOOR)
        {
            out.push(format!("{}: the gate before `pub mod server;` is missing", source.path));
        }
        if source.stem() == "api" && !API.iter().all(|half| source.text.contains(half)) {
            out.push(format!("{}: the gate line is missing or differs", source.path));
        }
        if source.path.contains("/server/") && source.code.contains("cfg(feature") {
            out.push(format!("{}: nothing under server/ needs a gate of its own", source.path));
        }
    });
    hold("Two gate lines a room, always the same, keep server code out of the browser.", violations);
}

#[test]
fn a_room_has_its_fixed_furniture() {
    let known = ["mod", "types", "forms", "rules", "api", "on_ticket", "rope", "rooms", "title"];
    let violations = each(&House::read(), |source, out| {
        let parts: Vec<&str> = source.path.split('/').collect();
        let [_, room, rest @ ..] = parts.as_slice() else { return };
        let fits = match rest {
            [_file] => known.contains(&source.stem()) || source.is_test(),
            [folder, ..] => [&known[..], &["ui", "server", "tests"]].concat().contains(folder),
            [] => true,
        };
        if source.room() == Some(room) && !fits {
            out.push(source.path.clone());
        }
    });
    hold(
        "A room has mod, types (forms apart where there are many), rules, api, on_ticket where it lives \
         on one (guidance its rope, desk its rooms, tickets the title it proposes), ui/, server/ and \
         tests/, so that the file is guessed before it is searched.",
        violations,
    );
}

#[test]
fn nothing_gives_up_outside_tests() {
    let violations = each(&House::read(), |source, out| {
        if source.is_test() || source.stem() == "build" {
            return;
        }
        let lines = source
            .code
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains(".unwrap()") || line.contains(".expect("));
        out.extend(lines.map(|(place, line)| format!("{}:{}: {}", source.path, place + 1, line.trim())));
    });
    hold(
        "No `unwrap` or `expect` outside tests and build scripts: what can fail is said in the type and \
         told to the person.",
        violations,
    );
}

#[test]
fn every_style_is_bundled() {
    let house = House::read();
    let main = House::file("style/main.css");
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/style")).unwrap().flatten();
    let names = files.map(|file| file.file_name().into_string().unwrap());
    let is_known = |name: &String| {
        name == "main.css"
            || main.contains(&format!("@import \"{name}\";"))
            || house.rooms.iter().any(|room| *name == format!("{room}.css"))
    };
    hold(
        "A style is a room's, which bin/setup finds by its name, or is imported by main.css.",
        names.filter(|name| !is_known(name)).collect(),
    );
}

#[test]
fn no_style_stands_in_a_view() {
    let directive = |code: &str| {
        code.split(" style:").skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let violations = each(&House::read(), |source, out| {
        if source.is_drawn() && (source.code.contains(" style=") || directive(&source.code)) {
            out.push(source.path.clone());
        }
    });
    hold(
        "No `style=` and no `style:` in views: the content security policy forbids inline styles. \
         Use a class.",
        violations,
    );
}
