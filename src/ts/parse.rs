//! Parses what is about to be written. A failure here is a bug of ours, and it must not reach disk.

use std::fmt;

use rayon::prelude::*;
use swc_common::{BytePos, Spanned};
use swc_ecma_ast::EsVersion;
use swc_ecma_parser::{Lexer, Parser, StringInput, Syntax, TsSyntax};

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

/// How much text is parsed at a time. The syntax trees of a whole large file would take more memory
/// than everything else together, and pieces can be parsed side by side.
const PIECE: usize = 32 << 10;

/// Checks that `source` is a module, piece by piece. A piece ends between two top-level items, so
/// that nothing in one (an open comment, a template, a bracket) can reach into the next.
pub fn parse(source: &str, jsx: bool) -> Result<(), SyntaxError> {
    pieces(source).into_par_iter().try_for_each(|(start, piece)| {
        parse_piece(piece, jsx).map_err(|(at, message)| {
            let line = source.as_bytes()[..start + at].iter().filter(|b| **b == b'\n').count() + 1;
            SyntaxError { line, message }
        })
    })
}

/// Cuts at blank lines that something unindented follows.
fn pieces(source: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::with_capacity(source.len() / PIECE + 1);
    let mut start = 0;
    while source.len() - start > PIECE {
        let tail = &source.as_bytes()[start + PIECE..];
        let cut = tail.windows(3).position(|w| w[0] == b'\n' && w[1] == b'\n' && w[2].is_ascii_graphic());
        let Some(cut) = cut else { break };
        let end = start + PIECE + cut + 2;
        pieces.push((start, &source[start..end]));
        start = end;
    }
    pieces.push((start, &source[start..]));
    pieces
}

fn parse_piece(source: &str, jsx: bool) -> Result<(), (usize, String)> {
    let end = u32::try_from(source.len()).unwrap_or(u32::MAX - 1);
    let input = StringInput::new(source, BytePos(1), BytePos(end + 1));
    let syntax = Syntax::Typescript(TsSyntax { tsx: jsx, ..TsSyntax::default() });
    let lexer = Lexer::new(syntax, EsVersion::latest(), input, None);
    let mut parser = Parser::new_from(lexer);
    let offset = |position: BytePos| (position.0 as usize).saturating_sub(1).min(source.len());
    let error = match parser.parse_typescript_module() {
        Err(error) => error,
        Ok(module) => {
            let Some(error) = parser.take_errors().into_iter().next() else {
                // The parser lets a comment run to the end of the file.
                let end = module.body.last().map_or(0, |item| offset(item.span_hi()));
                let is_whole = source[end..].trim().is_empty();
                return if is_whole { Ok(()) } else { Err((end, "text after the last item".to_owned())) };
            };
            error
        }
    };
    Err((offset(error.span().lo), error.kind().msg().into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_from_one_piece_into_the_next() {
        let item = "export interface A {\n  a: string;\n}\n\n".repeat(2_000);
        assert!(parse(&item, false).is_ok());
        for open in ["export type B = `", "/* open", "export interface C {"] {
            let source = format!("{item}{open}\n\n{item}");
            assert!(parse(&source, false).is_err(), "{open}");
        }
    }

    #[test]
    fn an_error_names_its_line() {
        let source = "export {};\n\n".repeat(10_000) + "export const = 1;\n";
        assert_eq!(parse(&source, false).unwrap_err().line, 20_001);
    }
}
