//! Calendar dates of the proleptic Gregorian calendar, written `YYYY-MM-DD`.

/// A day, by year, month and day of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`; `None` when it is no such date.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let date =
            Date { year: digits(&bytes[0..4])?, month: digits(&bytes[5..7])? as u8, day: digits(&bytes[8..10])? as u8 };
        date.exists().then_some(date)
    }

    /// The following day.
    pub fn next(self) -> Date {
        if self.day < days_in(self.year, self.month) {
            Date { day: self.day + 1, ..self }
        } else if self.month < 12 {
            Date { month: self.month + 1, day: 1, ..self }
        } else {
            Date { year: self.year + 1, month: 1, day: 1 }
        }
    }

    fn exists(self) -> bool {
        (1..=12).contains(&self.month) && (1..=days_in(self.year, self.month)).contains(&self.day)
    }
}

impl core::fmt::Display for Date {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn digits(bytes: &[u8]) -> Option<u16> {
    let mut value = 0;
    for byte in bytes {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + u16::from(byte - b'0');
    }
    Some(value)
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 => 28 + u8::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next_of(text: &str) -> alloc::string::String {
        alloc::format!("{}", Date::parse(text).expect("a date").next())
    }

    #[test]
    fn steps_over_month_ends_year_ends_and_leap_days() {
        assert_eq!(next_of("2012-02-28"), "2012-02-29");
        assert_eq!(next_of("2012-02-29"), "2012-03-01");
        assert_eq!(next_of("1900-02-28"), "1900-03-01");
        assert_eq!(next_of("2000-02-28"), "2000-02-29");
        assert_eq!(next_of("2012-11-30"), "2012-12-01");
        assert_eq!(next_of("2012-12-31"), "2013-01-01");
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in
            ["2013-02-29", "2012-13-01", "2012-00-10", "2012-01-00", "2012-1-01", "2012/01/01", "2o12-01-01", ""]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
