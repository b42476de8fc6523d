//! 1C on the wire: a question of a call becomes a request, the answer a [`Answer`] or a failure with its
//! reason. [`http`] moves bytes, [`soap`], [`json`] and [`text`] read them, [`judge`] and
//! [`said`] explain what went wrong.
//! Nothing here knows of Asterisk, or decides what is done with an answer.

pub mod contacts;
pub mod encoding;
pub mod http;
pub mod json;
pub mod judge;
pub mod said;
pub mod soap;
pub mod target;
pub mod text;
pub mod wsdl;
pub mod xml;

use std::borrow::Cow;
use std::time::{Duration, Instant};

pub use http::{Exchange, Timings};

use crate::config::{Profile, Protocol, Url};
use crate::crm::{Answer, Crm, Failure, Question, Reason, Wishes};

/// What a SOAP request holds.
const XML: &str = "text/xml; charset=utf-8";
/// What an HTTP service is sent.
const JSON: &str = "application/json; charset=utf-8";

/// One 1C base, ready to be asked.
pub struct OneC<'a> {
    profile: &'a Profile,
    authorization: Option<String>,
    /// Where the time of the last exchange went.
    pub timings: Timings,
}

impl<'a> OneC<'a> {
    /// Of a profile, which is complete.
    pub fn new(profile: &'a Profile) -> Self {
        OneC { profile, authorization: target::authorization(&profile.login), timings: Timings::default() }
    }

    /// The path that is asked, placeholders unfilled, for messages.
    pub fn path(&self) -> &str {
        self.profile.url.url().path()
    }

    /// Sends a question and takes the answer as it comes, for [`OneC::judge`] or for showing it.
    pub fn exchange(&mut self, question: &Question, until: Instant) -> Result<Exchange, Failure> {
        let Profile { url, protocol, .. } = self.profile;
        match protocol {
            Protocol::Soap => {
                let body = soap::request(self.operation(), &target::parameters(self.profile, question));
                self.send(url.url(), Some((XML, body.as_bytes())), until)
            }
            Protocol::Json | Protocol::Text if url.has_holes() => self.send(&url.fill(question), None, until),
            Protocol::Json | Protocol::Text => {
                let body = target::object(&target::parameters(self.profile, question));
                self.send(url.url(), Some((JSON, body.as_bytes())), until)
            }
        }
    }

    /// Fetches the service's description (`?wsdl`), for [`wsdl::read`].
    pub fn wsdl(&mut self, until: Instant) -> Result<Exchange, Failure> {
        let base = self.path().split('?').next().unwrap_or_default();
        let url = self.profile.url.url().with_path(&[base, "?wsdl"].concat());
        self.send(&url, None, until)
    }

    fn send(&mut self, url: &Url, body: Option<(&str, &[u8])>, until: Instant) -> Result<Exchange, Failure> {
        let milliseconds = |count: u32| Duration::from_millis(u64::from(count));
        let limits = http::Limits {
            connect: milliseconds(self.profile.connect_timeout),
            answer: milliseconds(self.profile.answer_timeout),
            until,
        };
        let request = http::Request { url, authorization: self.authorization.as_deref(), body };
        self.timings = Timings::default();
        http::exchange(request, limits, &mut self.timings)
    }

    fn operation(&self) -> soap::Operation<'a> {
        soap::Operation { namespace: &self.profile.namespace, name: &self.profile.operation }
    }

    /// What an exchange's status and body mean.
    pub fn judge(&self, exchange: &Exchange) -> Result<Answer, Failure> {
        self.understand(exchange).map_err(|failure| self.without_secrets(failure))
    }

    fn understand(&self, exchange: &Exchange) -> Result<Answer, Failure> {
        let text = self.text(exchange)?;
        let wishes = match self.profile.protocol {
            Protocol::Json => json::body(&text)?,
            Protocol::Text if text.trim_start().starts_with('<') => {
                let what =
                    "XML came instead of plain text: does crm.url name the service, is crm.protocol right?";
                return Err(Failure::new(Reason::NotOneC, what));
            }
            Protocol::Text => json::returned(&text)?,
            Protocol::Soap => match soap::answer(&text, self.operation())? {
                Some(returned) => json::returned(&returned)?,
                None => Wishes::default(),
            },
        };
        let empty = wishes.name.is_none() && !wishes.commands() && wishes.refused.is_empty();
        Ok(if empty { Answer::Nobody } else { Answer::Found(wishes) })
    }

    /// The text of an answer that may be 1C's: no error status, not empty, no page for people.
    fn text<'e>(&self, exchange: &'e Exchange) -> Result<Cow<'e, str>, Failure> {
        if let Some(failure) = judge::status(exchange, self.path()) {
            return Err(failure);
        }
        let text = text_of(exchange)?;
        if text.trim().is_empty() {
            return Err(Failure::new(
                Reason::BadAnswer,
                format!(
                    "the answer is empty (status {}): the service must answer even for nobody",
                    exchange.status
                ),
            ));
        }
        if said::html(&text) {
            return Err(judge::page(&text, &exchange.server));
        }
        Ok(text)
    }

    /// A page that repeats the request's header would carry the password into a log.
    fn without_secrets(&self, mut failure: Failure) -> Failure {
        let sent =
            self.authorization.as_deref().and_then(|value| value.split_once(' ')).map(|(_, sent)| sent);
        // A password of three characters is a part of ordinary words; masking it would tell it.
        let secret = Some(self.profile.login.secret()).filter(|secret| secret.chars().count() > 3);
        for secret in [sent, secret].into_iter().flatten() {
            if failure.detail.contains(secret) {
                failure.detail = failure.detail.replace(secret, "***");
            }
        }
        failure
    }
}

impl Crm for OneC<'_> {
    fn ask(&mut self, question: &Question, until: Instant) -> Result<Answer, Failure> {
        let exchange = self.exchange(question, until)?;
        let began = Instant::now();
        let answer = self.judge(&exchange);
        self.timings.parse = Some(began.elapsed());
        answer
    }
}

/// A body as text, see [`encoding::text`].
fn text_of(exchange: &Exchange) -> Result<Cow<'_, str>, Failure> {
    let encoding = exchange.content_encoding.as_str();
    if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
        return Err(Failure::new(
            Reason::BadAnswer,
            format!(
                "the answer is compressed ({}) although nobody asked for it: switch off forced compression in the \
                 web server or the proxy in between",
                said::short(encoding)
            ),
        ));
    }
    encoding::text(&exchange.body, &exchange.content_type)
}

#[cfg(test)]
mod tests;
