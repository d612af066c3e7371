//! Opening a ticket for oneself and for somebody who calls.
use crate::{
    base::{Error, Problem, Role},
    features::{
        accounts::server::service as accounts,
        conversation::server::service as conversation,
        tickets::{Channel, NewTicketForm, server::service as tickets},
    },
    story,
    tests::pictures::photo,
};

fn form() -> NewTicketForm {
    NewTicketForm { problem: "L’imprimante P-12 n’imprime plus".into(), ..Default::default() }
}

story!(grace_opens_one_for_ada_who_calls, |world| {
    let ada = world.ada.actor.id;
    let form = NewTicketForm { requester: ada.to_string(), ..form() };
    let number = tickets::open(&world.grace, form).await.unwrap();
    let ticket = tickets::find(&world.ada, number).await.unwrap();
    assert_eq!((ticket.requester.id, ticket.channel), (ada, Channel::Telephone));
    assert_eq!(ticket.taken_by.unwrap().name, "grace");
    assert_eq!(ticket.lead, None, "who writes it down does not take it");
    // She works on it as on any other's.
    tickets::take(&world.grace, number, Default::default()).await.unwrap();
    let first = world.view(&world.ada, number).await.events[0].clone();
    assert_eq!(first.by.unwrap().name, "grace");
    let mine = tickets::list_mine(&world.ada, String::new(), None).await.unwrap();
    assert_eq!(mine.items[0].number, number);
});

story!(what_grace_was_shown_of_a_call_stands_on_the_ticket_as_hers, |world| {
    let form = NewTicketForm { requester: world.ada.actor.id.to_string(), ..form() };
    let number = tickets::open(&world.grace, form).await.unwrap();
    let picture = conversation::add_picture(&world.grace, number, photo()).await.unwrap();
    let last = world.view(&world.ada, number).await.events.last().unwrap().clone();
    assert_eq!((last.kind.as_str(), last.by.unwrap().name.as_str()), ("piece_jointe", "grace"));
    assert!(conversation::picture(&world.ada, picture.id, true).await.is_ok());
});

story!(somebody_nobody_knew_is_written_down_and_cannot_sign_in, |world| {
    for (name, contact) in [("Joan Clarke", "01 44 55 02 18"), ("Ken T", "ken.t@cordee.test")] {
        let caller = NewTicketForm { caller_name: name.into(), caller_contact: contact.into(), ..form() };
        let number = tickets::open(&world.grace, caller.clone()).await.unwrap();
        let asks = tickets::find(&world.grace, number).await.unwrap().requester;
        assert_eq!((asks.name.as_str(), asks.role), (name, Role::Employee));
        let person = accounts::find_person(&world.linus, asks.id).await.unwrap();
        assert_eq!(person.address().or(person.phone.as_deref()), Some(contact));
        for password in ["none", "", "n’importe quoi"] {
            let refused = accounts::sign_in(&world.visitor(), &person.email, password.into()).await;
            assert!(refused.is_err(), "{password}");
        }
        // Again, the address is somebody's; a telephone may be two people's.
        if contact.contains('@') {
            let twice = tickets::open(&world.grace, caller).await.unwrap_err();
            assert_eq!(twice.problem_of("caller_contact"), Some(Problem::AddressTaken));
        }
    }
});

story!(for_somebody_else_is_for_staff, |world| {
    let others = [
        NewTicketForm { requester: world.eve.actor.id.to_string(), ..form() },
        NewTicketForm { caller_name: "Joan".into(), caller_contact: "0144550218".into(), ..form() },
    ];
    for other in others {
        assert_eq!(tickets::open(&world.ada, other).await, Err(Error::Forbidden));
    }
    let nobody = NewTicketForm { requester: crate::base::AccountId::new().to_string(), ..form() };
    let refused = tickets::open(&world.grace, nobody).await.unwrap_err();
    assert_eq!(refused.problem_of("requester"), Some(Problem::Unknown));
    let unreachable = NewTicketForm { caller_name: "Joan".into(), ..form() };
    let refused = tickets::open(&world.grace, unreachable).await.unwrap_err();
    assert_eq!(refused.problem_of("caller_contact"), Some(Problem::Empty));
});
