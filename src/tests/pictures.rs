//! Pictures on their way: sent again after a reload, by two tabs, under the number of another — each counts
//! once and hangs where it belongs.
use super::world::{World, answer};
use crate::{
    base::{AppResult, Conflict, Error},
    features::{
        conversation::{
            Attachment,
            server::service::{self as conversation, Upload},
        },
        guidance::{Act, Instruction, Outcome, Rope},
        tickets::{Status, server::service as tickets},
    },
    server::Signed,
    story,
};
use uuid::Uuid;

const PHOTO: &[u8] = include_bytes!("../../public/icons/192.png");
const OTHER: &[u8] = include_bytes!("../../public/icons/512.png");

/// A picture of the conversation.
pub(super) fn photo() -> Upload {
    let (name, act) = ("photo.png".to_owned(), Uuid::now_v7());
    Upload { name, bytes: PHOTO.into(), act, answers: None, for_instruction: false }
}

async fn send(
    world: &World,
    number: i64,
    bytes: &'static [u8],
    act: Uuid,
    answers: Option<Uuid>,
) -> AppResult<Attachment> {
    let upload =
        Upload { name: "photo.png".into(), bytes: bytes.into(), act, answers, for_instruction: false };
    conversation::add_picture(&world.ada, number, upload).await
}

/// Ada has answered her first step under this id; typing is paused.
async fn answered(world: &World) -> (i64, Uuid) {
    let (number, act) = (world.guided_ticket().await, Uuid::now_v7());
    world.write(number, "Montrez-moi le voyant").await.unwrap();
    let done = answer(world.session(number).await, 1, 1, Outcome::Done);
    world.act_as(&world.ada, number, done, act).await.unwrap();
    (number, act)
}

async fn photos_of_the_answer(world: &World, number: i64) -> Vec<Attachment> {
    let rope = Rope::all(&world.view(&world.grace, number).await.events).pop().unwrap();
    rope.knots[0].answer.clone().unwrap().pictures
}

story!(a_photo_sent_again_after_a_reload_hangs_once_on_its_answer, |world| {
    let (number, act) = answered(&world).await;
    let photo = Uuid::now_v7();
    let first = send(&world, number, PHOTO, photo, Some(act)).await.unwrap();
    assert_eq!(send(&world, number, PHOTO, photo, Some(act)).await, Ok(first.clone()));
    assert_eq!(photos_of_the_answer(&world, number).await, [first]);
});

story!(two_tabs_take_up_the_same_photo_at_once_and_it_hangs_once, |world| {
    let (number, act) = answered(&world).await;
    let photo = Uuid::now_v7();
    let (one, other) = tokio::join!(
        send(&world, number, PHOTO, photo, Some(act)),
        send(&world, number, PHOTO, photo, Some(act))
    );
    assert_eq!(one, other);
    assert_eq!(photos_of_the_answer(&world, number).await, [one.unwrap()]);
});

story!(another_photo_under_the_same_number_is_refused, |world| {
    let (number, act) = answered(&world).await;
    let photo = Uuid::now_v7();
    send(&world, number, PHOTO, photo, Some(act)).await.unwrap();
    assert_eq!(send(&world, number, OTHER, photo, Some(act)).await, Err(Error::Conflict(Conflict::IdReused)));
    assert_eq!(photos_of_the_answer(&world, number).await.len(), 1);
});

story!(ada_sees_the_picture_of_an_instruction_when_she_is_given_it, |world| {
    let number = world.guided_ticket().await;
    world.write(number, "Ouvrez le capot").await.unwrap();
    let (name, act) = ("capot.png".to_owned(), Uuid::now_v7());
    let upload = Upload { name, bytes: PHOTO.into(), act, answers: None, for_instruction: true };
    let picture = conversation::add_picture(&world.grace, number, upload).await.unwrap().id;
    let instruction = Instruction { text: "Retirez le bac".into(), picture: Some(picture) };
    world.act(&world.grace, number, Act::Write { instruction }).await.unwrap();
    let sees = async |who: &Signed| conversation::picture(who, picture, false).await.is_ok();
    assert!(sees(&world.grace).await && !sees(&world.ada).await, "it waits");
    world.answer(number, 1, 1, Outcome::Done).await.unwrap();
    assert!(sees(&world.ada).await && !sees(&world.eve).await);
});

story!(in_a_pause_of_typing_a_photo_needs_its_answer, |world| {
    let (number, _) = answered(&world).await;
    world.write(number, "Éteignez").await.unwrap();
    assert_eq!(
        send(&world, number, PHOTO, Uuid::now_v7(), None).await,
        Err(Error::Conflict(Conflict::TypingPaused))
    );
});

story!(in_a_pause_a_photo_of_an_answer_that_is_none_waits, |world| {
    let (number, _) = answered(&world).await;
    world.write(number, "Éteignez").await.unwrap();
    let [call, later, photo] = [(); 3].map(|()| Uuid::now_v7());
    world
        .act_as(&world.ada, number, Act::CallMe { phone: Some("01 44 55 02 14".into()) }, call)
        .await
        .unwrap();
    for act in [call, later] {
        assert_eq!(
            send(&world, number, PHOTO, photo, Some(act)).await,
            Err(Error::Conflict(Conflict::AnswerMissing)),
            "the browser sends it again"
        );
    }
    let done = answer(world.session(number).await, 2, 1, Outcome::Done);
    world.act_as(&world.ada, number, done, later).await.unwrap();
    send(&world, number, PHOTO, photo, Some(later)).await.unwrap();
    world.act(&world.ada, number, Act::Stop { session: None }).await.unwrap();
    let upload = Upload {
        name: "photo.png".into(),
        bytes: PHOTO.into(),
        act: Uuid::now_v7(),
        answers: Some(later),
        for_instruction: false,
    };
    let hung = conversation::add_picture(&world.grace, number, upload).await.err();
    assert_eq!(hung, Some(Error::Conflict(Conflict::AnswerMissing)), "it is Ada’s answer");
});

story!(only_those_in_charge_illustrate_an_instruction_and_nobody_on_a_final_ticket, |world| {
    let number = world.taken_ticket().await;
    let illustrate = async |who: &Signed| {
        let upload = Upload {
            name: "photo.png".into(),
            bytes: PHOTO.into(),
            act: Uuid::now_v7(),
            answers: None,
            for_instruction: true,
        };
        conversation::add_picture(who, number, upload).await.map(drop)
    };
    for (who, outcome) in [
        (&world.ada, Err(Error::Forbidden)),
        (&world.radia, Err(Error::Forbidden)),
        (&world.grace, Ok(())),
        (&world.linus, Ok(())),
    ] {
        assert_eq!(illustrate(who).await, outcome);
    }
    tickets::change_status(&world.linus, number, Status::Cancelled, Default::default()).await.unwrap();
    assert_eq!(illustrate(&world.grace).await, Err(Error::Conflict(Conflict::Final)));
});

story!(a_photo_of_a_stranger_is_refused_before_it_is_read, |world| {
    let (number, _) = answered(&world).await;
    assert_eq!(conversation::expect_picture(&world.eve, number).await.map(drop), Err(Error::NotFound));
    assert!(conversation::expect_picture(&world.ada, number).await.is_ok());
});
