//! What an address book keeps in one cell: mostly a number, sometimes several of them. Each counts for itself, and none
//! is made up of two.

use super::{Caller, Number, NumberingPlan, read};

/// E.164: no number is longer, whatever stands before it.
const MAX_DIGITS: usize = 15;

/// The numbers of a cell, in their order, and how many parts of it were none.
pub fn several(cell: &str, plan: &NumberingPlan) -> (Vec<Number>, u32) {
    let (mut found, mut none) = (Vec::new(), 0);
    let parts = cell.split([',', ';', '\r', '\n']).map(str::trim).filter(|part| !part.is_empty());
    for part in parts {
        let whole = number(part, plan);
        // `+7/495/229-30-42` is one number, `84952293042/89161234567` are two.
        if !part.contains('/') || whole.as_ref().is_some_and(Number::is_decided) {
            none += u32::from(whole.is_none());
            found.extend(whole);
            continue;
        }
        for piece in part.split('/').map(str::trim).filter(|piece| !piece.is_empty()) {
            // `84952293042/43` is shorthand for a second number: it is not guessed at.
            let number = number(piece, plan).filter(Number::is_whole);
            none += u32::from(number.is_none());
            found.extend(number);
        }
    }
    (found, none)
}

fn number(part: &str, plan: &NumberingPlan) -> Option<Number> {
    match read(without_fraction(part), plan) {
        Caller::Number(number) if number.digits().len() <= MAX_DIGITS => Some(number),
        _ => None,
    }
}

/// A table's program that takes a number for an amount writes `84952293042.0`.
fn without_fraction(part: &str) -> &str {
    match part.split_once('.') {
        Some((whole, fraction))
            if !fraction.is_empty()
                && fraction.bytes().all(|byte| byte == b'0')
                && whole.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            whole
        }
        _ => part,
    }
}
