//! The structure of generated TypeScript: its tokens without comments, names and values. Written
//! apart from the compiler's own parser, so that the two don't share a mistake.

/// A token. What a schema may decide is left out of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    Keyword(String),
    /// A name that is no keyword.
    Name,
    /// A text in quotes.
    Text,
    Number,
    /// The name of a member, bare or quoted.
    Key,
    Punctuation(char),
}

/// A file's top-level items, sorted: the order of some follows the names.
pub fn structure(code: &str) -> Vec<Vec<Token>> {
    let mut items: Vec<Vec<Token>> = Vec::new();
    let mut depth = 0i32;
    for token in normalised(&tokens(code).0) {
        let starts = matches!(&token, Token::Keyword(word) if word == "import" || word == "export");
        if items.is_empty() || depth == 0 && starts {
            items.push(Vec::new());
        }
        match token {
            Token::Punctuation('{' | '(' | '[') => depth += 1,
            Token::Punctuation('}' | ')' | ']') => depth -= 1,
            _ => {}
        }
        items.last_mut().unwrap().push(token);
    }
    assert_eq!(depth, 0, "brackets don't match in:\n{code}");
    items.sort();
    items
}

/// The tags of all doc comments, sorted.
pub fn tags(code: &str) -> Vec<String> {
    let mut tags = Vec::new();
    for comment in tokens(code).1 {
        for line in comment.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
            let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '*' || c == '/');
            if let Some(tag) = line.strip_prefix('@') {
                tags.push(tag.chars().take_while(char::is_ascii_alphabetic).collect());
            }
        }
    }
    tags.sort();
    tags
}

const KEYWORDS: &[&str] = &[
    "any",
    "as",
    "boolean",
    "const",
    "declare",
    "default",
    "enum",
    "export",
    "extends",
    "false",
    "from",
    "function",
    "import",
    "in",
    "interface",
    "is",
    "keyof",
    "let",
    "namespace",
    "never",
    "new",
    "null",
    "number",
    "return",
    "readonly",
    "string",
    "this",
    "true",
    "type",
    "typeof",
    "undefined",
    "unknown",
    "var",
    "void",
];

/// The tokens, and the texts of the comments between them.
fn tokens(code: &str) -> (Vec<Token>, Vec<&str>) {
    let (mut tokens, mut comments) = (Vec::new(), Vec::new());
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let length = if c.is_whitespace() {
            c.len_utf8()
        } else if rest.starts_with("//") {
            let end = rest.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(rest.len());
            comments.push(&rest[..end]);
            end
        } else if rest.starts_with("/*") {
            let end = rest[2..].find("*/").expect("a comment ends") + 4;
            comments.push(&rest[..end]);
            end
        } else if c == '"' {
            tokens.push(Token::Text);
            text_length(rest)
        } else if c.is_ascii_digit() {
            tokens.push(Token::Number);
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len())
        } else if is_part(c) {
            let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            let word = &rest[..end];
            let is_keyword = KEYWORDS.contains(&word);
            tokens.push(if is_keyword { Token::Keyword(word.to_owned()) } else { Token::Name });
            end
        } else {
            tokens.push(Token::Punctuation(c));
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    (tokens, comments)
}

/// Letters, and the marks that may follow them in a name.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii() && !c.is_whitespace() && !c.is_control()
}

fn text_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => panic!("a text goes over a line's end: {text:.60}"),
            _ => {}
        }
    }
    panic!("a text doesn't end: {text:.60}");
}

/// Without what depends on how long a line got, and with members' names as `Key`.
fn normalised(tokens: &[Token]) -> Vec<Token> {
    use Token::{Key, Keyword, Name, Punctuation, Text};
    let is = |i: usize, c: char| tokens.get(i) == Some(&Punctuation(c));
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut i = 0;
    while i < tokens.len() {
        let closes = |i| [')', ']', '}', '>'].into_iter().any(|c| is(i, c));
        // `["__proto__"]: …`, the one computed key.
        if is(i, '[') && tokens.get(i + 1) == Some(&Text) && is(i + 2, ']') && is(i + 3, ':') {
            out.push(Key);
            i += 3;
            continue;
        }
        match &tokens[i] {
            Punctuation(',' | ';') if closes(i + 1) => {}
            // The bar before the first member of a union that takes several lines.
            Punctuation('|') if !ends_operand(out.last()) => {}
            Name | Text | Keyword(_) if is(i + 1, ':') || is(i + 1, '?') && is(i + 2, ':') => out.push(Key),
            token => out.push(token.clone()),
        }
        i += 1;
    }
    out
}

fn ends_operand(token: Option<&Token>) -> bool {
    match token {
        None => false,
        Some(Token::Punctuation(c)) => matches!(c, ')' | ']' | '}' | '>'),
        Some(Token::Keyword(word)) => !matches!(word.as_str(), "readonly" | "keyof" | "typeof" | "is" | "extends"),
        Some(_) => true,
    }
}
