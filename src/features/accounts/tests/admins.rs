//! What admins do to people is asked again in the unit of work: much may happen while a hash is made.
use crate::{
    base::{Error, Role},
    features::accounts::{PersonChange, PersonForm, server::service},
    story,
};

fn becomes(role: Role) -> PersonChange {
    PersonChange { role: Some(role.word().into()), ..Default::default() }
}

story!(an_admin_no_longer_finishes_nothing_of_what_an_admin_began, |world| {
    let (linus, id) = (&world.linus, world.linus.actor.id);
    service::change_person(linus, world.grace.actor.id, becomes(Role::Admin)).await.unwrap();
    service::change_person(linus, id, becomes(Role::Technician)).await.unwrap();
    let friend = PersonForm {
        name: "Ami".into(),
        email: "ami@cordee.test".into(),
        password: "corde-et-mousqueton".into(),
        role: Role::Admin.word().into(),
        ..Default::default()
    };
    assert_eq!(service::add_person(linus, friend).await.err(), Some(Error::Forbidden));
    let again = service::change_person(linus, id, becomes(Role::Admin)).await;
    assert_eq!(again, Err(Error::Forbidden));
    let password = "mousqueton-et-corde".to_owned();
    assert_eq!(
        service::set_person_password(linus, world.ada.actor.id, password).await,
        Err(Error::Forbidden)
    );
});

story!(two_changes_at_once_undo_nothing_of_each_other, |world| {
    let (linus, ada) = (&world.linus, world.ada.actor.id);
    for round in 0..10 {
        let (name, phone) = (format!("Ada {round}"), format!("01 44 55 02 {round:02}"));
        let named = PersonChange { name: Some(name.clone()), ..Default::default() };
        let called = PersonChange { phone: Some(phone.clone()), ..Default::default() };
        let off = PersonChange { active: Some("off".into()), ..Default::default() };
        let done = tokio::join!(
            service::change_person(linus, ada, named),
            service::change_person(linus, ada, called),
            service::change_person(linus, ada, off)
        );
        assert_eq!(done, (Ok(()), Ok(()), Ok(())));
        let after = service::find_person(linus, ada).await.unwrap();
        assert_eq!((after.name, after.phone, after.active), (name, Some(phone), false));
        service::change_person(linus, ada, PersonChange { active: Some("on".into()), ..Default::default() })
            .await
            .unwrap();
    }
});

story!(a_form_whose_box_is_not_checked_says_so_and_one_without_the_box_says_nothing, |world| {
    let (linus, ada) = (&world.linus, world.ada.actor.id);
    let is_active = async || service::find_person(linus, ada).await.unwrap().active;
    service::change_person(linus, ada, PersonChange::default()).await.unwrap();
    assert!(is_active().await);
    let unchecked = PersonChange { has_active: Some("on".into()), ..Default::default() };
    service::change_person(linus, ada, unchecked).await.unwrap();
    assert!(!is_active().await);
});
