//! A form carries what it showed when it was drawn: an old page undoes nothing newer, also not of two that
//! are sent at the same moment.
use crate::{
    base::{Drawn, Error, Problem},
    features::{
        accounts::{PersonChange, ProfileForm, server::service},
        departments::{Renaming, server::service as departments},
        tickets::{EditTicketForm, server::service as tickets},
    },
    story,
};

/// Of two forms that were drawn alike and sent at the same moment.
fn one_is_refused<const N: usize>(done: [Result<(), Error>; N], field: &str) {
    let refused: Vec<Error> = done.into_iter().filter_map(Result::err).collect();
    assert_eq!(refused, vec![Error::field(field, Problem::Changed); N - 1]);
}

story!(of_forms_sent_at_once_from_old_pages_one_is_done_and_the_others_are_told, |world| {
    let (linus, ada) = (&world.linus, world.ada.actor.id);
    let number = world.open_ticket().await;
    let team = departments::add_department(linus, "Équipe".into()).await.unwrap();
    let mut called = "Équipe".to_owned();
    for round in 0..8 {
        let [one, other] = ["un", "deux"].map(|name| format!("{name} {round}"));
        let now = service::find_person(linus, ada).await.unwrap();
        let drawn = PersonChange::drawn(&now);
        let form =
            |name: &str| PersonChange { name: Some(name.into()), drawn: drawn.clone(), ..Default::default() };
        let done = tokio::join!(
            service::change_person(linus, ada, form(&one)),
            service::change_person(linus, ada, form(&other))
        );
        one_is_refused([done.0, done.1], "name");

        let now = service::find_person(linus, ada).await.unwrap();
        let drawn = ProfileForm::drawn(&now);
        let form = |phone: &str| ProfileForm {
            phone: Some(phone.into()),
            drawn: drawn.clone(),
            ..Default::default()
        };
        let (first, second) = (format!("01 44 {round:02}"), format!("02 55 {round:02}"));
        let done = tokio::join!(
            service::change_profile(&world.ada, form(&first)),
            service::change_profile(&world.ada, form(&second))
        );
        one_is_refused([done.0, done.1], "phone");

        let drawn = EditTicketForm::drawn(&tickets::find(linus, number).await.unwrap());
        let form = |title: &str| EditTicketForm {
            title: Some(title.into()),
            drawn: drawn.clone(),
            ..Default::default()
        };
        let done = tokio::join!(
            tickets::edit(linus, number, form(&one), Default::default()),
            tickets::edit(&world.grace, number, form(&other), Default::default())
        );
        one_is_refused([done.0, done.1], "title");

        let drawn = Drawn::of(&[("name", &called)]);
        let form = |name: &str| Renaming { name: name.into(), drawn: drawn.clone() };
        let done = tokio::join!(
            departments::rename_department(linus, team, form(&one)),
            departments::rename_department(linus, team, form(&other))
        );
        one_is_refused([done.0, done.1], "name");
        called = departments::directory(linus).await.unwrap().departments[0].name.clone();
    }
});
