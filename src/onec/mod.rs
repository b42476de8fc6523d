//! 1C on the wire: a question of a call becomes a request, the answer a [`Answer`] or a failure with its
//! reason. [`http`] moves bytes, [`soap`], [`json`] and [`text`] read them, [`judge`] and
//! [`said`] explain what went wrong.
//! Nothing here knows of Asterisk, or decides what is done with an answer.

pub mod contacts;
pub mod encoding;
pub mod http;
pub mod json;
pub mod judge;
pub mod path;
mod position;
pub mod said;
pub mod soap;
pub mod target;
pub mod text;
mod transcript;
mod value;
pub mod writer;
pub mod wsdl;
pub mod xml;

use std::borrow::Cow;
use std::time::{Duration, Instant};

pub use http::{Exchange, Timings};
pub use transcript::Transcript;

use crate::config::{Profile, Protocol, Terms, Url};
use crate::crm::{Answer, Crm, Failure, Question, Reason, Wishes};
use crate::privacy;

/// Bytes of a service's description: a base with many services in one WSDL has up to 200 kB.
const MAX_DESCRIPTION: usize = 1024 * 1024;
/// What a SOAP request holds.
const XML: &str = "text/xml; charset=utf-8";
/// What an HTTP service is sent.
const JSON: &str = "application/json; charset=utf-8";

/// One 1C base, ready to be asked.
pub struct OneC<'a> {
    profile: &'a Profile,
    authorization: Option<String>,
    /// Whether https may go on with an earlier connection's session; without, the certificates are seen.
    #[cfg(feature = "tls")]
    pub resume: bool,
    /// Where the time of the last exchange went.
    pub timings: Timings,
    /// Where connections are kept between exchanges; `None` = nowhere.
    #[cfg(feature = "server")]
    pub connections: Option<std::sync::Arc<http::Connections>>,
    /// Who is told of each part of an exchange that is behind.
    #[cfg(feature = "kit")]
    pub watch: Option<http::Watch>,
    /// Every exchange as it went over the wire, from [`OneC::record`] on.
    transcripts: Option<Vec<Transcript>>,
}

impl<'a> OneC<'a> {
    /// Of a profile, which is complete.
    pub fn new(profile: &'a Profile) -> Self {
        OneC {
            profile,
            authorization: profile.login.authorization(),
            #[cfg(feature = "tls")]
            resume: true,
            timings: Timings::default(),
            #[cfg(feature = "server")]
            connections: None,
            #[cfg(feature = "kit")]
            watch: None,
            transcripts: None,
        }
    }

    /// Keeps what goes over the wire from now on, for [`OneC::transcripts`].
    pub fn record(&mut self) {
        self.transcripts = Some(Vec::new());
    }

    /// What went over the wire, an exchange each, secrets masked.
    pub fn transcripts(&mut self) -> Vec<Transcript> {
        self.transcripts.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The path that is asked, placeholders unfilled, for messages.
    pub fn path(&self) -> &str {
        self.profile.url.url().path()
    }

    /// Where it was asked, for a message about the answer.
    pub fn endpoint(&self) -> judge::Endpoint<'_> {
        let Profile { url, terms, .. } = self.profile;
        judge::Endpoint { path: self.path(), posted: terms.protocol != Protocol::Soap && !url.has_holes() }
    }

    /// Sends a question and takes the answer as it comes, for [`OneC::judge`] or for showing it.
    pub fn exchange(&mut self, question: &Question, until: Instant) -> Result<Exchange, Failure> {
        let Profile { url, terms, .. } = self.profile;
        match terms.protocol {
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
        self.take(&url, None, until, MAX_DESCRIPTION)
    }

    fn send(&mut self, url: &Url, body: Option<(&str, &[u8])>, until: Instant) -> Result<Exchange, Failure> {
        self.take(url, body, until, http::MAX_BODY)
    }

    /// One exchange whose answer has at most so many bytes.
    fn take(
        &mut self,
        url: &Url,
        body: Option<(&str, &[u8])>,
        until: Instant,
        most: usize,
    ) -> Result<Exchange, Failure> {
        let milliseconds = |count: u32| Duration::from_millis(u64::from(count));
        let limits = http::Limits {
            connect: milliseconds(self.profile.terms.connect_timeout),
            answer: milliseconds(self.profile.terms.answer_timeout),
            until,
            body: most,
        };
        let request = http::Request {
            url,
            authorization: self.authorization.as_deref(),
            body,
            #[cfg(feature = "tls")]
            tls: (&self.profile.terms.trust, self.resume),
            #[cfg(feature = "kit")]
            watch: self.watch.as_ref(),
            #[cfg(feature = "server")]
            connections: self.connections.as_ref(),
        };
        self.timings = Timings::default();
        let mut recorded = self.transcripts.as_ref().map(|_| http::Recorded::default());
        let result = http::exchange(request, limits, &mut self.timings, recorded.as_mut());
        if let Some(http::Recorded { sent, received }) = recorded {
            let transcript = Transcript { sent, received, timings: self.timings.clone() }
                .masked(&self.profile.login.secrets());
            self.transcripts.get_or_insert_default().push(transcript);
        }
        result
    }

    fn operation(&self) -> soap::QName<'a> {
        soap::QName { namespace: &self.profile.terms.namespace, name: &self.profile.terms.operation }
    }

    /// What an exchange's status and body mean.
    pub fn judge(&self, exchange: &Exchange) -> Result<Answer, Failure> {
        self.understand(exchange).map_err(|failure| self.without_secrets(failure))
    }

    /// The failure that an answer's status means, unless it is one of `crm.nobody`.
    pub fn refusal(&self, exchange: &Exchange) -> Option<Failure> {
        if self.is_absent(exchange) {
            return None;
        }
        judge::status(exchange, self.endpoint()).map(|failure| self.without_secrets(failure))
    }

    /// Whether the status says "nobody". A web service of 1C answers with an envelope, or it has failed.
    fn is_absent(&self, exchange: &Exchange) -> bool {
        let Terms { protocol, nobody, .. } = &self.profile.terms;
        *protocol != Protocol::Soap && nobody.contains(&exchange.status) && judge::is_plain(exchange)
    }

    fn understand(&self, exchange: &Exchange) -> Result<Answer, Failure> {
        let Terms { protocol, answer, .. } = &self.profile.terms;
        if self.is_absent(exchange) {
            return Ok(Answer::Absent);
        }
        let text = self.text(exchange)?;
        let mut wishes = match protocol {
            Protocol::Json => json::body(&text, answer)?,
            Protocol::Text if text.trim_start().starts_with('<') => {
                let what =
                    "XML came instead of plain text: does crm.url name the service, is crm.protocol right?";
                return Err(Failure::new(Reason::NotOneC, what));
            }
            Protocol::Text => json::returned(&text, answer)?,
            Protocol::Soap => match soap::answer(&text, self.operation())? {
                Some(returned) => json::returned(&returned, answer)?,
                None => Wishes::default(),
            },
        };
        // An empty name says "nobody" in so many words; without one, what could not be read was meant to say something.
        let told_nobody = wishes.name.take_if(|name| name.trim().is_empty()).is_some();
        if wishes.name.is_some() || wishes.commands() {
            return Ok(Answer::Found(wishes));
        }
        match wishes.refused.first() {
            Some(what) if !told_nobody => {
                Err(Failure::new(Reason::BadAnswer, format!("nothing in the answer can be used: {what}")))
            }
            _ => Ok(Answer::Nobody),
        }
    }

    /// The text of an answer that may be 1C's: no error status, not empty, no page for people.
    fn text<'e>(&self, exchange: &'e Exchange) -> Result<Cow<'e, str>, Failure> {
        if let Some(failure) = judge::status(exchange, self.endpoint()) {
            return Err(failure);
        }
        let text = exchange.text()?;
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
    fn without_secrets(&self, failure: Failure) -> Failure {
        Failure { detail: privacy::without(failure.detail, &self.profile.login.secrets()), ..failure }
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

#[cfg(test)]
mod tests;
