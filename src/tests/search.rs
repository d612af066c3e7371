//! Finding what was written: who finds what, how it may be spelt, in which order, and that nobody learns of
//! what they may not see.
use super::world::write;
use crate::{
    base::Page,
    features::{
        accounts::{PersonChange, PersonForm, server::service::people},
        conversation::server::service as conversation,
        guidance::Act,
        tickets::{
            EditTicketForm, NewTicketForm, Priority, QueueFilter, QueueTab, Status, TicketSummary,
            server::{followers::reindex, service},
        },
    },
    server::{Signed, Staff, search},
    story,
};

async fn open(who: &Signed, problem: &str) -> i64 {
    service::open(who, NewTicketForm { problem: problem.into(), ..Default::default() }).await.unwrap()
}

fn sought(search: &str) -> QueueFilter {
    QueueFilter { tab: QueueTab::All, search: search.into(), ..Default::default() }
}

fn numbers(page: &Page<TicketSummary>) -> Vec<i64> {
    page.items.iter().map(|line| line.number).collect()
}

async fn queue(who: &Staff, search: &str) -> Vec<i64> {
    numbers(&service::list_queue(who, sought(search)).await.unwrap())
}

async fn mine(who: &Signed, search: &str) -> Vec<i64> {
    numbers(&service::list_requested(who, sought(search)).await.unwrap())
}

story!(a_word_is_found_however_it_is_spelt, |world| {
    let ticket =
        open(&world.ada, "L’imprimante HP‑12 de Søren Łukasz Straße İnşaat Cœur refuse. Đặng Thị").await;
    open(&world.eve, "Écran noir au démarrage").await;
    world.index().await;
    for search in [
        "imprimante",
        "IMPRIMANTES",
        "imprim",
        "im",
        "imprimnate",
        "inprimante",
        "impriman",
        "hp-12",
        "HP‑12",
        "hp 12",
        "hp12",
        "l'imprimante",
        "l’imprimante",
        "soren",
        "SØREN",
        "so\u{308}ren",
        "lukasz",
        "strasse",
        "STRASSE",
        "insaat",
        "inşaat",
        "İNŞAAT",
        "coeur",
        "cœur",
        "CŒUR",
        "dang thi",
        "refusé",
        "imprimante refuse",
    ] {
        assert_eq!(queue(&world.grace, search).await, [ticket], "{search}");
    }
    for search in ["imprimante ecran", "xyz", "mpriman", "hp-13", "imrpimnate"] {
        assert!(queue(&world.grace, search).await.is_empty(), "{search}");
    }
    for everything in ["", "  ", "% * \"", "’"] {
        assert_eq!(queue(&world.grace, everything).await.len(), 2, "{everything}");
    }
});

story!(a_number_leads_to_its_ticket_however_many_speak_of_it, |world| {
    let first = open(&world.ada, "Écran noir").await;
    for k in 0..52 {
        open(&world.ada, &format!("Suite du {first}, {k}")).await;
    }
    world.index().await;
    for search in [format!("{first}"), format!("#{first}"), format!("# {first}"), format!("n°{first}")] {
        let page = service::list_queue(&world.grace, sought(&search)).await.unwrap();
        assert_eq!(page.items[0].number, first, "{search}");
        assert_eq!(mine(&world.ada, &search).await[0], first, "{search}");
        assert!(mine(&world.eve, &search).await.is_empty(), "{search}");
        assert_eq!(page.found, Some(53));
    }
});

story!(nobody_finds_what_they_may_not_see, |world| {
    let ticket = world.taken_ticket().await;
    let other = open(&world.eve, "Badge perdu").await;
    world.act(&world.grace, ticket, Act::Start).await.unwrap();
    world.write(ticket, "Ouvrez le capot").await.unwrap();
    world.write(ticket, "Retirez la cartouche").await.unwrap();
    world.index().await;
    assert_eq!(queue(&world.grace, "cartouche").await, [ticket], "the queue is for staff");
    assert_eq!(queue(&world.radia, "cartouche").await, [ticket]);
    let page = service::list_requested(&world.ada, sought("cartouche")).await.unwrap();
    assert_eq!((page.items.len(), page.found), (0, Some(0)), "neither found nor counted");
    assert!(mine(&world.ada, "cartouhce").await.is_empty(), "nor suggested");
    assert_eq!(mine(&world.ada, "capot").await, [ticket], "what was released is public");
    assert!(mine(&world.eve, "capot").await.is_empty(), "of another's ticket nothing");
    assert_eq!(mine(&world.eve, "badge").await, [other]);

    // A technician who opened a ticket is its requester there, nothing more.
    let own = open(&world.radia, "Clavier cassé").await;
    service::take(&world.grace, own, Default::default()).await.unwrap();
    world.act(&world.grace, own, Act::Start).await.unwrap();
    for text in ["Débranchez", "Secouez le câble"] {
        world.act(&world.grace, own, write(text)).await.unwrap();
    }
    world.index().await;
    assert_eq!(queue(&world.grace, "secouez").await, [own]);
    assert!(queue(&world.radia, "secouez").await.is_empty());
    assert_eq!(queue(&world.radia, "clavier").await, [own]);
});

story!(ones_own_newest_tickets_are_found_at_once, |world| {
    open(&world.ada, "Souris muette").await;
    world.index().await;
    let newest = open(&world.ada, "Une autre souris").await;
    let page = service::list_requested(&world.ada, sought("souris")).await.unwrap();
    assert_eq!((numbers(&page)[0], page.items.len(), page.found), (newest, 2, Some(2)));
    assert_eq!(queue(&world.grace, "souris").await.len(), 1, "others learn of it a second later");
    world.index().await;
    assert_eq!(queue(&world.grace, "souris").await.len(), 2);
    let page = service::list_requested(&world.ada, sought("souris")).await.unwrap();
    assert_eq!((page.items.len(), page.found), (2, Some(2)), "once");
});

story!(what_says_it_in_the_title_comes_first, |world| {
    let titled = open(&world.ada, "Portail fermé").await;
    let said = open(&world.ada, "Divers").await;
    conversation::say(&world.ada, said, "Le portail du parking".into(), Default::default()).await.unwrap();
    let begins = open(&world.ada, "Portails Portailleur").await;
    let described = open(&world.ada, "Bonjour. Voilà. Le portail grince").await;
    world.index().await;
    assert_eq!(queue(&world.grace, "portail").await, [begins, titled, described, said]);
    let page = service::list_queue(&world.grace, sought("portail")).await.unwrap();
    let shown: Vec<_> =
        page.items.iter().map(|line| line.excerpt.as_ref().map(|e| e.before.as_str())).collect();
    assert_eq!(shown, [None, None, Some("Bonjour. Voilà. Le "), Some("Le ")]);
});

story!(a_search_keeps_to_its_list, |world| {
    let open_one = open(&world.ada, "Imprimante A").await;
    let taken = open(&world.ada, "Imprimante B").await;
    service::take(&world.grace, taken, Default::default()).await.unwrap();
    let solved = open(&world.ada, "Imprimante C").await;
    service::take(&world.grace, solved, Default::default()).await.unwrap();
    service::change_status(&world.grace, solved, Status::Resolved, Default::default()).await.unwrap();
    world.index().await;
    let list = async |filter: QueueFilter| numbers(&service::list_queue(&world.grace, filter).await.unwrap());
    let all = || sought("imprimante");
    assert_eq!(list(QueueFilter { tab: QueueTab::Untaken, ..all() }).await, [open_one]);
    assert_eq!(list(QueueFilter { tab: QueueTab::Mine, ..all() }).await, [solved, taken]);
    assert_eq!(list(QueueFilter { status: Some(Status::Resolved), ..all() }).await, [solved]);
    assert!(list(QueueFilter { priority: Some(Priority::Urgent), ..all() }).await.is_empty());

    let edit = EditTicketForm {
        title: Some("Scanner".into()),
        priority: Some("urgent".into()),
        ..Default::default()
    };
    service::edit(&world.grace, taken, edit, Default::default()).await.unwrap();
    world.index().await;
    assert_eq!(list(QueueFilter { priority: Some(Priority::Urgent), ..sought("scanner") }).await, [taken]);
    assert_eq!(list(all()).await, [solved, open_one, taken], "only its text still says it");
});

story!(a_damaged_index_is_written_anew, |world| {
    let ticket = world.open_ticket().await;
    conversation::say(&world.ada, ticket, "Le voyant clignote".into(), Default::default()).await.unwrap();
    world.index().await;
    let damage = world.house.db.write(|tx| Box::pin(async move { Ok(search::clear(tx).await?) }));
    damage.await.unwrap();
    world.index().await;
    let called_grace = async || people::list_people(&world.linus, "grace").await.unwrap().len();
    assert!(queue(&world.grace, "voyant").await.is_empty() && called_grace().await == 0, "damaged");
    reindex(&world.house).await.unwrap();
    assert_eq!((queue(&world.grace, "voyant").await, called_grace().await), (vec![ticket], 1));
});

story!(people_are_found_by_any_part_of_their_number, |world| {
    let ada = world.ada.actor.id;
    let form = PersonChange { phone: Some("01 44 55 02 18".into()), ..Default::default() };
    people::change_person(&world.linus, ada, form).await.unwrap();
    for part in ["01 44", "0144550218", "0218", "5502", "55 02", "218"] {
        let found = people::list_people(&world.linus, part).await.unwrap();
        assert_eq!(found.first().map(|person| person.id), Some(ada), "{part}");
    }
});

story!(a_company_whose_numbers_begin_alike_is_found_whole_by_their_beginning, |world| {
    for k in 0..20 {
        let form = PersonForm {
            name: format!("Personne {k}"),
            email: format!("p{k}@cordee.test"),
            password: "quatre mules grimpent".into(),
            role: "employe".into(),
            phone: format!("01 23 45 67 {k:02}"),
            ..Default::default()
        };
        people::add_person(&world.linus, form).await.unwrap();
    }
    assert_eq!(people::list_people(&world.linus, "01234567").await.unwrap().len(), 20);
});

story!(pages_of_a_search_follow_each_other, |world| {
    for k in 0..120 {
        open(&world.ada, &format!("Écran {k}")).await;
    }
    world.index().await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = service::list_queue(&world.grace, QueueFilter { after, ..sought("écran") }).await.unwrap();
        assert_eq!(page.found, Some(120));
        seen.extend(numbers(&page));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, (1..=120).rev().collect::<Vec<_>>());
});

// Looking for the place that says it ends where there is too much to look through.
story!(a_page_of_endless_texts_is_found_and_holds_nobody_up, |world| {
    let long = ["mot ".repeat(2_400).as_str(), "panne"].concat();
    for _ in 0..40 {
        open(&world.ada, &long).await;
    }
    world.index().await;
    let page = service::list_queue(&world.grace, sought("panne")).await.unwrap();
    assert_eq!((page.items.len(), page.found), (40, Some(40)));
    let shown = page.items.iter().filter(|line| line.excerpt.is_some()).count();
    assert!((20..40).contains(&shown), "{shown}");
});
