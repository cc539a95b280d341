//! Prints declarations as people write them: two-space indent, doc comments on lines of their own,
//! and a type that doesn't fit on its line broken at its outermost place.

use std::fmt::Write;

use swc_common::{BytePos, Spanned};
use swc_ecma_ast::{
    Expr, Lit, TsEntityName, TsFnOrConstructorType, TsKeywordTypeKind, TsMappedType, TsType, TsTypeElement, TsTypeRef,
    TsUnionOrIntersectionType,
};

use super::{
    Code, INDENT, WIDTH,
    ast::{Doc, Member, Ty, identifier},
    comment,
    flat::flat,
    literal, push_spaces,
};

/// An exported declaration.
#[derive(Debug)]
pub enum Declaration {
    Interface {
        name: String,
        doc: Doc,
        members: Vec<Member>,
    },
    Alias {
        name: String,
        doc: Doc,
        ty: Ty,
    },
    /// A constant object whose members are literals, spelled and quoted already.
    Constant {
        name: String,
        doc: Doc,
        members: Vec<(String, String)>,
    },
}

/// One declaration as text, without a line end after it.
#[must_use]
pub fn print(declaration: Declaration) -> Code {
    match declaration {
        Declaration::Interface { name, doc, members } => {
            let ty = Ty::object(members);
            let mut printer = Printer::new(&ty.docs);
            printer.doc(&doc, 0);
            let _ = write!(printer.out, "export interface {} ", identifier(&name).sym);
            match &*ty.node {
                TsType::TsTypeLit(body) => printer.members(&body.members, 0),
                _ => printer.out.push_str("{}"),
            }
            Code(printer.out)
        }
        Declaration::Alias { name, doc, ty } => {
            let mut printer = Printer::new(&ty.docs);
            printer.doc(&doc, 0);
            let _ = write!(printer.out, "export type {} =", identifier(&name).sym);
            printer.annotation(&ty.node, 0);
            printer.out.push(';');
            Code(printer.out)
        }
        Declaration::Constant { name, doc, members } => {
            let mut printer = Printer::new(&[]);
            printer.doc(&doc, 0);
            let _ = writeln!(printer.out, "export const {} = {{", identifier(&name).sym);
            for (key, value) in members {
                let key = constant_key(&key);
                let fits = INDENT + key.chars().count() + 2 + value.chars().count() < WIDTH;
                let gap = if fits { " " } else { "\n    " };
                let _ = writeln!(printer.out, "  {key}:{gap}{value},");
            }
            printer.out.push_str("} as const;");
            Code(printer.out)
        }
    }
}

/// A type on its own, as it stands in a template.
#[must_use]
pub fn print_type(ty: &Ty) -> Code {
    Code(flat(&ty.node, usize::MAX).unwrap_or_default())
}

/// In an object literal a bare or quoted `__proto__` would set the prototype.
fn constant_key(name: &str) -> String {
    if name == "__proto__" { "[\"__proto__\"]".to_owned() } else { literal::property_key(name) }
}

struct Printer<'d> {
    out: String,
    /// Sorted by the position of the member that each belongs to.
    docs: Vec<(BytePos, &'d Doc)>,
}

impl<'d> Printer<'d> {
    fn new(docs: &'d [(BytePos, Doc)]) -> Self {
        let mut docs: Vec<(BytePos, &Doc)> = docs.iter().map(|(at, doc)| (*at, doc)).collect();
        docs.sort_unstable_by_key(|(at, _)| *at);
        Self { out: String::new(), docs }
    }

    fn doc(&mut self, doc: &Doc, indent: usize) {
        comment::push_doc_comment(&mut self.out, &doc.text, &doc.tags, indent);
    }

    /// How far the current line has come.
    fn column(&self) -> usize {
        let start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let line = &self.out[start..];
        if line.is_ascii() { line.len() } else { line.chars().count() }
    }

    fn line(&mut self, indent: usize) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        push_spaces(&mut self.out, indent);
    }

    /// A type after `:` or `=`, before `;`.
    fn annotation(&mut self, ty: &TsType, indent: usize) {
        let room = WIDTH.saturating_sub(self.column() + 2);
        if let Some(word) = word(ty).filter(|word| word.len() <= room) {
            self.out.push(' ');
            self.out.push_str(word);
            return;
        }
        if let Some(text) = one_line(ty, room) {
            self.out.push(' ');
            self.out.push_str(&text);
            return;
        }
        let has_arguments = matches!(ty, TsType::TsTypeRef(name) if name.type_params.is_some());
        let fits = flat(ty, WIDTH.saturating_sub(indent + INDENT + 1));
        if is_atom(ty) && (fits.is_some() || !has_arguments) {
            self.line(indent + INDENT);
            self.out.push_str(&fits.or_else(|| flat(ty, usize::MAX)).unwrap_or_default());
            return;
        }
        self.out.push(' ');
        self.ty(ty, indent, 1);
    }

    /// A type whose lines begin at `indent`, with `tail` characters to follow on its last one.
    fn ty(&mut self, ty: &TsType, indent: usize, tail: usize) {
        let room = WIDTH.saturating_sub(self.column() + tail);
        if let Some(text) = one_line(ty, room) {
            self.out.push_str(&text);
            return;
        }
        match ty {
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
                self.union(&union.types, indent, tail);
            }
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsIntersectionType(all)) => {
                self.intersection(&all.types, indent, tail);
            }
            TsType::TsParenthesizedType(inner) => self.parenthesized(&inner.type_ann, indent, tail),
            TsType::TsArrayType(array) => {
                self.ty(&array.elem_type, indent, tail + 2);
                self.out.push_str("[]");
            }
            TsType::TsTupleType(tuple) => self.list('[', tuple.elem_types.iter().map(|e| &*e.ty), ']', indent),
            TsType::TsOptionalType(optional) => {
                self.ty(&optional.type_ann, indent, tail + 1);
                self.out.push('?');
            }
            TsType::TsRestType(rest) => {
                self.out.push_str("...");
                self.ty(&rest.type_ann, indent, tail);
            }
            TsType::TsTypeLit(object) => self.members(&object.members, indent),
            TsType::TsMappedType(mapped) => self.mapped(mapped, indent),
            TsType::TsTypeRef(TsTypeRef { type_params: Some(arguments), .. }) => {
                let text = flat(ty, usize::MAX).unwrap_or_default();
                self.out.push_str(text.split('<').next().unwrap_or_default());
                self.arguments(&arguments.params, indent);
            }
            TsType::TsFnOrConstructorType(TsFnOrConstructorType::TsFnType(function)) => {
                self.out.push_str("() => ");
                self.ty(&function.type_ann.type_ann, indent, tail);
            }
            _ => self.out.push_str(&flat(ty, usize::MAX).unwrap_or_default()),
        }
    }

    /// Each member on a line of its own; but `{ … } | null` around one object.
    fn union(&mut self, members: &[Box<TsType>], indent: usize, tail: usize) {
        let is_plain = |ty: &TsType| matches!(ty, TsType::TsKeywordType(_));
        let is_object = |ty: &TsType| matches!(ty, TsType::TsTypeLit(_) | TsType::TsMappedType(_));
        if let [first, rest @ ..] = members
            && is_object(first)
            && rest.iter().all(|ty| is_plain(ty))
        {
            self.ty(first, indent, tail + " | null".len());
            for ty in rest {
                self.out.push_str(" | ");
                self.ty(ty, indent, tail);
            }
            return;
        }
        let starts_line = self.column() == indent;
        let indent = if starts_line { indent } else { indent + INDENT };
        for (i, member) in members.iter().enumerate() {
            if i > 0 || !starts_line {
                self.line(indent);
            }
            self.out.push_str("| ");
            let is_last = i + 1 == members.len();
            self.ty(member, indent + INDENT, if is_last { tail } else { 0 });
        }
    }

    fn parenthesized(&mut self, inner: &TsType, indent: usize, tail: usize) {
        self.out.push('(');
        match inner {
            TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => {
                self.line(indent + INDENT);
                self.union(&union.types, indent + INDENT, 0);
                self.line(indent);
            }
            inner => self.ty(inner, indent, tail + 1),
        }
        self.out.push(')');
    }

    fn intersection(&mut self, parts: &[Box<TsType>], indent: usize, tail: usize) {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.out.push_str(" &");
                let room = WIDTH.saturating_sub(self.column() + 1 + tail);
                let is_object = matches!(&**part, TsType::TsTypeLit(_) | TsType::TsParenthesizedType(_));
                if !is_object && one_line(part, room).is_none() {
                    self.line(indent + INDENT);
                } else {
                    self.out.push(' ');
                }
            }
            self.ty(part, indent, tail);
        }
    }

    fn list<'t>(&mut self, open: char, items: impl Iterator<Item = &'t TsType>, close: char, indent: usize) {
        self.out.push(open);
        for item in items {
            self.line(indent + INDENT);
            self.ty(item, indent + INDENT, 1);
            self.out.push(',');
        }
        self.line(indent);
        self.out.push(close);
    }

    /// Type arguments, after which no comma may stand.
    fn arguments(&mut self, arguments: &[Box<TsType>], indent: usize) {
        self.out.push('<');
        for (i, argument) in arguments.iter().enumerate() {
            self.out.push_str(if i > 0 { "," } else { "" });
            self.line(indent + INDENT);
            self.ty(argument, indent + INDENT, 1);
        }
        self.line(indent);
        self.out.push('>');
    }

    fn mapped(&mut self, mapped: &TsMappedType, indent: usize) {
        self.out.push('{');
        self.line(indent + INDENT);
        let _ = write!(self.out, "[{} in ", mapped.type_param.name.sym);
        if let Some(keys) = &mapped.type_param.constraint {
            self.ty(keys, indent + INDENT, 4);
        }
        self.out.push(']');
        self.out.push_str(if mapped.optional.is_some() { "?:" } else { ":" });
        if let Some(value) = &mapped.type_ann {
            self.annotation(value, indent + INDENT);
        }
        self.out.push(';');
        self.line(indent);
        self.out.push('}');
    }

    fn members(&mut self, members: &[TsTypeElement], indent: usize) {
        if members.is_empty() {
            self.out.push_str("{}");
            return;
        }
        self.out.push('{');
        let inner = indent + INDENT;
        for member in members {
            self.line(inner);
            if let Ok(found) = self.docs.binary_search_by_key(&member.span().lo, |(at, _)| *at) {
                self.doc(self.docs[found].1, inner);
            }
            self.member(member, inner);
            self.out.push(';');
        }
        self.line(indent);
        self.out.push('}');
    }

    fn member(&mut self, member: &TsTypeElement, indent: usize) {
        let ty = match member {
            TsTypeElement::TsPropertySignature(property) => {
                if property.readonly {
                    self.out.push_str("readonly ");
                }
                match &*property.key {
                    Expr::Ident(name) => self.out.push_str(&name.sym),
                    Expr::Lit(Lit::Str(name)) => self.out.push_str(name.raw.as_deref().unwrap_or("\"\"")),
                    _ => {}
                }
                self.out.push_str(if property.optional { "?:" } else { ":" });
                &property.type_ann
            }
            TsTypeElement::TsIndexSignature(index) => {
                self.out.push_str("[key: string]:");
                &index.type_ann
            }
            _ => &None,
        };
        if let Some(ty) = ty {
            self.annotation(&ty.type_ann, indent);
        }
    }
}

/// A type that is one word, as most are: no emitter is needed for those.
fn word(ty: &TsType) -> Option<&str> {
    match ty {
        TsType::TsKeywordType(keyword) => match keyword.kind {
            TsKeywordTypeKind::TsBooleanKeyword => Some("boolean"),
            TsKeywordTypeKind::TsNumberKeyword => Some("number"),
            TsKeywordTypeKind::TsStringKeyword => Some("string"),
            _ => None,
        },
        TsType::TsTypeRef(TsTypeRef { type_name: TsEntityName::Ident(name), type_params: None, .. }) => Some(&name.sym),
        _ => None,
    }
}

/// Whether a type has no place of its own to be broken at.
fn is_atom(ty: &TsType) -> bool {
    match ty {
        TsType::TsTypeRef(_) | TsType::TsIndexedAccessType(_) | TsType::TsLitType(_) | TsType::TsKeywordType(_) => true,
        TsType::TsArrayType(array) => is_atom(&array.elem_type),
        _ => false,
    }
}

/// The type on one line, unless it is too long for one or shouldn't be on one.
fn one_line(ty: &TsType, room: usize) -> Option<String> {
    let mut budget = room;
    if is_inline(ty, false, &mut budget) { flat(ty, room) } else { None }
}

/// Whether a type may stand on one line: no member has a doc, and no object with several members is
/// inside another. Every node takes at least one character, so that a search for more nodes than
/// there is room for can stop.
fn is_inline(ty: &TsType, within: bool, budget: &mut usize) -> bool {
    let Some(left) = budget.checked_sub(1) else { return false };
    *budget = left;
    let mut all = |types: &[Box<TsType>]| types.iter().all(|ty| is_inline(ty, within, budget));
    match ty {
        TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)) => all(&union.types),
        TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsIntersectionType(parts)) => all(&parts.types),
        TsType::TsParenthesizedType(inner) => is_inline(&inner.type_ann, within, budget),
        TsType::TsArrayType(array) => is_inline(&array.elem_type, within, budget),
        TsType::TsTupleType(tuple) => tuple.elem_types.iter().all(|e| is_inline(&e.ty, within, budget)),
        TsType::TsOptionalType(optional) => is_inline(&optional.type_ann, within, budget),
        TsType::TsRestType(rest) => is_inline(&rest.type_ann, within, budget),
        TsType::TsMappedType(mapped) => mapped.type_ann.as_ref().is_none_or(|ty| is_inline(ty, within, budget)),
        TsType::TsTypeLit(object) => {
            let is_many = object.members.len() > 1;
            !(is_many && within)
                && object.members.iter().all(|member| {
                    let ty = match member {
                        TsTypeElement::TsPropertySignature(property) => &property.type_ann,
                        TsTypeElement::TsIndexSignature(index) => &index.type_ann,
                        _ => &None,
                    };
                    let has_doc = !member.span().lo.is_dummy();
                    !has_doc && ty.as_ref().is_none_or(|ty| is_inline(&ty.type_ann, within || is_many, budget))
                })
        }
        _ => true,
    }
}
