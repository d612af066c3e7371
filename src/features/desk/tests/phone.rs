//! Where a requester can be called.
use crate::{
    base::Error,
    features::{
        accounts::{PersonChange, server::service as accounts},
        desk::server::service,
    },
    server::Signed,
    story,
};

story!(a_new_number_is_told_to_whoever_may_see_it, |world| {
    let number = world.open_ticket().await;
    assert_eq!(service::find_requester_phone(&world.grace, number).await, Ok(None));
    let phone = Some("01 44 55 02 14".to_owned());
    let change = PersonChange { phone: phone.clone(), ..Default::default() };
    accounts::change_person(&world.linus, world.ada.actor.id, change).await.unwrap();
    let readers: [&Signed; 4] = [&world.ada, &world.grace, &world.radia, &world.linus];
    for who in readers {
        assert_eq!(service::find_requester_phone(who, number).await, Ok(phone.clone()));
    }
    assert_eq!(service::find_requester_phone(&world.eve, number).await, Err(Error::NotFound));
});
