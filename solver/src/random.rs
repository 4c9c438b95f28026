//! A random number generator that will give the same numbers for ever (`SplitMix64`, Steele, Lea and Flood 2014).

/// A stream of numbers decided by its seed.
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for one part of the work, so that a change in that part leaves the others as they were.
    pub fn branch(&mut self) -> Self {
        Self(self.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number below `bound`, which is not 0. The bias is below one in two billion for bounds of this crate.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(bound) * (self.next() >> 32)) >> 32) as u32
    }

    /// A whole number from `least` to `most`.
    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most - least + 1)
    }

    /// Whether an event of this probability, in percent, happens.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    /// A number from 0 up to 1, in steps of a millionth.
    pub fn unit(&mut self) -> f64 {
        f64::from(self.below(1_000_000)) / 1e6
    }

    /// One item of a list that is not empty.
    pub fn pick<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len() as u32) as usize]
    }

    /// An item by weight.
    pub fn weighted<'i, T>(&mut self, items: &'i [(u32, T)]) -> &'i T {
        let mut draw = self.below(items.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in items {
            if draw < *weight {
                return item;
            }
            draw -= weight;
        }
        &items[0].1
    }

    /// Puts a list in random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u32 + 1) as usize);
        }
    }
}
