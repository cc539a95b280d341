//! Lowers both halves of many types at once.

use std::ops::Range;

use super::types::{Lowering, named_id};
use crate::{diagnostic::Diagnostics, ir::Types, schema::Member, threads};

/// What `types::lower` gives; `None` when a half needs the other, declares more types, or has something to
/// report.
pub fn lower(schemas: &[Member]) -> Option<Types> {
    let middle = schemas.len() / 2;
    let half = |range: Range<usize>| {
        let mut diagnostics = Diagnostics::default();
        let mut lowering = Lowering::of(schemas, range.clone(), &mut diagnostics);
        for id in range {
            lowering.complete(named_id(id));
            if lowering.leaves_range {
                return None;
            }
        }
        let types = lowering.types;
        diagnostics.into_vec().is_empty().then_some(types)
    };
    let (one, other) = threads::join(|| half(0..middle), || half(middle..schemas.len()));
    let (mut types, other) = one.zip(other)?;
    types.take_over(other, middle);
    Some(types)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use bumpalo::Bump;

    use super::*;
    use crate::{
        lower::types,
        schema::{components, parse},
    };

    /// What both ways make of these schemas; `None` where the halves are left alone.
    fn both(schemas: &[String]) -> (String, Option<String>) {
        let mut text = String::new();
        for (i, schema) in schemas.iter().enumerate() {
            let _ = write!(text, "{}\"T{i}\":{schema}", if i == 0 { "" } else { "," });
        }
        let text = format!(r#"{{"components":{{"schemas":{{{text}}}}}}}"#);
        let (arena, mut diagnostics) = (Bump::new(), Diagnostics::default());
        let tree = parse(&text, &arena, &mut diagnostics).expect("this is JSON");
        let schemas = components(&tree);
        let json = |types: Types| serde_json::to_string(&types).unwrap();
        (json(types::lower(schemas, &mut diagnostics)), lower(schemas).map(json))
    }

    fn reference(i: usize) -> String {
        format!(r##"{{"$ref":"#/components/schemas/T{i}"}}"##)
    }

    /// One of each construct that doesn't look into another type, among references both ways.
    fn plain(i: usize) -> String {
        let (before, after) = (reference(i / 2), reference(99 - i / 3));
        match i % 8 {
            0 => format!(r#"{{"type":"object","properties":{{"a":{before},"b":{after}}},"required":["a"]}}"#),
            1 => format!(r#"{{"type":"array","items":{after},"description":"Some."}}"#),
            2 => format!(r#"{{"anyOf":[{before},{after},{{"type":"null"}}]}}"#),
            3 => format!(r#"{{"type":"array","prefixItems":[{before},{{"const":{i}}}],"items":{after}}}"#),
            4 => format!(r#"{{"type":"object","additionalProperties":{after}}}"#),
            5 => format!(r#"{{"type":"object","properties":{{"x":{{"type":"integer","default":{i}}},"y":{before}}}}}"#),
            6 => format!(r#"{{"enum":["a",{i},null,true]}}"#),
            _ => format!(r#"{{"oneOf":[{before},{after}],"discriminator":{{"propertyName":"kind"}}}}"#),
        }
    }

    #[test]
    fn halves_give_what_the_whole_gives() {
        let (whole, halves) = both(&(0..100).map(plain).collect::<Vec<_>>());
        assert!(halves.as_ref() == Some(&whole), "{whole}\n{halves:?}");
    }

    #[test]
    fn types_that_need_each_other_are_lowered_together() {
        let extended = format!(r#"{{"allOf":[{},{{"type":"object","properties":{{"z":{{}}}}}}]}}"#, reference(80));
        let inner = r##"{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"type":"string"}}}"##;
        let keys = format!(r#"{{"type":"object","propertyNames":{},"additionalProperties":{{}}}}"#, reference(86));
        for (odd, at) in [(extended.as_str(), 3), (inner, 3), (inner, 90), (&keys, 3), (r#"{"type":"strnig"}"#, 90)] {
            let mut schemas: Vec<String> = (0..100).map(plain).collect();
            schemas[at] = odd.to_owned();
            assert_eq!(both(&schemas).1, None, "{odd}");
        }
    }

    /// Within a half they may.
    #[test]
    fn a_type_may_build_on_one_of_its_half() {
        let mut schemas: Vec<String> = (0..100).map(plain).collect();
        schemas[3] = format!(r#"{{"allOf":[{},{{"type":"object","properties":{{"z":{{}}}}}}]}}"#, reference(40));
        let (whole, halves) = both(&schemas);
        assert_eq!(halves, Some(whole));
    }
}
