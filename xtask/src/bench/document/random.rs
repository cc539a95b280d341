//! Choices that look arbitrary and are the same on every machine.

/// SplitMix64.
pub struct Random(u64);

impl Random {
    pub fn new(seed: usize) -> Self {
        Self(seed as u64)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// `count` different elements in their own order.
    pub fn pick<'a, T>(&mut self, from: &'a [T], count: usize) -> Vec<&'a T> {
        let mut wanted = count.min(from.len());
        let mut picked = Vec::with_capacity(wanted);
        for (item, left) in from.iter().zip((1..=from.len()).rev()) {
            if self.next() % (left as u64) < wanted as u64 {
                picked.push(item);
                wanted -= 1;
            }
        }
        picked
    }
}
