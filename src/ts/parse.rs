//! Parses what is about to be written. A failure here is a bug of ours, and it must not reach disk.
//! The parser shares nothing with what types are made of and printed with, and takes less than half of
//! the time that swc's takes.

use std::fmt;

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_span::SourceType;
use rayon::prelude::*;

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
const PIECE: usize = 16 << 10;

/// Checks that `source` is a module, piece by piece. A piece ends between two top-level items, so
/// that nothing in one (an open comment, a template, a bracket) can reach into the next.
pub fn parse(source: &str, jsx: bool) -> Result<(), SyntaxError> {
    pieces(source).into_par_iter().try_for_each_init(Allocator::default, |memory, (start, piece)| {
        memory.reset();
        parse_piece(memory, piece, jsx).map_err(|(at, message)| {
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

fn parse_piece(memory: &Allocator, source: &str, jsx: bool) -> Result<(), (usize, String)> {
    let parsed = Parser::new(memory, source, SourceType::ts().with_jsx(jsx)).parse();
    match parsed.errors.first() {
        None if parsed.panicked => Err((0, "no module at all".to_owned())),
        None => Ok(()),
        Some(error) => {
            let at = error.labels.as_ref().and_then(|labels| labels.first()).map_or(0, |label| label.inner().offset());
            Err((at.min(source.len()), error.message.to_string()))
        }
    }
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
