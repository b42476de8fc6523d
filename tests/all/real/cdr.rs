//! Asterisk's call detail records, as cdr_csv writes them. Reads only.

/// One line of Master.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cdr {
    /// The caller's number.
    pub src: String,
    /// The extension called.
    pub dst: String,
    /// `"name" <number>`, 80 bytes at most.
    pub clid: String,
    /// The channel dialled, if any.
    pub dstchannel: String,
    /// The application that ran last, and what it was told.
    pub lastapp: String,
    /// Its arguments.
    pub lastdata: String,
    /// `ANSWERED`, `NO ANSWER`, `BUSY`, `FAILED`, `CONGESTION`.
    pub disposition: String,
    /// What the call's dialplan put there: the call's id.
    pub userfield: String,
}

/// The records of whole lines.
pub fn parse(text: &str) -> Vec<Cdr> {
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(record).collect()
}

// accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec,
// disposition,amaflags,uniqueid,userfield
fn record(line: &str) -> Cdr {
    let fields = fields(line);
    let field = |nth: usize| fields.get(nth).cloned().unwrap_or_default();
    Cdr {
        src: field(1),
        dst: field(2),
        clid: field(4),
        dstchannel: field(6),
        lastapp: field(7),
        lastdata: field(8),
        disposition: field(14),
        userfield: field(17),
    }
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                fields.last_mut().expect("one at least").push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("one at least").push(c),
        }
    }
    fields
}
