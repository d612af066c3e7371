//! The link of a ticket works for whoever may see it, whichever of its two pages it names.
use crate::{server::Signed, tests::api_world::Api};

/// Where a page sends this person; nothing where it shows itself.
async fn led_to(api: &Api, who: &Signed, path: &str) -> String {
    let token = api.token(who).await;
    let answer = api.get(path).with("accept", "text/html").by(&token).send().await;
    if answer.status == 302 {
        answer.header("location").to_owned()
    } else {
        answer.status.as_u16().to_string()
    }
}

#[tokio::test]
async fn each_is_led_to_the_page_of_a_ticket_that_is_theirs() {
    let api = Api::open().await;
    let number = api.world.taken_ticket().await;
    let (desk, own) = (format!("/desk/{number}"), format!("/tickets/{number}"));
    let world = &api.world;
    assert_eq!(led_to(&api, &world.ada, &desk).await, own);
    assert_eq!(led_to(&api, &world.ada, &format!("{desk}?tab=all")).await, own);
    assert_eq!(led_to(&api, &world.ada, &own).await, "200");
    for staff in [&world.grace, &world.radia] {
        assert_eq!(led_to(&api, staff, &own).await, desk);
        assert_eq!(led_to(&api, staff, &desk).await, "200");
    }
    // Whether there is such a ticket is not told to a stranger.
    let absent = format!("/tickets/{}", number + 1);
    assert_eq!(led_to(&api, &world.eve, &desk).await, own);
    assert_eq!(led_to(&api, &world.eve, &format!("/desk/{}", number + 1)).await, absent);
    assert_eq!(led_to(&api, &world.eve, &own).await, led_to(&api, &world.eve, &absent).await);
    for none in ["/desk", "/desk/x", "/desk/%2f%2fevil.test", "/desk/007"] {
        assert_eq!(led_to(&api, &world.ada, none).await, "404", "{none}");
    }
}
