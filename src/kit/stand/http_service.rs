//! The stand-in's HTTP service (1C 8.3.5 and later): the number and the cursor out of a query or a
//! JSON body. What is answered to them is `service`'s.

use miniserde::json::{self, Number, Value};

use super::wire::StandRequest;

/// The parameters of a request: the query's, then the members of a JSON object in the body.
///
/// # Errors
/// One sentence, where a body is no JSON object.
pub fn parameters(request: &StandRequest) -> Result<Vec<(String, String)>, String> {
    let mut parameters = request.parameters();
    if request.method != "POST" || request.body.is_empty() {
        return Ok(parameters);
    }
    let object: json::Object =
        json::from_str(&request.text()).map_err(|_| "expected a JSON object as the body".to_string())?;
    for (name, value) in object {
        let value = match value {
            Value::String(text) => text,
            Value::Number(Number::U64(number)) => number.to_string(),
            Value::Number(Number::I64(number)) => number.to_string(),
            Value::Null => String::new(),
            _ => return Err(format!("the member «{name}» is neither text nor a whole number")),
        };
        parameters.push((name, value));
    }
    Ok(parameters)
}
