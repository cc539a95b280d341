//! Whether messages are coloured: `--color`, then `NO_COLOR`, then `FORCE_COLOR` or
//! `CLICOLOR_FORCE`, then whether there is a terminal.

use std::{env, ffi::OsString};

use anstream::ColorChoice;

/// Decides for the whole process. What is left to `Auto`, anstream decides for each stream.
pub fn choose() {
    from_options(env::args_os()).or_else(from_environment).unwrap_or(ColorChoice::Auto).write_global();
}

/// The last `--color`, found without knowing the rest of the options. A bad value is for the
/// parser to report.
fn from_options(arguments: impl Iterator<Item = OsString>) -> Option<ColorChoice> {
    let arguments: Vec<String> = arguments.map(|a| a.to_string_lossy().into_owned()).collect();
    let options = arguments.split(|a| a == "--").next().unwrap_or_default();
    let mut found = None;
    for (i, argument) in options.iter().enumerate() {
        let value = match argument.strip_prefix("--color") {
            Some("") => options.get(i + 1).map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        found = match value {
            Some("always") => Some(ColorChoice::Always),
            Some("never") => Some(ColorChoice::Never),
            Some("auto") => Some(ColorChoice::Auto),
            _ => found,
        };
    }
    found
}

/// anstream knows `NO_COLOR` and `CLICOLOR_FORCE`; Node's `FORCE_COLOR` is new to it.
#[expect(clippy::disallowed_methods, reason = "colours are no part of the output")]
fn from_environment() -> Option<ColorChoice> {
    let is_set = |name| env::var(name).is_ok_and(|value| !value.is_empty());
    match env::var("FORCE_COLOR").as_deref() {
        _ if is_set("NO_COLOR") => Some(ColorChoice::Never),
        Ok("0" | "false") => Some(ColorChoice::Never),
        Ok(value) if !value.is_empty() => Some(ColorChoice::Always),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_option_counts_and_only_options_do() {
        let choice = |line: &str| from_options(line.split(' ').map(OsString::from));
        assert_eq!(choice("mizan-generate --color always --color=never"), Some(ColorChoice::Never));
        assert_eq!(choice("mizan-generate ir --color always"), Some(ColorChoice::Always));
        assert_eq!(choice("mizan-generate --color sometimes"), None);
        assert_eq!(choice("mizan-generate -- --color always"), None);
        assert_eq!(choice("mizan-generate --colors"), None);
    }
}
