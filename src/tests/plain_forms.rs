//! What a page without scripts sends and what it says then: that it is done, or what was wrong with it.
use super::{
    forms::{header, picture_form},
    lines::Server,
};
use crate::{features::accounts::server::service::people, server::Signed};

impl Server {
    /// A form that this person's browser sends by itself from a page; the page's address afterwards.
    async fn post(&self, who: &Signed, page: &str, function: &str, body: &str) -> String {
        let answer = self.posted(who, page, function, body).await;
        assert!(answer.starts_with("HTTP/1.1 302"), "{answer}");
        header(&answer, "location").unwrap().trim_start_matches("http://desk").to_owned()
    }

    async fn posted(&self, who: &Signed, page: &str, function: &str, body: &str) -> String {
        let headers = format!(
            "referer: http://desk{page}\r\naccept: text/html\r\ncookie: cordee_access={}",
            self.token(who).await
        );
        self.ask_with(&format!("POST /fn/{function}?account={}", who.actor.id), &headers, body).await
    }

    async fn page(&self, who: &Signed, path: &str) -> String {
        let headers = format!("accept: text/html\r\ncookie: cordee_access={}", self.token(who).await);
        self.ask_with(&format!("GET {path}"), &headers, "").await
    }
}

const SAVED: &str = "C’est enregistré.";

#[tokio::test]
async fn a_plain_form_that_succeeds_says_so_on_its_page_and_nowhere_else() {
    let server = Server::start().await;
    let ada = &server.world.ada;
    let named = |name: &str| format!("form%5Bname%5D={name}");
    let place = server.post(ada, "/profile", "change_profile", &named("Ada+L.")).await;
    assert_eq!(place, "/profile?__done=1");
    let page = server.page(ada, &place).await;
    assert!(page.contains("toast ok") && page.contains(SAVED), "{page}");
    assert!(!page.contains("__done"), "the page is drawn as if it were not there: {page}");
    assert!(!server.page(ada, "/profile").await.contains(SAVED));

    // One after the other, from the address that the one before left.
    let place = server.post(ada, &place, "change_profile", &named("")).await;
    assert!(place.contains("__err=") && !place.contains("__done"), "{place}");
    let page = server.page(ada, &place).await;
    assert!(page.contains("role=\"alert\"") && !page.contains(SAVED), "{page}");
    let place = server.post(ada, &place, "change_profile", &named("Ada")).await;
    assert_eq!(place, "/profile?__done=1", "and nothing of what was refused before");

    let opened = server.post(ada, "/tickets/new", "open_ticket", "form%5Bproblem%5D=bruit").await;
    assert_eq!(opened, "/tickets/1", "who is led elsewhere sees what was done");
}

#[tokio::test]
async fn what_was_refused_last_is_what_the_form_shows() {
    let server = Server::start().await;
    let ada = &server.world.ada;
    let body = |title: &str| format!("form%5Bproblem%5D=&form%5Btitle%5D={title}");
    let place = server.post(ada, "/tickets/new", "open_ticket", &body("premier")).await;
    let place = server.post(ada, &place, "open_ticket", &body("second")).await;
    let page = server.page(ada, &place).await;
    assert!(page.contains("second") && !page.contains("premier"), "{page}");
}

/// The box `active` of the page, as it is drawn.
fn box_of(page: &str) -> String {
    let input = page.split('<').find(|tag| tag.starts_with("input") && tag.contains("form[active]"));
    input.unwrap_or_else(|| panic!("no box: {page}")).to_owned()
}

#[tokio::test]
async fn check_boxes_of_a_refused_form_come_back_as_they_were() {
    let server = Server::start().await;
    let (linus, ada) = (&server.world.linus, server.world.ada.actor.id);
    let address = format!("/admin/people/{ada}");
    let body = |checked: &str| format!("id={ada}&form%5Bname%5D=&form%5Bhas_active%5D=on{checked}");
    for (checked, is_checked) in [("", false), ("&form%5Bactive%5D=on", true)] {
        let place = server.post(linus, &address, "change_person", &body(checked)).await;
        assert!(place.contains("__err="), "{place}");
        let page = server.page(linus, &place).await;
        assert_eq!(box_of(&page).contains("checked"), is_checked, "{}", box_of(&page));
    }
    assert!(box_of(&server.page(linus, &address).await).contains("checked"), "she is active");
    assert!(people::find_person(linus, ada).await.unwrap().active, "nothing was changed");
}

#[tokio::test]
async fn a_form_of_another_encoding_is_refused_in_words_and_creates_nothing() {
    let server = Server::start().await;
    let ada = &server.world.ada;
    for body in
        ["form%5Bproblem%5D=%E9t%E9", "form%5Bproblem%5D=ok&form%5Btitle%5D=%ff", "form%5Bproblem%5D=%C3"]
    {
        let plain = server.posted(ada, "/tickets/new", "open_ticket", body).await;
        assert!(plain.starts_with("HTTP/1.1 422") && plain.contains("UTF-8"), "{plain}");
        let headers =
            format!("accept: application/json\r\ncookie: cordee_access={}", server.token(ada).await);
        let ours = server.ask_with("POST /fn/open_ticket", &headers, body).await;
        assert!(ours.starts_with("HTTP/1.1 422") && ours.contains("Unreadable"), "{ours}");
    }
    let place = server.post(ada, "/tickets/new", "open_ticket", "form%5Bproblem%5D=%C3%A9t%C3%A9").await;
    assert_eq!(place, "/tickets/1", "nothing was opened before");
    assert_eq!(server.world.view(ada, 1).await.ticket.description, "été");
}

#[tokio::test]
async fn a_picture_is_sent_from_a_page_without_scripts_or_its_page_says_why_not() {
    let server = Server::start().await;
    let number = server.world.taken_ticket().await;
    let photo: &[u8] = include_bytes!("../../public/icons/192.png");
    for (who, page) in [(&server.world.ada, "tickets"), (&server.world.grace, "desk")] {
        let cookie = format!("accept: text/html\r\ncookie: cordee_access={}", server.token(who).await);
        let sent = server.post_picture(number, &cookie, &picture_form("", photo)).await;
        assert!(sent.starts_with("HTTP/1.1 303"), "{sent}");
        assert_eq!(header(&sent, "location"), Some(&*format!("/{page}/{number}")));
        let refused = server.post_picture(number, &cookie, &picture_form("", b"no picture")).await;
        let place = header(&refused, "location").unwrap().to_owned();
        let shown = server.page(who, &place).await;
        assert!(shown.contains("role=\"alert\"") && shown.contains("action=\"/files/tickets/"), "{shown}");
    }
    let events = server.world.view(&server.world.ada, number).await.events;
    assert_eq!(events.iter().filter(|event| event.kind == "piece_jointe").count(), 2);
    // Their session has ended: they are led to the door, and back.
    let sent = server.post_picture(number, "accept: text/html", &picture_form("", photo)).await;
    assert!(header(&sent, "location").unwrap().starts_with(&format!("/tickets/{number}")), "{sent}");
}

/// A field that is not there says nothing; one that is empty empties.
#[tokio::test]
async fn what_is_emptied_in_a_form_is_emptied() {
    let server = Server::start().await;
    let (linus, ada) = (&server.world.linus, &server.world.ada);
    let person = || async { people::find_person(linus, ada.actor.id).await.unwrap() };
    let own = "form%5Bphone%5D=01+44&form%5Busername%5D=adal";
    server.post(ada, "/profile", "change_profile", own).await;
    assert_eq!(person().await.phone.as_deref(), Some("01 44"));
    server.post(ada, "/profile", "change_profile", "form%5Bphone%5D=").await;
    let now = person().await;
    assert_eq!((now.phone, now.username.as_deref(), now.name.as_str()), (None, Some("adal"), "ada"));
    let page = format!("/admin/people/{}", ada.actor.id);
    let body = format!("id={}&form%5Busername%5D=", ada.actor.id);
    server.post(linus, &page, "change_person", &body).await;
    assert_eq!(person().await.username, None);
    let number = server.world.open_ticket().await;
    let body = format!("number={number}&form%5Btitle%5D=");
    let refused = server.post(ada, &format!("/tickets/{number}"), "edit_ticket", &body).await;
    assert!(refused.contains("__err="), "a ticket has a title: {refused}");
}
