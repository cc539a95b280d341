//! Where the lowering stands in the export, as a list on the stack: a pointer is only spelled out
//! when something is reported or named there.

use crate::diagnostic::Pointer;

#[derive(Clone, Copy)]
pub struct Path<'p> {
    parent: Parent<'p>,
    segment: Segment<'p>,
}

#[derive(Clone, Copy)]
enum Parent<'p> {
    Root(&'p Pointer),
    Path(&'p Path<'p>),
}

#[derive(Clone, Copy)]
enum Segment<'p> {
    Here,
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    pub fn new(root: &'p Pointer) -> Self {
        Self { parent: Parent::Root(root), segment: Segment::Here }
    }

    pub fn key<'q>(&'q self, key: &'q str) -> Path<'q> {
        Path { parent: Parent::Path(self), segment: Segment::Key(key) }
    }

    pub fn index(&self, index: usize) -> Path<'_> {
        Path { parent: Parent::Path(self), segment: Segment::Index(index) }
    }

    /// Another member of what this one stands in.
    pub fn sibling<'q>(&'q self, key: &'q str) -> Path<'q> {
        Path { parent: self.parent, segment: Segment::Key(key) }
    }

    pub fn pointer(&self) -> Pointer {
        let parent = match self.parent {
            Parent::Root(pointer) => pointer.clone(),
            Parent::Path(path) => path.pointer(),
        };
        match self.segment {
            Segment::Here => parent,
            Segment::Key(key) => parent.key(key),
            Segment::Index(index) => parent.index(index),
        }
    }
}
