//! The model file: a header, and for each script a table of packed evidence, read in place.
//!
//! All numbers are little-endian. The file is `"TOLM"`, the version (`u32`), the number of tables (`u32`), then for
//! each table the script (4 bytes), the number of languages, the longest n-gram and two zero bytes, the number of
//! rows (`u32`), the unit of the weights (`f32`), the codes of the languages (8 bytes each, padded with zeros) and
//! their biases (`f32` each); then all rows of the first table, of the second, and so on; last a checksum (`u64`,
//! FNV-1a over everything before it in words of eight bytes).
//!
//! A row is 4, 8, 16 or 32 bytes. It holds a weight for each language in half a byte, that of language `i` in the low
//! half of byte `i` as long as there are bytes, then in the high halves; its last byte multiplies its weights. A
//! weight is relative to the smallest of its row, since only differences between languages count. Rows start at a
//! multiple of 64 bytes.

use super::{Language, Script};
use crate::error::{Error, Result};

const MAGIC: &[u8; 4] = b"TOLM";
const VERSION: u32 = 1;
const CODE: usize = 8;

/// The most bytes of a row.
pub const MOST_BYTES: usize = 32;
/// The most languages of a table.
pub const MOST_LANGUAGES: usize = 2 * (MOST_BYTES - 1);
/// The largest multiplier of a row; its other bits are not looked at.
pub const MOST_MULTIPLIER: u8 = 63;
/// Rows start at a multiple of this.
const ALIGNMENT: usize = 64;

/// The evidence for the languages of one script, `Rows` being owned bytes (training) or borrowed ones (detection).
#[derive(Clone, Debug, PartialEq)]
pub struct Table<Rows> {
    /// The family of scripts.
    pub script: Script,
    /// The languages, in the order of the weights.
    pub languages: Vec<Language>,
    /// The longest n-gram.
    pub longest: usize,
    /// How many rows there are.
    pub rows: u32,
    /// What a weight of one with a multiplier of one is worth, in nats.
    pub unit: f32,
    /// What speaks for each language before anything is seen of a word, in nats.
    pub bias: Vec<f32>,
    /// The rows, each of [`Table::row_bytes`].
    pub weights: Rows,
}

impl<Rows> Table<Rows> {
    /// The bytes of a row.
    #[must_use]
    pub fn row_bytes(&self) -> usize {
        row_bytes(self.languages.len())
    }
}

/// The bytes of a row for so many languages.
#[must_use]
pub fn row_bytes(languages: usize) -> usize {
    (languages.div_ceil(2) + 1).next_power_of_two().max(4)
}

/// The file that holds these tables.
///
/// # Errors
///
/// [`Error::TooLarge`] if a table has more than [`MOST_LANGUAGES`] languages.
pub fn write(tables: &[Table<Vec<u8>>]) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    file.extend(MAGIC);
    file.extend(VERSION.to_le_bytes());
    file.extend(small(tables.len(), u32::MAX as usize)?.to_le_bytes());
    for table in tables {
        file.extend(table.script.as_str().bytes());
        let languages = small(table.languages.len(), MOST_LANGUAGES)?;
        let longest = small(table.longest, 255)?;
        file.extend([languages.to_le_bytes()[0], longest.to_le_bytes()[0], 0, 0]);
        file.extend(table.rows.to_le_bytes());
        file.extend(table.unit.to_le_bytes());
        for language in &table.languages {
            let mut code = [0; CODE];
            for (slot, byte) in code.iter_mut().zip(language.code().bytes()) {
                *slot = byte;
            }
            file.extend(code);
        }
        file.extend(table.bias.iter().flat_map(|bias| bias.to_le_bytes()));
    }
    for table in tables {
        file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
        file.extend(&table.weights);
    }
    let sum = checksum(&file);
    file.extend(sum.to_le_bytes());
    Ok(file)
}

/// The tables of a file; their rows stay where they are.
///
/// # Errors
///
/// [`Error::Damaged`] if it is not a model file, of another version, cut off, changed, or speaks of languages that
/// this crate does not know.
pub fn read(file: &[u8]) -> Result<Vec<Table<&[u8]>>> {
    let mut rest = Reader(file);
    if rest.take(4)? != MAGIC {
        return Err(damaged("it does not begin as a model does"));
    }
    let version = rest.u32()?;
    if version != VERSION {
        return Err(damaged(&format!(
            "its version is {version}, this program reads {VERSION}"
        )));
    }
    let (body, sum) = file
        .split_last_chunk::<8>()
        .ok_or_else(|| damaged("it is cut off"))?;
    if checksum(body) != u64::from_le_bytes(*sum) {
        return Err(damaged("its checksum is wrong"));
    }
    let count = rest.u32()?;
    let mut tables: Vec<Table<&[u8]>> = (0..count).map(|_| rest.table()).collect::<Result<_>>()?;
    for table in &mut tables {
        let at = file.len() - rest.0.len();
        rest.take(at.next_multiple_of(ALIGNMENT) - at)?;
        let size = table.row_bytes() * table.rows as usize;
        table.weights = rest.take(size)?;
    }
    if rest.0.len() == 8 {
        Ok(tables)
    } else {
        Err(damaged("its size is wrong"))
    }
}

struct Reader<'f>(&'f [u8]);

impl<'f> Reader<'f> {
    fn take(&mut self, size: usize) -> Result<&'f [u8]> {
        let (taken, rest) = self
            .0
            .split_at_checked(size)
            .ok_or_else(|| damaged("it is cut off"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| damaged("it is cut off"))
    }

    fn u32(&mut self) -> Result<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn f32(&mut self) -> Result<f32> {
        let number = f32::from_le_bytes(self.array()?);
        let plain = number.is_finite() && number.abs() < 1e6;
        plain
            .then_some(number)
            .ok_or_else(|| damaged("a number in it is none"))
    }

    fn table(&mut self) -> Result<Table<&'f [u8]>> {
        let script = self.array()?;
        let script = Script::from_code(script).ok_or_else(|| damaged("it names an unknown script"))?;
        let [languages, longest, _, _] = self.array()?;
        let languages = usize::from(languages);
        if languages == 0 || languages > MOST_LANGUAGES {
            return Err(damaged("a table has too many languages or none"));
        }
        let rows = self.u32()?;
        let unit = self.f32()?;
        if rows == 0 || longest == 0 {
            return Err(damaged("a table is empty"));
        }
        Ok(Table {
            script,
            languages: (0..languages).map(|_| self.language()).collect::<Result<_>>()?,
            longest: usize::from(longest),
            rows,
            unit,
            bias: (0..languages).map(|_| self.f32()).collect::<Result<_>>()?,
            weights: &[],
        })
    }

    fn language(&mut self) -> Result<Language> {
        let code = self.array::<CODE>()?;
        let length = code.iter().position(|byte| *byte == 0).unwrap_or(CODE);
        let code = std::str::from_utf8(&code[..length]).unwrap_or_default();
        Language::all()
            .find(|language| language.code() == code)
            .ok_or_else(|| {
                damaged(&format!(
                    "it knows a language {code:?}, which this program does not"
                ))
            })
    }
}

/// FNV-1a with words of eight bytes in place of bytes, the last one padded with zeros: 8 MB take a millisecond.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xcbf2_9ce4_8422_2325, |sum, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (sum ^ u64::from_le_bytes(word))
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(17)
    })
}

fn damaged(reason: &str) -> Error {
    Error::Damaged {
        what: "language model",
        reason: reason.into(),
    }
}

fn small(number: usize, most: usize) -> Result<u32> {
    u32::try_from(number)
        .ok()
        .filter(|_| number <= most)
        .ok_or_else(|| Error::TooLarge {
            what: format!("a model table can have {most} at most, not {number}"),
        })
}

#[cfg(test)]
mod tests {
    use super::{Table, read, write};
    use crate::error::Error;
    use crate::language::{Language, Script};
    use proptest::prelude::*;

    fn sample() -> Vec<Table<Vec<u8>>> {
        let languages = ["bg", "mk", "ru"].map(Language::from_code).to_vec();
        vec![Table {
            script: Script::CYRL,
            languages,
            longest: 5,
            rows: 4,
            unit: 0.01,
            bias: vec![0.0, -1.5, 0.25],
            weights: (0..16).collect(),
        }]
    }

    #[test]
    fn what_is_written_is_read() {
        let tables = sample();
        let file = write(&tables).unwrap();
        let found = read(&file).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].languages, tables[0].languages);
        assert_eq!(found[0].bias, tables[0].bias);
        assert_eq!(found[0].weights, tables[0].weights);
        assert_eq!((found[0].rows, found[0].longest), (4, 5));
    }

    #[test]
    fn too_many_languages() {
        let mut tables = sample();
        tables[0].languages = vec![Language::from_code("ru"); 63];
        assert!(matches!(write(&tables), Err(Error::TooLarge { .. })));
    }

    proptest! {
        #[test]
        fn damage_is_refused(at in any::<prop::sample::Index>(), flip in 1_u8.., cut in any::<bool>()) {
            let mut file = write(&sample()).unwrap();
            let at = at.index(file.len());
            if cut {
                file.truncate(at);
            } else {
                file[at] ^= flip;
            }
            let refused = matches!(read(&file), Err(Error::Damaged { .. }));
            prop_assert!(refused);
        }

        #[test]
        fn anything_else_is_refused(bytes in any::<Vec<u8>>()) {
            let refused = matches!(read(&bytes), Err(Error::Damaged { .. }));
            prop_assert!(refused);
        }
    }
}
