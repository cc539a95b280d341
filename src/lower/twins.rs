//! Pydantic writes a model whose two schemas differ as two components, `Foo-Input` and `Foo-Output`.
//! Together they are the two shapes of `Foo`, and where only a reference to another such pair made
//! them differ, they are one.

use super::alike::{Pairs, Shapes, settle};
use crate::ir::{Named, NamedId, Types};

const INPUT: &str = "-Input";
const OUTPUT: &str = "-Output";

/// The name of the model that `named` is one schema of, when nothing else has that name.
pub fn model_name<'t>(types: &Types, named: &'t Named) -> Option<&'t str> {
    let model = match (named.name.strip_suffix(INPUT), named.name.strip_suffix(OUTPUT)) {
        (Some(model), _) if !named.usage.output => model,
        (_, Some(model)) if !named.usage.input => model,
        _ => return None,
    };
    let is_used = |id: NamedId| types.named(id).usage.input || types.named(id).usage.output;
    let is_free = types.component(model).is_none_or(|id| !is_used(id));
    (is_free && !model.is_empty()).then_some(model)
}

/// The output schema of `model`, when emitted code uses it as such.
pub fn output(types: &Types, model: &str) -> Option<NamedId> {
    let output = types.component(&format!("{model}{OUTPUT}"))?;
    let usage = types.named(output).usage;
    (usage.output && !usage.input).then_some(output)
}

/// Marks the input schemas that their output schema can stand for.
pub fn join(types: &mut Types) {
    let mut pairs = pairs(types);
    settle(types, &mut pairs, Shapes::InputOutput, |pairs, input, output| {
        if input == output { !types.named(input).is_emitted_twice() } else { pairs.get(&input) == Some(&output) }
    });
    for (input, output) in pairs {
        types.named_mut(input).same_as = Some(output);
    }
}

/// Used components by pair: the input schema, and the output schema of the same model.
fn pairs(types: &Types) -> Pairs {
    let mut pairs = Pairs::new();
    for (id, named) in types.all_named().filter(|(_, named)| named.usage.input && !named.usage.output) {
        if let Some(model) = model_name(types, named)
            && let Some(output) = output(types, model)
        {
            pairs.insert(id, output);
        }
    }
    pairs
}
