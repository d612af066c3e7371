//! A form is sent by the browser itself where there is no WASM, and by ours where there is; over real HTTP.
use super::lines::Server;
use crate::{base::Error, server::Signed};
use server_fn::error::ServerFnUrlError;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

impl Server {
    /// What the server answers, head and body.
    async fn ask(&self, request: &str, accept: &str, body: &str) -> String {
        self.ask_from(request, accept, body, "http://desk/sign-in").await
    }

    /// The same, from this page.
    pub(super) async fn ask_from(&self, request: &str, accept: &str, body: &str, page: &str) -> String {
        self.ask_with(request, &format!("referer: {page}\r\naccept: {accept}"), body).await
    }

    /// A form of this person's browser.
    async fn ask_by(&self, token: &str, request: &str, body: &str) -> String {
        let headers = format!("referer: http://desk/\r\naccept: text/html\r\ncookie: cordee_access={token}");
        self.ask_with(request, &headers, body).await
    }

    pub(super) async fn ask_with(&self, request: &str, headers: &str, body: &str) -> String {
        let mut line = TcpStream::connect(self.address).await.unwrap();
        let head = format!(
            "{request} HTTP/1.1\r\nhost: desk\r\nconnection: close\r\n\
             {headers}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

pub(super) fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn a_refused_form_says_so_with_and_without_wasm() {
    let server = Server::start().await;
    let body = "login=eve%40elsewhere.example&password=guessed+badly&next=";

    let ours = server.ask("POST /fn/sign_in", "application/json", body).await;
    assert!(ours.starts_with("HTTP/1.1 422"), "{ours}");
    assert!(ours.ends_with('}') && ours.contains("\"Invalid\""), "{ours}");

    let browsers = server.ask("POST /fn/sign_in", "text/html", body).await;
    assert!(browsers.starts_with("HTTP/1.1 302"), "{browsers}");
    let place = header(&browsers, "location").unwrap().strip_prefix("http://desk").unwrap();
    let page = server.ask(&["GET ", place].concat(), "text/html", "").await;
    assert!(page.contains("action=\"/fn/sign_in\"") && page.contains("method=\"post\""), "{page}");
    assert!(page.contains("role=\"alert\""), "{page}");

    let fresh = server.ask("GET /sign-in", "text/html", "").await;
    assert!(fresh.contains("action=\"/fn/sign_in\"") && !fresh.contains("role=\"alert\""), "{fresh}");
}

/// By what a visitor's browser is known again.
fn browser_of(refused: &str) -> String {
    let cookie = header(refused, "set-cookie").unwrap();
    assert!(cookie.starts_with("cordee_form=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

/// The page that a refused form leads to.
fn place_of(refused: &str) -> String {
    assert!(refused.starts_with("HTTP/1.1 302"), "{refused}");
    header(refused, "location").unwrap().strip_prefix("http://desk").unwrap().to_owned()
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_but_for_secrets() {
    let server = Server::start().await;
    let body = "login=%3Ceve%3E%40elsewhere.example&password=guessed+badly&next=";
    let refused = server.ask("POST /fn/sign_in", "text/html", body).await;
    let place = place_of(&refused);
    let headers = ["accept: text/html\r\ncookie: ", &browser_of(&refused)].concat();
    let page = server.ask_with(&["GET ", &place].concat(), &headers, "").await;
    assert!(
        page.contains("value=\"<eve>@elsewhere.example\"") || page.contains("&lt;eve&gt;@elsewhere"),
        "{page}"
    );
    assert!(!page.contains("guessed"), "{page}");
}

#[tokio::test]
async fn what_ada_wrote_when_her_session_had_ended_is_drawn_for_her_alone() {
    let server = Server::start().await;
    let (ada, grace) = (server.token(&server.world.ada).await, server.token(&server.world.grace).await);
    let address = format!("POST /fn/open_ticket?account={}", server.world.ada.actor.id);
    let body = "form%5Bproblem%5D=six+cents+%3Cb%3E+lettres&form%5Btitle%5D=Mon+titre";
    let refused = server.ask_from(&address, "text/html", body, "http://desk/tickets/new").await;
    let place = ["GET ", &place_of(&refused)].concat();
    let browser = browser_of(&refused);
    let page = server.ask_by(&format!("{ada}; {browser}"), &place, "").await;
    assert!(page.contains("six cents &lt;b> lettres") && page.contains("Mon titre"), "{page}");
    let elsewhere = format!("cordee_form={}", uuid::Uuid::new_v4());
    // Nor for her by a link that anybody can make.
    for token in [format!("{grace}; {browser}"), format!("{ada}; {elsewhere}"), ada] {
        let page = server.ask_by(&token, &place, "").await;
        assert!(page.starts_with("HTTP/1.1 200") && !page.contains("six cents"), "{page}");
    }
}

/// What the sign-in page shows to whoever follows an address with this reference in it.
async fn sign_in_page(server: &Server, reference: &str) -> String {
    let error = ServerFnUrlError::new("/fn/sign_in", Error::Internal { reference: reference.into() });
    let address = error.to_url("http://desk/sign-in").unwrap();
    server.ask(&["GET /sign-in?", address.query().unwrap()].concat(), "text/html", "").await
}

#[tokio::test]
async fn a_stranger_does_not_choose_what_our_sign_in_page_says() {
    let server = Server::start().await;
    let ours = sign_in_page(&server, "0a1b2c3d").await;
    assert!(ours.contains("role=\"alert\"") && ours.contains("0a1b2c3d"), "{ours}");
    let theirs = sign_in_page(&server, "call 555-0100 and tell them your password").await;
    assert!(theirs.contains("role=\"alert\"") && !theirs.contains("555-0100"), "{theirs}");
}

impl Server {
    /// Sends a picture to this ticket, saying whose it is.
    async fn send_picture(&self, who: &Signed, number: i64, account: Option<&Signed>) -> String {
        let account = account.map(|ctx| part("account", &ctx.actor.id.to_string())).unwrap_or_default();
        let form = picture_form(&account, include_bytes!("../../public/icons/192.png"));
        let headers = format!("accept: application/json\r\nauthorization: Bearer {}", self.token(who).await);
        self.post_picture(number, &headers, &form).await
    }

    /// Posts a form with a picture to this ticket.
    pub(super) async fn post_picture(&self, number: i64, headers: &str, form: &[u8]) -> String {
        self.post_parts(&format!("/files/tickets/{number}"), headers, form).await
    }

    /// Posts a form in parts.
    pub(super) async fn post_parts(&self, path: &str, headers: &str, form: &[u8]) -> String {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: desk\r\nconnection: close\r\n{headers}\r\n\
             content-type: multipart/form-data; boundary=x\r\ncontent-length: {}\r\n\r\n",
            form.len()
        );
        let mut line = TcpStream::connect(self.address).await.unwrap();
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(form).await.unwrap();
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

pub(super) fn part(name: &str, text: &str) -> String {
    format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
}

/// These parts, an act and a picture.
pub(super) fn picture_form(parts: &str, picture: &[u8]) -> Vec<u8> {
    let act = part("act", &uuid::Uuid::now_v7().to_string());
    let head = "--x\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"p.png\"\r\n\
        content-type: image/png\r\n\r\n";
    [parts.as_bytes(), act.as_bytes(), head.as_bytes(), picture, b"\r\n--x--\r\n"].concat()
}

#[tokio::test]
async fn a_tab_of_adas_that_wakes_up_where_grace_has_signed_in_sends_no_picture_in_graces_name() {
    let server = Server::start().await;
    let (ada, grace) = (&server.world.ada, &server.world.grace);
    let number = server.world.taken_ticket().await;
    let asleep = server.send_picture(grace, number, Some(ada)).await;
    assert!(asleep.starts_with("HTTP/1.1 401"), "{asleep}");
    for account in [Some(ada), None] {
        let sent = server.send_picture(ada, number, account).await;
        assert!(sent.starts_with("HTTP/1.1 200"), "{sent}");
    }
}

/// Pressed twice, or sent again by *Back*, without WASM.
#[tokio::test]
async fn a_form_that_creates_creates_once_however_often_it_is_sent() {
    let server = Server::start().await;
    let token = server.token(&server.world.ada).await;
    let key = uuid::Uuid::now_v7();
    let open = async |problem: &str| {
        let body = format!("form[problem]={problem}&form[key]={key}");
        server.ask_by(&token, "POST /fn/open_ticket", &body).await
    };
    let (one, other) = tokio::join!(open("bruit"), open("bruit"));
    let place = header(&one, "location").unwrap().to_owned();
    assert_eq!(header(&other, "location"), Some(&*place));
    assert_eq!(header(&open("bruit").await, "location"), Some(&*place));
    // The same form that says something else is meant.
    assert_ne!(header(&open("odeur").await, "location"), Some(&*place));

    let number = place.rsplit('/').next().unwrap().to_owned();
    let say = format!("number={number}&text=bonjour&key={key}");
    for _ in 0..3 {
        server.ask_by(&token, "POST /fn/add_comment", &say).await;
    }
    let events = server.world.view(&server.world.ada, number.parse().unwrap()).await.events;
    assert_eq!(events.iter().filter(|event| event.kind == "ajout_commentaire").count(), 1);
}

/// Grace's page, in a browser where Linus has signed in meanwhile: whatever the form, with WASM and without.
#[tokio::test]
async fn what_is_sent_from_somebody_elses_page_is_refused_and_says_who_is_here() {
    let server = Server::start().await;
    let (grace, linus) = (&server.world.grace, &server.world.linus);
    let number = server.world.open_ticket().await;
    let token = server.token(linus).await;
    let page = format!("?account={}", grace.actor.id);
    for form in ["take_ticket", "add_comment", "change_profile", "sign_out", "list_people", "unheard_of"] {
        for accept in ["application/json", "text/html"] {
            let headers =
                format!("referer: http://desk/\r\naccept: {accept}\r\ncookie: cordee_access={token}");
            let answer = server
                .ask_with(&format!("POST /fn/{form}{page}"), &headers, &format!("number={number}"))
                .await;
            assert!(answer.starts_with("HTTP/1.1 409"), "{form}: {answer}");
            assert!(answer.contains(&linus.actor.name), "{form}: {answer}");
        }
    }
    assert!(server.world.view(linus, number).await.ticket.lead.is_none(), "nothing happened");
    let own = format!("POST /fn/take_ticket?account={}", linus.actor.id);
    server.ask_by(&token, &own, &format!("number={number}")).await;
    assert_eq!(server.world.view(linus, number).await.ticket.lead.unwrap().id, linus.actor.id);

    let drawn = server.ask_by(&token, "GET /profile", "").await;
    let forms = drawn.matches("method=\"post\"").count();
    let signed = drawn.matches(&format!("?account={}\"", linus.actor.id)).count();
    assert!(forms > 2 && signed == forms, "{signed} of {forms} forms say whose page it is");
}

/// What the guided person does counts before the page has woken up, and without WASM.
#[tokio::test]
async fn the_guided_persons_acts_are_plain_forms() {
    let server = Server::start().await;
    let world = &server.world;
    let number = world.guided_ticket().await;
    for text in ["Éteignez", "Rallumez"] {
        world.write(number, text).await.unwrap();
    }
    let ada = server.token(&world.ada).await;
    let key = uuid::Uuid::now_v7();
    let session = world.session(number).await;
    let answer = |step: i64, outcome: &str| {
        format!(
            "number={number}&key={key}&answer%5Bsession%5D={session}&answer%5Bstep%5D={step}\
             &answer%5Bversion%5D=1&answer%5Boutcome%5D={outcome}&answer%5Bnote%5D=Voil%C3%A0"
        )
    };
    let state = || async { world.view(&world.ada, number).await.rooms.guidance.session.unwrap() };
    let kinds = || async {
        let view = world.view(&world.grace, number).await;
        view.events.iter().map(|event| event.kind.clone()).collect::<Vec<_>>()
    };
    // Pressed twice, it is one answer, and the next step is not answered by the second tap.
    for _ in 0..2 {
        let answered = server.ask_by(&ada, "POST /fn/answer_step", &answer(1, "fait")).await;
        assert!(answered.starts_with("HTTP/1.1 302"), "{answered}");
        assert_eq!(header(&answered, "location"), Some(&*format!("/tickets/{number}")));
    }
    assert_eq!(state().await.open.unwrap().number, 2);
    assert!(!kinds().await.contains(&"reponse_tardive".to_owned()));
    server.ask_by(&ada, "POST /fn/answer_step", &answer(2, "pas_marche")).await;
    assert!(state().await.frozen);
    server.ask_by(&ada, "POST /fn/explain_step", &answer(2, "")).await;
    assert_eq!(kinds().await.last().unwrap(), "precision");
    // No number anywhere: refused beside the field, and nothing else is said.
    let refused = server.ask_by(&ada, "POST /fn/ask_call", &format!("number={number}&key={key}")).await;
    assert!(header(&refused, "location").unwrap().contains("__err"), "{refused}");
    let call = format!("number={number}&key={key}&phone=01+44+55+02+14");
    server.ask_by(&ada, "POST /fn/ask_call", &call).await;
    assert_eq!(kinds().await.last().unwrap(), "appel_demande");
    let stop = |session| format!("number={number}&key={key}&session={session}");
    let other = server.ask_by(&ada, "POST /fn/stop_guidance", &stop(uuid::Uuid::new_v4())).await;
    assert!(header(&other, "location").unwrap().contains("__err") && state().await.active, "{other}");
    server.ask_by(&ada, "POST /fn/stop_guidance", &stop(state().await.id.0)).await;
    assert!(!state().await.active);
    let eve = server.token(&world.eve).await;
    let foreign = server.ask_by(&eve, "POST /fn/stop_guidance", &call).await;
    assert!(header(&foreign, "location").unwrap().contains("__err"), "{foreign}");
}
