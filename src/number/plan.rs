//! From digits to E.164 by a numbering plan: the table at the head of the module. Never guesses: digits
//! that no rule fits stay undecided.

use super::NumberingPlan;

/// The shortest number with a country code: E.164 sets no minimum, but no country goes below 7.
pub const MIN_E164: usize = 7;
const MAX_E164: usize = 15;
/// Variable lengths: the shortest national number behind a trunk prefix …
const MIN_NATIONAL: usize = 4;
/// … and behind a country code that comes without `+`.
const MIN_BEHIND_COUNTRY: usize = 7;
/// Variable lengths: what can be a local number. Shorter ones are the PBX's own as a rule.
const LOCAL: std::ops::RangeInclusive<usize> = 5..=8;

/// The E.164 digits, where the plan decides.
pub fn e164(digits: &str, plus: bool, plan: &NumberingPlan) -> Option<String> {
    if plus && is_e164(digits) {
        return Some(without_trunk(digits, plan));
    }
    for prefix in &plan.international {
        if let Some(rest) = behind(prefix, digits).filter(|rest| is_e164(rest)) {
            return Some(without_trunk(rest, plan));
        }
    }
    let all = if plan.country.is_empty() {
        return None;
    } else if plan.length == 0 {
        of_variable_length(digits, plan)
    } else {
        of_fixed_length(digits, plan)
    };
    all.filter(|all| is_e164(all)).map(|all| without_trunk(&all, plan))
}

fn of_fixed_length(digits: &str, plan: &NumberingPlan) -> Option<String> {
    let complete = |national: &&str| national.len() == plan.length;
    let all = without_trunk(digits, plan);
    if behind(&plan.country, &all).is_some_and(|national| complete(&national)) {
        return Some(all);
    }
    if let Some(national) = behind_trunk(digits, plan, complete).or(Some(digits).filter(complete)) {
        return begins_well(national, plan).then(|| [&plan.country, national].concat());
    }
    let local = !plan.area.is_empty() && digits.len() + plan.area.len() == plan.length;
    (local && begins_well(digits, plan)).then(|| [&plan.country, &plan.area, digits].concat())
}

fn of_variable_length(digits: &str, plan: &NumberingPlan) -> Option<String> {
    if let Some(national) = behind_trunk(digits, plan, |_| true) {
        let whole = national.len() >= MIN_NATIONAL && begins_well(national, plan);
        return whole.then(|| [&plan.country, national].concat());
    }
    if behind(&plan.country, digits).is_some_and(|national| national.len() >= MIN_BEHIND_COUNTRY) {
        return Some(digits.into());
    }
    let local = !plan.trunk.is_empty() && !plan.area.is_empty() && LOCAL.contains(&digits.len());
    local.then(|| [&plan.country, &plan.area, digits].concat())
}

fn is_e164(digits: &str) -> bool {
    (MIN_E164..=MAX_E164).contains(&digits.len()) && !digits.starts_with('0')
}

/// Where 0 is dialled before a national number, none begins with 0.
fn begins_well(national: &str, plan: &NumberingPlan) -> bool {
    !(dials_zero(plan) && national.starts_with('0'))
}

fn dials_zero(plan: &NumberingPlan) -> bool {
    plan.trunk.starts_with('0') || plan.trunk.ends_with('0')
}

/// What follows the trunk prefix, where it is as long as wanted. Of a prefix that waits for a tone and then dials 0
/// (`8~0` in Belarus) people write the 0 alone too, since it stands before the code of every town.
fn behind_trunk<'a>(
    digits: &'a str,
    plan: &NumberingPlan,
    complete: impl Fn(&&str) -> bool,
) -> Option<&'a str> {
    let zero = if plan.trunk.ends_with('0') { "0" } else { "" };
    [plan.trunk.as_str(), zero].iter().find_map(|prefix| behind(prefix, digits).filter(&complete))
}

/// What follows a prefix; an empty prefix is no prefix.
fn behind<'a>(prefix: &str, digits: &'a str) -> Option<&'a str> {
    digits.strip_prefix(prefix).filter(|_| !prefix.is_empty())
}

/// `+380 050 1234567`: people put the country code before the number as they dial it at home.
fn without_trunk(all: &str, plan: &NumberingPlan) -> String {
    let Some(rest) = behind(&plan.country, all) else { return all.into() };
    let left = if plan.length != 0 {
        behind_trunk(rest, plan, |national| national.len() == plan.length)
    } else if dials_zero(plan) {
        // No national number begins with 0 there: `+49 (0)30…`, `+36 06 1…`.
        Some(rest.strip_prefix(plan.trunk.as_str()).unwrap_or(rest).trim_start_matches('0'))
    } else {
        None
    };
    left.map(|national| [&plan.country, national].concat())
        .filter(|all| is_e164(all))
        .unwrap_or_else(|| all.into())
}
