//! What a slow reader leaves untaken is bounded: long conversations come in pages, pictures in pieces, and
//! nobody keeps all the memory there is.
use super::api_world::{Api, Reply};
use crate::features::{
    conversation::server::service::{self as conversation, Upload},
    guidance::{Act, Outcome},
};
use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode},
};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

fn next_page(reply: &Reply) -> Option<String> {
    let link = reply.header("link").strip_suffix(">; rel=\"next\"")?;
    link.strip_prefix('<').map(str::to_owned)
}

#[tokio::test]
async fn a_long_conversation_comes_in_pages_of_a_hundred_and_each_step_knows_its_answer() {
    let api = Api::open().await;
    let number = api.world.guided_ticket().await;
    for step in 1..=120 {
        api.world.write(number, &format!("Étape {step}")).await.unwrap();
        api.world.answer(number, step, 1, Outcome::Done).await.unwrap();
    }
    // An odd number of events: a page begins between a step and its answer.
    api.world
        .act(&api.world.ada, number, Act::CallMe { phone: Some("01 44 55 02 14".into()) })
        .await
        .unwrap();
    let ada = api.token(&api.world.ada).await;
    for path in [
        format!("/api/tickets/{number}/comments/"),
        format!("/depannage/api/chat/messages/conversation_messages/?conversation_id={number}"),
    ] {
        let (mut page, mut whole) = (Some(path.clone()), Vec::new());
        while let Some(path) = page {
            let reply = api.get(&path).by(&ada).send().await;
            page = next_page(&reply);
            let list = reply.is(200).as_array().unwrap().clone();
            assert!((1..=100).contains(&list.len()), "{}", list.len());
            whole.splice(0..0, list);
        }
        let ids: Vec<i64> = whole.iter().map(|entry| entry["id"].as_i64().unwrap()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b) && ids.len() == 245, "{path}: each once, in order");
        let of_kind =
            |kind: &str| -> Vec<&Value> { whole.iter().filter(|e| e["type_action"] == kind).collect() };
        let (steps, answers) = (of_kind("instruction"), of_kind("confirmation_etape"));
        assert_eq!((steps.len(), answers.len()), (120, 120));
        assert!(steps.iter().all(|step| step["statut"] == "repondue" && step["est_confirmee"] == true));
        assert!(steps.iter().zip(&answers).all(|(step, answer)| answer["instruction_id"] == step["id"]));
    }
    let sessions = format!("/api/v1/tickets/{number}/guidance/sessions");
    let session = api.get(&sessions).by(&ada).send().await.is(200)["items"][0]["id"].clone();
    let (mut seqs, mut next) = (Vec::new(), json!("0"));
    while let Some(after) = next.as_str() {
        let path = format!("{sessions}/{}?after={after}", session.as_str().unwrap());
        let page = api.get(&path).by(&ada).send().await.is(200);
        let events = page["events"].as_array().unwrap();
        assert!((1..=200).contains(&events.len()));
        seqs.extend(events.iter().map(|event| event["seq"].as_i64().unwrap()));
        next = page["next"].clone();
    }
    assert_eq!(
        seqs,
        (seqs[0]..=245).collect::<Vec<_>>(),
        "the replay, from the beginning of guidance to now"
    );
}

/// The first bytes of an answer, held as a connection holds them whose reader takes none.
async fn untaken(api: &Api, token: &str, path: &str) -> Result<Bytes, StatusCode> {
    let request = Request::get(path).header("authorization", format!("Bearer {token}")).body(Body::empty());
    let response = api.router.clone().oneshot(request.unwrap()).await.unwrap();
    if !response.status().is_success() {
        return Err(response.status());
    }
    Ok(response.into_body().into_data_stream().next().await.unwrap().unwrap())
}

#[tokio::test]
async fn who_leaves_many_answers_untaken_is_refused_more_and_others_are_not() {
    let api = Api::open().await;
    let number = api.world.taken_ticket().await;
    for _ in 0..100 {
        conversation::say(&api.world.ada, number, "é".repeat(4_000).into(), Default::default())
            .await
            .unwrap();
    }
    let (ada, grace) = (api.token(&api.world.ada).await, api.token(&api.world.grace).await);
    for path in [format!("/api/tickets/{number}/comments/"), format!("/api/v1/tickets/{number}/events")] {
        let (mut held, mut refusal) = (Vec::new(), None);
        while refusal.is_none() {
            match untaken(&api, &ada, &path).await {
                Ok(bytes) => held.push(bytes),
                Err(status) => refusal = Some(status),
            }
            assert!(
                held.len() < 200,
                "{path}: {} bytes in memory",
                held.iter().map(Bytes::len).sum::<usize>()
            );
        }
        assert_eq!(refusal, Some(StatusCode::TOO_MANY_REQUESTS));
        let bytes: usize = held.iter().map(Bytes::len).sum();
        assert!((32 << 20..34 << 20).contains(&bytes), "{path}: {bytes}");
        assert!(untaken(&api, &grace, &path).await.is_ok(), "somebody else");
        drop(held);
        assert!(untaken(&api, &ada, &path).await.is_ok(), "they were taken");
    }
}

#[tokio::test]
async fn a_picture_is_sent_in_pieces_whole_and_in_part() {
    let api = Api::open().await;
    let number = api.world.taken_ticket().await;
    let photo = include_bytes!("../../public/icons/512.png");
    let upload = Upload {
        name: "photo.png".into(),
        bytes: photo.as_slice().into(),
        act: Uuid::now_v7(),
        answers: None,
        for_instruction: false,
    };
    let kept = conversation::add_picture(&api.world.ada, number, upload).await.unwrap();
    let ada = api.token(&api.world.ada).await;
    for path in [format!("/files/{}", kept.id), format!("/api/v1/attachments/{}", kept.id)] {
        let piece = untaken(&api, &ada, &path).await.unwrap();
        assert!(piece.len() <= 64 * 1024 && piece.len() < kept.size as usize, "{}", piece.len());
        let whole = api.get(&path).by(&ada).send().await;
        assert_eq!(
            (whole.header("content-length"), whole.bytes.len()),
            (kept.size.to_string().as_str(), kept.size as usize)
        );
        let part = api.get(&path).by(&ada).with("range", "bytes=100-299").send().await;
        assert_eq!((part.status.as_u16(), part.header("content-length")), (206, "200"));
        assert_eq!(part.bytes, whole.bytes[100..300]);
        let same = api.get(&path).by(&ada).with("if-none-match", whole.header("etag")).send().await;
        assert_eq!((same.status.as_u16(), same.bytes.len()), (304, 0));
    }
}
