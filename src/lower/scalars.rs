//! Text and its formats, `enum` and `const`.

use super::{path::Path, types::Lowering};
use crate::{
    diagnostic::Code,
    ir::{Access, Doc, Literal, Object, Property, Type, TypeId},
    schema::{Json, Node, TypeName},
};

/// How Pydantic starts the pattern of every decimal that it writes as text.
const PYDANTIC_DECIMAL: &str = "^(?!^[-+.]*$)[+-]?0*";

/// From here on not every integer is a number of JavaScript's.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

impl<'d> Lowering<'d, '_> {
    pub fn string(&mut self, node: &Node) -> TypeId {
        let is_decimal =
            node.format == Some("decimal") || node.pattern.is_some_and(|p| p.starts_with(PYDANTIC_DECIMAL));
        self.types.add(if is_decimal {
            Type::Decimal
        } else if is_file(node) {
            Type::File
        } else {
            Type::String
        })
    }

    /// What `enum` and `const` allow, narrowed by `type`; `None` when neither is there.
    pub fn literals(&mut self, node: &Node<'d>, at: &Path) -> Option<TypeId> {
        let (key, values) = match (node.constant, node.enumeration) {
            (Some(value), _) => ("const", std::slice::from_ref(value)),
            (None, Some(Json::Array(values))) => ("enum", *values),
            (None, Some(other)) => {
                let message = format!("expected an array of values, found {}", other.kind());
                self.report(Code::WrongShape, &at.key("enum"), message, "list the allowed values");
                return None;
            }
            (None, None) => return None,
        };
        if let (Some(value), Some(Json::Array(values))) = (node.constant, node.enumeration)
            && !values.contains(value)
        {
            let message = "the value of `const` is none of those of `enum`";
            self.report(Code::ImpossibleType, &at.key("const"), message, "add it to `enum`, or drop one of the two");
        }
        let allowed = allowed_types(node);
        let members: Vec<TypeId> =
            values.iter().filter(|v| fits(v, allowed.as_deref(), node.nullable)).map(|v| self.literal(v)).collect();
        if members.is_empty() {
            let message = if values.is_empty() {
                "no value is allowed here".to_owned()
            } else {
                format!("no value of `{key}` has the type that `type` asks for")
            };
            self.report(Code::ImpossibleType, &at.key(key), message, "correct `type` or the values");
            return Some(self.types.add(Type::Unknown));
        }
        Some(self.union(members, None))
    }

    fn literal(&mut self, value: &Json) -> TypeId {
        let ty = match value {
            Json::Null => Type::Null,
            Json::Bool(value) => Type::Literal(Literal::Boolean(*value)),
            Json::Integer(value) => Type::Literal(Literal::Integer(*value)),
            // JavaScript knows no difference between `1` and `1.0`.
            #[expect(clippy::cast_possible_truncation, reason = "checked to be exact")]
            Json::Float(value) if value.fract() == 0.0 && value.abs() < MAX_SAFE_INTEGER => {
                Type::Literal(Literal::Integer(*value as i64))
            }
            Json::Float(value) => Type::Literal(Literal::Number(*value)),
            Json::String(text) => Type::Literal(Literal::String(text.to_string())),
            Json::Array(items) => {
                let items: Vec<TypeId> = items.iter().map(|item| self.literal(item)).collect();
                Type::Tuple { required: items.len(), filled: items.len(), items, rest: None }
            }
            Json::Object(members) => Type::Object(Object {
                properties: members
                    .iter()
                    .map(|(name, value)| Property {
                        name: name.to_string(),
                        ty: self.literal(value),
                        required: true,
                        default: None,
                        access: Access::Both,
                        doc: Doc::default(),
                    })
                    .collect(),
                index: None,
            }),
        };
        self.types.add(ty)
    }
}

fn is_file(node: &Node) -> bool {
    let is_text = |media: &str| media.starts_with("text/") || media.ends_with("json") || media.ends_with("xml");
    node.format == Some("binary")
        || (node.content_encoding.is_none_or(|e| e == "binary") && node.content_media_type.is_some_and(|m| !is_text(m)))
}

fn allowed_types(node: &Node) -> Option<Vec<TypeName>> {
    let names: Vec<_> = match node.ty? {
        Json::Array(names) => names.iter().filter_map(Json::as_str).filter_map(TypeName::parse).collect(),
        name => name.as_str().and_then(TypeName::parse).into_iter().collect(),
    };
    // A type that is none is reported elsewhere; it must not empty the enumeration too.
    (!names.is_empty()).then_some(names)
}

fn fits(value: &Json, allowed: Option<&[TypeName]>, nullable: bool) -> bool {
    let Some(allowed) = allowed else { return true };
    let has = |name| allowed.contains(&name);
    match value {
        Json::Null => nullable || has(TypeName::Null),
        Json::Bool(_) => has(TypeName::Boolean),
        Json::Integer(_) => has(TypeName::Integer) || has(TypeName::Number),
        Json::Float(f) => has(TypeName::Number) || (f.fract() == 0.0 && has(TypeName::Integer)),
        Json::String(_) => has(TypeName::String),
        Json::Array(_) => has(TypeName::Array),
        Json::Object(_) => has(TypeName::Object),
    }
}
