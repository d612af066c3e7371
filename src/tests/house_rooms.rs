//! The rules of the house on rooms: by which doors they enter each other, whose words they use, and what
//! their files are called.
use super::{
    house_rules::{each, hold},
    house_syntax::{Syntax, parts},
    house_text::{House, Source},
};
use crate::base::events::WRITTEN;
use std::collections::BTreeMap;

/// What the rooms that lend their unit of work hand out of `work`, by room: `tickets Delivery`.
fn lent(house: &House) -> Vec<String> {
    let doors = house.sources.iter().filter(|s| s.path.ends_with("/server/mod.rs"));
    let paths = doors.flat_map(|source| Syntax::code(source).paths);
    let of_work = paths.filter_map(|path| match parts(&path)[..] {
        ["features", room, "server", "work", item] => Some([room, item].join(" ")),
        _ => None,
    });
    of_work.collect()
}

#[test]
fn rooms_enter_each_other_by_the_door() {
    let house = House::read();
    let lent = lent(&house);
    assert!(lent.contains(&"tickets perform".to_owned()), "{lent:?}");
    let violations = each(&house, |source, out| {
        let Some(room) = source.room().filter(|_| !source.is_test()) else { return };
        for path in Syntax::code(source).paths {
            let ["features", other, "server", inside, ..] = parts(&path)[..] else { continue };
            let is_door = ["service", "work"].contains(&inside)
                || lent.contains(&[other, inside].join(" "))
                // The faces of the reference documents and the shared pages show what programs are shown
                // elsewhere.
                || (["references", "desk"].contains(&room) && inside == "shapes");
            if other != room && !is_door {
                out.push(format!("{}: {}", source.path, path.join("::")));
            }
        }
    });
    hold(
        "Of another room only `server::service` is used, and `server::work` of a room that lends its unit \
         of work: store and jobs are its own business.",
        violations,
    );
}

/// Is it the word of this kind, a statement with it, or what it begins with?
fn speaks_of(text: &str, kind: &str) -> bool {
    let is_beginning = text.len() > 3 && text.ends_with('_') && kind.starts_with(text);
    text == kind || is_beginning || text.contains(&["'", kind, "'"].concat())
}

#[test]
fn a_door_hands_no_store_on() {
    const INSIDE: [&str; 4] = ["store", "jobs", "sweep", "rest"];
    let violations = each(&House::read(), |source, out| {
        for path in Syntax::code(source).handed_on {
            let ["features", room, "server", inside, ..] = parts(&path)[..] else { continue };
            if INSIDE.contains(&inside) && !source.path.ends_with(&format!("/{room}/server/{inside}.rs")) {
                out.push(format!("{}: {}", source.path, path.join("::")));
            }
        }
    });
    hold(
        "What stands behind a door is not handed on by it under another name: the verbs of `service` are \
         functions, with the caller first.",
        violations,
    );
}

/// The word of a form that is spelt like a kind: what a picture is for, as programs send it.
const SAME_SPELLING: [(&str, &str); 1] = [("features/conversation/server/routes.rs", "instruction")];

#[test]
fn no_room_speaks_of_another_s_events() {
    let house = House::read();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for source in &house.sources {
        for kind in Syntax::code(source).kinds {
            owners.insert(kind, source.room().unwrap_or_default());
        }
    }
    assert!(owners.len() > 10, "the kinds are found: {owners:?}");
    let violations = each(&house, |source, out| {
        let machinery = ["base/", "ui/", "server/"].iter().any(|place| source.path.starts_with(place));
        let Some(room) = source.room().or(machinery.then_some("")) else { return };
        if source.is_test() || room == "references" {
            return;
        }
        for text in Syntax::code(source).texts {
            let is_form = SAME_SPELLING.contains(&(source.path.as_str(), text.as_str()));
            let named = owners.iter().find(|(kind, owner)| **owner != room && speaks_of(&text, kind));
            if let Some((_, owner)) = named.filter(|_| !is_form) {
                out.push(format!("{}: \"{text}\" of {owner}", source.path));
            }
        }
    });
    hold(
        "A kind of event is named by its room only (the references' faces speak their words): \
         what holds of a kind is declared with it.",
        violations,
    );
}

/// Texts in events that nobody wrote there: what they are is searched otherwise, or not at all.
const NOT_WRITTEN: [&str; 3] = ["title", "category_name", "phone"];

#[test]
fn what_people_write_stands_where_search_looks() {
    let mut found = 0;
    let violations = each(&House::read(), |source, out| {
        let Some((_, block)) = source.code.split_once("crate::events!(") else { return };
        let block = block.split_once("\n);").map_or(block, |(block, _)| block);
        let fields = block.split([',', '{', '}', '\n']).filter_map(|part| part.trim().split_once(": "));
        let texts = fields.filter(|(_, of)| ["String", "Option<String>"].contains(of)).map(|(name, _)| name);
        for name in texts {
            found += 1;
            if !WRITTEN.contains(&name) && !NOT_WRITTEN.contains(&name) {
                out.push(format!("{}: {name}", source.path));
            }
        }
    });
    assert!(found > 6, "the texts of the events are found: {found}");
    hold(
        "What people write into an event stands in a field of a name in `base::events::WRITTEN`: else nobody \
         finds it. Other texts are named here.",
        violations,
    );
}

/// Verbs that nobody need be signed in for, and why.
const FOR_ANYBODY: [(&str, &str); 8] = [
    ("front_door", "a visitor asks what the door offers"),
    ("sign_in", "a visitor becomes somebody"),
    ("enter_instead", "the browser of a visitor was somebody's before"),
    ("open_session", "the second half of signing in"),
    ("register", "a visitor opens an account"),
    ("make_first_admin", "nobody has an account yet"),
    ("sign_out", "whose session has ended meanwhile leaves as well"),
    ("whoami", "that it is nobody is an answer"),
];

#[test]
fn who_may_call_stands_in_the_signature() {
    let violations = each(&House::read(), |source, out| {
        if source.room().is_none() || !source.path.contains("/server/") || source.is_test() {
            return;
        }
        let open = Syntax::code(source).open_to_all.into_iter();
        let unknown = open.filter(|name| FOR_ANYBODY.iter().all(|(known, _)| known != name));
        out.extend(unknown.map(|name| format!("{}: {name}", source.path)));
    });
    hold(
        "A verb takes `Signed`, `Staff` or `Admin`: then nobody forgets to ask who calls. \
         Those few that are for visitors too are listed with their reason.",
        violations,
    );
}

/// Verbs, SQL, HTTP, what happens later, what a clock causes, what may be set, how its things look to
/// programs, the unit of work it lends, how it reacts to what happened, how its things are found, what is
/// counted of it.
const FURNITURE: [&str; 12] = [
    "mod",
    "service",
    "store",
    "rest",
    "jobs",
    "sweep",
    "settings",
    "shapes",
    "work",
    "followers",
    "search",
    "counters",
];

/// What one room has beside it, since only that room is about it: who somebody is, and pictures on their way.
const OWN: [(&str, &[&str]); 2] =
    [("accounts", &["identity", "passwords", "session_tokens", "cookies"]), ("conversation", &["routes"])];

#[test]
fn what_stands_under_server_has_a_fixed_name() {
    let violations = each(&House::read(), |source, out| {
        let Some((_, inside)) = source.path.split_once("/server/") else { return };
        // The faces of the reference documents are named as their documents are.
        let Some(room) = source.room().filter(|room| *room != "references") else { return };
        let own = OWN.iter().find(|(of, _)| *of == room).map_or(&[][..], |(_, names)| names);
        let name = inside.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        if !FURNITURE.contains(&name) && !own.contains(&name) {
            out.push(source.path.clone());
        }
    });
    hold(
        &format!(
            "Under server/ stand {}, or folders of these names with a file a verb: the file is guessed \
             before it is searched.",
            FURNITURE.join(", ")
        ),
        violations,
    );
}

#[test]
fn the_reader_sees_through_nested_imports_and_other_names() {
    let source = |text: &str| Source {
        path: "features/guidance/server/rest.rs".to_owned(),
        text: text.to_owned(),
        code: text.to_owned(),
    };
    let seen = |text: &str| -> Vec<String> {
        Syntax::code(&source(text)).paths.iter().map(|path| path.join("::")).collect()
    };
    let nested = seen("use crate::{base, features::tickets::{Status, server::{service, store as rows}}};");
    assert!(nested.contains(&"features::tickets::server::store".to_owned()), "{nested:?}");
    let renamed = seen("use crate::features::tickets::server as tickets; fn f() { tickets::store::find(1) }");
    assert!(renamed.contains(&"features::tickets::server::store::find".to_owned()), "{renamed:?}");
    let above = seen("fn f() { super::super::super::tickets::server::jobs::go() }");
    assert!(above.contains(&"features::tickets::server::jobs::go".to_owned()), "{above:?}");
    let handed_on = |text: &str| -> Vec<String> {
        Syntax::code(&source(text)).handed_on.iter().map(|path| path.join("::")).collect()
    };
    let door = "pub use super::{cookies, store::{find, list as all}}; use super::store::insert;";
    assert_eq!(
        handed_on(door),
        ["cookies", "store::find", "store::list"].map(|name| ["features::guidance::server::", name].concat())
    );
    assert!(speaks_of("instruction", "instruction") && speaks_of("guidage_", "guidage_debut"));
    assert!(speaks_of("select 1 from events where kind in ('instruction')", "instruction"));
    assert!(!speaks_of("an instruction", "instruction") && !speaks_of("", "instruction"));
    let open = |text: &str| Syntax::code(&source(text)).open_to_all;
    assert_eq!(open("pub async fn a(ctx: &Ctx) {} fn b(ctx: Ctx) {} pub fn c(ctx: &Signed) {}"), ["a"]);
    assert_eq!(open("use crate::server::Ctx as C; pub(super) fn d(x: i64, of: &mut C) {}"), ["d"]);
    let by_its_root = seen("use crate::tickets::server::store as rows; fn f() { crate::desk::view() }");
    assert_eq!(by_its_root, ["features::tickets::server::store", "features::desk::view"]);
    let within = seen("use crate::features as f; fn g() { vec![f::tickets::server::store::all(\"x\")] }");
    assert!(within.contains(&"features::tickets::server::store::all".to_owned()), "{within:?}");
}
