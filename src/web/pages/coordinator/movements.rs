//! Who goes from which establishment to which: counts, and a drawing where the establishments stand apart.

use super::site;
use crate::app::facts::Facts;
use crate::lang::{Args, Words};
use crate::store::plans::Item;
use crate::web::pages::view::coordinator::{Map, MapLine, MapPlace, Movements, Way};
use releve_solver::domain::problem::distance_km;
use releve_solver::domain::scenario::Place;
use std::collections::{BTreeMap, BTreeSet};

/// Width of the drawing.
const WIDTH: f64 = 560.0;
/// Room around the outermost establishments.
const MARGIN: f64 = 36.0;
/// Height of the drawing, at least and at most.
const HEIGHT: (f64, f64) = (160.0, 420.0);
/// Establishments nearer to each other than this are one place to the eye.
const APART_KM: f64 = 0.5;
/// How much of a name fits.
const NAME_CHARS: usize = 28;

/// Shifts and people of a way.
#[derive(Default)]
struct Travel<'i> {
    shifts: usize,
    people: BTreeSet<&'i str>,
}

/// The movements of a plan; none when nobody is sent anywhere.
pub fn of(words: Words, facts: &Facts, items: &[Item]) -> Option<Movements> {
    let units: BTreeMap<&str, &str> =
        facts.scenario.units.iter().map(|unit| (unit.id.as_str(), unit.establishment.as_str())).collect();
    let mut travels: BTreeMap<(&str, &str), Travel<'_>> = BTreeMap::new();
    for item in items.iter().filter(|item| item.state != "bare") {
        let Some(agent) = item.agent_id.as_deref() else { continue };
        let (Some(from), Some(to)) = (facts.employer(agent), units.get(item.unit_id.as_str()).copied()) else {
            continue;
        };
        let travel = travels.entry((from, to)).or_default();
        travel.shifts += 1;
        travel.people.insert(agent);
    }
    if travels.is_empty() {
        return None;
    }
    let away = travels.iter().filter(|((from, to), _)| from != to);
    let mut values = Args::new();
    values.set("shifts", travels.values().map(|travel| travel.shifts).sum::<usize>());
    values.set("away", away.clone().map(|(_, travel)| travel.shifts).sum::<usize>());
    values.set("people", away.flat_map(|(_, travel)| &travel.people).collect::<BTreeSet<_>>().len());
    let mut ways: Vec<Way> = travels.iter().map(|(way, travel)| view(words, facts, *way, travel)).collect();
    ways.sort_by(|a, b| a.at_home.cmp(&b.at_home).then(b.shifts.cmp(&a.shifts)).then_with(|| a.from.cmp(&b.from)));
    Some(Movements { sentence: words.fill("plan-movements", &values), map: map(facts, &travels), ways })
}

fn name(facts: &Facts, id: &str) -> String {
    site(facts, id).map_or_else(|| id.to_owned(), |site| site.name.clone())
}

fn view(words: Words, facts: &Facts, (from, to): (&str, &str), travel: &Travel<'_>) -> Way {
    let places = site(facts, from).zip(site(facts, to));
    Way {
        from: name(facts, from),
        to: name(facts, to),
        at_home: from == to,
        shifts: travel.shifts,
        people: travel.people.len(),
        distance: match places {
            Some((a, b)) if from != to => words.with("plan-km", [("km", distance_km(a.place, b.place).round() as i64)]),
            _ => String::new(),
        },
    }
}

/// The drawing: a flat map is near enough for one region. None when fewer than two establishments stand apart.
fn map(facts: &Facts, travels: &BTreeMap<(&str, &str), Travel<'_>>) -> Option<Map> {
    let ids: BTreeSet<&str> = travels.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let places: BTreeMap<&str, Place> =
        ids.iter().filter_map(|id| site(facts, id).map(|site| (*id, site.place))).collect();
    let first = places.values().next()?;
    if places.values().all(|place| distance_km(*first, *place) < APART_KM) {
        return None;
    }
    let flat = Flat::new(&places.values());
    let most = travels.iter().filter(|((a, b), _)| a != b).map(|(_, travel)| travel.shifts).max()?;
    let mut lines = Vec::new();
    for ((from, to), travel) in travels.iter().filter(|((from, to), _)| from != to) {
        let (Some(a), Some(b)) = (places.get(from), places.get(to)) else { continue };
        lines.extend(line(flat.at(*a), flat.at(*b), travel.shifts, most));
    }
    let dots = places.iter().map(|(id, place)| {
        let (x, y) = flat.at(*place);
        let is_left = x < WIDTH / 2.0;
        MapPlace {
            x: x.round() as i64,
            y: y.round() as i64,
            name_x: (if is_left { x + 11.0 } else { x - 11.0 }).round() as i64,
            anchor: if is_left { "start" } else { "end" },
            name: shortened(&name(facts, id)),
        }
    });
    Some(Map { height: flat.height.round() as i64, lines, places: dots.collect() })
}

/// A way as an arrow between two dots, a little to its right, so that the way back is another line.
fn line(a: (f64, f64), b: (f64, f64), shifts: usize, most: usize) -> Option<MapLine> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx.hypot(dy);
    if length < 24.0 {
        return None;
    }
    let (ux, uy) = (dx / length, dy / length);
    let aside = (-uy * 4.0, ux * 4.0);
    let along = |distance: f64| (a.0 + ux * distance + aside.0, a.1 + uy * distance + aside.1);
    let (start, end, middle) = (along(10.0), along(length - 12.0), along(length * 0.6));
    Some(MapLine {
        x1: start.0.round() as i64,
        y1: start.1.round() as i64,
        x2: end.0.round() as i64,
        y2: end.1.round() as i64,
        width: 1 + (shifts * 4 / most.max(1)) as i64,
        x: (middle.0 - uy * 10.0).round() as i64,
        y: (middle.1 + ux * 10.0 + 4.0).round() as i64,
        shifts,
    })
}

/// Degrees on paper.
struct Flat {
    west: f64,
    north: f64,
    /// Units of the drawing per degree of latitude.
    scale: f64,
    /// How much a degree of longitude is shorter.
    narrowing: f64,
    height: f64,
    aside: f64,
    above: f64,
}

impl Flat {
    fn new<'p>(places: &(impl Iterator<Item = &'p Place> + Clone)) -> Self {
        let least = |of: fn(&Place) -> f64| places.clone().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&Place) -> f64| places.clone().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (west, east) = (least(|p| p.longitude), most(|p| p.longitude));
        let (south, north) = (least(|p| p.latitude), most(|p| p.latitude));
        let narrowing = f64::midpoint(south, north).to_radians().cos().max(0.1);
        let (width, height) = ((east - west) * narrowing, north - south);
        let scale = ((WIDTH - 2.0 * MARGIN) / width.max(1e-6)).min((HEIGHT.1 - 2.0 * MARGIN) / height.max(1e-6));
        let drawn = (height * scale + 2.0 * MARGIN).clamp(HEIGHT.0, HEIGHT.1);
        Self {
            west,
            north,
            scale,
            narrowing,
            height: drawn,
            aside: (WIDTH - width * scale) / 2.0,
            above: (drawn - height * scale) / 2.0,
        }
    }

    fn at(&self, place: Place) -> (f64, f64) {
        let x = self.aside + (place.longitude - self.west) * self.narrowing * self.scale;
        (x, self.above + (self.north - place.latitude) * self.scale)
    }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS {
        return name.to_owned();
    }
    name.chars().take(NAME_CHARS - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_keeps_everything_inside_and_north_up() {
        let bourg = Place { latitude: 46.20, longitude: 5.22 };
        let viriat = Place { latitude: 46.25, longitude: 5.21 };
        let nantua = Place { latitude: 46.15, longitude: 5.61 };
        let all = [bourg, viriat, nantua];
        let flat = Flat::new(&all.iter());
        for place in all {
            let (x, y) = flat.at(place);
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=flat.height).contains(&y), "{x} {y}");
        }
        assert!(flat.at(viriat).1 < flat.at(bourg).1, "north is up");
        assert!(flat.at(viriat).0 < flat.at(nantua).0, "east is right");
        let due_north = Flat::new(&[bourg, Place { latitude: 46.5, ..bourg }].iter());
        assert!(due_north.at(bourg).0.is_finite() && due_north.height <= HEIGHT.1);
    }

    #[test]
    fn there_and_back_are_two_lines() {
        let (there, back) = (line((0.0, 0.0), (100.0, 0.0), 2, 4), line((100.0, 0.0), (0.0, 0.0), 4, 4));
        let (there, back) = (there.expect("a line"), back.expect("a line"));
        assert!(there.y1 > 0 && back.y1 < 0 && back.width > there.width);
        assert!(line((0.0, 0.0), (5.0, 0.0), 1, 1).is_none(), "too near to be drawn");
    }
}
