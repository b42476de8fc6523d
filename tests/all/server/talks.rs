//! Talks that last as long as people like: they take no worker from others, and have a bound of their own.

use super::caller::Caller;
use super::*;

const COMMANDS: &str = "[commands]\nallow = name dial play reject\n";

/// A 1C that names its client and gives him this command as well.
fn commanding(command: &'static str) -> Stand {
    let answer = format!(r#"{{"name":"{NAME}",{command}}}"#);
    let hook = Arc::new(move |_: &HookQuestion<'_>| Some(answer.clone()));
    Stand::start(StandOptions { hook: Some(hook), ..StandOptions::default() }).expect("loopback")
}

#[test]
fn talks_on_every_worker_at_once_take_the_server_from_nobody() {
    for (command, application) in [(r#""dial":"101""#, "EXEC Dial"), (r#""play":["hello"]"#, "EXEC Playback")]
    {
        let stand = commanding(command);
        let server = serve(&stand, &format!("calls = 3\nqueue = 3\n{COMMANDS}"));
        let mut talking: Vec<Caller> = Vec::new();
        for talks in 1..=3 {
            let mut caller = Caller::call(server.address());
            caller.until(application);
            talking.push(caller);
            wait_for_load(&server, Load { calls: 0, waiting: 0, talks });
        }
        // As many as workers talk. A call more is named at once; only its command is refused, and that is said.
        let mut further = Caller::call(server.address());
        let commands = further.answer_all();
        assert!(commands.iter().any(|line| line.contains("AGI1C_STATUS \"found\"")), "{commands:?}");
        assert!(!commands.iter().any(|line| line.starts_with(application)), "{commands:?}");
        let said = |line: &&String| line.contains("dial and play are refused: as many talks as server.calls");
        assert_eq!(commands.iter().filter(said).count(), 1, "{commands:?}");
        assert_eq!(server.state().counts.talks_refused.get(), 1);
        // Every worker has its successor: as many calls as before are served at once.
        let asked: Vec<Caller> = (0..3).map(|_| Caller::call(server.address())).collect();
        wait_for_load(&server, Load { calls: 3, waiting: 0, talks: 3 });
        drop(asked);
        wait_for_load(&server, Load { calls: 0, waiting: 0, talks: 3 });
        // One ends, and the next may begin.
        talking[0].say("200 result=-1\n");
        assert!(talking[0].is_closed(), "a caller who has hung up is let go");
        wait_for_load(&server, Load { calls: 0, waiting: 0, talks: 2 });
        Caller::call(server.address()).until(application);
        drop(talking);
        wait_for_load(&server, Load::default());
        assert!(server.end());
    }
}

#[test]
fn a_talk_has_no_deadline_and_everything_else_has() {
    let stand = commanding(r#""dial":"101""#);
    let server = serve_within(&stand, 4000, &format!("calls = 1\n{COMMANDS}"));
    let mut caller = Caller::call(server.address());
    caller.until("EXEC Dial");
    std::thread::sleep(Duration::from_millis(6000));
    assert_eq!(server.pool().load().talks, 1, "its time is long over, and people talk");
    caller.say("200 result=0\n");
    assert_eq!(caller.command().as_deref(), Some("GET VARIABLE DIALSTATUS"));
    caller.say("200 result=1 (ANSWER)\n");
    assert_eq!(caller.command().as_deref(), Some("HANGUP"), "the call ends with that talk");
    caller.say("200 result=1\n");
    assert!(caller.is_closed());
}

#[test]
fn a_busy_tone_takes_no_worker_for_longer_than_a_call_may_take() {
    let stand = commanding(r#""reject":"busy""#);
    let server = serve_within(&stand, 4000, &format!("calls = 1\n{COMMANDS}"));
    let mut caller = Caller::call(server.address());
    caller.until("CHANNEL STATUS");
    caller.say("200 result=4\n");
    assert!(caller.command().is_some_and(|command| command.starts_with("EXEC Busy")));
    assert!(caller.is_closed(), "Asterisk goes on playing it by itself");
    wait_for_load(&server, Load::default());
    assert_eq!(server.state().counts.talks_refused.get(), 0);
}
