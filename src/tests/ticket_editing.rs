//! Changing what stands on a ticket: who may, and that the history keeps what it was.
use crate::{
    base::{Error, Lang, live::Event},
    features::{
        departments::{TroubleKind, server::service as departments},
        desk::sentence,
        tickets::{EditTicketForm, Nature, Priority, QueueFilter, QueueTab, server::service as tickets},
    },
    story,
};

fn last(events: &[Event]) -> String {
    sentence(Lang::Fr, events.last().unwrap()).unwrap()
}

story!(the_history_keeps_what_it_was, |world| {
    let number = world.taken_ticket().await;
    let it = departments::add_department(&world.linus, "Informatique".into()).await.unwrap();
    let form = EditTicketForm {
        description: Some("Un voyant orange clignote\r\ndepuis hier.".into()),
        priority: Some("critique".into()),
        kind: Some("materiel".into()),
        nature: Some("demande".into()),
        department: Some(it.to_string()),
        ..Default::default()
    };
    tickets::edit(&world.radia, number, form.clone(), Default::default()).await.unwrap();
    let view = world.view(&world.ada, number).await;
    let ticket = &view.ticket;
    assert_eq!(ticket.description, "Un voyant orange clignote\ndepuis hier.");
    assert_eq!((ticket.priority, ticket.kind), (Priority::Critical, TroubleKind::Hardware));
    assert_eq!((ticket.nature, ticket.department), (Nature::Request, Some(it)));
    assert_eq!(
        last(&view.events),
        "radia a modifié le ticket. description modifiée · Priorité\u{a0}: normal → critique · \
         Type\u{a0}: autre → matériel · Nature\u{a0}: incident → demande · \
         Service qui traite\u{a0}: — → Informatique"
    );
    let before = &view.events.last().unwrap().payload["before"];
    assert_eq!(before["description"], "L’imprimante P-12 n’imprime plus");
    // The same again changes nothing and is told to nobody.
    let seq = view.seq;
    tickets::edit(&world.radia, number, form, Default::default()).await.unwrap();
    assert_eq!(world.view(&world.ada, number).await.seq, seq);
});

story!(what_the_new_description_says_is_found_and_what_the_old_one_said_is_not, |world| {
    let number = world.open_ticket().await;
    world.index().await;
    let form = EditTicketForm {
        title: Some("Panne".into()),
        description: Some("Le scanneur chauffe".into()),
        ..Default::default()
    };
    tickets::edit(&world.ada, number, form, Default::default()).await.unwrap();
    world.index().await;
    for (search, count) in [("scanneur", 1), ("imprimante", 0)] {
        let filter = QueueFilter { tab: QueueTab::All, search: search.into(), ..Default::default() };
        let found = tickets::list_queue(&world.grace, filter).await.unwrap();
        assert_eq!(found.items.len(), count, "{search}");
    }
});

story!(the_requester_edits_until_taken_but_does_not_sort, |world| {
    let number = world.open_ticket().await;
    let described = EditTicketForm { description: Some("Autre chose".into()), ..Default::default() };
    tickets::edit(&world.ada, number, described.clone(), Default::default()).await.unwrap();
    for sorting in [
        EditTicketForm { kind: Some("logiciel".into()), ..Default::default() },
        EditTicketForm { nature: Some("demande".into()), ..Default::default() },
    ] {
        let refused = tickets::edit(&world.ada, number, sorting.clone(), Default::default()).await;
        assert_eq!(refused, Err(Error::Forbidden), "{sorting:?}");
    }
    tickets::take(&world.grace, number, Default::default()).await.unwrap();
    let late = EditTicketForm { description: Some("Encore".into()), ..Default::default() };
    assert_eq!(tickets::edit(&world.ada, number, late, Default::default()).await, Err(Error::Forbidden));
});

story!(a_category_proposes_the_type, |world| {
    let category = departments::add_category(&world.linus, "Ordinateur".into()).await.unwrap();
    departments::set_category_kind(&world.linus, category, TroubleKind::Hardware).await.unwrap();
    let mut form = crate::features::tickets::NewTicketForm {
        problem: "Écran noir".into(),
        category: category.to_string(),
        ..Default::default()
    };
    for (chosen, kind) in [("", TroubleKind::Hardware), ("logiciel", TroubleKind::Software)] {
        form.kind = chosen.into();
        let number = tickets::open(&world.ada, form.clone()).await.unwrap();
        assert_eq!(tickets::find(&world.ada, number).await.unwrap().kind, kind);
    }
});
