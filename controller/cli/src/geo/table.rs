//! A table for people: columns aligned, numbers to the right, Han characters counted as two columns.

/// Rows under a head. A head that starts with `>` aligns its column to the right.
pub struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| plain(&cell)).collect());
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let right: Vec<bool> = self.head.iter().map(|head| head.starts_with('>')).collect();
        let head: Vec<String> = self.head.iter().map(|head| head.trim_start_matches('>').to_owned()).collect();
        let all: Vec<&Vec<String>> = std::iter::once(&head).chain(&self.rows).collect();
        let widest = |column: usize| all.iter().filter_map(|row| row.get(column)).map(|c| width(c)).max().unwrap_or(0);
        let widths: Vec<usize> = (0..head.len()).map(widest).collect();
        for row in all {
            let mut line = String::new();
            for ((cell, width_of), to_the_right) in row.iter().zip(&widths).zip(&right) {
                let gap = " ".repeat(width_of.saturating_sub(width(cell)));
                let (before, after) = if *to_the_right { (gap.as_str(), "") } else { ("", gap.as_str()) };
                line.push_str(&format!("{before}{cell}{after}  "));
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Text of a foreign file never steers a terminal.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// How many columns of a terminal a text takes: East Asian wide characters take two (Unicode Standard Annex 11, the
/// blocks of the Han script and its punctuation, kana, hangul and full-width forms), combining marks none.
pub fn width(text: &str) -> usize {
    let of = |c: char| match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0x33FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xA000..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    };
    text.chars().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_straight_under_han_names_and_numbers_end_together() {
        let mut table = Table::new(&["name", ">far"]);
        table.row(["瓦都兹派出所".to_owned(), "5 m".to_owned()]);
        table.row(["Vaduz".to_owned(), "1200 m".to_owned()]);
        let text = table.to_string();
        let ends: Vec<usize> = text.lines().map(width).collect();
        assert_eq!(text, "name             far\n瓦都兹派出所     5 m\nVaduz         1200 m\n");
        assert!(ends.windows(2).all(|pair| pair[0] == pair[1]), "{ends:?}");
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\n"), "a [2Jb ");
    }
}
