//! Draws diagnostics for a terminal: place, excerpt, help. Text goes out, nothing is decided here.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::{Diagnostic, Pointer, Severity, locate::locate};

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const BLUE: Style = AnsiColor::Blue.on_default().bold();
const BOLD: Style = Style::new().bold();

/// How much of a line is shown; the rest of a minified document is cut.
const WINDOW: usize = 96;
/// How many are drawn before the rest is only counted.
const SHOWN: usize = 50;

/// The export's text and the name that it is reported under.
#[derive(Debug, Clone, Copy)]
pub struct SourceText<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

/// Draws diagnostics against one source, in the order of their places.
#[derive(Debug)]
pub struct Renderer<'a> {
    source: SourceText<'a>,
}

struct Place {
    line: usize,
    column: usize,
    excerpt: String,
    caret: usize,
    width: usize,
}

impl<'a> Renderer<'a> {
    #[must_use]
    pub fn new(source: SourceText<'a>) -> Self {
        Self { source }
    }

    /// All of `diagnostics` as text with ANSI styles, and a last line that counts them.
    #[must_use]
    pub fn render(&self, diagnostics: &[Diagnostic]) -> String {
        let mut placed: Vec<_> = diagnostics.iter().take(2_000).map(|d| (self.offset(d), d)).collect();
        placed.sort_by(|(a, x), (b, y)| {
            (x.severity(), *a, x.code, &x.message).cmp(&(y.severity(), *b, y.code, &y.message))
        });
        let mut out = String::new();
        for (offset, diagnostic) in placed.iter().take(SHOWN) {
            self.one(&mut out, *offset, diagnostic);
        }
        if diagnostics.len() > SHOWN {
            let _ = writeln!(out, "{BOLD}… and {} more{BOLD:#}\n", diagnostics.len() - SHOWN);
        }
        out.push_str(&summary(diagnostics));
        out
    }

    fn offset(&self, diagnostic: &Diagnostic) -> (usize, usize) {
        if let Some(offset) = diagnostic.offset {
            (offset, offset + 1)
        } else {
            let range = locate(self.source.text, &diagnostic.pointer);
            (range.start, range.end)
        }
    }

    fn one(&self, out: &mut String, range: (usize, usize), diagnostic: &Diagnostic) {
        let (style, label) = match diagnostic.severity() {
            Severity::Error => (RED, "error"),
            Severity::Warning => (YELLOW, "warning"),
        };
        let code = diagnostic.code.as_str();
        let place = self.place(range);
        let gutter = place.line.to_string();
        let pad = " ".repeat(gutter.len());
        let _ = writeln!(out, "{style}{label}[{code}]{style:#}{BOLD}: {}{BOLD:#}", printable(&diagnostic.message));
        let _ = writeln!(out, "{pad}{BLUE}-->{BLUE:#} {}", self.origin(&place, &diagnostic.pointer));
        let _ = writeln!(out, "{pad} {BLUE}|{BLUE:#}");
        let _ = writeln!(out, "{BLUE}{gutter} |{BLUE:#} {}", place.excerpt);
        let (indent, carets) = (" ".repeat(place.caret), "^".repeat(place.width));
        let _ = writeln!(out, "{pad} {BLUE}|{BLUE:#} {indent}{style}{carets}{style:#}");
        for related in &diagnostic.related {
            let at = self.place_of(&related.pointer);
            let _ = writeln!(
                out,
                "{pad} {BLUE}={BLUE:#} {BOLD}note{BOLD:#}: {}: {}",
                printable(&related.note),
                self.origin(&at, &related.pointer)
            );
        }
        let _ = writeln!(out, "{pad} {BLUE}={BLUE:#} {BOLD}help{BOLD:#}: {}\n", printable(&diagnostic.help));
    }

    fn origin(&self, place: &Place, pointer: &Pointer) -> String {
        let position = format!("{}:{}:{}", self.source.name, place.line, place.column);
        if pointer.as_str().is_empty() { position } else { format!("{position} ({})", printable(pointer.as_str())) }
    }

    fn place_of(&self, pointer: &Pointer) -> Place {
        let range = locate(self.source.text, pointer);
        self.place((range.start, range.end))
    }

    fn place(&self, (start, end): (usize, usize)) -> Place {
        let text = self.source.text;
        let start = floor(text, start.min(text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let cut_left = if start - line_start > WINDOW / 2 { floor(text, start - WINDOW / 2) } else { line_start };
        let cut_right = floor(text, line_end.min(cut_left + WINDOW));
        let before = printable(&text[cut_left..start]);
        let marked = printable(&text[start..floor(text, end.clamp(start, cut_right.max(start)))]);
        let (left, right) = (if cut_left > line_start { "…" } else { "" }, if cut_right < line_end { "…" } else { "" });
        Place {
            line: text[..start].bytes().filter(|b| *b == b'\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            excerpt: format!("{left}{}{right}", printable(&text[cut_left..cut_right.max(cut_left)])),
            caret: left.chars().count() + before.chars().count(),
            width: marked.chars().count().max(1),
        }
    }
}

fn floor(text: &str, index: usize) -> usize {
    (0..=index.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// Control characters of an untrusted schema never reach the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { if c == '\t' { ' ' } else { '\u{fffd}' } } else { c }).collect()
}

fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let count = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, w) => format!("{}\n", count(w, "warning")),
        (e, 0) => format!("{}; nothing was written\n", count(e, "error")),
        (e, w) => format!("{}, {}; nothing was written\n", count(e, "error"), count(w, "warning")),
    }
}
