//! The catalogue of diagnostics: one variant, one page in `docs/diagnostics`, one invalid fixture.

use super::Severity;

macro_rules! codes {
    ($($variant:ident = $code:literal, $severity:ident;)*) => {
        /// A stable diagnostic code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($variant),* }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// The page that explains the code, in Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("../../docs/diagnostics/", $code, ".md"))),* }
            }
        }
    };
}

codes! {
    MalformedJson = "MZ001", Error;
    NotAnExport = "MZ002", Error;
    NewerVersion = "MZ003", Error;
    TooDeep = "MZ004", Error;
    WrongShape = "MZ005", Error;
    InvalidName = "MZ006", Error;
    RepeatedKey = "MZ007", Error;
    UnknownRef = "MZ010", Error;
    UnsupportedRef = "MZ011", Error;
    EndlessType = "MZ012", Error;
    ImpossibleType = "MZ013", Error;
    UnknownType = "MZ014", Error;
    NameClash = "MZ020", Error;
    CamelName = "MZ021", Error;
    ContextDisagrees = "MZ030", Error;
    ParamDisagrees = "MZ031", Error;
    ParamType = "MZ032", Error;
    UnknownAffects = "MZ033", Error;
    UnknownComponent = "MZ034", Error;
    InputNotObject = "MZ035", Error;
    ParamConflict = "MZ036", Error;
    HiddenParams = "MZ037", Error;
    GlobalParams = "MZ038", Error;
    NotYetEmitted = "MZ090", Warning;
    UnknownKey = "MZ091", Warning;
}

impl Code {
    /// What the code says, in a few words.
    #[must_use]
    pub fn title(self) -> &'static str {
        let heading = self.page().lines().next().unwrap_or_default();
        heading.split_once(": ").map_or(heading, |(_, title)| title)
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str().eq_ignore_ascii_case(text))
    }
}
