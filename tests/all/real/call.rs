//! One call: its dialplan written, the call placed, and what Asterisk says of it afterwards. Judges nothing.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use super::asterisk::{Asterisk, Edition, wait_for};
use super::cdr::{self, Cdr};
use super::config::INSIDE;
use super::program::Program;
use super::sip::{Caller, Trunk};

/// What is written down of every call, straight after the AGI and again when the channel is gone.
const READ: [&str; 10] = [
    "CALLERID(name)",
    "CALLERID(num)",
    "CONNECTEDLINE(name)",
    "AGISTATUS",
    "AGI1C_STATUS",
    "AGI1C_REASON",
    "AGI1C_NAME",
    "AGI1C_MS",
    "DIALSTATUS",
    "HANGUPCAUSE",
];

/// No call of the tests is longer.
const ENDS_WITHIN: Duration = Duration::from_secs(60);

/// A call to be placed. Its dialplan: what `before` says, the AGI, what `route` says, hang-up.
pub struct Call<'a> {
    pbx: &'a Asterisk,
    /// `call-7`: its context, its CDR's userfield, and the prefix of its other contexts.
    pub id: String,
    from: String,
    name: String,
    did: String,
    agi: String,
    before: Vec<String>,
    route: Vec<String>,
    read: Vec<String>,
    contexts: String,
}

impl Asterisk {
    /// A call from this number (may be empty), to 78121234567 unless told otherwise.
    pub fn call(&self, from: &str) -> Call<'_> {
        Call {
            pbx: self,
            id: format!("call-{}", self.number()),
            from: from.into(),
            name: String::new(),
            did: "78121234567".into(),
            agi: "NoOp()".into(),
            before: Vec::new(),
            route: Vec::new(),
            read: READ.iter().map(|name| name.to_string()).collect(),
            contexts: String::new(),
        }
    }
}

impl<'a> Call<'a> {
    /// The caller's name as the line brings it.
    pub fn named(mut self, name: &str) -> Self {
        self.name = name.into();
        self
    }

    /// The number called.
    pub fn to(mut self, did: &str) -> Self {
        self.did = did.into();
        self
    }

    /// What AGI() runs, and the arguments it gets.
    pub fn agi(self, program: &Program, arguments: &[&str]) -> Self {
        let mut words = vec![program.agi.as_str()];
        words.extend(arguments);
        let step = format!("AGI({})", words.join(","));
        self.step(&step)
    }

    /// Any other application in the AGI's place.
    pub fn step(mut self, step: &str) -> Self {
        self.agi = step.into();
        self
    }

    /// A dialplan step before the AGI, e.g. `Answer()`.
    pub fn before(mut self, step: &str) -> Self {
        self.before.push(step.into());
        self
    }

    /// The standard route: steps after the AGI. `note WORD` is a step of the tests' own: it is found in
    /// [`Ended::notes`]. Without a route the channel is answered and hung up.
    pub fn route(mut self, steps: &[&str]) -> Self {
        self.route.extend(steps.iter().map(|step| step.to_string()));
        self
    }

    /// One more variable or function to be written down, e.g. `CRM_TYPE`.
    pub fn read(mut self, variable: &str) -> Self {
        self.read.push(variable.into());
        self
    }

    /// Another context of this call, named `ID-suffix`, with these steps (see [`Call::route`]) for the extension.
    /// May be said again for more extensions.
    pub fn context(mut self, suffix: &str, extension: &str, steps: &[&str]) -> Self {
        // (+) where the category exists: pbx_config reads only the first of two of the same name.
        let head = format!("[{}-{suffix}]", self.id);
        let again = if self.contexts.contains(&head) { "(+)" } else { "" };
        let steps: Vec<String> = steps.iter().map(|step| self.plain(step)).collect();
        let _ = writeln!(self.contexts, "{head}{again}\n{}", extension_lines(extension, &steps));
        self
    }

    /// More lines of the dialplan, as they are.
    pub fn more(mut self, lines: &str) -> Self {
        self.contexts += lines;
        self
    }

    /// Places it through a Local channel, and waits until it is over.
    pub fn run(self) -> Ended {
        self.place().end()
    }

    /// Places it through a Local channel; the other leg waits until the dialplan ends the call.
    pub fn place(self) -> Placed<'a> {
        self.publish(true);
        let channel = format!("Local/s@{}/n", self.id);
        match self.pbx.edition {
            // As on the appliance itself.
            Edition::Askozia => {
                self.pbx.call_file(&format!("Channel: {channel}\nApplication: Wait\nData: 60\n"))
            }
            _ => drop(self.pbx.cli(&format!("channel originate {channel} application Wait 60"))),
        }
        Placed { pbx: self.pbx, id: self.id, trunk: None }
    }

    /// Places it as a SIP call from a trunk (sipp), which behaves as told.
    pub fn sip(self, caller: Caller) -> Placed<'a> {
        self.publish(false);
        let trunk = Trunk::call(self.pbx, &self.id, &self.from, &self.name, caller);
        Placed { pbx: self.pbx, id: self.id, trunk: Some(trunk) }
    }

    fn publish(&self, local: bool) {
        self.pbx.dialplan(&self.id, &self.dialplan(local));
    }

    fn dialplan(&self, local: bool) -> String {
        let id = &self.id;
        let mut steps = vec![
            format!("Set(CHANNEL(hangup_handler_push)={id}-gone,s,1)"),
            format!("Set(CDR(userfield)={id})"),
        ];
        if local {
            steps.push(format!("Set(CALLERID(num)={})", self.from));
            steps.push(format!("Set(CALLERID(name)={})", self.name));
        }
        steps.extend(self.before.iter().map(|step| self.plain(step)));
        steps.push(self.put("before.time", "${STRFTIME(,,%s.%3q)}"));
        steps.push(self.agi.clone());
        steps.push(self.put("after.time", "${STRFTIME(,,%s.%3q)}"));
        steps
            .extend(self.read.iter().map(|name| self.put(&format!("after.{name}"), &format!("${{{name}}}"))));
        if self.route.is_empty() {
            steps.push("Answer()".into());
        }
        steps.extend(self.route.iter().map(|step| self.plain(step)));
        steps.push("Hangup()".into());

        let mut gone: Vec<String> =
            self.read.iter().map(|name| self.put(&format!("end.{name}"), &format!("${{{name}}}"))).collect();
        // The last line: what waits for the call's end waits for it.
        gone.push(self.put("end.time", "${STRFTIME(,,%s.%3q)}"));
        gone.push("Return()".into());

        let enter = [format!("Set(CALLERID(dnid)={})", self.did), format!("Goto({},1)", self.did)];
        format!(
            "[{id}]\n{}{}[{id}-gone]\n{}{}",
            extension_lines("s", &enter),
            extension_lines(&self.did, &steps),
            extension_lines("s", &gone),
            self.contexts
        )
    }

    /// A step as the dialplan knows it.
    fn plain(&self, step: &str) -> String {
        step.strip_prefix("note ").map_or_else(|| step.into(), |word| self.put("note", word))
    }

    /// A step that adds the line `key=value` to the call's file.
    fn put(&self, key: &str, value: &str) -> String {
        format!("Set(FILE({INSIDE}/out/{},,,al,u)={key}={value})", self.id)
    }
}

/// `;` starts a comment in Asterisk's files.
fn extension_lines(extension: &str, steps: &[String]) -> String {
    let mut lines = String::new();
    for (nth, step) in steps.iter().enumerate() {
        let priority = if nth == 0 { "1" } else { "n" };
        let _ = writeln!(lines, "exten => {extension},{priority},{}", step.replace(';', "\\;"));
    }
    lines
}

/// A call under way.
pub struct Placed<'a> {
    pbx: &'a Asterisk,
    /// The call's id.
    pub id: String,
    trunk: Option<Trunk>,
}

impl Placed<'_> {
    /// The caller gives up: hangs up the Local call's other leg. (A SIP caller does so by its [`Caller`].)
    pub fn hang_up(&self) {
        let local = format!("Local/s@{}-", self.id);
        let channels = self.pbx.cli("core show channels concise");
        for channel in channels.lines().filter_map(|line| line.split('!').next()) {
            if channel.starts_with(&local) && channel.ends_with(";1") {
                self.pbx.cli(&format!("channel request hangup {channel}"));
            }
        }
    }

    /// What the call's dialplan has written so far: `key=value` lines.
    pub fn so_far(&self) -> String {
        self.pbx.read(&format!("out/{}", self.id))
    }

    /// Waits until the channel is gone and its CDR written.
    pub fn end(self) -> Ended {
        let over = wait_for(ENDS_WITHIN, || self.so_far().contains("end.time=").then_some(()));
        assert!(over.is_some(), "{} did not end; so far:\n{}\n{}", self.id, self.so_far(), self.pbx.log());
        let records = || Some(self.pbx.cdr(&self.id)).filter(|records| !records.is_empty());
        let cdr = wait_for(Duration::from_secs(10), records).unwrap_or_default();
        let sip_status = self.trunk.map_or(0, |mut trunk| trunk.finish());
        let mut ended = Ended { id: self.id, written: BTreeMap::new(), notes: Vec::new(), cdr, sip_status };
        for line in self.pbx.read(&format!("out/{}", ended.id)).lines() {
            match line.split_once('=') {
                Some(("note", word)) => ended.notes.push(word.into()),
                Some((key, value)) => drop(ended.written.insert(key.into(), value.into())),
                None => {}
            }
        }
        ended
    }
}

impl Asterisk {
    /// The CDR lines of a call.
    pub fn cdr(&self, id: &str) -> Vec<Cdr> {
        let mut records = cdr::parse(&self.read("log/cdr-csv/Master.csv"));
        records.retain(|record| record.userfield == id);
        records
    }
}

/// A call that is over.
#[derive(Debug)]
pub struct Ended {
    /// The call's id.
    pub id: String,
    written: BTreeMap<String, String>,
    /// The `note` steps passed, in order.
    pub notes: Vec<String>,
    /// Its CDR lines; more than one where it was dialled on.
    pub cdr: Vec<Cdr>,
    /// The final SIP status the trunk received to its INVITE; 0 for a Local call.
    pub sip_status: u16,
}

impl Ended {
    /// What a variable held straight after the AGI. Panics where the dialplan never came there.
    pub fn after(&self, variable: &str) -> &str {
        let value = self.written.get(&format!("after.{variable}"));
        value.unwrap_or_else(|| panic!("no {variable} after the AGI: {self:#?}"))
    }

    /// What it held when the channel was gone.
    pub fn at_end(&self, variable: &str) -> &str {
        let value = self.written.get(&format!("end.{variable}"));
        value.unwrap_or_else(|| panic!("no {variable} at the end: {self:#?}"))
    }

    /// Whether the dialplan went on after the AGI.
    pub fn went_on(&self) -> bool {
        self.written.contains_key("after.time")
    }

    /// How long the AGI held the call, by Asterisk's clock: to the millisecond.
    pub fn held(&self) -> Duration {
        let time = |key: &str| -> f64 { self.written[key].parse().expect("a time") };
        Duration::from_secs_f64((time("after.time") - time("before.time")).max(0.0))
    }
}
