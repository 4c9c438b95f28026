//! Horizontal bars: positions are computed here, the template only draws them, and the same figures stand in a table beside.

use crate::web::pages::view::records::{Bar, Bars};

/// Room for labels on the left, and for figures on the right, in units of a drawing that is 560 wide.
const LEFT: i64 = 170;
const FULL: i64 = 300;
const ROW: i64 = 24;
const PAIR: i64 = 18;
/// More than this cannot be read at a glance; the table has everything.
const LINES_MAX: usize = 24;

/// How the bars of a series are drawn: nobody has to tell colours apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Filled.
    Full,
    /// An edge alone.
    Open,
    /// A broken edge alone.
    Broken,
}

impl Look {
    /// Class of a bar.
    const fn bar(self) -> &'static str {
        match self {
            Self::Full => "bar",
            Self::Open => "bar other",
            Self::Broken => "bar third",
        }
    }

    /// Class of the mark in the legend.
    const fn mark(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Open => "",
            Self::Broken => "third",
        }
    }
}

/// What bars stand for: a label, and the value of each series with the value in words; none where there is nothing to draw.
#[derive(Debug, Clone)]
pub struct Line {
    /// What.
    pub label: String,
    /// Values from nought up with their words, one for each series.
    pub values: Vec<Option<(i64, String)>>,
}

impl Line {
    /// Of one series.
    pub fn of(label: String, value: i64, text: String) -> Self {
        Self { label, values: vec![Some((value, text))] }
    }
}

/// Draws lines against a scale that ends at `most`, or at the longest of them; nothing when there is none. `series` says how
/// several look and what they are called; nothing of one, which the title names.
pub fn bars(title: String, lines: &[Line], series: &[(Look, String)], most: Option<i64>) -> Option<Bars> {
    let looks: Vec<Look> =
        if series.is_empty() { vec![Look::Full] } else { series.iter().map(|(look, _)| *look).collect() };
    let drawn = &lines[..lines.len().min(LINES_MAX)];
    let longest = drawn.iter().flat_map(|line| line.values.iter().flatten()).map(|(value, _)| *value).max()?;
    let most = most.unwrap_or(longest).max(1);
    let (mut y, mut bars) = (4, Vec::new());
    for line in drawn {
        let step = if line.values.len() > 1 { PAIR } else { ROW };
        let mut label = shortened(&line.label);
        for (value, look) in line.values.iter().zip(&looks) {
            let Some((value, text)) = value else { continue };
            let width = (value.clamp(&0, &most) * FULL + most / 2) / most;
            bars.push(Bar {
                label: std::mem::take(&mut label),
                y,
                text_y: y + 12,
                width,
                text_x: LEFT + width + 6,
                value: text.clone(),
                style: look.bar(),
            });
            y += step;
        }
        if line.values.len() > 1 {
            y += 8;
        }
    }
    let legend = series.iter().map(|(look, name)| (look.mark(), name.clone())).collect();
    Some(Bars { title, height: y + 4, left: LEFT, full: FULL, bars, legend })
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= 24 {
        return label.to_owned();
    }
    label.chars().take(23).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, values: &[i64]) -> Line {
        Line { label: label.to_owned(), values: values.iter().map(|value| Some((*value, value.to_string()))).collect() }
    }

    #[test]
    fn bars_are_as_long_as_their_values() {
        let drawn =
            bars("t".to_owned(), &[line("a", &[500]), line("b", &[1_000])], &[], Some(1_000)).expect("two bars");
        assert_eq!(drawn.bars.iter().map(|bar| bar.width).collect::<Vec<_>>(), [150, 300]);
        let names = [(Look::Open, "before".to_owned()), (Look::Full, "after".to_owned())];
        let pairs = bars("t".to_owned(), &[line("a", &[0, 7])], &names, None).expect("a pair");
        let drawn: Vec<_> = pairs.bars.iter().map(|bar| (bar.label.as_str(), bar.width, bar.style)).collect();
        assert_eq!(drawn, [("a", 0, "bar other"), ("", 300, "bar")]);
        assert_eq!(pairs.legend, [("", "before".to_owned()), ("full", "after".to_owned())]);
        assert!(bars("t".to_owned(), &[], &[], None).is_none());
        let nought = bars("t".to_owned(), &[line("a", &[0])], &[], None).expect("a bar without length");
        assert_eq!(nought.bars[0].width, 0);
    }
}
