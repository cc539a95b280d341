//! Draws diagnostics for a terminal: place, excerpt, help. Text goes out, nothing is decided here.

use std::{collections::HashMap, fmt::Write, ops::Range};

use anstyle::{AnsiColor, Style};

use super::{
    Diagnostic, Diagnostics, Pointer, Severity, Spot,
    locate::{floor, locate, positions},
};

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const BLUE: Style = AnsiColor::Blue.on_default().bold();
const BOLD: Style = Style::new().bold();

/// How much of a line is shown; the rest of a minified document is cut.
const WINDOW: usize = 96;

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

/// A diagnostic and where it and what is related to it begin and end.
struct Placed<'d> {
    diagnostic: &'d Diagnostic,
    range: Range<usize>,
    related: Vec<Range<usize>>,
}

type Positions = HashMap<usize, (usize, usize)>;

impl<'a> Renderer<'a> {
    #[must_use]
    pub fn new(source: SourceText<'a>) -> Self {
        Self { source }
    }

    /// All of `diagnostics` as text with ANSI styles, and a last line that counts them.
    #[must_use]
    pub fn render(&self, diagnostics: &[Diagnostic]) -> String {
        let mut placed = self.place(diagnostics);
        placed.sort_by(|a, b| a.key().cmp(&b.key()));
        let offsets = placed.iter().flat_map(|p| [&p.range].into_iter().chain(&p.related)).map(|r| r.start);
        let positions = positions(self.source.text, offsets.collect());
        let mut out = String::new();
        for placed in &placed {
            self.draw(&mut out, placed, &positions);
        }
        out.push_str(&summary(diagnostics));
        out
    }

    fn place<'d>(&self, diagnostics: &'d [Diagnostic]) -> Vec<Placed<'d>> {
        let wanted: Vec<(&Pointer, Spot)> = diagnostics
            .iter()
            .flat_map(|d| {
                let related = d.related.iter().map(|r| (&r.pointer, Spot::Value));
                std::iter::once((&d.pointer, d.spot)).chain(related)
            })
            .collect();
        let mut ranges = locate(self.source.text, &wanted).into_iter();
        let mut next = || ranges.next().unwrap_or_default();
        diagnostics
            .iter()
            .map(|diagnostic| {
                let range = next();
                Placed { diagnostic, range, related: diagnostic.related.iter().map(|_| next()).collect() }
            })
            .collect()
    }

    fn draw(&self, out: &mut String, placed: &Placed, positions: &Positions) {
        let Placed { diagnostic, range, related } = placed;
        let style = style(diagnostic);
        let gutter = positions.get(&range.start).map_or(0, |(line, _)| *line).to_string();
        let pad = " ".repeat(gutter.len());
        let excerpt = self.excerpt(range);
        let _ = writeln!(out, "{}{BOLD}: {}{BOLD:#}", label(diagnostic), printable(&diagnostic.message));
        let place = self.origin(range, &diagnostic.pointer, positions);
        let _ = writeln!(out, "{pad}{BLUE}-->{BLUE:#} {place}");
        let _ = writeln!(out, "{pad} {BLUE}|{BLUE:#}");
        let _ = writeln!(out, "{}", format!("{BLUE}{gutter} |{BLUE:#} {}", excerpt.text).trim_end());
        let (indent, carets) = (" ".repeat(excerpt.caret), "^".repeat(excerpt.width));
        let _ = writeln!(out, "{pad} {BLUE}|{BLUE:#} {indent}{style}{carets}{style:#}");
        for (related, range) in diagnostic.related.iter().zip(related) {
            let place = self.origin(range, &related.pointer, positions);
            let _ = writeln!(out, "{pad} {BLUE}={BLUE:#} {BOLD}note{BOLD:#}: {}: {place}", printable(&related.note));
        }
        let _ = writeln!(out, "{pad} {BLUE}={BLUE:#} {BOLD}help{BOLD:#}: {}\n", printable(&diagnostic.help));
    }

    /// `file:line:column (/pointer)`
    fn origin(&self, range: &Range<usize>, pointer: &Pointer, positions: &Positions) -> String {
        let (line, column) = positions.get(&range.start).copied().unwrap_or_default();
        let place = format!("{}:{line}:{column}", printable(self.source.name));
        match pointer.as_str() {
            "" => place,
            pointer => format!("{place} ({})", shortened(&printable(pointer))),
        }
    }

    /// The line that `range` begins in, or a window of it.
    fn excerpt(&self, range: &Range<usize>) -> Excerpt {
        let text = self.source.text;
        let start = floor(text, range.start);
        let window_start = floor(text, start.saturating_sub(WINDOW / 2));
        let line_start = text[window_start..start].rfind('\n').map(|i| window_start + i + 1);
        let from = line_start.unwrap_or(window_start);
        let window_end = floor(text, from + WINDOW);
        let line_end = text[start..window_end.max(start)].find(['\n', '\r']).map(|i| start + i);
        let to = line_end.unwrap_or(window_end).max(start);
        let left = if line_start.is_none() && window_start > 0 { "…" } else { "" };
        let right = if line_end.is_none() && window_end < text.len() { "…" } else { "" };
        let marked = printable(&text[start..floor(text, range.end.clamp(start, to))]);
        Excerpt {
            caret: left.chars().count() + printable(&text[from..start]).chars().count(),
            width: marked.chars().count().max(1),
            text: format!("{left}{}{right}", printable(&text[from..to])),
        }
    }
}

struct Excerpt {
    text: String,
    caret: usize,
    width: usize,
}

impl Placed<'_> {
    fn key(&self) -> impl Ord {
        let diagnostic = self.diagnostic;
        (diagnostic.severity(), self.range.start, self.range.end, diagnostic.code, &diagnostic.message)
    }
}

fn style(diagnostic: &Diagnostic) -> Style {
    match diagnostic.severity() {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
    }
}

/// `error[MZ010]`
fn label(diagnostic: &Diagnostic) -> String {
    let style = style(diagnostic);
    let word = match diagnostic.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    format!("{style}{word}[{}]{style:#}", diagnostic.code.as_str())
}

/// A pointer without its middle, where it would fill the screen.
fn shortened(pointer: &str) -> String {
    const END: usize = 120;
    if pointer.len() <= 3 * END {
        return pointer.to_owned();
    }
    let (start, end) = (floor(pointer, END), floor(pointer, pointer.len() - END));
    format!("{}…{}", &pointer[..start], &pointer[end..])
}

/// Nothing of an untrusted schema moves the cursor, colours the terminal or turns the text around.
fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\t' => ' ',
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity() == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let count = |n: usize, word: &str| {
        let more = if n == Diagnostics::MOST { " or more" } else { "" };
        format!("{n}{more} {word}{}", if n == 1 { "" } else { "s" })
    };
    match (errors, warnings) {
        (0, w) => format!("{}\n", count(w, "warning")),
        (e, 0) => format!("{}; nothing was written\n", count(e, "error")),
        (e, w) => format!("{}, {}; nothing was written\n", count(e, "error"), count(w, "warning")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    fn drawn(text: &str, at: usize) -> String {
        let diagnostic = Diagnostic::new(Code::MalformedJson, Pointer::root(), "message", "help").at_offset(at);
        let drawn = Renderer::new(SourceText { name: "x.json", text }).render(&[diagnostic]);
        anstream::adapter::strip_str(&drawn).to_string()
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{}!{}", "é".repeat(5_000), "ü".repeat(5_000));
        insta::assert_snapshot!(drawn(&text, 10_000));
    }

    #[test]
    fn line_ends_and_control_characters_are_not_drawn() {
        insta::assert_snapshot!(drawn("a\r\n\u{1b}[31m\u{202e}!\tx\r\nb", 11));
    }

    #[test]
    fn the_end_of_the_text_is_a_place() {
        insta::assert_snapshot!(drawn("", 0));
        insta::assert_snapshot!(drawn("{\n", 2));
    }
}
