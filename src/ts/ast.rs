//! Types as swc nodes. The constructors parenthesise where the grammar needs it, so that what is
//! built is what is printed.

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

/// A type.
#[derive(Debug, Clone)]
pub struct Ty(pub(super) Box<TsType>);

/// A member of an object type, with its doc comment.
#[derive(Debug, Clone)]
pub struct Member {
    pub(super) element: TsTypeElement,
    pub(super) doc: Option<(String, Vec<String>)>,
}

impl Ty {
    fn new(ty: TsType) -> Self {
        Self(Box::new(ty))
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
        let type_params = (!arguments.is_empty()).then(|| {
            let params = arguments.into_iter().map(|a| a.0).collect();
            Box::new(TsTypeParamInstantiation { span: DUMMY_SP, params })
        });
        Self::new(TsType::TsTypeRef(TsTypeRef { span: DUMMY_SP, type_name, type_params }))
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
        Self::new(TsType::TsArrayType(TsArrayType { span: DUMMY_SP, elem_type: item.operand().0 }))
    }

    /// `items`, of which those past `required` may be missing, then any number of `rest`.
    #[must_use]
    pub fn tuple(items: Vec<Ty>, required: usize, rest: Option<Ty>) -> Self {
        let element = |ty: Box<TsType>| TsTupleElement { span: DUMMY_SP, label: None, ty };
        let mut elem_types: Vec<TsTupleElement> = items
            .into_iter()
            .enumerate()
            .map(|(i, item)| {
                element(if i < required {
                    item.0
                } else {
                    let type_ann = item.operand().0;
                    Box::new(TsType::TsOptionalType(TsOptionalType { span: DUMMY_SP, type_ann }))
                })
            })
            .collect();
        if let Some(rest) = rest {
            let type_ann = Self::array(rest).0;
            elem_types.push(element(Box::new(TsType::TsRestType(TsRestType { span: DUMMY_SP, type_ann }))));
        }
        Self::new(TsType::TsTupleType(TsTupleType { span: DUMMY_SP, elem_types }))
    }

    #[must_use]
    pub fn union(members: Vec<Ty>) -> Self {
        if members.len() == 1 {
            return members.into_iter().next().unwrap_or_else(Self::never);
        }
        Self::new(TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsUnionType(TsUnionType {
            span: DUMMY_SP,
            types: members.into_iter().map(|m| m.0).collect(),
        })))
    }

    #[must_use]
    pub fn intersection(members: Vec<Ty>) -> Self {
        Self::new(TsType::TsUnionOrIntersectionType(TsUnionOrIntersectionType::TsIntersectionType(
            TsIntersectionType { span: DUMMY_SP, types: members.into_iter().map(|m| m.operand().0).collect() },
        )))
    }

    /// `{ [K in key]?: value }`
    #[must_use]
    pub fn mapped(key: Ty, value: Ty) -> Self {
        Self::new(TsType::TsMappedType(TsMappedType {
            span: DUMMY_SP,
            readonly: None,
            type_param: TsTypeParam {
                span: DUMMY_SP,
                name: identifier("K"),
                is_in: false,
                is_out: false,
                is_const: false,
                constraint: Some(key.0),
                default: None,
            },
            name_type: None,
            optional: Some(TruePlusMinus::True),
            type_ann: Some(value.0),
        }))
    }

    #[must_use]
    pub fn object(members: Vec<Member>) -> Self {
        let members = members.into_iter().map(|m| m.element).collect();
        Self::new(TsType::TsTypeLit(TsTypeLit { span: DUMMY_SP, members }))
    }

    /// `() => result`
    #[must_use]
    pub fn thunk(result: Ty) -> Self {
        Self::new(TsType::TsFnOrConstructorType(TsFnOrConstructorType::TsFnType(TsFnType {
            span: DUMMY_SP,
            params: Vec::new(),
            type_params: None,
            type_ann: annotation(result),
        })))
    }

    /// `object[keyof object]`
    #[must_use]
    pub fn value_of(object: &str) -> Self {
        let name = Self::name(object, Vec::new());
        let keys = TsType::TsTypeOperator(TsTypeOperator {
            span: DUMMY_SP,
            op: TsTypeOperatorOp::KeyOf,
            type_ann: name.clone().0,
        });
        Self::new(TsType::TsIndexedAccessType(TsIndexedAccessType {
            span: DUMMY_SP,
            readonly: false,
            obj_type: name.0,
            index_type: Box::new(keys),
        }))
    }

    /// In parentheses when it could not stand as an operand without.
    fn operand(self) -> Self {
        if matches!(*self.0, TsType::TsUnionOrIntersectionType(_)) {
            return Self::new(TsType::TsParenthesizedType(TsParenthesizedType { span: DUMMY_SP, type_ann: self.0 }));
        }
        self
    }
}

impl Member {
    /// `name: ty` or `name?: ty`.
    #[must_use]
    pub fn property(name: &str, optional: bool, ty: Ty) -> Self {
        let key = if literal::is_identifier_name(name) {
            Expr::Ident(identifier(name))
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
                type_ann: Some(annotation(ty)),
            }),
            doc: None,
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
        let key = BindingIdent { id: identifier("key"), type_ann: Some(annotation(Ty::string())) };
        Self {
            element: TsTypeElement::TsIndexSignature(TsIndexSignature {
                span: DUMMY_SP,
                params: vec![TsFnParam::Ident(key)],
                type_ann: Some(annotation(ty)),
                readonly: false,
                is_static: false,
            }),
            doc: None,
        }
    }

    #[must_use]
    pub fn with_doc(mut self, text: &str, tags: Vec<String>) -> Self {
        if !text.is_empty() || !tags.is_empty() {
            self.doc = Some((text.to_owned(), tags));
        }
        self
    }

    /// Marks where the printer finds the member's comment.
    pub(super) fn mark(&mut self, position: u32) {
        let span = Span::new(BytePos(position), BytePos(position));
        match &mut self.element {
            TsTypeElement::TsPropertySignature(property) => property.span = span,
            TsTypeElement::TsIndexSignature(index) => index.span = span,
            _ => {}
        }
    }
}

pub(super) fn identifier(name: &str) -> Ident {
    assert!(literal::is_identifier_name(name), "{name:?} is not an identifier");
    Ident::new(name.into(), DUMMY_SP, SyntaxContext::empty())
}

pub(super) fn string(text: &str) -> Str {
    Str { span: DUMMY_SP, value: text.into(), raw: Some(literal::string(text).into()) }
}

#[expect(clippy::unnecessary_box_returns, reason = "swc boxes annotations everywhere")]
fn annotation(ty: Ty) -> Box<TsTypeAnn> {
    Box::new(TsTypeAnn { span: DUMMY_SP, type_ann: ty.0 })
}
