//! Channels: read and checked, though no target emits code for them yet.

use super::{component, functions::wire_name};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Spot},
    ir::{Channel, Types},
    schema::Export,
};

pub fn lower(export: &Export, types: &Types, diagnostics: &mut Diagnostics) -> Vec<Channel> {
    let mut channels = Vec::with_capacity(export.channels.len());
    for channel in &export.channels {
        let at = &channel.pointer;
        let name = wire_name("channel", channel.name, at, Spot::Key, diagnostics).wire;
        diagnostics.push(not_emitted(format!("channel `{name}` gets no code yet"), at.clone()).at_key());
        channels.push(Channel {
            name,
            params: component(types, channel.params, || at.key("params"), diagnostics),
            send: component(types, channel.send, || at.key("send"), diagnostics),
            receive: component(types, channel.receive, || at.key("receive"), diagnostics),
        });
    }
    for function in &export.functions {
        if let Some(form) = &function.form {
            let message = format!("form `{}` gets no form helper yet; `{}` is a plain call", form.name, function.name);
            diagnostics.push(not_emitted(message, function.pointer.key("form")));
        }
    }
    channels
}

fn not_emitted(message: String, pointer: Pointer) -> Diagnostic {
    Diagnostic::new(Code::NotYetEmitted, pointer, message, "nothing to do; the rest of the client is complete")
}
