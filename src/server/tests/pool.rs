use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use super::*;

/// What the other side of a call orders by a letter: `t` a talk, `p` a panic. It is served until it goes.
fn obedient() -> ServeCall {
    Box::new(|call, seat| {
        let mut stream = &call.stream;
        let mut letter = [0];
        while let Ok(1) = stream.read(&mut letter) {
            let reply = match letter {
                [b't'] => u8::from(seat.may_talk().is_ok()),
                [b'p'] => panic::resume_unwind(Box::new("ordered")),
                _ => b'?',
            };
            stream.write_all(&[reply]).expect("they listen");
        }
    })
}

struct Bench {
    pool: Arc<Pool>,
    listener: TcpListener,
}

impl Bench {
    fn new(calls: usize) -> Bench {
        let pool = Pool::start(calls, Box::new(obedient)).expect("threads");
        Bench { pool, listener: TcpListener::bind("127.0.0.1:0").unwrap() }
    }

    /// A call; `None` where there was no room.
    fn call(&self, queue: usize) -> Option<TcpStream> {
        let theirs = TcpStream::connect(self.listener.local_addr().unwrap()).unwrap();
        let stream = self.listener.accept().unwrap().0;
        self.pool.admit(Accepted { stream, at: Instant::now() }, queue).then_some(theirs)
    }

    #[track_caller]
    fn waits_for(&self, calls: usize, waiting: usize, talks: usize) {
        let (began, wanted) = (Instant::now(), Load { calls, waiting, talks });
        while self.pool.load() != wanted {
            assert!(began.elapsed() < Duration::from_secs(60), "{:?}, not {wanted:?}", self.pool.load());
            thread::sleep(Duration::from_millis(2));
        }
    }
}

/// Orders something; what is answered, `None` where the connection ends.
fn order(call: &mut TcpStream, letter: u8) -> Option<u8> {
    call.write_all(&[letter]).ok()?;
    let mut reply = [0];
    call.read_exact(&mut reply).ok().map(|()| reply[0])
}

#[test]
fn workers_then_the_queue_then_nothing() {
    let bench = Bench::new(2);
    let served = [bench.call(1).unwrap(), bench.call(1).unwrap()];
    bench.waits_for(2, 0, 0);
    assert!(bench.call(0).is_none());
    let waiting = bench.call(1).unwrap();
    assert!(bench.call(1).is_none());
    bench.waits_for(2, 1, 0);
    drop(served);
    bench.waits_for(1, 0, 0);
    drop(waiting);
    bench.waits_for(0, 0, 0);
}

#[test]
fn a_talk_leaves_its_place_and_there_are_no_more_than_workers() {
    let bench = Bench::new(2);
    let mut talking = [bench.call(0).unwrap(), bench.call(0).unwrap()];
    for call in &mut talking {
        assert_eq!((order(call, b't'), order(call, b't')), (Some(1), Some(1)), "once granted is granted");
    }
    bench.waits_for(0, 0, 2);
    let mut others = [bench.call(0).unwrap(), bench.call(0).unwrap()];
    assert!(bench.call(0).is_none());
    assert_eq!(order(&mut others[0], b't'), Some(0));
    bench.waits_for(2, 0, 2);
    drop(talking);
    bench.waits_for(2, 0, 0);
    assert_eq!(order(&mut others[0], b't'), Some(1));
    drop(others);
    bench.waits_for(0, 0, 0);
    // Two workers are left, neither more nor fewer.
    let _all = [bench.call(0).unwrap(), bench.call(0).unwrap()];
    bench.waits_for(2, 0, 0);
    assert!(bench.call(0).is_none());
}

#[test]
fn a_panic_costs_one_call() {
    let bench = Bench::new(1);
    for _ in 0..3 {
        assert_eq!(order(&mut bench.call(0).unwrap(), b'p'), None);
        bench.waits_for(0, 0, 0);
    }
    let mut talk = bench.call(0).unwrap();
    assert_eq!((order(&mut talk, b't'), order(&mut talk, b'p')), (Some(1), None));
    bench.waits_for(0, 0, 0);
    assert_eq!(bench.pool.panics(), 4);
    assert_eq!(order(&mut bench.call(0).unwrap(), b'x'), Some(b'?'));
}

#[test]
fn at_the_end_nobody_is_taken_and_all_are_waited_for() {
    let bench = Bench::new(1);
    let mut served = bench.call(1).unwrap();
    bench.waits_for(1, 0, 0);
    let mut waiting = bench.call(1).unwrap();
    bench.pool.close();
    assert!(bench.call(5).is_none());
    assert_eq!(order(&mut served, b't'), Some(0), "a talk that begins now would be cut off");
    assert!(!bench.pool.empties(Instant::now() + Duration::from_millis(50)));
    drop(served);
    assert_eq!(order(&mut waiting, b'x'), Some(b'?'), "who waited is served");
    drop(waiting);
    assert!(bench.pool.empties(Instant::now() + Duration::from_secs(60)));
}
