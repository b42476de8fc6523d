//! tests/fixtures/numbers.tsv: the table that the 1C side is held to as well (tests/bsl).

use super::*;

/// `\u00a0` → the character; `<>` → nothing.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u");
    let mut all = parts.next().unwrap_or_default().replace("<>", "");
    for part in parts {
        let (code, rest) = part.split_at(4);
        all.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        all.push_str(rest);
    }
    all
}

/// Digits of what counts as found: what the plan decides, and what has a foreign number's length.
fn found(number: &Number) -> Option<String> {
    let foreign = (11..=15).contains(&number.digits().len());
    (number.is_decided() || foreign).then(|| number.key())
}

#[test]
fn the_table_shared_with_the_1c_side() {
    let table = include_str!("../../../tests/fixtures/numbers.tsv");
    let mut counts = [0, 0, 0];
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [what, area, text, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("expected four columns: {line}");
        };
        let plan = NumberingPlan { area: area.trim_matches('-').into(), ..NumberingPlan::default() };
        let text = unescaped(text);
        let (kind, read): (usize, Vec<String>) = match what {
            "one" => match read(&text, &plan) {
                Caller::Number(number) => (0, found(&number).into_iter().collect()),
                _ => (0, Vec::new()),
            },
            "cell" => (1, several(&text, &plan).0.iter().filter_map(found).collect()),
            "text" => {
                counts[2] += 1;
                continue;
            }
            other => panic!("{other}: {line}"),
        };
        counts[kind] += 1;
        let expected: Vec<&str> = expected.split(' ').filter(|word| *word != "none").collect();
        assert_eq!(read, expected, "{line}");
    }
    assert!(counts[0] >= 60 && counts[1] >= 8 && counts[2] >= 20, "{counts:?}");
}
