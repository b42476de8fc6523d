use std::time::SystemTime;

use super::*;

/// On 32-bit targets (cross/test runs this on two) the two ways are different ones; std's holds until 2038.
#[test]
fn the_time_is_stds_time() {
    let stds = || SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").as_secs();
    let before = stds();
    let ours = unix_seconds();
    assert!((before..=stds()).contains(&ours), "{ours}, not {before}");
}

#[test]
fn dates() {
    for (unix, date) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (951_868_799, "2000-02-29T23:59:59Z"),
        (1_360_314_900, "2013-02-08T09:15:00Z"),
        (1_709_164_800, "2024-02-29T00:00:00Z"),
        (1_735_689_599, "2024-12-31T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
    ] {
        assert_eq!(utc(unix), date);
    }
}
