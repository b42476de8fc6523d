//! Step 4: what was. A pasted or dropped listing of AstDB goes back as calls and totals; reading it is `call_log`'s, what
//! to do is `reasons`'.

use super::desk::Desk;
use super::route::{Content, Responder, Route};
use crate::kit::call_log::{self, Report};
use crate::kit::contacts::text;
use crate::kit::language::Language;
use crate::kit::{markdown, reasons};
use crate::onec::writer::{ObjectWriter, list};
use crate::outcome::Status;

/// What this section answers.
pub const ROUTES: &[Route] =
    &[Route { path: "/api/calls", most: LISTING, responder: Responder::Once(calls) }];

/// What a listing may have, bytes: the names of a large base stand in it.
const LISTING: usize = 16 * 1024 * 1024;

/// Whatever came, the answer is a report: it may be empty.
fn calls(_: &Desk, body: &[u8]) -> Result<Content, String> {
    let text =
        text::decode(body).map_or_else(|_| String::from_utf8_lossy(body).into_owned(), |(text, _)| text);
    Ok(Content::Json(told(&call_log::read(&text))))
}

/// `{"calls":[{…}],"totals":[{…,"to_do":[English, Russian]}],"asked":…,"named":…,…}`.
fn told(report: &Report) -> String {
    let calls = report.calls.iter().map(|call| {
        ObjectWriter::default()
            .text("date", &call.date)
            .text("digits", &call.digits)
            .text("status", &call.status)
            .text("reason", &call.reason)
            .raw("ms", &call.spent_ms.to_string())
            .end()
    });
    let totals = report.totals.iter().map(|total| {
        let to_do = [Language::English, Language::Russian].map(|language| {
            let text = reasons::to_do(&total.reason, language).unwrap_or_default();
            markdown::json(&markdown::nodes(text, &|text| text.to_owned()))
        });
        ObjectWriter::default()
            .text("status", &total.status)
            .text("reason", &total.reason)
            .raw("count", &total.count.to_string())
            .raw("slowest", &total.slowest_ms.to_string())
            .raw("to_do", &list(to_do))
            .end()
    });
    let counted = |wanted: &dyn Fn(Option<Status>) -> bool| {
        let of = report.totals.iter().filter(|total| wanted(Status::from_word(&total.status)));
        of.map(|total| total.count).sum::<usize>().to_string()
    };
    let named = |status| matches!(status, Some(Status::Found | Status::Cached | Status::Stale));
    ObjectWriter::default()
        .raw("calls", &list(calls))
        .raw("totals", &list(totals))
        .raw("asked", &counted(&|status| status != Some(Status::Skipped)))
        .raw("named", &counted(&named))
        .raw("unreadable", &report.unreadable.to_string())
        .maybe("test", report.test.as_deref())
        .maybe("version", report.version.as_deref())
        .end()
}

#[cfg(test)]
#[path = "tests/calls.rs"]
mod tests;
