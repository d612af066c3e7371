//! Files that go along with the form of a page without scripts.
use super::{
    forms::{header, part},
    lines::Server,
};
use crate::server::Signed;
use uuid::Uuid;

const PHOTO: &[u8] = include_bytes!("../../public/icons/192.png");
const OTHER: &[u8] = include_bytes!("../../public/icons/512.png");

/// A form that opens a ticket, with these files.
fn form(problem: &str, key: Uuid, files: &[&[u8]]) -> Vec<u8> {
    let words = part("form[key]", &key.to_string()) + &part("form[problem]", problem);
    let file = |bytes: &&[u8]| {
        let head = "--x\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"p.png\"\r\n\r\n";
        [head.as_bytes(), bytes, b"\r\n"].concat()
    };
    let files: Vec<Vec<u8>> = files.iter().map(file).collect();
    [words.as_bytes(), &files.concat(), b"--x--\r\n"].concat()
}

impl Server {
    /// Where this person's browser is led.
    async fn led(&self, who: &Signed, form: &[u8]) -> String {
        let token = self.token(who).await;
        let headers =
            format!("referer: http://desk/tickets/new\r\naccept: text/html\r\ncookie: cordee_access={token}");
        let path = format!("/fn/open_ticket?account={}", who.actor.id);
        let answer = self.post_parts(&path, &headers, form).await;
        header(&answer, "location").unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    async fn pictures(&self, number: i64) -> usize {
        let events = self.world.view(&self.world.ada, number).await.events;
        events.iter().filter(|event| event.kind == "piece_jointe").count()
    }
}

#[tokio::test]
async fn photos_go_along_with_the_request_once_however_often_it_is_sent() {
    let server = Server::start().await;
    let ada = &server.world.ada;
    let (key, problem) = (Uuid::now_v7(), "Voyant rouge & « été »\r\nà l’étage");
    for _ in 0..2 {
        assert_eq!(server.led(ada, &form(problem, key, &[PHOTO, OTHER])).await, "/tickets/1");
    }
    assert_eq!(server.pictures(1).await, 2);
    let view = server.world.view(ada, 1).await;
    assert_eq!(view.ticket.description.replace('\r', ""), problem.replace('\r', ""));
    // No file was chosen: browsers send an empty one without a name.
    let mut none = form("bruit", Uuid::now_v7(), &[b""]);
    let name = none.windows(5).position(|part| part == b"p.png").unwrap();
    none.drain(name..name + 5);
    assert_eq!(server.led(ada, &none).await, "/tickets/2");
    assert_eq!(server.pictures(2).await, 0);
}

#[tokio::test]
async fn one_that_is_refused_is_told_and_takes_nothing_along() {
    let server = Server::start().await;
    let ada = &server.world.ada;
    let large = [PHOTO, &vec![0; crate::base::picture::MAX_BYTES]].concat();
    for (number, refused) in [(1, &b"no picture"[..]), (2, &large)] {
        let place = server.led(ada, &form("bruit", Uuid::now_v7(), &[PHOTO, refused, OTHER])).await;
        assert!(place.starts_with(&format!("/tickets/{number}?")) && place.contains("__err="), "{place}");
        assert_eq!(server.pictures(number).await, 2);
    }
}

#[tokio::test]
async fn a_form_that_is_refused_comes_back_as_it_was_typed_and_its_photos_go_nowhere() {
    let server = Server::start().await;
    let (ada, grace) = (&server.world.ada, &server.world.grace);
    let place = server.led(ada, &form("", Uuid::now_v7(), &[PHOTO])).await;
    assert!(place.contains("/tickets/new?") && place.contains("__err="), "{place}");
    // A tab of Ada's that wakes up where Grace has signed in.
    let headers = format!("accept: text/html\r\ncookie: cordee_access={}", server.token(grace).await);
    let path = format!("/fn/open_ticket?account={}", ada.actor.id);
    let asleep = server.post_parts(&path, &headers, &form("bruit", Uuid::now_v7(), &[PHOTO])).await;
    assert!(!asleep.contains("/tickets/1\r"), "{asleep}");
    let place = server.led(ada, &form("bruit", Uuid::now_v7(), &[])).await;
    assert_eq!(place, "/tickets/1", "nothing was opened before");
}

#[tokio::test]
async fn the_files_of_a_form_stand_last_in_it() {
    let server = Server::start().await;
    for (who, page) in
        [(&server.world.ada, "/"), (&server.world.ada, "/tickets/new"), (&server.world.grace, "/tickets/new")]
    {
        let headers = format!("accept: text/html\r\ncookie: cordee_access={}", server.token(who).await);
        let page = server.ask_with(&format!("GET {page}"), &headers, "").await;
        let [file, field] = ["name=\"picture\"", "name=\"form["].map(|part| page.rfind(part).unwrap());
        assert!(field < file, "{page}");
    }
}

#[tokio::test]
async fn where_the_page_is_not_there_for_who_opened_it_it_says_that_the_photos_were_left() {
    let server = Server::start().await;
    let grace = &server.world.grace;
    let caller =
        [("form[whom]", "nouveau"), ("form[caller_name]", "Hedy"), ("form[caller_contact]", "01 44")];
    let words: String = caller.iter().map(|(name, text)| part(name, text)).collect();
    let secret = words + &part("form[confidential]", "on");
    let form = [secret.as_bytes(), &form("bruit", Uuid::now_v7(), &[PHOTO, OTHER])].concat();
    let place = server.led(grace, &form).await;
    assert_eq!(place, "/desk?__done=0");
    let headers = format!("accept: text/html\r\ncookie: cordee_access={}", server.token(grace).await);
    let page = server.ask_with(&format!("GET {place}"), &headers, "").await;
    assert!(page.contains("des fichiers n’ont pas été joints"), "{page}");
}

#[tokio::test]
async fn what_is_written_has_the_limit_of_any_form() {
    let server = Server::start().await;
    let ada = &server.world.ada;
    let token = server.token(ada).await;
    let headers = format!("accept: text/html\r\ncookie: cordee_access={token}");
    let long = form(&"a".repeat(300 * 1024), Uuid::now_v7(), &[]);
    for headers in [headers.as_str(), "accept: text/html"] {
        let refused = server.post_parts("/fn/open_ticket", headers, &long).await;
        assert!(refused.starts_with("HTTP/1.1 413"), "{refused}");
    }
    assert_eq!(server.led(ada, &form("bruit", Uuid::now_v7(), &[])).await, "/tickets/1");
}

/// A server that held what it cannot make out would fill its memory.
#[tokio::test]
async fn a_part_whose_head_never_ends_is_not_read_to_its_end() {
    let server = Server::start().await;
    let headers =
        format!("accept: text/html\r\ncookie: cordee_access={}", server.token(&server.world.ada).await);
    let endless = [b"--x\r\nx: ".as_slice(), &vec![b'a'; 400 * 1024], b"\r\n\r\n\r\n--x--\r\n"].concat();
    let refused = server.post_parts("/fn/open_ticket", &headers, &endless).await;
    assert!(refused.starts_with("HTTP/1.1 4"), "{refused}");
}

#[tokio::test]
async fn of_too_many_files_the_rest_is_left_behind() {
    let server = Server::start().await;
    let files = vec![&b"x"[..]; 30];
    let place = server.led(&server.world.ada, &form("bruit", Uuid::now_v7(), &files)).await;
    assert!(place.starts_with("/tickets/1?"), "{place}");
    let name = "a\"; filename=\"b.png";
    let odd = String::from_utf8_lossy(&form("bruit", Uuid::now_v7(), &[b"PICTURE"])).replace("p.png", name);
    let odd = odd.replace("PICTURE", "x\r\n--cordee\r\n");
    let place = server.led(&server.world.ada, odd.as_bytes()).await;
    assert!(place.starts_with("/tickets/2?") && place.contains("__err="), "{place}");
}
