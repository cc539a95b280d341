//! What must hold whatever the compiler is given: it says what is wrong, or makes a client that it
//! could parse itself, of a size that the export explains.

pub mod exports;

use mizan_generate::{Output, Renderer, Severity, SourceText, Target, compile};

/// Panics when it doesn't hold. The compiler parses every file back, and panics when one is no code.
pub fn check(text: &str) {
    let output = Output { targets: vec![Target::React, Target::Vue, Target::Svelte], ..Output::default() };
    let outcome = compile(text, &output, true);
    let drawn = Renderer::new(SourceText { name: "fuzz.json", text }).render(&outcome.diagnostics);
    let Some(compiled) = outcome.result else {
        assert!(outcome.diagnostics.iter().any(|d| d.severity() == Severity::Error), "refused without a reason");
        assert!(drawn.contains("error"), "an error that is not drawn: {drawn}");
        return;
    };
    let size: usize = compiled.artifacts.iter().map(|artifact| artifact.text.len()).sum();
    // A function of thirty bytes has a few declarations of its own in each target.
    assert!(size < 20_000 + 300 * text.len(), "{} bytes become {size}", text.len());
    assert!(compile(text, &output, true).result == Some(compiled), "two runs differ");
}
