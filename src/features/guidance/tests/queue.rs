//! The hidden queue: whose ids it keeps, what of it nobody else learns, and how long an instruction may be.
use crate::{
    base::{
        Problem,
        live::{FromClient, FromServer},
    },
    features::{
        guidance::{Act, MAX_INSTRUCTION, Outcome},
        tickets::server::service as tickets,
    },
    story,
    tests::{
        api_world::Api,
        lines::Server,
        world::{World, write},
    },
};
use uuid::Uuid;

async fn queue(world: &World, number: i64) -> Vec<(Uuid, String)> {
    let queue = world.view(&world.grace, number).await.rooms.guidance.queue;
    queue.into_iter().map(|draft| (draft.id, draft.text)).collect()
}

story!(two_who_made_the_same_key_make_two_drafts, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Éteignez").await.unwrap();
    let key = Uuid::now_v7();
    world.act_as(&world.grace, number, write("de Grace"), key).await.unwrap();
    world.act_as(&world.linus, number, write("de Linus"), key).await.unwrap();
    let drafts = queue(&world, number).await;
    let [(first, one), (second, other)] = &drafts[..] else { panic!("{drafts:?}") };
    assert_eq!((one.as_str(), other.as_str()), ("de Grace", "de Linus"));
    assert_ne!(first, second);
    assert_eq!(*first, key, "whoever came first keeps the id they made");
    world.act_as(&world.linus, number, write("de Linus"), key).await.unwrap();
    assert_eq!(queue(&world, number).await.len(), 2, "sent again it is the same");
    world.act(&world.grace, number, Act::RemoveDraft { draft: *first }).await.unwrap();
    assert_eq!(queue(&world, number).await[0].1, "de Linus");
});

/// Ada's ticket on which an instruction that had waited was released; the draft it was.
async fn released(world: &World) -> (i64, Uuid) {
    let number = world.guided_ticket().await;
    for text in ["Éteignez", "Rallumez"] {
        world.write(number, text).await.unwrap();
    }
    let draft = queue(world, number).await[0].0;
    world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    (number, draft)
}

#[tokio::test]
async fn which_draft_an_instruction_was_is_told_to_staff_alone_on_every_path() {
    let api = Api::open().await;
    let (number, draft) = released(&api.world).await;
    let draft = draft.to_string();
    for path in [
        format!("/api/v1/tickets/{number}/events"),
        format!("/api/v1/tickets/{number}/events?after=0"),
        format!("/api/v1/tickets/{number}/guidance"),
        format!("/api/tickets/{number}/comments/"),
        format!("/tickets/{number}"),
    ] {
        let ada =
            api.get(&path).with("accept", "text/html").by(&api.token(&api.world.ada).await).send().await;
        assert_eq!(ada.status, 200, "{path}");
        let said = String::from_utf8_lossy(&ada.bytes);
        assert!(!said.contains(&draft) && !said.contains("\"draft\""), "{path}: {said}");
    }
    let stream = format!("/api/v1/tickets/{number}/events");
    let grace = api.get(&stream).by(&api.token(&api.world.grace).await).send().await;
    let told = grace.is(200)["items"].as_array().unwrap().clone();
    let kept =
        told.iter().find(|event| event["payload"]["text"] == "Rallumez" && event["kind"] == "instruction");
    assert_eq!(kept.unwrap()["payload"]["draft"], draft.as_str());
}

/// On a line it comes as news, and again when a page catches up.
#[tokio::test]
async fn no_line_tells_the_requester_which_draft_an_instruction_was() {
    let server = Server::start().await;
    let number = server.world.guided_ticket().await;
    let mut early = server.client(&server.world.ada).await;
    early.follow(number, 0).await;
    for text in ["Éteignez", "Rallumez"] {
        server.world.write(number, text).await.unwrap();
    }
    server.world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    let mut late = server.client(&server.world.ada).await;
    late.say(&FromClient::Follow { stream: number, after: 0 }).await;
    for client in [&mut early, &mut late] {
        let is_second = |frame: &FromServer| match frame {
            FromServer::Event { event, .. } => event.payload["text"] == "Rallumez",
            _ => false,
        };
        let FromServer::Event { event, .. } = client.hear_where(is_second).await else { panic!("an event") };
        assert_eq!((event.kind.as_str(), event.payload.get("draft")), ("instruction", None));
    }
}

story!(an_instruction_is_as_long_as_a_person_counts, |world| {
    const FLAG: &str = "\u{1f1eb}\u{1f1f7}";
    let number = world.guided_ticket().await;
    for one in ["x", "é", "e\u{301}", FLAG] {
        let refused = world.write(number, &one.repeat(MAX_INSTRUCTION + 1)).await.unwrap_err();
        assert_eq!(refused.problem_of("text"), Some(Problem::TooLong { max: MAX_INSTRUCTION }), "{one}");
    }
    assert_eq!(tickets::find(&world.ada, number).await.unwrap().rev, 4, "nothing was written");
    for one in ["e\u{301}", FLAG] {
        world.write(number, &one.repeat(MAX_INSTRUCTION)).await.unwrap();
    }
    let waiting = queue(&world, number).await;
    assert_eq!(waiting[0].1, FLAG.repeat(MAX_INSTRUCTION), "nothing was cut");
});
