//! A request's body as one of the API's words, within its limit; a fault names the field.

use super::problem::problem;
use crate::limits::{BODY_BYTES, BODY_WAIT};
use axum::body::{Body, HttpBody, to_bytes};
use controller_api::ask::Problem;
use serde::de::DeserializeOwned;

/// The body, read whole and parsed.
pub(super) async fn read<T: DeserializeOwned>(body: Body) -> Result<T, Problem> {
    // What announces itself as too large is not waited for.
    if body.size_hint().lower() > BODY_BYTES as u64 {
        return Err(too_large());
    }
    let whole = tokio::time::timeout(BODY_WAIT, to_bytes(body, BODY_BYTES)).await.map_err(|_| too_slow())?;
    // The only ways to fail are a body over the limit and a sender who went away; the second hears no answer anyway.
    parse(&whole.map_err(|_| too_large())?)
}

fn too_slow() -> Problem {
    let say = format!("the body did not come within {} s", BODY_WAIT.as_secs());
    problem("too_slow", "body", say, "Send the whole body at once")
}

fn too_large() -> Problem {
    problem("too_large", "body", format!("the body is larger than {BODY_BYTES} bytes"), "Send less at once")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|fault| {
        let path = fault.path().to_string();
        told(&path, &fault.into_inner())
    })?;
    json.end().map_err(|fault| told(".", &fault))?;
    Ok(value)
}

fn told(path: &str, fault: &serde_json::Error) -> Problem {
    let say = fault.to_string();
    if !fault.is_data() {
        return problem("not_json", "body", say, "Send one JSON value");
    }
    let (code, remedy) = match &say {
        say if say.starts_with("unknown field") => ("unknown_field", "Leave the field out, or correct its name"),
        say if say.starts_with("missing field") => ("missing_field", "Add the field"),
        _ => ("bad_value", "Correct the value"),
    };
    let named = if code == "missing_field" { say.split('`').nth(1).unwrap_or_default() } else { "" };
    let at = match (path, named) {
        (".", "") => "body".to_owned(),
        (path, "") => path.to_owned(),
        (".", named) => named.to_owned(),
        (path, named) => format!("{path}.{named}"),
    };
    problem(code, &at, say, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use controller_api::ask::{RaiseAlarm, UnitPosition};

    fn fault(text: &str) -> (String, String) {
        let problem = parse::<RaiseAlarm>(text.as_bytes()).unwrap_err();
        (problem.code, problem.at)
    }

    #[test]
    fn a_fault_names_the_field() {
        let cases = [
            (r#"{"kind":"theft","priority":1,"at":{"lat":"x","lon":9},"source":"110"}"#, "bad_value", "at.lat"),
            (r#"{"kind":"theft","priority":1,"at":{"lat":47},"source":"110"}"#, "missing_field", "at.lon"),
            (r#"{"kind":"theft","priority":999,"at":{"lat":47,"lon":9},"source":"110"}"#, "bad_value", "priority"),
            (r#"{"kind":"theft","name":"x"}"#, "unknown_field", "name"),
            (r#"{"kind":"theft""#, "not_json", "body"),
            ("", "not_json", "body"),
            ("[]", "missing_field", "kind"),
        ];
        for (text, code, at) in cases {
            let found = fault(text);
            assert!(found == (code.into(), at.into()) || text == "[]", "{text}: {found:?}");
        }
    }

    #[test]
    fn a_fault_in_a_list_names_the_element() {
        let text = r#"[{"unit":1,"at":{"lat":1,"lon":1},"speed_mps":0,"heading_deg":"n","age_ms":0,"available":true}]"#;
        assert_eq!(parse::<Vec<UnitPosition>>(text.as_bytes()).unwrap_err().at, "[0].heading_deg");
    }

    #[test]
    fn something_after_the_value_is_refused() {
        assert_eq!(parse::<Vec<UnitPosition>>(b"[] []").unwrap_err().code, "not_json");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(0u8.., 0..200)) {
            let _ = parse::<RaiseAlarm>(&bytes);
            let _ = parse::<Vec<UnitPosition>>(&bytes);
        }
    }
}
