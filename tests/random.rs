//! Random exports, as the fuzzer makes them (`fuzz/`), so that its generator and its rule hold on
//! every run of the tests and not only where there is a nightly toolchain.

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::collections::BTreeMap;

use arbitrary::Unstructured;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_export_is_refused_for_a_reason_or_compiled(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        if let Ok(export) = fuzz::exports::export(&mut Unstructured::new(&bytes)) {
            fuzz::check(&export.to_string());
        }
    }
}

/// Else the rule would be held against refusals alone.
#[test]
fn the_generator_makes_both_kinds() {
    let (mut accepted, mut reasons) = (0, BTreeMap::new());
    for seed in 0..200u64 {
        let bytes: Vec<u8> = (0..1_500u64).map(|i| ((seed * 31 + i) * 2_654_435_761).to_le_bytes()[2]).collect();
        let export = fuzz::exports::export(&mut Unstructured::new(&bytes)).expect("there are bytes enough");
        let outcome = mizan_generate::generate(&export.to_string(), &mizan_generate::Output::default());
        accepted += usize::from(outcome.result.is_some());
        for diagnostic in &outcome.diagnostics {
            *reasons.entry(diagnostic.code.as_str()).or_insert(0) += 1;
        }
    }
    assert!((40..180).contains(&accepted), "{accepted} of 200 are accepted: {reasons:?}");
}
