//! Why nobody holds a shift, or a cascade is held, as whoever hears of it reads it.

use crate::lang::{Args, Words};
use crate::store::cascades::Why;

/// In a sentence; somebody's own words stay as they are.
pub fn told(words: Words, why: &Why) -> String {
    words.say(match why {
        Why::Past => "why-past",
        Why::CalledOff => "why-called-off",
        Why::ToAdmit => "why-to-admit",
        Why::NoYes { asked, able } => {
            let mut values = Args::new();
            values.set("asked", *asked);
            values.set("able", *able);
            return words.fill("why-no-yes", &values);
        }
        Why::Nobody { fr, en } => return words.set(words.pick(fr, en)),
        Why::Typed(text) => return text.clone(),
    })
}
