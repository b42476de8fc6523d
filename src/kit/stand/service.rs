//! One request becomes one answer: login, failure, address, operation. Blind to sockets and threads.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::failures::{self, Fail, Resource};
use super::soap::{self, Called};
use super::wire::{StandRequest, StandResponse};
use super::{HookQuestion, StandState, answer, http_service, wsdl};

/// The web service's address, with or without [`SUFFIX`].
pub const WEB_SERVICE: &str = "/base/ws/1C_MIKO_identify_number";
/// What old publications end in.
pub const SUFFIX: &str = ".1cws";
/// The HTTP service's root.
pub const HTTP_SERVICE: &str = "/base/hs/agi1c/";
/// The most contacts on a page.
const MOST: usize = 1000;

/// What the Authorization header must be; empty = anybody may come in.
pub fn authorization(user: &str, password: &str) -> String {
    match user {
        "" => String::new(),
        _ => format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))),
    }
}

/// The answer to a request under a failure, or none.
pub fn answer(shared: &StandState, request: &StandRequest, fail: Option<Fail>) -> StandResponse {
    let web_service = request.path.strip_suffix(SUFFIX).unwrap_or(&request.path) == WEB_SERVICE;
    let described = web_service && request.query.eq_ignore_ascii_case("wsdl");
    let called = (web_service && !described && request.method == "POST").then(|| soap::read(&request.text()));
    let resource = match &called {
        _ if described => Resource::Description,
        Some(called) => Resource::Soap(called.as_ref().map_or(soap::Version::V11, |called| called.version)),
        None => Resource::Json,
    };
    if let Some(instead) = fail.and_then(|fail| fail.response(resource)) {
        return instead;
    }
    if !shared.authorization.is_empty() && request.header("authorization") != shared.authorization {
        return failures::login();
    }
    if described {
        let host = request.header("host");
        let location = format!("http://{host}{}", request.path);
        let document = wsdl::document(&shared.service, &shared.namespace, &location);
        return StandResponse::new(200, "text/xml; charset=utf-8", document);
    }
    match called {
        Some(Ok(called)) => by_soap(shared, &called),
        Some(Err(what)) => soap::fault(soap::Version::V11, 500, &what),
        None if web_service => failures::page(405, "Method Not Allowed"),
        None => match request.path.strip_prefix(HTTP_SERVICE) {
            Some(operation @ ("identify" | "contacts")) => by_http(shared, operation, request),
            _ => failures::page(404, "Not Found"),
        },
    }
}

fn by_soap(shared: &StandState, called: &Called) -> StandResponse {
    let refused = |what: &str| soap::fault(called.version, 500, what);
    if called.namespace != shared.namespace {
        return refused(&format!(
            "Операция «{}» не найдена в пространстве имён «{}»: сервис опубликован в «{}»",
            called.operation, called.namespace, shared.namespace
        ));
    }
    match perform(shared, &called.operation, &called.parameters, false) {
        Ok(text) => soap::response(called, &text),
        Err(what) => refused(&what),
    }
}

fn by_http(shared: &StandState, operation: &str, request: &StandRequest) -> StandResponse {
    let done = http_service::parameters(request)
        .map_err(|what| (400, what))
        .and_then(|parameters| perform(shared, operation, &parameters, true).map_err(|what| (500, what)));
    match done {
        Ok(body) => StandResponse::new(200, "application/json; charset=utf-8", body),
        Err((status, what)) => StandResponse::new(status, "text/plain; charset=utf-8", what),
    }
}

fn perform(
    shared: &StandState,
    operation: &str,
    parameters: &[(String, String)],
    as_json: bool,
) -> Result<String, String> {
    let parameter = |wanted: &str| {
        parameters
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.as_str())
            .ok_or_else(|| format!("Не задан параметр «{wanted}» операции «{operation}»"))
    };
    match operation {
        // 1C notes the call for its users' screens besides; there are none here.
        "identify" | "call" => {
            let question = HookQuestion { number: parameter("Number")?, parameters, as_json };
            if let Some(text) = shared.hook.as_ref().and_then(|hook| hook(&question)) {
                return Ok(text);
            }
            let clients = shared.clients();
            let client = clients.find(question.number);
            Ok(if as_json { answer::json(client) } else { answer::text(client) })
        }
        "contacts" => {
            let count = parameter("Count")?;
            let count = count
                .parse()
                .map_err(|_| format!("Параметр «Count»: ожидалось число, получено «{count}»"))?;
            let page = shared.clients().page(parameter("Cursor")?, usize::clamp(count, 1, MOST))?;
            Ok(answer::page(&page))
        }
        _ => Err(format!("Операция «{operation}» не найдена")),
    }
}
