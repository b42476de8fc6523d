use super::*;

#[test]
fn a_sentence_is_said_once_a_minute() {
    let mut said = BTreeMap::new();
    let began = Instant::now();
    let after = |seconds| began + Duration::from_secs(seconds);
    assert!(is_due(&mut said, "1C is away", began));
    assert!(!is_due(&mut said, "1C is away", after(59)));
    assert!(is_due(&mut said, "another", after(59)));
    assert!(is_due(&mut said, "1C is away", after(60)));
    assert_eq!(said.len(), 2);
    // However many there are, no more is said than a person can read, and no more is kept.
    let many = (0..1000).filter(|nth| is_due(&mut said, &format!("sentence {nth}"), after(61))).count();
    assert_eq!((many, said.len()), (MAX_SAID - 2, MAX_SAID));
}
