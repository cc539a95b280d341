//! Rules over the finished IR, one per file.

mod endless;

use crate::{diagnostic::Diagnostics, ir::Protocol};

pub fn validate(protocol: &Protocol, diagnostics: &mut Diagnostics) {
    endless::check(&protocol.types, diagnostics);
}
