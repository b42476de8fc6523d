//! How long the program's processes live, seen from outside: what Asterisk needs to start them and to notice their
//! end is not in it. Looks into /proc every 20 ms; ends nothing.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::real::program::Program;

/// Between two looks.
const STEP: Duration = Duration::from_millis(20);

/// A watch over the processes of a program.
pub struct Lives {
    over: Arc<AtomicBool>,
    watching: JoinHandle<Duration>,
}

impl Lives {
    /// Begins to watch.
    pub fn watch(program: &Program) -> Lives {
        let over = Arc::<AtomicBool>::default();
        let (ended, program) = (Arc::clone(&over), program.clone());
        let watching = std::thread::spawn(move || {
            let mut began: BTreeMap<PathBuf, Instant> = BTreeMap::new();
            let mut longest = Duration::ZERO;
            while !ended.load(Ordering::SeqCst) {
                let alive = program.processes();
                let now = Instant::now();
                began.retain(|process, _| alive.contains(process));
                for process in alive {
                    longest = longest.max(now - *began.entry(process).or_insert(now));
                }
                std::thread::sleep(STEP);
            }
            longest
        });
        Lives { over, watching }
    }

    /// Ends the watch: the longest life seen, short of it by two looks at the most.
    pub fn longest(self) -> Duration {
        self.over.store(true, Ordering::SeqCst);
        self.watching.join().expect("a look into /proc")
    }
}
