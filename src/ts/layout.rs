//! The few shapes of code whose line breaks depend on how long their parts are. Everything else
//! about layout is in the templates.

use super::{Code, is_identifier_name};

const WIDTH: usize = 100;

/// `import type { A, B } from "module";`
#[must_use]
pub fn import_types(names: &[Code], module: &Code) -> Code {
    import("import type", names, module)
}

/// `import { a, b } from "module";`
#[must_use]
pub fn import_values(names: &[Code], module: &Code) -> Code {
    import("import", names, module)
}

/// One import, sorted; nothing at all when there are no names.
fn import(keyword: &str, names: &[Code], module: &Code) -> Code {
    let mut names: Vec<&str> = names.iter().map(Code::as_str).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return Code::default();
    }
    let line = format!("{keyword} {{ {} }} from {module};", names.join(", "));
    Code(if fits(&line) {
        line + "\n"
    } else {
        format!("{keyword} {{\n{}}} from {module};\n", lines(&names))
    })
}

/// `Name<A, B>`, as it follows `before` on a line that `after` ends.
#[must_use]
pub fn generic(name: &'static str, arguments: &[Code], before: &str, after: &str) -> Code {
    let arguments: Vec<&str> = arguments.iter().map(Code::as_str).collect();
    let line = format!("{name}<{}>", arguments.join(", "));
    if fits(&format!("{before}{line}{after}")) {
        return Code(line);
    }
    let body = lines(&arguments);
    // A trailing comma is not allowed in type arguments.
    let body = body.strip_suffix(",\n").unwrap_or(&body);
    Code(format!("{name}<\n{body}\n>"))
}

/// `name(a: A, b: B): R`, as it stands after `before` and before ` {`.
#[must_use]
pub fn signature(before: &str, name: &str, parameters: &[(&'static str, Code)], result: &Code) -> Code {
    assert!(is_identifier_name(name), "{name:?} is not an identifier");
    let parameters: Vec<String> = parameters.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
    let line = format!("{name}({}): {result}", parameters.join(", "));
    if fits(&format!("{before}{line} {{")) {
        return Code(line);
    }
    if parameters.is_empty() {
        return Code(format!("{name}(): {result}"));
    }
    let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
    Code(format!("{name}(\n{}): {result}", lines(&parameters)))
}

fn lines(items: &[&str]) -> String {
    items.iter().fold(String::new(), |text, item| text + "  " + item + ",\n")
}

fn fits(line: &str) -> bool {
    line.chars().count() <= WIDTH
}

/// `{ a: "x", b: "y" }` of members that are TypeScript already, one per line when they are many.
#[must_use]
pub fn object(members: impl Iterator<Item = String>) -> Code {
    let members: Vec<String> = members.collect();
    let line = members.join(", ");
    Code(if members.is_empty() {
        "{}".to_owned()
    } else if fits(&format!("  params: {{ {line} }},")) {
        format!("{{ {line} }}")
    } else {
        let lines = members.iter().fold(String::new(), |text, member| text + "    " + member + ",\n");
        format!("{{\n{lines}  }}")
    })
}
