//! Decimal numbers, small and exact: whole numbers of one scale, each as the difference to the one before.
//!
//! A dump of a long meeting has tens of millions of them; most differ from their neighbour in two or three digits.

/// Powers of ten that a float holds exactly. A quotient of two exact floats is rounded once, which makes it the nearest
/// float to the decimal number (Clinger 1990, section 4).
pub(in crate::dump) const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Whole numbers below this are floats exactly.
pub(in crate::dump) const EXACT_WHOLE: u64 = 1 << 53;

/// Numbers in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dump) struct Decimals {
    scale: u8,
    count: u32,
    /// Differences of the scaled numbers: zigzag, seven bits a byte, the least first.
    bytes: Box<[u8]>,
}

impl Decimals {
    /// `wholes` divided by ten to the power of `scales`, each; `None` where they have no common scale that is exact.
    pub(in crate::dump) fn pack(wholes: &[i64], scales: &[u8]) -> Option<Self> {
        let scale = scales.iter().copied().max()?;
        EXACT_POWERS.get(usize::from(scale))?;
        let mut bytes = Vec::with_capacity(wholes.len() * 3);
        let mut before = 0_i64;
        for (whole, own) in wholes.iter().zip(scales) {
            let scaled = match scale - own {
                0 => *whole,
                more => 10_i64.checked_pow(u32::from(more)).and_then(|factor| whole.checked_mul(factor))?,
            };
            if scaled.unsigned_abs() >= EXACT_WHOLE {
                return None;
            }
            let difference = scaled - before;
            before = scaled;
            let mut left = ((difference << 1) ^ (difference >> 63)) as u64;
            while left >= 0x80 {
                bytes.push(left as u8 | 0x80);
                left >>= 7;
            }
            bytes.push(left as u8);
        }
        Some(Self { scale, count: u32::try_from(wholes.len()).ok()?, bytes: bytes.into() })
    }

    /// How many there are.
    pub(in crate::dump) fn len(&self) -> usize {
        self.count as usize
    }

    /// The numbers.
    pub(in crate::dump) fn values(&self) -> impl Iterator<Item = f64> {
        let power = EXACT_POWERS.get(usize::from(self.scale)).copied().unwrap_or(1.0);
        let mut bytes = self.bytes.iter();
        let mut whole = 0_i64;
        std::iter::from_fn(move || {
            let (mut coded, mut shift) = (0_u64, 0);
            loop {
                let byte = *bytes.next()?;
                coded |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            whole += (coded >> 1) as i64 ^ -((coded & 1) as i64);
            Some(whole as f64 / power)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_out_as_they_went_in(numbers in prop::collection::vec((-1_000_000_000i64..1_000_000_000, 0u8..7), 1..50)) {
            let (wholes, scales): (Vec<i64>, Vec<u8>) = numbers.into_iter().unzip();
            let packed = Decimals::pack(&wholes, &scales).unwrap();
            let want: Vec<f64> = wholes
                .iter()
                .zip(&scales)
                .map(|(whole, scale)| *whole as f64 / EXACT_POWERS[usize::from(*scale)])
                .collect();
            prop_assert_eq!(packed.len(), want.len());
            prop_assert_eq!(packed.values().collect::<Vec<_>>(), want);
        }
    }

    #[test]
    fn what_would_not_be_exact_is_not_packed() {
        assert_eq!(Decimals::pack(&[1 << 53], &[0]), None);
        assert_eq!(Decimals::pack(&[1, 9_007_199_254_740_991], &[5, 0]), None);
        assert_eq!(Decimals::pack(&[], &[]), None);
    }
}
