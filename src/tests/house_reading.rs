//! The rules of the house on how code reads: no wider than the screen, nothing passed sideways, sentences
//! that say something.
use super::{
    house_rules::{each, hold},
    house_syntax::Syntax,
    house_text::{House, Source, functions},
};
use std::collections::HashMap;

#[test]
fn no_line_is_wider_than_110() {
    let violations = each(&House::read(), |source, out| {
        let wide = source.text.lines().enumerate().filter(|(_, line)| line.chars().count() > 110);
        out.extend(wide.map(|(place, line)| format!("{}:{}: {line:.60}…", source.path, place + 1)));
    });
    hold(
        "A line has at most 110 characters, in attributes, SQL and texts too: two files stand beside each \
         other, and what is at the end of a line is read.",
        violations,
    );
}

/// What comes from elsewhere as a tuple of three: utoipa's routes with their description.
const EXCEPT: [&str; 2] = ["server/endpoints.rs: with", "server/endpoints.rs: creating"];

/// What the syntax of each file says, with the file's name.
fn in_each(look: impl Fn(Syntax) -> Vec<String>) -> Vec<String> {
    each(&House::read(), |source, out| {
        let found = look(Syntax::whole(source)).into_iter().map(|name| format!("{}: {name}", source.path));
        out.extend(found.filter(|place| !EXCEPT.contains(&place.as_str())));
    })
}

#[test]
fn nothing_is_passed_as_a_tuple() {
    hold(
        "No parameter is a tuple: what belongs together has a name, what does not is passed by itself.",
        in_each(|syntax| syntax.tuple_parameters),
    );
}

#[test]
fn nothing_is_taken_three_at_a_time() {
    hold(
        "No `let (a, b, c) =`: one `let` a thing, or a struct for what belongs together. \
         Budgets are met by naming parts.",
        in_each(|syntax| syntax.wide_lets),
    );
}

#[test]
fn a_bool_is_asked_by_if() {
    hold(
        "No `match` on a bool: `if` says the same and is read first.",
        in_each(|syntax| syntax.bool_matches),
    );
}

#[test]
fn a_parser_puts_its_fields_together_by_name() {
    hold(
        "No `zip` where a parser finishes, and none of a zip: \
         `fields.finish(|| Some(Edit { title: title?, priority: priority? }))` says what becomes of what.",
        in_each(|syntax| syntax.zips),
    );
}

#[test]
fn a_sentence_says_more_than_the_name() {
    let violations = each(&House::read(), |source, out| {
        let idle = Syntax::code(source).sentences.into_iter().filter(|(name, said)| repeats(name, said));
        out.extend(idle.map(|(name, said)| format!("{}: {name}: {}", source.path, said.trim())));
    });
    hold(
        "Documentation states a rule, a unit, an order, an error or a source; a sentence that only \
         repeats the name is left out.",
        violations,
    );
}

/// Words that carry nothing by themselves.
const IDLE: &str =
    " a an the of to in on at by for with and or as is are be its it this that one ones own s ";

/// Has the sentence no word that is not in the name?
fn repeats(name: &str, said: &str) -> bool {
    let name: Vec<String> = words(&apart(name)).collect();
    let is_in_name = |word: &String| name.iter().any(|part| root(part) == root(word));
    words(said).all(|word| is_in_name(&word))
}

/// `TicketView` and `ticket_view` as `Ticket View` and `ticket view`.
fn apart(name: &str) -> String {
    name.chars()
        .flat_map(|c| [c.is_uppercase().then_some(' '), Some(c)])
        .flatten()
        .collect::<String>()
        .replace('_', " ")
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let all =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    all.filter(|word| !IDLE.contains(&[" ", word, " "].concat()))
}

/// Without the ending of a plural or of a verb.
fn root(word: &str) -> &str {
    ["ies", "es", "s", "ing", "ed", "y", "e"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
}

#[test]
fn the_reader_tells_repeating_from_saying() {
    assert!(repeats("list_departments", " Lists the departments."));
    assert!(repeats("TokenPair", "A pair of tokens."));
    assert!(!repeats("list_departments", "Departments, by name."));
    assert!(!repeats("expires_at", "In seconds."));
    let source = |text: &str| Source { path: "ui/x.rs".into(), text: text.into(), code: text.into() };
    let found = Syntax::whole(&source(
        "fn a((x, y): (i64, i64)) {} fn b(z: &(u8, u8)) {} fn c(z: Option<(u8, u8)>) {} \
         trait T { fn d(z: (u8, u8)); } fn e(P((a, b)): P<Q>) {} \
         fn f(g: impl Fn((u8, u8)), pairs: &[(u8, u8)], list: Vec<(u8, u8)>) {}",
    ));
    assert_eq!(found.tuple_parameters, ["a", "b", "c", "d", "e"]);
    let found = Syntax::whole(&source(
        "fn a() { let (a, b, c) = d(); } fn b() { let (a, (b, c)) = d(); } fn c() { (a, b, c) = d(); } \
         fn d() { if let Some((a, b, c)) = d() {} } fn e() { let Ok((a, b, c)) = d() else { return }; } \
         fn f() { let (a, b) = g; let (a, b, c) = join!(x); }",
    ));
    assert_eq!(found.wide_lets, ["a", "b", "c", "d", "e"]);
    let found = Syntax::whole(&source(
        "fn a() { match e { true => 1, false => 2 } } fn b() { match e { (true) | false => 2 } } \
         fn c() { match () { _ if e => 1, _ => 2 } } fn d() { match e { Some(true) => 1, _ => 2 } }",
    ));
    assert_eq!(found.bool_matches, ["a", "b", "c"]);
    let found = Syntax::whole(&source(
        "fn a() { x.zip(y).zip(z) } fn b() { x.zip(y.zip(z)) } fn c() { fields.finish(|| x.zip(y)) } \
         fn d() { x.zip(y); y.zip(z); fields.finish(|| Some(x?)) }",
    ));
    assert_eq!(found.zips, ["a", "b", "c"]);
    let found = Syntax::whole(&source(
        "/// A token.\nstruct Token { /// The name of the token.\nname: X, /// In one line.\nabout: X }\n\
         impl Token { /// Finds the token.\nfn find() {} }",
    ));
    let idle =
        found.sentences.iter().filter(|(name, said)| repeats(name, said)).map(|(name, _)| name.as_str());
    assert_eq!(idle.collect::<Vec<_>>(), ["Token", "Token_name", "Token_find"]);
}

#[test]
fn no_line_of_french_begins_with_a_mark() {
    let sentences = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/fr");
    let loose = std::fs::read_dir(sentences).unwrap().flat_map(|file| {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let loose = text.lines().filter(|line| {
            let said = line.split_once(" = ").map_or("", |(_, said)| said);
            crate::base::text::held(said) != said
        });
        loose.map(|line| format!("{}: {line:.60}", path.display())).collect::<Vec<_>>()
    });
    hold(
        "In locales/fr the space before : ; ! ? and inside « » is one that never ends a line (U+00A0).",
        loose.collect(),
    );
}

/// Names in this order that begin like components: `<Stream />`.
fn components_in(view: &str) -> impl Iterator<Item = &str> {
    let after = view.split('<').skip(1);
    after.map(|tag| tag.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
}

/// All that is drawn where this component stands, itself too.
fn drawn_by<'a>(name: &'a str, bodies: &'a HashMap<String, String>, known: &mut Vec<&'a str>) {
    let Some(body) = bodies.get(name).filter(|_| !known.contains(&name)) else { return };
    known.push(name);
    components_in(body).for_each(|inner| drawn_by(inner, bodies, known));
}

#[test]
fn what_is_taken_over_later_fetches_nothing() {
    let house = House::read();
    let functions = house.sources.iter().flat_map(|source| functions(&source.code));
    let bodies: HashMap<String, String> =
        functions.filter(|f| f.is_component).map(|f| (f.name, f.text)).collect();
    let mut parts = bodies.values().flat_map(|body| body.split("<Later").skip(1)).peekable();
    assert!(parts.peek().is_some());
    let mut within = Vec::new();
    for part in parts {
        let inside = part.split("</Later>").next().unwrap_or_default();
        components_in(inside).for_each(|name| drawn_by(name, &bodies, &mut within));
    }
    let fetches =
        |name: &&&str| ["fetched", "loaded(", "awaited("].iter().any(|call| bodies[**name].contains(call));
    hold(
        "Nothing within a `Later` fetches: what came with the page is found by its turn.",
        within.iter().filter(fetches).map(|name| name.to_string()).collect(),
    );
}
