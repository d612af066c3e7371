//! The examples of docs/API.md, run in their order. `<name>` keeps a value, `{name}` gives it back, `…` is
//! any text.
use super::{api_world::Api, house_text::House};
use serde_json::{Value, json};
use std::collections::HashMap;

type Known = HashMap<String, Value>;

/// The text with every `{name}` filled; alone between quotes, a name stands for its value, number or text.
fn fill(text: &str, known: &Known) -> String {
    known.iter().fold(text.to_owned(), |text, (name, value)| {
        let bare = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.replace(&format!("\"{{{name}}}\""), &value.to_string()).replace(&format!("{{{name}}}"), &bare)
    })
}

/// Everything the example shows is there; what it leaves out may be anything.
fn compare(shown: &Value, found: &Value, at: &str, known: &mut Known) {
    match shown {
        Value::String(text) if text == "…" => assert!(found.is_string(), "{at}: {found}"),
        Value::String(text) if text.starts_with('<') && text.ends_with('>') => {
            known.insert(text.trim_matches(['<', '>']).to_owned(), found.clone());
        }
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| compare(value, &found[name], &format!("{at}.{name}"), known)),
        Value::Array(items) => {
            assert_eq!(Some(items.len()), found.as_array().map(Vec::len), "{at}: {found}");
            items
                .iter()
                .enumerate()
                .for_each(|(i, value)| compare(value, &found[i], &format!("{at}[{i}]"), known));
        }
        other => assert_eq!(other, found, "{at}"),
    }
}

async fn ask(api: &Api, request: &str) -> (u16, Value) {
    let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
    let mut lines = head.lines();
    let (method, path) = lines.next().unwrap().split_once(' ').unwrap();
    let call = lines.fold(api.call(method, path.trim()), |call, line| {
        let (name, value) = line.split_once(": ").unwrap();
        call.with(&name.to_lowercase(), value)
    });
    let call = if body.trim().is_empty() { call } else { call.text("application/json", body.trim()) };
    let reply = call.send().await;
    (reply.status.as_u16(), reply.body)
}

#[tokio::test]
async fn the_examples_of_the_guide_do_what_they_say() {
    let api = Api::open().await;
    let (ada, grace) = (api.token(&api.world.ada).await, api.token(&api.world.grace).await);
    let linus = api.token(&api.world.linus).await;
    let joan = json!({"nom": "Joan", "email": "joan@cordee.test", "password": "quatre mules grimpent"});
    api.post("/api/register", joan).send().await.is(201);
    let mut known: Known = [
        ("ada".to_owned(), json!(ada)),
        ("grace".to_owned(), json!(grace)),
        ("linus".to_owned(), json!(linus)),
    ]
    .into();
    let guide = House::file("docs/API.md");
    let mut count = 0;
    for example in guide.split("```http\n").skip(1) {
        let (request, rest) = example.split_once("\n```").unwrap();
        let answer =
            rest.trim_start().strip_prefix("```json ").expect("an example of an answer after each request");
        let (status, shown) = answer.split_once('\n').unwrap();
        let shown = fill(shown.split_once("\n```").unwrap().0, &known);
        api.world.index().await;
        let (found_status, found) = ask(&api, &fill(request, &known)).await;
        assert_eq!(status.trim(), found_status.to_string(), "{request}\n{found:#}");
        compare(&serde_json::from_str(&shown).unwrap(), &found, request.lines().next().unwrap(), &mut known);
        count += 1;
    }
    assert!(count >= 15, "{count} examples");
}
