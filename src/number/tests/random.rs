//! What holds for numbers and texts nobody thought of. The same ones in every run; no tables here.

use super::*;

/// A small generator: the same numbers in every run.
struct Lcg(u64);

impl Lcg {
    /// Below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    /// So many digits, the first of them from 2 to 9.
    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|at| if at == 0 { 2 + self.below(8) } else { self.below(10) }.to_string()).collect()
    }
}

#[test]
fn all_forms_of_a_number_have_one_key() {
    let mut lcg = Lcg(1);
    for plan in [NumberingPlan::default(), ukraine(), germany(), states(), belarus(), spain()] {
        for _ in 0..1000 {
            let length = if plan.length == 0 { 7 + lcg.below(5) } else { plan.length };
            let national = lcg.digits(length);
            if plan.international.iter().any(|prefix| national.starts_with(prefix)) {
                continue;
            }
            let e164 = [plan.country.as_str(), &national].concat();
            let came = number(&["+", &e164].concat(), &plan);
            for form in FORMS {
                let again = number(&came.form(form), &plan);
                if form == Form::National && plan.length == 0 {
                    continue;
                }
                assert_eq!(again.key(), e164, "{form:?} of +{e164}");
                for further in FORMS {
                    let alike = matches!(further, Form::Caller | Form::Digits)
                        || again.form(further) == came.form(further);
                    assert!(alike, "{form:?}, then {further:?} of +{e164}");
                }
            }
            for prefix in &plan.international {
                assert_eq!(number(&[prefix.as_str(), &e164].concat(), &plan).key(), e164);
            }
        }
    }
}

/// Whatever comes, random text of telling signs included: no panic, bounds kept, and what was read once is
/// read the same again.
#[test]
fn random_text_is_read_once_and_for_all() {
    let signs: Vec<char> =
        "+00112345678789 -()<>;@:%2Bsiptelextдоб,x#\u{301}ё\u{1f600}\"\\\u{202d}.".chars().collect();
    let plans =
        [moscow(), ukraine(), germany(), berlin(), states(), belarus(), spain(), plan("", "", 0, &[])];
    let mut lcg = Lcg(7);
    let mut numbers = 0;
    for round in 0..8_000 {
        let length = lcg.below(24);
        let text: String = if round % 4 == 0 {
            let bytes: Vec<u8> = (0..length).map(|_| lcg.below(256) as u8).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            let among = if round % 4 == 1 { signs.len() } else { 19 };
            (0..length).map(|_| signs[lcg.below(among)]).collect()
        };
        for plan in &plans {
            let Caller::Number(came) = read(&text, plan) else { continue };
            numbers += 1;
            assert!((1..=24).contains(&came.digits().len()), "{text}");
            assert!(came.key().bytes().all(|byte| byte.is_ascii_digit()), "{text}");
            for form in [Form::Caller, Form::E164] {
                assert_eq!(
                    number(&came.form(form), plan).key(),
                    came.key(),
                    "{form:?} of {text:?} in {plan:?}"
                );
            }
        }
    }
    assert!(numbers > 8_000, "too few of the texts were numbers: {numbers}");
}
