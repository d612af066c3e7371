//! A form is sent by the browser itself where there is no WASM, and by ours where there is; over real HTTP.
use super::lines::Server;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

impl Server {
    /// What the server answers, head and body.
    async fn ask(&self, request: &str, accept: &str, body: &str) -> String {
        let mut line = TcpStream::connect(self.address).await.unwrap();
        let head = format!(
            "{request} HTTP/1.1\r\nhost: desk\r\nconnection: close\r\nreferer: http://desk/sign-in\r\naccept: {accept}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn a_refused_form_says_so_with_and_without_wasm() {
    let server = Server::start().await;
    let body = "email=eve%40elsewhere.example&password=guessed+badly&next=";

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
