//! The page's HTTP: connections, their limits of number, size and time, and where a request goes. What is answered is
//! the sections' business, who may ask is `guard`'s.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper::body::Frame;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{Semaphore, mpsc};

use super::desk::Desk;
use super::guard::{Guard, HEADERS};
use super::page;
use super::route::{Content, Lines, Responder, Route, refusal};

/// Connections at once: a browser opens six. One more waits until one of them ends.
const CONNECTIONS: usize = 32;
/// How long a request's head may take, the pause before it included.
const HEAD: Duration = Duration::from_secs(15);
/// How long what comes with a request may take: it comes from this machine.
const UPLOAD: Duration = Duration::from_secs(15);
/// Between the page's last question and the end.
const GOODBYE: Duration = Duration::from_millis(300);
/// Lines that wait to be sent.
const WAITING: usize = 16;

/// Serves until the page is done.
///
/// # Errors
/// Where the system gives no event loop.
pub fn run(
    listener: TcpListener,
    guard: Guard,
    desk: Arc<Desk>,
    sections: &[&'static [Route]],
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(CONNECTIONS)
        .build()?;
    let served = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(accept(listener, router(guard, &desk, sections)));
        desk.ended().await;
        // Whoever ended it is answered first.
        tokio::time::sleep(GOODBYE).await;
        Ok(())
    });
    // A check may still wait for its 1C.
    runtime.shutdown_background();
    served
}

async fn accept(listener: tokio::net::TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                tokio::spawn(async move {
                    let connection = http1::Builder::new()
                        .timer(TokioTimer::new())
                        .header_read_timeout(HEAD)
                        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
                    // Its errors are the other side's concern, which sees them.
                    let _ = connection.await;
                    drop(place);
                });
            }
            // Out of descriptors, usually: without a pause this loop would only burn the CPU.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

fn router(guard: Guard, desk: &Arc<Desk>, sections: &[&'static [Route]]) -> Router {
    let mut router = Router::new();
    for (path, kind, text) in page::FILES {
        router = router.route(path, get(async move || ([(header::CONTENT_TYPE, *kind)], *text)));
    }
    for route in sections.iter().copied().flatten() {
        let desk = Arc::clone(desk);
        let answer = move |body| answer(Arc::clone(&desk), route, body);
        router = router.route(route.path, post(answer));
    }
    let guard = Arc::new(guard);
    router
        .fallback(async || StatusCode::NOT_FOUND)
        .layer(middleware::from_fn(move |request, next| guarded(Arc::clone(&guard), request, next)))
}

async fn guarded(guard: Arc<Guard>, request: Request, next: Next) -> Response {
    let mut response = match guard.admit(&request) {
        Ok(()) => next.run(request).await,
        Err(why) => json(StatusCode::FORBIDDEN, refusal(why)),
    };
    response.headers_mut().extend(HEADERS);
    response
}

async fn answer(desk: Arc<Desk>, route: &'static Route, body: Body) -> Response {
    let body = match tokio::time::timeout(UPLOAD, axum::body::to_bytes(body, route.most)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return too_large(route.most),
        Err(_) => return json(StatusCode::REQUEST_TIMEOUT, refusal("what was sent took too long")),
    };
    match route.responder {
        Responder::Once(respond) => match tokio::task::spawn_blocking(move || respond(&desk, &body)).await {
            Ok(Ok(Content::Json(object))) => json(StatusCode::OK, object),
            Ok(Ok(Content::File { name, bytes })) => file(&name, bytes),
            Ok(Err(refused)) => json(StatusCode::UNPROCESSABLE_ENTITY, refused),
            Err(_) => json(StatusCode::INTERNAL_SERVER_ERROR, refusal("the program has failed here")),
        },
        Responder::Lines(respond) => {
            let (to, lines) = mpsc::channel(WAITING);
            tokio::task::spawn_blocking(move || {
                let lines = Lines::new(to);
                if let Err(refused) = respond(&body, &lines) {
                    // Where nobody reads any more there is nobody to tell.
                    lines.say(refused);
                }
            });
            ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::new(Streamed(lines))).into_response()
        }
    }
}

fn json(status: StatusCode, object: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], object).into_response()
}

fn too_large(most: usize) -> Response {
    json(StatusCode::PAYLOAD_TOO_LARGE, refusal(&format!("too large: at most {} kB are taken", most / 1024)))
}

fn file(name: &str, bytes: Vec<u8>) -> Response {
    let kept: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
    let mut response = ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response();
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{kept}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Lines as they come.
struct Streamed(mpsc::Receiver<Bytes>);

impl HttpBody for Streamed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|line| line.map(|line| Ok(Frame::data(line))))
    }
}
