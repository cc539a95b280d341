//! Any text at all, beginning with the fixtures.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| mizan_generate_fuzz::check(text));
