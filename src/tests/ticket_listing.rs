//! The list of all tickets: narrowed by every field, in three orders, counted, saved, exported, and acted on.
use crate::{
    base::{Conflict, Error, Page, Problem},
    features::{
        accounts::server::service as accounts,
        departments::{TroubleKind, server::service as departments},
        tickets::{
            BulkAct, Column, EditTicketForm, ListLine, ListQuery, NewTicketForm, Priority, SharedWith,
            Status, USUAL_COLUMNS, ViewForm,
            server::{followers, service as tickets},
        },
    },
    server::{Caller, Signed, Staff},
    sql, story,
    tests::{api_world::Api, world::World},
};
use futures_util::TryStreamExt;
use serde_json::json;
use uuid::Uuid;

async fn open(who: &Signed, problem: &str) -> i64 {
    tickets::open(who, NewTicketForm { problem: problem.into(), ..Default::default() }).await.unwrap()
}

fn query(pairs: &[(&str, &str)]) -> ListQuery {
    let mut query = ListQuery::default();
    for (name, value) in pairs {
        *query.field_mut(name).unwrap() = (*value).to_owned();
    }
    query
}

fn numbers(page: &Page<ListLine>) -> Vec<i64> {
    page.items.iter().map(|line| line.ticket.number).collect()
}

async fn listed(who: &Staff, pairs: &[(&str, &str)]) -> Vec<i64> {
    numbers(&tickets::list_tickets(who, &query(pairs)).await.unwrap())
}

story!(every_field_narrows_it_and_is_counted, |world| {
    let it = departments::add_department(&world.linus, "Informatique".into()).await.unwrap();
    departments::add_category(&world.linus, "Autre".into()).await.unwrap();
    let laptops = departments::add_category(&world.linus, "Ordinateur".into()).await.unwrap();
    departments::set_category_kind(&world.linus, laptops, TroubleKind::Hardware).await.unwrap();
    let plain = open(&world.ada, "Souris").await;
    let other = NewTicketForm {
        problem: "Écran".into(),
        priority: "urgent".into(),
        department: it.to_string(),
        category: laptops.to_string(),
        nature: "demande".into(),
        confidential: "on".into(),
        ..Default::default()
    };
    accounts::set_served(&world.linus, world.grace.actor.id, vec![it]).await.unwrap();
    let other = tickets::open(&world.eve, other).await.unwrap();
    tickets::take(&world.grace, other, Default::default()).await.unwrap();
    tickets::set_waiting(&world.grace, other, true, Default::default()).await.unwrap();
    tickets::set_tags(&world.grace, other, vec!["2e étage".into()], Default::default()).await.unwrap();
    let tag = tickets::list_tags(&world.grace).await.unwrap()[0].id.to_string();
    world.index().await;
    let (it, laptops, eve) = (it.to_string(), laptops.to_string(), world.eve.actor.id.to_string());
    for (pairs, expected) in [
        (vec![], vec![other, plain]),
        (vec![("statut", "ouvert")], vec![plain]),
        (vec![("statut", "ouvert,en cours")], vec![other, plain]),
        (vec![("priorite", "urgent,critique")], vec![other]),
        (vec![("categorie", laptops.as_str())], vec![other]),
        (vec![("type", "materiel")], vec![other]),
        (vec![("nature", "demande")], vec![other]),
        (vec![("departement", it.as_str())], vec![other]),
        (vec![("departement", "aucun")], vec![plain]),
        (vec![("technicien", "moi")], vec![other]),
        (vec![("technicien", "aucun")], vec![plain]),
        (vec![("demandeur", eve.as_str())], vec![other]),
        (vec![("etiquette", tag.as_str())], vec![other]),
        (vec![("attend", "oui")], vec![other]),
        (vec![("confidentiel", "oui")], vec![other]),
        (vec![("search", "écran")], vec![other]),
        (vec![("search", "souris"), ("statut", "en cours")], vec![]),
        (vec![("statut", "en cours"), ("priorite", "normal")], vec![]),
        (vec![("du", "2000-01-01"), ("au", "2100-01-01")], vec![other, plain]),
        (vec![("du", "2100-01-01")], vec![]),
        (vec![("au", "2000-01-01")], vec![]),
    ] {
        assert_eq!(listed(&world.grace, &pairs).await, expected, "{pairs:?}");
        let count = tickets::count_tickets(&world.grace, &query(&pairs)).await.unwrap();
        assert_eq!(count, expected.len() as i64, "{pairs:?}");
        // Who does not serve its department learns of it by no filter and no count.
        let hidden: Vec<i64> = expected.into_iter().filter(|number| *number != other).collect();
        assert_eq!(listed(&world.radia, &pairs).await.iter().filter(|n| **n == other).count(), 0);
        let count = tickets::count_tickets(&world.radia, &query(&pairs)).await.unwrap();
        assert!(count <= hidden.len() as i64, "{pairs:?}");
    }
    let wrong = tickets::list_tickets(&world.grace, &query(&[("statut", "x"), ("du", "hier")])).await;
    let wrong = wrong.unwrap_err();
    assert!(wrong.problem_of("statut").is_some() && wrong.problem_of("du").is_some());
});

story!(in_each_order_every_ticket_comes_once_page_by_page, |world| {
    for place in 0..130 {
        let priority = Priority::ALL[place % 4].word().to_owned();
        let form = NewTicketForm { problem: format!("Panne {place}"), priority, ..Default::default() };
        tickets::open(&world.ada, form).await.unwrap();
    }
    let touched = [3, 77, 40];
    for number in touched {
        let form = EditTicketForm { title: Some("Autre".into()), ..Default::default() };
        tickets::edit(&world.grace, number, form, Default::default()).await.unwrap();
    }
    world.index().await;
    for order in ["recents", "activite", "priorite"] {
        let (mut all, mut asked) = (Vec::new(), query(&[("tri", order)]));
        loop {
            let page = tickets::list_tickets(&world.grace, &asked).await.unwrap();
            all.extend(page.items.into_iter().map(|line| line.ticket));
            match page.next {
                Some(after) => asked.after = after,
                None => break,
            }
        }
        let mut sorted: Vec<i64> = all.iter().map(|ticket| ticket.number).collect();
        match order {
            "activite" => assert_eq!(sorted[..4], [40, 77, 3, 130]),
            "priorite" => {
                let ranks: Vec<_> = all.iter().map(|t| (t.priority, t.number)).collect();
                assert!(ranks.is_sorted_by(|a, b| a > b));
            }
            _ => assert!(sorted.is_sorted_by(|a, b| a > b)),
        }
        sorted.sort_unstable();
        assert_eq!(sorted, (1..=130).collect::<Vec<i64>>(), "{order}");
    }
});

/// So many tickets like this one that the latest events say which they are.
async fn open_many(world: &World, like: NewTicketForm) {
    let (ada, now) = ((&world.ada.actor).into(), world.house.clock.now());
    let unit = world.house.db.write(move |tx| {
        Box::pin(async move {
            for place in 0..1_010 {
                let new = NewTicketForm { problem: format!("Panne {place}"), ..like.clone() };
                tickets::insert(tx, new.parse()?, crate::base::live::Author::clone(&ada), None, now).await?;
            }
            Ok(())
        })
    });
    unit.await.unwrap();
}

/// All of them wait for their requester and have this tag.
async fn mark_all(world: &World, tag: Uuid) {
    let unit = world.house.db.write(move |tx| {
        Box::pin(async move {
            for statement in [
                "insert into tags (id, name, key) values ($1, 'VPN', 'vpn')",
                "insert into ticket_tags (ticket, number, tag) select id, number, $1 from tickets",
                "update tickets set waiting_since = created_at where id <> $1",
            ] {
                sql!(tx, |c| sqlx::query(statement).bind(tag).execute(c).await.map(drop))?;
            }
            Ok(())
        })
    });
    unit.await.unwrap();
}

story!(of_very_many_alike_the_latest_events_tell_by_each_field, |world| {
    let it = departments::add_department(&world.linus, "Informatique".into()).await.unwrap();
    accounts::set_served(&world.linus, world.grace.actor.id, vec![it]).await.unwrap();
    let (tag, it) = (Uuid::from_u128(7), it.to_string());
    let like = NewTicketForm { department: it.clone(), confidential: "on".into(), ..Default::default() };
    open_many(&world, like).await;
    mark_all(&world, tag).await;
    world.index().await;
    let tag = tag.to_string();
    for common in [("departement", &*it), ("etiquette", &*tag), ("attend", "oui"), ("confidentiel", "oui")] {
        let all = query(&[("tri", "activite"), common]);
        let page = tickets::list_tickets(&world.grace, &all).await.unwrap();
        assert_eq!((page.found, numbers(&page)[0], page.items.len()), (Some(1_001), 1_010, 50), "{common:?}");
        let hidden = tickets::list_tickets(&world.radia, &all).await.unwrap();
        assert_eq!((hidden.found, hidden.items.len()), (Some(0), 0), "{common:?}");
    }
});

story!(of_very_many_the_latest_change_comes_first_too, |world| {
    open_many(&world, NewTicketForm::default()).await;
    world.index().await;
    let it = departments::add_department(&world.linus, "Informatique".into()).await.unwrap().to_string();
    for number in [500, 7] {
        let form = EditTicketForm { title: Some("Autre".into()), ..Default::default() };
        tickets::edit(&world.grace, number, form, Default::default()).await.unwrap();
    }
    world.index().await;
    let both = format!("aucun,{it}");
    let grace = world.grace.actor.id.to_string();
    let all = [("tri", "activite"), ("statut", "ouvert,en cours"), ("type", "autre"), ("nature", "incident")];
    let days = [("tri", "activite"), ("du", "2000-01-01"), ("au", "2100-01-01"), ("departement", &both)];
    for pairs in [&all[..], &days, &[("tri", "activite"), ("technicien", "aucun")]] {
        let page = tickets::list_tickets(&world.grace, &query(pairs)).await.unwrap();
        assert_eq!(numbers(&page)[..3], [7, 500, 1_010], "{pairs:?}");
        assert_eq!(page.found, Some(1_001));
        let next = ListQuery { after: page.next.clone().unwrap(), ..query(pairs) };
        let next = tickets::list_tickets(&world.grace, &next).await.unwrap();
        assert!(numbers(&next).iter().all(|number| !numbers(&page).contains(number)));
    }
    // What is rare is put in order, whatever else there is.
    for rare in [("attend", "oui"), ("confidentiel", "oui"), ("technicien", &grace), ("departement", &it)] {
        assert!(listed(&world.grace, &[("tri", "activite"), rare]).await.is_empty());
    }
    let numbers = tickets::numbers_of(&world.grace, &query(&[("statut", "ouvert")])).await.unwrap();
    assert_eq!((numbers.len(), numbers[0]), (1_000, 1_010));
    let relabelled =
        world.house.db.write(|tx| Box::pin(async move { followers::relabel_after(tx, 0, 200).await }));
    assert_eq!(relabelled.await, Ok(Some(200)));
});

story!(of_several_each_passes_its_own_rules, |world| {
    let [mine, taken, closed] =
        [open(&world.ada, "Un").await, open(&world.ada, "Deux").await, open(&world.ada, "Trois").await];
    let own = open(&world.grace, "Le mien").await;
    tickets::take(&world.radia, taken, Default::default()).await.unwrap();
    tickets::change_status(&world.linus, closed, Status::Cancelled, Default::default()).await.unwrap();
    let all = vec![mine, taken, closed, own, 9_999];
    let report = tickets::bulk(&world.grace, all, BulkAct::Take).await.unwrap();
    assert_eq!(report.done, [mine]);
    let why: Vec<_> = report.refused.into_iter().map(|refusal| (refusal.number, refusal.why)).collect();
    let beaten = Error::Beaten { why: Conflict::AlreadyTaken, by: "radia".into() };
    let expected = [
        (taken, beaten),
        (closed, Error::Conflict(Conflict::Final)),
        (own, Error::Forbidden),
        (9_999, Error::NotFound),
    ];
    assert_eq!(why, expected);
    let raison = "Doublons".to_owned();
    let report = tickets::bulk(&world.grace, vec![mine, taken], BulkAct::Delete { raison }).await.unwrap();
    assert_eq!(report.done, [mine, taken]);
    let report = tickets::bulk(&world.grace, vec![mine, taken], BulkAct::Restore).await.unwrap();
    assert_eq!(report.done, [mine, taken], "undone");
    let tag = BulkAct::Tag { etiquette: "VPN".into() };
    assert_eq!(tickets::bulk(&world.grace, vec![mine, taken], tag).await.unwrap().done, [mine, taken]);
    let too_many = (1..=1_001).collect();
    assert!(tickets::bulk(&world.grace, too_many, BulkAct::Take).await.is_err());
});

story!(views_are_shared_with_those_they_are_for, |world| {
    let it = departments::add_department(&world.linus, "Informatique".into()).await.unwrap();
    accounts::set_served(&world.linus, world.radia.actor.id, vec![it]).await.unwrap();
    let save = async |name: &str, shared: &str| {
        let department = if shared == "service" { it.to_string() } else { String::new() };
        let query = query(&[("technicien", "moi"), ("after", "3")]);
        let form = ViewForm { name: name.into(), query, shared: shared.into(), department };
        tickets::save_view(&world.grace, form).await.unwrap()
    };
    let (own, all, some) =
        (save("À moi", "").await, save("À tous", "equipe").await, save("Au service", "service").await);
    let seen = async |who: &Staff| {
        let views = tickets::list_views(who).await.unwrap();
        views.into_iter().map(|view| (view.name, view.own)).collect::<Vec<_>>()
    };
    let named = |names: &[&str], own| names.iter().map(|n| ((*n).to_owned(), own)).collect::<Vec<_>>();
    assert_eq!(seen(&world.grace).await, named(&["Au service", "À moi", "À tous"], true));
    assert_eq!(seen(&world.radia).await, named(&["Au service", "À tous"], false));
    assert_eq!(seen(&Staff::of(&world.linus).unwrap()).await, named(&["À tous"], false));
    let views = tickets::list_views(&world.grace).await.unwrap();
    assert!(views.iter().all(|view| view.query == query(&[("technicien", "moi")])), "from its first page on");
    assert!(views.iter().any(|view| view.shared == SharedWith::Department));
    assert_eq!(tickets::remove_view(&world.radia, all).await, Err(Error::NotFound));
    let linus = Staff::of(&world.linus).unwrap();
    assert_eq!(tickets::remove_view(&linus, own).await, Err(Error::NotFound));
    for (who, id) in [(&linus, all), (&world.grace, some), (&world.grace, own)] {
        tickets::remove_view(who, id).await.unwrap();
    }
    assert!(seen(&world.grace).await.is_empty());
    let wrong = ViewForm { name: " ".into(), query: query(&[("statut", "x")]), ..Default::default() };
    assert!(tickets::save_view(&world.grace, wrong).await.is_err());
});

story!(each_chooses_their_columns, |world| {
    assert_eq!(tickets::list_columns(&world.grace).await.unwrap(), USUAL_COLUMNS);
    let chosen = vec![Column::Tags, Column::Status, Column::Tags];
    tickets::choose_columns(&world.grace, chosen).await.unwrap();
    assert_eq!(tickets::list_columns(&world.grace).await.unwrap(), [Column::Status, Column::Tags]);
    tickets::choose_columns(&world.grace, Vec::new()).await.unwrap();
    assert!(tickets::list_columns(&world.grace).await.unwrap().is_empty());
    assert_eq!(tickets::list_columns(&world.radia).await.unwrap(), USUAL_COLUMNS);
});

/// Grace with a session that lives: who exports is asked for again before each page.
async fn entered(world: &World) -> Signed {
    let password = "corde-et-mousqueton".to_owned();
    accounts::set_person_password(&world.linus, world.grace.actor.id, password.clone()).await.unwrap();
    let visitor = world.visitor();
    let entrance = accounts::sign_in(&visitor, "grace@cordee.test", password).await.unwrap();
    visitor.signed_in(entrance.actor)
}

async fn exported(who: &Signed, pairs: &[(&str, &str)]) -> String {
    let stream = tickets::export(who, query(pairs)).await.unwrap();
    let parts: Vec<_> = stream.try_collect().await.unwrap();
    String::from_utf8(parts.concat()).unwrap()
}

story!(a_table_has_every_ticket_and_no_formula, |world| {
    for place in 0..520 {
        open(&world.ada, &format!("Panne {place}")).await;
    }
    let form = NewTicketForm { problem: "Formule".into(), title: "=1+1;\"x\"".into(), ..Default::default() };
    tickets::open(&world.ada, form).await.unwrap();
    world.index().await;
    let grace = entered(&world).await;
    let text = exported(&grace, &[]).await;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 522);
    assert!(lines[0].starts_with("\u{feff}\"N°\";\"Titre\";"), "{}", lines[0]);
    assert!(lines[1].contains("\"'=1+1;\"\"x\"\"\""), "{}", lines[1]);
    assert!(tickets::export(&world.ada, ListQuery::default()).await.is_err(), "for staff");
    assert_eq!(exported(&grace, &[("statut", "ferme")]).await.lines().count(), 1);
});

/// What a list is made of reaches it when the index has caught up, and its readers are told.
#[tokio::test]
async fn what_is_not_there_any_more_is_not_listed_before_the_index_knows() {
    let world = World::on_sqlite().await;
    let number = open(&world.ada, "Souris").await;
    world.index().await;
    assert_eq!(listed(&world.grace, &[("statut", "ouvert")]).await, [number]);
    tickets::take(&world.grace, number, Default::default()).await.unwrap();
    assert!(listed(&world.grace, &[("statut", "ouvert")]).await.is_empty());
    tickets::delete(&world.grace, number, "Par erreur", Default::default()).await.unwrap();
    assert!(listed(&world.grace, &[]).await.is_empty());
}

/// One rule for the list as it is read from rows, as it is read from the index, and for what is made of it.
#[tokio::test]
async fn what_is_sought_is_as_long_in_every_list() {
    let api = Api::open().await;
    let grace = api.token(&api.world.grace).await;
    let long = "a".repeat(201);
    for path in [
        "/api/v1/tickets?search=",
        "/api/v1/tickets?tab=requested&search=",
        "/api/v1/tickets?type=materiel&search=",
        "/api/v1/tickets/count?search=",
        "/api/v1/tickets/export?search=",
        "/api/tickets/my/?search=",
    ] {
        let refused = api.get(&[path, &long].concat()).by(&grace).send().await.is(422);
        assert_eq!(refused["errors"][0]["field"], "search", "{path}");
        api.get(&[path, &long[1..]].concat()).by(&grace).send().await.is(200);
    }
    let view = json!({"nom": "Long", "filtre": {"search": long}});
    api.post("/api/v1/views", view).by(&grace).send().await.is(422);
    let refused = [
        tickets::list_mine(&api.world.ada, long.clone(), None).await.map(drop),
        tickets::numbers_of(&api.world.grace, &query(&[("search", long.as_str())])).await.map(drop),
    ];
    for refused in refused {
        assert_eq!(refused.unwrap_err().problem_of("search"), Some(Problem::TooLong { max: 200 }));
    }
}
