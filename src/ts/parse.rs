//! Parses what is about to be written. A failure here is a bug of ours, and it must not reach disk.

use std::fmt;

use swc_common::BytePos;
use swc_ecma_parser::{EsSyntax, Lexer, Parser, StringInput, Syntax, TsSyntax};

/// Where and why generated text is not TypeScript.
#[derive(Debug)]
pub struct SyntaxError {
    pub line: usize,
    pub message: String,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// Parses a module and returns how many top-level items it has.
pub fn parse(source: &str, jsx: bool) -> Result<usize, SyntaxError> {
    let _ = EsSyntax::default();
    let end = u32::try_from(source.len()).unwrap_or(u32::MAX - 1);
    let input = StringInput::new(source, BytePos(1), BytePos(end + 1));
    let syntax = Syntax::Typescript(TsSyntax { tsx: jsx, ..TsSyntax::default() });
    let lexer = Lexer::new(syntax, swc_ecma_ast::EsVersion::latest(), input, None);
    let mut parser = Parser::new_from(lexer);
    let parsed = parser.parse_typescript_module();
    let error = match parsed {
        Ok(module) => match parser.take_errors().into_iter().next() {
            None => return Ok(module.body.len()),
            Some(error) => error,
        },
        Err(error) => error,
    };
    let at = (swc_common::Spanned::span(&error).lo.0 as usize).saturating_sub(1).min(source.len());
    let line = source.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
    Err(SyntaxError { line, message: error.kind().msg().into_owned() })
}
