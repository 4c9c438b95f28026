//! Horizontal bars: positions are computed here, the template only draws them, and the same figures stand in a table beside.

use crate::web::pages::view::records::{Bar, Bars};

/// Room for labels on the left, and for figures on the right, in units of a drawing that is 560 wide.
const LEFT: i64 = 170;
const FULL: i64 = 300;
const ROW: i64 = 24;
const PAIR: i64 = 18;
/// More than this cannot be read at a glance; the table has everything.
const LINES_MAX: usize = 24;

/// What a bar stands for: label, value, and the value in words; with a second value where two are compared.
#[derive(Debug, Clone)]
pub struct Line {
    /// What.
    pub label: String,
    /// Values from nought up with their words, one or two.
    pub values: Vec<(i64, String)>,
}

/// Draws lines against a scale that ends at `most`, or at the longest of them; nothing when there is none.
pub fn bars(title: String, lines: &[Line], most: Option<i64>) -> Option<Bars> {
    let drawn = &lines[..lines.len().min(LINES_MAX)];
    let longest = drawn.iter().flat_map(|line| &line.values).map(|(value, _)| *value).max()?;
    let most = most.unwrap_or(longest).max(1);
    let (mut y, mut bars) = (4, Vec::new());
    for line in drawn {
        let step = if line.values.len() > 1 { PAIR } else { ROW };
        for (place, (value, text)) in line.values.iter().enumerate() {
            let width = (value.clamp(&0, &most) * FULL + most / 2) / most;
            bars.push(Bar {
                label: if place == 0 { shortened(&line.label) } else { String::new() },
                y,
                text_y: y + 12,
                width,
                text_x: LEFT + width + 6,
                value: text.clone(),
                other: place > 0,
            });
            y += step;
        }
        if line.values.len() > 1 {
            y += 8;
        }
    }
    Some(Bars { title, height: y + 4, left: LEFT, full: FULL, bars })
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
        Line { label: label.to_owned(), values: values.iter().map(|value| (*value, value.to_string())).collect() }
    }

    #[test]
    fn bars_are_as_long_as_their_values() {
        let drawn = bars("t".to_owned(), &[line("a", &[500]), line("b", &[1_000])], Some(1_000)).expect("two bars");
        assert_eq!(drawn.bars.iter().map(|bar| bar.width).collect::<Vec<_>>(), [150, 300]);
        let pairs = bars("t".to_owned(), &[line("a", &[0, 7])], None).expect("a pair");
        assert_eq!(pairs.bars.iter().map(|bar| (bar.width, bar.other)).collect::<Vec<_>>(), [(0, false), (300, true)]);
        assert!(bars("t".to_owned(), &[], None).is_none());
        let nought = bars("t".to_owned(), &[line("a", &[0])], None).expect("a bar without length");
        assert_eq!(nought.bars[0].width, 0);
    }
}
