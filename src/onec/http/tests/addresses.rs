use super::*;

const HOST: &str = "srv-1c.office";

fn ip(last: u8) -> IpAddr {
    IpAddr::from([10, 0, 0, last])
}

#[test]
fn a_name_is_looked_up_once_in_half_a_minute() {
    let (names, began) = (Addresses::default(), Instant::now());
    let after = |seconds| began + Duration::from_secs(seconds);
    let known = || panic!("nobody is to be asked");
    assert_eq!(names.of(HOST, began, || Ok(vec![ip(1)])), Ok(vec![ip(1)]));
    assert_eq!(names.of(HOST, after(29), known), Ok(vec![ip(1)]));
    assert_eq!(names.of("another", after(29), || Ok(vec![ip(9)])), Ok(vec![ip(9)]));
    assert_eq!(names.of(HOST, after(30), || Ok(vec![ip(2)])), Ok(vec![ip(2)]));
    assert_eq!(names.of(HOST, after(59), known), Ok(vec![ip(2)]));
}

#[test]
fn a_name_server_that_is_away_costs_nothing_that_was_known() {
    let (names, began) = (Addresses::default(), Instant::now());
    let away = || Err("it did not answer".to_owned());
    assert_eq!(names.of(HOST, began, away), Err("it did not answer".into()));
    assert_eq!(names.of(HOST, began, || Ok(vec![ip(1)])), Ok(vec![ip(1)]));
    let later = began + Duration::from_secs(86_400);
    assert_eq!(names.of(HOST, later, away), Ok(vec![ip(1)]));
    assert_eq!(names.of(HOST, later, || Ok(vec![ip(2)])), Ok(vec![ip(2)]), "it is asked again at once");
}

#[test]
fn addresses_that_lead_nowhere_are_doubted() {
    let (names, began) = (Addresses::default(), Instant::now());
    names.doubt(HOST, began);
    assert_eq!(names.of(HOST, began, || Ok(vec![ip(1)])), Ok(vec![ip(1)]));
    names.doubt(HOST, began);
    assert_eq!(names.of(HOST, began, || Ok(vec![ip(2)])), Ok(vec![ip(2)]));
}
