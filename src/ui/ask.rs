//! Asking the server. It takes a form and answers JSON, as Leptos has it, so that forms work without WASM.
//! The browser sends and reads by one function that knows no types.
use crate::base::{AppResult, Error, json};
use http::Method;
use leptos::ev;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use server_fn::{Http, Protocol, client, codec, server};

/// What comes back, in a while.
pub type Answer = futures_util::future::BoxFuture<'static, AppResult<Value>>;

/// How a server function is called: `#[server(protocol = Ask)]`.
pub struct Ask;

type AsLeptosHasIt = Http<codec::PostUrl, codec::Json>;

impl<Input, Output, Client, Server> Protocol<Input, Output, Client, Server, Error> for Ask
where
    Input: Serialize + DeserializeOwned + Send,
    Output: Serialize + DeserializeOwned + Send,
    Client: client::Client<Error>,
    Server: server::Server<Error>,
{
    const METHOD: Method = Method::POST;

    fn run_server<F, Fut>(
        request: Server::Request,
        verb: F,
    ) -> impl Future<Output = AppResult<Server::Response>> + Send
    where
        F: Fn(Input) -> Fut + Send,
        Fut: Future<Output = AppResult<Output>> + Send,
    {
        <AsLeptosHasIt as Protocol<Input, Output, Client, Server, Error>>::run_server(request, verb)
    }

    fn run_client(path: &str, input: Input) -> impl Future<Output = AppResult<Output>> + Send {
        let answer = ask(path, &serde_json::to_value(input).unwrap_or_default());
        async move { json::answer(answer.await) }
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::*;
    use crate::ui::signed;
    use gloo_net::http::{Request, Response};
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use send_wrapper::SendWrapper;
    use server_fn::redirect::{REDIRECT_HEADER, call_redirect_hook};
    use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

    pub fn ask(path: &str, input: &Value) -> Answer {
        let form = UrlSearchParams::new();
        if let Ok(form) = &form {
            fill(form, "", input);
        }
        send(path, form.map(Into::into))
    }

    pub fn submit(path: &str, event: &ev::SubmitEvent) -> Option<Answer> {
        let form = FormData::new_with_form(&event.target()?.dyn_into::<HtmlFormElement>().ok()?).ok()?;
        if let Some(button) = event.submitter()
            && let Some(name) = button.get_attribute("name")
        {
            form.append_with_str(&name, &button.get_attribute("value").unwrap_or_default()).ok()?;
        }
        Some(send(path, UrlSearchParams::new_with_str_sequence_sequence(&form).map(Into::into)))
    }

    /// Writes a value as fields: `form[title]=…`, `number=3`; nothing where there is nothing.
    fn fill(form: &UrlSearchParams, name: &str, value: &Value) {
        let inner = |key: &str| if name.is_empty() { key.to_owned() } else { [name, "[", key, "]"].concat() };
        match value {
            Value::Null => {}
            Value::Bool(yes) => form.append(name, &yes.to_string()),
            Value::Number(number) => form.append(name, &number.to_string()),
            Value::String(text) => form.append(name, text),
            Value::Object(fields) => fields.iter().for_each(|(key, value)| fill(form, &inner(key), value)),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, value)| fill(form, &inner(&at.to_string()), value))
            }
        }
    }

    /// Sends a form in whatever shape the browser sends one.
    pub fn send(path: &str, form: Result<JsValue, JsValue>) -> Answer {
        let path = signed(path);
        let sent = async move {
            let request = Request::post(&path).header("accept", "application/json");
            let request = request.body(form.map_err(lost)?).map_err(lost)?;
            let response = request.send().await.map_err(lost)?;
            read(&response, &response.text().await.map_err(lost)?)
        };
        Box::pin(SendWrapper::new(sent))
    }

    fn lost<E>(_: E) -> Error {
        Error::Transport
    }

    /// What the server said; where it sends the person elsewhere, there they go.
    fn read(response: &Response, text: &str) -> AppResult<Value> {
        if !response.ok() {
            let unexplained =
                if response.status() < 500 { Error::Invalid(Vec::new()) } else { Error::Unavailable };
            return Err(json::read(text).unwrap_or(unexplained));
        }
        let said = serde_json::from_str(text).map_err(|_| Error::Transport)?;
        let header = |name| response.headers().get(name);
        if header(REDIRECT_HEADER).is_some() {
            call_redirect_hook(&header("location").unwrap_or_else(|| response.url()));
        }
        Ok(said)
    }
}
#[cfg(feature = "hydrate")]
use browser::ask;
#[cfg(feature = "hydrate")]
pub(super) use browser::{send, submit};

#[cfg(not(feature = "hydrate"))]
mod nowhere {
    use super::*;

    /// Calls a server function.
    pub fn ask(_: &str, _: &Value) -> Answer {
        Box::pin(std::future::ready(Err(Error::Transport)))
    }
    /// Sends the form of this event, as the page itself would.
    pub fn submit(_: &str, _: &ev::SubmitEvent) -> Option<Answer> {
        None
    }
}
#[cfg(not(feature = "hydrate"))]
use nowhere::ask;
#[cfg(not(feature = "hydrate"))]
pub(super) use nowhere::submit;
