//! Prints declarations through swc's emitter with a writer of our own: two-space indent, doc
//! comments on lines of their own, and long unions broken member by member.

use std::fmt::Write;

use swc_common::{
    BytePos, DUMMY_SP, SourceMap, Span,
    comments::{Comment, CommentKind, Comments, SingleThreadedComments},
    sync::Lrc,
};
use swc_ecma_ast::{
    Decl, ExportDecl, ModuleDecl, ModuleItem, TsInterfaceBody, TsInterfaceDecl, TsType, TsTypeAliasDecl,
};
use swc_ecma_codegen::{Config, Emitter, Node, text_writer::WriteJs};

use super::{
    Code,
    ast::{Member, Ty, identifier},
    comment, literal,
};

const WIDTH: usize = 100;
const INDENT: usize = 2;

/// An exported declaration.
#[derive(Debug)]
pub enum Declaration {
    Interface {
        name: String,
        doc: (String, Vec<String>),
        members: Vec<Member>,
    },
    Alias {
        name: String,
        doc: (String, Vec<String>),
        ty: Ty,
    },
    /// A constant object whose members are literals, spelled and quoted already.
    Constant {
        name: String,
        doc: (String, Vec<String>),
        members: Vec<(String, String)>,
    },
}

/// One declaration as text, without a line end after it.
#[must_use]
pub fn print(declaration: Declaration) -> Code {
    let mut out = String::new();
    match declaration {
        Declaration::Interface { name, doc, members } => {
            write_doc(&mut out, &doc);
            out.push_str(&interface(&name, members));
        }
        Declaration::Alias { name, doc, ty } => {
            write_doc(&mut out, &doc);
            let alias = TsTypeAliasDecl {
                span: DUMMY_SP,
                declare: false,
                id: identifier(&name),
                type_params: None,
                type_ann: ty.0,
            };
            out.push_str(&emit(&export(Decl::TsTypeAlias(Box::new(alias))), None));
        }
        Declaration::Constant { name, doc, members } => {
            write_doc(&mut out, &doc);
            let _ = writeln!(out, "export const {name} = {{");
            for (key, value) in members {
                let _ = writeln!(out, "  {}: {value},", constant_key(&key));
            }
            out.push_str("} as const;");
        }
    }
    Code(out)
}

/// A type on its own, as it stands in a template.
#[must_use]
pub fn print_type(ty: &Ty) -> Code {
    Code(emit::<TsType>(&ty.0, None))
}

fn write_doc(out: &mut String, (text, tags): &(String, Vec<String>)) {
    out.push_str(comment::doc_comment(text, tags, 0).as_str());
}

fn interface(name: &str, mut members: Vec<Member>) -> String {
    let comments = SingleThreadedComments::default();
    for (member, position) in members.iter_mut().zip(1u32..) {
        if let Some((text, tags)) = member.doc.take() {
            member.mark(position);
            comments.add_leading(BytePos(position), block(&comment::lines(&text, &tags, INDENT)));
        }
    }
    let declaration = TsInterfaceDecl {
        span: DUMMY_SP,
        id: identifier(name),
        declare: false,
        type_params: None,
        extends: Vec::new(),
        body: TsInterfaceBody { span: DUMMY_SP, body: members.into_iter().map(|m| m.element).collect() },
    };
    emit(&export(Decl::TsInterface(Box::new(declaration))), Some(&comments))
}

/// In an object literal a bare or quoted `__proto__` would set the prototype.
fn constant_key(name: &str) -> String {
    if name == "__proto__" { "[\"__proto__\"]".to_owned() } else { literal::property_key(name) }
}

fn block(lines: &[String]) -> Comment {
    let text = match lines {
        [only] => format!("* {only} "),
        lines => lines.iter().fold("*".to_owned(), |text, line| text + "\n " + format!("* {line}").trim_end()) + "\n ",
    };
    Comment { kind: CommentKind::Block, span: DUMMY_SP, text: text.into() }
}

fn export(decl: Decl) -> ModuleItem {
    ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(ExportDecl { span: DUMMY_SP, decl }))
}

fn emit<N: Node>(node: &N, comments: Option<&dyn Comments>) -> String {
    thread_local! {
        static MAP: Lrc<SourceMap> = Lrc::default();
    }
    let mut emitter = Emitter { cfg: Config::default(), cm: MAP.with(Lrc::clone), comments, wr: Layout::default() };
    node.emit_with(&mut emitter).expect("writing to memory does not fail");
    emitter.wr.finish()
}

/// Collects a line at a time, so that a line that came out too long can be broken where it is best.
#[derive(Default)]
struct Layout {
    out: String,
    line: String,
    indent: usize,
    /// The indent that the current line began with.
    line_indent: usize,
    skip_space: bool,
}

impl Layout {
    fn token(&mut self, text: &str) {
        if self.line.is_empty() {
            self.line_indent = self.indent;
        }
        self.skip_space = false;
        self.line.push_str(text);
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let pad = self.line_indent * INDENT;
        if pad + line.len() > WIDTH
            && pad + line.chars().count() > WIDTH
            && let Some(broken) = broken_union(&line, pad)
        {
            self.out.push_str(&broken);
        } else {
            self.out.extend(std::iter::repeat_n(' ', pad));
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    /// Puts `{ member }` on one line when it is the only one and bare.
    fn close(&mut self) -> bool {
        let mut lines = self.out.trim_end().rsplitn(3, '\n');
        let (Some(member), Some(opener)) = (lines.next(), lines.next()) else { return false };
        let (member, text) = (member.trim(), opener.trim_start());
        let is_bare = text.ends_with('{') && !text.starts_with("export interface") && member.ends_with(';');
        if !is_bare || member.starts_with('}') || opener.len() + member.len() + 2 > WIDTH {
            return false;
        }
        let line = format!("{text} {} }}", member.trim_end_matches(';'));
        let start = lines.next().map_or(0, |rest| rest.len() + 1);
        self.line_indent = (opener.len() - text.len()) / INDENT;
        self.out.truncate(start);
        self.line = line;
        true
    }

    fn finish(mut self) -> String {
        if !self.line.is_empty() {
            self.end_line();
        }
        self.out.truncate(self.out.trim_end().len());
        self.out
    }
}

/// Each member of the outermost union on a line of its own; `None` when there is no union.
fn broken_union(line: &str, pad: usize) -> Option<String> {
    let marks = marks(line);
    let depth = marks.iter().filter(|m| m.is_bar).map(|m| m.depth).min()?;
    let cuts: Vec<usize> = marks.iter().filter(|m| m.is_bar && m.depth == depth).map(|m| m.at).collect();
    let start = marks.iter().filter(|m| !m.is_bar && m.depth == depth && m.at < cuts[0]).map(|m| m.at + 1).max();
    let (start, inner) = (start.unwrap_or(0), pad + INDENT);
    let mut out = String::new();
    let _ = writeln!(out, "{:pad$}{}", "", line[..start].trim_end());
    let _ = writeln!(out, "{:inner$}| {}", "", line[start..cuts[0]].trim());
    for (i, cut) in cuts.iter().enumerate() {
        let end = cuts.get(i + 1).copied().unwrap_or(line.len());
        let _ = writeln!(out, "{:inner$}{}", "", line[*cut..end].trim_end());
    }
    Some(out)
}

/// A `|`, or something that a union may begin after, and how many brackets are open there.
struct Mark {
    at: usize,
    depth: usize,
    is_bar: bool,
}

fn marks(line: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '<' | '{' => {
                depth += 1;
                marks.push(Mark { at, depth, is_bar: false });
            }
            // The head of an arrow closes nothing.
            '>' if line[..at].ends_with('=') => marks.push(Mark { at, depth, is_bar: false }),
            ')' | ']' | '>' | '}' => depth = depth.saturating_sub(1),
            ':' | '=' | ',' => marks.push(Mark { at, depth, is_bar: false }),
            '|' => marks.push(Mark { at, depth, is_bar: true }),
            _ => {}
        }
    }
    marks
}

type Result = std::io::Result<()>;

impl WriteJs for Layout {
    fn increase_indent(&mut self) -> Result {
        self.indent += 1;
        Ok(())
    }

    fn decrease_indent(&mut self) -> Result {
        self.indent = self.indent.saturating_sub(1);
        Ok(())
    }

    fn write_semi(&mut self, _: Option<Span>) -> Result {
        self.token(";");
        Ok(())
    }

    fn write_space(&mut self) -> Result {
        if !self.skip_space && !self.line.is_empty() {
            self.line.push(' ');
        }
        Ok(())
    }

    fn write_keyword(&mut self, _: Option<Span>, text: &'static str) -> Result {
        self.token(text);
        Ok(())
    }

    fn write_operator(&mut self, _: Option<Span>, text: &str) -> Result {
        self.token(text);
        Ok(())
    }

    fn write_param(&mut self, text: &str) -> Result {
        self.token(text);
        Ok(())
    }

    fn write_property(&mut self, text: &str) -> Result {
        self.token(text);
        Ok(())
    }

    fn write_line(&mut self) -> Result {
        if !self.line.is_empty() {
            self.end_line();
        }
        Ok(())
    }

    fn write_lit(&mut self, _: Span, text: &str) -> Result {
        self.token(text);
        Ok(())
    }

    fn write_comment(&mut self, text: &str) -> Result {
        let mut lines = text.split('\n');
        if let Some(first) = lines.next() {
            self.token(first);
        }
        for line in lines {
            self.end_line();
            self.token(line);
        }
        if text == "*/" {
            self.end_line();
            self.skip_space = true;
        }
        Ok(())
    }

    fn write_str_lit(&mut self, _: Span, text: &str) -> Result {
        self.token(text);
        Ok(())
    }

    fn write_str(&mut self, text: &str) -> Result {
        self.token(text);
        Ok(())
    }

    fn write_symbol(&mut self, _: Span, text: &str) -> Result {
        self.token(text);
        Ok(())
    }

    fn write_punct(&mut self, _: Option<Span>, text: &'static str, _: bool) -> Result {
        if text == "}" && self.line.is_empty() && self.close() {
            return Ok(());
        }
        self.token(text);
        Ok(())
    }

    fn care_about_srcmap(&self) -> bool {
        false
    }

    fn add_srcmap(&mut self, _: BytePos) -> Result {
        Ok(())
    }

    fn commit_pending_semi(&mut self) -> Result {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_members_docs_and_broken_unions() {
        let long = Ty::union((0..12).map(|n| Ty::string_literal(&format!("value number {n}"))).collect());
        let members = vec![
            Member::property("id", false, Ty::number()).with_doc("The key.", vec![]),
            Member::property("a-b", true, Ty::array(Ty::union(vec![Ty::string(), Ty::null()])))
                .with_doc("Two\nlines.", vec!["@deprecated".into()]),
            Member::property("status", false, long),
            Member::property("inner", false, Ty::object(vec![Member::property("x", false, Ty::unknown())])),
            Member::index(Ty::unknown()),
        ];
        let text = print(Declaration::Interface { name: "Thing".into(), doc: ("A thing.".into(), vec![]), members });
        insta::assert_snapshot!(text.as_str());
    }
}
