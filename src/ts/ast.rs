//! Types as swc nodes. The constructors parenthesise where the grammar needs it, so that what is
//! built is what is printed.

use std::cell::Cell;

use swc_common::{BytePos, DUMMY_SP, Span, SyntaxContext};
use swc_ecma_ast::{
    BindingIdent, Expr, Ident, IdentName, Lit, Number, Str, TruePlusMinus, TsArrayType, TsEntityName,
    TsFnOrConstructorType, TsFnParam, TsFnType, TsIndexSignature, TsIndexedAccessType, TsIntersectionType,
    TsKeywordType, TsKeywordTypeKind, TsLit, TsLitType, TsMappedType, TsOptionalType, TsParenthesizedType,
    TsPropertySignature, TsQualifiedName, TsRestType, TsTupleElement, TsTupleType, TsType, TsTypeAnn, TsTypeElement,
    TsTypeLit, TsTypeOperator, TsTypeOperatorOp, TsTypeParam, TsTypeParamInstantiation, TsTypeRef,
    TsUnionOrIntersectionType, TsUnionType,
};

use super::literal;

/// A type, and the doc comments of the object types inside it.
#[derive(Debug, Clone)]
pub struct Ty {
    pub(super) node: Box<TsType>,
    pub(super) docs: Docs,
}

/// A member of an object type.
#[derive(Debug, Clone)]
pub struct Member {
    pub(super) element: TsTypeElement,
    pub(super) docs: Docs,
}

/// Doc comments by the position of the member that each belongs to.
pub(super) type Docs = Vec<(BytePos, Doc)>;

/// What a doc comment says: its text, then its tags.
#[derive(Debug, Clone, Default)]
pub struct Doc {
    pub text: String,
    pub tags: Vec<String>,
}

impl Doc {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.tags.is_empty()
    }
}

impl Ty {
    fn new(ty: TsType) -> Self {
        Self { node: Box::new(ty), docs: Docs::new() }
    }

    fn with(ty: TsType, docs: Docs) -> Self {
        Self { node: Box::new(ty), docs }
    }

    fn keyword(kind: TsKeywordTypeKind) -> Self {
        Self::new(TsType::TsKeywordType(TsKeywordType { span: DUMMY_SP, kind }))
    }

    #[must_use]
    pub fn unknown() -> Self {
        Self::keyword(TsKeywordTypeKind::TsUnknownKeyword)
    }

    #[must_use]
    pub fn never() -> Self {
        Self::keyword(TsKeywordTypeKind::TsNeverKeyword)
    }

    #[must_use]
    pub fn null() -> Self {
        Self::keyword(TsKeywordTypeKind::TsNullKeyword)
    }

    #[must_use]
    pub fn undefined() -> Self {
        Self::keyword(TsKeywordTypeKind::TsUndefinedKeyword)
    }

    #[must_use]
    pub fn void() -> Self {
        Self::keyword(TsKeywordTypeKind::TsVoidKeyword)
    }

    #[must_use]
    pub fn boolean() -> Self {
        Self::keyword(TsKeywordTypeKind::TsBooleanKeyword)
    }

    #[must_use]
    pub fn number() -> Self {
        Self::keyword(TsKeywordTypeKind::TsNumberKeyword)
    }

    #[must_use]
    pub fn string() -> Self {
        Self::keyword(TsKeywordTypeKind::TsStringKeyword)
    }

    fn reference(type_name: TsEntityName, arguments: Vec<Ty>) -> Self {
        let (params, docs) = split(arguments);
        let type_params = (!params.is_empty()).then(|| Box::new(TsTypeParamInstantiation { span: DUMMY_SP, params }));
        Self::with(TsType::TsTypeRef(TsTypeRef { span: DUMMY_SP, type_name, type_params }), docs)
    }

    /// A name, with or without type arguments.
    #[must_use]
    pub fn name(name: &str, arguments: Vec<Ty>) -> Self {
        Self::reference(TsEntityName::Ident(identifier(name)), arguments)
    }

    /// A name of an imported namespace.
    #[must_use]
    pub fn qualified(namespace: &str, name: &str, arguments: Vec<Ty>) -> Self {
        let name = TsQualifiedName {
            span: DUMMY_SP,
            left: TsEntityName::Ident(identifier(namespace)),
            right: IdentName::new(name.into(), DUMMY_SP),
        };
        Self::reference(TsEntityName::TsQualifiedName(Box::new(name)), arguments)
    }

    fn literal(lit: TsLit) -> Self {
        Self::new(TsType::TsLitType(TsLitType { span: DUMMY_SP, lit }))
    }

    #[must_use]
    pub fn string_literal(text: &str) -> Self {
        Self::literal(TsLit::Str(string(text)))
    }

    #[must_use]
    pub fn number_literal(value: f64) -> Self {
        Self::literal(TsLit::Number(Number { span: DUMMY_SP, value, raw: None }))
    }

    #[must_use]
    pub fn boolean_literal(value: bool) -> Self {
        Self::literal(TsLit::Bool(value.into()))
    }

    #[must_use]
    pub fn array(item: Ty) -> Self {
        let Self { node: elem_type, docs } = item.operand();
        Self::with(TsType::TsArrayType(TsArrayType { span: DUMMY_SP, elem_type }), docs)
    }

    /// `items`, of which those past `required` may be missing, then any number of `rest`.
    #[must_use]
    pub fn tuple(items: Vec<Ty>, required: usize, rest: Option<Ty>) -> Self {
        let element = |ty: Box<TsType>| TsTupleElement { span: DUMMY_SP, label: None, ty };
        let mut docs = Docs::new();
        let mut elem_types = Vec::with_capacity(items.len() + 1);
        for (i, item) in items.into_iter().enumerate() {
            let item = if i < required { item } else { item.operand() };
            docs.extend(item.docs);
            elem_types.push(element(if i < required {
                item.node
            } else {
                Box::new(TsType::TsOptionalType(TsOptionalType { span: DUMMY_SP, type_ann: item.node }))
            }));
        }
        if let Some(rest) = rest {
            let Self { node: type_ann, docs: inner } = Self::array(rest);
            docs.extend(inner);
            elem_types.push(element(Box::new(TsType::TsRestType(TsRestType { span: DUMMY_SP, type_ann }))));
        }
        Self::with(TsType::TsTupleType(TsTupleType { span: DUMMY_SP, elem_types }), docs)
    }

    #[must_use]
    pub fn union(members: Vec<Ty>) -> Self {
        if members.len() == 1 {
            return members.into_iter().next().unwrap_or_else(Self::never);
        }
        let (nodes, docs) = split(members.into_iter().map(Self::alternative));
        let mut types = Vec::with_capacity(nodes.len());
        for node in nodes {
            match *node {
                TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(inner)) => {
                    types.extend(inner.types);
                }
                _ => types.push(node),
            }
        }
        let union = TsUnionType { span: DUMMY_SP, types };
        Self::with(TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(union)), docs)
    }

    #[must_use]
    pub fn intersection(members: Vec<Ty>) -> Self {
        let (types, docs) = split(members.into_iter().map(Self::operand));
        let all = TsIntersectionType { span: DUMMY_SP, types };
        Self::with(TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsIntersectionType(all)), docs)
    }

    /// `{ [key in keys]: value }`, each member optional or none. No type is called `key`: their names
    /// start with an upper-case letter.
    #[must_use]
    pub fn mapped(keys: Ty, optional: bool, value: Ty) -> Self {
        let mut docs = keys.docs;
        docs.extend(value.docs);
        let mapped = TsMappedType {
            span: DUMMY_SP,
            readonly: None,
            type_param: TsTypeParam {
                span: DUMMY_SP,
                name: identifier("key"),
                is_in: false,
                is_out: false,
                is_const: false,
                constraint: Some(keys.node),
                default: None,
            },
            name_type: None,
            optional: optional.then_some(TruePlusMinus::True),
            type_ann: Some(value.node),
        };
        Self::with(TsType::TsMappedType(mapped), docs)
    }

    #[must_use]
    pub fn object(members: Vec<Member>) -> Self {
        let mut docs = Docs::new();
        let members = members
            .into_iter()
            .map(|member| {
                docs.extend(member.docs);
                member.element
            })
            .collect();
        Self::with(TsType::TsTypeLit(TsTypeLit { span: DUMMY_SP, members }), docs)
    }

    /// `() => result`
    #[must_use]
    pub fn thunk(result: Ty) -> Self {
        let Self { node, docs } = result;
        let function = TsFnType { span: DUMMY_SP, params: Vec::new(), type_params: None, type_ann: annotation(node) };
        Self::with(TsType::TsFnOrConstructorType(TsFnOrConstructorType::TsFnType(function)), docs)
    }

    /// `object[keyof object]`
    #[must_use]
    pub fn value_of(object: &str) -> Self {
        let name = Self::name(object, Vec::new());
        let keys = TsType::TsTypeOperator(TsTypeOperator {
            span: DUMMY_SP,
            op: TsTypeOperatorOp::KeyOf,
            type_ann: name.clone().node,
        });
        Self::new(TsType::TsIndexedAccessType(TsIndexedAccessType {
            span: DUMMY_SP,
            readonly: false,
            obj_type: name.node,
            index_type: Box::new(keys),
        }))
    }

    /// In parentheses where people expect them in a union.
    fn alternative(self) -> Self {
        let is_union =
            matches!(*self.node, TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(_)));
        if is_union { self } else { self.operand() }
    }

    /// In parentheses when it could not stand as an operand without.
    fn operand(self) -> Self {
        if !matches!(*self.node, TsType::TsUnionOrIntersectionType(_) | TsType::TsFnOrConstructorType(_)) {
            return self;
        }
        let parenthesized = TsParenthesizedType { span: DUMMY_SP, type_ann: self.node };
        Self::with(TsType::TsParenthesizedType(parenthesized), self.docs)
    }
}

/// Types as nodes, and all their docs.
#[expect(clippy::vec_box, reason = "swc's nodes hold them this way")]
fn split(types: impl IntoIterator<Item = Ty>) -> (Vec<Box<TsType>>, Docs) {
    let mut docs = Docs::new();
    let nodes = types
        .into_iter()
        .map(|ty| {
            docs.extend(ty.docs);
            ty.node
        })
        .collect();
    (nodes, docs)
}

impl Member {
    /// `name: ty` or `name?: ty`.
    #[must_use]
    pub fn property(name: &str, optional: bool, ty: Ty) -> Self {
        let key = if literal::is_identifier_name(name) {
            Expr::Ident(Ident::new(name.into(), DUMMY_SP, SyntaxContext::empty()))
        } else {
            Expr::Lit(Lit::Str(string(name)))
        };
        Self {
            element: TsTypeElement::TsPropertySignature(TsPropertySignature {
                span: DUMMY_SP,
                readonly: false,
                key: Box::new(key),
                computed: false,
                optional,
                type_ann: Some(annotation(ty.node)),
            }),
            docs: ty.docs,
        }
    }

    #[must_use]
    pub fn readonly(mut self) -> Self {
        if let TsTypeElement::TsPropertySignature(property) = &mut self.element {
            property.readonly = true;
        }
        self
    }

    /// `[key: string]: ty`
    #[must_use]
    pub fn index(ty: Ty) -> Self {
        let key = BindingIdent { id: identifier("key"), type_ann: Some(annotation(Ty::string().node)) };
        Self {
            element: TsTypeElement::TsIndexSignature(TsIndexSignature {
                span: DUMMY_SP,
                params: vec![TsFnParam::Ident(key)],
                type_ann: Some(annotation(ty.node)),
                readonly: false,
                is_static: false,
            }),
            docs: ty.docs,
        }
    }

    #[must_use]
    pub fn with_doc(mut self, doc: Doc) -> Self {
        if doc.is_empty() {
            return self;
        }
        let at = next_position();
        let span = Span::new(at, at);
        match &mut self.element {
            TsTypeElement::TsPropertySignature(property) => property.span = span,
            TsTypeElement::TsIndexSignature(index) => index.span = span,
            _ => {}
        }
        self.docs.push((at, doc));
        self
    }
}

/// A position that no other member of this thread has. Nothing is ever printed from it.
fn next_position() -> BytePos {
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(1) };
    }
    NEXT.with(|next| {
        let at = next.get();
        next.set(at.checked_add(1).unwrap_or(1));
        BytePos(at)
    })
}

pub(super) fn identifier(name: &str) -> Ident {
    assert!(literal::is_identifier_name(name), "{name:?} is not an identifier");
    Ident::new(name.into(), DUMMY_SP, SyntaxContext::empty())
}

pub(super) fn string(text: &str) -> Str {
    Str { span: DUMMY_SP, value: text.into(), raw: Some(literal::string(text).into()) }
}

#[expect(clippy::unnecessary_box_returns, reason = "swc boxes annotations everywhere")]
fn annotation(type_ann: Box<TsType>) -> Box<TsTypeAnn> {
    Box::new(TsTypeAnn { span: DUMMY_SP, type_ann })
}
