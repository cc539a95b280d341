//! Exports made of arbitrary bytes. They are well-formed, so that what is tried is what types mean
//! and not only how they are written: names and references come from a short list, and so they meet.

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

/// Component names: pairs of one model, names that meet in one spelling, globals, text that needs escaping.
const NAMES: &[&str] =
    &["Item", "item", "Item-Input", "Item-Output", "ItemInput", "Page_Item_", "Date", "K", "a/b~c %", "*/", "日本", ""];
const FIELDS: &[&str] = &["kind", "name", "key", "children", "a-b", "__proto__", "default", "items", "\u{2028}"];
const TEXTS: &[&str] =
    &["a", "b", "item", "*/ x", "`${x}`", "</script>", "2026-01-01", "", "1.5", "\\", "\n@ts-ignore"];
const TYPES: &[&str] = &["string", "integer", "number", "boolean", "null", "array", "object"];
const FORMATS: &[&str] = &["date-time", "binary", "decimal", "uuid", "int64", "base64"];
const FUNCTIONS: &[&str] = &["read", "read_all", "write", "remove", "get_2fa", "range"];
const CONTEXTS: &[&str] = &["user", "global", "user_page"];

/// An export. Most parts make sense by themselves; whether all of them do together is left to chance.
pub fn export(u: &mut Unstructured) -> Result<Value> {
    let mut schemas = Map::new();
    let mut left = u.int_in_range(1..=5)?;
    for name in NAMES {
        let is_plain = left == 0 || u.ratio(1, 2)?;
        left -= usize::from(!is_plain);
        let schema = if is_plain { json!({ "properties": { "id": { "type": "integer" } } }) } else { schema(u, 0)? };
        schemas.insert((*name).to_owned(), schema);
    }
    schemas.insert("Args".to_owned(), object(u, 0)?);
    let (mut functions, mut contexts) = (Vec::new(), Map::new());
    for name in FUNCTIONS {
        let mut function = json!({ "name": name, "outputNullable": u.arbitrary::<bool>()? });
        if u.arbitrary()? {
            function["outputType"] = json!(u.choose(NAMES)?);
        }
        if u.ratio(1, 4)? {
            function["errors"] = json!([{ "code": u.choose(TEXTS)?, "details": u.choose(NAMES)? }]);
        }
        if u.ratio(1, 3)? {
            let context = *u.choose(CONTEXTS)?;
            let entry = contexts.entry(context).or_insert_with(|| json!({ "functions": [], "params": {} }));
            if let Some(list) = entry["functions"].as_array_mut() {
                list.push(json!(name));
            }
            if context != "global" && u.ratio(1, 3)? {
                param(u, name, &mut function, entry, &mut schemas)?;
            }
        } else if u.arbitrary()? {
            function["inputType"] = json!(if u.ratio(1, 8)? { u.choose(NAMES)? } else { &"Args" });
            function["hasInput"] = json!(true);
        }
        functions.push(function);
    }
    for (name, context) in &contexts {
        for function in
            functions.iter_mut().filter(|f| context["functions"].as_array().is_some_and(|l| l.contains(&f["name"])))
        {
            function["isContext"] = json!(name);
        }
    }
    Ok(json!({
        "openapi": "3.1.0",
        "x-mizan-functions": functions,
        "x-mizan-contexts": contexts,
        "components": { "schemas": schemas },
    }))
}

/// Gives a function of a context a param of its own.
fn param(
    u: &mut Unstructured,
    name: &str,
    function: &mut Value,
    context: &mut Value,
    schemas: &mut Map<String, Value>,
) -> Result<()> {
    let (param, ty) = (format!("{name}_param"), *u.choose(&["string", "integer", "number", "boolean"])?);
    let precise = if u.ratio(1, 20)? { schema(u, 4)? } else { json!({ "type": ty }) };
    schemas.insert(format!("{name}Input"), json!({ "type": "object", "properties": { &param: precise } }));
    context["params"][param] = json!({ "type": ty, "sharedBy": [name] });
    function["inputType"] = json!(format!("{name}Input"));
    function["hasInput"] = json!(true);
    Ok(())
}

fn schema(u: &mut Unstructured, depth: usize) -> Result<Value> {
    if depth > 5 || u.is_empty() {
        return leaf(u);
    }
    let inner = depth + 1;
    let mut node = match u.int_in_range(0..=9)? {
        0..=2 => object(u, inner)?,
        3 => json!({ "type": "array", "items": schema(u, inner)? }),
        4 => json!({ "prefixItems": list(u, inner)?, "minItems": u.int_in_range(0..=2)? }),
        5 => json!({ "additionalProperties": schema(u, inner)?, "propertyNames": { "$ref": reference(u)? } }),
        6 => json!({ "anyOf": [schema(u, inner)?, schema(u, inner)?, leaf(u)?] }),
        7 => {
            let mapping = json!({ *u.choose(TEXTS)?: reference(u)?, *u.choose(NAMES)?: reference(u)? });
            let members = json!([{ "$ref": reference(u)? }, { "$ref": reference(u)? }, object(u, inner)?]);
            json!({ "oneOf": members, "discriminator": { "propertyName": u.choose(FIELDS)?, "mapping": mapping } })
        }
        8 => json!({ "allOf": [{ "$ref": reference(u)? }, object(u, inner)?] }),
        _ => leaf(u)?,
    };
    if let Some(node) = node.as_object_mut() {
        if u.ratio(1, 3)? {
            annotation(u, inner, node)?;
        }
        if u.ratio(1, 100)? {
            keyword(u, inner, node)?;
        }
    }
    Ok(node)
}

fn object(u: &mut Unstructured, depth: usize) -> Result<Value> {
    let mut node = json!({ "type": "object", "properties": members(u, FIELDS, depth)? });
    if u.arbitrary()? {
        node["required"] = json!([u.choose(FIELDS)?]);
    }
    if u.ratio(1, 4)? {
        node["additionalProperties"] = schema(u, depth)?;
    }
    Ok(node)
}

fn leaf(u: &mut Unstructured) -> Result<Value> {
    Ok(match u.int_in_range(0..=8)? {
        0 => json!(true),
        1 => json!({}),
        2 => json!({ "type": "string", "format": u.choose(FORMATS)? }),
        3 => json!({ "const": value(u, 0)? }),
        4 => json!({ "enum": [value(u, 0)?, value(u, 0)?, u.choose(TEXTS)?] }),
        5 => json!({ "type": [u.choose(TYPES)?, u.choose(TYPES)?] }),
        6 => json!({ "type": u.choose(TYPES)? }),
        _ => json!({ "$ref": reference(u)? }),
    })
}

fn reference(u: &mut Unstructured) -> Result<String> {
    let name = u.choose(NAMES)?.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    // Most lead somewhere: one that doesn't is enough for a refusal.
    Ok(match u.int_in_range(0..=199)? {
        0 => "#".to_owned(),
        1 => format!("#/components/schemas/{name}{}", u.choose(&["/items", "/$defs/Item", "/anyOf/0", "/allOf/1"])?),
        2 => format!("#/components/schemas/{name}/properties/id"),
        _ => format!("#/components/schemas/{name}"),
    })
}

/// What says nothing of the values, or adds to them.
fn annotation(u: &mut Unstructured, depth: usize, node: &mut Map<String, Value>) -> Result<()> {
    let (key, value) = match u.int_in_range(0..=4)? {
        0 => ("default", value(u, 0)?),
        1 => (*u.choose(&["readOnly", "writeOnly", "nullable", "deprecated"])?, json!(true)),
        2 | 3 => (*u.choose(&["title", "description"])?, json!(u.choose(TEXTS)?)),
        _ => ("$defs", members(u, NAMES, depth)?),
    };
    node.insert(key.to_owned(), value);
    Ok(())
}

/// Any keyword, whether it fits the others or not; some with what no such keyword takes.
fn keyword(u: &mut Unstructured, depth: usize, node: &mut Map<String, Value>) -> Result<()> {
    let (key, value) = match u.int_in_range(0..=11)? {
        0 => ("patternProperties", members(u, TEXTS, depth)?),
        1 => ("propertyNames", schema(u, depth)?),
        2 => ("items", list(u, depth)?),
        3 => ("allOf", list(u, depth)?),
        4 => ("anyOf", list(u, depth)?),
        5 => ("type", json!([u.choose(TYPES)?, u.choose(TYPES)?])),
        6 => ("$ref", json!(reference(u)?)),
        7 => (*u.choose(&["minItems", "maxItems"])?, json!(u.int_in_range(0..=3)?)),
        8 => ("enum", json!([value(u, 0)?, value(u, 0)?])),
        9 => ("not", schema(u, depth)?),
        _ => (*u.choose(&["type", "required", "items", "allOf", "enum", "properties"])?, value(u, 0)?),
    };
    node.insert(key.to_owned(), value);
    Ok(())
}

fn list(u: &mut Unstructured, depth: usize) -> Result<Value> {
    (0..u.int_in_range(0..=3)?).map(|_| schema(u, depth)).collect()
}

fn members(u: &mut Unstructured, names: &[&str], depth: usize) -> Result<Value> {
    let mut members = Map::new();
    for _ in 0..u.int_in_range(0..=3)? {
        members.insert((*u.choose(names)?).to_owned(), schema(u, depth)?);
    }
    Ok(Value::Object(members))
}

fn value(u: &mut Unstructured, depth: usize) -> Result<Value> {
    Ok(match u.int_in_range(0..=if depth > 2 { 5 } else { 7 })? {
        0 => Value::Null,
        1 => json!(u.arbitrary::<bool>()?),
        2 => json!(u.arbitrary::<i64>()?),
        3 => json!(f64::from(u.arbitrary::<f32>()?)),
        4 | 5 => json!(u.choose(TEXTS)?),
        6 => json!([value(u, depth + 1)?, value(u, depth + 1)?]),
        _ => json!({ *u.choose(FIELDS)?: value(u, depth + 1)?, "$ref": u.choose(TEXTS)? }),
    })
}
