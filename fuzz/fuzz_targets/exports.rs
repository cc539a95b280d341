//! Exports that are well-formed and mean anything.

#![no_main]

use arbitrary::Unstructured;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(export) = mizan_generate_fuzz::exports::export(&mut Unstructured::new(bytes)) {
        mizan_generate_fuzz::check(&export.to_string());
    }
});
