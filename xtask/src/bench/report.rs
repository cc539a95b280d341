//! The results as Markdown, and their place in docs/benchmarks.md.

use std::{fmt::Write, fs, time::Duration};

use super::{
    contest::{CONTESTANTS, LARGE, Place, SMALL, Start, Who},
    folder, machine,
    measure::Samples,
    typecheck::{CHECKED, COMPILERS, Checks, Escapes},
};
use crate::shell::root;

/// All that was measured.
pub struct Results {
    pub rounds: usize,
    /// Of the machine, before anything began.
    pub load: Option<f64>,
    /// One for each of `CONTESTANTS`.
    pub samples: Vec<Samples>,
    pub checks: Checks,
    pub escapes: [Escapes; 2],
}

/// One promise, and whether it was kept.
struct Ratio {
    what: &'static str,
    asked: String,
    measured: String,
    met: bool,
}

impl Results {
    fn of(&self, who: Who, functions: usize, start: Start) -> &Samples {
        let found = CONTESTANTS.iter().position(|c| (c.who, c.functions, c.start) == (who, functions, start));
        &self.samples[found.expect("it takes part")]
    }

    /// The section of docs/benchmarks.md, without its heading.
    pub fn markdown(&self, place: &Place) -> String {
        let mut out = String::new();
        let load = self.load.map_or_else(|| "unknown".to_owned(), |load| format!("{load:.2}"));
        let size = |functions| bytes(fs::metadata(place.document(functions)).map_or(0, |m| m.len()));
        let _ = write!(
            out,
            "{SMALL} functions are {}, {LARGE} are {}. Machine: {}, load at the start: {load}. Versions: {}.\n\
             Times are medians of whole processes after a round to warm up, with the shortest and the longest;\n\
             {} rounds.\n\n",
            size(SMALL),
            size(LARGE),
            machine::description(),
            machine::versions(),
            self.rounds,
        );
        out + &self.ratio_table(place) + "\n" + &self.runs(place) + "\n" + &self.type_checks()
    }

    /// What is promised and was not measured.
    pub fn unmet(&self, place: &Place) -> Vec<String> {
        let unmet = self.ratios(place).into_iter().filter(|ratio| !ratio.met);
        unmet.map(|Ratio { what, asked, measured, .. }| format!("{what}: {measured}, asked: {asked}")).collect()
    }

    fn ratio_table(&self, place: &Place) -> String {
        let mut out = "| ratio | asked | measured | |\n| --- | --- | --- | --- |\n".to_owned();
        for Ratio { what, asked, measured, met } in self.ratios(place) {
            let verdict = if met { "met" } else { "**not met**" };
            let _ = writeln!(out, "| {what} | {asked} | {measured} | {verdict} |");
        }
        out
    }

    fn ratios(&self, place: &Place) -> Vec<Ratio> {
        let wall = |who, functions| self.of(who, functions, Start::New).wall();
        let ours = wall(Who::React, SMALL);
        let times = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64().max(f64::EPSILON);
        let faster = |who, functions: f64| {
            let measured = times(wall(who, SMALL), ours);
            (format!("{functions} times or more"), format!("{measured:.1} times"), measured >= functions)
        };
        let at_most = |asked: f64, measured: f64| {
            (format!("{asked} times or less"), format!("{measured:.2} times"), measured <= asked)
        };
        let memory = |functions: usize| {
            let input = fs::metadata(place.document(functions)).map_or(1, |m| m.len());
            let used = self.of(Who::React, functions, Start::New).memory();
            at_most(8.0, ratio(used, input))
        };
        let bare = |functions| at_most(3.0, times(wall(Who::React, functions), wall(Who::Bare, functions)));
        let checked = |compiler: usize| {
            let [ours, theirs] = &self.checks[compiler];
            at_most(0.5, times(ours.wall(), theirs.wall()))
        };
        let Escapes { casts, any, others } = self.escapes[0];
        [
            ("faster than openapi-typescript (types alone)", faster(Who::OpenapiTypescript, 60.0)),
            ("faster than hey-api with hooks", faster(Who::HeyApi, 100.0)),
            ("time of 5,000 functions over 1,000", at_most(6.0, times(wall(Who::React, LARGE), ours))),
            ("time over a bare program, 1,000 functions", bare(SMALL)),
            ("time over a bare program, 5,000 functions", bare(LARGE)),
            ("peak memory over the input, 1,000 functions", memory(SMALL)),
            ("peak memory over the input, 5,000 functions", memory(LARGE)),
            ("`tsc` on ours over hey-api's, TypeScript 5.9", checked(0)),
            ("`tsc` on ours over hey-api's, TypeScript 7", checked(1)),
            (
                "casts and `any` in the output",
                ("none".into(), format!("{}", casts + any + others), casts + any + others == 0),
            ),
        ]
        .map(|(what, (asked, measured, met))| Ratio { what, asked, measured, met })
        .into()
    }

    fn runs(&self, place: &Place) -> String {
        let mut out =
            "| functions | tool | median | shortest – longest | processor | peak memory | files | written |\n\
                       | --: | --- | --: | --: | --: | --: | --: | --: |\n"
                .to_owned();
        for (contestant, samples) in CONTESTANTS.iter().zip(&self.samples) {
            let output = place.output(contestant.who, contestant.functions);
            let (shortest, longest) = samples.spread();
            let _ = writeln!(
                out,
                "| {} | {}{} | {} | {} – {} | {} | {} | {} | {} |",
                contestant.functions,
                label(contestant.who),
                if contestant.start == Start::Unchanged { ", again with nothing changed" } else { "" },
                seconds(samples.wall()),
                seconds(shortest),
                seconds(longest),
                seconds(samples.cpu()),
                bytes(samples.memory()),
                folder::files(&output).len(),
                bytes(folder::size(&output)),
            );
        }
        out
    }

    fn type_checks(&self) -> String {
        let mut out = "| `tsc --noEmit` on 1,000 functions with hooks | median | shortest – longest | peak memory |\n\
                       | --- | --: | --: | --: |\n"
            .to_owned();
        for ((name, _), checks) in COMPILERS.iter().zip(&self.checks) {
            for (who, samples) in CHECKED.into_iter().zip(checks) {
                let (shortest, longest) = samples.spread();
                let memory = bytes(samples.memory());
                let (median, shortest, longest) = (seconds(samples.wall()), seconds(shortest), seconds(longest));
                let _ = writeln!(out, "| {name}, {} | {median} | {shortest} – {longest} | {memory} |", label(who));
            }
        }
        out.push_str("\n| in the output | casts | `any` | `!` and `@ts-` comments |\n| --- | --: | --: | --: |\n");
        for (who, Escapes { casts, any, others }) in CHECKED.into_iter().zip(self.escapes) {
            let _ = writeln!(out, "| {} | {casts} | {any} | {others} |", label(who));
        }
        out
    }
}

fn label(who: Who) -> &'static str {
    match who {
        Who::React => "mizan-generate, React",
        Who::All => "mizan-generate, all three targets",
        Who::Bare => "a bare program: parse the JSON, write the bytes of mizan-generate, React",
        Who::OpenapiTypescript => "openapi-typescript, types alone",
        Who::HeyApi => "hey-api with TanStack Query hooks",
        Who::Orval => "orval with TanStack Query hooks",
    }
}

fn seconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    if milliseconds < 1000.0 { format!("{milliseconds:.0} ms") } else { format!("{:.2} s", milliseconds / 1000.0) }
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b as f64
}

fn bytes(count: u64) -> String {
    format!("{:.1} MB", ratio(count, 1_000_000))
}

/// Replaces what stands between the markers of `section`.
pub fn replace(section: &str, text: &str) -> Result<(), String> {
    let path = root().join("docs/benchmarks.md");
    let document = fs::read_to_string(&path).map_err(|e| format!("cannot read docs/benchmarks.md: {e}"))?;
    let (begin, end) = (format!("<!-- {section}: written by cargo xtask bench -->\n"), format!("<!-- /{section} -->"));
    let parts = document.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("docs/benchmarks.md has no section {section:?}"))?;
    fs::write(&path, format!("{before}{begin}\n{text}\n{end}{after}"))
        .map_err(|e| format!("cannot write docs/benchmarks.md: {e}"))
}
