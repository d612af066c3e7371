//! The description of the HTTP API: as it was agreed, complete, and served by ourselves; and every verb of
//! the pages has a route.
use super::{
    api_world::Api,
    house_text::{House, functions},
};
use crate::{features::ROOMS, server::openapi};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn document() -> Value {
    serde_json::to_value(openapi::describe(&openapi::whole(ROOMS.list))).unwrap()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "asked for by hand, to renew the snapshot")]
fn the_description_is_the_one_in_docs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json");
    let now = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    if std::env::var("CORDEE_RENEW").is_ok() {
        std::fs::write(path, &now).unwrap();
    }
    let agreed = std::fs::read_to_string(path).unwrap_or_default();
    let differs = now.lines().zip(agreed.lines()).position(|(a, b)| a != b);
    assert!(
        now == agreed,
        "\nThe HTTP API is no longer as docs/openapi.json says (line {:?}). \
         If that is meant: CORDEE_RENEW=1 cargo nextest run the_description_is, \
         look at the difference, and tell it in CHANGELOG.md.\n",
        differs.map(|n| n + 1)
    );
}

#[test]
fn everything_that_crosses_has_an_example() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let shown = |schema: &Value| {
        schema.get("example").is_some() || schema.get("enum").is_some() || schema["type"] == "string"
    };
    // What is sent in parts, or is a page of something that has an example itself, needs none.
    let excused =
        |name: &str| name.starts_with("Listed_") || ["Facts", "PictureForm", "FieldProblem"].contains(&name);
    let without: Vec<&String> = schemas
        .iter()
        .filter(|(name, schema)| !shown(schema) && !excused(name))
        .map(|(name, _)| name)
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

fn operations(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(m, op)| (format!("{m} {path}"), op.clone()))
        })
        .collect()
}

/// A path of an operation, with names of nothing in it.
fn at_something(path: &str, operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    parameters.iter().fold(path.to_owned(), |path, parameter| {
        let is_number = parameter["schema"]["type"] == "integer";
        let name = if is_number { "1" } else { "00000000-0000-0000-0000-000000000000" };
        path.replace(&format!("{{{}}}", parameter["name"].as_str().unwrap()), name)
    })
}

#[test]
fn every_operation_is_described_in_plain_words_and_every_name_is_known() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let tags: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    let mut names = BTreeMap::new();
    for (name, operation) in operations(&document) {
        assert!(operation["summary"].as_str().is_some_and(|s| s.len() > 5), "{name} has no summary");
        assert!(
            operation["tags"].as_array().unwrap().iter().all(|t| tags.contains(t.as_str().unwrap())),
            "{name}: {}",
            operation["tags"]
        );
        assert!(
            operation["responses"].get("500").is_some() && operation["responses"].get("429").is_some(),
            "{name}"
        );
        let id = operation["operationId"].as_str().unwrap().to_owned();
        if let Some(other) = names.insert(id.clone(), name.clone()) {
            panic!("{name} and {other} are both called {id}");
        }
    }
    assert_eq!(openapi::whole(ROOMS.list).clashes(), Vec::<&str>::new(), "two things of one name");
    assert_eq!(
        document["components"]["schemas"]["Role"]["enum"],
        serde_json::json!(["employe", "technicien", "admin"])
    );
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap())
    {
        assert!(
            document["components"]["schemas"].get(reference).is_some(),
            "{reference} is named and not described"
        );
    }
}

#[tokio::test]
async fn no_operation_answers_a_status_it_does_not_document_to_nobody_at_all() {
    let api = Api::open().await;
    for (name, operation) in operations(&document()) {
        let (method, path) = name.split_once(' ').unwrap();
        let path = at_something(path, &operation);
        let is_public = operation["security"] == serde_json::json!([{}]);
        for call in [
            api.call(&method.to_uppercase(), &path),
            api.call(&method.to_uppercase(), &path).json(serde_json::json!({"a": 1})),
        ] {
            let reply = call.send().await;
            let status = reply.status.as_u16().to_string();
            assert!(
                operation["responses"].get(&status).is_some(),
                "{name} answered {status}: {}",
                reply.body
            );
            assert!(is_public || reply.status == 401, "{name} answered {status} to nobody");
        }
    }
}

/// Before anything else of the request is looked at.
#[tokio::test]
async fn who_is_less_than_an_endpoint_asks_for_is_told_so_whatever_they_send() {
    let api = Api::open().await;
    let (ada, grace) = (api.token(&api.world.ada).await, api.token(&api.world.grace).await);
    const FOR_STAFF: [&str; 5] = [
        "api/v1/queue",
        "api/v1/tickets/counts",
        "api/v1/technicians",
        "api/agent",
        "api/technician/tickets",
    ];
    let mut count = 0;
    for (name, operation) in operations(&document()) {
        let (method, path) = name.split_once(" /").unwrap();
        let is_for_admins = operation["summary"].as_str().unwrap().ends_with("(admin)");
        let refused: &[&String] = match path {
            _ if is_for_admins => &[&ada, &grace],
            path if FOR_STAFF.contains(&path.trim_end_matches('/')) => &[&ada],
            _ => continue,
        };
        for who in refused {
            let place = format!("/{}", at_something(path, &operation));
            let call = api.call(&method.to_uppercase(), &place);
            call.by(who).json(serde_json::json!({"a": 1})).send().await.is(403);
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}

#[tokio::test]
async fn the_description_comes_in_both_spellings_and_the_page_needs_no_other_host() {
    let api = Api::open().await;
    assert_eq!(api.get("/api/schema/").send().await.is(200)["openapi"], "3.1.0");
    for yaml in
        [api.get("/api/schema?format=yaml"), api.get("/api/schema/").with("accept", "application/yaml")]
    {
        let reply = yaml.send().await;
        assert_eq!(reply.header("content-type"), "application/yaml");
        assert!(reply.bytes.starts_with(b"openapi: 3.1.0"));
    }
    api.get("/api/schema/?format=xml").send().await.is(422);
    assert_eq!(api.get("/api/docs").send().await.header("location"), "/api/docs/");
    let page = api.get("/api/docs/").send().await;
    let html = String::from_utf8(page.bytes.clone()).unwrap();
    assert!(page.header("content-security-policy").contains("script-src 'self';"));
    assert!(!html.contains("://") && !html.contains("<style") && !html.contains("style="), "{html}");
    assert!(html.split("<script").skip(1).all(|tag| tag.contains("src=")), "{html}");
    for file in ["swagger-ui-bundle.js", "swagger-ui.css", "swagger-initializer.js"] {
        assert!(html.contains(file), "{html}");
        api.get(&format!("/api/docs/{file}")).send().await.is(200);
    }
    let begin = api.get("/api/docs/swagger-initializer.js").send().await;
    assert!(String::from_utf8_lossy(&begin.bytes).contains("/api/schema/"));
    api.get("/api/docs/../../etc/passwd").send().await.is(404);
}

/// The server functions of a room, as its `api.rs` has them.
fn server_fns(room: &str) -> BTreeSet<String> {
    let path = ["features/", room, "/api.rs"].concat();
    let house = House::read();
    let api = house.sources.iter().filter(|source| source.path.ends_with(&path));
    api.flat_map(|source| functions(&source.code)).filter(|f| f.is_door).map(|f| f.name).collect()
}

#[test]
fn what_pages_can_do_programs_can_do_by_an_endpoint() {
    let known = openapi::whole(ROOMS.list).names();
    let mut count = 0;
    for room in ROOMS.list {
        let declared: BTreeSet<String> = room.server_fns.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(declared, server_fns(room.name), "`server_fns` of {} and its api.rs differ", room.name);
        let verbs = room.verbs.iter().map(|verb| (verb.name, verb.endpoint));
        for (name, endpoint) in room.server_fns.iter().copied().chain(verbs) {
            assert!(known.iter().any(|known| known == endpoint), "{name}: there is no {endpoint}");
            count += 1;
        }
    }
    let doors = House::read().sources.iter().flat_map(|s| functions(&s.code)).filter(|f| f.is_door).count();
    assert!(
        count > 35 && count >= doors,
        "{count} of {doors}: a server function stands in an `api.rs` of a room"
    );
}
