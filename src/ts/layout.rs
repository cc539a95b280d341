//! The few shapes of code whose line breaks depend on how long their parts are. Everything else
//! about layout is in the templates.

use super::{Code, WIDTH, is_identifier_name};

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

/// `import type * as name from "module";`
#[must_use]
pub fn import_all_types(name: &str, module: &Code) -> Code {
    assert!(is_identifier_name(name), "{name:?} is not an identifier");
    Code(format!("import type * as {name} from {module};"))
}

/// One import, sorted; nothing at all when there are no names.
fn import(keyword: &str, names: &[Code], module: &Code) -> Code {
    let mut names: Vec<&str> = names.iter().map(Code::as_str).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return Code::default();
    }
    // A character takes four bytes at most.
    if names.iter().map(|name| name.len()).sum::<usize>() <= 4 * WIDTH {
        let line = format!("{keyword} {{ {} }} from {module};", names.join(", "));
        if fits(&[&line]) {
            return Code(line + "\n");
        }
    }
    Code(format!("{keyword} {{\n{}}} from {module};\n", lines(&names)))
}

/// `Name<A, B>`, as it follows `before` on a line that `after` ends.
#[must_use]
pub fn generic(name: &'static str, arguments: &[Code], before: &str, after: &str) -> Code {
    let arguments: Vec<&str> = arguments.iter().map(Code::as_str).collect();
    let line = format!("{name}<{}>", arguments.join(", "));
    if fits(&[before, &line, after]) {
        return Code(line);
    }
    Code(broken(&line))
}

/// `name(a: A, b: B): R`, as it stands after `before` and before ` {`.
#[must_use]
pub fn signature(before: &str, name: &str, parameters: &[(&'static str, Code)], result: &Code) -> Code {
    assert!(is_identifier_name(name), "{name:?} is not an identifier");
    let parameters: Vec<String> = parameters.iter().map(|(name, ty)| [name, ": ", ty.as_str()].concat()).collect();
    let line = [name, "(", &parameters.join(", "), "): ", result.as_str()].concat();
    if fits(&[before, &line, " {"]) {
        return Code(line);
    }
    if parameters.is_empty() {
        return Code(format!("{name}(): {}", broken(result.as_str())));
    }
    let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
    let closing = format!("): {result} {{");
    let result = if fits(&[&closing]) { result.to_string() } else { broken(result.as_str()) };
    Code(format!("{name}(\n{}): {result}", lines(&parameters)))
}

/// A generic type with each argument on a line of its own; other types as they are.
fn broken(ty: &str) -> String {
    let Some((name, arguments)) = ty.strip_suffix('>').and_then(|ty| ty.split_once('<')) else {
        return ty.to_owned();
    };
    let (mut depth, mut start, mut parts) = (0usize, 0, Vec::new());
    for (at, c) in arguments.char_indices() {
        match c {
            '<' | '(' | '{' | '[' => depth += 1,
            '>' | ')' | '}' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(arguments[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(arguments[start..].trim());
    let body = lines(&parts);
    format!("{name}<\n{}\n>", body.strip_suffix(",\n").unwrap_or(&body))
}

/// `{ a, ...b }` as it stands between `before` and `after`.
#[must_use]
pub fn braces(names: &[Code], before: &str, after: &str) -> Code {
    let names: Vec<&str> = names.iter().map(Code::as_str).collect();
    let line = format!("{{ {} }}", names.join(", "));
    if fits(&[before, &line, after]) {
        return Code(line);
    }
    // Nothing may follow the rest of a pattern, not even a comma.
    let is_rest = names.last().is_some_and(|name| name.starts_with("..."));
    let lines = lines(&names);
    Code(if is_rest { format!("{{\n{}\n}}", lines.trim_end_matches(",\n")) } else { format!("{{\n{lines}}}") })
}

/// The same code with its lines but the first further in, for a place that is.
#[must_use]
pub fn indented(code: Code, by: usize) -> Code {
    if code.0.contains('\n') { Code(code.0.replace('\n', &format!("\n{}", " ".repeat(by)))) } else { code }
}

/// `callee(a, b)` as the statement `return …;` of a function's body.
#[must_use]
pub fn return_call(callee: &'static str, arguments: &[&Code]) -> Code {
    let arguments: Vec<&str> = arguments.iter().map(|a| a.as_str()).collect();
    let line = format!("return {callee}({});", arguments.join(", "));
    Code(if fits(&["  ", &line]) {
        line
    } else {
        let lines = arguments.iter().fold(String::new(), |text, argument| text + "    " + argument + ",\n");
        format!("return {callee}(\n{lines}  );")
    })
}

fn lines(items: &[&str]) -> String {
    let length = items.iter().map(|item| item.len() + 4).sum();
    items.iter().fold(String::with_capacity(length), |text, item| text + "  " + item + ",\n")
}

/// Whether the parts are no longer than a line.
fn fits(parts: &[&str]) -> bool {
    parts.iter().map(|part| part.chars().count()).sum::<usize>() <= WIDTH
}

/// `{ a: "x", b: "y" }` of members that are TypeScript already, one per line when they are many.
#[must_use]
pub fn object(members: impl Iterator<Item = String>) -> Code {
    let members: Vec<String> = members.collect();
    let line = members.join(", ");
    Code(if members.is_empty() {
        "{}".to_owned()
    } else if fits(&["  params: { ", &line, " },"]) {
        format!("{{ {line} }}")
    } else {
        let lines = members.iter().fold(String::new(), |text, member| text + "    " + member + ",\n");
        format!("{{\n{lines}  }}")
    })
}
