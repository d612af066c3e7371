//! Whatever people write wherever they can write it is text on every page: it opens no element and adds no
//! attribute.
use super::{api_world::Api, world::write};
use crate::{
    features::{
        accounts::{PersonChange, ProfileForm, server::service as accounts},
        conversation::server::service::{self as conversation, Upload},
        departments::server::service as departments,
        guidance::{Act, Outcome, Step},
        tickets::{NewTicketForm, server::service as tickets},
    },
    server::Signed,
};
use serde_json::json;
use uuid::Uuid;

/// Leaves a title, a script, a box to write in, a comment and an attribute in either quotes; short enough for
/// a name.
const HOSTILE: &str = r#"</title></script></textarea>--><inj>" onhostile="x' onhostile='y"#;

/// Elements whose content is text for a browser until they end.
const TEXT_ONLY: [&str; 4] = ["script", "style", "title", "textarea"];

/// Every name of an element and of an attribute, as a browser finds them.
fn marks(html: &str) -> Vec<String> {
    let (mut names, mut rest) = (Vec::new(), html);
    while let Some(place) = rest.find('<') {
        rest = &rest[place + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "/>".contains(c)).unwrap_or(rest.len());
        let name = rest[..end].to_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        rest = attributes(&rest[end..], &mut names);
        if TEXT_ONLY.contains(&name.as_str()) {
            rest = rest.find(&["</", &name].concat()).map_or("", |end| &rest[end..]);
        }
        names.push(name);
    }
    names
}

/// Notes the attributes' names; returns what follows the element's opening.
fn attributes<'a>(mut rest: &'a str, names: &mut Vec<String>) -> &'a str {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return rest;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        names.push(rest[..end].to_lowercase());
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_start) else { continue };
        rest = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, after)| after),
            _ => &value[value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())..],
        };
    }
}

#[test]
fn the_reader_of_this_test_sees_what_a_browser_sees() {
    let names = |html: &str| marks(html).join(" ");
    assert_eq!(names("<p class='a>b' hidden>x</p><!-- <b> --><br/>1 < 2"), "class hidden p br");
    assert_eq!(names("<title><b></title><script>'<i>'</script><u id=1>"), "title script id u");
    assert!(names(&format!("<title>{HOSTILE}</title>")).contains("inj"));
    assert!(names(&format!("<p title=\"{HOSTILE}\">")).contains("onhostile"));
    assert!(names(&format!("<p title='{HOSTILE}'>")).contains("onhostile"));
}

/// As much of it as a user name may be, and no two alike.
fn username(who: &Signed) -> String {
    [&who.actor.id.to_string()[30..], r#""'><inj onhostile="#].concat()
}

/// Names, a department, a category, a token: what people are called and what they call things.
async fn call_everything_so(api: &Api) {
    let world = &api.world;
    for who in [&world.ada, &world.grace, &world.linus] {
        let form = ProfileForm {
            name: Some(HOSTILE.into()),
            username: Some(username(who)),
            phone: Some("01 44 55 02 14".into()),
            ..Default::default()
        };
        accounts::change_profile(who, form).await.unwrap();
    }
    let wish = json!({"name": HOSTILE, "scopes": ["lecture"], "days": 1});
    api.post("/api/v1/tokens", wish).by(&api.token(&world.linus).await).send().await.is(201);
    departments::add_department(&world.linus, HOSTILE.into()).await.unwrap();
    departments::add_category(&world.linus, HOSTILE.into()).await.unwrap();
    let department = departments::directory(&world.linus).await.unwrap().departments[0].id.to_string();
    let ada = world.ada.actor.id;
    let change =
        PersonChange { name: Some(HOSTILE.into()), department: Some(department), ..Default::default() };
    accounts::change_person(&world.linus, ada, change).await.unwrap();
}

/// A ticket on which everything was said that can be said.
async fn say_everything_so(api: &Api) -> i64 {
    let world = &api.world;
    let directory = departments::directory(&world.linus).await.unwrap();
    let category = directory.categories.iter().find(|c| c.name == HOSTILE).unwrap().id.to_string();
    let form =
        NewTicketForm { problem: HOSTILE.into(), title: HOSTILE.into(), category, ..Default::default() };
    let number = tickets::open(&world.ada, form).await.unwrap();
    conversation::say(&world.ada, number, HOSTILE.into(), Default::default()).await.unwrap();
    tickets::take(&world.grace, number, Default::default()).await.unwrap();
    let bytes = include_bytes!("../../public/icons/192.png");
    let (name, act) = (HOSTILE.to_owned(), Uuid::now_v7());
    let bytes = bytes.as_slice().into();
    let photo = Upload { name, bytes, act, answers: None, for_instruction: false };
    conversation::add_picture(&world.ada, number, photo).await.unwrap();
    world.act(&world.grace, number, Act::Start).await.unwrap();
    world.act(&world.grace, number, write(HOSTILE)).await.unwrap();
    world.act(&world.grace, number, write(HOSTILE)).await.unwrap();
    let (session, step) = (world.session(number).await, Step { number: 1, version: 1 });
    let said = Act::Answer { session, step, outcome: Outcome::Failed, note: Some(HOSTILE.into()) };
    world.act(&world.ada, number, said).await.unwrap();
    number
}

/// The page as a browser on this device gets it; the device calls itself something hostile too.
async fn draw(api: &Api, who: Option<&Signed>, path: &str) -> String {
    let call = api.get(path).with("accept", "text/html").with("user-agent", HOSTILE);
    let call = match who {
        Some(who) => call.by(&api.token(who).await),
        None => call,
    };
    let drawn = call.send().await;
    assert!(drawn.status.is_success() || drawn.status == 404, "{path}: {}", drawn.status);
    String::from_utf8(drawn.bytes).unwrap()
}

/// In an address.
fn in_query(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

#[tokio::test]
async fn no_text_of_a_person_is_markup_on_any_page() {
    let api = Api::open().await;
    call_everything_so(&api).await;
    let number = say_everything_so(&api).await;
    let world = &api.world;
    let [ada, grace, linus] = [&world.ada, &world.grace, &world.linus].map(Some);
    let person = world.ada.actor.id;
    let text = in_query(HOSTILE);
    let pages = [
        (None, format!("/sign-in?next={text}&email={text}")),
        (None, format!("/register?email={text}")),
        (None, format!("/{text}")),
        (ada, "/profile".into()),
        (linus, "/profile".into()),
        (ada, format!("/tickets?search={text}")),
        (ada, format!("/tickets/new?problem={text}&title={text}")),
        (ada, format!("/tickets/{number}")),
        (ada, format!("/tickets/{number}/print")),
        (grace, format!("/desk?tab=all&search={text}")),
        (grace, format!("/desk/{number}?tab=all")),
        (grace, format!("/tickets/{number}/print")),
        (linus, format!("/desk/{number}")),
        (linus, format!("/admin/people?search={text}")),
        (linus, format!("/admin/people/{person}")),
        (linus, "/admin/departments".into()),
    ];
    let mut shown = 0;
    for (who, path) in pages {
        let html = draw(&api, who, &path).await;
        let names = marks(&html);
        assert!(names.iter().any(|name| name == "title"), "{path} is a page");
        let foreign = names.iter().find(|name| *name == "inj" || name.contains("onhostile"));
        assert_eq!(foreign, None, "{path} {html}");
        shown += usize::from(html.contains("&lt;inj"));
    }
    assert!(shown >= 10, "the texts stand on the pages, as texts: {shown}");
}
