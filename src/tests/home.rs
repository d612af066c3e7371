//! What an employee sees first: what waits for them, then what goes on.
use crate::{
    features::{
        conversation::server::service as conversation,
        tickets::{NewTicketForm, Status, server::service as tickets},
    },
    server::Signed,
    story,
    tests::{api_world::Api, world::World},
};

async fn numbers(who: &Signed) -> Vec<i64> {
    tickets::home(who).await.unwrap().tickets.iter().map(|line| line.number).collect()
}

async fn read(who: &Signed, number: i64) {
    tickets::mark_read(who, number, i64::MAX).await.unwrap();
}

async fn moved(world: &World, number: i64, to: Status) {
    tickets::change_status(&world.grace, number, to, Default::default()).await.unwrap();
}

story!(what_waits_for_ada_comes_first, |world| {
    let ada = &world.ada;
    assert!(numbers(ada).await.is_empty());
    let [first, second, third] =
        [world.taken_ticket().await, world.taken_ticket().await, world.open_ticket().await];
    for number in [first, second, third] {
        read(ada, number).await;
    }
    assert_eq!(numbers(ada).await, [third, second, first], "the newest first");
    let say = |who, number| conversation::say(who, number, "Bonjour".into(), Default::default());
    say(&*world.grace, first).await.unwrap();
    assert_eq!(numbers(ada).await, [first, third, second], "Grace has written");
    say(ada, second).await.unwrap();
    assert_eq!(numbers(ada).await, [first, third, second], "one’s own words are no news");
    read(ada, first).await;
    moved(&world, second, Status::Resolved).await;
    read(ada, second).await;
    assert_eq!(numbers(ada).await, [second, third, first], "she is to say whether it holds");
    let home = tickets::home(ada).await.unwrap();
    assert_eq!((home.all, home.tickets[0].status, home.tickets[0].unread), (3, Status::Resolved, 0));
    tickets::change_status(ada, second, Status::Closed, Default::default()).await.unwrap();
    assert_eq!(numbers(ada).await, [third, first], "what is over and read is gone");
    assert_eq!(tickets::home(ada).await.unwrap().all, 3);
});

story!(that_a_ticket_is_over_is_news_for_a_week, |world| {
    let number = world.taken_ticket().await;
    moved(&world, number, Status::Resolved).await;
    moved(&world, number, Status::Closed).await;
    assert_eq!(numbers(&world.ada).await, [number], "Grace has closed it, and Ada does not know");
    world.house.clock.advance(chrono::Duration::days(8));
    assert!(numbers(&world.ada).await.is_empty());
});

story!(home_is_one_s_own_and_short, |world| {
    for n in 0..9 {
        let form = NewTicketForm { problem: format!("Panne {n}"), ..Default::default() };
        tickets::open(&world.ada, form).await.unwrap();
    }
    assert_eq!(numbers(&world.ada).await, (2..=9).rev().collect::<Vec<_>>());
    assert_eq!(tickets::home(&world.ada).await.unwrap().all, 9);
    for other in [&world.eve, &*world.grace] {
        assert_eq!(tickets::home(other).await.unwrap().all, 0);
    }
});

#[tokio::test]
async fn programs_read_it_and_each_role_begins_at_its_own_place() {
    let api = Api::open().await;
    let number = api.world.taken_ticket().await;
    let (ada, grace) = (api.token(&api.world.ada).await, api.token(&api.world.grace).await);
    let home = api.get("/api/v1/tickets/home").by(&ada).send().await.is(200);
    assert_eq!((&home["items"][0]["id"], &home["total"]), (&number.into(), &1.into()));
    let page = |path: &'static str, token: &str| api.get(path).with("accept", "text/html").by(token).send();
    assert_eq!(page("/", &ada).await.status, 200);
    assert_eq!(page("/", &grace).await.header("location"), "/desk");
    for path in ["/tickets/all", "/more", "/admin"] {
        assert_eq!(page(path, &ada).await.status, 404, "{path}");
    }
    assert_eq!(page("/tickets/all", &grace).await.status, 200);
    assert_eq!(page("/more", &grace).await.status, 200);
    assert_eq!(page("/admin", &grace).await.status, 404);
    let nobody = api.get("/").with("accept", "text/html").send().await;
    assert_eq!(nobody.header("location"), "/sign-in");
}
