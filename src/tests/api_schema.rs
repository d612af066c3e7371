//! The description of the HTTP API: as it was agreed, complete, and served by ourselves; and every verb of the pages has a route.
use super::{
    api_world::Api,
    house_text::{House, functions},
};
use crate::{
    features::{self, rooms},
    server::openapi,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn document() -> Value {
    serde_json::to_value(openapi::describe(&openapi::whole(features::api()))).unwrap()
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
        "\nThe HTTP API is no longer as docs/openapi.json says (line {:?}). If that is meant: CORDEE_RENEW=1 cargo nextest run the_description_is, \
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
    assert_eq!(openapi::whole(features::api()).clashes(), Vec::<&str>::new(), "two things of one name");
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
        let path = path.replace("{id}", "1").replace("{session}", "00000000-0000-0000-0000-000000000000");
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
            assert!(is_public || reply.status.as_u16() >= 400, "{name} let nobody in");
            assert!(is_public || !path.contains("api/v1") || reply.status != 200, "{name}");
        }
    }
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

/// Every verb of the pages, and the endpoint that does the same.
const ROUTES: &[(&str, &str)] = &[
    ("whoami", "GET /api/v1/me"),
    ("front_door", "GET /api/v1/door"),
    ("sign_in", "POST /api/v1/sessions"),
    ("register", "POST /api/register"),
    ("make_first_admin", "POST /api/v1/first-admin"),
    ("sign_out", "DELETE /api/v1/sessions/current"),
    ("my_account", "GET /api/v1/me"),
    ("change_profile", "PATCH /api/v1/me"),
    ("change_password", "PUT /api/v1/me/password"),
    ("my_sessions", "GET /api/v1/sessions"),
    ("revoke_session", "DELETE /api/v1/sessions/{id}"),
    ("list_people", "GET /api/v1/people"),
    ("find_person", "GET /api/v1/people/{id}"),
    ("add_person", "POST /api/v1/people"),
    ("change_person", "PATCH /api/v1/people/{id}"),
    ("set_person_password", "PUT /api/v1/people/{id}/password"),
    ("list_person_sessions", "GET /api/v1/people/{id}/sessions"),
    ("my_tokens", "GET /api/v1/tokens"),
    ("make_token", "POST /api/v1/tokens"),
    ("revoke_token", "DELETE /api/v1/tokens/{id}"),
    ("list_directory", "GET /api/v1/departments"),
    ("add_department", "POST /api/v1/departments"),
    ("rename_department", "PATCH /api/v1/departments/{id}"),
    ("add_category", "POST /api/v1/categories"),
    ("rename_category", "PATCH /api/v1/categories/{id}"),
    ("make_category_default", "PATCH /api/v1/categories/{id}"),
    ("open_ticket", "POST /api/v1/tickets"),
    ("my_tickets", "GET /api/v1/tickets"),
    ("guided_now", "GET /api/v1/tickets/guided"),
    ("list_queue", "GET /api/v1/tickets"),
    ("count_queue", "GET /api/v1/tickets/counts"),
    ("take_ticket", "PUT /api/v1/tickets/{id}/lead"),
    ("assign_ticket", "PUT /api/v1/tickets/{id}/lead"),
    ("change_ticket_status", "PUT /api/v1/tickets/{id}/status"),
    ("edit_ticket", "PATCH /api/v1/tickets/{id}"),
    ("list_technicians", "GET /api/v1/technicians"),
    ("add_comment", "POST /api/v1/tickets/{id}/messages"),
    ("list_earlier", "GET /api/v1/tickets/{id}/events"),
    ("take_over_guidance", "PUT /api/v1/tickets/{id}/guidance/lead"),
    ("view_ticket", "GET /api/v1/tickets/{id}"),
    ("view_queue", "GET /api/v1/queue"),
    ("conversation.say", "POST /api/v1/tickets/{id}/messages"),
    ("guidance.act", "POST /api/v1/tickets/{id}/guidance/acts"),
];

#[test]
fn every_verb_of_the_pages_has_a_route() {
    let known = openapi::whole(features::api()).names();
    for (verb, route) in ROUTES {
        assert!(known.iter().any(|name| name == route), "{verb}: there is no {route}");
    }
    let house = House::read();
    let doors = house.sources.iter().flat_map(|s| functions(&s.code)).filter(|f| f.is_door).map(|f| f.name);
    let verbs: Vec<String> =
        doors.chain(rooms().live.verbs.iter().map(|(name, _)| (*name).to_owned())).collect();
    assert!(verbs.len() > 35, "{verbs:?}");
    let missing: Vec<&String> =
        verbs.iter().filter(|verb| !ROUTES.iter().any(|(known, _)| known == verb)).collect();
    assert!(
        missing.is_empty(),
        "\nWhat pages can do, programs can do by the HTTP API. Give these a route and write it down in ROUTES: {missing:?}\n"
    );
}
