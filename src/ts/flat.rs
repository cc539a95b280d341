//! A type on one line, by swc's emitter with a writer of our own that gives up when the line is full.

use std::io::{Error, Result};

use swc_common::{BytePos, SourceMap, Span, sync::Lrc};
use swc_ecma_ast::TsType;
use swc_ecma_codegen::{Config, Emitter, Node, text_writer::WriteJs};

/// The text of `ty`; `None` when it takes more than `room` characters.
pub fn flat(ty: &TsType, room: usize) -> Option<String> {
    thread_local! {
        static MAP: Lrc<SourceMap> = Lrc::default();
    }
    let wr = Line { text: String::new(), room, pending: false };
    let mut emitter = Emitter { cfg: Config::default(), cm: MAP.with(Lrc::clone), comments: None, wr };
    ty.emit_with(&mut emitter).ok().map(|()| emitter.wr.text)
}

struct Line {
    text: String,
    room: usize,
    /// Where others would begin a line.
    pending: bool,
}

impl Line {
    fn token(&mut self, text: &str) -> Result<()> {
        if std::mem::take(&mut self.pending) {
            self.space()?;
        }
        self.take(text.len(), || text.chars().count())?;
        self.text.push_str(text);
        Ok(())
    }

    fn space(&mut self) -> Result<()> {
        if self.text.is_empty() || self.text.ends_with(' ') {
            return Ok(());
        }
        self.take(1, || 1)?;
        self.text.push(' ');
        Ok(())
    }

    /// Characters are only counted when the bytes might not fit.
    fn take(&mut self, bytes: usize, characters: impl FnOnce() -> usize) -> Result<()> {
        let taken = if bytes <= self.room { bytes } else { characters() };
        self.room = self.room.checked_sub(taken).ok_or_else(|| Error::other("the line is full"))?;
        Ok(())
    }

    /// A member on one line with its brackets ends in no semicolon.
    fn close(&mut self) -> Result<()> {
        self.pending = false;
        if self.text.ends_with(';') {
            self.text.pop();
            self.room += 1;
        }
        if !self.text.ends_with('{') {
            self.space()?;
        }
        self.token("}")
    }
}

impl WriteJs for Line {
    fn increase_indent(&mut self) -> Result<()> {
        Ok(())
    }

    fn decrease_indent(&mut self) -> Result<()> {
        Ok(())
    }

    fn write_semi(&mut self, _: Option<Span>) -> Result<()> {
        self.token(";")
    }

    fn write_space(&mut self) -> Result<()> {
        self.space()
    }

    fn write_keyword(&mut self, _: Option<Span>, text: &'static str) -> Result<()> {
        self.token(text)
    }

    fn write_operator(&mut self, _: Option<Span>, text: &str) -> Result<()> {
        self.token(text)
    }

    fn write_param(&mut self, text: &str) -> Result<()> {
        self.token(text)
    }

    fn write_property(&mut self, text: &str) -> Result<()> {
        self.token(text)
    }

    fn write_line(&mut self) -> Result<()> {
        self.pending = true;
        Ok(())
    }

    fn write_lit(&mut self, _: Span, text: &str) -> Result<()> {
        self.token(text)
    }

    fn write_comment(&mut self, _: &str) -> Result<()> {
        Ok(())
    }

    fn write_str_lit(&mut self, _: Span, text: &str) -> Result<()> {
        self.token(text)
    }

    fn write_str(&mut self, text: &str) -> Result<()> {
        self.token(text)
    }

    fn write_symbol(&mut self, _: Span, text: &str) -> Result<()> {
        self.token(text)
    }

    fn write_punct(&mut self, _: Option<Span>, text: &'static str, _: bool) -> Result<()> {
        if text == "}" { self.close() } else { self.token(text) }
    }

    fn care_about_srcmap(&self) -> bool {
        false
    }

    fn add_srcmap(&mut self, _: BytePos) -> Result<()> {
        Ok(())
    }

    fn commit_pending_semi(&mut self) -> Result<()> {
        Ok(())
    }
}
