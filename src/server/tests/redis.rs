use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicUsize;
use std::thread;

use super::*;

/// What a stand-in does with a connection; gets its number, from 0.
type Serve = fn(usize, TcpStream);

/// A stand-in for Redis, for what the real one cannot be made to do. Ends with the test.
fn stand_in(serve: Serve) -> (Redis, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a socket");
    let port = listener.local_addr().expect("its address").port();
    let connections = Arc::<AtomicUsize>::default();
    let count = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let nth = count.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || serve(nth, stream));
        }
    });
    let redis = Redis::open(&format!("redis://127.0.0.1:{port}/0"), &Cache::default()).expect("an address");
    (redis, connections)
}

/// A line's number behind its mark.
fn number(input: &mut dyn BufRead, mark: char) -> Option<usize> {
    let mut line = String::new();
    input.read_line(&mut line).ok()?;
    line.trim_end().strip_prefix(mark)?.parse().ok()
}

/// Reads one command: an array of words.
fn command(input: &mut dyn BufRead) -> Option<Vec<String>> {
    let mut words = Vec::new();
    for _ in 0..number(input, '*')? {
        let mut word = vec![0; number(input, '$')? + 2];
        input.read_exact(&mut word).ok()?;
        word.truncate(word.len() - 2);
        words.push(String::from_utf8_lossy(&word).into_owned());
    }
    Some(words)
}

/// Answers every command with the key it is about.
fn echo(stream: TcpStream, most: usize) {
    let mut input = BufReader::new(stream.try_clone().expect("a second handle"));
    for _ in 0..most {
        let Some(words) = command(&mut input) else { return };
        let key = words.get(1).cloned().unwrap_or_default();
        let _ = (&stream).write_all(format!("${}\r\n{key}\r\n", key.len()).as_bytes());
    }
}

/// Asks until Redis has answered: a machine under load may be slower than [`PATIENCE`].
fn answered(names: &mut RedisStore, key: &str) -> String {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(value) = names.get("f", key).expect("it never fails") {
            return value;
        }
        assert!(Instant::now() < until, "{:?}", away(names));
        thread::sleep(Duration::from_millis(50));
    }
}

/// Why Redis is, or was, left alone.
fn away(names: &RedisStore) -> String {
    names.0.lock().away.as_ref().map(|(_, why)| why.clone()).unwrap_or_default()
}

#[test]
fn addresses_are_read_and_never_repeated() {
    for address in ["redis://h", "redis://h:6380/3", "redis://:secret@h/0", "redis://me:secret@[::1]:1"] {
        assert!(Redis::open(address, &Cache::default()).is_ok(), "{address}");
    }
    for address in
        ["astdb", "http://h", "rediss://:secret@h", "redis://", "unix:///secret", "redis://:secret@h/x"]
    {
        let said = Redis::open(address, &Cache::default()).err().expect(address);
        assert!(said.starts_with("expected redis://host:6379/0") && !said.contains("secret"), "{said}");
    }
}

#[test]
fn values_live_as_long_as_they_are_of_use() {
    let cache = Cache { fresh: 10, stale: 20, negative: 5, breaker: 30, login_hold: 600, ..Cache::default() };
    let redis = Redis::open("redis://h", &cache).expect("an address");
    let of = |key: &str, value: &str| redis.0.lock().lifetimes.of(key, value);
    assert_eq!(of("n/default/74952293042", "1700000000 Иван"), 20);
    assert_eq!(of("n/default/74952293042", "1700000000 "), 5);
    assert_eq!(of("b/default", "1700000000 refused 0 00000000 1700000000"), 900);
    assert_eq!(of("s/default", "cursor"), 0);
    redis.keep(&Cache { stale: 40, ..cache });
    assert_eq!(of("n/default/74952293042", "1700000000 Иван"), 40);
}

#[test]
fn one_connection_serves_one_call_after_another() {
    let (redis, connections) = stand_in(|_, stream| echo(stream, usize::MAX));
    let mut names = redis.names();
    for nth in 0..20 {
        assert_eq!(answered(&mut names, &nth.to_string()), format!("f/{nth}"));
    }
    if redis.failures() == 0 {
        assert_eq!(connections.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn many_calls_at_once_each_hear_their_own_answer() {
    let (redis, _) = stand_in(|_, stream| echo(stream, usize::MAX));
    thread::scope(|scope| {
        for worker in 0..16 {
            let mut names = redis.names();
            scope.spawn(move || {
                for nth in 0..50 {
                    let key = format!("{worker}-{nth}");
                    assert_eq!(answered(&mut names, &key), format!("f/{key}"));
                }
            });
        }
    });
}

#[test]
fn a_redis_that_was_restarted_costs_no_call_its_memory() {
    // Each connection is closed after three answers.
    let (redis, connections) = stand_in(|_, stream| echo(stream, 3));
    let mut names = redis.names();
    for nth in 0..12 {
        assert_eq!(answered(&mut names, &nth.to_string()), format!("f/{nth}"));
    }
    assert!(connections.load(Ordering::SeqCst) >= 4);
}

#[test]
fn a_late_answer_is_never_another_question_s() {
    // The first connection answers after the patience has ended; the others at once.
    let (redis, _) = stand_in(|nth, stream| {
        if nth == 0 {
            let mut input = BufReader::new(stream.try_clone().expect("a second handle"));
            let _ = command(&mut input);
            thread::sleep(PATIENCE * 3);
            let _ = (&stream).write_all(b"$5\r\nwrong\r\n");
        }
        echo(stream, usize::MAX);
    });
    let mut names = redis.names();
    assert_eq!(names.get("f", "slow"), Ok(None));
    assert_eq!(answered(&mut names, "next"), "f/next");
    assert_ne!(redis.failures(), 0);
}

#[test]
fn a_silent_redis_is_waited_for_once_and_then_left_alone() {
    let (redis, connections) =
        stand_in(|_, mut stream| drop(stream.read(&mut [0; 1024]).map(|_| thread::park())));
    let mut names = redis.names();
    let began = Instant::now();
    assert_eq!(names.get("f", "a"), Ok(None));
    assert!(began.elapsed() >= PATIENCE);
    let said = away(&names);
    assert!(said.starts_with("Redis at 127.0.0.1:"), "{said}");
    // Hundreds of steps in the pause wait for nothing; each further pause, on a slow machine, is one more failure.
    for _ in 0..500 {
        assert_eq!(names.put("f", "a", "1"), Ok(()));
        assert_eq!(names.del("f", "a"), Ok(()));
    }
    let pauses = began.elapsed().as_millis() / PAUSE.as_millis();
    assert!(u128::from(redis.failures()) <= 1 + pauses, "{} in {:?}", redis.failures(), began.elapsed());
    assert!(connections.load(Ordering::SeqCst) as u128 <= 1 + pauses);
}

#[test]
fn nobody_there_is_said_and_no_call_waits() {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    let redis = Redis::open(&format!("redis://127.0.0.1:{port}"), &Cache::default()).expect("an address");
    assert_eq!(redis.names().get("f", "a"), Ok(None));
    let said = redis.remove("f", "a").expect_err("nobody is there");
    assert!(said.contains(&format!("127.0.0.1:{port}")), "{said}");
}

#[test]
fn a_refusal_leaves_the_connection_in_use() {
    let (redis, connections) = stand_in(|_, stream| {
        let mut input = BufReader::new(stream.try_clone().expect("a second handle"));
        while command(&mut input).is_some() {
            let _ = (&stream).write_all(b"-MISCONF no writes: the disk is full\r\n");
        }
    });
    let said = redis.remove("f", "a").expect_err("it refuses");
    assert!(said.contains("the disk is full"), "{said}");
    for _ in 0..10 {
        assert_eq!(redis.names().put("f", "a", "1"), Ok(()));
    }
    if away(&redis.names()).is_empty() {
        assert_eq!(connections.load(Ordering::SeqCst), 1);
    }
}
