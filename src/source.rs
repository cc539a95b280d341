//! Obtains the export's text: the only reader of the outside world.

#![expect(clippy::disallowed_methods, reason = "this is where files are read")]

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use crate::config::SchemaSource;

/// An export as text, and the name that diagnostics give it.
#[derive(Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
}

/// Why there is no text.
#[derive(Debug)]
pub enum SourceError {
    /// The file can't be read.
    Io(String),
    /// It can, but is no text; `valid` is what precedes the first bad byte.
    Encoding { name: String, valid: String, message: &'static str },
}

pub fn read(source: &SchemaSource) -> Result<Source, SourceError> {
    let (name, bytes) = match source {
        SchemaSource::Stdin => {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|e| SourceError::Io(format!("cannot read standard input: {e}")))?;
            ("<stdin>".to_owned(), bytes)
        }
        SchemaSource::File(path) => {
            let bytes = fs::read(path).map_err(|e| SourceError::Io(explain(path, &e)))?;
            (path.display().to_string(), bytes)
        }
    };
    match decode(bytes) {
        Ok(text) => Ok(Source { name, text }),
        Err((valid, message)) => Err(SourceError::Encoding { name, valid, message }),
    }
}

fn explain(path: &Path, error: &io::Error) -> String {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file {shown}; export the schema first, or correct --schema"),
        // Windows says that a folder's access is denied.
        _ if path.is_dir() => format!("{shown} is a folder; --schema takes the exported file"),
        _ => format!("cannot read {shown}: {error}"),
    }
}

/// UTF-8, or UTF-16 with a byte order mark, which is what `>` writes in Windows PowerShell. An error
/// is the text before the first bad byte, and what is wrong.
fn decode(bytes: Vec<u8>) -> Result<String, (String, &'static str)> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0, _, 0, _, ..] | [_, 0, _, 0, ..] => {
            Err((String::new(), "this is UTF-16 without a byte order mark, or no text at all"))
        }
        _ => match String::from_utf8(bytes) {
            Ok(text) => Ok(without_mark(text)),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let valid = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
                Err((without_mark(valid), "this is not text in UTF-8, or UTF-16 with a byte order mark"))
            }
        },
    }
}

fn utf16(bytes: &[u8], to_unit: fn([u8; 2]) -> u16) -> Result<String, (String, &'static str)> {
    let (pairs, odd) = bytes.as_chunks();
    let mut text = String::with_capacity(bytes.len());
    for c in char::decode_utf16(pairs.iter().map(|pair| to_unit(*pair))) {
        match c {
            Ok(c) => text.push(c),
            Err(_) => return Err((text, "this begins like UTF-16, but goes on with what is none")),
        }
    }
    if odd.is_empty() { Ok(text) } else { Err((text, "this is UTF-16, but ends in the middle of a character")) }
}

fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}
