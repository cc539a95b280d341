//! Obtains the export's text: the only reader of the outside world.

#![expect(clippy::disallowed_methods, reason = "this is where files are read")]

use std::{
    borrow::Cow,
    fs::File,
    io::{self, Read, Seek},
    ops::Deref,
    path::Path,
};

use memmap2::MmapMut;

use crate::{config::SchemaSource, threads};

/// An export as it was found, and the name that diagnostics give it.
#[derive(Debug)]
pub struct Source {
    pub name: String,
    bytes: Bytes,
}

/// Why bytes are no text.
#[derive(Debug)]
pub struct NoText {
    /// What precedes the first bad byte.
    pub valid: String,
    pub message: &'static str,
}

/// Reads everything. An error says what went wrong.
pub fn read(source: &SchemaSource) -> Result<Source, String> {
    match source {
        SchemaSource::Stdin => {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            read.map_err(|e| format!("cannot read standard input: {e}"))?;
            Ok(Source { name: "<stdin>".to_owned(), bytes: Bytes::Kept(bytes) })
        }
        SchemaSource::File(path) => {
            let bytes = File::open(path).and_then(Bytes::of_file).map_err(|e| explain(path, &e))?;
            Ok(Source { name: path.display().to_string(), bytes })
        }
    }
}

impl Source {
    /// UTF-8, or UTF-16 with a byte order mark, which is what `>` writes in Windows PowerShell.
    pub fn text(&self) -> Result<Cow<'_, str>, NoText> {
        match &*self.bytes {
            [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
            [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
            [0, _, 0, _, ..] | [_, 0, _, 0, ..] => {
                Err(no_text("", "this is UTF-16 without a byte order mark, or no text at all"))
            }
            bytes => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Cow::Borrowed(without_mark(text))),
                Err(error) => {
                    let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                    let message = "this is not text in UTF-8, or UTF-16 with a byte order mark";
                    Err(no_text(without_mark(&valid), message))
                }
            },
        }
    }
}

#[derive(Debug)]
enum Bytes {
    Kept(Vec<u8>),
    /// Memory that goes back to the system when it is dropped, which an allocator would keep.
    Mapped(MmapMut),
}

impl Bytes {
    /// From how many bytes on it matters where they are.
    const MANY: u64 = 1 << 20;

    fn of_file(mut file: File) -> io::Result<Self> {
        // A pipe has no length.
        let length = file.metadata()?.len();
        let mapped = (length >= Self::MANY).then(|| MmapMut::map_anon(usize::try_from(length).ok()?).ok());
        if let Some(mut mapped) = mapped.flatten() {
            if fill(&file, &mut mapped)? {
                return Ok(Self::Mapped(mapped));
            }
            // It was being written meanwhile.
            file.rewind()?;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Self::Kept(bytes))
    }
}

/// Reads the whole file, both halves at once; answers whether it was just as long as `bytes`.
fn fill(file: &File, bytes: &mut [u8]) -> io::Result<bool> {
    let (end, middle) = (bytes.len(), bytes.len() / 2);
    let (one, other) = bytes.split_at_mut(middle);
    let (one, other) = threads::join(|| fill_part(file, one, 0), || fill_part(file, other, middle));
    Ok(one? && other? && read_at(file, &mut [0], end)? == 0)
}

/// Answers whether the file was long enough.
fn fill_part(file: &File, mut bytes: &mut [u8], mut offset: usize) -> io::Result<bool> {
    while !bytes.is_empty() {
        match read_at(file, bytes, offset) {
            Ok(0) => return Ok(false),
            Ok(read) => {
                bytes = &mut bytes[read..];
                offset += read;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: usize) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, offset as u64)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], offset: usize) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, offset as u64)
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Kept(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
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

fn utf16(bytes: &[u8], to_unit: fn([u8; 2]) -> u16) -> Result<String, NoText> {
    let (pairs, odd) = bytes.as_chunks();
    let mut text = String::with_capacity(bytes.len());
    for c in char::decode_utf16(pairs.iter().map(|pair| to_unit(*pair))) {
        match c {
            Ok(c) => text.push(c),
            Err(_) => return Err(no_text(&text, "this begins like UTF-16, but goes on with what is none")),
        }
    }
    if odd.is_empty() { Ok(text) } else { Err(no_text(&text, "this is UTF-16, but ends in the middle of a character")) }
}

fn no_text(valid: &str, message: &'static str) -> NoText {
    NoText { valid: valid.to_owned(), message }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_text_of_any_size_arrives_whole() {
        for size in [0, 5, usize::try_from(Bytes::MANY).unwrap() + 5] {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            let written = "é".repeat(size / 2);
            file.write_all(b"\xef\xbb\xbf").and_then(|()| file.write_all(written.as_bytes())).unwrap();
            let source = read(&SchemaSource::File(file.path().to_owned())).unwrap();
            assert_eq!(matches!(source.bytes, Bytes::Mapped(_)), size > 5, "{size}");
            assert!(source.text().unwrap() == written, "{size}");
        }
    }
}
