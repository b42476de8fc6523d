use super::*;

#[test]
fn the_reserve_is_kept_back() {
    let deadline = Deadline::start(2500);
    let start = deadline.started;
    assert_eq!(deadline.ask_until(), start + Duration::from_millis(2350));
    assert_eq!(deadline.left(start + Duration::from_millis(2400)), Duration::from_millis(100));
    assert_eq!(deadline.left(start + Duration::from_secs(9)), Duration::ZERO);
    assert_eq!(deadline.with_limit(200).ask_until(), start + Duration::from_millis(100));
    assert_eq!(deadline.spent_ms(start + Duration::from_millis(7)), 7);
}
