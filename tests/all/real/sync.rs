//! The phone book through the real Asterisk: `do=sync` from the stand-in 1C, read back with `database show`, looked
//! up by a dialplan that knows nothing but AstDB. 50,000 clients are weighed and timed.

use std::time::{Duration, Instant};

use agi1c::kit::contacts::Client;
use agi1c::kit::stand::failures::Fail;
use agi1c::kit::stand::{Stand, StandOptions};

use super::Asterisk;
use super::asterisk::wait_for;
use super::call::Ended;
use super::program::Program;

/// What the program may hold at its largest, in KiB: itself, and a page of 64 KiB in its several forms.
const MOST_KIB: u64 = 3 * 1024;

fn clients(count: usize) -> Vec<Client> {
    let number = |at: usize| format!("8 (495) {:03}-{:04}", at / 10_000, at % 10_000);
    (0..count).map(|at| Client::new(number(at), format!("ООО \"Клиент {at}\""))).collect()
}

fn stand(count: usize) -> Stand {
    Stand::start(StandOptions { clients: clients(count), remember: 0, ..StandOptions::default() })
        .expect("loopback")
}

/// A program with a phone book of its own, and that book's family.
fn installed(pbx: &Asterisk, stand: &Stand, page: u32) -> (Program, String) {
    let book = format!("book-{}", pbx.number());
    let settings = format!("phonebook = {book}\n[crm]\nurl = {}\n[sync]\npage = {page}\n", stand.url());
    (pbx.install(&settings), book)
}

fn sync(pbx: &Asterisk, program: &Program) -> Ended {
    pbx.call("100").agi(program, &["do=sync"]).run()
}

#[track_caller]
fn assert_synced(call: &Ended) {
    let said = ["AGISTATUS", "AGI1C_STATUS", "AGI1C_REASON"].map(|name| call.after(name));
    assert_eq!(said, ["SUCCESS", "synced", "complete"], "{call:#?}");
}

/// The block of the page whose last step has this label, with the test's own book in it.
fn recipe(language: &str, label: &str, book: &str) -> String {
    let page = format!("{}/package/1c/phonebook{language}.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(page).expect("the page");
    let block = page.split("```\n").find(|block| block.contains(&format!("n({label})"))).expect("the recipe");
    block.replace("cidname", book)
}

on_both! {
    /// Every client, then what changed, then a lookup by the dialplan alone.
    fn the_phone_book_is_filled_and_followed(pbx) {
        let stand = stand(250);
        let (program, book) = installed(pbx, &stand, 100);
        assert_synced(&sync(pbx, &program));
        let names = pbx.database(&book);
        assert_eq!((names.len(), names["74950000249"].as_str()), (250, "ООО Клиент 249"));

        stand.remove("84950000001");
        stand.put(Client::new("+7 495 000-00-02", "Щербаков \"и\" сын"));
        assert_synced(&sync(pbx, &program));
        let names = pbx.database(&book);
        assert_eq!((names.len(), names["74950000002"].as_str()), (249, "Щербаков и сын"));
        let own = pbx.database(&program.family);
        assert!(own["sync/default"].contains("1 stored, 1 removed, 0 skipped"), "{own:?}");
        assert!(own["s/default"].ends_with(" 252"), "{own:?}");
    }

    /// The dialplans of package/1c/phonebook.md, as they stand there: AstDB alone, and 1C first.
    fn the_recipes_of_the_page(pbx) {
        let stand = stand(3);
        stand.put(Client::new("+7 495 000-00-02", "Ромашка: опт, розница (+2)"));
        let (program, book) = installed(pbx, &stand, 100);
        assert_synced(&sync(pbx, &program));
        for language in ["", ".ru"] {
            let (alone, together) = (recipe(language, "unknown", &book), recipe(language, "answered", &book));
            let together = together.replace("AGI(agi1c)", &format!("AGI({})", program.agi));
            for (number, shown) in [
                ("84950000001", "ООО Клиент 1"),
                ("+74950000002", "Ромашка: опт, розница (+2)"),
                ("78120000000", "As it came"),
            ] {
                for (name, steps) in [("alone", &alone), ("together", &together)] {
                    let context = format!("recipe-{}", pbx.number());
                    pbx.dialplan(&context, &format!("[{context}]\n{steps}exten => s,n,Return()\n"));
                    stand.fail((name == "together").then_some(Fail::Fault));
                    let call = pbx.call(number).named("As it came").step(&format!("Gosub({context},s,1)")).run();
                    assert_eq!(call.after("CALLERID(name)"), shown, "{language} {name}");
                }
                stand.fail(None);
            }
        }
    }

    /// The page's way to start it by timetable. The channel that carries it is hung up in the middle, as `originate`
    /// itself does after 30 s: the sync goes on to its end.
    fn started_from_the_command_line(pbx) {
        let stand = stand(2_000);
        stand.delay(Duration::from_millis(50));
        let (program, book) = installed(pbx, &stand, 100);
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/package/1c/phonebook.md")).expect("the page");
        let context = format!("sync-{}", pbx.number());
        let steps = page.split("```\n").find_map(|block| block.strip_prefix("[agi1c]\n")).expect("the extension");
        pbx.dialplan(&context, &format!("[{context}]\n{}", steps.replace("AGI(agi1c", &format!("AGI({}", program.agi))));
        let (_, command) = page.split_once("asterisk -rx \"").expect("the command");
        let (command, _) = command.split_once('"').expect("its end");
        pbx.cli(&command.replace("@agi1c", &format!("@{context}")));

        let begun = wait_for(Duration::from_secs(20), || (stand.count() >= 4).then_some(()));
        assert!(begun.is_some(), "{}", pbx.log());
        let channels = pbx.cli("core show channels concise");
        let ours = format!("Local/sync@{context}-");
        let hung_up = channels.lines().filter_map(|line| line.split('!').next()).filter(|name| name.starts_with(&ours));
        let hung_up = hung_up.inspect(|channel| drop(pbx.cli(&format!("channel request hangup {channel}")))).count();
        assert!(hung_up > 0, "{channels}");
        let ended = wait_for(Duration::from_secs(30), || pbx.database(&program.family).get("sync/default").cloned());
        assert!(ended.as_deref().is_some_and(|said| said.contains("2000 stored, 0 removed")), "{ended:?}\n{}", pbx.log());
        assert_eq!(pbx.database(&book).len(), 2_000);
    }

    /// Killed in the middle: the next run goes on, and nothing is missing.
    fn a_killed_sync_is_resumed(pbx) {
        let stand = stand(3_000);
        stand.delay(Duration::from_millis(40));
        let (program, book) = installed(pbx, &stand, 100);
        let call = pbx.call("100").agi(&program, &["do=sync"]).place();
        let begun = wait_for(Duration::from_secs(20), || (stand.count() >= 6).then_some(()));
        assert!(begun.is_some(), "{}", call.so_far());
        program.kill();
        call.end();
        let (had, asked) = (pbx.database(&book).len(), stand.count());
        assert!((300..3_000).contains(&had), "{had}");
        stand.delay(Duration::ZERO);
        assert_synced(&sync(pbx, &program));
        assert_eq!(pbx.database(&book).len(), 3_000);
        assert!(stand.count() - asked <= 31 - had / 100, "{} pages asked for again", stand.count() - asked);
    }

    /// 50,000 clients: the program stays small, whatever the book's size. The page is the largest there is, and
    /// larger than an answer may be.
    fn fifty_thousand_clients(pbx) {
        let stand = stand(50_000);
        let (program, book) = installed(pbx, &stand, 1_000);
        let began = Instant::now();
        let call = pbx.call("100").agi(&program, &["do=sync"]).place();
        let mut peak = 0;
        while !call.so_far().contains("after.time") && began.elapsed() < Duration::from_secs(60) {
            peak = peak.max(program.peak_kib().unwrap_or(0));
            std::thread::sleep(Duration::from_millis(20));
        }
        let call = call.end();
        assert_synced(&call);
        assert_eq!(pbx.database(&book).len(), 50_000);
        println!("{}: 50,000 clients in {:?}, peak {peak} KiB", pbx.version(), began.elapsed());
        assert!((1..=MOST_KIB).contains(&peak), "{peak} KiB");
    }
}
