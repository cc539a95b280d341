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
    Encoding { name: String, valid: String },
}

pub fn read(source: &SchemaSource) -> Result<Source, SourceError> {
    match source {
        SchemaSource::Stdin => {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|e| SourceError::Io(format!("cannot read standard input: {e}")))?;
            decode("<stdin>".to_owned(), bytes)
        }
        SchemaSource::File(path) => {
            let bytes = fs::read(path).map_err(|e| SourceError::Io(explain(path, &e)))?;
            decode(path.display().to_string(), bytes)
        }
    }
}

fn explain(path: &Path, error: &io::Error) -> String {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file {shown}; export the schema first, or correct --schema"),
        io::ErrorKind::IsADirectory => format!("{shown} is a directory; --schema takes the exported file"),
        _ => format!("cannot read {shown}: {error}"),
    }
}

/// UTF-8, or UTF-16 with a byte order mark, which is what `>` writes in Windows PowerShell.
fn decode(name: String, bytes: Vec<u8>) -> Result<Source, SourceError> {
    let utf16 = |to_unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| to_unit([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    let text = match bytes.as_slice() {
        [0xff, 0xfe, ..] => utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::from_be_bytes),
        _ => {
            return match String::from_utf8(bytes) {
                Ok(text) => Ok(Source { name, text: without_mark(text) }),
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    let valid = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
                    Err(SourceError::Encoding { name, valid })
                }
            };
        }
    };
    match text {
        Some(text) => Ok(Source { name, text }),
        None => Err(SourceError::Encoding { name, valid: String::new() }),
    }
}

fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}
