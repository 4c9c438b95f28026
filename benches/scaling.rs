//! Cost against size: how the time to a proven cover grows with the group.
//!
//! What: generated groups of 100 to 3,000 agents at constant gap density (15 agents for each establishment, 2.5 gaps for
//! each agent, 28 days, seed 7), solved to a gap of 1 %. *Seconds to cover* are those until safety was settled in every part
//! of the group and value and bound of cover, summed over the parts, were within 2 % and within 1 % of everything asked for, by
//! the progress events of the solve; a dash where that was never so. The run then goes on through the other levels until 1 % at each,
//! or to the time limit.
//!
//! Why: a group of 3,000 agents must cost about thirty times one of 100, not a thousand times.
//!
//! How: `cargo bench --bench scaling`, with `-- --time-limit 60s` for each size (120 s is the default). It prints the table
//! and the slopes of seconds against gaps on log-log axes, and draws both in `docs/scaling.svg`.
//!
//! The dated results are in `docs/measurements.md`.

use releve_solver::check::check;
use releve_solver::compile;
use releve_solver::domain::plan::{Cancel, LevelName, Limits, Outcome, Progress};
use releve_solver::domain::problem::Problem;
use releve_solver::formats::generate::{Size, generate};
use releve_solver::solve;
use std::fmt::Write;
use std::sync::Mutex;

const AGENTS: [u32; 6] = [100, 200, 400, 800, 1600, 3000];
const AGENTS_PER_ESTABLISHMENT: u32 = 15;
/// What counts as proven, as shares of everything asked for; the last is what the engine is asked for.
const PROVEN: [f64; 2] = [0.02, 0.01];
/// Where the picture goes, from the root of the repository.
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scaling.svg");

/// A size and what it took.
struct Point {
    gaps: f64,
    seconds: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let limit = arguments.windows(2).find(|pair| pair[0] == "--time-limit").map_or("120s", |pair| pair[1].as_str());
    let Some(seconds) = limit.strip_suffix('s').and_then(|seconds| seconds.parse().ok()) else {
        eprintln!("--time-limit: found {limit:?}, expected seconds, such as 120s");
        std::process::exit(2);
    };
    println!(
        "| agents | gaps | lawful pairs of the shifts held | seconds to cover, 2 % | 1 % | gap of cover % | held | total seconds \
         | worst gap % | peak MiB |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    let mut series = [Vec::new(), Vec::new()];
    for agents in AGENTS {
        let gaps = agents * 5 / 2;
        let size = Size { establishments: agents.div_ceil(AGENTS_PER_ESTABLISHMENT), agents, days: 28, gaps };
        let problem = compile(&generate(size, 7)).expect("a generated group compiles");
        forget_peak();
        let (outcome, to_cover) = timed(&problem, &Limits { seconds, gap: PROVEN[1], ..Limits::default() });
        let gap_of_cover =
            outcome.levels.iter().find(|level| level.name == LevelName::Cover).map_or(0.0, |level| level.gap);
        let worst = outcome.levels.iter().map(|level| level.gap).fold(0.0, f64::max);
        println!(
            "| {agents} | {gaps} | {} | {} | {} | {:.2} | {} | {:.1} | {:.1} | {} |",
            outcome.assigned.iter().map(|held| held.eligible).sum::<usize>(),
            told(to_cover[0]),
            told(to_cover[1]),
            100.0 * gap_of_cover,
            outcome.assigned.len(),
            outcome.seconds,
            100.0 * worst,
            peak_mebibytes()
        );
        for (points, seconds) in series.iter_mut().zip(to_cover) {
            points.extend(seconds.map(|seconds| Point { gaps: f64::from(gaps), seconds }));
        }
    }
    for (points, share) in series.iter().zip(PROVEN) {
        let (count, sizes) = (points.len(), AGENTS.len());
        println!("\n{count} of {sizes} sizes proven within {:.0} % at cover; {}", 100.0 * share, slope_of(points));
    }
    std::fs::write(PICTURE, picture(&series)).expect("docs/ is there");
}

fn told(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), |seconds| format!("{seconds:.1}"))
}

/// Solves, and tells when cover was proven within each share.
fn timed(problem: &Problem, limits: &Limits) -> (Outcome, [Option<f64>; 2]) {
    let heard = Mutex::new(([None; 2], None));
    let listen = |progress: &Progress| {
        let (proven_at, left_at) = &mut *heard.lock().expect("no holder panics");
        if progress.level > LevelName::Cover {
            left_at.get_or_insert(progress.seconds);
        } else if progress.level == LevelName::Cover {
            for (at, share) in proven_at.iter_mut().zip(PROVEN) {
                if progress.gap.is_some_and(|gap| gap <= share) {
                    at.get_or_insert(progress.seconds);
                }
            }
        }
    };
    let outcome = solve(problem, limits, &Cancel::new(), &listen);
    assert!(check(problem, &outcome.assignments()).is_ok(), "every result is lawful");
    let (mut proven_at, left_at) = heard.into_inner().expect("no holder panics");
    for (at, share) in proven_at.iter_mut().zip(PROVEN) {
        // A level that is settled at once may be over before anybody hears of it.
        let is_proven = outcome.levels.iter().all(|level| level.name != LevelName::Cover || level.gap <= share);
        *at = at.or(left_at.filter(|_| is_proven));
    }
    (outcome, proven_at)
}

/// The slope in words. Where a size was not proven the others would make it look flatter than it is.
fn slope_of(points: &[Point]) -> String {
    fit(points).map_or_else(|| "no slope without all sizes".to_owned(), |(slope, _)| format!("slope {slope:.2}"))
}

/// Slope and value at 1 of the line through the logarithms, by least squares; `None` when a size is missing.
fn fit(points: &[Point]) -> Option<(f64, f64)> {
    if points.len() < AGENTS.len() {
        return None;
    }
    let count = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|point| (point.gaps.ln(), point.seconds.ln())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|log| log.0), mean(|log| log.1));
    let both: f64 = logs.iter().map(|log| (log.0 - x) * (log.1 - y)).sum();
    let slope = both / logs.iter().map(|log| (log.0 - x).powi(2)).sum::<f64>();
    Some((slope, (y - slope * x).exp()))
}

/// Where the axes are, in units of the picture.
const LEFT: f64 = 80.0;
const RIGHT: f64 = 620.0;
const TOP: f64 = 60.0;
const BOTTOM: f64 = 380.0;
/// What the axes go from and to: gaps, seconds.
const GAPS: (f64, f64) = (100.0, 10_000.0);
const SECONDS: (f64, f64) = (0.1, 1_000.0);

/// The share of an axis below a value.
fn share((from, to): (f64, f64), value: f64) -> f64 {
    (value / from).ln() / (to / from).ln()
}

fn x(gaps: f64) -> f64 {
    LEFT + share(GAPS, gaps) * (RIGHT - LEFT)
}

fn y(seconds: f64) -> f64 {
    BOTTOM - share(SECONDS, seconds) * (BOTTOM - TOP)
}

/// Seconds against gaps with a fitted line for each share that every size reached, and one of slope 1 through its first point.
fn picture(series: &[Vec<Point>; 2]) -> String {
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 680 440\" role=\"img\" font-family=\"sans-serif\" \
         font-size=\"13\">\n\
         <title>Seconds until cover is proven within 2 % and within 1 %, against gaps</title>\n\
         <style>text { fill: #222 } .axis { stroke: #666 } .grid { stroke: #ddd } .even { stroke: #888 } \
         .fit { stroke: #0b62a8 } circle { stroke: #0b62a8; fill: #0b62a8 } circle.near { fill: none }\n\
         @media (prefers-color-scheme: dark) { text { fill: #ddd } .axis { stroke: #aaa } .grid { stroke: #444 } \
         .even { stroke: #999 } .fit { stroke: #6bb6f2 } circle { stroke: #6bb6f2; fill: #6bb6f2 } circle.near { fill: none } }</style>\n",
    );
    let slopes = format!("2 %: {}; 1 %: {}", slope_of(&series[0]), slope_of(&series[1]));
    let mut text = |x: f64, y: f64, anchor: &str, words: &str| {
        let _ = writeln!(out, "<text x=\"{x:.0}\" y=\"{y:.0}\" text-anchor=\"{anchor}\">{words}</text>");
    };
    text(LEFT, 26.0, "start", "Seconds until cover is proven within 2 % (rings) and 1 % (dots)");
    text(LEFT, 44.0, "start", &format!("100 to 3,000 agents, 2.5 gaps each, 28 days. {slopes}"));
    text(f64::midpoint(LEFT, RIGHT), BOTTOM + 44.0, "middle", "gaps (shifts to fill), logarithmic");
    text(LEFT - 8.0, TOP - 10.0, "end", "seconds");
    for gaps in [100.0, 1_000.0, 10_000.0] {
        text(x(gaps), BOTTOM + 20.0, "middle", &format!("{gaps}"));
    }
    for seconds in [0.1, 1.0, 10.0, 100.0, 1_000.0] {
        text(LEFT - 8.0, y(seconds) + 4.0, "end", &format!("{seconds}"));
    }
    for point in &series[0] {
        text(x(point.gaps) - 8.0, y(point.seconds) - 8.0, "end", &format!("{:.1}", point.seconds));
    }
    text(RIGHT - 90.0, TOP + 20.0, "end", "measured, fitted");
    text(RIGHT - 90.0, TOP + 40.0, "end", "slope 1");
    let mut line = |class: &str, [x1, y1, x2, y2]: [f64; 4]| {
        let dashes = if class == "even" { " stroke-dasharray=\"6 4\"" } else { "" };
        let _ = writeln!(
            out,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"{dashes}/>"
        );
    };
    for seconds in [1.0, 10.0, 100.0, 1_000.0] {
        line("grid", [LEFT, y(seconds), RIGHT, y(seconds)]);
    }
    line("grid", [x(1_000.0), TOP, x(1_000.0), BOTTOM]);
    line("axis", [LEFT, BOTTOM, RIGHT, BOTTOM]);
    line("axis", [LEFT, TOP, LEFT, BOTTOM]);
    line("fit", [RIGHT - 80.0, TOP + 16.0, RIGHT - 10.0, TOP + 16.0]);
    line("even", [RIGHT - 80.0, TOP + 36.0, RIGHT - 10.0, TOP + 36.0]);
    for points in series {
        if let (Some(first), Some(last)) = (points.first(), points.last()) {
            let Some((slope, at_one)) = fit(points) else { continue };
            let fitted = |gaps: f64| y(at_one * gaps.powf(slope));
            line("fit", [x(first.gaps), fitted(first.gaps), x(last.gaps), fitted(last.gaps)]);
            let even = first.seconds * last.gaps / first.gaps;
            line("even", [x(first.gaps), y(first.seconds), x(last.gaps), y(even)]);
        }
    }
    for (points, class) in series.iter().zip(["near", "within"]) {
        for Point { gaps, seconds } in points {
            let _ =
                writeln!(out, "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"/>", x(*gaps), y(*seconds));
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Begins the high-water mark of the resident set anew, on Linux.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// `VmHWM` of Linux; 0 elsewhere.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
